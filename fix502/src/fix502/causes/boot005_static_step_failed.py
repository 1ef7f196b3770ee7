"""Collecting the static files fails.

## What it is

`collectstatic` can't write its folder, or `STATIC_ROOT` is not set. At build time it stops the
build; in a start command of the form `collectstatic && gunicorn` it stops the server.

## Why it becomes a 502

The shell's `&&` runs the server only after a success. As an optional step of the guard the same
failure costs nothing but styles: the site answers.

## How it is told from its rivals

The failing command is collectstatic and no other. The same "Permission denied" somewhere else is
BOOT006; a full disk is RES001.

## Repair by hand

1. Set STATIC_ROOT to a folder the app's user may write.
2. Better: collect at build time (`RUN python manage.py collectstatic --noinput`) and take the step
   out of the start command.

## What fix502 changes

Restores the variable that names the folder, or rolls back to the last image that worked.

## Limits

A mounted volume may hide the files that the image contains; the platform's API shows the mount, not
its content.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import (
    APP_LOG,
    all_of,
    any_of,
    logged,
    not_,
    outside_fails,
    outside_well,
    stated,
)
from fix502.causes.record import Cause, Depth
from fix502.model.facts import Fact, FactKind


def is_failed_static(fact: Fact) -> bool:
    """Tell whether `fact` is the failure of a boot step that collects static files."""
    return fact.subject in {"static", "collectstatic", "staticfiles"} and fact.value == "failed"


outside_blocked = any_of(
    stated(FactKind.STEP, where=is_failed_static, text="the step failed", missing=APP_LOG),
    not_(outside_well, "some path does not answer as expected"),
)

CAUSE = Cause(
    code="BOOT005",
    slug="static-step-failed",
    title="Collecting the static files fails",
    passes_as="The static files are collected",
    depth=Depth.START,
    requires=(
        any_of(
            stated(
                FactKind.STEP,
                where=is_failed_static,
                text="the boot step that collects static files failed",
                missing=APP_LOG,
            ),
            logged("static-root-missing", text="STATIC_ROOT is not set"),
            logged("static-files", text="the static files are not collected"),
            all_of(logged("collectstatic-failed", text="collectstatic ends with an error"), outside_fails),
        ),
    ),
    refuted_by=(not_(outside_blocked, "every path answers from outside as expected, and no step failed"),),
    rivals=("BOOT006", "RES001", "BOOT003"),
    root_of=("TSK003", "BOOT006", "NET016"),
    sentences=(
        'The optional step "{optional_step}" failed; the site works without it',
        'The step "{step}" failed',
        "Static files can't be collected in {path}: {text}",
        "Collecting the static files fails",
    ),
    remedies=("set-variable", "roll-back", "advise-static-at-build"),
    parameters=fixed(variable="STATIC_ROOT"),
    variants={"static-root-missing": logged("static-root-missing", text="STATIC_ROOT is not set")},
    harmless=stated(
        FactKind.STEP,
        where=lambda fact: is_failed_static(fact) and fact.data.get("required") is False,
        text="the step is optional: the start goes on without it",
        missing=APP_LOG,
    ),
    drill="static-step",
)
