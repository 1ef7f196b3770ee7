"""Every key of fix502.toml, once: its type, whether it must be there, its default, what it means.

The loader checks against this table and `fix502 check --explain-profile` prints it, so they can't differ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlsplit


class Shape(Enum):
    """How often a section stands in the file."""

    TABLE = "table"
    LIST = "list"
    MAP = "map"
    """Keys chosen by the author (names of variables), each a table of the section's keys."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of value: how it is named in an error, and which values are of it."""

    name: str
    accepts: Callable[[Any], bool]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_origin(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.path.strip("/"))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain and port_is_good


STRING = Kind("a string that is not empty", lambda v: isinstance(v, str) and bool(v.strip()))
TEXT = Kind("a string", lambda v: isinstance(v, str))
BOOLEAN = Kind("true or false", lambda v: isinstance(v, bool))
ORIGIN = Kind('an address such as "https://shop.example.org", without a path', _is_origin)
PATH = Kind('a path that begins with "/"', lambda v: isinstance(v, str) and v.startswith("/"))
PORT = Kind("a port, 1 to 65535", lambda v: _is_whole(v) and 1 <= v <= 65535)
HTTP_STATUS = Kind("an HTTP status, 100 to 599", lambda v: _is_whole(v) and 100 <= v <= 599)
POSITIVE = Kind("a whole number above 0", lambda v: _is_whole(v) and v > 0)
COUNT = Kind("a whole number, 0 or more", lambda v: _is_whole(v) and v >= 0)
PLATFORM = Kind('"caprover"', lambda v: v == "caprover")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a section."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    default: str = ""
    """The default as the author would write it; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the file."""

    name: str
    help: str
    keys: tuple[Key, ...]
    shape: Shape = Shape.TABLE
    required: bool = False
    example: str = field(default="")


SECTIONS: tuple[Section, ...] = (
    Section(
        "app",
        "The app that this profile is about.",
        (
            Key("name", STRING, "its name on the platform", required=True),
            Key("url", ORIGIN, "its public address, as a visitor types it", required=True),
            Key("port", PORT, "the port it listens on inside its container", default="80"),
        ),
        required=True,
    ),
    Section(
        "platform",
        "Where the app runs. Without this section only the outside is looked at. The password is never in "
        "the "
        "file: it is read from FIX502_CAPROVER_PASSWORD, or from the file that FIX502_CAPROVER_PASSWORD_FILE "
        "names.",
        (
            Key("kind", PLATFORM, "the platform", required=True),
            Key("url", ORIGIN, "the address of its dashboard and API", required=True),
        ),
    ),
    Section(
        "check",
        "A path that says whether the app is well. As many of these sections as you like; without one, `/` "
        "must "
        "answer 200.",
        (
            Key("path", PATH, "the path to ask for", required=True),
            Key("status", HTTP_STATUS, "the status it must answer", default="200"),
            Key("body", TEXT, "text the answer must be, white space at both ends aside"),
            Key("json", BOOLEAN, "whether the answer must be JSON", default="false"),
        ),
        Shape.LIST,
    ),
    Section(
        "variables",
        "The environment variables that the app needs, each with `{}` or with these keys.",
        (
            Key("value", TEXT, "what it must be; a difference is a finding, and `fix` may set it"),
            Key("secret", BOOLEAN, "it must be set, and its value is never shown", default="false"),
        ),
        Shape.MAP,
        example="DB_PASSWORD = { secret = true }",
    ),
    Section(
        "database",
        "The app on the same platform that holds the database.",
        (
            Key("app", STRING, "its name on the platform", required=True),
            Key("host_variable", STRING, "the variable that holds its host name", default='"DB_HOST"'),
        ),
    ),
    Section(
        "emergency",
        "The definition that starts without database, migrations or static files.",
        (Key("definition", STRING, "its captain-definition, relative to the repository", required=True),),
    ),
    Section(
        "start",
        "How a start is seen to be complete.",
        (
            Key("complete", TEXT, "text of the log line that says so", default='""'),
            Key("seconds", POSITIVE, "how long a start may take before it counts as stuck", default="60"),
        ),
    ),
    Section(
        "repair",
        "Limits of `fix502 fix`, and what proves a repair.",
        (
            Key("attempts", COUNT, "repairs of this app within the window; 0 allows none", default="2"),
            Key("window_minutes", POSITIVE, "length of the window, in minutes", default="60"),
            Key("successes", POSITIVE, "good rounds of all checks in a row that prove a repair", default="5"),
            Key("proof_seconds", COUNT, "over how many seconds these rounds are spread", default="30"),
        ),
    ),
)


def header(section: Section) -> str:
    """Return the section's header as it stands in the file."""
    return f"[[{section.name}]]" if section.shape is Shape.LIST else f"[{section.name}]"


def explain_profile() -> str:
    """Return the reference of fix502.toml as text."""
    parts = [
        "fix502.toml says what a deployment is. The nearest one is used, from the current folder upwards, or",
        "the one that --profile names. An unknown key is an error.",
    ]
    for section in SECTIONS:
        need = "required" if section.required else "optional"
        parts += ["", f"{header(section)}  ({need})", f"  {section.help}"]
        if section.example:
            parts.append(f"  Example: {section.example}")
        for key in section.keys:
            note = "required" if key.required else f"default {key.default}" if key.default else "optional"
            parts.append(f"    {key.name:<15} {key.help}: {key.kind.name} ({note})")
    return "\n".join(parts)
