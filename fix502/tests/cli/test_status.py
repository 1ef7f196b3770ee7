from dataclasses import replace

import pytest
from commands import Run
from front import Front
from world import World

from fix502.drills.caprover_double import FAST, Outcome
from fix502.platforms.caprover.credentials import VARIABLE


def test_status_when_app_answers_then_running(run: Run) -> None:
    said = run("status")
    assert (said.code, said.out.split()[:2]) == (0, ["shop:", "running"])


def test_status_when_no_instance_is_asked_for_then_stopped(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "instanceCount": 0}, replace=False)
    said = run("status")
    assert (said.code, said.out.split()[1]) == (1, "stopped")
    assert "because instanceCount is 0" in said.out


def test_status_when_start_fails_then_crashing_with_the_reason(world: World, run: Run) -> None:
    world.set_variables(DB_PASSWORD="x")
    said = run("status")
    assert (said.code, said.out.split()[1]) == (1, "crashing")
    assert "DB001" in said.out


def test_status_when_it_is_built_then_building(world: World, run: Run) -> None:
    world.double.timing = replace(FAST, build=60)
    world.double.deploy("shop", content='{"schemaVersion": 2, "dockerfileLines": ["FROM x"]}')
    said = run("status")
    assert (said.code, said.out.split()[1]) == (4, "building")


def test_status_when_app_is_not_listed_then_missing(world: World, run: Run) -> None:
    world.double.delete(["shop"])
    said = run("status")
    assert (said.code, said.out.split()[1]) == (1, "missing")


def test_status_when_app_is_silent_and_log_is_clean_then_unknown(world: World, run: Run) -> None:
    world.runtime.program = lambda _app, _definition, _image: Outcome(serves=False, lines=())
    world.double.update({"appName": "shop"}, replace=False)
    said = run("status")
    assert (said.code, said.out.split()[1]) == (4, "unknown")
    assert "caprover-502" in said.out


def test_status_when_nothing_can_be_asked_then_unknown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "wrong")
    with Front() as gone:
        connect = gone.connect
    said = run("status", "--connect", connect)
    assert (said.code, said.out.split()[1]) == (4, "unknown")


def test_status_when_json_is_asked_then_condition_and_reasons(run: Run) -> None:
    data = run("status", "--format", "json").data
    assert data["condition"] == "running"
    assert data["because"]
