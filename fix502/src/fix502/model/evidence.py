"""What was looked at, from where, and whether it could be seen.

"Could not look" and "looked, nothing there" are different observations: a rule may use the second as
proof, never the first.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How an attempt to look ended."""

    OK = "ok"
    EMPTY = "empty"
    """Looked, and there was nothing (an empty log is evidence)."""
    ABSENT = "absent"
    """The thing asked for does not exist (no such app, no such file)."""
    DENIED = "denied"
    """Not allowed to look."""
    TIMEOUT = "timeout"
    ERROR = "error"
    """The look itself broke; `Observation.detail` says how."""
    SKIPPED = "skipped"
    """Not looked at, for the reason in `Observation.detail`."""


class Vantage(StrEnum):
    """Where the observer stood. The same name resolves on one vantage point and not on another."""

    OUTSIDE = "outside"
    """Where a visitor stands: in front of the proxy."""
    PLATFORM = "platform"
    """The platform's own API."""
    HOST = "host"
    NETWORK = "network"
    """Inside the app's container network, outside the app."""
    INSIDE = "inside"
    """Inside the app: its log, its environment."""
    OPERATOR = "operator"
    """The machine fix502 runs on, when it is none of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One look at one thing. `excerpt` is redacted before it gets here."""

    id: str
    """Unique within a bundle, e.g. `outside:/health/` or `caprover:logs`."""
    source: str
    """The collector's name, as a reader knows it: `outside`, `caprover`, `guard`, `paste`."""
    vantage: Vantage
    state: State
    asked: str
    """What was asked, so that the operator can ask it too: `GET https://shop.example/health/`."""
    at: datetime | None = None
    seconds: float = 0.0
    excerpt: str = ""
    detail: str = ""
    """Why the state is not `ok`, in one clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of a log: redacted text, time if the source gives one (UTC), and `out` or `err` if known."""

    text: str
    at: datetime | None = None
    stream: str = ""
    number: int = 0
    """Position in the log as read, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log as one source gave it, in order of time. `observation` is the id of the look that got it."""

    observation: str
    lines: tuple[LogLine, ...] = field(default=())
