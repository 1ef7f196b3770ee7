"""What a developer's machine has in place of CapRover's variables."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from .embedded.cluster import Connection
from .embedded.development import REPOSITORY, development_cluster


def development_secret_key(folder: Path = REPOSITORY / "var") -> str:
    """SECRET_KEY, else a random one of this checkout, made once and readable by its owner alone."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = folder / "secret_key"
    folder.mkdir(exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def development_connection() -> Connection:
    """The database of DB_* variables, else the embedded one.

    While that is stopped: port 1, where nobody answers, so that settings load all the same.
    """
    host = os.environ.get("DB_HOST")
    if host:
        return Connection(
            host=host,
            port=int(os.environ.get("DB_PORT", "5432")),
            name=os.environ.get("DB_NAME", "multivendor"),
            user=os.environ.get("DB_USER", "multivendor"),
            password=os.environ.get("DB_PASSWORD", ""),
        )
    return development_cluster().connection() or Connection("127.0.0.1", 1, "multivendor", "multivendor", "")
