"""The marketplace as an upload to the sandbox: its source, its image's lines, the variables it is given."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from fix502.drills.errors import SandboxError
from fix502.drills.foreign_image import PYTHON_IMAGE, pack, profile_head

APP = "multivendor-backend"
DATABASE_APP = "postgres-db"
DATABASE = "multivendor_db"
DATABASE_USER = "postgres"
SETTINGS = "multivendor_platform.settings_caprover"
PATHS = ("/health/", "/api/departments/")
MEDIA_VOLUME = {"containerPath": "/app/media", "volumeName": "shop-media"}
_PACKAGE = "multivendor_platform"
_LEFT_OUT = frozenset({"tests", "__pycache__", "staticfiles", "media-files", "var", ".venv", "node_modules"})
_STEPS = ("settings", "database", "roles", "migrate")


def shop_find(folder: Path | None) -> Path:
    """Return the marketplace's folder: the given one, else that of the checkout we stand in.

    Raises:
        SandboxError: it is not there.

    """
    candidates = [folder] if folder else [top / "marketplace" for top in (Path.cwd(), *Path.cwd().parents)]
    for candidate in candidates:
        if (candidate / _PACKAGE / "wsgi.py").is_file():
            return candidate.resolve()
    looked = folder or Path.cwd()
    raise SandboxError(
        f"the marketplace is not at {looked}: expected a folder that holds {_PACKAGE}/wsgi.py",
        cure="run it from a checkout of the repository, or say --app DIR",
    )


def source_read(folder: Path) -> dict[str, bytes]:
    """Return the source as path → content; tests and what is made while it runs are left out."""
    files = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not _LEFT_OUT.intersection(parts):
            files["/".join(parts)] = path.read_bytes()
    return files


def dockerfile(port: int) -> list[str]:
    """Return the lines of the image: the guard on the port, the boot steps, Gunicorn behind it."""
    command = ["python", "-m", "fix502", "guard", "--bind", f"0.0.0.0:{port}"]
    command += ["--drain", "1", "--hold", "1", "--grace", "5"]
    # Containers have a /tmp of their own; here all share one, so the socket is in the container's folder.
    command += ["--state", "guard.sock"]
    for step in _STEPS:
        command += ["--step", f"{step}=python -m {_PACKAGE}.boot {step}"]
    command += ["--optional-step", f"static=python -m {_PACKAGE}.boot static"]
    command += ["--", "gunicorn", "--bind", "fd://{fd}", "--no-control-socket", "--workers", "1"]
    command += ["--threads", "4", "--graceful-timeout", "3", f"{_PACKAGE}.wsgi:application"]
    return [
        f"FROM {PYTHON_IMAGE}",
        "WORKDIR /app",
        "COPY . .",
        f"EXPOSE {port}",
        f"CMD {json.dumps(command)}",
    ]


def archive(source: Mapping[str, bytes], port: int, changes: Mapping[str, bytes] | None = None) -> bytes:
    """Return the tar archive of the source with `changes` (path → content) on top."""
    definition = {"schemaVersion": 2, "dockerfileLines": dockerfile(port)}
    files = {**source, **(changes or {}), "captain-definition": json.dumps(definition).encode()}
    return pack(files)


def variables(url: str, host: str, database_password: str) -> dict[str, str]:
    """Return what the operator has set for the app in the dashboard."""
    return {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DB_HOST": f"srv-captain--{DATABASE_APP}",
        "DB_NAME": DATABASE,
        "DB_USER": DATABASE_USER,
        "DB_PASSWORD": database_password,
        "DB_PORT": "5432",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": host,
        "SITE_URL": url,
    }


def profile(url: str, port: int, platform_url: str) -> str:
    """Return the sandbox's `fix502.toml`: the repository's own, with the sandbox's addresses."""
    required = {
        "DJANGO_SETTINGS_MODULE": f'value = "{SETTINGS}"',
        "DB_HOST": f'value = "srv-captain--{DATABASE_APP}"',
        "DB_NAME": f'value = "{DATABASE}"',
        "DB_USER": f'value = "{DATABASE_USER}"',
        "DB_PASSWORD": "secret = true",
        "SECRET_KEY": "secret = true",
        "ALLOWED_HOSTS": "",
        "SITE_URL": "",
    }
    rows = "\n".join(f"{name} = {{ {rule} }}" for name, rule in required.items())
    return f"""\
{profile_head(APP, url, port, platform_url)}
[[check]]
path = "/health/"
status = 200
body = "OK"

[[check]]
path = "/api/departments/"
status = 200
json = true

[variables]
{rows}

[database]
app = "{DATABASE_APP}"
host_variable = "DB_HOST"

[start]
complete = "guard: start-up complete"
seconds = 20

[repair]
attempts = 10
window_minutes = 60
successes = 5
proof_seconds = 4
"""
