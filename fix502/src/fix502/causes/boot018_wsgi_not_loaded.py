"""uWSGI runs without an application.

## What it is

uWSGI goes on when the import of its application fails ("full dynamic mode") and answers every
request with "no python application found".

## Why it becomes a 502

The proxy gets an error for each request.

## How it is told from its rivals

It is only the envelope: an import error in the earlier lines is the cause and is reported instead
when it is there.

## Repair by hand

Look for the traceback at the start of the log; set `need-app = true` so that uWSGI ends instead of
pretending.

## What fix502 changes

Rolls back to the last image that worked; the lasting repair is in the code or the image and is
printed.

## Limits

From this line alone the reason can't be told.
"""

from fix502.causes.predicates import logged, start_complete
from fix502.causes.record import Cause, Depth

CAUSE = Cause(
    code="BOOT018",
    slug="wsgi-app-not-loaded",
    title="uWSGI runs without an application",
    passes_as="uWSGI has its application",
    depth=Depth.ENVELOPE,
    requires=(logged("uwsgi-no-app", text="uWSGI answers without an application"),),
    refuted_by=(start_complete,),
    rivals=("BOOT007", "BOOT001"),
    root_of=("NET016",),
    sentences=("uWSGI runs, but the application could not be loaded",),
    remedies=("roll-back", "advise-read-earlier-lines"),
    no_drill_because="The sandbox serves with Gunicorn.",
)
