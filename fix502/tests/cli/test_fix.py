import json
from pathlib import Path

import pytest
from commands import Run
from front import Answer, healthy
from world import RIGHT, World

from fix502.model.findings import Finding
from fix502.platforms.caprover import CapRover
from fix502.platforms.errors import UnreachableError
from fix502.remedies.journal import Journal, Step
from fix502.remedies.lock import target_lock
from fix502.remedies.plan import Plan
from fix502.remedies.repair import Result, Surgeon

WRONG = "another-password"


def steps(tmp_path: Path) -> list[str]:
    (path,) = (tmp_path / "state").rglob("journal.jsonl")
    return [entry.step.value for entry in Journal(path).entries()]


def spoil_password(world: World, run: Run) -> None:
    assert run("check").code == 0
    world.set_variables(DB_PASSWORD=WRONG)


def test_fix_when_password_changed_then_last_known_good_is_restored(
    world: World, run: Run, tmp_path: Path
) -> None:
    spoil_password(world, run)
    said = run("fix", "--yes")
    assert said.code == 0
    assert world.variables()["DB_PASSWORD"] == RIGHT
    assert run("check").code == 0
    assert steps(tmp_path) == ["planned", "snapshot", "applying", "applied", "verified"]
    assert RIGHT not in said.out + said.err
    assert WRONG not in said.out + said.err


def test_fix_when_done_then_no_secret_is_in_the_journal_and_files_are_private(
    world: World, run: Run, tmp_path: Path
) -> None:
    spoil_password(world, run)
    run("fix", "--yes")
    (journal,) = (tmp_path / "state").rglob("journal.jsonl")
    assert RIGHT not in journal.read_text()
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "state" / "fix502").rglob("*"))


def test_fix_when_dry_then_diff_is_shown_and_nothing_changes(world: World, run: Run, tmp_path: Path) -> None:
    spoil_password(world, run)
    said = run("fix", "--dry-run")
    assert said.code == 1
    assert "+ DB_PASSWORD: ********" in said.out
    assert world.variables()["DB_PASSWORD"] == WRONG
    assert not list((tmp_path / "state").rglob("journal.jsonl"))


def test_fix_when_nobody_can_be_asked_then_refused(world: World, run: Run) -> None:
    spoil_password(world, run)
    said = run("fix")
    assert said.code == 7
    assert "--yes" in said.out
    assert world.variables()["DB_PASSWORD"] == WRONG


def test_fix_when_right_value_is_not_known_then_says_how_to_give_it(world: World, run: Run) -> None:
    world.set_variables(DB_PASSWORD=WRONG)
    said = run("fix", "--yes")
    assert said.code == 1
    assert "--set DB_PASSWORD=@FILE" in said.out


def test_fix_when_value_is_given_in_a_file_then_set_and_never_shown(
    world: World, run: Run, tmp_path: Path
) -> None:
    world.set_variables(DB_PASSWORD=WRONG)
    (tmp_path / "p").write_text(f"{RIGHT}\n")
    said = run("fix", "--yes", "--set", f"DB_PASSWORD=@{tmp_path / 'p'}")
    assert said.code == 0
    assert world.variables()["DB_PASSWORD"] == RIGHT
    assert RIGHT not in said.out + said.err


@pytest.mark.parametrize("word", ["DB_PASSWORD", "=x", "1X=y", "DB_PASSWORD=@/no/such/file"])
def test_fix_when_given_value_is_malformed_then_two(run: Run, word: str) -> None:
    assert run("fix", "--set", word).code == 2


def test_fix_when_it_does_not_help_then_undone_and_undo_is_compared(
    world: World, run: Run, tmp_path: Path
) -> None:
    spoil_password(world, run)
    before = world.double.definition("shop")
    world.password = "yet-another-one"
    said = run("fix", "--yes")
    assert said.code == 5
    assert world.double.definition("shop") == before
    assert steps(tmp_path)[-3:] == ["not-verified", "undoing", "undone"]


def test_fix_when_undo_fails_then_six_and_snapshot_is_named(
    world: World, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_words: object) -> None:
        raise UnreachableError("CapRover is gone")

    spoil_password(world, run)
    world.password = "yet-another-one"
    monkeypatch.setattr(CapRover, "restore", gone)
    said = run("fix", "--yes")
    assert said.code == 6
    assert said.out.count("Act now") == 1
    assert "snapshot-" in said.out
    assert steps(tmp_path)[-1] == "undo-failed"


def test_fix_when_port_is_wrong_then_set(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "containerHttpPort": 8000}, replace=False)
    assert run("fix", "--yes").code == 0
    assert world.double.definition("shop")["containerHttpPort"] == 80


def test_fix_when_scaled_to_zero_then_started(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "instanceCount": 0}, replace=False)
    assert run("fix", "--yes").code == 0
    assert world.double.definition("shop")["instanceCount"] == 1


def test_fix_when_an_update_wiped_everything_then_whole_definition_is_restored(
    world: World, run: Run
) -> None:
    assert run("check").code == 0
    before = world.variables()
    world.double.update({"appName": "shop"}, replace=True)
    assert world.variables() == {}
    said = run("fix", "--yes")
    assert said.code == 0
    assert world.variables() == before
    assert "+ envVars: as last known good" in said.out


def test_fix_when_not_exposed_then_exposed(world: World, run: Run) -> None:
    world.double.update({"appName": "shop", "notExposeAsWebApp": True}, replace=False)
    assert run("fix", "--yes").code == 0
    assert world.double.definition("shop")["notExposeAsWebApp"] is False


def test_fix_when_database_app_is_stopped_then_started_and_app_comes_back(world: World, run: Run) -> None:
    world.double.update({"appName": "db", "instanceCount": 0}, replace=False)
    world.double.update({"appName": "shop"}, replace=False)
    world.retry_shop_after("db")
    assert run("fix", "--yes").code == 0
    assert world.double.definition("db")["instanceCount"] == 1


def test_fix_when_image_is_faulty_then_rolled_back_only_if_disruption_is_allowed(
    world: World, run: Run
) -> None:
    world.faulty_images = {"img-captain-shop:2"}
    world.deploy("img-captain-shop:1")
    refused = run("fix", "--yes")
    assert refused.code == 7
    assert "--allow disruptive" in refused.out
    assert run("fix", "--yes", "--allow", "disruptive").code == 0
    assert world.double.definition("shop")["deployedVersion"] == 3


def test_fix_when_rollback_does_not_help_then_image_is_put_back(world: World, run: Run) -> None:
    world.faulty_images = {"img-captain-shop:2", "img-captain-shop:3", "img-captain-shop:4"}
    world.deploy("img-captain-shop:1")
    assert run("fix", "--yes", "--allow", "disruptive").code == 5
    lines = [build.captain_definition["dockerfileLines"] for build in world.runtime.builds]
    assert lines[-2:] == [["FROM img-captain-shop:1"], ["FROM img-captain-shop:2"]]


def test_fix_when_all_is_well_then_zero_and_nothing_changes(world: World, run: Run) -> None:
    count = len(world.runtime.updates)
    assert run("fix", "--yes").code == 0
    assert len(world.runtime.updates) == count


def test_fix_when_attempts_are_used_up_then_refused(world: World, run: Run) -> None:
    spoil_password(world, run)
    world.write_profile(attempts=1)
    assert run("fix", "--yes").code == 0
    world.set_variables(DB_PASSWORD=WRONG)
    said = run("fix", "--yes")
    assert said.code == 7
    assert "the limit is 1" in said.out


def test_fix_when_verdict_changes_before_the_change_then_refused(
    world: World, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_password(world, run)
    real = Surgeon.repair

    def meanwhile(surgeon: Surgeon, plan: Plan, finding: Finding) -> Result:
        world.set_variables(DB_PASSWORD=RIGHT)
        return real(surgeon, plan, finding)

    monkeypatch.setattr(Surgeon, "repair", meanwhile)
    said = run("fix", "--yes")
    assert said.code == 7
    assert "verdict changed" in said.out


def test_fix_when_somebody_else_repairs_then_refused_with_name_and_age(
    world: World, run: Run, tmp_path: Path
) -> None:
    spoil_password(world, run)
    (folder,) = (tmp_path / "state" / "fix502").iterdir()
    with target_lock(folder / "lock", "shop"):
        said = run("fix", "--yes")
    assert said.code == 7
    assert "being repaired by" in said.out
    assert " s." in said.out


def crash_after_apply(world: World, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a repair behind that was applied and never verified, as after a power cut."""
    spoil_password(world, run)
    with monkeypatch.context() as patch:

        def cut(_self: Surgeon) -> None:
            raise KeyboardInterrupt

        patch.setattr(Surgeon, "prove", cut)
        assert run("fix", "--yes").code == 130


def test_fix_when_interrupted_and_it_helped_then_next_run_closes_it(
    world: World, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_after_apply(world, run, monkeypatch)
    said = run("fix", "--yes")
    assert said.code == 0
    assert "interrupted" in said.err
    assert steps(tmp_path)[-1] == "verified"


def test_fix_when_interrupted_and_it_did_not_help_then_undo_is_offered_and_done(
    world: World, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_after_apply(world, run, monkeypatch)
    world.password = "yet-another-one"
    world.double.update({"appName": "shop"}, replace=False)
    said = run("fix", "--yes")
    assert said.code == 7
    assert "fix502 fix --undo" in said.out
    assert run("fix", "--undo").code == 5
    assert world.variables()["DB_PASSWORD"] == WRONG
    assert steps(tmp_path)[-1] == "undone"


def test_fix_when_interrupted_before_the_change_then_abandoned_and_repaired(
    world: World, run: Run, tmp_path: Path
) -> None:
    spoil_password(world, run)
    run("fix", "--yes")
    (path,) = (tmp_path / "state").rglob("journal.jsonl")
    applying = next(e for e in Journal(path).entries() if e.step is Step.APPLYING)
    world.set_variables(DB_PASSWORD=WRONG)
    Journal(path).write("second", Step.APPLYING, **applying.details)
    assert run("fix", "--yes").code == 0
    assert "abandoned" in steps(tmp_path)
    assert world.variables()["DB_PASSWORD"] == RIGHT


def test_fix_when_nothing_was_interrupted_then_undo_says_so(run: Run) -> None:
    said = run("fix", "--undo")
    assert said.code == 0
    assert "no interrupted repair" in said.out


def test_fix_when_journal_was_changed_then_refused(world: World, run: Run, tmp_path: Path) -> None:
    spoil_password(world, run)
    run("fix", "--yes")
    (path,) = (tmp_path / "state").rglob("journal.jsonl")
    path.write_text(path.read_text().replace("restore-variables", "set-variable"))
    said = run("fix", "--yes")
    assert said.code == 7
    assert "was changed" in said.err


def test_fix_when_json_is_asked_then_one_object(world: World, run: Run) -> None:
    spoil_password(world, run)
    said = run("fix", "--yes", "--format", "json")
    assert said.code == 0
    assert said.data["outcome"] == "ok"
    assert said.data["finding"]["code"] == "DB001"
    assert said.data["plan"]["remedy"] == "restore-variables"


def test_fix_when_answer_is_of_the_wrong_page_then_not_verified(world: World, run: Run) -> None:
    spoil_password(world, run)

    def other(path: str) -> Answer:
        return (200, "text/html", "welcome to nginx") if path == "/health/" else healthy(path)

    world.front.answers = other
    assert run("fix", "--yes").code == 5


def test_fix_when_profile_has_no_platform_then_two(world: World, run: Run) -> None:
    text = world.profile.read_text()
    start, end = text.index("[platform]"), text.index("[[check]]")
    world.profile.write_text(text[:start] + text[end:])
    assert run("fix").code == 2


def test_fix_when_journal_is_read_then_each_line_is_json(world: World, run: Run, tmp_path: Path) -> None:
    spoil_password(world, run)
    run("fix", "--yes")
    (path,) = (tmp_path / "state").rglob("journal.jsonl")
    hashes = [json.loads(line)["hash"] for line in path.read_text().splitlines()]
    befores = [json.loads(line)["before"] for line in path.read_text().splitlines()]
    assert befores[1:] == hashes[:-1]
