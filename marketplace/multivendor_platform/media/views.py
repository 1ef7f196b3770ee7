"""Pictures over HTTP: addressed by content, so that a cache may keep them for ever."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from multivendor_platform.media.models import MediaAsset

YEAR = 365 * 24 * 3600
# A drawing opened on its own is a document of our origin: it may run nothing and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def asset(request: HttpRequest, sha256: str, extension: str) -> HttpResponse:
    """One picture; 304 without asking the database, since the address says what it holds."""
    etag = f'"{sha256}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={YEAR}, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    known = request.headers.get("If-None-Match", "")
    if etag in (part.strip().removeprefix("W/") for part in known.split(",")):
        return HttpResponse(status=304, headers=headers)
    row = (
        MediaAsset.objects.filter(sha256=sha256, extension=extension)
        .values_list("media_type", "body")
        .first()
    )
    if row is None:
        raise Http404
    media_type, body = row
    headers["Content-Length"] = str(len(body))
    return HttpResponse(
        b"" if request.method == "HEAD" else bytes(body), content_type=media_type, headers=headers
    )
