"""Why the demo was not loaded."""

from __future__ import annotations


class DemoError(Exception):
    """Base; `code` is stable."""

    code = "demo"


class DemoLoadedError(DemoError):
    """The demo is there already."""

    code = "demo-loaded"


class NotEmptyError(DemoError):
    """The database holds a catalogue that is not the demo's."""

    code = "demo-database-not-empty"
