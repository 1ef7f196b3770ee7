"""The guard asks through its own port whether anybody else accepts there."""

import fcntl
import re
import socket
import sys
from collections.abc import Callable

from fix502.guard.listener import Listener, Peer
from fix502.guard.loop import READ, WRITE, Loop

# ioctl SIOCOUTQ of Linux: bytes sent but not yet acknowledged by the peer's kernel.
_SIOCOUTQ = 0x5411
_MAX_ANSWER = 256 * 1024
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")


class Probe:
    """One connection to the guard's own port that asks for the readiness page.

    It takes its place in the accept queue like a visitor's. Whoever calls accept gets it: the server, which
    answers, or the guard, which knows it by `name` and drops it.

    Args:
        loop: where its events are waited for.
        listener: the port to ask through.
        request: the bytes to send.
        on_answer: called once with the HTTP status when the first bytes of an answer arrive (0: not HTTP).
        on_end: called once when the connection is over, however it ended.

    """

    def __init__(
        self,
        loop: Loop,
        listener: Listener,
        request: bytes,
        on_answer: Callable[[int], None],
        on_end: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._request = request
        self._sent = False
        self._received = 0
        self._on_answer = on_answer
        self._on_end = on_end
        family, address = listener.target()
        self._sock = socket.socket(family, socket.SOCK_STREAM)
        self._sock.settimeout(0)
        if family == socket.AF_UNIX:
            self._sock.bind("")  # Linux picks a name, so that the guard can recognise the connection
        self._sock.connect_ex(address)
        self.name: Peer = self._sock.getsockname()
        loop.watch(self._sock.fileno(), WRITE, self._on_writable)

    def is_queued_or_taken(self) -> bool:
        """Whether the connection surely reached the accept queue, and is there or was taken from it.

        A full queue lets a client believe that it is connected while the kernel has dropped its last
        packet; only acknowledged bytes prove the other end.
        """
        if not self._sent:
            return False
        if sys.platform != "linux" or self._sock.family == socket.AF_UNIX:
            return True
        unacknowledged = fcntl.ioctl(self._sock.fileno(), _SIOCOUTQ, b"\0\0\0\0")
        return not any(unacknowledged)

    def close(self) -> None:
        """End the question without an answer."""
        if self._sock.fileno() >= 0:
            self._loop.unwatch(self._sock.fileno())
            self._sock.close()

    def _end(self) -> None:
        self.close()
        self._on_end()

    def _on_writable(self) -> None:
        try:
            # A request this short goes into an empty send buffer whole or not at all.
            self._sock.send(self._request)
        except OSError:
            self._end()
            return
        self._sent = True
        self._loop.watch(self._sock.fileno(), READ, self._on_readable)

    def _on_readable(self) -> None:
        try:
            data = self._sock.recv(65536)
        except OSError:
            data = b""
        first = not self._received
        self._received += len(data)
        if data and first:
            match = _STATUS.match(data)
            self._on_answer(int(match[1]) if match else 0)
        # The rest is read and thrown away, so that the server's writes do not fail.
        if self._sock.fileno() >= 0 and (not data or self._received > _MAX_ANSWER):
            self._end()


def readiness_request(path: str, host: str) -> bytes:
    """Return the request that asks an app behind a TLS-ending proxy for its readiness page."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: fix502-guard\r\n"
        "Accept: application/json\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    ).encode("latin-1")
