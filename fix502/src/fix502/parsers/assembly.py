"""Joins what was read into facts: duplicates merged, history marked, pids and signals joined."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from fix502.model.evidence import Log
from fix502.model.facts import Fact, FactKind, Scalar
from fix502.parsers.history import in_request, mark_past
from fix502.parsers.imports import Meaning, meaning_of
from fix502.parsers.lifecycle import life_facts
from fix502.parsers.noise import mark_noise
from fix502.parsers.patterns import Speaker
from fix502.parsers.prefixes import Record
from fix502.parsers.reading import Reading, Seen, command_targets, read
from fix502.parsers.tracebacks import Traceback

QUOTE_LIMIT = 400
EXCEPTION_LIMIT = 40
"""Most exceptions reported of one log: the last ones."""


def facts_of(log: Log) -> tuple[Fact, ...]:
    """Return what `log` states. Pure; time linear in the log's length."""
    reading = read(log)
    mark_past(reading)
    mark_noise(reading)
    return (
        *message_facts(reading),
        *meaning_facts(reading),
        *exception_facts(reading),
        *life_facts(reading),
        *state_facts(reading),
    )


def quoted(record: Record) -> str:
    """Return a record's line as evidence quotes it."""
    text = record.raw
    return text if len(text) <= QUOTE_LIMIT else f"{text[:QUOTE_LIMIT]}…"


def fact(  # noqa: PLR0913 - the fields of a fact
    reading: Reading, kind: FactKind, subject: str, value: Scalar, *, record: Record, data: dict[str, Scalar]
) -> Fact:
    """Return a fact that quotes `record`."""
    return Fact(
        kind=kind,
        subject=subject,
        value=value,
        data={**data, "line": record.number},
        at=record.at,
        observation=reading.observation,
        line=quoted(record),
    )


def message_facts(reading: Reading) -> Iterable[Fact]:
    """Merge equal messages: the first stands for all, `count` says how many there were."""
    merged: dict[tuple[object, ...], list[Seen]] = {}
    for seen in reading.messages:
        if seen.pattern.subject == "import-error":
            continue
        key = (
            seen.pattern.kind,
            seen.pattern.subject,
            seen.speaker,
            seen.past,
            bool(seen.noise),
            tuple(sorted(item for item in seen.data.items() if item[0] not in {"pid", "size"})),
        )
        merged.setdefault(key, []).append(seen)
    for group in merged.values():
        first = group[0]
        data: dict[str, Scalar] = dict(first.data)
        errno = data.pop("errno", None)
        yield fact(
            reading,
            first.pattern.kind,
            first.pattern.subject,
            int(str(errno)) if errno is not None else None,
            record=first.record,
            data=data
            | {
                "count": len(group),
                "speaker": first.speaker.value,
                "service": first.record.service,
                "past": first.past,
                "noise": first.noise,
                "request": in_request(first),
            },
        )


def meaning_facts(reading: Reading) -> Iterable[Fact]:
    """State what exceptions amount to, each class with its values once."""
    known: set[tuple[object, ...]] = set()
    for error, record, meaning in (*reading.errors, *_quoted_errors(reading)):
        subjects = [(meaning.subject, meaning.data)] if meaning else []
        files = [frame.file for frame in error.frames]
        if any(file.rsplit("/", 1)[-1] == "collectstatic.py" for file in files):
            subjects.append(("collectstatic-failed", {"name": error.name}))
        if any(
            file.endswith("management/commands/migrate.py") or "django/db/migrations/" in file
            for file in files
        ):
            subjects.append(("migrate-failed", {"name": error.name, "text": error.message[:200]}))
        for subject, values in subjects:
            key = (subject, tuple(sorted(values.items())), error.ignored)
            if key not in known:
                known.add(key)
                yield fact(
                    reading,
                    FactKind.LOG_CLASS,
                    subject,
                    None,
                    record=record,
                    data={**values, **_said_by_app(record), "past": error.ignored},
                )


def _quoted_errors(reading: Reading) -> Iterable[tuple[Traceback, Record, Meaning | None]]:
    """Yield the import errors that stand within a logger's line, unless tracebacks tell them already."""
    if any(meaning is not None for _error, _record, meaning in reading.errors):
        return
    targets = command_targets(reading.records)
    for seen in reading.messages:
        if seen.pattern.subject == "import-error" and seen.error is None:
            error = Traceback(type=seen.data["type"], message=seen.data["message"], ignored=seen.past)
            yield error, seen.record, meaning_of(error, targets=targets)


def _said_by_app(record: Record) -> dict[str, Scalar]:
    return {
        "count": 1,
        "speaker": Speaker.APP.value,
        "service": record.service,
        "past": False,
        "noise": "",
        "request": False,
    }


def exception_facts(reading: Reading) -> Iterable[Fact]:
    """State the exceptions themselves, for reports and for causes that have no message of their own."""
    for error, record, _meaning in reading.errors[-EXCEPTION_LIMIT:]:
        if not error.type:
            continue
        frame = error.raising
        yield fact(
            reading,
            FactKind.EXCEPTION,
            error.name,
            error.message[:QUOTE_LIMIT],
            record=record,
            data={
                "module": error.type.rpartition(".")[0],
                "frame_file": frame.file if frame else "",
                "frame_line": frame.line if frame else 0,
                "frame_function": frame.function if frame else "",
                "chain": error.root.name if error.cause else "",
                "owner": error.owner,
                "fatal": not error.ignored,
                "past": error.ignored,
                "noise": "",
                "service": record.service,
            },
        )


_APPLYING = re.compile(r"^\s*Applying [\w.]{1,200}\.{3}\s*$")
_LOCK_LINE = re.compile(r"waiting to acquire|waiting for .{0,40}lock", re.IGNORECASE)


def state_facts(reading: Reading) -> Iterable[Fact]:
    """State how the log as a whole looks: empty, repeating, ending in mid-air, and who speaks in it."""
    spoken = Counter(
        speaker
        for speaker, record in zip(reading.speakers, reading.records, strict=True)
        if record.text.strip()
    )
    said = [record for record in reading.records if record.text.strip()]
    starts = [seen for seen in reading.lives("start") if "guard:" not in seen.record.text]
    last = said[-1] if said else None
    if not said:
        value = "empty"
    elif len(starts) >= 3:
        value = "repeating"
    elif last is not None and (_APPLYING.match(last.text) or _LOCK_LINE.search(last.text)):
        value = "silent-end"
    else:
        value = "flowing"
    record = last or Record(number=0, text="", raw="")
    yield fact(
        reading,
        FactKind.LOG_STATE,
        reading.observation,
        value,
        record=record,
        data={
            "attempts": len(starts),
            "lines": len(said),
            "first_at": _stamp(said, last=False),
            "last_at": _stamp(said, last=True),
            "past": False,
            "noise": "",
            **{speaker.value: spoken[speaker] for speaker in Speaker},
        },
    )
    if value == "silent-end":
        yield fact(
            reading,
            FactKind.LOG_CLASS,
            "applying-without-end",
            None,
            record=record,
            data=_said_by_app(record),
        )


def _stamp(rows: list[Record], *, last: bool) -> float | None:
    times: list[datetime] = [row.at for row in rows if row.at]
    return None if not times else (max(times) if last else min(times)).timestamp()
