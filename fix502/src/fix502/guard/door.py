"""Decides who accepts: nobody yet (connections wait), the guard (503), or the server (the guard is out).

Guard and server share one listening socket, and the kernel gives each connection to exactly one of those who
accept, in the order of arrival. So the question is never "who gets this connection" but only "may the guard
accept now". The rule:

* While no server process exists, nobody else can accept: after the hold time the guard accepts at once.
* While a server process exists that is not known to accept, the guard works in rounds. It puts a connection
  of its own, the probe, at the end of the queue and waits 0.25 s. Whatever is then still queued in front
  of the probe has waited that long and was taken by nobody: the guard accepts up to and including its own
  probe, which it recognises by its address, and not one connection more. Then the next round begins.
* The server is known to accept as soon as the probe is answered, or the queue is empty though the probe
  reached it, or the queue became shorter without the guard. From then on the guard accepts nothing.
* While the server accepts, the guard looks once a second whether somebody waits (one poll, no connection).
  A queue from which nobody was taken for the stall time, though it was never empty, means that the server
  lives but has ceased to accept: rounds again.
"""

import errno
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fix502.guard.answerer import Answerer
from fix502.guard.listener import Listener, Peer
from fix502.guard.loop import READ, Loop, Timer
from fix502.guard.probe import Probe

ROUND_SECONDS = 0.25
_SAMPLE_SECONDS = 0.025
_IDLE_SECONDS = 1.0
_PROBE_SECONDS = 30.0
_BATCH = 256
_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Mode(Enum):
    """Who accepts."""

    HOLDING = "holding"
    ANSWERING = "answering"
    SERVING = "serving"


@dataclass(frozen=True)
class DoorEvents:
    """Whom to call when the guard takes over, the server accepts, the server answers (with its status)."""

    on_answering: Callable[[], None]
    on_accepting: Callable[[], None]
    on_answered: Callable[[int], None]


class Door:
    """The state of the port.

    Args:
        loop: where events are waited for.
        listener: the shared socket.
        answerer: serves what the guard accepts.
        request: the bytes of a probe.
        hold: seconds for which connections wait before the guard answers.
        stall: seconds after which a server that accepts nothing any more counts as gone.
        events: whom to tell.

    """

    def __init__(  # noqa: PLR0913 each is one collaborator, and there is one caller
        self,
        loop: Loop,
        listener: Listener,
        answerer: Answerer,
        *,
        request: bytes,
        hold: float,
        stall: float,
        events: DoorEvents,
    ) -> None:
        self.mode = Mode.HOLDING
        self._loop = loop
        self._listener = listener
        self._answerer = answerer
        self._request = request
        self._hold = hold
        self._stall = stall
        self._events = events
        self._server_lives = False
        self._server_answered = False
        self._closing = False
        self._probe: Probe | None = None
        self._probe_since = 0.0
        self._stuck_since: float | None = None
        self._last_length: int | None = None
        self._tick: Timer | None = None
        self._hold_end: Timer | None = None

    def outage_begins(self) -> None:
        """Let connections wait; answer in the server's place when the hold time is over."""
        self.mode = Mode.HOLDING
        if self._hold_end is not None:
            self._hold_end.cancel()
        self._hold_end = self._loop.after(self._hold, self._answer_in_place)

    def server_started(self) -> None:
        """Begin to ask whether the server accepts: its process exists now."""
        self._server_lives = True
        self._server_answered = False
        self._loop.unwatch(self._listener.fileno)
        self._begin_round()
        self._watch()

    def server_gone(self) -> None:
        """Note that nobody but the guard can accept now."""
        self._server_lives = False
        self._drop_probe()
        if self._tick is not None:
            self._tick.cancel()
        if self.mode is Mode.SERVING:
            self.outage_begins()
        elif self.mode is Mode.ANSWERING:
            self._loop.watch(self._listener.fileno, READ, self._accept_waiting)

    def closing(self) -> None:
        """Answer whatever the server, which was told to stop, does not take any more."""
        self._closing = True
        if self._hold_end is not None:
            self._hold_end.cancel()
        self.mode = Mode.ANSWERING
        if self._server_lives:
            self._begin_round()
            self._watch()
        else:
            self._loop.watch(self._listener.fileno, READ, self._accept_waiting)

    def close(self) -> None:
        """Answer who is left in the queue; from now on until the end the guard accepts whoever comes."""
        self._drop_probe()
        self._accept_waiting()

    def _answer_in_place(self) -> None:
        self._hold_end = None
        if self._server_lives and self._is_taken():
            self._serve()
            return
        self.mode = Mode.ANSWERING
        self._events.on_answering()
        if self._server_lives:
            self._watch()
        else:
            self._loop.watch(self._listener.fileno, READ, self._accept_waiting)

    def _serve(self) -> None:
        if self.mode is Mode.SERVING or self._closing:
            return
        if self._hold_end is not None:
            self._hold_end.cancel()
            self._hold_end = None
        self.mode = Mode.SERVING
        self._stuck_since = None
        self._events.on_accepting()
        self._watch()

    def _watch(self) -> None:
        """Look now, and again after a pause that fits what was seen."""
        if self._tick is not None:
            self._tick.cancel()
        if not self._server_lives:
            return
        if self.mode is Mode.SERVING:
            self._look_for_stall()
        else:
            self._look_for_server()
        relaxed = self.mode is Mode.SERVING and self._stuck_since is None
        self._tick = self._loop.after(_IDLE_SECONDS if relaxed else _SAMPLE_SECONDS, self._watch)

    # While the server is not known to accept

    def _begin_round(self) -> None:
        self._drop_probe()
        self._probe_since = time.monotonic()
        self._last_length = None
        try:
            self._probe = Probe(
                self._loop, self._listener, self._request, self._on_answer, self._on_probe_end
            )
        except OSError as error:
            if error.errno not in _NO_DESCRIPTORS:
                raise  # and without descriptors the next tick tries again

    def _drop_probe(self) -> None:
        if self._probe is not None:
            self._probe.close()
            self._probe = None

    def _is_taken(self) -> bool:
        """Whether somebody else took the probe or anything else from the queue."""
        if self._probe is not None and self._probe.is_queued_or_taken() and not self._listener.is_waiting():
            return True
        return self._became_shorter()

    def _became_shorter(self) -> bool:
        length, last = self._listener.queue_length(), self._last_length
        self._last_length = length
        return length is not None and last is not None and length < last

    def _look_for_server(self) -> None:
        if self._is_taken() and not self._closing:
            self._serve()
        elif self._probe is None:
            self._begin_round()
        elif self.mode is Mode.ANSWERING and time.monotonic() - self._probe_since >= ROUND_SECONDS:
            self._end_round()

    def _end_round(self) -> None:
        """Accept what waited for the whole round: everything up to and including the probe."""
        for _ in range(_BATCH):
            accepted = self._accept()
            if accepted is None:
                if self._probe is not None and self._probe.is_queued_or_taken():
                    self._serve()  # somebody else has the probe
                break
            connection, peer = accepted
            if self._probe is not None and peer == self._probe.name:
                connection.close()
                break
            self._answerer.add(connection)
        else:
            self._last_length = None
            return  # a long queue: go on in the next tick, with the same probe
        if self.mode is Mode.ANSWERING:
            self._begin_round()

    def _accept_waiting(self) -> None:
        for _ in range(_BATCH):
            accepted = self._accept()
            if accepted is None:
                return
            self._answerer.add(accepted[0])

    def _accept(self) -> tuple[socket.socket, Peer] | None:
        try:
            return self._listener.accept()
        except OSError as error:
            if error.errno not in _NO_DESCRIPTORS:
                raise
            # Give back the visitors' descriptors, and let the rest wait in the queue for a moment.
            self._answerer.close()
            self._loop.unwatch(self._listener.fileno)
            self._loop.after(_IDLE_SECONDS, self._resume_accepting)
            return None

    def _resume_accepting(self) -> None:
        if self.mode is Mode.ANSWERING and not self._server_lives:
            self._loop.watch(self._listener.fileno, READ, self._accept_waiting)

    def _on_answer(self, status: int) -> None:
        self._serve()
        if not self._closing:
            self._server_answered = True
            self._events.on_answered(status)

    def _on_probe_end(self) -> None:
        self._probe = None

    # While the server accepts

    def _look_for_stall(self) -> None:
        now = time.monotonic()
        if not self._server_answered and (self._probe is None or now - self._probe_since > _PROBE_SECONDS):
            self._begin_round()
        if not self._listener.is_waiting() or self._became_shorter():
            self._stuck_since = None
        elif self._stuck_since is None:
            self._stuck_since = now
            if self._probe is None and self._last_length is None:
                self._begin_round()  # no length to be had: an answer to a probe is the sign of life
        elif self._stall and now - self._stuck_since >= self._stall:
            self._stuck_since = None
            self.mode = Mode.ANSWERING
            self._events.on_answering()
            self._begin_round()
