from __future__ import annotations

import json

import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client

from multivendor_platform.problems.documents import problem_from_response, problem_response
from multivendor_platform.problems.types import PROBLEM_TYPES, problem_type


@pytest.mark.parametrize("slug", [kind.slug for kind in PROBLEM_TYPES])
def test_problem_page_when_asked_as_html_or_json_then_explains(client: Client, slug: str) -> None:
    page = client.get(f"/problems/{slug}/")
    document = client.get(f"/problems/{slug}/", headers={"accept": "application/json"}).json()
    assert page.status_code == 200
    assert document["type"] == f"/problems/{slug}/"
    assert document["title"] in page.content.decode()


def test_problem_page_when_unknown_then_404(client: Client) -> None:
    assert client.get("/problems/no-such/").status_code == 404


def test_types_when_compared_then_slugs_and_statuses_are_unique() -> None:
    assert len({kind.slug for kind in PROBLEM_TYPES}) == len({kind.status for kind in PROBLEM_TYPES})
    assert len(PROBLEM_TYPES) == len({kind.slug for kind in PROBLEM_TYPES})


@pytest.mark.parametrize(
    ("status", "slug"), [(418, "bad-request"), (502, "server-error"), (429, "too-many-requests")]
)
def test_problem_type_when_status_is_unlisted_then_general_kind(status: int, slug: str) -> None:
    assert problem_type(status).slug == slug


def test_document_when_made_from_a_page_then_keeps_headers_that_matter() -> None:
    page = HttpResponseNotAllowed(["GET"], b"<h1>no</h1>", headers={"ETag": "x"})
    page.set_cookie("kept", "1")
    document = problem_from_response(page, instance="abc")
    assert isinstance(document, HttpResponse)
    assert document.headers["Allow"] == "GET"
    assert "ETag" not in document.headers
    assert "kept" in document.cookies
    assert json.loads(document.content)["type"] == "/problems/method-not-allowed/"


def test_document_when_it_already_is_one_then_unchanged() -> None:
    made = problem_response(
        422, instance="abc", errors=[{"pointer": "/q", "code": "too-long", "message": "m"}]
    )
    assert problem_from_response(made, instance="other") is made
    assert json.loads(made.content)["errors"][0]["code"] == "too-long"
