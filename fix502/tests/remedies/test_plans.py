from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fix502.causes.registry import causes
from fix502.model.findings import Finding, Grade, RiskClass
from fix502.platforms.caprover import CapRover
from fix502.platforms.caprover.definition import definition_from_json
from fix502.profile import parse_profile
from fix502.remedies.errors import NotApplicableError
from fix502.remedies.plan import MASK, Plan, RemedyCase
from fix502.remedies.registry import REMEDIES, choose, remedy
from fix502.remedies.store import SavedDefinition

PROFILE = parse_profile(
    """
[app]
name = "shop"
url = "https://shop.example.org"
[variables]
DJANGO_SETTINGS_MODULE = { value = "shop.settings" }
DB_PASSWORD = { secret = true }
[database]
app = "db"
""",
    Path("x"),
)
VERSIONS = [
    {"version": 0, "deployedImageName": "caprover/caprover-placeholder-app:latest"},
    {"version": 1, "deployedImageName": "img-captain-shop:1", "gitHash": "abc"},
    {"version": 2},
    {"version": 3, "deployedImageName": "img-captain-shop:3"},
]


def raw(
    name: str = "shop", variables: Mapping[str, str] | None = None, **values: object
) -> dict[str, object]:
    rows = [{"key": key, "value": value} for key, value in (variables or {}).items()]
    return {"appName": name, "envVars": rows, "versions": VERSIONS, "deployedVersion": 3, **values}


def case(
    variables: Mapping[str, str] | None = None,
    *,
    good: Mapping[str, str] | None = None,
    image: str = "",
    parameters: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    code: str = "DB001",
    remedies: tuple[str, ...] = (),
    **values: Any,
) -> RemedyCase:
    finding = Finding(
        code=code,
        slug="x",
        title="x",
        grade=Grade.CONFIRMED,
        sentence="x",
        evidence=(),
        remedies=remedies,
        parameters=parameters or {},
    )
    saved = SavedDefinition(
        app="shop",
        at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        image=image,
        git_hash="",
        variables=good or {},
        raw={},
        path=Path("x"),
    )
    app = definition_from_json(raw(variables=variables, **values), "example.org")
    database = definition_from_json(raw("db", instanceCount=0), "example.org")
    return RemedyCase(
        finding=finding,
        profile=PROFILE,
        platform=CapRover("http://127.0.0.1:9", str),
        app=app,
        apps=(app, database),
        last_good=saved if good is not None or image else None,
        given=given or {},
    )


def plan(name: str, with_case: RemedyCase) -> Plan:
    found = remedy(name)
    assert found is not None
    return found.plan(with_case)


def why_not(name: str, with_case: RemedyCase) -> str:
    with pytest.raises(NotApplicableError) as caught:
        plan(name, with_case)
    return str(caught.value)


def test_registry_when_causes_name_remedies_then_each_exists() -> None:
    named = {name for cause in causes() for name in cause.remedies}
    assert named
    assert all(remedy(name) is not None for name in named)


def test_registry_when_listed_then_ids_are_unique_and_none_touches_data() -> None:
    assert len({one.id for one in REMEDIES}) == len(REMEDIES)
    for one in REMEDIES:
        try:
            risk = one.plan(case(parameters={"variable": "DJANGO_SETTINGS_MODULE", "port": "8000"})).risk
        except NotApplicableError:
            continue
        assert risk in (RiskClass.REVERSIBLE, RiskClass.DISRUPTIVE)


def test_restore_when_named_variable_differs_then_only_it_changes_and_order_stays() -> None:
    now = {"A": "1", "DB_PASSWORD": "new", "Z": "9"}
    made = plan(
        "restore-variables",
        case(now, good={"A": "0", "DB_PASSWORD": "old", "Z": "9"}, parameters={"variable": "DB_PASSWORD"}),
    )
    assert made.change is not None
    assert made.change.variables is not None
    assert list(made.change.variables.items()) == [("A", "1"), ("DB_PASSWORD", "old"), ("Z", "9")]
    assert [row.what for row in made.rows] == ["DB_PASSWORD"]


def test_restore_when_nothing_is_named_then_all_that_differ_and_added_ones_go() -> None:
    made = plan("restore-variables", case({"A": "1", "NEW": "x"}, good={"A": "0", "GONE": "y"}))
    assert made.change is not None
    assert made.change.variables == {"A": "0", "GONE": "y"}


def test_restore_when_no_last_known_good_then_says_how_to_get_one() -> None:
    assert "fix502 check" in why_not("restore-variables", case({"A": "1"}))


def test_restore_when_nothing_differs_then_not_applicable() -> None:
    assert "as it was" in why_not("restore-variables", case({"A": "1"}, good={"A": "1"}))


def test_diff_when_variable_is_secret_or_unknown_then_masked() -> None:
    now = {"DB_PASSWORD": "new-secret", "OTHER": "new-unnamed"}
    made = plan("restore-variables", case(now, good={"DB_PASSWORD": "old-secret", "OTHER": "old-unnamed"}))
    text = "\n".join(made.diff())
    assert "secret" not in text
    assert "unnamed" not in text
    assert MASK in text
    assert "new-secret" not in repr(made)


def test_diff_when_variable_is_public_then_shown() -> None:
    made = plan(
        "set-variable",
        case({"DJANGO_SETTINGS_MODULE": "wrong"}, parameters={"variable": "DJANGO_SETTINGS_MODULE"}),
    )
    assert made.diff() == (
        "- DJANGO_SETTINGS_MODULE: wrong",
        "+ DJANGO_SETTINGS_MODULE: shop.settings",
    )


def test_set_variable_when_value_is_given_then_it_wins() -> None:
    made = plan(
        "set-variable", case({"DB_PASSWORD": "a"}, good={"DB_PASSWORD": "b"}, given={"DB_PASSWORD": "c"})
    )
    assert made.change is not None
    assert made.change.variables == {"DB_PASSWORD": "c"}


def test_set_variable_when_given_value_is_set_already_then_not_applicable() -> None:
    assert "already" in why_not("set-variable", case({"A": "1"}, given={"A": "1"}))


def test_set_variable_when_no_value_is_known_then_says_how_to_give_one() -> None:
    reason = why_not("set-variable", case({"DB_PASSWORD": "a"}, parameters={"variable": "DB_PASSWORD"}))
    assert "--set DB_PASSWORD=@FILE" in reason


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "80"])
def test_set_port_when_port_is_unfit_or_set_already_then_not_applicable(port: str) -> None:
    assert why_not("set-port", case(parameters={"port": port}))


def test_roll_back_when_last_known_good_has_another_image_then_that_one() -> None:
    made = plan("roll-back", case(image="img-captain-shop:1"))
    assert (made.image, made.risk) == ("img-captain-shop:1", RiskClass.DISRUPTIVE)


def test_roll_back_when_nothing_is_saved_then_the_version_before_with_an_image() -> None:
    made = plan("roll-back", case())
    assert (made.image, made.git_hash) == ("img-captain-shop:1", "abc")
    assert any("whether it worked is not known" in note for note in made.notes)


def test_roll_back_when_deployed_image_is_the_good_one_then_not_applicable() -> None:
    assert "seen well" in why_not("roll-back", case(image="img-captain-shop:3"))


def test_roll_back_when_there_is_no_earlier_image_then_not_applicable() -> None:
    assert "no earlier image" in why_not("roll-back", case(versions=VERSIONS[:2], deployedVersion=1))


def test_roll_back_when_a_migration_failed_then_forward_repair_is_only_printed() -> None:
    made = plan("roll-back", case(code="BOOT004"))
    assert any("never runs a migration" in note for note in made.notes)


def test_start_database_when_stopped_then_started() -> None:
    made = plan("start-database", case({"DB_HOST": "srv-captain--db"}))
    assert (made.app, made.risk) == ("db", RiskClass.REVERSIBLE)
    assert made.change is not None
    assert made.change.instances == 1


def test_start_database_when_meant_to_run_then_restarted_which_is_disruptive() -> None:
    known = case({"DB_HOST": "srv-captain--db"})
    running = definition_from_json(raw("db"), "example.org")
    assert plan("start-database", replace(known, apps=(running,))).risk is RiskClass.DISRUPTIVE


def test_start_database_when_no_such_app_then_not_applicable() -> None:
    assert '"nosuch"' in why_not("start-database", case({"DB_HOST": "srv-captain--nosuch"}))


def test_choose_when_first_does_not_apply_then_next_and_reason_is_kept() -> None:
    choice = choose(case(remedies=("restore-variables", "roll-back", "advise-alter-role", "restart")))
    assert choice.plan is not None
    assert choice.plan.remedy == "roll-back"
    assert [name for name, _ in choice.rejected] == ["restore-variables"]
    assert [one.remedy for one in choice.advice] == ["advise-alter-role"]
    assert choice.advice[0].risk is RiskClass.DATA


def test_choose_when_remedy_is_unknown_then_said_so() -> None:
    choice = choose(case(), "pray")
    assert choice.plan is None
    assert choice.rejected == (("pray", "there is no such remedy"),)


def test_choose_when_only_advice_is_there_then_no_plan() -> None:
    assert choose(case(remedies=("advise-add-requirement",))).plan is None
