"""The public page of each kind of error: what `type` in a problem document points to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from .pages import error_page
from .types import BY_SLUG


@require_safe
def problem_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What one kind of error means, as a page or as JSON."""
    kind = BY_SLUG.get(slug)
    if kind is None:
        raise Http404
    if request.accepts("text/html"):
        return error_page(kind, status=200)
    return JsonResponse(
        {"type": kind.uri, "title": str(kind.title), "status": kind.status, "meaning": str(kind.meaning)}
    )
