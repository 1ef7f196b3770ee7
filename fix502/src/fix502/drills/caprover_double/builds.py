"""Builds: one at a time for the whole server, a log of the last fifty entries, and captain-definitions."""

import io
import json
import tarfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from fix502.drills.caprover_double.answers import ApiError, Status, UnclassifiedError

LOG_ENTRIES = 50


class BuildLog:
    """The last fifty entries, padded in front with empty ones; `first` grows by one per entry, from -50."""

    def __init__(self) -> None:
        self._lines = [""] * LOG_ENTRIES
        self._first = -LOG_ENTRIES
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Forget everything, as each new build does."""
        with self._lock:
            self._lines = [""] * LOG_ENTRIES
            self._first = -LOG_ENTRIES

    def add(self, entry: str) -> None:
        """Append one entry, which may hold several lines of text."""
        with self._lock:
            self._lines = [*self._lines[1:], entry]
            self._first += 1

    def as_json(self) -> dict[str, Any]:
        """Return the `logs` object of the build state."""
        with self._lock:
            return {"lines": list(self._lines), "firstLineNumber": self._first}


@dataclass(slots=True)
class Job:
    """One deploy. `content` is a captain-definition as text, `source` a tar archive: one of the two."""

    app: str
    content: str | None
    source: bytes | None
    git_hash: str
    queued: bool = False
    done: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None


@dataclass(slots=True)
class BuildState:
    """What `GET /user/apps/appData/NAME` tells."""

    building: bool = False
    failed: bool = False
    log: BuildLog = field(default_factory=BuildLog)

    def as_json(self) -> dict[str, Any]:
        """Return the answer's `data`."""
        return {
            "isAppBuilding": self.building,
            "logs": self.log.as_json(),
            "isBuildFailed": self.failed,
        }


class BuildQueue:
    """Runs jobs one after the other; `run(job)` does the work, in a thread of the queue."""

    def __init__(self, run: Callable[[Job], None], crash: Callable[[], None]) -> None:
        self._run = run
        self._crash = crash
        self._states: dict[str, BuildState] = {}
        self._active: Job | None = None
        self._waiting: list[Job] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.RLock()

    def state(self, app: str) -> BuildState:
        """Return the app's build state; an unknown app has an empty one, and no error."""
        with self._lock:
            return self._states.get(app) or BuildState()

    def forget(self) -> None:
        """Lose every build log and the queue, as a restart of CapRover does."""
        with self._lock:
            self._states = {}
            self._waiting = []

    def add(self, job: Job) -> None:
        """Start the job at once, or queue it behind the running build."""
        with self._lock:
            state = self._states.setdefault(job.app, BuildState())
            state.building = True
            state.failed = False
            if self._active is None:
                self._start(job)
                return
            state.log.clear()
            job.queued = True
            replaced = [waiting for waiting in self._waiting if waiting.app == job.app]
            if replaced:
                self._waiting.remove(replaced[0])
                state.log.add(
                    f"A build for {job.app} was queued, it's now being replaced with a new build..."
                )
            else:
                active = self._active.app
                state.log.add(f"An active build ({active}) is in progress. This build is queued...")
            self._waiting.append(job)

    def finished(self, job: Job) -> None:
        """Mark the job's build as over, before the new version runs, and start the next one."""
        with self._lock:
            self.state(job.app).building = False
            self._active = None
            if self._waiting:
                self._start(self._waiting.pop(0))

    def join(self) -> None:
        """Wait for the threads of every job."""
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join()

    def _start(self, job: Job) -> None:
        self._active = job
        self._states.setdefault(job.app, BuildState()).log.clear()
        thread = threading.Thread(target=self._work, args=(job,), name=f"build {job.app}")
        self._threads.append(thread)
        thread.start()

    def _work(self, job: Job) -> None:
        try:
            self._run(job)
        except Exception as error:  # noqa: BLE001 - as CapRover: whatever goes wrong ends up in the build's state
            self._fail(job, error)
            if job.queued:
                # An unhandled rejection in the real one: the process ends and Swarm starts it again.
                self._crash()
        finally:
            if not job.queued:
                # A queued attached deploy never gets its answer; nobody tells it that it is done.
                job.done.set()

    def _fail(self, job: Job, error: Exception) -> None:
        job.error = error
        state = self.state(job.app)
        state.failed = True
        for line in ("Build has failed!", "----------------------", "Deploy failed!", str(error)):
            state.log.add(line)
        with self._lock:
            if self._active is job:
                self.finished(job)


def opening_lines(app: str) -> tuple[str, str]:
    """Return the first two entries of every build log."""
    date = datetime.now(UTC).strftime("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)")
    return f"------------------------- {date}", f"Build started for {app}"


def read_captain_definition(job: Job, path: str) -> dict[str, Any]:
    """Return the job's captain-definition, checked; from the archive when there is one.

    Raises:
        ApiError: 1000, no captain-definition in the archive, or not exactly one way to build in it.
        UnclassifiedError: no tar archive, or no JSON.

    """
    content = job.content if job.source is None else _from_archive(job.source, path)
    try:
        parsed = json.loads(content or "")
    except ValueError as error:
        raise UnclassifiedError(f"SyntaxError: {error}") from error
    if not isinstance(parsed, dict) or parsed.get("schemaVersion") != 2:
        raise ApiError(Status.GENERIC, "Captain Definition version is not supported!")
    ways = [
        key for key in ("templateId", "imageName", "dockerfilePath", "dockerfileLines") if parsed.get(key)
    ]
    if len(ways) != 1:
        raise ApiError(
            Status.GENERIC,
            "One, and only one, of these properties should be present in captain-definition: templateId, "
            "imageName, dockerfilePath, or, dockerfileLines",
        )
    return parsed


def _from_archive(source: bytes, path: str) -> str:
    try:
        with tarfile.open(fileobj=io.BytesIO(source)) as archive:
            files = {str(PurePosixPath(m.name)): m for m in archive.getmembers() if m.isfile()}
            tops = {PurePosixPath(name).parts[0] for name in files}
            prefix = f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in files) else ""
            member = files.get(prefix + str(PurePosixPath(path)))
            if member is not None:
                handle = archive.extractfile(member)
                return handle.read().decode() if handle else ""
            if f"{prefix}Dockerfile" in files:
                return json.dumps({"schemaVersion": 2, "dockerfilePath": "./Dockerfile"})
    except tarfile.TarError as error:
        raise UnclassifiedError(f"Error: TAR_BAD_ARCHIVE: {error}") from error
    raise ApiError(Status.GENERIC, "Captain Definition file does not exist!")
