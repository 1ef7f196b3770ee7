"""`fix502 explain` and `fix502 causes`."""

import json
from pathlib import Path

import pytest

from fix502.causes.registry import causes
from fix502.cli import app
from fix502.formats.documents import documents
from fix502.model.exit_codes import ExitCode


@pytest.mark.parametrize("word", ["DB001", "db-auth-failed"])
def test_explain_when_cause_is_known_then_prints_its_page(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["explain", word]) == ExitCode.OK
    assert "## How it is told from its rivals" in capsys.readouterr().out


def test_explain_when_cause_is_misspelt_then_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["explain", "port-mismach"]) == ExitCode.USAGE
    assert "Did you mean port-mismatch" in capsys.readouterr().err


def test_explain_when_format_is_json_then_record_and_page_are_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app.main(["explain", "NET010", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert (data["code"], data["slug"]) == ("NET010", "port-mismatch")
    assert "## Limits" in data["page"]


def test_causes_when_listed_then_each_has_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["causes"]) == ExitCode.OK
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == [cause.code for cause in causes()]


def test_causes_when_format_is_json_then_each_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["causes", "--format", "json"])
    assert len(json.loads(capsys.readouterr().out)) == len(causes())


def test_causes_when_docs_are_written_then_old_pages_go(tmp_path: Path) -> None:
    (tmp_path / "causes").mkdir()
    (tmp_path / "causes" / "OLD001.md").write_text("gone")
    assert app.main(["causes", "--write-docs", str(tmp_path)]) == ExitCode.OK
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.md")}
    assert written == set(documents())


def test_causes_when_folder_can_t_be_written_then_error_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert app.main(["causes", "--write-docs", str(tmp_path / "file")]) == ExitCode.USAGE
    assert "cannot write to" in capsys.readouterr().err
