from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from multivendor_platform.operations import readiness
from multivendor_platform.operations.request_ids import request_id_choose


def view_database_away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection failed: secret host")


def view_broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("inner secret")


urlpatterns = [
    path("api/away/", view_database_away),
    path("away/", view_database_away),
    path("api/broken/", view_broken),
    path("broken/", view_broken),
]
handler500 = "multivendor_platform.problems.handlers.server_error"


@pytest.fixture(autouse=True)
def forget_readiness() -> None:
    readiness._memory = None


@pytest.fixture
def broken_client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "host", ["testserver", "10.1.2.3:80", "srv-captain--shop", "evil.example", "no_such_/"]
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_V1_health_when_any_host_then_ok_without_database(client: Client, host: str, method: str) -> None:
    response = getattr(client, method)("/health/", headers={"host": host})
    assert response.status_code == 200
    assert response.content == (b"OK" if method == "get" else b"")
    assert response.headers["Content-Type"] == "text/plain"


@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["shop.example.com"])
def test_V1_health_when_site_redirects_to_https_then_still_answers(client: Client) -> None:
    assert client.get("/health/").status_code == 200
    assert client.get("/", headers={"host": "shop.example.com"}).status_code == 301


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_V1_health_when_method_would_change_something_then_not_answered(client: Client, method: str) -> None:
    assert getattr(client, method)("/health/").status_code in (404, 405)


@pytest.mark.django_db
def test_V1_ready_when_all_is_well_then_200_with_durations(client: Client) -> None:
    response = client.get("/ready/", headers={"host": "10.1.2.3"})
    document = response.json()
    assert (response.status_code, document["status"]) == (200, "ready")
    assert set(document["checks"]) == {"database", "migrations", "static_files", "disk", "clock"}
    assert all(entry["status"] == "ok" for entry in document["checks"].values())
    assert all(0 <= entry["seconds"] < 60 for entry in document["checks"].values())
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_V1_ready_when_database_refuses_then_503_without_its_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "wrong password")
    response = client.get("/ready/")
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert checks["database"]["code"] == "database-unavailable"
    assert checks["migrations"]["status"] == "failed"
    assert checks["disk"]["status"] == "ok"
    assert "wrong password" not in response.content.decode()
    assert connection.settings_dict["USER"] not in response.content.decode()


@pytest.mark.django_db
def test_V1_ready_when_a_migration_is_missing_then_503(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = readiness.expected_migrations() | {("offers", "9999_of_tomorrow")}
    monkeypatch.setattr(readiness, "expected_migrations", lambda: more)
    response = client.get("/ready/")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"]["code"] == "migrations-missing"


@pytest.mark.django_db
def test_V1_ready_when_disk_is_full_then_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "FREE_BYTES", 1 << 62)
    response = client.get("/ready/")
    assert (response.status_code, response.json()["checks"]["disk"]["code"]) == (503, "disk-full")


@pytest.mark.django_db
def test_V1_ready_when_clocks_differ_then_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "CLOCK_SECONDS", 0.0)
    response = client.get("/ready/")
    assert (response.status_code, response.json()["checks"]["clock"]["code"]) == (503, "clock-drift")


@pytest.mark.django_db
def test_V1_ready_when_static_files_are_missing_then_degraded_and_still_200(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from multivendor_platform.settings_parts import static_files

    monkeypatch.setattr(static_files, "MANIFEST", tmp_path_factory.mktemp("static") / "staticfiles.json")
    with override_settings(STORAGES=static_files.storages(static_files.HASHED_STORAGE)):
        response = client.get("/ready/")
    assert response.status_code == 200
    assert response.json()["checks"]["static_files"] == {
        "status": "degraded",
        "seconds": response.json()["checks"]["static_files"]["seconds"],
        "code": "static-files-not-collected",
    }


@pytest.mark.django_db
def test_V1_ready_when_asked_twice_in_a_second_then_database_is_asked_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/ready/").status_code == 200
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    assert client.get("/ready/").status_code == 200


@pytest.mark.parametrize("given", ["abc", "x" * 65, "has space1", "line\nbreak12", ""])
def test_request_id_when_given_one_is_no_id_then_replaced(given: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{24}", request_id_choose(given))


def test_request_id_when_a_proxy_gave_one_then_kept(client: Client) -> None:
    response = client.get("/api/nothing/", headers={"x-request-id": "from-the-proxy-1"})
    assert response.headers["X-Request-ID"] == "from-the-proxy-1"
    assert response.json()["instance"] == "from-the-proxy-1"


@pytest.mark.parametrize(("path", "kind"), [("/api/away/", "problem+json"), ("/away/", "html")])
def test_edge_when_database_is_away_then_503_and_try_again(
    broken_client: Client, path: str, kind: str
) -> None:
    response = broken_client.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert kind in response.headers["Content-Type"]
    assert b"secret" not in response.content


@pytest.mark.parametrize(("path", "kind"), [("/api/broken/", "problem+json"), ("/broken/", "html")])
def test_edge_when_view_breaks_then_500_without_its_words(
    broken_client: Client, path: str, kind: str
) -> None:
    response = broken_client.get(path)
    assert response.status_code == 500
    assert kind in response.headers["Content-Type"]
    assert b"secret" not in response.content


def test_edge_when_router_finds_nothing_under_api_then_problem_document(client: Client) -> None:
    response = client.get("/api/nothing/")
    document = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {key: document[key] for key in ("type", "title", "status")} == {
        "type": "/problems/not-found/",
        "title": "Not found",
        "status": 404,
    }
    assert document["instance"] == response.headers["X-Request-ID"]


def test_edge_when_host_is_not_ours_then_400_as_problem_document(client: Client) -> None:
    response = client.get("/api/nothing/", headers={"host": "evil.example"})
    assert (response.status_code, response.json()["type"]) == (400, "/problems/bad-request/")


def test_edge_when_page_is_missing_then_html_in_the_visitors_language(client: Client) -> None:
    response = client.get("/nothing/", headers={"accept-language": "fa"})
    assert response.status_code == 404
    assert b'lang="fa" dir="rtl"' in response.content


def test_policy_when_a_page_is_served_then_strict_and_matches_its_style(client: Client) -> None:
    policy = client.get("/nothing/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
