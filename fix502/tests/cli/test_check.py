import json
import stat
from pathlib import Path

import pytest
from commands import Run, call
from world import RIGHT, World

from fix502.platforms.caprover.credentials import VARIABLE


def saved(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "state").rglob("last-good.json"))


def test_check_when_all_is_well_then_table_and_last_known_good(run: Run, tmp_path: Path) -> None:
    said = run("check")
    assert said.code == 0
    assert said.out.splitlines()[0].startswith("shop is well: 2 of 2 checks")
    (path,) = saved(tmp_path)
    assert json.loads(path.read_text())["variables"]["DB_PASSWORD"] == RIGHT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert RIGHT not in said.out


def test_check_when_app_is_down_then_three_and_nothing_saved(world: World, run: Run, tmp_path: Path) -> None:
    world.set_variables(DB_PASSWORD="x")
    said = run("check")
    assert said.code == 3
    assert "FAIL  /health/" in said.out
    assert "CapRover's 502 page" in said.out
    assert saved(tmp_path) == []


def test_check_when_caprover_s_page_comes_with_200_then_not_well(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "notExposeAsWebApp": True}, replace=False)
    assert run("check").code == 3


def test_check_when_json_is_asked_then_each_path(run: Run) -> None:
    data = run("check", "--format", "json").data
    assert data["ok"] is True
    assert [row["path"] for row in data["checks"]] == ["/health/", "/api/departments/"]


def test_check_when_no_password_then_still_checks_and_says_not_saved(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    said = run("check")
    assert said.code == 0
    assert "not saved" in said.out
    assert saved(tmp_path) == []


def test_check_when_password_is_wrong_then_well_all_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "wrong")
    said = run("check")
    assert said.code == 0
    assert "not saved" in said.out


def test_check_when_profile_is_to_be_explained_then_every_section() -> None:
    said = call("check", "--explain-profile")
    assert said.code == 0
    for section in ("[app]", "[platform]", "[[check]]", "[variables]", "[database]", "[start]", "[repair]"):
        assert section in said.out
