"""Serves the connections that the guard accepted itself, however slow or hostile the client is."""

import contextlib
import socket
import time
from collections import OrderedDict

from fix502.guard.answers import unavailable
from fix502.guard.loop import READ, WRITE, Loop, Timer

MAX_CONNECTIONS = 200
MAX_REQUEST = 16 * 1024
REQUEST_SECONDS = 5.0
ANSWER_SECONDS = 5.0
LINGER_SECONDS = 1.0
LINGER_BYTES = 256 * 1024
_SWEEP_SECONDS = 0.5


class _Visitor:
    """One connection: reading the request, then writing the answer, then reading what is left."""

    __slots__ = ("deadline", "incoming", "lingering", "outgoing", "sock")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.incoming = bytearray()
        self.outgoing = b""
        self.lingering = -1
        self.deadline = time.monotonic() + REQUEST_SECONDS


class Answerer:
    """Answers 503 on connections it is given, with bounded bytes, bounded time and bounded numbers.

    A client that sends its request too slowly, or too much of it, gets the answer without having finished;
    when all places are taken, the oldest visitor is answered at once to make room.
    """

    def __init__(self, loop: Loop) -> None:
        self.retry_after = 5
        self.answered = 0
        self._loop = loop
        self._visitors: OrderedDict[int, _Visitor] = OrderedDict()
        self._sweep: Timer | None = None

    @property
    def is_idle(self) -> bool:
        """Whether no connection is open."""
        return not self._visitors

    def add(self, sock: socket.socket) -> None:
        """Take over an accepted, non-blocking connection."""
        while len(self._visitors) >= MAX_CONNECTIONS:
            self._finish(next(iter(self._visitors.values())))
        visitor = _Visitor(sock)
        self._visitors[sock.fileno()] = visitor
        self._loop.watch(sock.fileno(), READ, lambda: self._on_readable(visitor))
        if self._sweep is None:
            self._sweep = self._loop.after(_SWEEP_SECONDS, self._on_sweep)
        self._on_readable(visitor)

    def close(self) -> None:
        """Answer everybody who is still there, at once."""
        for visitor in list(self._visitors.values()):
            self._finish(visitor)

    def _on_readable(self, visitor: _Visitor) -> None:
        try:
            data = visitor.sock.recv(8192)
        except BlockingIOError:
            return
        except OSError:
            self._drop(visitor)
            return
        if visitor.lingering >= 0:
            visitor.lingering += len(data)
            if not data or visitor.lingering > LINGER_BYTES:
                self._drop(visitor)
            return
        visitor.incoming += data
        head_is_complete = b"\r\n\r\n" in visitor.incoming or b"\n\n" in visitor.incoming
        if not data and not visitor.incoming:
            self._drop(visitor)
        elif not data or head_is_complete or len(visitor.incoming) > MAX_REQUEST:
            self._answer(visitor)

    def _answer(self, visitor: _Visitor) -> None:
        visitor.outgoing = unavailable(bytes(visitor.incoming), self.retry_after)
        visitor.deadline = time.monotonic() + ANSWER_SECONDS
        self.answered += 1
        self._on_writable(visitor)

    def _on_writable(self, visitor: _Visitor) -> None:
        try:
            sent = visitor.sock.send(visitor.outgoing)
            visitor.outgoing = visitor.outgoing[sent:]
            if visitor.outgoing:
                self._loop.watch(visitor.sock.fileno(), WRITE, lambda: self._on_writable(visitor))
                return
            visitor.sock.shutdown(socket.SHUT_WR)
        except BlockingIOError:
            self._loop.watch(visitor.sock.fileno(), WRITE, lambda: self._on_writable(visitor))
            return
        except OSError:
            self._drop(visitor)
            return
        # Closing now would reset the connection if the client is still sending, and the reset can overtake
        # the answer: so what is left is read, for a moment.
        visitor.lingering = 0
        visitor.deadline = time.monotonic() + LINGER_SECONDS
        self._loop.watch(visitor.sock.fileno(), READ, lambda: self._on_readable(visitor))

    def _finish(self, visitor: _Visitor) -> None:
        """Answer with one attempt to write and close."""
        if visitor.lingering < 0:
            answer = visitor.outgoing or unavailable(bytes(visitor.incoming), self.retry_after)
            self.answered += not visitor.outgoing
            with contextlib.suppress(OSError):  # the client is gone or does not read: its loss, not ours
                visitor.sock.send(answer)
        self._drop(visitor)

    def _drop(self, visitor: _Visitor) -> None:
        self._loop.unwatch(visitor.sock.fileno())
        self._visitors.pop(visitor.sock.fileno(), None)
        visitor.sock.close()

    def _on_sweep(self) -> None:
        now = time.monotonic()
        for visitor in [each for each in self._visitors.values() if each.deadline <= now]:
            if visitor.outgoing or visitor.lingering >= 0:
                self._drop(visitor)
            else:
                self._answer(visitor)
        self._sweep = self._loop.after(_SWEEP_SECONDS, self._on_sweep) if self._visitors else None
