"""Tells what is over from what is still so: a later success makes an older error history.

Stages of a start: 1 before the server (entry point, migrations), 2 the server listens, 3 a worker loads the
application, 4 requests are answered. An error of one stage is over when a later attempt got beyond it.
"""

from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker
from fix502.parsers.reading import Reading, Seen

CONNECTION = frozenset(
    {"refused", "unresolvable", "timeout", "auth-failed", "missing-database", "starting-up", "stopping"}
)
"""Database messages that a later successful statement proves to be over."""
_ALWAYS_NOW = frozenset({"oom", "segfault", "killed-137"})
REQUEST_MARKS = (
    "django/core/handlers", "internal server error", "flask/app.py", "starlette/", "rest_framework/",
    "celery/app/trace", "dramatiq", "apscheduler",
)  # fmt: skip


def mark_past(reading: Reading) -> None:
    """Set `past` on every message of `reading` that a later success refutes."""
    complete = _last(reading, "complete")
    answered = max(
        (index for index, status, speaker in reading.answers if status < 300 and speaker is Speaker.APP),
        default=-1,
    )
    database = max(
        (seen.index for seen in reading.messages if seen.pattern.subject == "database-works"), default=-1
    )
    booted = _last_good_boot(reading)
    for seen in reading.messages:
        subject = seen.pattern.subject
        if subject in _ALWAYS_NOW and seen.index > complete:
            continue
        if seen.index < complete:
            seen.past = True
        elif seen.pattern.kind is FactKind.DATABASE_MESSAGE:
            proof = max(database, answered) if subject in CONNECTION else -1
            if subject not in CONNECTION and not in_request(seen):
                proof = max(answered, booted) if seen.pattern.fatal else -1
            seen.past = seen.index < proof
        elif seen.pattern.kind is FactKind.LOG_CLASS and not in_request(seen):
            seen.past = seen.index < max(answered, booted)
    _mark_errors(reading, complete, max(answered, booted))


def _mark_errors(reading: Reading, complete: int, started: int) -> None:
    for error, _record, _meaning in reading.errors:
        request = any(mark in frame.file for frame in error.frames for mark in REQUEST_MARKS)
        if error.last < complete or (not request and error.last < started):
            error.ignored = True


def in_request(seen: Seen) -> bool:
    """Tell whether the message came up while a request or a job was being served."""
    if any(mark in seen.record.text.lower() for mark in REQUEST_MARKS):
        return True
    return seen.error is not None and any(
        mark in frame.file for frame in seen.error.frames for mark in REQUEST_MARKS
    )


def _last(reading: Reading, kind: str) -> int:
    return max((seen.index for seen in reading.lives(kind)), default=-1)


def _last_good_boot(reading: Reading) -> int:
    """Return the index of the last worker's boot that nothing bad followed, or -1.

    A worker's boot proves the steps before the server; it proves the loading of the application only if a
    failed attempt before it died earlier than that, or the log goes on after it.
    """
    boots = reading.lives("boot") + reading.lives("up")
    if not boots:
        return -1
    last = max(seen.index for seen in boots)
    first_of_attempt = max(
        (seen.index for seen in reading.lives("start") if seen.index < last),
        default=min(s.index for s in boots),
    )
    bad = [
        seen.index for kind in ("failed-boot", "down", "orphan", "guard-exit") for seen in reading.lives(kind)
    ]
    bad += [error.last for error, _row, _meaning in reading.errors if not error.ignored]
    if any(index > first_of_attempt for index in bad):
        return -1
    earlier = [seen.index for seen in boots if seen.index < first_of_attempt]
    died_in_worker = bool(earlier) and any(min(earlier) < index < first_of_attempt for index in bad)
    if died_in_worker and len(reading.records) - last <= 1:
        return -1
    return first_of_attempt
