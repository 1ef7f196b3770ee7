"""The lock files: hashed, from one resolution, and silent about where packages come from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-image.lock", "requirements.lock", "requirements-test.lock")


def pins(name: str) -> dict[str, str]:
    """Package → version as pinned in the lock `name`."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\;]+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_lock_when_read_then_every_package_has_a_hash_and_no_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("smaller", "larger"), [LOCKS[:2], LOCKS[1:]])
def test_smaller_lock_when_compared_with_the_larger_then_every_version_agrees(
    smaller: str, larger: str
) -> None:
    assert pins(smaller).items() <= pins(larger).items()


def test_requirements_when_compared_with_the_lock_then_each_is_pinned() -> None:
    wanted = set()
    for source in ("image", "run", "test"):
        lines = (ROOT / "requirements" / f"{source}.in").read_text().splitlines()
        wanted |= {re.split(r"[\[<>=]", line)[0].lower() for line in lines if line[:1].isalnum()}
    assert wanted <= pins("requirements-test.lock").keys()
