"""The state socket: what the guard does right now, for `fix502 health`, the doctor and a curious person."""

import json
import os
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass

from fix502.guard.loop import READ, Loop
from fix502.guard.output import Log

_SECONDS = 2.0
_MAX_CLIENTS = 16


@dataclass(frozen=True)
class Failure:
    """The last failure: `what` (`server`, `step NAME`), `how`, when (Unix seconds), and the verdict."""

    what: str
    how: str
    at: float
    verdict: str | None = None


@dataclass(frozen=True)
class State:
    """One look at the guard: times in Unix seconds, `attempts` since the server last ran steadily."""

    phase: str
    since: float
    started: float
    bind: str
    ready_path: str
    server_pid: int | None
    attempts: int
    was_ready_once: bool
    last_failure: Failure | None

    def to_json(self) -> str:
        """Return the state as one JSON object."""
        return json.dumps({"schema": "fix502.guard/1", **asdict(self)})

    def to_line(self) -> str:
        """Return what `fix502 health` needs, in a form that needs no JSON parser (5 ms of CPU)."""
        return f"{self.phase} {int(self.was_ready_once)} {self.ready_path} {self.bind}"


class StateSocket:
    """Answers one word per connection: `state` (JSON), `health` (one line), `ready` (someone saw it ready).

    The socket has mode 0600 and says nothing secret. A container with a read-only file system has none.
    """

    def __init__(
        self,
        loop: Loop,
        log: Log,
        path: str,
        snapshot: Callable[[], State],
        on_ready: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._path = path
        self._snapshot = snapshot
        self._on_ready = on_ready
        self._clients: set[socket.socket] = set()
        self._sock: socket.socket | None = None
        try:
            self._sock = _bind(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            log.write(f"no state socket at {path} ({reason}); fix502 health will ask the port instead")
            return
        loop.watch(self._sock.fileno(), READ, self._on_client)

    def close(self) -> None:
        """Remove the socket."""
        for client in list(self._clients):
            self._drop(client)
        if self._sock is not None:
            self._loop.unwatch(self._sock.fileno())
            self._sock.close()
            self._sock = None
            if os.path.exists(self._path):  # noqa: PTH110 pathlib costs start-up time
                os.unlink(self._path)  # noqa: PTH108 pathlib costs start-up time

    def _on_client(self) -> None:
        if self._sock is None:
            return
        try:
            client, _address = self._sock.accept()
        except OSError:
            return  # it went away, or no descriptor is left: it will ask again
        if len(self._clients) >= _MAX_CLIENTS:
            client.close()
            return
        client.settimeout(0)
        self._clients.add(client)
        self._loop.watch(client.fileno(), READ, lambda: self._on_question(client))
        self._loop.after(_SECONDS, lambda: self._drop(client))

    def _on_question(self, client: socket.socket) -> None:
        try:
            word = client.recv(64).strip()
            if word == b"ready":
                self._on_ready()
                answer = "ok"
            elif word == b"health":
                answer = self._snapshot().to_line()
            else:
                answer = self._snapshot().to_json()
            client.send(answer.encode() + b"\n")
        except OSError:
            pass  # the one who asked has gone
        finally:
            self._drop(client)

    def _drop(self, client: socket.socket) -> None:
        if client in self._clients:
            self._clients.remove(client)
            self._loop.unwatch(client.fileno())
            client.close()


def _bind(path: str) -> socket.socket:
    """Listen at `path`, in place of a socket that a dead guard left there.

    Raises:
        OSError: not possible there, or another guard answers there.

    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
        try:
            other.connect(path)
        except FileNotFoundError:
            pass
        except ConnectionRefusedError:
            os.unlink(path)  # noqa: PTH108 pathlib costs start-up time
        else:
            raise OSError(0, "another guard answers there")
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        sock.bind(path)
        sock.listen(_MAX_CLIENTS)
    except OSError:
        sock.close()
        raise
    finally:
        os.umask(mask)
    sock.settimeout(0)
    return sock
