"""What every page shows around its content: name, languages, the addresses of the common parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, get_language_info, pgettext

_LANGUAGES: Final = ("en", "fa")


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language. `url` keeps the query, `absolute_url` is what search engines index."""

    language: str
    label: str
    direction: str
    url: str
    absolute_url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of one page."""

    name: str
    language: str
    direction: str
    home_url: str
    search_url: str
    account_url: str
    canonical: str
    default_url: str
    alternates: tuple[Alternate, ...]


def page_language() -> str:
    """Return the language of the page being built: `en` or `fa`."""
    language = get_language()
    return language if language in _LANGUAGES else settings.LANGUAGE_CODE


@lru_cache(maxsize=8)
def _frame_urls(language: str) -> tuple[str, str, str]:
    return reverse("storefront:home"), reverse("storefront:search"), reverse("storefront:account")


@lru_cache(maxsize=8)
def _direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def _in_language(path: str, language: str) -> str:
    """Return the address of the same page in `language`; only the default language has no prefix."""
    for code in _LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            path = path[len(code) + 1 :]
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def site_frame(request: HttpRequest) -> Site:
    """Return the frame of the page at the request's path. Reads no session and no user."""
    language = page_language()
    home, search, account = _frame_urls(language)
    path = escape_uri_path(request.path_info)
    query = request.META.get("QUERY_STRING", "")
    names = dict(settings.LANGUAGES)
    alternates = tuple(
        Alternate(
            language=code,
            label=names[code],
            direction=_direction(code),
            url=_in_language(path, code) + (f"?{query}" if query else ""),
            absolute_url=settings.SITE_URL + _in_language(path, code),
            current=code == language,
        )
        for code in _LANGUAGES
    )
    return Site(
        name=getattr(settings, "SITE_NAME", "") or pgettext("name of the shop", "Rasteh"),
        language=language,
        direction=_direction(language),
        home_url=home,
        search_url=search,
        account_url=account,
        canonical=settings.SITE_URL + path,
        default_url=settings.SITE_URL + _in_language(path, settings.LANGUAGE_CODE),
        alternates=alternates,
    )
