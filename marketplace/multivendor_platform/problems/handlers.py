"""What Django calls when no view answers. Under /api/ the edge turns the page into a document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from .pages import error_page
from .types import problem_type


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    # Absent when the edge itself failed; then there is no id to show.
    instance = str(request.META.get("multivendor.request_id", ""))
    return error_page(problem_type(status), status=status, instance=instance)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token; the reason goes to the log, not to the page."""
    return _answer(request, 403)
