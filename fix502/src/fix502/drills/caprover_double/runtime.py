"""What stands behind the API: the thing that builds, starts, stops and logs. Docker, on a real server.

`Runtime` is the protocol the double drives. The drills implement it with real processes; `MemoryRuntime` only
remembers, and is enough for tests of a client.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Definition = dict[str, Any]
"""An app definition as `GET /user/apps/appDefinitions` lists it. Runtimes get a copy and may keep it."""

PLACEHOLDER_IMAGE = "caprover/caprover-placeholder-app:latest"
"""What a freshly registered app runs, as version 0."""


class BuildError(Exception):
    """The image can't be built. `str(error)` is the text that goes to the build log."""

    def __init__(self, text: str, *, classified: bool = True) -> None:
        super().__init__(text)
        self.classified = classified
        """True: an attached deploy answers status 1109; False (a failed pull): HTTP 500."""


class RuntimeRefusedError(Exception):
    """Docker refuses the service specification: HTTP 500, although the definition is saved already."""


class ServiceGoneError(Exception):
    """The app is listed, its service does not exist: asking for its logs is HTTP 500."""


class ProxyConfigError(Exception):
    """`nginx -t` fails: status 1116 with this text, and the definition is put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """One build, with all a builder needs."""

    app: str
    image: str
    """The name the built image gets: `img-captain-NAME:VERSION`."""
    captain_definition: Mapping[str, Any]
    """The parsed captain-definition: one of `imageName`, `dockerfilePath`, `dockerfileLines`."""
    source: bytes | None
    """The uploaded tar archive, or None when only a captain-definition was sent."""
    variables: Mapping[str, str]
    """The app's environment, which CapRover passes as build arguments."""
    output: Callable[[str], None]
    """Takes one entry of the build log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry of a container's log."""

    stream: int
    """1 stdout, 2 stderr."""
    at_ns: int
    """Nanoseconds since 1970, UTC."""
    text: str
    """Without the timestamp; usually ends in a line feed."""
    task: str = "1"
    """Which container wrote it. The API never tells; the double groups and caps by it."""


class Runtime(Protocol):
    """The thing that really runs apps. Called from several threads; calls that write come one at a time."""

    def build(self, request: BuildRequest) -> str:
        """Build or pull; returns the image's name (`request.image`, or the `imageName` that was pulled).

        Raises:
            BuildError: it can't be built or pulled.

        """
        ...

    def update(self, app: str, definition: Definition, image: str) -> None:
        """Start, replace or stop the app, so that `instanceCount` fresh containers of `image` are asked for.

        Returns as soon as that is asked for, as Docker does: whether they come up is never told.

        Raises:
            RuntimeRefusedError: Docker would not accept the specification.

        """
        ...

    def remove(self, app: str) -> None:
        """Remove the app's service and containers."""
        ...

    def logs(self, app: str) -> Sequence[LogEntry]:
        """Everything the app's containers wrote, running and stopped ones, as long as they exist.

        Raises:
            ServiceGoneError: the app has no service.

        """
        ...

    def prune(self) -> None:
        """Remove every stopped container of the host, whatever app it belongs to, with its log."""
        ...

    def reload_proxy(self, definitions: Sequence[Definition], root_domain: str) -> None:
        """Give the proxy a server block per exposed app, and reload it.

        Raises:
            ProxyConfigError: the configuration does not pass the proxy's own test.

        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a container does once it is started: what it writes, and whether it then serves."""

    serves: bool = True
    lines: tuple[tuple[int, str], ...] = ((1, "listening on 0.0.0.0:80\n"),)
    """(stream, text) in the order in which they are written."""


@dataclass(slots=True)
class _Task:
    name: str
    running: bool
    serves: bool
    entries: list[LogEntry] = field(default_factory=list)


@dataclass(slots=True)
class _Service:
    definition: Definition
    image: str
    tasks: list[_Task] = field(default_factory=list)


Program = Callable[[str, Definition, str], Outcome]


class MemoryRuntime:
    """A runtime that remembers instead of running. `program(app, definition, image)` says what starts."""

    def __init__(self, program: Program | None = None) -> None:
        self.program: Program = program or (lambda _app, _definition, _image: Outcome())
        self.after_update: Callable[[str], None] = lambda _app: None
        """Called with the app's name after each update: what else on the server notices."""
        self.registry: set[str] = {PLACEHOLDER_IMAGE}
        """Images that can be pulled."""
        self.images: set[str] = {PLACEHOLDER_IMAGE}
        """Images that are on the host."""
        self.routes: dict[str, Definition] = {}
        """App name → definition as the proxy knows it."""
        self.builds: list[BuildRequest] = []
        self.updates: list[str] = []
        self._services: dict[str, _Service] = {}
        self._count = 0
        self._lock = threading.RLock()

    def build(self, request: BuildRequest) -> str:
        """See `Runtime.build`. A Dockerfile line `RUN false` fails; everything else succeeds."""
        with self._lock:
            self.builds.append(request)
            name = request.captain_definition.get("imageName")
            if name is not None:
                if name not in self.registry:
                    raise BuildError(
                        f"Error: (HTTP code 404) unexpected - pull access denied for {name}, repository does "
                        "not exist or may require 'docker login': denied ",
                        classified=False,
                    )
                self.images.add(name)
                return str(name)
            lines = [str(line) for line in request.captain_definition.get("dockerfileLines", [])]
            for line in lines:
                request.output(f"{line}\n")
                words = line.split()
                if (
                    words[:1] == ["FROM"]
                    and words[1].startswith("img-captain-")
                    and words[1] not in self.images
                ):
                    raise BuildError(f"pull access denied for {words[1]}, repository does not exist")
                if words[:2] == ["RUN", "false"]:
                    raise BuildError("executor failed running [/bin/sh -c false]: exit code: 1")
            self.images.add(request.image)
            return request.image

    def update(self, app: str, definition: Definition, image: str) -> None:
        """See `Runtime.update`."""
        outcome = self.program(app, definition, image)
        with self._lock:
            self.updates.append(app)
            service = self._services.setdefault(app, _Service(definition, image))
            service.definition, service.image = definition, image
            for task in service.tasks:
                task.running = False
            for _ in range(int(definition.get("instanceCount", 0))):
                self._count += 1
                task = _Task(str(self._count), running=outcome.serves, serves=outcome.serves)
                service.tasks.append(task)
                for stream, text in outcome.lines:
                    task.entries.append(
                        LogEntry(stream=stream, at_ns=time.time_ns(), text=text, task=task.name)
                    )
        self.after_update(app)

    def remove(self, app: str) -> None:
        """See `Runtime.remove`."""
        with self._lock:
            self._services.pop(app, None)

    def logs(self, app: str) -> Sequence[LogEntry]:
        """See `Runtime.logs`."""
        with self._lock:
            if app not in self._services:
                raise ServiceGoneError(app)
            return [entry for task in self._services[app].tasks for entry in task.entries]

    def prune(self) -> None:
        """See `Runtime.prune`. The last container of an app that should run stays."""
        with self._lock:
            for service in self._services.values():
                wanted = int(service.definition.get("instanceCount", 0))
                newest = service.tasks[-wanted:] if wanted else []
                service.tasks = [task for task in service.tasks if task.running or task in newest]

    def reload_proxy(self, definitions: Sequence[Definition], root_domain: str) -> None:
        """See `Runtime.reload_proxy`. A custom configuration with the word `boguskeyword` fails the test."""
        del root_domain
        for definition in definitions:
            if "boguskeyword" in str(definition.get("customNginxConfig", "")):
                raise ProxyConfigError(
                    '[emerg] 160#160: unknown directive "boguskeyword" in /etc/nginx/conf.d/captain.conf:1\r'
                    "\n"
                    "nginx: configuration file /etc/nginx/nginx.conf test failed\r\n"
                )
        with self._lock:
            self.routes = {d["appName"]: d for d in definitions if not d["notExposeAsWebApp"]}

    def write(self, app: str, stream: int, text: str, at_ns: int | None = None) -> None:
        """Have the app's newest container write a log entry."""
        with self._lock:
            task = self._services[app].tasks[-1]
            moment = time.time_ns() if at_ns is None else at_ns
            task.entries.append(LogEntry(stream=stream, at_ns=moment, text=text, task=task.name))

    def is_serving(self, app: str) -> bool:
        """Whether a visitor of the app's port 80 would be answered."""
        with self._lock:
            service = self._services.get(app)
            return service is not None and any(task.running and task.serves for task in service.tasks)
