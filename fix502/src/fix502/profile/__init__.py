"""The profile of a deployment: what fix502.toml says, as frozen records, or an exact error."""

from fix502.profile.loader import find_profile, load_profile, parse_profile
from fix502.profile.records import (
    App,
    Check,
    Database,
    Emergency,
    PlatformAddress,
    Profile,
    ProfileError,
    Repair,
    Start,
    Variable,
)
from fix502.profile.schema import explain_profile

__all__ = [
    "App",
    "Check",
    "Database",
    "Emergency",
    "PlatformAddress",
    "Profile",
    "ProfileError",
    "Repair",
    "Start",
    "Variable",
    "explain_profile",
    "find_profile",
    "load_profile",
    "parse_profile",
]
