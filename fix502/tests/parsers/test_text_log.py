"""Bytes of any kind become a bounded log."""

from fix502.parsers.text import HEAD_LINES, LINE_LIMIT, TAIL_LINES, log_from_bytes, log_from_text


def test_bytes_when_not_utf8_then_are_replaced() -> None:
    assert log_from_bytes(b"caf\xe9 fails\n").lines[0].text == "caf\ufffd fails"


def test_bytes_when_utf16_with_mark_then_are_read() -> None:
    assert log_from_bytes("No module named 'x'\n".encode("utf-16")).lines[0].text == "No module named 'x'"


def test_bytes_when_they_begin_with_a_utf8_mark_then_it_is_dropped() -> None:
    assert log_from_bytes(b"\xef\xbb\xbfhello").lines[0].text == "hello"


def test_line_when_too_long_then_keeps_both_ends() -> None:
    short = log_from_text("a" * 50_000 + "END").lines[0].text
    assert len(short) <= LINE_LIMIT + 3
    assert short.endswith("END")


def test_log_when_it_has_too_many_lines_then_keeps_beginning_and_end() -> None:
    lines = log_from_text("\n".join(str(number) for number in range(1, 40_001))).lines
    assert len(lines) == HEAD_LINES + TAIL_LINES
    assert (lines[0].text, lines[-1].text, lines[-1].number) == ("1", "40000", 40_000)


def test_log_when_lines_end_in_crlf_then_carriage_returns_are_gone() -> None:
    assert [row.text for row in log_from_text("a\r\nb\r\n").lines] == ["a", "b"]


def test_log_when_empty_then_has_no_lines() -> None:
    assert log_from_text("").lines == ()
