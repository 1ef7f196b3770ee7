"""The database is still starting.

## What it is

PostgreSQL accepts the connection but not yet a session (SQLSTATE 57P03): it replays its log after a
crash, or it has only just started.

## Why it becomes a 502

An app that gives up at the first refusal exits; if nothing restarts it, the proxy stays without
upstream although the database is well a second later.

## How it is told from its rivals

The server itself says it; a refused connection (DB003) says nothing. A later statement that works,
or a completed start-up, makes it history.

## Repair by hand

Wait, then restart the app if nothing else does. For good: a health check with `pg_isready -U ... -d
...`, and a start that tries again.

## What fix502 changes

Waits and asks again; restarts the app if it stays away although the database answers.

## Limits

If it lasts for minutes, read the database's log: recovery may be failing over and over (DB020,
RES001).
"""

from fix502.causes.predicates import Answer, all_of, any_of, database, database_works, seen, start_complete
from fix502.causes.record import Cause, Depth
from fix502.causes.view import View
from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker


def initialising(view: View) -> Answer:
    """Yes if the database's own log shows a start, and not yet that it is ready."""
    starting = view.select(FactKind.DATABASE_MESSAGE, "server-starting")
    ready = view.select(FactKind.DATABASE_MESSAGE, "server-ready")
    if not view.heard((Speaker.DATABASE,)):
        return Answer(truth=None)
    lines = [int(str(fact.data.get("line", 0))) for fact in ready]
    first = min((int(str(fact.data.get("line", 0))) for fact in starting), default=0)
    return Answer(truth=bool(starting) and not any(line < first for line in lines), facts=starting[:1])


CAUSE = Cause(
    code="DB005",
    slug="db-starting-up",
    title="The database is still starting",
    passes_as="The database has finished starting",
    depth=Depth.DATABASE_SERVER,
    requires=(
        any_of(
            database("starting-up", text="the database says that it is starting up"),
            all_of(
                seen(initialising, "the database's log shows it initialising"),
                database("refused", text="connections are refused"),
            ),
        ),
    ),
    refuted_by=(
        database_works,
        start_complete,
    ),
    rivals=("DB003", "DB016", "DB020", "RES001"),
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
        "APP001",
        "DB003",
        "DB012",
    ),
    sentences=("The database at {host}:{port} is still starting up", "The database is still starting up"),
    remedies=("wait", "restart"),
    no_drill_because=(
        "A recovery long enough to be caught needs gigabytes of write-ahead log; the "
        "parsers and the rule are tested with the server's own messages."
    ),
)
