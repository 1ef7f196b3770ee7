from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Run, Said, call
from world import PASSWORD, World, small_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("FIX502_CAPROVER_PASSWORD", PASSWORD)
    monkeypatch.delenv("GUARD_STATE", raising=False)
    with small_world(tmp_path) as built:
        yield built


@pytest.fixture
def run(world: World) -> Run:
    def with_profile(name: str, *words: str) -> Said:
        return call(name, "--profile", str(world.profile), "--connect", world.front.connect, *words)

    return with_profile
