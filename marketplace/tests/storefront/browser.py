"""A shop in a real browser: committed rows, a server of the tests' own, a Chromium that stays at home."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=640)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
_TABLES = (
    "catalog_node, catalog_attributedef, catalog_product, vendors_vendor, media_mediaasset, product_card,"
    " offer_card, vendor_card, search_word, accounts_user, django_session, django_admin_log"
)


@contextmanager
def server_run() -> Iterator[str]:
    """Serve the project on a free port of 127.0.0.1 and return its address."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@contextmanager
def browser_run() -> Iterator[Browser]:
    """Start Chromium and end it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def rows_reset(url: str, database: str) -> None:
    """Leave the database as its migrations did, as the tables' owner: variants with history refuse a delete.

    Tests that commit are followed by Django's flush, which takes the market's row with it.
    """
    with psycopg.connect(url, dbname=database) as connection:
        connection.execute(f"TRUNCATE {_TABLES} CASCADE")
        connection.execute("INSERT INTO market (id, currency) VALUES (1, 'IRR') ON CONFLICT (id) DO NOTHING")


class Complaints(list[str]):
    """What a page complained about: console errors, broken requests, violated content policy."""

    def watch(self, page: Page) -> None:
        """Collect from now on."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("requestfailed", lambda request: self.append(f"failed: {request.url}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.append(message.text)
