"""`fix502 status`: says whether the app runs, and from what that was inferred."""

import json
from typing import Annotated

import typer

from fix502.cli.progress import Progress
from fix502.cli.session import ConnectOption, ProfileOption, Table, VerboseOption, open_session, profile_for
from fix502.collectors.condition import MEANING, Condition, Inferred, condition_of
from fix502.model.exit_codes import ExitCode

SCHEMA = "fix502.status/1"
_CODES = {
    Condition.RUNNING: ExitCode.OK,
    Condition.BUILDING: ExitCode.INCOMPLETE,
    Condition.UNKNOWN: ExitCode.INCOMPLETE,
    Condition.STOPPED: ExitCode.CAUSE,
    Condition.CRASHING: ExitCode.CAUSE,
    Condition.MISSING: ExitCode.CAUSE,
}


def command(
    app: Annotated[
        str, typer.Option("--app", metavar="NAME", help="Another app of the profile's platform.")
    ] = "",
    profile: ProfileOption = None,
    output: Annotated[Table, typer.Option("--format")] = Table.TEXT,
    connect: ConnectOption = "",
    verbose: VerboseOption = False,
) -> int:
    """Say whether the app is running, stopped, crashing, building, missing or unknown, and from what.

    CapRover shows no state of its containers: what can't be inferred is unknown, not guessed.

    Exit code: 0 running, 1 stopped, crashing or missing, 4 building or unknown, 2 wrong usage.
    """
    from fix502.engine.diagnosis import diagnose

    known = profile_for(profile)
    with open_session(known, connect, app=app) as session, Progress("Looking", verbose=verbose) as progress:
        bundle = session.site.collect(progress.note)
        inferred = condition_of(bundle, diagnose(bundle))
        name = session.profile.app.name
    if output is Table.JSON:
        print(json.dumps(as_data(name, inferred), indent=2, ensure_ascii=False))
    else:
        print(f"{name}: {inferred.condition} ({MEANING[inferred.condition]})")
        for reason in inferred.because:
            print(f"  because {reason}")
        if inferred.condition is not Condition.RUNNING:
            print("\nNext\n  fix502 diagnose")
    return _CODES[inferred.condition]


def as_data(name: str, inferred: Inferred) -> dict[str, object]:
    """Return the result as plain data of schema `fix502.status/1`."""
    return {
        "schema": SCHEMA,
        "app": name,
        "condition": inferred.condition.value,
        "meaning": MEANING[inferred.condition],
        "because": list(inferred.because),
    }
