"""Error pages for people: one template that needs no database, session or static file."""

from __future__ import annotations

import base64
import hashlib

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from .types import ProblemType

STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#faf8f5;color:#1d2433;"
    "font:17px/1.6 system-ui,'Segoe UI',Tahoma,sans-serif}main{max-width:34rem;padding:2rem}"
    "h1{margin:0 0 .5rem;font-size:1.8rem}.status{margin:0;color:#6b7280;font-size:1.1rem}"
    ".instance{color:#6b7280;font-size:.9rem}a{color:#0f5c8a}"
    "@media(prefers-color-scheme:dark){body{background:#14181f;color:#e7eaf0}a{color:#7cc4f0}}"
)
# The page stands alone, so it may hold exactly this style and nothing else.
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def error_page(
    kind: ProblemType, *, status: int | None = None, instance: str = "", request: HttpRequest | None = None
) -> HttpResponse:
    """A small page in the visitor's language. status: of the answer; the kind's own when not given."""
    page = (
        engines["django"]
        .get_template("problems/error.html")
        .render(
            {
                "language": get_language() or "en",
                "direction": "rtl" if get_language_bidi() else "ltr",
                "style": mark_safe(STYLE),  # noqa: S308 - our own constant
                "status": kind.status,
                "title": kind.title,
                "meaning": kind.meaning,
                "instance": instance,
                "instance_label": _("Request:"),
                "home": _("To the start page"),
            },
            request=None,  # no context processor may ask for the user: the database may be what failed
        )
    )
    return HttpResponse(
        page,
        status=kind.status if status is None else status,
        headers={"Cache-Control": "no-store", "Content-Security-Policy": POLICY},
    )
