"""The command table, its help page, and what becomes of a command's result."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import typer

from fix502.cli import app
from fix502.cli.errors import UsageError
from fix502.model.exit_codes import ExitCode


@pytest.fixture(autouse=True)
def defect_reports_in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_help_when_asked_then_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--help"]) == ExitCode.OK
    page = capsys.readouterr().out
    for entry in app.COMMANDS:
        assert f"  {entry.name}" in page


def test_help_when_asked_then_neither_typer_nor_rich_is_imported() -> None:
    program = (
        "import sys; from fix502.cli.app import main; main(['--help']);"
        "sys.exit(bool({'typer', 'rich', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == 0


def test_main_when_word_is_unknown_then_names_the_nearest_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert app.main(["dignose"]) == ExitCode.USAGE
    assert "Did you mean `fix502 diagnose`?" in capsys.readouterr().err


def test_version_when_asked_then_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--version"]) == ExitCode.OK
    assert capsys.readouterr().out.startswith("fix502 ")


def interrupted(_words: list[str]) -> int:
    raise KeyboardInterrupt


def defective(_words: list[str]) -> int:
    raise LookupError("inner detail")


def misused(_words: list[str]) -> int:
    raise UsageError("cannot read x.log: no such file")


def aborted() -> int:
    raise typer.Abort


def undetermined(path: str) -> int:
    assert path == "x"
    return ExitCode.UNDETERMINED


def entry_for(monkeypatch: pytest.MonkeyPatch, **functions: Callable[..., int]) -> app.Entry:
    module = ModuleType("a_command")
    for name, function in functions.items():
        setattr(module, name, function)
    monkeypatch.setitem(sys.modules, "a_command", module)
    return app.Entry("try", "a_command", "Tries.")


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (lambda _words: ExitCode.UNDETERMINED, ExitCode.UNDETERMINED),
        (interrupted, ExitCode.INTERRUPTED),
        (defective, ExitCode.INTERNAL),
        (misused, ExitCode.USAGE),
    ],
)
def test_main_when_it_ends_then_its_end_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, function: Callable[..., int], code: ExitCode
) -> None:
    assert app.run(entry_for(monkeypatch, main=function), []) == code


@pytest.mark.parametrize(
    ("function", "words", "code"),
    [
        (undetermined, ["x"], ExitCode.UNDETERMINED),
        (undetermined, [], ExitCode.USAGE),
        (aborted, [], ExitCode.INTERRUPTED),
    ],
)
def test_typer_command_when_it_ends_then_its_end_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, function: Callable[..., int], words: list[str], code: ExitCode
) -> None:
    assert app.run(entry_for(monkeypatch, command=function), words) == code


def test_command_when_defective_then_report_file_holds_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    app.run(entry_for(monkeypatch, main=defective), [])
    said = capsys.readouterr().err
    assert "LookupError" in said
    assert "inner detail" not in said
    assert "inner detail" in next(tmp_path.glob("fix502-defect-*")).read_text()
