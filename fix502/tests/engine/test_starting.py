from datetime import UTC, datetime, timedelta

import pytest

from fix502.engine.diagnosis import diagnose
from fix502.model.evidence import Log, LogLine
from fix502.model.facts import Fact, FactKind
from fix502.model.findings import Bundle, Verdict

BEGIN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FIRST_START = (
    (0, "guard: listening on 0.0.0.0:80 (pid 100)"),
    (1, "guard: step settings: ok in 0.40 s (required)"),
    (4, "guard: server started (pid 110, attempt 1)"),
    (6, "guard: start-up complete, serving on 0.0.0.0:80 after 6.0 s"),
    (30, "guard: draining for 12 s (SIGTERM)"),
    (42, "guard: stopped"),
)
SECOND_START = (
    (43, "guard: listening on 0.0.0.0:80 (pid 200)"),
    (44, "guard: step settings: ok in 0.40 s (required)"),
)


def bundle(rows: tuple[tuple[int, str], ...], age: int) -> Bundle:
    lines = tuple(
        LogLine(text=text, at=BEGIN + timedelta(seconds=second), stream="out", number=number)
        for number, (second, text) in enumerate(rows, start=1)
    )
    down = Fact(
        kind=FactKind.HTTP,
        subject="/health/",
        value=503,
        data={"page": "guard-503", "expected": False},
        at=BEGIN,
    )
    now = BEGIN + timedelta(seconds=age)
    return Bundle(
        logs=(Log(observation="caprover:logs", lines=lines),), facts=(down,), now=now, start_seconds=20
    )


@pytest.mark.parametrize("age", [45, 60])
def test_diagnose_when_a_second_start_is_young_then_it_is_starting(age: int) -> None:
    assert diagnose(bundle(FIRST_START + SECOND_START, age)).verdict is Verdict.STARTING


def test_diagnose_when_a_second_start_takes_too_long_then_it_is_undetermined() -> None:
    assert diagnose(bundle(FIRST_START + SECOND_START, 90)).verdict is Verdict.UNDETERMINED


def test_diagnose_when_the_start_was_complete_then_it_is_not_starting() -> None:
    assert diagnose(bundle(FIRST_START[:4], 8)).verdict is not Verdict.STARTING
