"""The foreign site as an upload: what its developer would send to CapRover."""

import io
import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

APP = "corner-shop"
PATHS = ("/", "/health/")
VARIABLES = {"STATIC_ROOT": "public", "BIND": "0.0.0.0"}  # noqa: S104  inside its container
SOURCE = Path(__file__).parent / "foreign"
STYLE = b"body { font-family: sans-serif; max-width: 40rem; margin: auto }\n"
PYTHON_IMAGE = "python:3.12-slim"


def dockerfile(port: int) -> list[str]:
    """Return the site's Dockerfile. Its last line is the chain that the drill is about."""
    server = f"exec gunicorn --bind $BIND:{port} --no-control-socket site_wsgi:application"
    return [
        f"FROM {PYTHON_IMAGE}",
        "WORKDIR /app",
        "COPY . .",
        f"EXPOSE {port}",
        f"CMD python collectstatic.py && {server}",
    ]


def archive(port: int, assets: Sequence[str]) -> bytes:
    """Return the site's tar archive; `assets` are listed for copying, of which only `site.css` exists."""
    files = {name: (SOURCE / name).read_bytes() for name in ("collectstatic.py", "site_wsgi.py")}
    files["assets.json"] = json.dumps(list(assets)).encode()
    files["assets/site.css"] = STYLE
    files["captain-definition"] = json.dumps(
        {"schemaVersion": 2, "dockerfileLines": dockerfile(port)}
    ).encode()
    return pack(files)


def pack(files: dict[str, bytes]) -> bytes:
    """Return a tar archive of these files, paths relative to its top."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mode = 0o644
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def profile(url: str, port: int, platform_url: str) -> str:
    """Return the site's `fix502.toml`."""
    return f"""\
{profile_head(APP, url, port, platform_url)}
[[check]]
path = "/"
status = 200

[[check]]
path = "/health/"
status = 200
body = "OK"

[start]
seconds = 20

[repair]
attempts = 10
window_minutes = 60
successes = 5
proof_seconds = 4
"""


def profile_head(app: str, url: str, port: int, platform_url: str) -> str:
    """Return the two tables that every profile begins with."""
    return f"""\
[app]
name = "{app}"
url = "{url}"
port = {port}

[platform]
kind = "caprover"
url = "{platform_url}"
"""
