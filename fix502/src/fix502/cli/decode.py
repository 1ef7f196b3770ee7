"""`fix502 decode`: names the cause in a pasted log."""

import argparse
import sys
from enum import StrEnum
from pathlib import Path

from fix502.cli.errors import UsageError
from fix502.model.exit_codes import ExitCode
from fix502.model.findings import Report, Verdict

DESCRIPTION = """\
Name the cause in a log: of the app, the proxy, the database, the kernel, mixed or alone.

Reads text of any encoding, from a file or from standard input. Nothing leaves this machine, and secrets are
hidden in what is printed.
"""
EPILOG = "Exit code: 0 no fault, 1 cause determined, 3 undetermined, 2 nothing to read."


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    LINE = "line"


def main(words: list[str]) -> int:
    """Parse `words`, decode the log they name, print the report, return its exit code."""
    parser = argparse.ArgumentParser(
        prog="fix502 decode",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file", nargs="?", type=Path, help="the log; without it, or with -, standard input is read"
    )
    parser.add_argument(
        "--format",
        type=Format,
        choices=list(Format),
        default=Format.TEXT,
        metavar="{text,json,line}",
        help="line prints one line, or nothing when undetermined",
    )
    options = parser.parse_args(words)
    return decode(options.file, options.format)


def decode(file: Path | None, output: Format) -> ExitCode:
    """Decode `file` (None: standard input), print the report, return its exit code."""
    raw = read_input(file)
    from fix502.engine.diagnosis import diagnose
    from fix502.model.findings import Bundle
    from fix502.parsers.text import log_from_bytes

    source = "paste" if file is None or str(file) == "-" else file.name
    report = diagnose(Bundle(logs=(log_from_bytes(raw, source),)))
    show(report, output)
    return exit_code(report)


def read_input(file: Path | None) -> bytes:
    """Return the log's bytes. Raises UsageError, which says what to do, if there are none."""
    if file is not None and str(file) != "-":
        try:
            return file.read_bytes()
        except OSError as error:
            raise UsageError(f"cannot read {file}: {error.strerror or type(error).__name__}") from error
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            "standard input is the terminal, and there is no log in it. Give a file, or a pipe: "
            "`docker logs CONTAINER 2>&1 | fix502 decode`"
        )
    return sys.stdin.buffer.read()


def show(report: Report, output: Format) -> None:
    """Print the report on standard output."""
    if output is Format.LINE:
        from fix502.formats import line

        text = line.render(report)
        if text:
            print(text)
    elif output is Format.JSON:
        from fix502.formats import json

        print(json.render(report))
    else:
        from fix502.cli.output import print_report

        print_report(report)


def exit_code(report: Report) -> ExitCode:
    """Return the exit code that a report stands for."""
    if report.verdict is Verdict.CAUSE:
        return ExitCode.CAUSE
    if report.verdict is Verdict.UNDETERMINED:
        return ExitCode.UNDETERMINED
    if report.verdict is Verdict.HEALTHY:
        return ExitCode.OK
    return ExitCode.INCOMPLETE
