"""The form of a known message: cheap words that must occur, a regular expression, and a real example.

The words are looked for first (a substring search), so that a line costs microseconds however many
messages are known, and a regular expression is compiled only when its words were seen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from fix502.model.facts import FactKind


class Speaker(StrEnum):
    """Which kind of program wrote a line."""

    APP = "app"
    PROXY = "proxy"
    DATABASE = "database"
    PLATFORM = "platform"
    """Docker, the kernel, systemd, Heroku: what runs the app."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One message. Named groups of `regex` become the fact's data."""

    subject: str
    """The message's class; the subject of the fact."""
    words: tuple[str, ...]
    """Lower-case; all must occur in the line."""
    regex: str
    sample: str
    """A line as the program writes it; a test proves that the pattern reads it."""
    kind: FactKind = FactKind.LOG_CLASS
    speaker: Speaker | None = None
    """Who says this, if the message alone proves it."""
    fatal: bool = True
    """Whether the program that says it can't go on with what it was doing."""


@cache
def compiled(regex: str) -> re.Pattern[str]:
    """Return the compiled form of `regex`, made once."""
    return re.compile(regex, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found in a line."""

    pattern: Pattern
    data: dict[str, str]


def hits(text: str, patterns: Sequence[Pattern]) -> Iterable[Hit]:
    """Yield every pattern that `text` matches, in the order of `patterns`."""
    low = text.lower()
    for pattern in patterns:
        if all(word in low for word in pattern.words):
            found = compiled(pattern.regex).search(text)
            if found:
                yield Hit(pattern, {name: value for name, value in found.groupdict().items() if value})
