"""The WSGI application: liveness and a page of its own, /api/ and /ready/ from Django where that loads."""

from __future__ import annotations

import importlib
import json
import sys
import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .page import PAGE, POLICY

RETRY_SECONDS = "60"
INNER = "multivendor_platform.wsgi"
Headers = list[tuple[str, str]]


class EmergencyApplication:
    """Answers every request; loads Django at the first one that needs it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded = False
        self._inner: WSGIApplication | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/health/" and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return _answer(environ, start_response, "200 OK", "text/plain", b"OK")
        if path == "/ready/" or path.startswith("/api/"):
            inner = self._django()
            if inner is not None:
                return inner(environ, start_response)
            if path == "/ready/":
                return _unavailable(environ, start_response, "application/json", _not_ready())
            return _unavailable(environ, start_response, "application/problem+json", _problem())
        return _unavailable(environ, start_response, "text/html; charset=utf-8", PAGE)

    def _django(self) -> WSGIApplication | None:
        """The marketplace itself, or None where it does not load.

        Tried once: a half-imported Django stays so.
        """
        with self._lock:
            if not self._loaded:
                self._loaded = True
                try:
                    self._inner = importlib.import_module(INNER).application
                except Exception as error:  # noqa: BLE001 - whatever is broken in there, the answer must come
                    sys.stderr.write(f"emergency: the API stays away: {type(error).__name__}: {error}\n")
                    sys.stderr.flush()
            return self._inner


def _answer(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    status: str,
    content_type: str,
    body: bytes,
    extra: Headers | None = None,
) -> Iterable[bytes]:
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *(extra or []),
    ]
    start_response(status, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _unavailable(
    environ: WSGIEnvironment, start_response: StartResponse, content_type: str, body: bytes
) -> Iterable[bytes]:
    extra = [("Retry-After", RETRY_SECONDS), ("Content-Security-Policy", POLICY)]
    return _answer(environ, start_response, "503 Service Unavailable", content_type, body, extra)


def _problem() -> bytes:
    return json.dumps(
        {
            "type": "/problems/unavailable/",
            "title": "Unavailable",
            "status": 503,
            "detail": "The marketplace is being repaired; try again shortly.",
        }
    ).encode()


def _not_ready() -> bytes:
    checks = {"application": {"status": "failed", "seconds": 0.0, "code": "application-not-loaded"}}
    return json.dumps({"status": "not ready", "checks": checks}).encode()
