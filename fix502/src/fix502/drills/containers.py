"""A container without an engine: one process tree with its own addresses, folder, variables and log."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fix502.drills.addresses import AddressPair, Translation
from fix502.drills.caprover_double.runtime import LogEntry
from fix502.drills.images import Image

LOG_ENTRIES = 500
"""How many entries of a container's log the engine hands out."""
STDOUT, STDERR = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerSpec:
    """One container to start. `folder` stands for its root and does not exist yet."""

    identity: str
    image: Image
    folder: Path
    addresses: AddressPair
    names: Mapping[str, str]
    """Service name → address, for its variables and arguments."""
    variables: Mapping[str, str]
    volumes: Mapping[str, Path]
    """Path inside → folder of the host."""


class Container:
    """A started container. `ended` is set when its main process is gone and its log complete.

    Raises:
        OSError: the command can't be executed.

    """

    def __init__(self, spec: ContainerSpec, on_end: Callable[[], None]) -> None:
        self.identity = spec.identity
        self.image = spec.image
        self.addresses = spec.addresses
        self.exit_code: int | None = None
        self.started_ns = time.time_ns()
        self.ended = threading.Event()
        self.is_stopping = False
        self._folder = spec.folder
        self._translation = Translation(own=spec.addresses, names=spec.names)
        self._entries: deque[LogEntry] = deque(maxlen=LOG_ENTRIES)
        self._lock = threading.Lock()
        self._on_end = on_end
        self._process = self._start(spec.variables, spec.volumes)
        readers = [
            threading.Thread(target=self._read, args=(pipe, stream), daemon=True)
            for pipe, stream in ((self._process.stdout, STDOUT), (self._process.stderr, STDERR))
        ]
        for reader in readers:
            reader.start()
        threading.Thread(
            target=self._wait, args=(readers,), name=f"container-{spec.identity}", daemon=True
        ).start()

    @property
    def is_running(self) -> bool:
        """Whether its main process lives."""
        return not self.ended.is_set()

    def entries(self) -> list[LogEntry]:
        """Return a copy of its log, in the order of arrival."""
        with self._lock:
            return list(self._entries)

    def write(self, stream: int, text: str, at_ns: int) -> None:
        """Have its log hold one more entry, as if another process in it had written it at `at_ns`."""
        with self._lock:
            self._entries.append(LogEntry(stream=stream, at_ns=at_ns, text=text, task=self.identity))

    def stop(self, grace: float) -> None:
        """Send the image's stop signal, wait up to `grace` seconds, kill what is left, remove its folder."""
        self.is_stopping = True
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.Signals[self.image.stop_signal])
            if not self.ended.wait(grace):
                self._kill()
                self.ended.wait(30)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, variables: Mapping[str, str], volumes: Mapping[str, Path]) -> subprocess.Popen[bytes]:
        root = self._folder
        if self.image.folder is not None:
            shutil.copytree(self.image.folder, root, symlinks=True)
        root.mkdir(parents=True, exist_ok=True)
        for target, volume in volumes.items():
            place = root / target.lstrip("/")
            if place.is_dir():
                shutil.rmtree(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(volume)
        workdir = root / self.image.workdir.lstrip("/")
        workdir.mkdir(parents=True, exist_ok=True)
        inward = self._translation.inward
        given = {**self.image.variables, **variables}
        environment = {name: inward(value) for name, value in given.items()}
        environment["HOSTNAME"] = self.identity
        return subprocess.Popen(
            [inward(word) for word in self.image.command],
            cwd=workdir,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            user=self.image.user or None,
            group=_group_of(self.image.user) if self.image.user else None,
            extra_groups=[] if self.image.user else None,
        )

    def _read(self, pipe: IO[bytes] | None, stream: int) -> None:
        assert pipe is not None  # noqa: S101  Popen was told to make both pipes
        with pipe:
            for line in pipe:
                # The folder stands for the container's root, so paths below it begin there.
                text = line.decode("utf-8", "replace").replace(str(self._folder), "")
                text = self._translation.outward(text)
                self.write(stream, text, time.time_ns())

    def _wait(self, readers: list[threading.Thread]) -> None:
        self.exit_code = self._process.wait()
        self._kill()
        for reader in readers:
            reader.join(timeout=10)
        self.ended.set()
        self._on_end()

    def _kill(self) -> None:
        """Kill the whole tree, as the end of a process namespace does: its session, and whoever left that."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        marker = f"HOSTNAME={self.identity}".encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                if marker in (entry / "environ").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)


def _group_of(user: str) -> int:
    import pwd  # noqa: PLC0415  exists on Unix only, and only root gets here

    return pwd.getpwnam(user).pw_gid
