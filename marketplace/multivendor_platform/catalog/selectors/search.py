"""Search: words in any script, one typo forgiven, the best of a capped set of candidates first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from multivendor_platform.catalog.errors import CursorError
from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.catalog.selectors.pages import PAGE_DEFAULT, CardPage
from multivendor_platform.catalog.selectors.statements import language_column, statement_rows
from multivendor_platform.catalog.text import query_groups

# Ranking every product that has a common word takes seconds at a million; nobody reads beyond a thousand.
CANDIDATES_MAX = 1000
QUERY_MAX = 200
WORDS_MAX = 10
# Shorter words are looked up whole: the beginnings of two letters are half the vocabulary.
PREFIX_LENGTH_MIN = 3


def _lexeme(word: str) -> str:
    return f"'{word}':*" if len(word) >= PREFIX_LENGTH_MIN else f"'{word}'"


def _alternative(words: list[str]) -> str:
    return f"({' & '.join(_lexeme(word) for word in words)})" if len(words) > 1 else _lexeme(words[0])


def tsquery_text(text: str) -> str:
    """Return `text` as a tsquery; words are letters and digits only, so nothing in them needs escaping."""
    groups = query_groups(text[:QUERY_MAX])[:WORDS_MAX]
    return " & ".join(
        f"({' | '.join(_alternative(words) for words in group)})"
        if len(group) > 1
        else _alternative(group[0])
        for group in groups
    )


def _words(text: str) -> list[str]:
    return [group[0][0] for group in query_groups(text[:QUERY_MAX])[:WORDS_MAX]]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found: cards, how many (`total`, or more than that), and the words searched for instead."""

    page: CardPage
    total: int
    is_more: bool
    corrected: str | None

    def as_json(self) -> bytes:
        """Return `{"total", "is_more", "corrected", "results", "next", "previous"}`."""
        head = json.dumps(
            {"total": self.total, "is_more": self.is_more, "corrected": self.corrected},
            separators=(",", ":"),
            ensure_ascii=False,
        )
        return head[:-1].encode() + b"," + self.page.as_json()[1:]

    def cards(self) -> list[dict[str, Any]]:
        """Return the cards as dictionaries, for pages."""
        return self.page.cards()


def search_page(
    text: str, *, language: str, cursor: str | None = None, limit: int = PAGE_DEFAULT
) -> SearchPage:
    """Return one page of the best matches. Raise CursorError for a cursor of another list."""
    skip = 0
    if cursor is not None:
        place = Cursor.decode(cursor, "search", (int,)).keys[0]
        if not isinstance(place, int) or not 0 <= place <= CANDIDATES_MAX:
            message = "the cursor points outside of the list; leave it out to begin anew"
            raise CursorError(message)
        skip = place
    query = tsquery_text(text)
    if not query:
        return SearchPage(CardPage((), None, None), 0, is_more=False, corrected=None)
    rows = statement_rows(
        f"SELECT c.card_{language_column(language)}, s.total, s.corrected "
        "FROM catalog_search(%s::tsquery, %s, %s, %s) s JOIN product_card c USING (product_id) ORDER BY s.place",
        [query, _words(text), skip, limit],
    )
    total = rows[0][1] if rows else 0
    reach = min(total, CANDIDATES_MAX)
    page = CardPage(
        items=tuple(row[0] for row in rows),
        next=Cursor("search", (skip + limit,)).encode() if skip + limit < reach else None,
        previous=Cursor("search", (max(0, skip - limit),)).encode() if skip else None,
    )
    return SearchPage(page, reach, is_more=total > CANDIDATES_MAX, corrected=rows[0][2] if rows else None)


def search_numbered(text: str, *, language: str, page: int, size: int) -> tuple[int, str]:
    """Return how many were found, at most CANDIDATES_MAX, and one numbered page of the frozen rows as
    JSON."""
    from multivendor_platform.catalog.selectors.products import numbered_row

    query = tsquery_text(text)
    if not query:
        return 0, "[]"
    row = numbered_row(language_column(language))
    rows = statement_rows(
        f"""SELECT coalesce(max(s.total), 0), coalesce(json_agg({row} ORDER BY s.place), '[]')::text
              FROM catalog_search(%s::tsquery, %s, %s, %s) s
              JOIN product_card c USING (product_id)
              JOIN catalog_product p ON p.id = c.product_id
              LEFT JOIN media_mediaasset a ON a.id = p.image_id""",
        [query, _words(text), (page - 1) * size, size],
    )
    return min(int(rows[0][0]), CANDIDATES_MAX), str(rows[0][1])
