"""The frozen records that a profile is made of. What each key means to its author is in `schema`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit


class ProfileError(Exception):
    """The profile can't be used. `code` is stable.

    The text names the file, the key, and what to write instead.
    """

    def __init__(self, code: str, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.code = code
        """profile-missing, profile-unreadable, profile-not-toml or profile-invalid."""
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app itself: its name on the platform, its public address, the port it listens on inside."""

    name: str
    url: str
    port: int = 80

    @property
    def host(self) -> str:
        """The public host name."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformAddress:
    """Where the platform's API is."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One path and what it must answer from outside."""

    path: str
    status: int = 200
    body: str | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What is known of an environment variable that the app needs."""

    value: str | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """The platform's app that holds the database."""

    app: str
    host_variable: str = "DB_HOST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The definition that starts with almost nothing."""

    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How to see in the log that start-up is complete, and how many seconds it may take."""

    complete: str = ""
    seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Limits of automatic repair, and what proves one."""

    attempts: int = 2
    window_minutes: int = 60
    successes: int = 5
    proof_seconds: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A whole profile. `source` is the file it was read from."""

    app: App
    platform: PlatformAddress | None = None
    checks: tuple[Check, ...] = ()
    variables: Mapping[str, Variable] = field(default_factory=lambda: MappingProxyType({}))
    database: Database | None = None
    emergency: Emergency | None = None
    start: Start = field(default_factory=Start)
    repair: Repair = field(default_factory=Repair)
    source: Path | None = None
