"""Slugs that are free, safe when two people ask for the same one at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from multivendor_platform.catalog.text import slug_make, slug_with_suffix

ATTEMPTS = 50
Made = TypeVar("Made")


def violated(error: IntegrityError) -> str:
    """Return the name of the constraint that an error is about, or nothing."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def with_free_slug(name: str, column: str, make: Callable[[str], Made]) -> Made:
    """Return `make(slug)` for the first free form of the name's slug: `lamp`, `lamp-2`, …

    column: part of the unique constraint's name that tells "taken" from any other violation, which is raised.
    The database decides, not a look beforehand: a rival may take the slug in between.
    """
    slug = slug_make(name)
    for number in range(1, ATTEMPTS):
        try:
            with transaction.atomic():
                return make(slug_with_suffix(slug, number))
        except IntegrityError as error:
            if column not in violated(error):
                raise
    return make(slug_with_suffix(slug, ATTEMPTS))
