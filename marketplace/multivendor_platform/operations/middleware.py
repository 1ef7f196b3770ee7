"""The outermost layer of every request: liveness, request id, error documents of the API."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from multivendor_platform.problems.documents import problem_from_response

HEALTH_PATH = "/health/"
API_PREFIX = "/api/"
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")

Handler = Callable[[HttpRequest], HttpResponseBase]


def request_id(request: HttpRequest) -> str:
    """The id that this request carries in its answer and in the log."""
    return str(request.META["multivendor.request_id"])


class EdgeMiddleware:
    """Answers /health/ before anything else is asked, names each request, and keeps /api/ to RFC 9457.

    One layer instead of three, because each costs every request.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Liveness only says that the process lives: any Host, no redirect, no database.
        if request.path_info == HEALTH_PATH and request.method in ("GET", "HEAD"):
            return HttpResponse("OK", content_type="text/plain", headers={"Cache-Control": "no-store"})
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        identifier = given if REQUEST_ID.match(given) else secrets.token_hex(12)
        request.META["multivendor.request_id"] = identifier
        response = self.get_response(request)
        # Whatever layer refused: router, host check, CSRF, a view.
        if response.status_code >= 400 and request.path_info.startswith(API_PREFIX):
            response = problem_from_response(response, instance=identifier)
        response.headers["X-Request-ID"] = identifier
        return response
