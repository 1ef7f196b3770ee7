from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from fix502.drills.caprover_double import LogEntry
from fix502.drills.caprover_double.logstream import encode, frame
from fix502.platforms.caprover import demultiplex

ENTRIES = st.lists(
    st.builds(
        LogEntry,
        stream=st.sampled_from([1, 2]),
        at_ns=st.integers(0, 4 * 10**18),
        text=st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=300),
        task=st.sampled_from(["1", "2"]),
    ),
    max_size=20,
)


@given(ENTRIES)
def test_demultiplex_when_given_whole_frames_then_same_texts_in_order_of_time(
    entries: list[LogEntry],
) -> None:
    lines = demultiplex(encode(entries, "hex"))
    assert sorted(line.text for line in lines) == sorted(entry.text for entry in entries)
    times = [line.at for line in lines if line.at is not None]
    assert len(times) == len(lines)
    assert times == sorted(times)


@given(ENTRIES, st.integers(0, 4000))
def test_demultiplex_when_cut_anywhere_then_whole_frames_survive(entries: list[LogEntry], cut: int) -> None:
    raw = b"".join(frame(entry) for entry in entries)
    whole, position = 0, 0
    for entry in entries:
        position += len(frame(entry))
        whole += position <= cut
    lines = demultiplex(raw[:cut].hex())
    assert len(lines) >= whole


@given(st.binary(max_size=600))
def test_demultiplex_when_given_any_bytes_then_lines_and_no_error(raw: bytes) -> None:
    for line in demultiplex(raw.hex()):
        assert line.stream in ("out", "err")
        assert "\n" not in line.text


@given(st.text(max_size=100))
def test_demultiplex_when_given_any_text_then_no_error(text: str) -> None:
    assert isinstance(demultiplex(text), tuple)


def test_demultiplex_when_app_has_a_terminal_then_plain_lines_are_read() -> None:
    raw = b"2026-11-22T14:19:15.447833511Z hello\r\n2026-11-22T14:19:16Z world\r\n"
    lines = demultiplex(raw.hex())
    assert [line.text for line in lines] == ["hello", "world"]
    assert lines[0].at == datetime(2026, 11, 22, 14, 19, 15, 447833, tzinfo=UTC)


def test_demultiplex_when_entry_has_several_lines_then_each_has_its_time() -> None:
    entry = LogEntry(stream=2, at_ns=10**18, text="one\ntwo\n")
    lines = demultiplex(frame(entry).hex())
    assert [line.text for line in lines] == ["one", "two"]
    assert lines[0].at == lines[1].at


def test_demultiplex_when_empty_then_empty() -> None:
    assert demultiplex("") == ()
