"""Slow and hostile clients against the guard's own 503."""

import contextlib
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from guarded import Guarded, eventually, start_guard

NEVER = (sys.executable, "-c", "import time; time.sleep(600) # {fd}")


@pytest.fixture(scope="module", params=["server that never accepts", "step that never ends"])
def answering(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    extra = () if request.param.startswith("server") else ("--step", "wait=sleep 600")
    guarded = start_guard(tmp_path_factory.mktemp("guard"), "--hold", "0", *extra, server=NEVER)
    guarded.wait_for("answering 503")
    yield guarded
    guarded.end()


def read_all(sock: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while data := sock.recv(65536):
            received += data
    return received


@contextlib.contextmanager
def crowd(guarded: Guarded, number: int) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(guarded.connect()) for _ in range(number)]


def test_crowd_when_it_sends_slowly_then_an_honest_visitor_is_answered(answering: Guarded) -> None:
    with crowd(answering, 400) as sockets:
        for sock in sockets:
            sock.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert answering.ask().status == 503
        assert answering.state()["phase"] == "answering"
        for sock in sockets[:50]:
            assert read_all(sock).startswith(b"HTTP/1.1 503")


def test_client_when_it_drips_its_request_then_answered_and_closed_in_bounded_time(
    answering: Guarded,
) -> None:
    with answering.connect() as sock:
        sock.settimeout(0.2)
        received, started = b"", time.monotonic()
        while not received:
            assert time.monotonic() - started < 40
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                sock.sendall(b"X")
            with contextlib.suppress(TimeoutError):
                received = sock.recv(100)
    assert received.startswith(b"HTTP/1.1 503")


def test_client_when_its_head_is_endless_then_answered(answering: Guarded) -> None:
    with answering.connect() as sock:
        sock.sendall(b"GET / HTTP/1.1\r\n" + b"X-Pad: y\r\n" * 3000)
        assert read_all(sock).startswith(b"HTTP/1.1 503")


def test_client_when_it_uploads_then_reads_the_answer_and_no_reset(answering: Guarded) -> None:
    with answering.connect() as sock:
        sock.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100000)
        received = b""
        while data := sock.recv(65536):
            received += data
    assert received.startswith(b"HTTP/1.1 503")


@pytest.mark.parametrize("request_", [b"\x16\x03\x01\x02\x00\x01\x00\n\n", b"\r\n\r\n", b"\0" * 20000])
def test_client_when_it_talks_nonsense_then_answered_and_guard_lives(
    answering: Guarded, request_: bytes
) -> None:
    with answering.connect() as sock:
        sock.sendall(request_)
        assert read_all(sock).startswith(b"HTTP/1.1 503")
    assert answering.ask().status == 503


def test_client_when_it_never_reads_and_others_leave_then_guard_lives(answering: Guarded) -> None:
    with crowd(answering, 30) as sockets:
        for sock in sockets:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert answering.ask().status == 503
    descriptors = Path(f"/proc/{answering.pid}/fd")
    eventually(lambda: len(list(descriptors.iterdir())) < 30, "all connections closed again")
