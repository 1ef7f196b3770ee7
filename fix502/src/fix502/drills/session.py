"""What all drills of one run share: a folder, the port, the shop's source, a database to copy."""

import os
import secrets
import shutil
import sys
import tempfile
import threading
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import fix502
from fix502.drills import database, foreign_image, shop
from fix502.drills.addresses import port_for_http
from fix502.drills.caprover_double import Timing
from fix502.drills.errors import SandboxError
from fix502.drills.images import Image
from fix502.drills.services import Habits

TIMING = Timing(update=0.4, switch=0.4, prune=3.0, build=0.2)
"""Shorter than the real server's; the prune comes, as there, before a diagnosis can."""
HABITS = Habits(restart_delay=2.0, stop_grace=10.0, name_validity=1)


class Session:
    """One run of drills. Use it as a context manager: at its end the folder is removed, unless `keep`."""

    def __init__(self, *, app: Path | None = None, keep: bool = False) -> None:
        self._app = app
        self._keep = keep
        self._lock = threading.Lock()
        self._count = 0
        self.root = Path(tempfile.mkdtemp(prefix="fix502-drill-"))
        # The database's user must be able to pass through; what is secret has a mode of its own.
        self.root.chmod(0o711)
        self.port = port_for_http()
        self.timing = TIMING
        self.habits = HABITS

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder. Sandboxes are closed by those who opened them."""
        if not self._keep:
            shutil.rmtree(self.root, ignore_errors=True)

    def folder(self) -> Path:
        """Return a new folder for one sandbox."""
        with self._lock:
            self._count += 1
            path = self.root / f"sandbox-{self._count}"
        path.mkdir(mode=0o711)
        return path

    @cached_property
    def source(self) -> dict[str, bytes]:
        """The marketplace's source.

        Raises:
            SandboxError: it is not there.

        """
        return shop.source_read(shop.shop_find(self._app))

    @cached_property
    def cluster(self) -> database.Cluster:
        """The database that every drill gets a copy of, empty until the first drill has migrated it.

        Raises:
            SandboxError: PostgreSQL is missing.

        """
        return database.cluster_create(self.root, password=secrets.token_urlsafe(16), name=shop.DATABASE)

    def python_image(self) -> Image:
        """Return the base image of both apps: the interpreter and packages that run this program."""
        folder = Path(sys.executable).parent
        if not (folder / "gunicorn").exists():
            raise SandboxError(
                f"gunicorn is not installed beside {sys.executable}",
                cure="run the drills in the environment that ./run makes, or pip install gunicorn",
            )
        return Image(
            name=foreign_image.PYTHON_IMAGE,
            variables={
                "PATH": f"{folder}:{os.defpath}",
                "PYTHONPATH": str(Path(fix502.__file__).parent.parent),
                "PYTHONUNBUFFERED": "1",
                "LANG": "C.UTF-8",
            },
        )
