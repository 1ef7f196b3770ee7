"""The Django settings module cannot be found.

## What it is

`DJANGO_SETTINGS_MODULE` names a module that is not on the path: a spelling error, another package
layout, or a volume that hides the code.

## Why it becomes a 502

Django can't be set up, so neither a command nor a worker gets further than its first line.

## How it is told from its rivals

The import was made by `django/conf/__init__.py`: it is the settings module, not a dependency
(BOOT001) and not the server's target (BOOT007).

## Repair by hand

Set `DJANGO_SETTINGS_MODULE` to the module's dotted path and restart.

## What fix502 changes

Restores the variable from the last good definition, or sets it to the profile's value.

## Limits

A settings module that exists but fails inside shows the failing import instead.
"""

from fix502.causes.parameters import fixed
from fix502.causes.predicates import logged, start_complete, stated
from fix502.causes.record import Cause, Depth
from fix502.model.facts import FactKind

CAUSE = Cause(
    code="BOOT002",
    slug="wsgi-module-path",
    title="The Django settings module cannot be found",
    passes_as="The Django settings module is found",
    depth=Depth.START,
    requires=(logged("settings-missing", text="the settings module is not there"),),
    supports=(
        stated(
            FactKind.VARIABLE,
            where=lambda fact: fact.subject == "DJANGO_SETTINGS_MODULE" and fact.data.get("matches") is False,
            text="DJANGO_SETTINGS_MODULE differs from the profile",
        ),
    ),
    refuted_by=(start_complete,),
    rivals=("BOOT001", "BOOT007"),
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
        "BOOT003",
    ),
    sentences=('The settings module "{name}" does not exist',),
    remedies=("restore-variables", "set-variable", "advise-settings-module"),
    parameters=fixed(variable="DJANGO_SETTINGS_MODULE"),
    drill="wrong-settings-module",
)
