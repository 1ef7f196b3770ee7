"""The kinds of value a variable can hold: each turns text into a value or says what it expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

HOST = re.compile(
    r"(?=.{1,253}\Z)\.?[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*\Z", re.IGNORECASE
)
BRACKETED_ADDRESS = re.compile(r"\[[0-9a-f:]+\]\Z", re.IGNORECASE)

BOOLEANS = {"true": True, "false": False}


class MalformedError(ValueError):
    """The text is not of the kind; carries no part of the text."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How to read one kind of value.

    expected: ends the sentence "expected …".
    """

    expected: str
    parse: Callable[[str], object]


def text() -> Kind:
    """Any text that is not empty."""

    def parse(value: str) -> str:
        if not value.strip():
            raise MalformedError
        return value

    return Kind("a text that is not empty", parse)


def boolean() -> Kind:
    """Exactly `true` or `false`: `False`, `0`, `off` and `no` have all been read as true by somebody."""

    def parse(value: str) -> bool:
        if value not in BOOLEANS:
            raise MalformedError
        return BOOLEANS[value]

    return Kind("true or false, in small letters", parse)


def integer(minimum: int, maximum: int) -> Kind:
    """A whole number from minimum to maximum, both included."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise MalformedError
        number = int(value)
        if not minimum <= number <= maximum:
            raise MalformedError
        return number

    return Kind(f"a whole number from {minimum} to {maximum}", parse)


def _is_origin(value: str, *, wildcard: bool = False) -> bool:
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or port == 0:
        return False
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return False
    if wildcard and host.startswith("*."):
        host = host[2:]
    return bool(HOST.match(host)) or ":" in host


def url() -> Kind:
    """An http or https address of a site, without a path; a final slash is taken off."""

    def parse(value: str) -> str:
        address = value.removesuffix("/")
        if not _is_origin(address):
            raise MalformedError
        return address

    return Kind("an address such as https://shop.example.com, without a path", parse)


def hosts() -> Kind:
    """Host names separated by commas; a leading dot covers subdomains. `*` would disable the check."""

    def parse(value: str) -> list[str]:
        names = [name.strip() for name in value.split(",")]
        if not all(HOST.match(name) or BRACKETED_ADDRESS.match(name) for name in names):
            raise MalformedError
        return names

    return Kind("host names separated by commas, without https:// and without *", parse)


def origins(*, wildcard: bool = False) -> Kind:
    """Origins (scheme, host, port) separated by commas; with wildcard, `https://*.example.com` too."""

    def parse(value: str) -> list[str]:
        names = [name.strip().removesuffix("/") for name in value.split(",")]
        if not all(_is_origin(name, wildcard=wildcard) for name in names):
            raise MalformedError
        return names

    return Kind("addresses such as https://shop.example.com separated by commas, without paths", parse)


def secret(minimum: int) -> Kind:
    """A secret of at least minimum characters."""

    def parse(value: str) -> str:
        if len(value) < minimum:
            raise MalformedError
        return value

    return Kind(f"at least {minimum} characters" if minimum > 1 else "a secret that is not empty", parse)


def module() -> Kind:
    """A dotted name of a Python module."""

    def parse(value: str) -> str:
        if not all(part.isidentifier() for part in value.split(".")):
            raise MalformedError
        return value

    return Kind("the dotted name of a Python module", parse)


def choice(*options: str) -> Kind:
    """One of the options, spelled exactly."""

    def parse(value: str) -> str:
        if value not in options:
            raise MalformedError
        return value

    return Kind("one of " + ", ".join(options), parse)
