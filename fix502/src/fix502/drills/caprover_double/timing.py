"""How long CapRover takes for things, so that a test may shorten them all in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Durations in seconds. The defaults are those of the real server."""

    update: float = 2.0
    """Between the service update and the reload of the proxy; the write lock is held all the while."""
    switch: float = 2.5
    """Between `isAppBuilding: false` and the moment the new version runs."""
    prune: float = 5.0
    """From an update to the removal of every stopped container of the host, and of their logs."""
    build: float = 1.0
    """The least time a build takes, whatever the runtime needs."""
    down: float = 2.0
    """How long the API's port is dead when CapRover restarts: the proxy answers 502."""
    warming: float = 1.0
    """After that, how long everything is HTTP 500."""
    not_ready: float = 15.0
    """After that, how long everything is status 1001."""
    backoff: float = 30.0
    """The window in which five wrong passwords lock everybody's login out."""


REAL = Timing()
FAST = Timing(
    update=0.02, switch=0.05, prune=0.1, build=0.02, down=0.05, warming=0.05, not_ready=0.15, backoff=0.5
)
"""The same order of events in a fraction of the time, for unit tests."""
