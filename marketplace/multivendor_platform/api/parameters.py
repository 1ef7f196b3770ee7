"""Query parameters, strictly: an unknown one is an error that names the nearest known one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TypeVar

from django.http import HttpRequest

from multivendor_platform.catalog.text import digits_normalise

Value = TypeVar("Value")
BIGINT_MAX = 2**63 - 1
KEY_LENGTH_MAX = 400
LANGUAGES = ("en", "fa")


class ParameterError(Exception):
    """A parameter that cannot be used; `name` is the parameter's, the message safe to show."""

    code = "parameter"

    def __init__(self, name: str, message: str, code: str = "parameter-invalid") -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.code = code


def parameters_check(request: HttpRequest, known: Iterable[str]) -> None:
    """Raise ParameterError for the first parameter that is not known, or given twice."""
    names = {*known, "lang"}
    for name, values in request.GET.lists():
        if name not in names:
            near = get_close_matches(name, sorted(names), n=1, cutoff=0.5)
            hint = f": did you mean {near[0]!r}?" if near else "."
            message = f"there is no such parameter here{hint} Known: {', '.join(sorted(names))}"
            raise ParameterError(name[:60], message, "parameter-unknown")
        if len(values) > 1:
            raise ParameterError(name, f"{name!r} is given {len(values)} times; once is enough")
    language = request.GET.get("lang")
    if language is not None and language not in LANGUAGES:
        raise ParameterError("lang", f"expected one of {', '.join(LANGUAGES)}")


def parameter(request: HttpRequest, name: str, parse: Callable[[str, str], Value]) -> Value | None:
    """Return a parsed parameter, or None where it is absent or empty."""
    text = request.GET.get(name, "")
    return parse(name, text) if text else None


def as_number(name: str, text: str) -> int:
    """Read a whole number from 0 to 2^63 - 1."""
    plain = digits_normalise(text)
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 19 or int(plain) > BIGINT_MAX:
        raise ParameterError(name, f"expected a whole number, got {text[:60]!r}")
    return int(plain)


def as_positive(name: str, text: str) -> int:
    """Read a whole number from 1."""
    number = as_number(name, text)
    if number < 1:
        raise ParameterError(name, "expected a whole number from 1")
    return number


def as_key(name: str, text: str) -> int | str:
    """Read a key: digits are an id, anything else a slug or path."""
    if text.isascii() and text.isdigit():
        return as_number(name, text)
    return as_text(name, text)


def as_text(name: str, text: str) -> str:
    """Read a text of at most KEY_LENGTH_MAX characters."""
    if len(text) > KEY_LENGTH_MAX or "\x00" in text:
        raise ParameterError(name, f"expected at most {KEY_LENGTH_MAX} characters, none of them NUL")
    return text


def as_choice(*choices: str) -> Callable[[str, str], str]:
    """Return a reader of one of `choices`."""

    def read(name: str, text: str) -> str:
        if text not in choices:
            near = get_close_matches(text, choices, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ParameterError(name, f"expected one of {', '.join(choices)}{hint}")
        return text

    return read
