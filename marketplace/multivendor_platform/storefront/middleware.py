"""The language of a page comes from its address and nothing else, so that a page can be cached and linked."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation


class LanguageFromPathMiddleware:
    """Activate the language that the path's prefix names, otherwise `LANGUAGE_CODE`.

    Django's LocaleMiddleware would do the same here but adds `Vary: Accept-Language`, which splits every
    shared cache for nothing: neither a cookie nor a header has a say.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request in the language of its path and say so in `Content-Language`."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
