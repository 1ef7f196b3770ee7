"""RFC 9457 documents."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from .types import problem_type

CONTENT_TYPE = "application/problem+json"
# What describes the replaced body does not belong on the new one.
BODY_HEADERS = {"content-type", "content-length", "content-encoding", "etag", "last-modified"}


def problem_response(
    status: int, *, instance: str, detail: str = "", headers: dict[str, str] | None = None, **extra: Any
) -> HttpResponse:
    """One error as application/problem+json.

    detail: safe for the public; never an exception's text. instance: the request's id.
    extra: further members, such as errors=[{"pointer", "code", "message"}].
    """
    kind = problem_type(status)
    document: dict[str, Any] = {
        "type": kind.uri,
        "title": str(kind.title),
        "status": status,
        "detail": detail or str(kind.meaning),
        "instance": instance,
        **extra,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    return HttpResponse(
        body,
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {}), "Content-Length": str(len(body))},
    )


def problem_from_response(response: HttpResponseBase, *, instance: str) -> HttpResponseBase:
    """The same error as a problem document; one that already is a document passes unchanged."""
    if response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    kept = {name: value for name, value in response.headers.items() if name.lower() not in BODY_HEADERS}
    problem = problem_response(response.status_code, instance=instance, headers=kept)
    problem.cookies = response.cookies
    return problem
