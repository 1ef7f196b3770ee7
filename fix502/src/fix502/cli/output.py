"""What commands share when they print: colour on a terminal only, the terminal's width, clean pipes."""

import os
import shutil
import sys

from fix502.model.findings import Report

_STYLES = {"good": "bold green", "bad": "bold red", "open": "bold yellow", "heading": "bold", "quote": "dim"}


def is_coloured() -> bool:
    """Tell whether standard output is a terminal that wants colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def output_width() -> int:
    """Return the width to wrap at: the terminal's, at most 110; 100 in a pipe."""
    return min(110, shutil.get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 100


def print_report(report: Report) -> None:
    """Print a report as text on standard output."""
    from fix502.formats import text

    rows = text.rows(report, output_width())
    if not is_coloured():
        print("\n".join(row.text for row in rows))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for row in rows:
        # Text, not markup: a log line may hold square brackets.
        console.print(Text(row.text, style=_STYLES.get(row.style.value, "")))
