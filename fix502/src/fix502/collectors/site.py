"""One deployment, and all the collectors that can look at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fix502.collectors.guard import GuardCollector
from fix502.collectors.interface import Collector, collect_all
from fix502.collectors.outside import OutsideCollector
from fix502.collectors.platform import PlatformCollector
from fix502.collectors.web import Door
from fix502.model.findings import Bundle
from fix502.platforms.interface import Platform
from fix502.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A profile, where to knock, and the platform if it may be asked."""

    profile: Profile
    door: Door
    platform: Platform | None = None
    guard_state: str = ""
    """Path of a guard's state socket, if one is near."""
    last_good: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Variables of the last known good."""
    timeout: float = 15.0
    """Seconds for one request from outside."""

    def collect(self, event: Callable[[str], None]) -> Bundle:
        """Look from everywhere at once."""
        collectors: list[Collector] = [OutsideCollector(self.door, self.profile.checks, timeout=self.timeout)]
        if self.platform is not None:
            collectors.append(
                PlatformCollector(self.platform, self.profile, last_good=self.last_good, door=self.door)
            )
        if self.guard_state:
            collectors.append(GuardCollector(self.guard_state))
        return collect_all(
            collectors, app=self.profile.app.name, start_seconds=self.profile.start.seconds, event=event
        )
