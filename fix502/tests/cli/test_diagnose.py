import os
from pathlib import Path

import pytest
from commands import Run, call
from front import Front
from world import World

from fix502.platforms.caprover.credentials import VARIABLE


def test_diagnose_when_all_is_well_then_one_line_and_zero(run: Run) -> None:
    said = run("diagnose")
    assert said.code == 0
    assert len(said.out.splitlines()) == 1
    assert said.out.startswith("shop is healthy")


def test_diagnose_when_password_is_refused_then_cause_first_and_one(world: World, run: Run) -> None:
    world.set_variables(DB_PASSWORD="another-password")
    said = run("diagnose")
    assert said.code == 1
    assert said.out.splitlines()[0].startswith("502 because PostgreSQL at srv-captain--db:5432 refuses")
    assert "another-password" not in said.out + said.err


def test_diagnose_when_json_is_asked_then_report(world: World, run: Run) -> None:
    world.set_variables(DB_PASSWORD="another-password")
    data = run("diagnose", "--format", "json").data
    assert data["schema"] == "fix502.report/1"
    assert data["findings"][0]["code"] == "DB001"


def test_diagnose_when_port_is_wrong_then_port_mismatch(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "containerHttpPort": 8000}, replace=False)
    assert "(NET010" in run("diagnose").out.splitlines()[0]


def test_diagnose_when_scaled_to_zero_then_no_instances(world: World, run: Run) -> None:
    world.double.update({"appName": "shop"}, replace=True)
    assert "(NET002" in run("diagnose").out.splitlines()[0]


def test_diagnose_when_not_exposed_then_said_so_in_spite_of_200(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "notExposeAsWebApp": True}, replace=False)
    assert "(NET014" in run("diagnose").out.splitlines()[0]


def test_diagnose_when_database_app_is_stopped_then_database_is_the_cause(world: World, run: Run) -> None:
    world.double.update({"appName": "db", "instanceCount": 0}, replace=False)
    world.double.update({"appName": "shop"}, replace=False)
    assert "(DB003" in run("diagnose").out.splitlines()[0]


def test_diagnose_when_module_is_missing_then_named(world: World, run: Run) -> None:
    world.faulty_images = {"img-captain-shop:2"}
    world.deploy("img-captain-shop:1")
    first = run("diagnose").out.splitlines()[0]
    assert "markdown" in first
    assert "(BOOT001" in first


def test_diagnose_when_platform_password_is_wrong_then_outside_still_counts(
    world: World, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "wrong-password")
    world.set_variables(DB_PASSWORD="x")
    said = run("diagnose")
    assert said.code == 3
    assert "refuses the password" in said.out
    assert "wrong-password" not in said.out + said.err


def test_diagnose_when_no_password_in_a_pipe_then_no_question(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    said = run("diagnose", "-v")
    assert said.code == 0
    assert VARIABLE in said.out


def test_diagnose_when_only_url_given_then_undetermined_with_next_command(world: World) -> None:
    world.set_variables(DB_PASSWORD="x")
    said = call("diagnose", "http://shop.apps.localhost/health/", "--connect", world.front.connect)
    assert said.code == 3
    assert "Undetermined" in said.out.splitlines()[0]
    assert "fix502 decode" in said.out


def test_diagnose_when_url_is_well_then_zero(world: World) -> None:
    assert call("diagnose", "http://shop.apps.localhost", "--connect", world.front.connect).code == 0


def test_diagnose_when_nothing_listens_then_undetermined_and_said_how() -> None:
    with Front() as gone:
        connect = gone.connect
    said = call("diagnose", "http://shop.apps.localhost", "--connect", connect)
    assert said.code == 3
    assert "refused" in said.out


@pytest.mark.parametrize(
    "words",
    [
        ("ftp://x",),
        ("http://",),
        ("http://x", "--app", "y"),
        ("http://x", "--connect", "nowhere"),
        ("http://x", "--connect", "h:99999"),
    ],
)
def test_diagnose_when_words_are_wrong_then_two_and_reason(words: tuple[str, ...]) -> None:
    said = call("diagnose", *words)
    assert said.code == 2
    assert said.err.strip()


def test_diagnose_when_profile_is_wrong_then_two_and_key(world: World, run: Run) -> None:
    world.write_profile(extra="\n[start]\nx = 1\n")
    assert run("diagnose").code == 2
    world.write_profile(extra="\n[emergancy]\n")
    said = run("diagnose")
    assert said.code == 2
    assert 'emergancy: unknown section; did you mean "emergency"?' in said.err


def test_diagnose_when_there_is_no_profile_then_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("diagnose")
    assert said.code == 2
    assert "--profile" in said.err


def test_diagnose_when_another_app_is_named_then_it_is_looked_at(world: World, run: Run) -> None:
    world.double.adopt("blog", "img-captain-blog:1")
    said = run("diagnose", "--app", "blog")
    assert said.code == 0
    assert said.out.startswith("blog is healthy")


def test_diagnose_when_another_app_is_missing_then_four(run: Run) -> None:
    said = run("diagnose", "--app", "nosuch")
    assert said.code == 4
    assert "nosuch" in said.err


def test_diagnose_when_output_is_no_terminal_then_no_escape_sequences(world: World, run: Run) -> None:
    world.set_variables(DB_PASSWORD="x")
    said = run("diagnose", "-v")
    assert "\x1b" not in said.out + said.err
    assert os.environ[VARIABLE] not in said.out + said.err
