"""One repair of a target at a time. The lock dies with its owner, so a crash leaves none behind."""

import fcntl
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fix502.remedies.errors import LockHeldError, StateError


@contextmanager
def target_lock(path: Path, target: str) -> Iterator[None]:
    """Hold the lock of a target.

    Raises:
        LockHeldError: somebody holds it; the text says who and for how long.
        StateError: the file can't be written.

    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StateError(f"The lock {path} can't be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockHeldError(f"{target} is being repaired by {_owner(file.read())}.") from None
        file.truncate()
        json.dump(
            {
                "user": getpass.getuser(),
                "host": socket.gethostname(),
                "pid": os.getpid(),
                "at": datetime.now(UTC).isoformat(),
            },
            file,
        )
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _owner(text: str) -> str:
    try:
        data = json.loads(text)
        age = datetime.now(UTC) - datetime.fromisoformat(data["at"])
        return f"{data['user']}@{data['host']} (pid {data['pid']}), for {age.total_seconds():.0f} s"
    except (ValueError, KeyError, TypeError):
        return "another process"
