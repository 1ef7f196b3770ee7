"""The platform's word.

What it intends for the app, its newest build, its log, its database, its neighbours.
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar

from fix502.collectors.boundary import clean, is_secret_name, secret_values
from fix502.collectors.interface import Collected, Notebook
from fix502.collectors.pages import whose_page
from fix502.collectors.web import Door, fetch
from fix502.model.evidence import Log, LogLine, Observation, State, Vantage
from fix502.model.facts import Fact, FactKind, Scalar
from fix502.platforms.errors import (
    AppMissingError,
    LoginLockedError,
    PasswordMissingError,
    PasswordRefusedError,
    PlatformError,
    ServiceGoneError,
)
from fix502.platforms.interface import AppDefinition, Platform, RuntimeLine
from fix502.profile import Profile, Variable

T = TypeVar("T")

MAX_NEIGHBOURS = 4
RESTART_SECONDS = 6.0
"""Within that time the orchestrator starts an app again that has ended: Docker Swarm waits 5 s."""
_DENIED = (PasswordMissingError, PasswordRefusedError, LoginLockedError)
NEIGHBOUR_TIMEOUT = 4.0


class PlatformCollector:
    """Asks the platform about one app. `door` is for the neighbours; None looks at none."""

    vantage = Vantage.PLATFORM

    def __init__(
        self,
        platform: Platform,
        profile: Profile,
        *,
        last_good: Mapping[str, str] | None = None,
        door: Door | None = None,
        deadline: float = 30.0,
    ) -> None:
        """`last_good` holds the variables of the last known good definition, to compare with."""
        self.name = platform.kind
        self.deadline = deadline
        self._platform = platform
        self._profile = profile
        self._last_good = last_good or {}
        self._door = door
        self._app = profile.app.name

    def collect(self) -> Collected:
        """See `Collector.collect`."""
        book = Notebook()
        version = self._look(book, "version", "version of the platform", self._platform.version)
        if version is None:
            return book.close()
        self._fact(book, FactKind.PLATFORM, self._platform.kind, version, "version")
        apps = self._look(book, "definition", f"definition of {self._app}", self._platform.apps)
        if apps is None:
            return book.close()
        app = next((candidate for candidate in apps if candidate.name == self._app), None)
        self._fact(book, FactKind.APP_EXISTS, self._app, app is not None, "definition")
        if app is None:
            return book.close()
        self._definition(book, app)
        self._variables(book, app)
        self._build(book, app)
        self._log(book, app)
        self._database(book, app, apps)
        self._neighbours(book, app, apps)
        return book.close()

    def _definition(self, book: Notebook, app: AppDefinition) -> None:
        deployed = next((v for v in app.versions if v.number == app.deployed_version), None)
        at = deployed.at.isoformat() if deployed and deployed.at else ""
        image: dict[str, Scalar] = {"image": app.deployed_image(), "at": at}
        plain: tuple[tuple[FactKind, Scalar], ...] = (
            (FactKind.INSTANCES, app.instances),
            (FactKind.CONTAINER_PORT, app.container_port),
            (FactKind.EXPOSED, app.exposed),
            (FactKind.FORCE_SSL, app.force_ssl),
            (FactKind.HAS_VOLUMES, app.has_volumes),
            (FactKind.CUSTOM_PROXY_CONFIG, app.custom_proxy_config),
        )
        for kind, value in plain:
            self._fact(book, kind, app.name, value, "definition")
        self._fact(book, FactKind.DEPLOYED_VERSION, app.name, app.deployed_version, "definition", image)
        previous = app.previous_good()
        if previous is not None:
            at = previous.at.isoformat() if previous.at else ""
            data: dict[str, Scalar] = {"version": previous.number, "at": at}
            self._fact(book, FactKind.PREVIOUS_IMAGE, app.name, previous.image, "definition", data)
        for index, (host, has_ssl) in enumerate(app.domains.items()):
            kind_of = "default" if index == 0 else "custom"
            self._fact(book, FactKind.DOMAIN, host, kind_of, "definition", {"ssl": has_ssl})

    def _variables(self, book: Notebook, app: AppDefinition) -> None:
        for name in sorted({*self._profile.variables, *app.variables}):
            wanted = self._profile.variables.get(name)
            value = app.variables.get(name)
            is_hidden = is_secret_name(name) or wanted is None or wanted.secret
            data: dict[str, Scalar] = {
                "present": value is not None and value != "",
                "required": wanted is not None,
                "matches": self._matches(name, wanted, value),
            }
            shown = None if is_hidden or value is None else clean(value)
            self._fact(book, FactKind.VARIABLE, name, shown, "definition", data)

    def _matches(self, name: str, wanted: Variable | None, value: str | None) -> bool | None:
        if wanted is not None and wanted.value is not None:
            return value == wanted.value
        if name in self._last_good:
            return value == self._last_good[name]
        return None

    def _build(self, book: Notebook, app: AppDefinition) -> None:
        state = self._look(
            book, "build", f"build state of {app.name}", lambda: self._platform.build_state(app.name)
        )
        if state is None:
            return
        self._fact(book, FactKind.BUILDING, app.name, state.building or app.building, "build")
        secrets = secret_values(app.variables, self._profile.variables)
        error = clean(state.lines[-1], secrets)[:500] if state.failed and state.lines else ""
        self._fact(book, FactKind.BUILD_FAILED, app.name, state.failed, "build", {"error": error})

    def _log(self, book: Notebook, app: AppDefinition) -> None:
        lines = self._look(book, "logs", f"log of {app.name}", lambda: self._lines(app))
        if lines is None:
            return
        secrets = secret_values(app.variables, self._profile.variables)
        shown = tuple(
            LogLine(text=clean(line.text, secrets), at=line.at, stream=line.stream, number=number)
            for number, line in enumerate(lines, start=1)
        )
        book.logs.append(Log(observation=f"{self.name}:logs", lines=shown))

    def _lines(self, app: AppDefinition) -> tuple[RuntimeLine, ...]:
        """Read the log; if an app that should run has none, wait for what its next start says.

        Stopped containers are pruned after every update on the server, so between two attempts of a crash
        loop the log is empty, although the app says each time why it can't start.
        """
        deadline = time.monotonic() + RESTART_SECONDS
        while True:
            lines = self._platform.logs(app.name)
            if lines or app.instances == 0 or time.monotonic() > deadline:
                return lines
            time.sleep(0.5)

    def _database(self, book: Notebook, app: AppDefinition, apps: tuple[AppDefinition, ...]) -> None:
        database = self._profile.database
        host = app.variables.get(database.host_variable if database else "DB_HOST", "")
        name = self._platform.app_behind(host) if host else ""
        if not name and database is not None and not host:
            name = database.app
        if not name:
            return
        found = next((candidate for candidate in apps if candidate.name == name), None)
        value = "missing" if found is None else "stopped" if found.instances == 0 else "started"
        self._fact(book, FactKind.DATABASE_APP, name, value, "definition", {"host": host})

    def _neighbours(self, book: Notebook, app: AppDefinition, apps: tuple[AppDefinition, ...]) -> None:
        doors = {other.name: self._door_of(other) for other in apps if other.name != app.name}
        known = [(name, door) for name, door in doors.items() if door is not None][:MAX_NEIGHBOURS]
        if not known:
            return
        begun = time.monotonic()
        with ThreadPoolExecutor(max_workers=len(known)) as pool:
            replies = list(pool.map(lambda item: fetch(item[1], "/", NEIGHBOUR_TIMEOUT), known))
        for (name, door), reply in zip(known, replies, strict=True):
            part = f"neighbour:{name}"
            state = State.OK if reply.status else State.ERROR
            self._note(book, part, state, f"GET {door.url}/", begun, reply.failure)
            page = whose_page(reply.status, reply.headers, reply.body)
            if reply.status and page != "caprover-nothing-here":
                data: dict[str, Scalar] = {"host": door.host, "page": page}
                self._fact(book, FactKind.NEIGHBOUR, name, reply.status, part, data)

    def _door_of(self, other: AppDefinition) -> Door | None:
        """Return a neighbour's front door, or None where it has none that can be reached from here."""
        if self._door is None or not other.exposed or not other.instances or not other.domains:
            return None
        host, has_ssl = next(iter(other.domains.items()))
        if has_ssl == self._door.is_tls:
            return self._door.at(host)
        # --connect leads to one port, and this neighbour is on another.
        return None if self._door.connect else Door(f"{'https' if has_ssl else 'http'}://{host}")

    def _look(self, book: Notebook, part: str, asked: str, call: Callable[[], T]) -> T | None:
        begun = time.monotonic()
        try:
            result = call()
        except PlatformError as error:
            detail = clean(f"{error} {error.advice}".strip())
            self._note(book, part, _state_of(error), asked, begun, detail)
            return None
        is_empty = isinstance(result, tuple) and not result
        self._note(book, part, State.EMPTY if is_empty else State.OK, asked, begun)
        return result

    def _note(  # noqa: PLR0913, PLR0917 - one record, field by field
        self, book: Notebook, part: str, state: State, asked: str, begun: float, detail: str = ""
    ) -> None:
        book.observations.append(
            Observation(
                id=f"{self.name}:{part}",
                source=self.name,
                vantage=self.vantage,
                state=state,
                asked=f"{asked} ({self._platform.address})",
                at=datetime.now(UTC),
                seconds=time.monotonic() - begun,
                detail=detail,
            )
        )

    def _fact(  # noqa: PLR0913, PLR0917 - one record, field by field
        self,
        book: Notebook,
        kind: FactKind,
        subject: str,
        value: Scalar,
        part: str,
        data: dict[str, Scalar] | None = None,
    ) -> None:
        book.facts.append(
            Fact(
                kind=kind,
                subject=subject,
                value=value,
                data=data or {},
                at=datetime.now(UTC),
                observation=f"{self.name}:{part}",
            )
        )


def _state_of(error: PlatformError) -> State:
    match error:
        case AppMissingError() | ServiceGoneError():
            return State.ABSENT
        case _ if isinstance(error, _DENIED):
            return State.DENIED
        case _:
            return State.ERROR
