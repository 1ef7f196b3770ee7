import json
from pathlib import Path

from fix502.drills.faults import DRILLS
from fix502.drills.table import render

DOCS = Path(__file__).parents[3] / "docs"


def test_page_when_results_are_committed_then_it_is_generated_from_them() -> None:
    result = json.loads((DOCS / "drills.json").read_text(encoding="utf-8"))
    assert (DOCS / "drills.md").read_text(encoding="utf-8") == render(result)


def test_page_when_a_drill_exists_then_it_has_a_row() -> None:
    result = json.loads((DOCS / "drills.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in result["drills"]] == [drill.name for drill in DRILLS]


def test_page_when_a_drill_failed_then_its_row_says_so() -> None:
    row = {
        "name": "wrong-port",
        "cause": "NET010",
        "found": False,
        "fixed": False,
        "undone": None,
        "seconds": {},
    }
    assert "| NET010 | **no** | **no** | - |" in render({"drills": [row]})
