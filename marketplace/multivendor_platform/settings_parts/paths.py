"""Folders that settings refer to."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent
REPOSITORY = PROJECT.parent
