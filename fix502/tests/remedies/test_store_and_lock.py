import subprocess
import sys
from pathlib import Path

import pytest

from fix502.platforms.caprover.definition import definition_from_json
from fix502.remedies.errors import GivenValueError, LockHeldError, StateError
from fix502.remedies.given import given_values
from fix502.remedies.lock import target_lock
from fix502.remedies.store import Store, state_folder

RAW = {
    "appName": "shop",
    "envVars": [{"key": "DB_PASSWORD", "value": "secret-value"}],
    "versions": [
        {"version": 3, "timeStamp": "2026-01-01T00:00:00Z", "deployedImageName": "i:3", "gitHash": "a\n"}
    ],
    "deployedVersion": 3,
}


def test_store_when_saved_then_loaded_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path, "https://captain.example.org", "shop")
    assert store.last_good() is None
    store.save_last_good(definition_from_json(RAW, "example.org"))
    saved = store.last_good()
    assert saved is not None
    assert (saved.app, saved.image, saved.git_hash) == ("shop", "i:3", "a")
    assert saved.variables == {"DB_PASSWORD": "secret-value"}
    assert "secret-value" not in repr(saved)


def test_store_when_two_platforms_then_two_folders(tmp_path: Path) -> None:
    one, two = (Store(tmp_path, f"https://captain.{name}.org", "shop") for name in ("a", "b"))
    assert one.folder != two.folder
    assert one.folder.parent == tmp_path


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"app": 1}', "\x00"])
def test_store_when_file_is_damaged_then_state_error(tmp_path: Path, content: str) -> None:
    store = Store(tmp_path, "x", "shop")
    store.prepare()
    (store.folder / "last-good.json").write_text(content)
    with pytest.raises(StateError, match="damaged"):
        store.last_good()


def test_store_when_folder_can_t_be_made_then_state_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError):
        Store(tmp_path / "file", "x", "shop").prepare()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s/fix502"),
        ({"HOME": "/h"}, "/h/.local/state/fix502"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/h"}, "/h/.local/state/fix502"),
    ],
)
def test_state_folder_when_environment_given_then_xdg(environment: dict[str, str], expected: str) -> None:
    assert state_folder(environment) == Path(expected)


def test_lock_when_free_again_then_taken(tmp_path: Path) -> None:
    with target_lock(tmp_path / "lock", "shop"):
        pass
    with target_lock(tmp_path / "lock", "shop"):
        pass
    assert (tmp_path / "lock").read_text() == ""


def test_lock_when_held_then_owner_and_age_are_named(tmp_path: Path) -> None:
    with (
        target_lock(tmp_path / "lock", "shop"),
        pytest.raises(LockHeldError, match=r"shop is being repaired by .+@.+ \(pid \d+\), for \d+ s"),
        target_lock(tmp_path / "lock", "shop"),
    ):
        pass


def test_lock_when_owner_was_killed_then_free(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from fix502.remedies.lock import target_lock\n"
        "with target_lock(Path(sys.argv[1]), 'shop'):\n    os._exit(9)"
    )
    source = Path(__file__).parents[2] / "src"
    command = [sys.executable, "-c", program, str(tmp_path / "lock")]
    done = subprocess.run(command, env={"PYTHONPATH": str(source)}, check=False)
    assert done.returncode == 9
    with target_lock(tmp_path / "lock", "shop"):
        pass


def test_given_when_text_file_and_escape_then_values(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"from file\r\n")
    words = ["A=plain=text", f"B=@{tmp_path / 'f'}", "C=@@at", "D="]
    assert given_values(words) == {"A": "plain=text", "B": "from file", "C": "@at", "D": ""}


@pytest.mark.parametrize("content", [b"\xff", b"x" * 70_000])
def test_given_when_file_is_unfit_then_error_without_its_content(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(GivenValueError, match="--set A"):
        given_values([f"A=@{tmp_path / 'f'}"])
