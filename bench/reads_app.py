"""What the benchmark's Gunicorn serves: the marketplace, and fixed bytes from the same worker."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "reads_settings"
REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "marketplace"), str(REPOSITORY / "bench")]

from django.core.wsgi import get_wsgi_application  # noqa: E402 - the path comes first

BODY = b"x" * 5_000
marketplace = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Serve /raw without Django, anything else with it."""
    if environ["PATH_INFO"] == "/raw":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
        return [BODY]
    return marketplace(environ, start_response)
