"""Recognises messages that look like faults and are none: health checks without a role, scanners."""

from collections.abc import Iterable
from itertools import pairwise

from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker
from fix502.parsers.reading import Reading, Seen

_SERVER_ONLY = frozenset({"auth-failed", "missing-database"})
_STATEMENT_ERRORS = frozenset({"schema-missing", "object-exists", "permission-denied", "lock-timeout"})


def mark_noise(reading: Reading) -> None:
    """Set `noise` on the messages of `reading` that only look like faults."""
    for subject in _SERVER_ONLY:
        _mark_health_checks([seen for seen in _database(reading) if seen.pattern.subject == subject])
    for subject in _STATEMENT_ERRORS:
        _mark_statement_errors([seen for seen in _database(reading) if seen.pattern.subject == subject])
    _mark_scans(reading)


def _database(reading: Reading) -> Iterable[Seen]:
    return (seen for seen in reading.messages if seen.pattern.kind is FactKind.DATABASE_MESSAGE)


def _mark_health_checks(found: list[Seen]) -> None:
    """`pg_isready` without `-U` logs in as the container's user, at a fixed interval, for ever."""
    if any(seen.speaker is not Speaker.DATABASE for seen in found):
        return
    superuser = all(seen.data.get("role") == "root" for seen in found)
    if superuser or _is_periodic(found):
        for seen in found:
            seen.noise = (
                "only the database server says it, at a fixed interval: a health check without -U or -d"
            )
    elif len({seen.data.get("role", "") for seen in found}) > 2:
        for seen in found:
            seen.noise = "only the database server says it, for ever other roles: somebody guesses passwords"


def _is_periodic(found: list[Seen]) -> bool:
    times = [seen.record.at.timestamp() for seen in found if seen.record.at]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return len(gaps) >= 2 and min(gaps) > 0.9 and max(gaps) - min(gaps) <= 0.1 * max(gaps)


def _mark_statement_errors(found: list[Seen]) -> None:
    if found and all(seen.speaker is Speaker.DATABASE for seen in found):
        for seen in found:
            seen.noise = "only the database server says it: a statement failed, which the app may well expect"


def _mark_scans(reading: Reading) -> None:
    hosts = [seen for seen in reading.messages if seen.pattern.subject == "disallowed-host"]
    served = any(status < 400 and speaker is Speaker.APP for _index, status, speaker in reading.answers)
    for seen in hosts:
        if served or len({item.data.get("host", "") for item in hosts}) > 3:
            seen.noise = "other requests are served: strangers ask with foreign Host headers"
