"""The documents say what is true: what they name exists."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "adr").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_when_it_links_to_a_file_then_the_file_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text())
    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_when_it_names_a_program_of_the_tree_then_it_is_there(document: Path) -> None:
    text = document.read_text()
    named = set(re.findall(r"\b((?:tools|bench)/[a-z_]+(?:\.py)?)\b", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_root_when_its_documents_are_counted_then_there_are_few() -> None:
    assert len(list(ROOT.glob("*.md"))) <= 8


def test_tree_when_searched_then_no_package_registry_is_named() -> None:
    hosts = "|".join(("py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org"))
    found = subprocess.run(["git", "grep", "-lE", hosts], cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (1, "")  # 1: searched, nothing found
