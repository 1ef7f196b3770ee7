"""What every public page has in common: safe methods, no cookie, a short shared cache life and an ETag."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from multivendor_platform.storefront.errors import not_available

P = ParamSpec("P")
logger = logging.getLogger(__name__)

# A price edit has to show within five seconds (row D1), so no cache may keep a page longer.
PUBLIC_CACHE_SECONDS: Final = 5
_CACHE_CONTROL: Final = f"public, max-age={PUBLIC_CACHE_SECONDS}, must-revalidate"


def public_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Make `view` a page that is the same for everybody: cacheable by anyone, answered 304 when unchanged.

    When the database is away the answer is a page that says so, 503 with Retry-After.

    The view must not read the session or the user: whoever is signed in sees the same bytes.
    """

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except OperationalError:
            logger.exception("the database did not answer %s", request.path)
            return not_available(request)
        if response.status_code != 200:
            return response
        response.headers["Cache-Control"] = _CACHE_CONTROL
        etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    return page
