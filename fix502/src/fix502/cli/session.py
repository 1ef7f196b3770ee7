"""What the commands that look at a deployment share: its profile, its platform, its state folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from fix502.collectors.site import Site
from fix502.collectors.web import Door
from fix502.model.exit_codes import ExitCode
from fix502.platforms.caprover import CapRover, read_password
from fix502.platforms.caprover.credentials import FILE_VARIABLE, VARIABLE
from fix502.platforms.errors import PlatformError
from fix502.profile import App, Check, Profile, ProfileError, find_profile, load_profile
from fix502.remedies.errors import StateError
from fix502.remedies.store import Store, state_folder


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    LINE = "line"


class Table(StrEnum):
    """How a table is printed."""

    TEXT = "text"
    JSON = "json"


ProfileOption = Annotated[
    Path | None, typer.Option("--profile", help="The profile; by default the nearest fix502.toml upwards.")
]
ConnectOption = Annotated[
    str,
    typer.Option(
        "--connect",
        metavar="HOST:PORT",
        help="Connect there instead, with the site's own name, as curl's --connect-to does.",
    ),
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show each look and how it ended.")]


@dataclass(frozen=True, slots=True)
class Session:
    """A site, its platform and its state folder.

    `platform` is None when only the outside can be looked at.
    """

    site: Site
    platform: CapRover | None = field(default=None)
    store: Store | None = field(default=None)

    @property
    def profile(self) -> Profile:
        """The site's profile."""
        return self.site.profile


def stop(message: str, code: ExitCode = ExitCode.USAGE) -> typer.Exit:
    """Print an error; return what is to be raised."""
    print(f"Error: {message}", file=sys.stderr)
    return typer.Exit(code)


def can_log_in() -> bool:
    """Tell whether a password is at hand without a question."""
    return bool(os.environ.get(VARIABLE) or os.environ.get(FILE_VARIABLE))


def ask_password() -> str:
    """Ask for the password, unseen. Only on a terminal."""
    from getpass import getpass

    return getpass("CapRover password: ")


def profile_for(path: Path | None) -> Profile:
    """Load the profile, or end with its errors and exit code 2."""
    try:
        return load_profile(path or find_profile(Path.cwd()))
    except ProfileError as error:
        raise stop(str(error)) from None


def door_for(url: str, connect: str) -> Door:
    """Return the door, or end with exit code 2 if `connect` is no HOST:PORT."""
    host, _, port = connect.rpartition(":")
    if connect and (not host or not port.isdigit() or not 0 < int(port) < 65536):
        raise stop(f'--connect: expected HOST:PORT, found "{connect}".')
    return Door(url, connect)


def profile_of_url(url: str) -> Profile:
    """Return a profile of nothing but an address; its path, or `/`, must answer 200."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise stop(f'"{url}" is no address; expected one such as https://shop.example.org')
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    app = App(name=parts.hostname or "", url=origin)
    return Profile(app=app, checks=(Check(path=parts.path or "/"),))


@contextmanager
def open_session(
    profile: Profile, connect: str = "", *, app: str = "", platform_wanted: bool = True
) -> Iterator[Session]:
    """Open the profile's platform, if it has one; close it at the end.

    `app` is another app of the same platform. Without `platform_wanted` the platform is only asked when no
    question is needed for it.
    """
    if profile.platform is None or not (platform_wanted or can_log_in()):
        yield Session(
            Site(profile=profile, door=door_for(profile.app.url, connect), guard_state=_guard_state())
        )
        return
    door_for(profile.app.url, connect)
    ask = ask_password if sys.stdin.isatty() and sys.stderr.isatty() else None
    if ask is not None and not can_log_in():
        # Asked now, not when the collectors run: they share the screen.
        typed = ask()
        platform = CapRover(profile.platform.url, lambda: read_password({VARIABLE: typed}))
    else:
        platform = CapRover(profile.platform.url, lambda: read_password(os.environ))
    try:
        known = _other_app(profile, platform, app) if app and app != profile.app.name else profile
        store = Store(state_folder(os.environ), profile.platform.url, known.app.name)
        saved = store.last_good()
        yield Session(
            Site(
                profile=known,
                door=door_for(known.app.url, connect),
                platform=platform,
                guard_state=_guard_state(),
                last_good=saved.variables if saved else {},
            ),
            platform,
            store,
        )
    except StateError as error:
        raise stop(str(error), ExitCode.REFUSED) from None
    finally:
        platform.close()


def _guard_state() -> str:
    """Return the socket of a guard on this machine, if the environment names one."""
    return os.environ.get("GUARD_STATE", "")


def _other_app(profile: Profile, platform: CapRover, name: str) -> Profile:
    """Return a profile of another app of the same platform: of it only the address is known."""
    try:
        found = platform.app(name)
    except PlatformError as error:
        raise stop(f"{error} {error.advice}".strip(), ExitCode.INCOMPLETE) from None
    host = next(iter(found.domains), "")
    if not host:
        raise stop(f'"{name}" has no address of its own; write a profile for it.')
    parts = urlsplit(profile.app.url)
    scheme = "https" if found.domains[host] else "http"
    port = f":{parts.port}" if parts.port and parts.scheme == scheme else ""
    return replace(
        profile,
        app=App(name=name, url=f"{scheme}://{host}{port}", port=found.container_port),
        checks=(Check(path="/"),),
        variables={},
        database=None,
        emergency=None,
    )
