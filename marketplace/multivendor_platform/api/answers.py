"""JSON answers that caches can keep and ask about, and errors as problem documents."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from multivendor_platform.operations.middleware import request_id
from multivendor_platform.problems.documents import problem_response

JSON = "application/json"
# A changed price is to be seen within five seconds (row D1).
PUBLIC_SECONDS = 5
LANGUAGES = ("en", "fa")


def answer_json(request: HttpRequest, body: bytes, *, seconds: int = PUBLIC_SECONDS) -> HttpResponse:
    """Return `body` with an ETag, as 304 where the client has it, and without a body for HEAD."""
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={seconds}",
        "Vary": "Accept-Language",
    }
    if _is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, content_type=JSON, headers=headers)
    headers["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, content_type=JSON, headers=headers)


def _is_known(header: str, etag: str) -> bool:
    # Weak comparison, as RFC 9110 wants it here: proxies that compress put W/ in front.
    return header.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in header.split(","))


def problem(request: HttpRequest, status: int, detail: str, **extra: Any) -> HttpResponse:
    """Return a problem document of this request."""
    return problem_response(status, instance=request_id(request), detail=detail, **extra)


def request_language(request: HttpRequest) -> str:
    """Return `lang` of the query, else the first of our languages that Accept-Language names, else English.

    Never a cookie: an answer that caches keep must depend on nothing but what Vary names.
    """
    chosen = request.GET.get("lang")
    if chosen in LANGUAGES:
        return chosen
    for language, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        short = language.partition("-")[0]
        if short in LANGUAGES:
            return short
    return "en"
