"""Which system user runs the server: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict


class Identity(TypedDict, total=False):
    """Keyword arguments of subprocess that make a child run as another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user whose processes and files the server's are; None means the present one."""

    uid: int | None
    gid: int | None

    @property
    def identity(self) -> Identity:
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give one file or folder of ours to the user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_user() -> ServerUser:
    """The present user, or for root `nobody`: every system has it and it owns nothing else."""
    if os.geteuid() != 0:
        return ServerUser(None, None)
    entry = pwd.getpwnam("nobody")
    return ServerUser(entry.pw_uid, entry.pw_gid)
