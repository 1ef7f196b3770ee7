"""`fix502 check`: tests from outside every path that the profile names."""

import json
from typing import Annotated

import typer

from fix502.cli.progress import Progress
from fix502.cli.session import (
    ConnectOption,
    ProfileOption,
    Session,
    Table,
    VerboseOption,
    open_session,
    profile_for,
)
from fix502.collectors.verdicts import Judged, judge_certificate
from fix502.model.exit_codes import ExitCode
from fix502.platforms.errors import PlatformError
from fix502.remedies.errors import StateError

SCHEMA = "fix502.check/1"


def command(
    profile: ProfileOption = None,
    output: Annotated[Table, typer.Option("--format")] = Table.TEXT,
    connect: ConnectOption = "",
    explain: Annotated[
        bool, typer.Option("--explain-profile", help="Print every key that a fix502.toml may have.")
    ] = False,
    verbose: VerboseOption = False,
) -> int:
    """Ask from outside for every path that the profile names, and compare the answers with what it expects.

    When all is well and the platform's password is at hand, the app's definition is saved as the last known
    good: repairs go back to it.

    Exit code: 0 all as expected, 3 something is not, 2 wrong usage.
    """
    if explain:
        from fix502.profile import explain_profile

        print(explain_profile())
        return ExitCode.OK
    from fix502.remedies.proof import ask_all

    known = profile_for(profile)
    with (
        open_session(known, connect, platform_wanted=False) as session,
        Progress("Checking", verbose=verbose) as progress,
    ):
        progress.note(f"asking for {len(known.checks)} paths")
        judged = ask_all(session.site.door, known.checks)
        certificate = judge_certificate(session.site.door, session.site.timeout)
        if certificate is not None:
            judged = (*judged, certificate)
        is_well = all(one.is_expected for one in judged)
        saved = save_last_good(session) if is_well else ""
    if output is Table.JSON:
        print(json.dumps(as_data(judged, known.app.url, saved), indent=2))
    else:
        print_table(judged, known.app.name, known.app.url, saved)
    return ExitCode.OK if is_well else ExitCode.UNDETERMINED


def save_last_good(session: Session) -> str:
    """Save the definition; return where, or why not."""
    if session.platform is None or session.store is None:
        return "not saved: no platform, or its password is not at hand"
    try:
        return f"saved in {session.store.save_last_good(session.platform.app(session.profile.app.name))}"
    except (PlatformError, StateError) as error:
        return f"not saved: {error}"


def print_table(judged: tuple[Judged, ...], name: str, url: str, saved: str) -> None:
    """Print the verdict line and the table."""
    good = sum(one.is_expected for one in judged)
    state = "is well" if good == len(judged) else "is not well"
    print(f"{name} {state}: {good} of {len(judged)} checks are as expected ({url})")
    rows = [("", "check", "observed", "expected", "seconds")]
    rows += [
        (
            "ok" if one.is_expected else "FAIL",
            one.check.path,
            one.observed,
            one.expected,
            f"{one.reply.seconds:.2f}",
        )
        for one in judged
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    print()
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if saved:
        print(f"\nLast known good: {saved}")
    if good < len(judged):
        print("\nNext\n  fix502 diagnose")


def as_data(judged: tuple[Judged, ...], url: str, saved: str) -> dict[str, object]:
    """Return the result as plain data of schema `fix502.check/1`."""
    return {
        "schema": SCHEMA,
        "url": url,
        "ok": all(one.is_expected for one in judged),
        "checks": [
            {
                "path": one.check.path,
                "ok": one.is_expected,
                "status": one.reply.status,
                "page": one.page,
                "observed": one.observed,
                "expected": one.expected,
                "seconds": round(one.reply.seconds, 3),
            }
            for one in judged
        ],
        "last_known_good": saved,
    }
