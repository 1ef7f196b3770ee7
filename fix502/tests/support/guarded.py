"""A real `fix502 guard` process for tests, and clients that talk to its port."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
SERVERS = HERE / "guard" / "servers"
SOURCE = HERE.parent / "src"
GUNICORN = (sys.executable, "-m", "gunicorn", "--bind", "fd://{fd}", "--no-control-socket")
APP = (*GUNICORN, "--workers", "2", "--chdir", str(SERVERS), "wsgi_app:application")
ONE_WORKER = (*GUNICORN, "--workers", "1", "--chdir", str(SERVERS), "wsgi_app:application")
FOREIGN = (sys.executable, str(SERVERS / "foreign_server.py"), "{fd}")
QUICK = ("--hold", "10", "--drain", "0.5", "--grace", "5", "--quick", "3", "--slow", "1", "--decode", "")


def eventually(condition: Callable[[], Any], what: str, seconds: float = 40) -> Any:
    """Poll until `condition()` is truthy, and return its value; fail with `what` after a generous time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Guarded:
    """A running guard; everything it prints is in `log` (standard output) and `errors` (standard error)."""

    process: subprocess.Popen[bytes]
    log: Path
    errors: Path
    state_path: Path
    unix_path: str | None = None
    wrapped: bool = False  # the process is not the guard itself but a program around it
    host: str = "127.0.0.1"

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def text(self) -> str:
        return self.log.read_text()

    @property
    def port(self) -> int:
        return int(self.wait_for(r"guard: listening on \S+:(\d+) ")[1])

    @property
    def server_pid(self) -> int:
        return int(re.findall(r"guard: server started \(pid (\d+),", self.text)[-1])

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.server_pid}/task/{self.server_pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def wait_for(self, pattern: str, count: int = 1) -> re.Match[str]:
        def found() -> re.Match[str] | None:
            matches = list(re.finditer(pattern, self.text))
            if len(matches) < count and self.process.poll() is not None:
                pytest_text = f"{self.text}\n{self.errors.read_text()}"
                raise AssertionError(f"the guard ended before {pattern!r}:\n{pytest_text}")
            return matches[count - 1] if len(matches) >= count else None

        match = eventually(found, f"{pattern!r} in the log")
        assert isinstance(match, re.Match)
        return match

    def ready(self, count: int = 1) -> None:
        self.wait_for("guard: start-up complete", count)

    def connect(self, timeout: float = 40) -> socket.socket:
        if self.unix_path:
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            sock.settimeout(timeout)
            sock.connect(self.unix_path)
            return sock
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def ask(self, path: str = "/", method: str = "GET", accept: str = "*/*") -> Reply:
        connection = http.client.HTTPConnection("guarded", timeout=40)
        connection.sock = self.connect()
        try:
            connection.request(method, path, headers={"Accept": accept, "Connection": "close"})
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def state(self) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(40)
            sock.connect(str(self.state_path))
            sock.sendall(b"state\n")
            answer = json.loads(sock.makefile().read())
        assert isinstance(answer, dict)
        return answer

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def wait(self) -> int:
        return self.process.wait(timeout=60)

    def end(self) -> None:
        """End the guard and what it started, by their process groups."""
        if self.wrapped:
            self.process.kill()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # stops without a drain
            time.sleep(0.1)
            self.process.send_signal(signal.SIGTERM)  # and the second kills
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for pid in re.findall(r"guard: server started \(pid (\d+),", self.text):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(int(pid), signal.SIGKILL)


def start_guard(  # the fixture `guard` is the usual way to it
    folder: Path,
    *options: str,
    server: Sequence[str] = APP,
    bind: str = "127.0.0.1:0",
    env: dict[str, str] | None = None,
    before: Sequence[str] = (),
) -> Guarded:
    """Start a guard with short times (`options` come later and win)."""
    folder.mkdir(parents=True, exist_ok=True)
    log, errors, state = folder / "log", folder / "errors", folder / "state.sock"
    command = [*before, sys.executable, "-m", "fix502", "guard", "--bind", bind, "--state", str(state)]
    with log.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(
            [*command, *QUICK, *options, "--", *server],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env={**os.environ, "PYTHONPATH": str(SOURCE), **(env or {})},
        )
    unix_path = bind.removeprefix("unix:") if bind.startswith("unix:") else None
    return Guarded(process, log, errors, state, unix_path, bool(before))


@dataclass
class Visitors:
    """A bounded stream of visitors, one after the other, each on a connection of its own."""

    ask: Callable[[], Reply]
    statuses: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self._stop.is_set() and len(self.statuses) < 5000:
            try:
                self.statuses.append(self.ask().status)
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
            time.sleep(0.01)

    def stop(self) -> None:
        self._stop.set()


@contextlib.contextmanager
def visitors(ask: Callable[[], Reply], number: int = 2) -> Iterator[Visitors]:
    """Send visitors for as long as the block runs."""
    stream = Visitors(ask)
    threads = [threading.Thread(target=stream.run) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield stream
    finally:
        stream.stop()
        for thread in threads:
            thread.join(timeout=60)
