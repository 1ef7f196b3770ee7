"""The site itself: a WSGI application with a page, its style sheet and a health path."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PAGE = b"""<!DOCTYPE html>
<title>Corner shop</title><link rel="stylesheet" href="/site.css"><h1>Corner shop</h1>
"""
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer `/`, `/health/` and `/site.css`; everything else is 404."""
    path = environ.get("PATH_INFO", "/")
    if path == "/health/":
        return _reply(start_response, "200 OK", "text/plain", b"OK")
    if path == "/":
        return _reply(start_response, "200 OK", "text/html", PAGE)
    if path == "/site.css":
        style = Path(os.environ["STATIC_ROOT"]) / "site.css"
        return _reply(start_response, "200 OK", "text/css", style.read_bytes())
    return _reply(start_response, "404 Not Found", "text/plain", b"Not found")


def _reply(start_response: StartResponse, status: str, kind: str, body: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
