"""`fix502 diagnose`: finds out why an app answers 502."""

from typing import Annotated

import typer

from fix502.cli.progress import Progress
from fix502.cli.session import (
    ConnectOption,
    Format,
    ProfileOption,
    VerboseOption,
    open_session,
    profile_for,
    profile_of_url,
)
from fix502.model.evidence import State
from fix502.model.exit_codes import ExitCode
from fix502.model.findings import Report, Verdict


def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    url: Annotated[str, typer.Argument(metavar="URL", help="Look at this address, from outside only.")] = "",
    app: Annotated[
        str, typer.Option("--app", metavar="NAME", help="Another app of the profile's platform.")
    ] = "",
    profile: ProfileOption = None,
    output: Annotated[Format, typer.Option("--format", help="line: one line, or nothing.")] = Format.TEXT,
    connect: ConnectOption = "",
    verbose: VerboseOption = False,
) -> int:
    """Find out why an app answers 502: looks from outside, asks the platform, reads the log. Changes nothing.

    Exit code: 0 healthy, 1 cause determined, 3 undetermined, 4 could not look or not settled yet, 2 wrong
    usage.
    """
    if url and app:
        raise typer.BadParameter("give an address or --app, not both")
    known = profile_of_url(url) if url else profile_for(profile)
    from fix502.engine.diagnosis import diagnose

    with open_session(known, connect, app=app) as session, Progress("Looking", verbose=verbose) as progress:
        bundle = session.site.collect(progress.note)
        report = with_next(diagnose(bundle), is_outside_only=bool(url))
    show(report, output, verbose=verbose)
    return exit_code(report)


def with_next(report: Report, *, is_outside_only: bool) -> Report:
    """Add the exact next command where only the outside was looked at: it decides little by itself."""
    from dataclasses import replace

    if not is_outside_only or report.verdict in (Verdict.HEALTHY, Verdict.CAUSE):
        return report
    return replace(
        report, next_command="fix502 decode FILE   # with the app's log; or diagnose with a fix502.toml"
    )


def show(report: Report, output: Format, *, verbose: bool = False) -> None:
    """Print the report on standard output; with `verbose`, each look too."""
    if output is Format.JSON:
        from fix502.formats import json

        print(json.render(report))
        return
    if output is Format.LINE:
        from fix502.formats import line

        text = line.render(report)
        if text:
            print(text)
        return
    from fix502.cli.output import print_report

    print_report(report)
    unseen = [o for o in report.observations if o.state not in (State.OK, State.EMPTY)]
    looks = report.observations if verbose else tuple(unseen)
    if looks:
        print(
            "\nLooks"
            if verbose
            else "\nCould not look"
            if report.verdict is not Verdict.CAUSE
            else "\nLooks that failed"
        )
    for look in looks:
        print(
            f"  {look.state:<8} {look.seconds:5.1f} s  "
            f"{look.asked}{f': {look.detail}' if look.detail else ''}"
        )


def exit_code(report: Report) -> ExitCode:
    """Return the exit code that a report stands for."""
    match report.verdict:
        case Verdict.HEALTHY:
            return ExitCode.OK
        case Verdict.CAUSE:
            return ExitCode.CAUSE
        case Verdict.STARTING | Verdict.DEPLOYING:
            return ExitCode.INCOMPLETE
        case Verdict.UNDETERMINED:
            answered = any(o.source == "outside" and o.state is State.OK for o in report.observations)
            denied = any(o.state in (State.DENIED, State.TIMEOUT) for o in report.observations)
            is_problem = bool(report.findings) or answered or not denied
            return ExitCode.UNDETERMINED if is_problem else ExitCode.INCOMPLETE
