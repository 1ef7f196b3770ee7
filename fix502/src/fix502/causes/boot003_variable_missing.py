"""A required environment variable is not set.

## What it is

The settings read a variable that the process does not have: `os.environ["NAME"]`, django-environ,
decouple, pydantic, or a shell with `set -u`. Under CapRover a partial update with POST empties all
variables at once.

## Why it becomes a 502

Settings are read before anything else, so the start ends there.

## How it is told from its rivals

The message or the KeyError names the variable, and the frames lie in `os.py` or in a library that
reads the environment; a KeyError of a dictionary of the app's own is not this. An empty SECRET_KEY
has a code of its own (BOOT013).

## Repair by hand

Set the variable for the server's process (not only in your shell), and restart. Under CapRover: App
Configs, Environmental Variables, Save & Restart.

## What fix502 changes

Restores the missing variables from the last good definition, or sets the one you give with `--set
NAME=@FILE`.

## Limits

Only the first missing variable is in the log; the next one may show after the repair. With a
profile all of them are listed at once.
"""

from collections.abc import Mapping

from fix502.causes.parameters import named_variable
from fix502.causes.predicates import any_of, logged, start_complete, stated
from fix502.causes.record import Case, Cause, Depth
from fix502.model.facts import FactKind


def missing_variable(case: Case) -> Mapping[str, str]:
    """Name the variable: as the log has it, else as the profile does."""
    named = named_variable(case)
    if named:
        return named
    return next(({"variable": fact.subject} for fact in case.evidence if fact.kind is FactKind.VARIABLE), {})


CAUSE = Cause(
    code="BOOT003",
    slug="env-var-missing",
    title="A required environment variable is not set",
    passes_as="Every required environment variable is set",
    depth=Depth.START,
    requires=(
        any_of(
            logged("variable-missing", text="the app misses a variable"),
            stated(
                FactKind.VARIABLE,
                where=lambda fact: fact.data.get("required") is True and fact.data.get("present") is False,
                text="a variable that the profile requires is not set",
            ),
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("BOOT013", "BOOT002"),
    root_of=(
        "TSK003",
        "BOOT004",
        "BOOT005",
        "BOOT018",
        "TSK009",
        "NET016",
        "NET017",
        "NET018",
        "APP005",
        "EDG006",
        "BOOT013",
        "BOOT019",
    ),
    sentences=(
        "The variable {variable} {found}: expected {wanted}",
        "The variable {variable} is not set",
        "The variable {variable2} is not set",
        "The variable {variable3} is not set",
        "The variable {subject} is not set",
    ),
    remedies=("restore-variables", "set-variable"),
    parameters=missing_variable,
    drill="missing-variable",
)
