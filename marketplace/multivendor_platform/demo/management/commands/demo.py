"""`manage.py demo`: fill an empty marketplace with invented goods."""

from __future__ import annotations

import os
import secrets
import sys
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from multivendor_platform.demo.errors import DemoError

PASSWORD_VARIABLE = "DEMO_PASSWORD"  # noqa: S105 - the variable's name
PRODUCTS_MAX = 2_000_000
PLAIN_LINES = 10


class Command(BaseCommand):
    """Load 8 departments, 120 categories, 200 vendors and N products, the same ones every time."""

    help = (
        "Load the demo shop. DEMO_PASSWORD is the password of its accounts; without it one is made "
        "and printed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--products", type=int, default=10_000, metavar="N", help="how many (default 10000)"
        )
        parser.add_argument("--once", action="store_true", help="do nothing when the demo is loaded already")
        parser.add_argument("--replace", action="store_true", help="delete the loaded demo first")
        parser.add_argument("--force", action="store_true", help="DELETE any other catalogue first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        from multivendor_platform.demo.services import OPERATOR, VENDOR, demo_is_loaded, demo_load

        total = options["products"]
        if not 1 <= total <= PRODUCTS_MAX:
            raise CommandError(f"--products is {total}: expected 1 to {PRODUCTS_MAX:,}")
        if options["once"] and demo_is_loaded():
            return
        given = os.environ.get(PASSWORD_VARIABLE)
        password = given or secrets.token_urlsafe(12)
        began = monotonic()
        try:
            with _Meter(total) as meter:
                demo_load(
                    products=total,
                    password=password,
                    progress=meter.update,
                    replace=options["replace"],
                    force=options["force"],
                )
        except DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Demo loaded: {total:,} products in {monotonic() - began:.0f} s.")
        shown = f"the one in {PASSWORD_VARIABLE}" if given else password
        self.stdout.write(f"Accounts: {OPERATOR} and {VENDOR}, password: {shown}")


class _Meter:
    """Progress on standard error: a bar on a terminal, a line per tenth elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.printed = 0
        self.bar: Any = None

    def __enter__(self) -> _Meter:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("Loading demo products"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self.bar.start()
            self.task = self.bar.add_task("products", total=self.total)
        else:
            sys.stderr.write(f"Loading {self.total:,} demo products\n")
        return self

    def update(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self.bar is not None:
            self.bar.update(self.task, completed=done)
        elif done * PLAIN_LINES // total > self.printed:
            self.printed = done * PLAIN_LINES // total
            sys.stderr.write(f"  {done:,} of {total:,}\n")

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.stop()
