"""Command line: python -m multivendor_platform.embedded start|stop|status|url.

`start` and `status` print connection settings as NAME=VALUE lines that a shell can read.
"""

from __future__ import annotations

import shlex
import sys

from .cluster import Connection
from .development import development_cluster
from .errors import EmbeddedError

USAGE = "usage: python -m multivendor_platform.embedded start|stop|status|url\n"


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 1 failed or not running, 2 usage."""
    if len(arguments) != 1 or arguments[0] not in ("start", "stop", "status", "url"):
        sys.stderr.write(USAGE)
        return 2
    try:
        return _command(arguments[0])
    except EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _command(command: str) -> int:
    cluster = development_cluster()
    if command == "stop":
        sys.stderr.write("PostgreSQL stopped\n" if cluster.stop() else "PostgreSQL was not running\n")
        return 0
    connection = cluster.start() if command == "start" else cluster.connection()
    if connection is None:
        sys.stderr.write("PostgreSQL is not running\n")
        return 1
    sys.stdout.write(f"{connection.url()}\n" if command == "url" else _lines(connection))
    return 0


def _lines(connection: Connection) -> str:
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in connection.environment().items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
