"""Take the pictures in docs/screenshots from a running shop with its demo data.

    ./run                                                   in one terminal
    OPERATOR_PASSWORD=… python tools/screenshots.py         in another

Without OPERATOR_PASSWORD (of operator@demo.example, printed when the demo was loaded) the operator's console
is left out. Needs Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
BYTES_MAX = 300_000
OPERATOR = "operator@demo.example"
DESK = ViewportSize(width=1280, height=900)
TALL = ViewportSize(width=1280, height=1150)
PHONE = ViewportSize(width=390, height=844)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@dataclass(frozen=True)
class Shot:
    """One picture: where, how large, and which link to follow first."""

    name: str
    path: str
    viewport: ViewportSize
    scheme: Literal["light", "dark"] = "light"
    follow: str = ""


SHOTS = [
    Shot("home", "/", DESK),
    Shot("category", "/catalog/fashion/jewellery/?f.colour=turquoise&f.colour=red", DESK),
    Shot("product", "/search/?q=homa+light+pearl+necklace", TALL, follow=".card-title a"),
    Shot("search-dark", "/search/?q=cofee", DESK, scheme="dark"),
    Shot("category-fa", "/fa/catalog/food/tea-and-coffee/", DESK),
    Shot("home-fa-phone", "/fa/", PHONE),
    Shot("product-fa-phone", "/fa/catalog/home/", PHONE, follow=".card-title a"),
]


def picture_write(page: Page, name: str) -> None:
    """Write the visible part of the page as a small PNG; raise ValueError when it is not small."""
    image = Image.open(io.BytesIO(page.screenshot()))
    path = FOLDER / f"{name}.png"
    image.convert("RGB").save(path, optimize=True)
    size = path.stat().st_size
    if size > BYTES_MAX:
        raise ValueError(
            f"{path.name} has {size} bytes; more than {BYTES_MAX} do not belong into the repository"
        )
    sys.stdout.write(f"{path.name}: {size // 1000} kB\n")


def shot_take(browser: Browser, site: str, shot: Shot) -> None:
    """Open the page, follow the link and write the picture."""
    scale = 2 if shot.viewport is PHONE else 1
    context = browser.new_context(viewport=shot.viewport, color_scheme=shot.scheme, device_scale_factor=scale)
    page = context.new_page()
    page.goto(site + shot.path)
    if shot.follow:
        page.locator(shot.follow).first.click()
    page.wait_for_load_state("networkidle")
    picture_write(page, shot.name)
    context.close()


def console_take(browser: Browser, site: str, password: str) -> None:
    """Sign in as the demo's operator and write the list of vendors."""
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{site}/admin/login/?next=/admin/vendors/vendor/")
    page.fill("[name=username]", OPERATOR)
    page.fill("[name=password]", password)
    page.locator("[type=submit]").click()
    page.wait_for_load_state("networkidle")
    picture_write(page, "operator-console")


def main() -> int:
    """Take every picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="address of the running shop")
    site = str(parser.parse_args().site).rstrip("/")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("Chromium is missing: apt-get install chromium\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    password = os.environ.get("OPERATOR_PASSWORD", "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for shot in SHOTS:
            shot_take(browser, site, shot)
        if password:
            console_take(browser, site, password)
        else:
            sys.stdout.write("operator-console left out: OPERATOR_PASSWORD is not set\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
