"""The form of a known message: cheap words that must occur, a regular expression, and a real example.

The words are looked for first (a substring search), so that a line costs microseconds however many
messages are known, and a regular expression is compiled only when its words were seen.
"""

import re
from collections.abc import Sequence
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


class Catalogue:
    """Patterns, arranged so that a line that holds none of them costs one pass over short words."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        groups: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            # The longest word is the rarest: it decides whether the others are looked for at all.
            groups.setdefault(max(pattern.words, key=len), []).append(pattern)
        self._groups = tuple(groups.items())
        self._place = {id(pattern): place for place, pattern in enumerate(patterns)}

    def hits(self, text: str) -> list[Hit]:
        """Return every pattern that `text` matches, in the order of the catalogue."""
        low = text.lower()
        found = [
            Hit(pattern, {name: value for name, value in match.groupdict().items() if value})
            for word, patterns in self._groups
            if word in low
            for pattern in patterns
            if all(other in low for other in pattern.words)
            and (match := compiled(pattern.regex).search(text)) is not None
        ]
        if len(found) > 1:
            found.sort(key=lambda hit: self._place[id(hit.pattern)])
        return found
