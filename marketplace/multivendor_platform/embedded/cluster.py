"""One data folder and the server on it: create, start, stop, ask."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import processes
from .binaries import Binaries
from .errors import ClusterBusyError, FolderUnusableError, ServerFailedError
from .user import ServerUser, server_user

OWNER = "multivendor"
LOCK_SECONDS = 60.0
START_SECONDS = 60
STOP_SECONDS = 30.0
ORPHAN_SECONDS = 20.0
NO_PORT_YET = 1


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach a running server. repr leaves the password out."""

    host: str
    port: int
    name: str
    user: str
    password: str = field(repr=False)

    def environment(self) -> dict[str, str]:
        """The same as environment variables of the marketplace."""
        return {
            "DB_HOST": self.host,
            "DB_PORT": str(self.port),
            "DB_NAME": self.name,
            "DB_USER": self.user,
            "DB_PASSWORD": self.password,
        }

    def url(self) -> str:
        """The same as an address for psql."""
        return f"postgresql://{self.user}:{self.password}@{self.host}:{self.port}/{self.name}"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL data folder of our own.

    folder: holds data/, password, lock and postgres.log; made when it does not exist.
    durable: False leaves out fsync, for data that is thrown away.
    """

    folder: Path
    binaries: Binaries
    durable: bool = True
    user: ServerUser = field(default_factory=server_user)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def start(self) -> Connection:
        """Create the folder and start the server where needed; a running one is left alone.

        Raises FolderUnusableError, ClusterBusyError, ServerFailedError.
        """
        with _folder_errors(self.folder):
            return self.connection() or self._start()

    def _start(self) -> Connection:
        with self._lock():
            # Another process may have been faster.
            running = self.connection()
            if running is not None:
                return running
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._check_version()
            self._launch()
        connection = self.connection()
        if connection is None:
            raise ServerFailedError(f"PostgreSQL ended right after its start. {self._last_words()}")
        return connection

    def stop(self) -> bool:
        """Stop the server, disconnecting its clients; False where none ran."""
        if not self.data.is_dir():
            return False
        with self._lock():
            pid = self.pid()
            if pid is None:
                return False
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + STOP_SECONDS
            while self.pid() is not None:
                if time.monotonic() > deadline:
                    raise ServerFailedError(f"PostgreSQL (pid {pid}) does not stop. {self._last_words()}")
                time.sleep(0.02)
            return True

    def pid(self) -> int | None:
        """Process id of the server on this folder, or None; a stale postmaster.pid counts as none."""
        pid = self._recorded_pid()
        return pid if pid is not None and processes.is_server(pid, self.data) else None

    def connection(self) -> Connection | None:
        """How to reach the server, or None while it is not ready."""
        lines = self._postmaster_lines()
        # Line 4 is the port and line 8 the state: src/include/utils/pidfile.h.
        if len(lines) < 8 or lines[7].strip() != "ready" or self.pid() is None:
            return None
        password = (self.folder / "password").read_text(encoding="ascii")
        return Connection("127.0.0.1", int(lines[3]), OWNER, OWNER, password)

    def _postmaster_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _create(self) -> None:
        """initdb, a random password, our settings and one database."""
        shutil.rmtree(self.data, ignore_errors=True)
        building = self.folder / "data.building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        self.user.own(building)
        password = secrets.token_urlsafe(32)
        _write_private(self.folder / "password", password)
        handed = self.folder / "password.initdb"
        _write_private(handed, password)
        self.user.own(handed)
        try:
            self._run("initdb", *self._initdb_arguments(building, handed))
        finally:
            handed.unlink()
        with (building / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude = 'multivendor.conf'\n")
        self._write_settings(building, port=NO_PORT_YET)
        self._run_single(building, f"CREATE DATABASE {OWNER}")
        building.rename(self.data)

    def _initdb_arguments(self, folder: Path, password_file: Path) -> list[str]:
        # From 17 on the rules for upper and lower case come with the server, the same on every machine.
        locale = (
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if self.binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        return [
            "--pgdata", str(folder), "--username", OWNER, "--pwfile", str(password_file),
            "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", *locale,
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip

    def _write_settings(self, folder: Path, port: int) -> None:
        lines = [
            "listen_addresses = '127.0.0.1'",
            f"port = {port}",
            "unix_socket_directories = ''",
            "password_encryption = 'scram-sha-256'",
            "timezone = 'UTC'",
            "max_connections = 100",
            "logging_collector = off",
        ]
        if not self.durable:
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        path = folder / "multivendor.conf"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.user.own(path)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(self.binaries.major):
            raise ServerFailedError(
                f"the data in {self.data} were made by PostgreSQL {found}, the installed one is "
                f"{self.binaries.major}: move the folder away, or install the other version again"
            )

    def _clear_stale_pid_file(self) -> None:
        """Make way after a kill -9: the server refuses to start while any process has its old number.

        That may be a stranger by now, or the dead server itself where nobody reaps it. The file goes only
        when no process is left in the data folder, because a child that still writes would destroy it.
        """
        deadline = time.monotonic() + ORPHAN_SECONDS
        while processes.in_folder(self.data):
            if time.monotonic() > deadline:
                raise ClusterBusyError(f"processes of a server that was killed still use {self.data}")
            time.sleep(0.05)
        pid = self._recorded_pid()
        if pid is not None and processes.exists(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _recorded_pid(self) -> int | None:
        lines = self._postmaster_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def _port(self) -> int:
        """The port of the last start while it is free: whoever waits for the server finds it again."""
        settings = (self.data / "multivendor.conf").read_text(encoding="utf-8")
        found = re.search(r"^port = (\d+)$", settings, re.MULTILINE)
        if found is not None and int(found[1]) != NO_PORT_YET and processes.is_free(int(found[1])):
            return int(found[1])
        return processes.free_port()

    def _launch(self) -> None:
        self._write_settings(self.data, self._port())
        self._clear_stale_pid_file()
        self.log.touch(mode=0o600)
        self.user.own(self.log)
        self._run(
            "pg_ctl", "start", "--wait", f"--timeout={START_SECONDS}",
            "--pgdata", str(self.data), "--log", str(self.log), "--silent",
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        """Run one program as the server's user; raises ServerFailedError with its last words."""
        # Into a file, not a pipe: the server inherits it and would keep a pipe open for ever.
        output = self.folder / f"{program}.log"
        with output.open("w+b") as stream:
            done = subprocess.run(
                [self.binaries.program(program), *arguments],
                stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
                cwd=self.folder, env=_clean_environment(), check=False, **self.user.identity,
            )  # fmt: skip
            stream.seek(0)
            words = stream.read().decode(errors="replace").strip()
        if done.returncode != 0:
            _raise_if_full(words + self._last_words(), self.folder)
            raise ServerFailedError(f"{program} failed: {_tail(words)} {self._last_words()}".strip())

    def _run_single(self, folder: Path, statement: str) -> None:
        """One statement in single-user mode: no port, no password, no client library."""
        done = subprocess.run(
            [self.binaries.program("postgres"), "--single", "-D", str(folder), "postgres"],
            input=statement + "\n", capture_output=True, text=True,
            cwd=folder, env=_clean_environment(), check=False, **self.user.identity,
        )  # fmt: skip
        if done.returncode != 0 or "ERROR" in done.stderr:
            _raise_if_full(done.stderr, self.folder)
            raise ServerFailedError(f"{statement} failed: {_tail(done.stderr)}")

    def _last_words(self) -> str:
        try:
            return _tail(self.log.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return ""

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Hold the folder alone while the server on it is started or stopped."""
        self._prepare_folder()
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            deadline = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise ClusterBusyError(
                            f"another process is starting or stopping the PostgreSQL in {self.folder}"
                        ) from None
                    time.sleep(0.05)
            yield
        finally:
            os.close(descriptor)

    def _prepare_folder(self) -> None:
        if not self.folder.is_dir():
            # Root keeps the folder and lets the server's user pass through to its data, so that no file
            # that root writes here can be somebody's link.
            self.folder.mkdir(mode=0o700 if self.user.uid is None else 0o711, parents=True)


def _clean_environment() -> dict[str, str]:
    """No PG* variable of the caller reaches the server's programs."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)


def _tail(text: str, lines: int = 3) -> str:
    return " / ".join(line.strip() for line in text.splitlines()[-lines:] if line.strip())


def _raise_if_full(words: str, folder: Path) -> None:
    if os.strerror(errno.ENOSPC) in words:
        raise FolderUnusableError(f"the disk that holds {folder} is full: free some space and start again")


@contextlib.contextmanager
def _folder_errors(folder: Path) -> Iterator[None]:
    """Turn the system's errors about the folder into one sentence."""
    try:
        yield
    except OSError as error:
        reason = {
            errno.ENOSPC: "the disk is full: free some space and start again",
            errno.EROFS: "it is on a read-only disk",
            errno.EACCES: "this user may not write there",
        }.get(error.errno or 0, error.strerror or str(error))
        raise FolderUnusableError(f"the folder {folder} can't hold the database: {reason}") from error
