"""What can go wrong with a server of our own; each is one sentence for a person."""

from __future__ import annotations


class EmbeddedError(Exception):
    """The embedded PostgreSQL can't do what was asked."""

    code = "embedded-failed"


class BinariesMissingError(EmbeddedError):
    """No PostgreSQL programs where they were looked for."""

    code = "embedded-binaries-missing"


class FolderUnusableError(EmbeddedError):
    """The data folder can't be written: read-only, full, or somebody else's."""

    code = "embedded-folder-unusable"


class ClusterBusyError(EmbeddedError):
    """Another process is starting or stopping the same server."""

    code = "embedded-busy"


class ServerFailedError(EmbeddedError):
    """initdb or the server itself gave up; the text holds its own last words."""

    code = "embedded-server-failed"
