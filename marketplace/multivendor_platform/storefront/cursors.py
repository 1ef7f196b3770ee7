"""Where a page of a list begins: the sort key of its neighbour, as a token that fits into an address."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Final

# The longest key holds a name of 200 characters of up to four bytes.
_TOKEN_MAX: Final = 2000
_INTEGER_MAX: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A key, and whether the page lies before it (`backwards`) or after it."""

    key: tuple[int | str, ...]
    backwards: bool

    def token(self) -> str:
        """Return the cursor as letters, digits, `-` and `_`."""
        text = json.dumps([int(self.backwards), *self.key], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_read(token: str, shape: tuple[type, ...]) -> Cursor | None:
    """Return the cursor of `token` if its key has the given `shape`, else None.

    An address that somebody cut or edited then shows the first page: a list has always one.
    """
    if not token or len(token) > _TOKEN_MAX:
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(values, list) or [type(value) for value in values] != [int, *shape]:
        return None
    backwards, *key = values
    if any(isinstance(value, int) and abs(value) > _INTEGER_MAX for value in key):
        return None
    if any(isinstance(value, str) and "\0" in value for value in key):
        return None
    return Cursor(tuple(key), backwards=bool(backwards))
