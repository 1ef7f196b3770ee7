"""How a hot read reaches PostgreSQL: parameters bound by the server, so that the statement is prepared
once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection


def language_column(language: str) -> str:
    """Return the column suffix of a language; English for any that has no columns."""
    return "fa" if language.startswith("fa") else "en"


def statement_rows(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement and return its rows.

    Django's own cursor merges parameters into the text, so that each call would be another statement to
    PostgreSQL; psycopg's cursor sends them apart and prepares the text after a few calls. The wrapper is
    Django's, so that counting, logging and the rules of transactions hold.
    """
    connection.ensure_connection()
    raw: Any = psycopg.Cursor(connection.connection)  # django-stubs wants Django's own wrapper here
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(raw) as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
