"""What fix502 asks of a platform: CapRover today, Docker and plain processes when somebody writes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One deployed or failed version. `image` is empty if its build failed or still runs."""

    number: int
    image: str
    at: datetime | None
    git_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppDefinition:
    """What the platform intends for an app. Values of variables are never in its `repr`."""

    name: str
    instances: int
    container_port: int
    exposed: bool
    building: bool
    deployed_version: int
    versions: tuple[Version, ...]
    has_volumes: bool
    force_ssl: bool
    custom_proxy_config: bool
    domains: Mapping[str, bool]
    """Host name → whether it has a certificate. The default name comes first."""
    variables: Mapping[str, str] = field(repr=False)
    raw: Mapping[str, Any] = field(repr=False)
    """The definition as the platform gave it, for snapshots."""

    def deployed_image(self) -> str:
        """Return the image of the deployed version, or an empty string."""
        return next((v.image for v in self.versions if v.number == self.deployed_version), "")

    def previous_good(self) -> Version | None:
        """Return the newest version before the deployed one that has an image and is no placeholder."""
        older = [v for v in self.versions if v.image and 0 < v.number < self.deployed_version]
        return max(older, key=lambda v: v.number, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to change of an app; None leaves a thing as it is. `variables` replaces them all."""

    instances: int | None = None
    container_port: int | None = None
    exposed: bool | None = None
    variables: Mapping[str, str] | None = field(default=None, repr=False)

    def is_empty(self) -> bool:
        """Tell whether nothing is changed: such a change only restarts the app."""
        return (self.instances, self.container_port, self.exposed, self.variables) == (None, None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildState:
    """What is known of the newest build."""

    building: bool
    failed: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeLine:
    """One line of an app's runtime log: `out` or `err`, its time in UTC if the platform gives one."""

    text: str
    stream: str
    at: datetime | None


class Platform(Protocol):
    """One server. Every method may raise a `PlatformError`; only `update`, `restore` and `deploy` write."""

    @property
    def kind(self) -> str:
        """The platform's name in reports."""
        ...

    @property
    def address(self) -> str:
        """Where its API is, without credentials."""
        ...

    def version(self) -> str:
        """Return the platform's version."""
        ...

    def apps(self) -> tuple[AppDefinition, ...]:
        """Return the definitions of all apps."""
        ...

    def app(self, name: str) -> AppDefinition:
        """Return one definition. Raises `AppMissingError`."""
        ...

    def build_state(self, name: str) -> BuildState:
        """Return what is known of the app's newest build."""
        ...

    def logs(self, name: str) -> tuple[RuntimeLine, ...]:
        """Return the app's runtime log in order of time. Raises `ServiceGoneError`."""
        ...

    def app_behind(self, host: str) -> str:
        """Return the name of the app that this host name means inside the platform's network, or ''."""
        ...

    def update(self, name: str, change: Change) -> None:
        """Change the app; also an empty change makes new containers. Success does not mean that they run."""
        ...

    def restore(self, name: str, snapshot: Mapping[str, Any]) -> None:
        """Put every setting back to what `AppDefinition.raw` of that moment says. Images are not restored."""
        ...

    def changed_settings(self, current: AppDefinition, snapshot: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the platform's names of the settings in which the app differs from the snapshot."""
        ...

    def deploy(self, name: str, image: str, git_hash: str, progress: Callable[[str], None]) -> int:
        """Deploy an image that is on the host already; return the new version's number once it is deployed.

        Raises `BuildFailedError` or `DeployTimeoutError`.
        """
        ...
