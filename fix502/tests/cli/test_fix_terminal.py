"""The question of `fix502 fix`, on a real pseudo-terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Run
from world import RIGHT, World

SOURCE = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 1), (b"\n", 1)])
def test_fix_when_a_person_is_asked_then_only_yes_changes_anything(
    world: World, run: Run, answer: bytes, code: int
) -> None:
    run("check")
    world.set_variables(DB_PASSWORD="another-password")
    master, slave = pty.openpty()
    words = ["fix", "--profile", str(world.profile), "--connect", world.front.connect]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    os.write(master, answer)
    done = subprocess.run(
        [sys.executable, "-m", "fix502", *words],
        stdin=slave,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    os.close(slave)
    os.close(master)
    assert done.returncode == code
    assert "Restore DB_PASSWORD?" in done.stderr
    assert (world.variables()["DB_PASSWORD"] == RIGHT) is (code == 0)
