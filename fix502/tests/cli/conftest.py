from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import json
import pytest
from world import PASSWORD, World, small_world

from fix502.cli.app import main


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        parsed = json.loads(self.out)
        assert isinstance(parsed, dict)
        return parsed


Run = Callable[..., Said]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("FIX502_CAPROVER_PASSWORD", PASSWORD)
    monkeypatch.delenv("GUARD_STATE", raising=False)
    with small_world(tmp_path) as built:
        yield built


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(name: str, *words: str) -> Said:
        capsys.readouterr()
        code = main([name, "--profile", str(world.profile), "--connect", world.front.connect, *words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call
