"""The emergency server as a process, on a socket that the test holds, as the guard does."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from multivendor_platform.embedded.cluster import Connection
from multivendor_platform.settings_parts.databases import Login

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def get(self, path: str, method: str = "GET") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(
                method, path, headers={"Host": "shop.example.com", "X-Forwarded-Proto": "https"}
            )
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()


@contextmanager
def serving(environ: dict[str, str], *flags: str) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        descriptor = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, *flags, "-m", "multivendor_platform.emergency", str(descriptor)],
            cwd=PROJECT, env={"PATH": os.environ["PATH"], **environ}, pass_fds=[descriptor],
        )  # fmt: skip
        try:
            yield Server(process, listener.getsockname()[1])
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0


@pytest.fixture
def environ(owner: Connection, application_login: Login, django_db_setup: None) -> dict[str, str]:
    """A complete environment of the deployed site on the tests' own database."""
    return {
        "DJANGO_SETTINGS_MODULE": "multivendor_platform.settings_caprover",
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "shop.example.com",
        "SITE_URL": "https://shop.example.com",
        **owner.environment(),
        "DB_NAME": "test_multivendor",
        "DB_APP_USER": application_login.user,
        "DB_APP_PASSWORD": application_login.password,
    }


def test_V1_health_when_no_package_can_be_imported_then_ok() -> None:
    with serving({}, "-S") as server:
        answer = server.get("/health/")
        assert (answer.status, answer.body) == (200, b"OK")
        head = server.get("/health/", "HEAD")
        assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", "2")


def test_page_when_no_package_can_be_imported_then_503_in_both_languages() -> None:
    with serving({}, "-S") as server:
        answer = server.get("/departments/tools/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert b"Back in a moment" in answer.body
    assert b'dir="rtl"' in answer.body


@pytest.mark.parametrize("flags", [("-S",), ()], ids=["no packages", "no variables"])
def test_api_when_django_does_not_load_then_problem_document(flags: tuple[str, ...]) -> None:
    with serving({}, *flags) as server:
        answer = server.get("/api/departments/")
        ready = server.get("/ready/")
        assert server.get("/health/").status == 200
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert json.loads(answer.body)["type"] == "/problems/unavailable/"
    assert (ready.status, json.loads(ready.body)["status"]) == (503, "not ready")


def test_api_when_database_is_there_then_django_answers(environ: dict[str, str]) -> None:
    with serving(environ) as server:
        assert server.get("/ready/").status == 200
        answer = server.get("/api/no-such-thing/")
        assert (answer.status, json.loads(answer.body)["type"]) == (404, "/problems/not-found/")
        assert server.get("/").status == 503


def test_api_when_database_is_away_then_503_and_health_stays(environ: dict[str, str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with serving({**environ, "DB_PORT": str(unused.getsockname()[1])}) as server:
            assert server.get("/ready/").status == 503
            answer = server.get("/api/departments/")
            assert server.get("/health/").status == 200
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_command_line_when_misused_then_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "multivendor_platform.emergency", "80x"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "emergency FD" in done.stderr) == (2, True)
