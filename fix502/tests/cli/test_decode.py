"""`fix502 decode` as it is typed."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from fix502.cli import app
from fix502.model.exit_codes import ExitCode

FAULT = b"ModuleNotFoundError: No module named 'whitenoise'\n"


def run(*words: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "fix502", "decode", *words], input=stdin, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    ("log", "code"),
    [
        (FAULT, ExitCode.CAUSE),
        (b"guard: start-up complete, serving on 0.0.0.0:80 after 1.9 s\n", ExitCode.OK),
        (b"Reason: Worker failed to boot.\n", ExitCode.UNDETERMINED),
        (b"", ExitCode.UNDETERMINED),
        (b"\xff\xfe\x00\x01\xc3\x28" + FAULT[:0], ExitCode.UNDETERMINED),
    ],
)
def test_decode_when_log_is_piped_then_exit_code_carries_the_verdict(log: bytes, code: ExitCode) -> None:
    done = run(stdin=log)
    assert done.returncode == code
    assert done.stderr == b""


def test_decode_when_in_a_pipe_then_text_is_plain() -> None:
    assert b"\x1b" not in run(stdin=FAULT).stdout


def test_decode_when_format_is_line_then_one_line_is_printed() -> None:
    said = run("--format", "line", stdin=FAULT).stdout
    assert said == b'BOOT001 The Python module "whitenoise" is not installed (confirmed)\n'


def test_decode_when_format_is_line_and_undetermined_then_nothing_is_printed() -> None:
    assert run("--format", "line", stdin=b"hello\n").stdout == b""


def test_decode_when_format_is_json_then_is_one_object() -> None:
    assert json.loads(run("--format", "json", stdin=FAULT).stdout)["verdict"] == "cause"


def test_decode_when_given_a_file_then_evidence_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.log").write_bytes(FAULT)
    assert app.main(["decode", str(tmp_path / "app.log")]) == ExitCode.CAUSE
    assert "app.log:1" in capsys.readouterr().out


def test_decode_when_file_is_absent_then_error_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["decode", "/nowhere/app.log"]) == ExitCode.USAGE
    assert "cannot read /nowhere/app.log" in capsys.readouterr().err


def test_decode_when_format_is_unknown_then_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["decode", "--format", "xml"]) == ExitCode.USAGE
    assert "--format" in capsys.readouterr().err


def test_decode_when_standard_input_is_a_terminal_then_says_what_to_do() -> None:
    leader, follower = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "fix502", "decode"], stdin=follower, capture_output=True, check=False
        )
    finally:
        os.close(leader)
        os.close(follower)
    assert done.returncode == ExitCode.USAGE
    assert b"standard input is the terminal" in done.stderr


def test_decode_when_output_is_a_terminal_then_verdict_is_coloured(tmp_path: Path) -> None:
    (tmp_path / "app.log").write_bytes(FAULT)
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {
        "TERM": "xterm"
    }
    try:
        subprocess.run(
            [sys.executable, "-m", "fix502", "decode", str(tmp_path / "app.log")],
            stdout=follower,
            check=False,
            env=environment,
        )
        said = os.read(leader, 65_536)
    finally:
        os.close(leader)
        os.close(follower)
    assert b"\x1b[1;31m" in said


def test_decode_when_it_runs_then_imports_nothing_heavy() -> None:
    program = (
        "import sys, io; sys.argv = ['fix502', 'decode', '--format', 'line', '/dev/null'];"
        "from fix502.__main__ import main; main();"
        "sys.exit(bool({'typer', 'rich', 'httpx', 'pydantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
