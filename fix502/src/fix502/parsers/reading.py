"""Everything the parsers see in one log, in order, before it becomes facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fix502.model.evidence import Log
from fix502.parsers import containers, database_connections, database_statements, proxies, servers, startup
from fix502.parsers.imports import ANY_TARGET, Meaning, meaning_of
from fix502.parsers.patterns import Catalogue, Hit, Pattern, Speaker
from fix502.parsers.prefixes import Record, records
from fix502.parsers.tracebacks import Traceback, tracebacks

MESSAGES = Catalogue(
    (
        *database_connections.PATTERNS,
        *database_statements.PATTERNS,
        *startup.PATTERNS,
        *containers.PATTERNS,
        *proxies.PATTERNS,
        *servers.PATTERNS,
    )
)
LIFE = Catalogue(servers.LIFE)
LISTENING = Catalogue(servers.LISTENING)
WRAP_LIMIT = 400
"""Logs with at most so many lines are read a second time with neighbouring lines joined: a terminal or a
mail program may have wrapped them."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """One message at its place. `index` counts the records from 0."""

    index: int
    pattern: Pattern
    data: dict[str, str]
    record: Record
    speaker: Speaker
    error: Traceback | None = None
    """The traceback the line belongs to."""
    past: bool = False
    """A later start that succeeded proves that this is over."""
    noise: str = ""
    """Why it is harmless, if it is."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """A log, read."""

    observation: str
    records: list[Record]
    speakers: list[Speaker]
    messages: list[Seen] = field(default_factory=list)
    life: list[Seen] = field(default_factory=list)
    listening: list[Seen] = field(default_factory=list)
    errors: list[tuple[Traceback, Record, Meaning | None]] = field(default_factory=list)
    answers: list[tuple[int, int, Speaker]] = field(default_factory=list)
    """Access-log lines: index, status, who wrote it."""

    def lives(self, kind: str) -> list[Seen]:
        """Return the steps of servers' lives of one kind, such as `boot`."""
        return [seen for seen in self.life if seen.pattern.subject == f"life:{kind}"]


_NGINX = re.compile(
    r"^(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?\[(?:emerg|alert|crit|error|warn|notice|info)\] \d{1,9}#\d{1,9}:"
    r"|^nginx: \["
    r"|while (?:connecting to|reading response header from|reading|sending request to) upstream"
)
_POSTGRES = re.compile(
    r"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})? [A-Z]{2,5}|\[\d{1,9}(?:-\d{1,6})?\]|\d{1,9}).{0,80}?"
    r"(?:FATAL|PANIC|ERROR|LOG|DETAIL|HINT|STATEMENT|WARNING|NOTICE|CONTEXT): {2}"
)
_MYSQL = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d{1,2}:\d\d:\d\d(?:\.\d{1,6}Z?)? (?:0x[0-9a-f]{1,16}|\d{1,20}) \[")
_DATABASE_SERVICE = re.compile(
    r"(?:^|[\W_\d])(?:db|pg|pgsql|postgres\w{0,4}|postgis|database|mysqld?|mariadb\w?|timescale\w{0,2}|pgmain)(?:[\W_\d]|$)"
)
_PROXY_SERVICE = re.compile(r"(?:^|[\W_\d])(?:nginx|proxy|edge|traefik|caddy|haproxy|gateway)(?:[\W_\d]|$)")
_ACCESS = re.compile(r"\"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [^\"]{0,2000}\" (?P<status>[1-5]\d\d)\b")
_UVICORN_ACCESS = re.compile(
    r"\"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S{1,2000} HTTP/[\d.]{1,3}\" (?P<status>[1-5]\d\d)\b"
)
_PIP = re.compile(
    r"^\s*(?:Compiling|byte-compiling|Downloading|Installing collected|Successfully installed) ?"
)


def speaker_of(record: Record) -> Speaker:
    """Tell which kind of program wrote `record`."""
    text, service = record.text, record.service.lower()
    if _NGINX.search(text):
        return Speaker.PROXY
    if service.startswith("heroku") or service in {"kernel", "systemd", "dockerd", "supervisord"}:
        return Speaker.PLATFORM
    if _POSTGRES.match(text) or _MYSQL.match(text):
        return Speaker.DATABASE
    if service and record.carrier == "compose":
        if _DATABASE_SERVICE.search(service):
            return Speaker.DATABASE
        if _PROXY_SERVICE.search(service):
            return Speaker.PROXY
    return Speaker.APP


def read(log: Log) -> Reading:
    """Read `log` once, in time linear in its length."""
    rows = list(records(log))
    reading = Reading(observation=log.observation, records=rows, speakers=[speaker_of(row) for row in rows])
    for index, record in enumerate(rows):
        if record.text:
            _read_line(reading, index, record)
    _read_errors(reading)
    if len(rows) <= WRAP_LIMIT:
        _read_wrapped(reading)
    reading.messages.sort(key=lambda seen: seen.index)
    return reading


def _read_line(reading: Reading, index: int, record: Record) -> None:
    speaker = reading.speakers[index]
    access = _ACCESS.search(record.text)
    if access:
        reading.answers.append((index, int(access.group("status")), speaker))
    for hit in LIFE.hits(record.text):
        reading.life.append(_seen(index, hit, record, speaker))
    for hit in LISTENING.hits(record.text)[:1]:
        reading.listening.append(_seen(index, hit, record, speaker))
    known: set[tuple[str, str]] = set()
    for hit in MESSAGES.hits(record.text):
        key = (hit.pattern.kind, hit.pattern.subject)
        if key not in known:
            known.add(key)
            reading.messages.append(_seen(index, hit, record, speaker))


def _seen(index: int, hit: Hit, record: Record, speaker: Speaker) -> Seen:
    if speaker is Speaker.APP and hit.pattern.speaker is not None:
        speaker = hit.pattern.speaker
    return Seen(index=index, pattern=hit.pattern, data=hit.data, record=record, speaker=speaker)


def _read_errors(reading: Reading) -> None:
    """Read the tracebacks of each service by itself: carriers interleave services."""
    groups: dict[str, list[int]] = {}
    for index, record in enumerate(reading.records):
        groups.setdefault(record.service, []).append(index)
    targets = command_targets(reading.records)
    by_index = {seen.index: seen for seen in reading.messages}
    for indexes in groups.values():
        found = tracebacks([reading.records[index] for index in indexes])
        for error in found:
            error.first, error.last = indexes[error.first], indexes[min(error.last, len(indexes) - 1)]
            if error.ignored or _is_compiling(reading.records, error.first):
                error.ignored = True
            record = reading.records[error.last]
            meaning = None if error.ignored else meaning_of(error, targets=targets)
            reading.errors.append((error, record, meaning))
            for index in range(error.first, error.last + 1):
                if index in by_index and reading.records[index].service == record.service:
                    by_index[index].error = error
    reading.errors.sort(key=lambda item: item[0].last)


def _is_compiling(rows: Sequence[Record], index: int) -> bool:
    """Tell whether pip was byte-compiling foreign files when it printed what stands at `index`."""
    return any(_PIP.match(row.text) for row in rows[max(0, index - 1) : index])


_COMMAND = re.compile(
    r"\b(?:gunicorn|uvicorn|daphne|hypercorn|granian)\b(?P<rest>(?: +[^\s|&;`'\"]{1,200}){1,20})"
)
_TARGET = re.compile(r"^(?P<module>[A-Za-z_][\w.]{0,200})(?::[A-Za-z_][\w.()]{0,100})?$")


def command_targets(rows: Sequence[Record]) -> tuple[str, ...]:
    """Return the modules that start commands in the log ask a server to load: `shop.wsgi`."""
    found: dict[str, None] = {}
    for row in rows:
        if "unable to load app 0" in row.text:
            found.setdefault(ANY_TARGET)
        if not any(
            name in row.text for name in ("gunicorn ", "uvicorn ", "daphne ", "hypercorn ", "granian ")
        ):
            continue
        for command in _COMMAND.finditer(row.text):
            for word in command.group("rest").split():
                target = _TARGET.match(word)
                if target and ("." in word or ":" in word):
                    found.setdefault(target.group("module"))
    return tuple(found)


_JOINED_ENDS = re.compile(r"^(?:\d{4}[-/]|\[\d{4}|Traceback|\s*File \"|[A-Z][a-z]{2} {1,2}\d)")


def _read_wrapped(reading: Reading) -> None:
    """Look once more at short runs of lines joined together, for messages that no single line showed."""
    known = {(seen.pattern.kind, seen.pattern.subject) for seen in reading.messages}
    rows = reading.records
    for index, row in enumerate(rows[:-1]):
        if not row.text.strip():
            continue
        parts = [row.text.strip()]
        for follower in rows[index + 1 : index + 5]:
            if (
                follower.service != row.service
                or _JOINED_ENDS.match(follower.text)
                or not follower.text.strip()
            ):
                break
            parts.append(follower.text.strip())
        if len(parts) < 2:
            continue
        for glue in (" ", ""):
            for hit in MESSAGES.hits(glue.join(parts)):
                key = (hit.pattern.kind, hit.pattern.subject)
                if key not in known:
                    known.add(key)
                    reading.messages.append(_seen(index, hit, row, reading.speakers[index]))
