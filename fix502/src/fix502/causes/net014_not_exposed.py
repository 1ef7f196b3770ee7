"""The app is not exposed to the web.

## What it is

CapRover's "do not expose as web-app" is set, or the name asked for belongs to no app. A visitor
gets "Nothing here yet" with status 200 on `/` and 404 elsewhere.

## Why it becomes a 502

Strictly it is no 502; it looks like an outage all the same, and a check that looks only at the
status takes it for health.

## How it is told from its rivals

The page is the platform's default page, not its 502 page and not the app's.

## Repair by hand

Untick "Do not expose as web-app", or connect the domain to the app; with https enable the
certificate first.

## What fix502 changes

Sets the flag back (PATCH of one key) and checks from outside.

## Limits

With a foreign domain or a missing certificate the same page appears; the platform's list of domains
decides.
"""

from fix502.causes.predicates import OUTSIDE, all_of, any_of, not_, outside_well, stated
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind

CAUSE = Cause(
    code="NET014",
    slug="app-not-exposed",
    title="The app is not exposed to the web",
    passes_as="The app is exposed to the web",
    depth=Depth.NETWORK,
    requires=(
        any_of(
            stated(FactKind.EXPOSED, value=False, text="the platform does not publish the app"),
            all_of(
                stated(
                    FactKind.HTTP,
                    where=lambda fact: fact.data.get("page") == "caprover-nothing-here",
                    text="a visitor gets the page for unknown names",
                    missing=OUTSIDE,
                ),
                not_(
                    stated(FactKind.EXPOSED, value=True, text="it is published"),
                    "the platform does not say that it is published",
                ),
            ),
        ),
    ),
    refuted_by=(outside_well,),
    rivals=("NET002", "NET010"),
    root_of=("NET010", "NET016"),
    sentences=("The app is not exposed to the web: a visitor gets the platform's page for unknown names",),
    remedies=("expose-app", "advise-check-domain"),
    drill="not-exposed",
)
