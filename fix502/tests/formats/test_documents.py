"""The generated documents are those in the repository."""

from pathlib import Path

import pytest

from fix502.causes.registry import causes
from fix502.formats.documents import documents

DOCS = Path(__file__).resolve().parents[3] / "docs"
MADE = documents()


@pytest.mark.parametrize("name", sorted(MADE))
def test_document_when_made_anew_then_is_the_one_in_docs(name: str) -> None:
    found = (DOCS / name).read_text(encoding="utf-8") if (DOCS / name).is_file() else ""
    assert found == MADE[name], "run: fix502 causes --write-docs docs"


def test_docs_when_listed_then_no_page_is_left_over() -> None:
    assert {path.stem for path in (DOCS / "causes").glob("*.md")} == {cause.code for cause in causes()}


def test_overview_when_made_then_links_every_cause() -> None:
    assert all(f"(causes/{cause.code}.md)" in MADE["TROUBLESHOOT_502.md"] for cause in causes())
