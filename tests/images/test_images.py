"""Both images, built by a real engine, started as CapRover starts them: one port, no volume, no command."""

import json
from collections.abc import Callable, Iterator

import pytest
from conftest import Container, docker

pytestmark = [pytest.mark.needs_docker, pytest.mark.slow]

Start = Callable[[str, dict[str, str]], Container]
Variables = dict[str, str]


@pytest.fixture(scope="module")
def served(backend_image: str, settings: Variables, database: Variables) -> Iterator[Container]:
    """The backend on its database, ready."""
    container = Container(backend_image, {**settings, **database})
    container.wait_for("ready", lambda: container.get("/ready/").status == 200)
    yield container
    container.remove()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_backend_when_asked_for_health_then_ok(served: Container, method: str) -> None:
    answer = served.get("/health/", method)
    assert (answer.status, answer.body) == (200, b"OK" if method == "GET" else b"")
    assert answer.headers["Content-Length"] == "2"


def test_backend_when_ready_then_every_dependency_is_ok(served: Container) -> None:
    checks = json.loads(served.get("/ready/").body)["checks"]
    assert {name: entry["status"] for name, entry in checks.items()} == dict.fromkeys(
        ("database", "migrations", "static_files", "disk", "clock"), "ok"
    )


def test_backend_when_asked_for_departments_then_json(served: Container) -> None:
    answer = served.get("/api/departments/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert "results" in json.loads(answer.body)


def test_backend_when_page_is_shown_then_its_style_sheet_has_a_hash_and_exists(served: Container) -> None:
    page = served.get("/").body.decode()
    sheet = next(word.split('"')[1] for word in page.split("href=")[1:] if ".css" in word.split('"')[1])
    answer = served.get(sheet)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_backend_when_running_then_not_as_root_and_writes_nothing_of_its_own(served: Container) -> None:
    assert docker("exec", served.id, "id", "-u") == "10001"
    refused = docker("exec", served.id, "sh", "-c", "touch /app/x /opt/venv/x", check=False)
    assert refused.count("Permission denied") == 2


def test_backend_when_running_then_the_engine_calls_it_healthy(served: Container) -> None:
    served.wait_for("healthy", lambda: served.inspect("{{.State.Health.Status}}") == "healthy")


def test_backend_when_built_then_modules_are_compiled_and_nothing_else_came_along(served: Container) -> None:
    compiled = docker("exec", served.id, "sh", "-c", "find /app -name 'steps.*.pyc' | wc -l")
    assert int(compiled) >= 2
    strays = docker("exec", served.id, "sh", "-c", "find /app -name tests -o -name '.env*' -o -name '.git' -o -name 'var'")
    assert strays == ""


def test_backend_when_it_has_logged_then_no_secret_is_in_it(
    served: Container, settings: Variables, database: Variables
) -> None:
    log = served.log()
    assert "guard: start-up complete, serving on 0.0.0.0:80" in log
    assert settings["SECRET_KEY"] not in log
    assert database["DB_PASSWORD"] not in log


def test_backend_when_terminated_then_drains_and_ends_cleanly(
    start: Start, backend_image: str, settings: Variables, database: Variables
) -> None:
    container = start(backend_image, {**settings, **database})
    container.wait_for("ready", lambda: container.get("/ready/").status == 200)
    docker("stop", "--time", "60", container.id)
    assert container.inspect("{{.State.ExitCode}} {{.State.OOMKilled}}") == "0 false"
    assert container.log().endswith("guard: stopped")


def test_backend_when_database_is_away_then_503_and_the_reason_in_the_log(
    start: Start, backend_image: str, settings: Variables, database_away: Variables
) -> None:
    container = start(backend_image, {**settings, **database_away})
    container.wait_for("503", lambda: container.get("/").status == 503)
    assert container.get("/health/").status == 503
    assert int(container.get("/api/departments/").headers["Retry-After"]) > 0
    container.wait_for("the step", lambda: "guard: step database: failed" in container.log())
    assert "Connection refused" in container.log()
    container.wait_for("healthy", lambda: container.inspect("{{.State.Health.Status}}") == "healthy")


def test_backend_when_variables_are_missing_then_all_are_named_and_503(
    start: Start, backend_image: str
) -> None:
    container = start(backend_image, {"SECRET_KEY": "short"})
    container.wait_for("the step", lambda: "guard: step settings: failed" in container.log())
    log = container.log()
    assert all(name in log for name in ("DB_HOST", "DB_PASSWORD", "ALLOWED_HOSTS", "SITE_URL", "SECRET_KEY"))
    assert "exit 78" in log
    assert container.get("/").status == 503


def test_emergency_when_database_is_away_then_alive_with_a_page(
    start: Start, emergency_image: str, settings: Variables, database_away: Variables
) -> None:
    container = start(emergency_image, {**settings, **database_away})
    container.wait_for("alive", lambda: container.get("/health/").status == 200)
    assert container.get("/health/").body == b"OK"
    page = container.get("/")
    assert (page.status, b"Back in a moment" in page.body) == (503, True)
    api = container.get("/api/departments/")
    assert (api.status, api.headers["Content-Type"]) == (503, "application/problem+json")
    container.wait_for("healthy", lambda: container.inspect("{{.State.Health.Status}}") == "healthy")


def test_emergency_when_nothing_is_set_then_alive(start: Start, emergency_image: str) -> None:
    container = start(emergency_image, {})
    container.wait_for("alive", lambda: container.get("/health/").status == 200)
    assert container.get("/api/departments/").status == 503
    assert container.get("/ready/").status == 503


def test_emergency_when_database_is_there_then_the_api_answers(
    start: Start, served: Container, emergency_image: str, settings: Variables, database: Variables
) -> None:
    container = start(emergency_image, {**settings, **database})
    container.wait_for("the API", lambda: container.get("/api/departments/").status == 200)
    assert container.get("/").status == 503
    assert docker("exec", container.id, "id", "-u") == "10001"
