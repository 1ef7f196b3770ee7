"""`fix502 drill`: break a sandbox on purpose, then find and repair it."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from fix502.model.exit_codes import ExitCode

if TYPE_CHECKING:
    from fix502.drills.records import Drill, Result
    from fix502.drills.session import Session

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def command(  # noqa: C901, PLR0913 - one parameter for each option, each checked once
    names: Annotated[list[str] | None, typer.Argument(help="Drills to run; --list names them.")] = None,
    *,
    all_drills: Annotated[bool, typer.Option("--all", help="Run every drill.")] = False,
    list_drills: Annotated[bool, typer.Option("--list", help="List the drills and run none.")] = False,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    keep: Annotated[bool, typer.Option("--keep", help="Keep the sandboxes' files, and say where.")] = False,
    app: Annotated[
        Path | None, typer.Option("--app", metavar="DIR", help="Where the marketplace's folder is.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many drills run at once.")] = 2,
) -> int:
    """Put real faults into a sandbox on this machine, diagnose and repair them with fix502's own commands.

    The sandbox is made of processes on loopback addresses: nginx, PostgreSQL, Gunicorn, and a stand-in for
    CapRover's API. Nothing else on the machine, and nothing outside it, is touched.
    """
    from fix502.drills.errors import SandboxError
    from fix502.drills.faults import DRILLS
    from fix502.drills.session import Session

    if output_format not in ("text", "json"):
        return _refuse(f'--format is "{output_format}"; expected text or json')
    if list_drills:
        print("\n".join(f"{drill.name:<20} {drill.cause:<8} {drill.summary}" for drill in DRILLS))
        return ExitCode.OK
    chosen = _choose(names or [], all_drills=all_drills)
    if isinstance(chosen, str):
        return _refuse(chosen)
    # The end of a terminal or of a service ends the run as Ctrl-C does: with every process of the sandbox.
    for number in _ENDS:
        signal.signal(number, _interrupt)
    is_text = output_format == "text"
    try:
        if len(chosen) > 1 and jobs > 1:
            results = _run_at_once(chosen, jobs, app=app, keep=keep, is_text=is_text)
        else:
            with Session(app=app, keep=keep) as session:
                results = _run(chosen, session, is_text=is_text)
                if keep:
                    print(f"The sandboxes' files are in {session.root}", file=sys.stderr)
    except SandboxError as error:
        cure = f"\nWhat to do: {error.cure}" if error.cure else ""
        print(f"The sandbox can't be built: {error}{cure}", file=sys.stderr)
        return ExitCode.INCOMPLETE
    if output_format == "json":
        import json

        print(json.dumps({"drills": [result.as_json() for result in results]}, indent=2))
    else:
        print(_table(results))
    for result in results:
        if result.problem:
            print(f"\n{result.name}: {result.problem}", file=sys.stderr)
    return ExitCode.OK if all(result.passed for result in results) else ExitCode.CAUSE


def _choose(names: Sequence[str], *, all_drills: bool) -> "tuple[Drill, ...] | str":
    """Return the drills to run, or what is wrong with the wish."""
    from difflib import get_close_matches

    from fix502.drills.faults import DRILLS, drill_find

    if all_drills and names:
        return "--all runs every drill; leave the names out, or leave --all out"
    if all_drills:
        return DRILLS
    if not names:
        return "say which drills to run, or --all; --list names them"
    found = []
    for name in names:
        drill = drill_find(name)
        if drill is None:
            near = get_close_matches(name, [known.name for known in DRILLS], n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            return f'there is no drill "{name}".{hint} --list names them'
        found.append(drill)
    return tuple(found)


def _run(drills: "Sequence[Drill]", session: "Session", *, is_text: bool) -> "list[Result]":
    from fix502.drills.runner import drill_run

    # Progress is no result: with --format json it would spoil the pipe.
    stream = sys.stdout if is_text else sys.stderr
    results = []
    for drill in drills:

        def show(stage: str, seconds: float, name: str = drill.name) -> None:
            print(f"{name:<24}{stage:<9}{seconds:6.1f} s", file=stream, flush=True)

        print(f"{drill.name:<24}{drill.summary}", file=stream, flush=True)
        result = drill_run(drill, session, show)
        results.append(result)
        outcome = "found and fixed" if result.passed else "NOT as it should be"
        print(f"{drill.name:<24}{outcome}, {result.seconds['total']:.1f} s in all", file=stream, flush=True)
    return results


def _run_at_once(
    drills: "Sequence[Drill]", jobs: int, *, app: Path | None, keep: bool, is_text: bool
) -> "list[Result]":
    from fix502.drills.fleet import fleet_run

    stream = sys.stdout if is_text else sys.stderr
    options = [*(["--app", str(app)] if app else []), *(["--keep"] if keep else [])]
    return fleet_run(
        drills, jobs=jobs, options=options, line=lambda text: print(text, file=stream, flush=True)
    )


def _table(results: "Sequence[Result]") -> str:
    rows: list[tuple[str, ...]] = [("drill", "cause", "found", "fixed", "undone", "diagnose", "fix", "total")]
    for result in results:
        undone = "-" if result.undone is None else _word(result.undone)
        times = [f"{result.seconds.get(stage, 0.0):.1f} s" for stage in ("diagnose", "fix", "total")]
        rows.append((result.name, result.cause, _word(result.found), _word(result.fixed), undone, *times))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n" + "\n".join(line.rstrip() for line in lines)


def _word(value: bool) -> str:
    return "yes" if value else "NO"


def _refuse(message: str) -> int:
    print(f"Error: {message}.", file=sys.stderr)
    return ExitCode.USAGE


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: a second one would interrupt the cleaning up.
    for number in _ENDS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
