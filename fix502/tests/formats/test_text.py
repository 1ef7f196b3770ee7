"""The text that people read, byte for byte."""

from pathlib import Path

import pytest

from fix502.engine.diagnosis import diagnose
from fix502.formats import text
from fix502.model.findings import Bundle, Report
from fix502.parsers.text import log_from_text

GOLDEN = Path(__file__).parent / "golden"
LOGS = {
    "password_refused": (
        "guard: listening on 0.0.0.0:80 (pid 7)\n"
        'connection to server at "db", port 5432 failed: '
        'FATAL:  password authentication failed for user "shop"\n'
        "guard: step database: failed in 0.41 s (required, exit 77, attempt 1), trying again in 1 s\n"
    ),
    "envelope_only": "[2025-03-01 10:00:01 +0000] [1] [ERROR] Reason: Worker failed to boot.\n",
    "healthy": (
        "django.db.utils.OperationalError: "
        'connection to server at "db", port 5432 failed: Connection refused\n'
        "Postgres is up - executing command\n"
        "guard: start-up complete, serving on 0.0.0.0:80 after 1.9 s\n"
    ),
    "upstream_refused": (
        "2025/03/01 10:00:00 [error] 30#30: *5 connect() failed (111: Connection refused) while connecting "
        'to upstream, client: 10.0.0.9, server: shop.example, upstream: "http://172.18.0.9:8000/"\n'
    ),
}


def report_of(name: str) -> Report:
    return diagnose(Bundle(logs=(log_from_text(LOGS[name]),)))


@pytest.mark.parametrize("name", sorted(LOGS))
def test_text_when_rendered_then_is_the_golden_one(name: str) -> None:
    assert text.render(report_of(name)) + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("name", sorted(LOGS))
def test_text_when_the_terminal_is_narrow_then_only_the_verdict_may_be_longer(name: str, width: int) -> None:
    report = report_of(name)
    body, _, _command = text.render(report, width).partition("\nNext\n")
    verdict, *rest = body.splitlines()
    assert verdict == report.headline
    assert max((len(line) for line in rest), default=0) <= width


def test_text_when_rendered_then_the_verdict_stands_first() -> None:
    report = report_of("password_refused")
    assert text.render(report).splitlines()[0] == report.headline
