"""Keyset pages over cards: which order, which rows, and where the neighbours begin."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multivendor_platform.catalog.selectors.cursors import Cursor, Key

PAGE_DEFAULT = 24
PAGE_MAX = 200


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of cards: columns, all in one direction, the last one unique."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[type, ...]
    descending: bool = False

    def clause(self, *, backwards: bool) -> str:
        """Return the ORDER BY list."""
        direction = "DESC" if self.descending != backwards else "ASC"
        return ", ".join(f"{column} {direction}" for column in self.columns)

    def after(self, *, backwards: bool) -> str:
        """Return the condition for rows beyond a cursor; it takes the keys as parameters."""
        sign = "<" if self.descending != backwards else ">"
        marks = ", ".join(["%s"] * len(self.columns))
        return f"({', '.join(self.columns)}) {sign} ({marks})"


@dataclass(frozen=True, slots=True)
class CardPage:
    """Cards in order, as JSON texts made by PostgreSQL, and the cursors of the neighbouring pages."""

    items: tuple[str, ...]
    next: str | None
    previous: str | None

    def as_json(self) -> bytes:
        """Return `{"results", "next", "previous"}` with no card parsed."""
        neighbours = json.dumps({"next": self.next, "previous": self.previous}, separators=(",", ":"))
        return f'{{"results":[{",".join(self.items)}],{neighbours[1:]}'.encode()

    def cards(self) -> list[dict[str, Any]]:
        """Return the cards as dictionaries, for pages."""
        parsed: list[dict[str, Any]] = json.loads(f"[{','.join(self.items)}]")
        return parsed


def card_page(rows: Sequence[tuple[Any, ...]], *, order: Order, limit: int, start: Cursor | None) -> CardPage:
    """Make a page of `(card, *keys)` rows, read with one row more than `limit`."""
    backwards = start is not None and start.backwards
    more = len(rows) > limit
    kept = list(rows[:limit])
    if backwards:
        kept.reverse()

    def cursor(row: tuple[Key, ...], *, to_previous: bool) -> str:
        return Cursor(order.name, tuple(row[1:]), backwards=to_previous).encode()

    has_next = backwards or more
    has_previous = more if backwards else start is not None
    return CardPage(
        items=tuple(row[0] for row in kept),
        next=cursor(kept[-1], to_previous=False) if kept and has_next else None,
        previous=cursor(kept[0], to_previous=True) if kept and has_previous else None,
    )
