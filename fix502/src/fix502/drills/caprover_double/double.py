"""The double itself: the state of one CapRover server and what its operations do to it."""

import copy
import json
import threading
import time
import uuid
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from fix502.drills.caprover_double.access import Access
from fix502.drills.caprover_double.answers import ApiError, Status, UnclassifiedError
from fix502.drills.caprover_double.builds import BuildQueue, Job, opening_lines, read_captain_definition
from fix502.drills.caprover_double.definitions import changed, check_template, new_definition, unknown_app
from fix502.drills.caprover_double.runtime import (
    PLACEHOLDER_IMAGE,
    BuildError,
    BuildRequest,
    Definition,
    ProxyConfigError,
    Runtime,
    RuntimeRefusedError,
)
from fix502.drills.caprover_double.server import DoubleServer
from fix502.drills.caprover_double.timing import REAL, Timing

VERSION = "1.15.3"
MAX_VERSIONS = 50


class CapRoverDouble:
    """One CapRover server on 127.0.0.1. Use it as a context manager; `url` is where its API is."""

    def __init__(  # noqa: PLR0913 - what differs between servers
        self,
        runtime: Runtime,
        *,
        password: str = "captain42",  # noqa: S107 - CapRover's own published default
        root_domain: str = "apps.localhost",
        timing: Timing = REAL,
        supports_patch: bool = True,
        port: int = 0,
    ) -> None:
        """`supports_patch` False is a server older than 1.15.0; `port` 0 takes a free one."""
        self.runtime = runtime
        self.timing = timing
        self.root_domain = root_domain
        self.supports_patch = supports_patch
        self.access = Access(password, timing.backoff)
        self.write_lock = threading.Lock()
        self.closing = threading.Event()
        self.boot_id = str(uuid.uuid4())
        self.requests: list[tuple[str, str]] = []
        """(method, path) of everything asked so far, for tests of what a client sends."""
        self.builds = BuildQueue(self._build, self.restart)
        self._definitions: dict[str, Definition] = {}
        self._state_lock = threading.RLock()
        self._restarted_at: float | None = None
        self._timers: list[threading.Timer] = []
        self._server = DoubleServer(self, port)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`; `/api/v2/` is below it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Begin to answer."""
        self._server.start()

    def close(self) -> None:
        """Stop answering and end every thread, builds and late prunes included."""
        self.closing.set()
        for timer in self._timers:
            timer.cancel()
        self._server.stop()
        self.builds.join()
        for timer in self._timers:
            timer.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def restart(self) -> None:
        """End the process and start it again: tokens and build logs are lost; 502, then 500, then 1001."""
        self.access.renew()
        self.builds.forget()
        self.boot_id = str(uuid.uuid4())
        self._restarted_at = time.monotonic()

    def phase(self) -> str:
        """`down`, `warming`, `not-ready` or `ready`, by the time since the last restart."""
        if self._restarted_at is None:
            return "ready"
        age = time.monotonic() - self._restarted_at
        for name, seconds in (
            ("down", self.timing.down),
            ("warming", self.timing.warming),
            ("not-ready", self.timing.not_ready),
        ):
            if age < seconds:
                return name
            age -= seconds
        return "ready"

    def definition(self, app: str) -> Definition:
        """Return a copy of the app's definition as it is listed.

        Raises:
            ApiError: 1000, no such app.

        """
        with self._state_lock:
            if app not in self._definitions:
                raise unknown_app(app)
            result = copy.deepcopy(self._definitions[app])
        result["isAppBuilding"] = self.builds.state(app).building
        return result

    def definitions(self) -> list[Definition]:
        """Return copies of all definitions, in order of registration."""
        with self._state_lock:
            names = list(self._definitions)
        return [self.definition(name) for name in names]

    def register(self, app: str, *, persistent: bool = False, project: str = "") -> Job:
        """Add an app and deploy the placeholder image as version 0; wait on `job.done` for an attached call.

        Raises:
            ApiError: 1103 exists, 1104 bad name, 1108 unknown project.

        """
        fresh = new_definition(app, persistent=persistent, project=project)
        with self._state_lock:
            if app in self._definitions:
                raise ApiError(Status.EXISTS, "App Name already exists. Please use a different name")
            if project:
                raise ApiError(Status.ILLEGAL_OPERATION, "Project not found")
            self._definitions[app] = fresh
        content = json.dumps({"schemaVersion": 2, "imageName": PLACEHOLDER_IMAGE})
        return self.deploy(app, content=content)

    def adopt(self, app: str, image: str, **values: Any) -> None:
        """Put an app there as if deployed before: for the steady state of a drill, not part of the API."""
        fresh = new_definition(app, persistent=bool(values.pop("hasPersistentData", False)), project="")
        now = _now()
        fresh["versions"] = [
            {"version": 0, "timeStamp": now, "deployedImageName": PLACEHOLDER_IMAGE, "gitHash": ""},
            {"version": 1, "timeStamp": now, "deployedImageName": image, "gitHash": ""},
        ]
        fresh["deployedVersion"] = 1
        fresh["customDomain"] = values.pop("customDomain", [])
        with self._state_lock:
            self._definitions[app] = changed(fresh, values, replace=False)
        self._converge(app)

    def update(self, body: dict[str, Any], *, replace: bool) -> None:
        """POST (`replace`) or PATCH of `/user/apps/appDefinitions/update`. Every call means a new container.

        Raises:
            ApiError: a value is refused, or 1116 from the proxy's test.
            UnclassifiedError: Docker refuses (the definition is saved already), or a template is broken.

        """
        app = body.get("appName")
        if not app:
            raise ApiError(Status.ILLEGAL_PARAMETER, "appName is required")
        before = self.definition(app)
        if self.builds.state(app).building:
            raise ApiError(Status.ILLEGAL_OPERATION, f"Build in-progress for {app}. Please wait...")
        after = changed(before, body, replace=replace)
        after.pop("isAppBuilding")
        with self._state_lock:
            self._definitions[app] = {**after, "isAppBuilding": False}
        try:
            self._converge(app)
        except ProxyConfigError as error:
            with self._state_lock:
                self._definitions[app] = before
            raise ApiError(Status.NGINX_INVALID, str(error)) from error
        except RuntimeRefusedError as error:
            raise UnclassifiedError(str(error)) from error

    def delete(self, apps: list[str]) -> None:
        """Remove apps.

        Raises:
            ApiError: 1000 unknown, 1108 while it is built.

        """
        for app in apps:
            self.definition(app)
            if self.builds.state(app).building:
                raise ApiError(Status.ILLEGAL_OPERATION, f"Build in-progress for {app}. Please wait...")
        for app in apps:
            with self._state_lock:
                del self._definitions[app]
            self.runtime.remove(app)
        self._reload_proxy()

    def deploy(
        self, app: str, *, content: str | None = None, source: bytes | None = None, git_hash: str = ""
    ) -> Job:
        """Start or queue a build.

        Raises:
            ApiError: 1000 unknown app, 1108 neither or both of content and source.

        """
        self.definition(app)
        if (content is None) == (source is None):
            raise ApiError(
                Status.ILLEGAL_OPERATION,
                "Either uploadedTarPathSource or captainDefinitionContent should be provided, but not both.",
            )
        job = Job(app=app, content=content, source=source, git_hash=git_hash)
        self.builds.add(job)
        return job

    def deploy_token_matches(self, app: str, token: str) -> bool:
        """Whether the token is the app's own deploy token, and enabled."""
        with self._state_lock:
            config = self._definitions.get(app, {}).get("appDeployTokenConfig") or {}
        return bool(config.get("enabled")) and config.get("appDeployToken") == token

    def app_of_webhook(self, token: str) -> str | None:
        """Find the app whose push webhook has this token."""
        for definition in self.definitions():
            if token and (definition.get("appPushWebhook") or {}).get("pushWebhookToken") == token:
                return str(definition["appName"])
        return None

    def _build(self, job: Job) -> None:
        state = self.builds.state(job.app)
        with self._state_lock:
            definition = self._definitions[job.app]
            versions = definition["versions"]
            number = max((int(row["version"]) for row in versions), default=-1) + 1
            row: dict[str, Any] = {"version": number, "timeStamp": _now()}
            definition["versions"] = [*versions, row][-MAX_VERSIONS:]
        for line in opening_lines(job.app):
            state.log.add(line)
        recipe = read_captain_definition(job, definition["captainDefinitionRelativeFilePath"])
        if "imageName" in recipe:
            name = recipe["imageName"]
            state.log.add(
                f"An explicit image name was provided ({name}). Therefore, no build process is needed."
            )
            state.log.add(f"Pulling this image: {name} This process might take a few minutes.")
            if str(name).startswith("img-captain-"):
                # It is on the host and in no registry, and `imageName` is always pulled.
                raise BuildError(
                    f"Error: (HTTP code 404) unexpected - pull access denied for {name}, repository does not "
                    "exist or may require 'docker login': denied ",
                    classified=False,
                )
        else:
            state.log.add("Ignore warnings for unconsumed build-args if there is any")
        variables = {item["key"]: item["value"] for item in definition["envVars"]}
        self.closing.wait(self.timing.build)
        image = self.runtime.build(
            BuildRequest(
                app=job.app,
                image=f"img-captain-{job.app}:{number}",
                captain_definition=recipe,
                source=job.source,
                variables=variables,
                output=state.log.add,
            )
        )
        with self._state_lock:
            row |= {"deployedImageName": image, "gitHash": job.git_hash}
            definition["deployedVersion"] = number
        state.log.add("Build has finished successfully!")
        self.builds.finished(job)
        self.closing.wait(self.timing.switch)
        self._converge(job.app)

    def _converge(self, app: str) -> None:
        definition = self.definition(app)
        images = {row["version"]: row.get("deployedImageName") for row in definition["versions"]}
        image = images.get(definition["deployedVersion"]) or PLACEHOLDER_IMAGE
        self.runtime.update(app, definition, image)
        self._prune_later()
        self.closing.wait(self.timing.update)
        self._reload_proxy()

    def _reload_proxy(self) -> None:
        definitions = self.definitions()
        for definition in definitions:
            check_template(definition)
        self.runtime.reload_proxy(definitions, self.root_domain)

    def _prune_later(self) -> None:
        timer = threading.Timer(self.timing.prune, self.runtime.prune)
        self._timers = [old for old in self._timers if old.is_alive()] + [timer]
        timer.start()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
