"""Every example log names its cause, and nothing else; innocent logs name none.

The examples are the project's own, written after the programs' real messages.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fix502.causes.registry import causes
from fix502.engine.diagnosis import diagnose
from fix502.formats.line import render
from fix502.model.facts import Fact, FactKind
from fix502.model.findings import Bundle, Finding, Grade, Report, Verdict
from fix502.parsers.assembly import facts_of
from fix502.parsers.text import log_from_bytes, log_from_text

LOGS = Path(__file__).parent / "logs"


@dataclass(frozen=True, slots=True)
class Example:
    """One log. `code` and `slug` are what it shows, or empty."""

    name: str
    text: str
    code: str = ""
    slug: str = ""


def examples(file: str) -> list[Example]:
    """Return the examples of one file. A heading is `### CODE[=SLUG] words` or `### words`."""
    found = []
    for part in re.split(r"^### ", (LOGS / file).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        code, _, slug = heading.split(" ")[0].partition("=")
        found.append(Example(heading, text, code, slug))
    return found


FAULTS = examples("faults.txt")
INNOCENTS = examples("innocents.txt")
# What no log alone can prove: it takes the platform's settings or the visitor's view (tests/engine).
NOT_FROM_A_LOG = {"NET002", "NET010", "NET014", "TSK003"}


def decoded(text: str) -> Report:
    return diagnose(Bundle(logs=(log_from_text(text),)))


def sure(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.grade is not Grade.POSSIBLE]


@pytest.mark.parametrize("example", FAULTS, ids=lambda example: example.name)
def test_log_when_it_shows_a_fault_then_only_its_cause_is_found(example: Example) -> None:
    found = sure(decoded(example.text))
    assert [finding.code for finding in found] == [example.code]
    assert not example.slug or found[0].slug == example.slug


@pytest.mark.parametrize("example", FAULTS, ids=lambda example: example.name)
def test_log_when_a_completed_start_follows_then_start_up_faults_are_history(example: Example) -> None:
    later = "guard: start-up complete, serving on 0.0.0.0:80 after 1.9 s\n"
    report = decoded(example.text + later)
    assert report.verdict is not Verdict.CAUSE or example.code in {"NET011", "RES002", "APP003"}


@pytest.mark.parametrize("example", INNOCENTS, ids=lambda example: example.name)
def test_log_when_innocent_then_no_cause_is_claimed(example: Example) -> None:
    report = decoded(example.text)
    assert sure(report) == []
    assert report.verdict in {Verdict.HEALTHY, Verdict.UNDETERMINED}


@pytest.mark.parametrize(
    "noise", INNOCENTS[3:4] + INNOCENTS[7:9] + INNOCENTS[10:11], ids=lambda item: item.name
)
@pytest.mark.parametrize("example", FAULTS[::4], ids=lambda example: example.name)
def test_log_when_harmless_lines_stand_before_then_verdict_stays(example: Example, noise: Example) -> None:
    assert [item.code for item in sure(decoded(noise.text + example.text))] == [example.code]


def test_examples_when_counted_then_every_cause_has_one() -> None:
    shown = {example.code for example in FAULTS}
    assert {cause.code for cause in causes()} - shown == NOT_FROM_A_LOG


def test_script_when_only_said_not_to_exist_then_line_ends_are_likely_at_most() -> None:
    (finding,) = sure(decoded("exec /app/entrypoint.sh: no such file or directory\n"))
    assert (finding.code, finding.grade) == ("TSK007", Grade.LIKELY)


def test_line_when_envelope_only_then_nothing_is_printed() -> None:
    assert render(decoded("Reason: Worker failed to boot.\n")) == ""


UNRELATED = (
    Fact(kind=FactKind.NEIGHBOUR, subject="blog", value=502),
    Fact(kind=FactKind.DOMAIN, subject="shop.example", value="custom", data={"ssl": True}),
    Fact(kind=FactKind.HAS_VOLUMES, subject="shop", value=False),
    Fact(kind=FactKind.PREVIOUS_IMAGE, subject="shop", value="img-shop:12"),
)
GRADES = [Grade.POSSIBLE, Grade.LIKELY, Grade.CONFIRMED]


def outcome(facts: tuple[Fact, ...]) -> tuple[str, list[tuple[str, str, str]]]:
    report = diagnose(Bundle(facts=facts))
    return report.verdict.value, [(item.code, item.grade.value, item.sentence) for item in report.findings]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(FAULTS), st.randoms(use_true_random=False))
def test_verdict_when_facts_come_in_any_order_and_twice_then_stays(
    example: Example, chance: random.Random
) -> None:
    facts = list(facts_of(log_from_text(example.text)))
    mixed = [*facts, *chance.sample(facts, chance.randint(0, len(facts))), *UNRELATED]
    chance.shuffle(mixed)
    assert outcome(tuple(mixed)) == outcome(tuple(facts))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(FAULTS), st.data())
def test_grade_when_a_required_fact_is_taken_away_then_never_rises(
    example: Example, data: st.DataObject
) -> None:
    facts = facts_of(log_from_text(example.text))
    before = {item.code: item.grade for item in diagnose(Bundle(facts=facts)).findings}
    evidence = [fact for item in diagnose(Bundle(facts=facts)).findings for fact in item.evidence]
    taken = data.draw(st.sampled_from(evidence))
    after = {
        item.code: item.grade
        for item in diagnose(Bundle(facts=tuple(fact for fact in facts if fact != taken))).findings
    }
    grade = after.get(example.code)
    assert grade is None or GRADES.index(grade) <= GRADES.index(before[example.code])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FAULTS + INNOCENTS), st.integers(0, 2000), st.integers(0, 2000))
def test_log_when_cut_anywhere_then_decoding_never_fails(example: Example, start: int, length: int) -> None:
    decoded(example.text[start : start + length])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(FAULTS))
def test_bytes_when_they_are_anything_then_decoding_never_fails(raw: bytes, example: Example) -> None:
    diagnose(Bundle(logs=(log_from_bytes(raw + example.text.encode() + raw),)))


@pytest.mark.parametrize(
    "line",
    [
        "a" * 10_000_000,
        "(" * 200_000,
        "password=" * 100_000,
        'File "' * 100_000,
        "environment variable A" * 9_000,
    ],
    ids=["letters", "brackets", "passwords", "frames", "variables"],
)
def test_line_when_it_is_huge_then_it_is_read_all_the_same(line: str) -> None:
    tail = "\nModuleNotFoundError: No module named 'whitenoise'\n"
    assert [item.code for item in sure(decoded(line + tail))] == ["BOOT001"]
