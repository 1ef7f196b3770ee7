"""The boundary at which secrets are taken out: known values first, then everything that looks like one."""

from collections.abc import Iterable, Mapping

from fix502.parsers.redaction import HIDDEN, redact
from fix502.profile import Variable

MIN_LENGTH = 4
"""Hiding shorter values would blacken half of every log."""
_SECRET_PARTS = ("PASS", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "DSN", "SALT", "PRIVATE", "COOKIE", "AUTH")


def is_secret_name(name: str) -> bool:
    """Tell whether a variable of this name is secret whatever the profile says."""
    upper = name.upper()
    return any(part in upper for part in _SECRET_PARTS)


def secret_values(variables: Mapping[str, str], profile: Mapping[str, Variable]) -> tuple[str, ...]:
    """Return the values to hide: of secret names, and of addresses with a password in them; longest first."""
    hidden = {
        name: value
        for name, value in variables.items()
        if profile.get(name, Variable()).secret or is_secret_name(name) or _has_login(value)
    }
    # A password such as "postgres" stands in every host name and role too: hiding it hides the evidence.
    public = [value for name, value in variables.items() if name not in hidden]
    found = {
        value for value in hidden.values() if len(value) >= MIN_LENGTH and not any(value in p for p in public)
    }
    return tuple(sorted(found, key=lambda value: (-len(value), value)))


def clean(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without the given secrets and without anything that has a secret's form."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return redact(text)


def _has_login(value: str) -> bool:
    scheme, _, rest = value.partition("://")
    return bool(scheme) and "@" in rest and ":" in rest.split("@", maxsplit=1)[0]
