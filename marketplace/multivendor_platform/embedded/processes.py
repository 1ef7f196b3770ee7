"""Questions to the system about ports and processes."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path


def is_free(port: int) -> bool:
    """Whether a server could listen on a port of 127.0.0.1."""
    with socket.socket() as probe:
        # As the server does: connections of its predecessor that linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def exists(pid: int) -> bool:
    """Whether any process has this number, dead but not reaped ones included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_server(pid: int, data: Path) -> bool:
    """Whether pid is a live server on this folder, and not a stranger that got a dead one's number."""
    if not exists(pid):
        return False
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return str(data).encode() in command
    return not Path("/proc/self").exists()


def in_folder(folder: Path) -> list[int]:
    """Live processes whose working folder this is: each of PostgreSQL's is in its data folder."""
    found: list[int] = []
    folder = folder.resolve()
    for entry in Path("/proc").glob("[0-9]*"):
        # One that ends while we look, or that is not ours to look at, is none of the server's.
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found
