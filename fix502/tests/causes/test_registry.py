"""The shape that every cause must have."""

import re

import pytest

from fix502.causes.record import Cause
from fix502.causes.registry import causes, find, module_names, nearest, page

HEADINGS = [
    "What it is",
    "Why it becomes a 502",
    "How it is told from its rivals",
    "Repair by hand",
    "What fix502 changes",
    "Limits",
]
REMEDIES = {
    "restart", "set-variable", "restore-variables", "set-port", "start-database", "set-instances",
    "expose-app", "roll-back", "wait",
}  # fmt: skip
CODES = {cause.code for cause in causes()}


@pytest.mark.parametrize("cause", causes(), ids=lambda cause: cause.code)
def test_cause_when_loaded_then_its_record_is_complete(cause: Cause) -> None:
    assert re.fullmatch(r"[A-Z]{2,4}\d{3}", cause.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cause.slug)
    assert cause.title != cause.passes_as
    assert cause.requires
    assert cause.refuted_by
    assert cause.sentences
    assert bool(cause.drill) != bool(cause.no_drill_because)
    assert all(predicate.text for predicate in (*cause.requires, *cause.supports, *cause.refuted_by))


@pytest.mark.parametrize("cause", causes(), ids=lambda cause: cause.code)
def test_cause_when_it_names_others_then_they_exist(cause: Cause) -> None:
    assert cause.code not in cause.rivals
    assert set(cause.rivals) <= CODES
    assert {code for code in cause.root_of if not code.endswith("*")} <= CODES


@pytest.mark.parametrize("cause", causes(), ids=lambda cause: cause.code)
def test_cause_when_it_names_remedies_then_they_are_known_or_advice(cause: Cause) -> None:
    assert cause.remedies
    assert all(name in REMEDIES or name.startswith("advise-") for name in cause.remedies)


@pytest.mark.parametrize("cause", causes(), ids=lambda cause: cause.code)
def test_cause_when_its_page_is_read_then_all_headings_stand_in_order(cause: Cause) -> None:
    text = page(cause.code)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert text.splitlines()[0] == f"{cause.title}."


def test_codes_when_listed_then_are_unique_and_name_their_modules() -> None:
    assert len(CODES) == len(causes()) == len(module_names())
    assert {name.split("_")[0].upper() for name in module_names()} == CODES


def test_last_template_when_no_value_is_known_then_needs_few() -> None:
    # The templates of a cause go from the most telling to the least; the last one must always work
    # with what the required facts are sure to hold.
    for cause in causes():
        names = re.findall(r"{(\w+)}", cause.sentences[-1])
        assert set(names) <= {"name", "host", "value", "subject", "size", "limit", "module", "variable"} | {
            "at_line", "file", "path", "process", "pid",
        }, cause.code  # fmt: skip


@pytest.mark.parametrize("word", ["DB001", "db001", "db-auth-failed", "db_auth_failed"])
def test_find_when_given_code_or_slug_in_any_case_then_is_the_cause(word: str) -> None:
    cause = find(word)
    assert cause is not None
    assert cause.code == "DB001"


def test_find_when_given_a_variant_then_is_its_cause() -> None:
    cause = find("migration-object-exists")
    assert cause is not None
    assert cause.code == "BOOT004"


def test_nearest_when_misspelt_then_the_likeliest_comes_first() -> None:
    assert nearest("db-auth-faild")[0] == "db-auth-failed"


@pytest.mark.parametrize("word", ["DB1", "db01", "DB0001"])
def test_nearest_when_zeros_are_missing_or_too_many_then_the_code_alone(word: str) -> None:
    assert nearest(word) == ("DB001",)
