"""The outermost layer of every request: liveness, readiness, request id, the shape of errors."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from multivendor_platform.problems.documents import problem_from_response
from multivendor_platform.problems.pages import error_page
from multivendor_platform.problems.types import problem_type

from . import request_ids
from .readiness import readiness_response

HEALTH_PATH = "/health/"
READY_PATH = "/ready/"
API_PREFIX = "/api/"
RETRY_SECONDS = "5"
# The layer that counts lengths is further in; without one the server would send in chunks.
HEALTH_HEADERS = {"Cache-Control": "no-store", "Content-Length": "2"}

Handler = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)


def request_id(request: HttpRequest) -> str:
    """The id that this request carries in its answer and in the log."""
    return str(request.META["multivendor.request_id"])


class EdgeMiddleware:
    """Answers the machines' questions first, names each request, and keeps /api/ to RFC 9457.

    One layer instead of four, because each costs every request.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        # Before the host check and the redirect to https: the orchestrator asks by address, without TLS.
        if request.method in ("GET", "HEAD"):
            if path == HEALTH_PATH:
                return HttpResponse(b"OK", content_type="text/plain", headers=HEALTH_HEADERS)
            if path == READY_PATH:
                return readiness_response()
        identifier = request_ids.request_id_choose(request.META.get("HTTP_X_REQUEST_ID", ""))
        request.META["multivendor.request_id"] = identifier
        # Not taken back: Django logs the answer after this layer has returned it.
        request_ids.current.set(identifier)
        response = self.get_response(request)
        # Whatever layer refused: router, host check, CSRF, a view.
        if response.status_code >= 400 and path.startswith(API_PREFIX):
            response = problem_from_response(response, instance=identifier)
        response.headers["X-Request-ID"] = identifier
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A database that is away is no fault of the request: 503, and worth another try."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("database: %s", " ".join(str(exception).split()))
        page = error_page(problem_type(503), instance=request_id(request))
        page.headers["Retry-After"] = RETRY_SECONDS
        return page
