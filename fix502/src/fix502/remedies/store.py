"""The state folder: snapshots, the last known good, the journal and the lock of each target.

Everything in it is mode 0600 in folders of mode 0700, outside any source tree: definitions hold passwords.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fix502.platforms.interface import AppDefinition
from fix502.remedies.errors import StateError

LAST_GOOD_SCHEMA = "fix502.last-good/1"
SNAPSHOT_SCHEMA = "fix502.snapshot/1"


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return `fix502/` in XDG_STATE_HOME, by default in ~/.local/state."""
    base = environment.get("XDG_STATE_HOME", "")
    root = (
        Path(base)
        if base.startswith("/")
        else Path(environment.get("HOME") or "~").expanduser() / ".local/state"
    )
    return root / "fix502"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDefinition:
    """A definition as it was at a moment. Its values are never in its `repr`."""

    app: str
    at: datetime
    image: str
    git_hash: str
    variables: Mapping[str, str] = field(repr=False)
    raw: Mapping[str, Any] = field(repr=False)
    path: Path


class Store:
    """The files of one target: one app on one platform."""

    def __init__(self, folder: Path, platform: str, app: str) -> None:
        """`folder` is the state folder; `platform` the platform's address."""
        self.target = f"{app} on {re.sub('^https?://', '', platform)}"
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", self.target)
        self.folder = folder / name
        self.journal_path = self.folder / "journal.jsonl"
        self.lock_path = self.folder / "lock"
        self._last_good = self.folder / "last-good.json"

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            StateError: it can't be made or written.

        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StateError(f"The state folder {self.folder} can't be made: {error.strerror}.") from None

    def save_last_good(self, app: AppDefinition) -> Path:
        """Keep a definition that was seen to work. Raises `StateError`."""
        return self._save(self._last_good, LAST_GOOD_SCHEMA, app)

    def save_snapshot(self, app: AppDefinition, repair: str) -> Path:
        """Keep a definition as it is before a repair. Raises `StateError`."""
        return self._save(self.folder / f"snapshot-{repair}-{app.name}.json", SNAPSHOT_SCHEMA, app)

    def last_good(self) -> SavedDefinition | None:
        """Return the last known good, or None. Raises `StateError` if the file is damaged."""
        return self.load(self._last_good) if self._last_good.exists() else None

    def load(self, path: Path) -> SavedDefinition:
        """Read a snapshot or the last known good. Raises `StateError`."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return SavedDefinition(
                app=str(data["app"]),
                at=datetime.fromisoformat(data["at"]),
                image=str(data["image"]),
                git_hash=str(data["git_hash"]),
                variables={str(name): str(value) for name, value in data["variables"].items()},
                raw=dict(data["definition"]),
                path=path,
            )
        except OSError as error:
            raise StateError(f"{path} can't be read: {error.strerror}.") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StateError(f"{path} is damaged; remove it, or put back a copy.") from None

    def _save(self, path: Path, schema: str, app: AppDefinition) -> Path:
        self.prepare()
        deployed = next((v for v in app.versions if v.number == app.deployed_version), None)
        data = {
            "schema": schema,
            "app": app.name,
            "at": datetime.now(UTC).isoformat(),
            "image": app.deployed_image(),
            "git_hash": deployed.git_hash if deployed else "",
            "variables": dict(app.variables),
            "definition": dict(app.raw),
        }
        try:
            with tempfile.NamedTemporaryFile("w", dir=self.folder, delete=False, encoding="utf-8") as file:
                json.dump(data, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError as error:
            raise StateError(f"{path} can't be written: {error.strerror}.") from None
        return path
