"""What a person does in CapRover's dashboard, as the calls that the dashboard makes.

The drills put their faults in with this, and look at the platform's state with it; it shares no code with the
client that the repair uses, so that one can't hide the other's mistake.
"""

import time
from types import TracebackType
from typing import Any, Self

import httpx

from fix502.drills.errors import DrillError

_DEADLINE = 60.0


class Dashboard:
    """A logged-in session. Use it as a context manager."""

    def __init__(self, url: str, password: str) -> None:
        self._client = httpx.Client(base_url=f"{url}/api/v2", timeout=_DEADLINE, trust_env=False)
        token = self._call("POST", "/login", json={"password": password})["token"]
        self._client.headers["x-captain-auth"] = str(token)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def definition(self, app: str) -> dict[str, Any]:
        """Return the app's definition as it is listed.

        Raises:
            DrillError: there is no such app.

        """
        rows = self._call("GET", "/user/apps/appDefinitions")["appDefinitions"]
        for row in rows:
            if row["appName"] == app:
                return dict(row)
        raise DrillError(f"the sandbox's platform lists no app {app}")

    def variables(self, app: str) -> dict[str, str]:
        """Return the app's environment variables."""
        return {row["key"]: row["value"] for row in self.definition(app)["envVars"]}

    def save(self, app: str, **values: Any) -> None:
        """Change these settings and restart the app: "Save & Restart"."""
        self._call("PATCH", "/user/apps/appDefinitions/update", json={"appName": app, **values})

    def save_variables(self, app: str, variables: dict[str, str]) -> None:
        """Replace all environment variables."""
        self.save(app, envVars=[{"key": key, "value": value} for key, value in variables.items()])

    def upload(self, app: str, archive: bytes, git_hash: str = "") -> int:
        """Deploy a tar archive, wait until its build is over; return the new version's number.

        Raises:
            DrillError: the build fails, or does not end within a minute.

        """
        path = f"/user/apps/appData/{app}"
        files = {"sourceFile": ("app.tar", archive)}
        self._call("POST", f"{path}?detached=1", files=files, data={"gitHash": git_hash})
        deadline = time.monotonic() + _DEADLINE
        while time.monotonic() < deadline:
            time.sleep(0.2)
            state = self._call("GET", path)
            if state["isAppBuilding"]:
                continue
            if state["isBuildFailed"]:
                lines = [line for line in state["logs"]["lines"] if line]
                raise DrillError(f"the build of {app} failed: {' '.join(lines[-3:])}")
            return int(self.definition(app)["deployedVersion"])
        raise DrillError(f"the build of {app} did not end within {_DEADLINE:.0f} s")

    def _call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        deadline = time.monotonic() + _DEADLINE
        while True:
            reply = self._client.request(method, path, **body)
            if reply.status_code != 429 or time.monotonic() > deadline:
                break
            time.sleep(0.2)  # one write at a time: the sandbox's own may still run
        if reply.status_code != 200:
            raise DrillError(f"{method} {path} answers HTTP {reply.status_code}: {reply.text[:200]}")
        answer = reply.json()
        if answer["status"] not in (100, 101):
            raise DrillError(f"{method} {path} answers {answer['status']}: {answer['description']}")
        return dict(answer["data"])
