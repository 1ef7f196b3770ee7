"""A WSGI app whose boot and answers a test steers through its environment.

BOOT_SECONDS: how long the import takes. FAIL_WHILE: a file; the import fails while it exists. FAIL_ONCE: the
same, and the file is removed. NOT_READY: a file; /ready/ answers 503 while it exists.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

time.sleep(float(os.environ.get("BOOT_SECONDS", "0")))

for variable in ("FAIL_WHILE", "FAIL_ONCE"):
    if variable in os.environ and Path(os.environ[variable]).exists():
        if variable == "FAIL_ONCE":
            Path(os.environ[variable]).unlink()
        raise RuntimeError("no settings for the shop")


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    status = "200 OK"
    if environ["PATH_INFO"] == "/ready/" and Path(os.environ.get("NOT_READY", "/nonexistent")).exists():
        status = "503 Service Unavailable"
    if environ["PATH_INFO"] == "/slow":
        time.sleep(float(environ["QUERY_STRING"]))
    if environ["PATH_INFO"] == "/noise":
        sys.stderr.write("noise\n" * int(environ["QUERY_STRING"]))
        sys.stderr.flush()
    body = f"app {os.getpid()}\n".encode()
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
