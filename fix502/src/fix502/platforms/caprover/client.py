"""CapRover's API as a `Platform`."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from fix502.platforms.caprover.connection import Connection, Patience
from fix502.platforms.caprover.definition import (
    SETTING_DEFAULTS,
    changes_to_json,
    definition_from_json,
    differences,
    setting,
)
from fix502.platforms.caprover.logstream import demultiplex
from fix502.platforms.errors import (
    AppMissingError,
    BrokenAnswerError,
    BuildFailedError,
    DeployTimeoutError,
    NotReadyError,
    ServiceGoneError,
    UnreachableError,
)
from fix502.platforms.interface import AppDefinition, BuildState, Change, RuntimeLine

SERVICE_PREFIX = "srv-captain--"
_LIST = "/user/apps/appDefinitions"
_UPDATE = "/user/apps/appDefinitions/update"


def _app_data(name: str) -> str:
    return f"/user/apps/appData/{name}"


class CapRover:
    """One CapRover server. Nothing is sent before the first call."""

    kind = "caprover"

    def __init__(self, url: str, password: Callable[[], str], patience: Patience | None = None) -> None:
        """`url` is the dashboard's address; `password` is asked once, when it is first needed."""
        self._patience = patience or Patience()
        self._connection = Connection(url, password, self._patience)
        self._can_patch = True

    def __repr__(self) -> str:
        return f"CapRover({self.address!r})"

    @property
    def address(self) -> str:
        """See `Platform.address`."""
        return self._connection.address

    def close(self) -> None:
        """End the connections."""
        self._connection.close()

    def version(self) -> str:
        """See `Platform.version`."""
        return str(self._connection.call("GET", "/user/system/versionInfo").get("currentVersion", ""))

    def apps(self) -> tuple[AppDefinition, ...]:
        """See `Platform.apps`. There is no way to ask for one app alone."""
        data = self._connection.call("GET", _LIST)
        root = str(data.get("rootDomain", ""))
        try:
            return tuple(definition_from_json(raw, root) for raw in data.get("appDefinitions") or [])
        except (TypeError, ValueError, KeyError, AttributeError):
            # Not `from error`: its text may hold a value.
            raise BrokenAnswerError(
                f"CapRover at {self.address} lists an app in a form that fix502 does not know.",
                http_status=200,
                advice="fix502 knows CapRover 1.14 and 1.15; look for a newer fix502.",
            ) from None

    def app(self, name: str) -> AppDefinition:
        """See `Platform.app`."""
        for definition in self.apps():
            if definition.name == name:
                return definition
        raise AppMissingError(
            f'CapRover at {self.address} has no app "{name}".',
            advice="Check [app] name in fix502.toml against the dashboard's Apps.",
        )

    def build_state(self, name: str) -> BuildState:
        """See `Platform.build_state`. An unknown app has an empty state, and no error."""
        data = self._connection.call("GET", _app_data(name))
        lines = (data.get("logs") or {}).get("lines") or []
        return BuildState(
            building=bool(data.get("isAppBuilding")),
            failed=bool(data.get("isBuildFailed")),
            lines=tuple(text for line in lines for text in str(line).splitlines() if text.strip()),
        )

    def logs(self, name: str) -> tuple[RuntimeLine, ...]:
        """See `Platform.logs`. The default encoding of the API would spoil them; only hex is whole."""
        try:
            data = self._connection.call("GET", f"{_app_data(name)}/logs?encoding=hex")
        except BrokenAnswerError as error:
            if error.http_status == 500:
                raise ServiceGoneError(
                    f'CapRover lists the app "{name}" and can\'t read its log: its Docker service may be '
                    "gone.",
                    advice="Save & Restart of the app creates the service again.",
                ) from None
            raise
        return demultiplex(str(data.get("logs", "")))

    def app_behind(self, host: str) -> str:
        """See `Platform.app_behind`: `srv-captain--NAME`, or `NAME` for apps made by 1.15 or later."""
        name = host.removeprefix(SERVICE_PREFIX)
        return name if host.startswith(SERVICE_PREFIX) or ("." not in host and host != "localhost") else ""

    def update(self, name: str, change: Change) -> None:
        """See `Platform.update`."""
        self._write(name, changes_to_json(change))

    def restore(self, name: str, snapshot: Mapping[str, Any]) -> None:
        """See `Platform.restore`. Only what differs is sent."""
        self._write(name, differences(self.app(name).raw, snapshot))

    def changed_settings(self, current: AppDefinition, snapshot: Mapping[str, Any]) -> tuple[str, ...]:
        """See `Platform.changed_settings`."""
        return tuple(differences(current.raw, snapshot))

    def deploy(self, name: str, image: str, git_hash: str, progress: Callable[[str], None]) -> int:
        """See `Platform.deploy`.

        As the dashboard rolls back: a Dockerfile of one line, because `imageName` is always pulled from a
        registry, where a built image is not. Always detached: an attached deploy that is queued never gets
        an answer.
        """
        before = self.app(name)
        newest = max((version.number for version in before.versions), default=-1)
        recipe = json.dumps({"schemaVersion": 2, "dockerfileLines": [f"FROM {image}"]})
        self._connection.call(
            "POST",
            f"{_app_data(name)}?detached=1",
            {"captainDefinitionContent": recipe, "gitHash": git_hash},
        )
        deadline = time.monotonic() + self._patience.deploy
        shown = 0
        while time.monotonic() < deadline:
            time.sleep(self._patience.pause)
            try:
                state, now = self.build_state(name), self.app(name)
            except (UnreachableError, NotReadyError, BrokenAnswerError) as error:
                # A queued build that fails takes CapRover itself down for half a minute.
                progress(f"waiting for CapRover: {error}")
                continue
            for line in state.lines[shown:]:
                progress(line)
            shown = len(state.lines)
            if now.deployed_version > newest and now.deployed_image() and not now.building:
                return now.deployed_version
            if not state.building and (state.failed or self._is_over(now, newest)):
                last = state.lines[-1] if state.lines else "the build log is gone"
                raise BuildFailedError(
                    f"The build of {name} from {image} failed: {last}",
                    advice="The version deployed before is still the deployed one.",
                )
        raise DeployTimeoutError(
            f"The build of {name} did not end within {self._patience.deploy:.0f} s.",
            advice="Look at the app's Deployment tab in the dashboard.",
        )

    @staticmethod
    def _is_over(now: AppDefinition, newest: int) -> bool:
        """Tell whether the new version ended without an image, as after a restart of CapRover."""
        fresh = [version for version in now.versions if version.number > newest]
        return bool(fresh) and not now.building and not any(version.image for version in fresh)

    def _write(self, name: str, body: Mapping[str, Any]) -> None:
        """PATCH, which keeps what is not named; before 1.15 there is only POST, which resets it."""
        if self._can_patch:
            self._can_patch, _ = self._connection.exists("PATCH", _UPDATE, {**body, "appName": name})
            if self._can_patch:
                return
        raw = self.app(name).raw
        whole = {key: setting(raw, key) for key in SETTING_DEFAULTS}
        self._connection.call("POST", _UPDATE, {**raw, **whole, **body, "appName": name})
