"""The one server of a checkout, used by `./run`, `manage.py` and the command line of this package."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from .binaries import SYSTEM_FOLDER, wheel_binaries
from .cluster import Cluster

REPOSITORY = Path(__file__).resolve().parents[3]


def development_folder(repository: Path = REPOSITORY) -> Path:
    """var/postgres of the checkout; for root a folder of this checkout below SYSTEM_FOLDER.

    Root's server runs as `nobody`, who may not enter root's own folders.
    """
    if os.geteuid() != 0:
        return repository / "var" / "postgres"
    name = hashlib.sha256(os.fsencode(repository)).hexdigest()[:12]
    return SYSTEM_FOLDER / f"postgres-{name}"


def development_cluster() -> Cluster:
    """The server of this checkout; nothing is started yet."""
    return Cluster(development_folder(), wheel_binaries())
