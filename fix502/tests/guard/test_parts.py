"""The parts without processes: back-off, pages, tail."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fix502.guard.answers import unavailable
from fix502.guard.backoff import Backoff
from fix502.guard.listener import BindError, split_address
from fix502.guard.output import Tail


def test_backoff_when_failures_follow_then_quick_ones_double_and_slow_ones_stay() -> None:
    backoff = Backoff(first=0, cap=4, quick=6, slow=30)
    assert [backoff.failed() for _ in range(8)] == [0, 1, 2, 4, 4, 30, 30, 30]


def test_backoff_when_the_first_delay_is_not_zero_then_doubles_from_it() -> None:
    backoff = Backoff(first=1, cap=8, quick=5, slow=30)
    assert [backoff.failed() for _ in range(6)] == [1, 2, 4, 8, 30, 30]


def test_backoff_when_the_quick_attempts_end_then_says_so_once() -> None:
    backoff = Backoff(first=0, cap=4, quick=3, slow=30)
    ended = []
    for _ in range(5):
        backoff.failed()
        ended.append(backoff.ended)
    assert ended == [False, False, True, False, False]


def test_backoff_when_it_succeeded_then_begins_anew() -> None:
    backoff = Backoff(first=0, cap=4, quick=3, slow=30)
    backoff.failed()
    backoff.failed()
    backoff.succeeded()
    assert backoff.failed() == 0


@given(st.binary(max_size=3000), st.integers(1, 86400))
def test_unavailable_when_the_request_is_anything_then_a_well_formed_503(
    request: bytes, seconds: int
) -> None:
    head, _, body = unavailable(request, seconds).partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    fields = dict(line.split(b": ", 1) for line in lines[1:])
    assert lines[0] == b"HTTP/1.1 503 Service Unavailable"
    assert fields[b"Retry-After"] == str(seconds).encode()
    if not request.startswith(b"HEAD "):
        assert int(fields[b"Content-Length"]) == len(body)


@given(st.binary(min_size=12, max_size=500))
def test_unavailable_when_the_request_has_bytes_then_none_of_them_are_echoed(secret: bytes) -> None:
    request = b"GET /" + secret + b" HTTP/1.1\r\nCookie: " + secret + b"\r\n\r\n"
    known = unavailable(b"GET / HTTP/1.1\r\n\r\n", 5) + unavailable(b"GET / \r\nAccept: text/html\r\n", 5)
    answer = unavailable(request, 5)
    assert secret in known or secret not in answer


@given(st.lists(st.binary(max_size=300), max_size=30), st.integers(1, 500))
def test_tail_when_fed_then_a_suffix_of_bounded_size(chunks: list[bytes], limit: int) -> None:
    tail = Tail(limit)
    for chunk in chunks:
        tail.add(chunk)
    assert len(tail.read()) <= limit
    assert b"".join(chunks).endswith(tail.read())


def test_tail_when_it_overflowed_then_begins_at_a_line() -> None:
    tail = Tail(15)
    tail.add(b"first line\nsecond line\nthird\n")
    assert tail.read() == b"third\n"


def test_split_address_when_ipv6_then_without_brackets() -> None:
    assert split_address("[::1]:8080") == ("::1", 8080)


@given(st.text(max_size=30))
def test_split_address_when_anything_then_host_and_port_or_its_own_error(text: str) -> None:
    with contextlib.suppress(BindError):
        host, port = split_address(text)
        assert host
        assert 0 <= port < 65536


def test_tail_when_cleared_then_empty() -> None:
    tail = Tail()
    tail.add(b"old")
    tail.clear()
    assert tail.read() == b""


@pytest.mark.parametrize("accept", [b"text/html", b"application/xhtml+xml,TEXT/HTML;q=0.9"])
def test_unavailable_when_html_is_accepted_then_html(accept: bytes) -> None:
    assert b"<!doctype html>" in unavailable(
        b"GET / HTTP/1.1\r\nHost: x\r\naccept: " + accept + b"\r\n\r\n", 5
    )
