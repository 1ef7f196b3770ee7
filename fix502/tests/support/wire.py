"""Bare HTTP to the double, and polling, for tests."""

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fix502.drills.caprover_double import CapRoverDouble

PASSWORD = "captain42"


@dataclass(frozen=True)
class Reply:
    http: int
    content_type: str
    text: str

    @property
    def status(self) -> int:
        return int(json.loads(self.text)["status"])

    @property
    def description(self) -> str:
        return str(json.loads(self.text)["description"])

    @property
    def data(self) -> dict[str, Any]:
        data = json.loads(self.text)["data"]
        assert isinstance(data, dict)
        return data


class Wire:
    """Bare HTTP, so that tests of the double do not lean on the client that the double tests."""

    def __init__(self, double: CapRoverDouble) -> None:
        self.double = double
        self.token = ""

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
        timeout: float = 10,
    ) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(self.double.url).netloc, timeout=timeout)
        sent = {"x-captain-auth": self.token} if self.token else {}
        payload = raw
        if body is not None:
            sent["Content-Type"] = "application/json"
            payload = json.dumps(body).encode()
        try:
            connection.request(method, path, payload, sent | (headers or {}))
            response = connection.getresponse()
            text = response.read().decode()
            return Reply(response.status, response.headers.get("Content-Type", ""), text)
        finally:
            connection.close()

    def login(self, password: str = PASSWORD) -> Reply:
        reply = self.call("POST", "/api/v2/login", {"password": password})
        if reply.status == 100:
            self.token = reply.data["token"]
        return reply

    def update(self, method: str, **body: Any) -> Reply:
        return self.call(method, "/api/v2/user/apps/appDefinitions/update", body)

    def definition(self, app: str) -> dict[str, Any]:
        listed = self.call("GET", "/api/v2/user/apps/appDefinitions").data["appDefinitions"]
        found = [definition for definition in listed if definition["appName"] == app]
        assert len(found) == 1
        assert isinstance(found[0], dict)
        return found[0]

    def build_state(self, app: str) -> dict[str, Any]:
        return self.call("GET", f"/api/v2/user/apps/appData/{app}").data

    def deploy(self, app: str, recipe: dict[str, Any], query: str = "?detached=1") -> Reply:
        body = {"captainDefinitionContent": json.dumps({"schemaVersion": 2, **recipe}), "gitHash": ""}
        return self.call("POST", f"/api/v2/user/apps/appData/{app}{query}", body)


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Poll until the condition holds; the deadline only bounds a failure."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition never held"
        time.sleep(0.01)
