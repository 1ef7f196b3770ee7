"""Every drill, as `fix502 drill` runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import fix502
from fix502.drills.faults import DRILLS

SHOP = Path(__file__).parents[3] / "marketplace"
COMMAND = [sys.executable, "-m", "fix502", "drill"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(fix502.__file__).parent.parent)}

pytestmark = [pytest.mark.needs_nginx, pytest.mark.slow]


@pytest.mark.parametrize("name", [drill.name for drill in DRILLS])
def test_drill_when_the_fault_is_put_in_then_it_is_found_and_fixed(name: str) -> None:
    done = subprocess.run(
        [*COMMAND, name, "--format", "json", "--app", str(SHOP)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)["drills"][0]
    assert (row["name"], row["found"], row["fixed"]) == (name, True, True)
    assert row["undone"] is (True if name == "wrong-database-password" else None)
    assert set(row) == {"name", "cause", "found", "fixed", "undone", "seconds"}


def test_drill_when_it_is_interrupted_then_nothing_is_left(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "static-step"],
        env={**ENVIRONMENT, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert run.stdout is not None
    with run.stdout as lines:
        assert any("steady" in line for line in lines)
        run.send_signal(signal.SIGTERM)
        lines.read()  # a closed pipe would be another reason to end
    assert run.wait(timeout=120) == 130
    assert list(tmp_path.iterdir()) == []
    assert until_gone(str(tmp_path)) == []


def test_drill_when_the_marketplace_is_not_there_then_it_says_where_it_looked(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "wrong-port", "--app", str(tmp_path)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert f"the marketplace is not at {tmp_path}" in done.stderr
    assert "--app DIR" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["wrong-prot"], "Did you mean wrong-port?"),
        ([], "say which drills to run"),
        (["wrong-port", "--all"], "leave the names out"),
        (["--all", "--format", "xml"], "expected text or json"),
    ],
)
def test_drill_when_the_wish_is_unclear_then_it_is_refused(words: list[str], message: str) -> None:
    done = subprocess.run([*COMMAND, *words], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert message in done.stderr


def until_gone(path: str) -> list[str]:
    """Return the command lines of the processes that still work below `path` after a while."""
    deadline = time.monotonic() + 30
    while True:
        left = []
        for entry in Path("/proc").iterdir():
            try:
                words = (
                    (entry / "cmdline").read_bytes().decode(errors="replace") if entry.name.isdigit() else ""
                )
            except OSError:  # it ended between the two looks
                continue
            if path in words:
                left.append(words)
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.2)
