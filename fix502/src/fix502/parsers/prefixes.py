"""Peels from a log line what carriers put before it: compose, Docker, journald, syslog, Heroku, BuildKit.

What remains is what the program itself wrote, with its own time stamp if it writes one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from json import JSONDecodeError, loads

from fix502.model.evidence import Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line without its carrier's prefix. `raw` is the line as it stood (redacted)."""

    number: int
    text: str
    raw: str
    service: str = ""
    """Who the carrier says wrote it: a compose service, a syslog program, a Heroku process."""
    carrier: str = ""
    """`compose`, `docker`, `syslog`, `heroku`, `build`, or nothing."""
    pid: int | None = None
    at: datetime | None = None


_ANSI = re.compile(r"\x1b(?:\[[0-9;:?]{0,40}[A-Za-z]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[()][A-Z0-9])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TIME = r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)"


@cache
def _carriers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        (
            "heroku",
            re.compile(rf"^\s*{_TIME} (?P<service>(?:app|heroku)\[[\w.\-]{{1,40}}\]): ?(?P<text>.*)$"),
        ),
        (
            "syslog",
            re.compile(
                r"^\s*[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d (?P<host>[\w.\-]{1,80}) "
                r"(?P<service>[\w./@\-]{1,80})(?:\[(?P<pid>\d{1,9})\])?: ?(?P<text>.*)$"
            ),
        ),
        (
            "syslog",
            re.compile(
                rf"^\s*{_TIME} (?P<host>[\w.\-]{{1,80}}) (?P<service>[\w./@\-]{{1,80}})"
                r"\[(?P<pid>\d{1,9})\]: ?(?P<text>.*)$"
            ),
        ),
        # "nginx.1" and "web.1" (foreman), "name-1", "name_1": a word, blanks, a bar.
        ("compose", re.compile(r"^(?P<service>[A-Za-z0-9][\w.\-]{0,80}) {0,60}\| ?(?P<text>.*)$")),
        ("build", re.compile(r"^#\d{1,4} (?:\d{1,6}\.\d{1,6} )?(?P<text>(?!\[).*)$")),
        ("kubernetes", re.compile(rf"^{_TIME} (?:stdout|stderr) [FP] (?P<text>.*)$")),
        ("docker", re.compile(rf"^{_TIME}(?<=[Z0-9]) (?P<text>.*)$")),
    )


# A program's own time stamp that must stay: PostgreSQL, gunicorn before 0.18, Django's logging, nginx.
_OWN_STAMP = re.compile(
    rf"^{_TIME}(?: [A-Z]{{2,5}}| [+-]\d{{2,4}})? ?(?:\[|:|\d+ |[A-Z]{{4,8}}\b|- )|^{_TIME} [A-Z]{{2,5}} "
)


def records(log: Log) -> Iterable[Record]:
    """Yield the lines of `log` without carriers' prefixes, empty ones included."""
    for line in log.lines:
        yield peeled(line.text, line.number, line.at)


def peeled(raw: str, number: int = 0, at: datetime | None = None) -> Record:
    """Return one line without its prefixes. Never fails: what is not recognised stays text."""
    text = _CONTROL.sub("", _ANSI.sub("", raw)) if "\x1b" in raw or not raw.isprintable() else raw
    if raw.count("\t"):
        text = text.replace("\x09", "\t")
    shown = text
    service, carrier, pid = "", "", None
    if text.startswith('{"log":'):
        text, at = _docker_json(text, at)
    for _ in range(3):  # carriers nest: compose around foreman around the program
        for name, pattern in _carriers():
            if name == "docker" and _OWN_STAMP.match(text) and "T" not in text[:11]:
                continue
            found = pattern.match(text)
            if not found:
                continue
            groups = found.groupdict()
            at = at or moment(found.group(1)) if name in {"heroku", "docker", "kubernetes"} else at
            service = groups.get("service") or service
            carrier = carrier or name
            pid = int(groups["pid"]) if groups.get("pid") else pid
            text = groups["text"]
            break
        else:
            break
    text = text.removeprefix("> ")
    return Record(
        number=number,
        text=text.rstrip(),
        raw=shown.strip(),
        service=service,
        carrier=carrier,
        pid=pid,
        at=at or moment(text[:40]),
    )


def _docker_json(text: str, at: datetime | None) -> tuple[str, datetime | None]:
    """Return the text and time of a line of Docker's json-file driver."""
    try:
        entry = loads(text)
        return str(entry["log"]).rstrip("\n"), at or moment(str(entry.get("time", "")))
    except (JSONDecodeError, KeyError, TypeError, RecursionError):
        return text, at


_STAMP = re.compile(
    r"^[\[ ]{0,2}(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)"
    r"(?:[.,](\d{1,6})\d{0,3})?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)


def moment(text: str) -> datetime | None:
    """Return the time that `text` starts with, in UTC; a stamp without zone is taken as UTC."""
    found = _STAMP.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    micro = int((found.group(7) or "0").ljust(6, "0"))
    zone = found.group(8) or "Z"
    try:
        when = datetime(year, month, day, hour, minute, min(second, 59), micro, tzinfo=UTC)
        if zone[0] in "+-":
            digits = zone[1:].replace(":", "")
            offset = int(digits[:2]) * 60 + int(digits[2:])
            when = datetime.fromtimestamp(
                when.timestamp() - (offset if zone[0] == "+" else -offset) * 60, tz=UTC
            )
    except (ValueError, OverflowError, OSError):
        return None
    return when
