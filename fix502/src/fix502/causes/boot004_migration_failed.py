r"""A database migration fails and stops the start.

## What it is

`migrate` ends with an error: the change collides with an object that already exists (a half-applied
migration, a restored dump), with data that breaks a new constraint, or with a missing parent
migration.

## Why it becomes a 502

A start command of the form `migrate && gunicorn` never reaches the server.

## How it is told from its rivals

The login worked (not DB001 to DB003). A missing privilege (DB014), an inconsistent history
(BOOT020), two leaf migrations (BOOT021) and a lock (DB007) have codes of their own. "already
exists" in the database's log alone, or beside an app that answers, is harmless and no finding.

## Repair by hand

1. Put the last image that worked back, so that visitors are served.
2. With `showmigrations` and `\d TABLE` find out what is already there; then `migrate APP NAME
   --fake` for exactly the migration whose change is present, or repair the data.
3. Take a dump before you touch anything.

## What fix502 changes

Rolls back to the last image that worked. The forward repair is printed, never run: it is about
data.

## Limits

Which part of a half-applied migration is present can be told only by looking into the database.
"""

from fix502.causes.predicates import APP_LOG, all_of, any_of, database, logged, not_, start_complete, stated
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind

proven_serving = logged("serving", text="the app answers requests")

CAUSE = Cause(
    code="BOOT004",
    slug="migration-failed",
    title="A database migration fails and stops the start",
    passes_as="Every database migration is applied",
    depth=Depth.START,
    requires=(
        any_of(
            all_of(
                database("object-exists", text="a migration wants to make what is already there"),
                not_(proven_serving, "the app does not serve all the same"),
            ),
            logged(
                "migrate-failed",
                "migration-failed",
                "migration-missing",
                text="the migration command ends with an error",
            ),
            stated(
                FactKind.STEP,
                where=lambda fact: (
                    fact.subject in {"migrate", "migrations", "migration"} and fact.value == "failed"
                ),
                text="the boot step migrate failed",
                missing=APP_LOG,
            ),
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("DB001", "DB002", "DB003", "DB014", "DB019", "BOOT020", "BOOT021", "DB007"),
    root_of=("TSK003", "TSK009", "NET016", "NET017", "NET018", "DB019"),
    sentences=(
        "Migration {migration} fails: {text}",
        'A migration fails: "{name}" already exists',
        "A migration fails: {text}",
        "A database migration fails",
    ),
    remedies=("roll-back", "advise-migration-repair"),
    variants={"migration-object-exists": database("object-exists", text="the object already exists")},
    drill="failed-migration",
)
