"""The app fails to start again and again, and the log does not say why.

## What it is

The log shows the envelope of a failure ("Worker failed to boot", HaltServer, H10, exits that
repeat) but not the letter: the traceback above it is cut off.

## Why it becomes a 502

The server never gets as far as answering.

## How it is told from its rivals

It is named only when no cause of its own is found: every start-up cause explains a crash loop and
folds it.

## Repair by hand

Fetch the lines above: `docker logs --tail 500 CONTAINER`, or run the start command by hand. With
gunicorn `--preload` prints the traceback once and ends.

## What fix502 changes

Rolls back to the last image that worked, when there is one and the last change was a deploy.

## Limits

From a pasted log it stays undetermined: guessing here would be worse than asking for the lines.
"""

from fix502.causes.predicates import APP_LOG, OUTSIDE, Answer, outside_well, seen, start_complete
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker


def fails_to_boot(view: View) -> Answer:
    """Yes if an envelope is there: failed boots, exits, a platform that says crashed."""
    found = (
        *view.select(FactKind.LOG_CLASS, "failed-boot"),
        *view.select(FactKind.EXIT),
        *view.select(FactKind.LOG_CLASS, "app-crashed"),
        *view.select(FactKind.LOG_CLASS, "start-too-often"),
        *view.select(FactKind.LOG_CLASS, "container-restarting"),
        *view.select(FactKind.LOG_STATE, None, lambda fact: fact.value == "repeating"),
    )
    heard = view.heard((Speaker.APP, Speaker.PLATFORM))
    return Answer(truth=True if found else False if heard else None, facts=found)


def loops(view: View) -> Answer:
    """Yes if visitors see the error and the log holds more than one attempt; a pasted log can't tell."""
    if not view.has_outside:
        return Answer(truth=None)
    attempts = view.select(
        FactKind.BOOT_ATTEMPT, None, lambda fact: isinstance(fact.value, int) and fact.value >= 2
    )
    exits = view.select(FactKind.EXIT)
    failing = view.gateway_failing()
    return Answer(truth=bool(failing) and bool(attempts or len(exits) >= 2), facts=(*attempts, *exits[:2]))


CAUSE = Cause(
    code="TSK003",
    slug="worker-boot-failed-unknown",
    title="The app fails to start again and again, and the log does not say why",
    passes_as="The app starts and stays",
    depth=Depth.ENVELOPE,
    requires=(
        seen(fails_to_boot, "the server reports that a worker failed to boot", APP_LOG),
        seen(loops, "it happens again and again while visitors see an error", OUTSIDE),
    ),
    refuted_by=(
        start_complete,
        outside_well,
    ),
    rivals=(
        "BOOT001",
        "BOOT002",
        "BOOT003",
        "BOOT004",
        "BOOT007",
        "BOOT008",
        "DB001",
        "DB002",
        "DB003",
        "RES002",
    ),
    root_of=("NET016", "NET017", "NET018"),
    sentences=("The app's workers fail to boot; the lines that say why are missing",),
    remedies=("roll-back", "restart"),
    no_drill_because=(
        "It is what remains when every other cause is ruled out; each drill of a start-up "
        "cause shows it as a consequence."
    ),
)
