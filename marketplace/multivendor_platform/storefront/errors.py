"""Pages for what is not there, or not now, in the frame of the shop. They need no database."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from multivendor_platform.storefront.site import site_frame

RETRY_SECONDS: Final = 10


def _message(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    page = render_to_string(
        "storefront/message.html", {"site": site_frame(request), "title": title, "text": text}
    )
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: an address that leads nowhere."""
    return _message(
        request,
        404,
        _("There is nothing at this address"),
        _("It may have been mistyped, or what stood here was never published. The search above may find it."),
    )


def gone(request: HttpRequest) -> HttpResponse:
    """410: what stood here has ended for good."""
    return _message(
        request,
        410,
        _("This shop has closed for good"),
        _("Its products may be offered by other shops. The search above will find them."),
    )


def not_available(request: HttpRequest) -> HttpResponse:
    """503: the database is away or busy; the same address will work again."""
    response = _message(
        request,
        503,
        _("The shop is not available right now"),
        _("We are on it. Please try again in a moment."),
    )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
