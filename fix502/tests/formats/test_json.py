"""The JSON that programs read."""

import json

from fix502.engine.diagnosis import diagnose
from fix502.formats import json as report_json
from fix502.formats import line
from fix502.model.findings import Bundle
from fix502.parsers.text import log_from_text

REPORT = diagnose(Bundle(logs=(log_from_text("ModuleNotFoundError: No module named 'whitenoise'\n"),)))


def test_json_when_rendered_then_has_the_schema_s_keys() -> None:
    data = json.loads(report_json.render(REPORT))
    assert data["schema"] == "fix502.report/1"
    assert set(data) == {
        "schema", "version", "verdict", "headline", "findings", "ruled_out", "missing", "also_seen",
        "next_command", "observations",
    }  # fmt: skip


def test_json_when_a_cause_is_found_then_finding_is_whole() -> None:
    (finding,) = json.loads(report_json.render(REPORT))["findings"]
    assert finding["code"] == "BOOT001"
    assert finding["slug"] == "app-missing-module"
    assert finding["grade"] == "confirmed"
    assert finding["sentence"] == 'The Python module "whitenoise" is not installed'
    assert finding["evidence"][0]["line"] == "ModuleNotFoundError: No module named 'whitenoise'"
    assert finding["evidence"][0]["number"] == 1
    assert finding["remedies"][0] == "roll-back"


def test_line_when_a_cause_is_found_then_is_code_sentence_grade() -> None:
    assert line.render(REPORT) == 'BOOT001 The Python module "whitenoise" is not installed (confirmed)'


def test_line_when_undetermined_then_is_empty() -> None:
    assert line.render(diagnose(Bundle())) == ""
