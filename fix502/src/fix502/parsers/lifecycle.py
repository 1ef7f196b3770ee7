"""Joins the steps of servers' lives by pid: who timed out, who was killed, who listens where."""

from collections.abc import Iterable

from fix502.model.facts import Fact, FactKind, Scalar
from fix502.parsers.patterns import Speaker
from fix502.parsers.prefixes import Record
from fix502.parsers.reading import Reading, Seen

_SIGNAL_NAMES = {"6": "SIGABRT", "7": "SIGBUS", "9": "SIGKILL", "11": "SIGSEGV", "15": "SIGTERM"}
SAMPLE_LIMIT = 20
"""Most facts of one kind about single workers."""


def life_facts(reading: Reading) -> Iterable[Fact]:
    """Return the facts about processes in `reading`."""
    yield from _listening(reading)
    yield from _timeouts(reading)
    yield from _signals(reading)
    yield from _steps(reading)
    yield from _attempts(reading)
    yield from _ends(reading)
    yield from _serving(reading)


def _fact(reading: Reading, kind: FactKind, subject: str, value: Scalar, seen: Seen, **data: Scalar) -> Fact:
    record = seen.record
    return Fact(
        kind=kind,
        subject=subject,
        value=value,
        data={"line": record.number, "service": record.service, "past": False, "noise": "", **data},
        at=record.at,
        observation=reading.observation,
        line=record.raw[:400],
    )


def _complete(reading: Reading) -> int:
    return max((seen.index for seen in reading.lives("complete")), default=-1)


def in_container(seen: Seen) -> bool:
    """Tell whether the process that wrote this is alone in a container: pid 1, or compose's own column."""
    pid = seen.data.get("pid", "")
    return pid == "1" or (seen.record.carrier == "compose" and not pid) or seen.record.carrier == "heroku"


def _listening(reading: Reading) -> Iterable[Fact]:
    known: dict[str, Seen] = {}
    for seen in reading.listening:
        if seen.speaker is Speaker.APP or seen.record.carrier == "heroku":
            host, port = seen.data.get("host", ""), seen.data.get("port", "")
            known[seen.data.get("path", "") or f"{host}:{port}"] = seen
    for address, seen in known.items():
        port = seen.data.get("port", "")
        host = seen.data.get("host", "")
        row: Record = seen.record
        yield _fact(
            reading,
            FactKind.LISTENING,
            address,
            int(port) if port else None,
            seen,
            host=host,
            server=seen.pattern.subject,
            pid=seen.data.get("pid", ""),
            loopback=host in {"127.0.0.1", "localhost", "::1"} or host.startswith("127."),
            container=in_container(seen),
            carrier=row.carrier,
        )


def _timeouts(reading: Reading) -> Iterable[Fact]:
    complete = _complete(reading)
    for seen in reading.lives("timeout")[-SAMPLE_LIMIT:]:
        yield _fact(
            reading,
            FactKind.WORKER_TIMEOUT,
            seen.data.get("pid", ""),
            None,
            seen,
            past=seen.index < complete,
        )


def _signals(reading: Reading) -> Iterable[Fact]:
    """State which workers were killed, and whether a time-out explains it.

    A SIGKILL after WORKER TIMEOUT of the same pid is gunicorn's own; one of a pid whose life the log shows
    from its boot, without a time-out, is not.
    """
    timeouts = reading.lives("timeout")
    timed_out = {seen.data.get("pid", "") for seen in timeouts}
    first_timeout = min((seen.index for seen in timeouts), default=-1)
    booted = {seen.data.get("pid", ""): seen.index for seen in reading.lives("boot")}
    complete = _complete(reading)
    for seen in reading.lives("signal")[-SAMPLE_LIMIT:]:
        pid = seen.data.get("pid", "")
        name = seen.data.get("signal") or _SIGNAL_NAMES.get(seen.data.get("number", ""), "")
        proven = first_timeout < 0 or booted.get(pid, seen.index) < seen.index
        yield _fact(
            reading,
            FactKind.SIGNAL,
            pid,
            name or "died",
            seen,
            after_timeout=pid in timed_out,
            unexplained=pid not in timed_out and proven,
            past=seen.index < complete,
        )


def _steps(reading: Reading) -> Iterable[Fact]:
    """State the last outcome of each boot step."""
    latest: dict[str, Seen] = {}
    for seen in reading.lives("step"):
        latest[seen.data["step"]] = seen
    for name, seen in latest.items():
        yield _fact(
            reading,
            FactKind.STEP,
            name,
            seen.data["outcome"],
            seen,
            required=seen.data["need"] == "required",
            exit=int(seen.data.get("exit", "0")),
            seconds=float(seen.data["seconds"]) if seen.data["seconds"].count(".") <= 1 else 0.0,
        )
    complete = reading.lives("complete")
    trouble = [seen.index for kind in ("guard-exit", "failed-boot") for seen in reading.lives(kind)]
    trouble += [error.last for error, _row, _meaning in reading.errors if not error.ignored]
    trouble += [seen.index for seen in reading.messages if seen.pattern.fatal and not seen.noise]
    if complete and not any(index > complete[-1].index for index in trouble):
        yield _fact(
            reading, FactKind.START_COMPLETE, complete[-1].data.get("address", ""), None, complete[-1]
        )


def _attempts(reading: Reading) -> Iterable[Fact]:
    starts = reading.lives("start")
    failures = reading.lives("failed-boot") + reading.lives("guard-exit")
    if starts:
        ends = [later.index for later in starts[1:]] + [len(reading.records)]
        failed = any(starts[-1].index < seen.index < ends[-1] for seen in failures)
        yield _fact(
            reading,
            FactKind.BOOT_ATTEMPT,
            "server",
            len(starts),
            starts[-1],
            outcome="failed" if failed else "unknown",
        )
    boots = reading.lives("boot")
    ends_seen = [
        seen
        for kind in ("worker-exit", "recycle", "timeout", "signal", "handling")
        for seen in reading.lives(kind)
    ]
    moments = {seen.record.at for seen in boots if seen.record.at}
    if len(moments) >= 5 and not ends_seen and not reading.errors:
        yield _fact(reading, FactKind.LOG_CLASS, "silent-reboots", None, boots[-1], count=len(boots))


def _ends(reading: Reading) -> Iterable[Fact]:
    complete = _complete(reading)
    starts = [seen.index for seen in reading.lives("start")]
    for kind in ("failed-boot", "orphan"):
        found = reading.lives(kind)
        if found:
            last = found[-1]
            again = kind == "orphan" and any(index > last.index for index in starts)
            yield _fact(
                reading,
                FactKind.LOG_CLASS,
                kind,
                None,
                last,
                count=len(found),
                past=last.index < complete or again,
            )
    asked = [seen for seen in reading.lives("handling") if seen.data.get("signal") in {"term", "int", "quit"}]
    if asked:
        yield _fact(reading, FactKind.LOG_CLASS, "asked-to-stop", None, asked[-1], count=len(asked))
    for seen in reading.lives("guard-exit")[-SAMPLE_LIMIT:]:
        code = seen.data.get("exit")
        yield _fact(
            reading,
            FactKind.EXIT,
            "server",
            int(code) if code else None,
            seen,
            signal=seen.data.get("signal", ""),
            pid=seen.data.get("pid", ""),
            past=seen.index < complete,
        )


def _serving(reading: Reading) -> Iterable[Fact]:
    """State that requests were answered well, and that workers booted and nothing bad followed."""
    good = [item for item in reading.answers if item[1] < 400 and item[2] is Speaker.APP]
    if good:
        index = good[-1][0]
        yield Fact(
            kind=FactKind.LOG_CLASS,
            subject="serving",
            value=None,
            data={
                "line": reading.records[index].number, "count": len(good), "past": False, "noise": "",
                "service": reading.records[index].service,
            },
            at=reading.records[index].at,
            observation=reading.observation,
            line=reading.records[index].raw[:400],
        )  # fmt: skip
    boots = reading.lives("boot") + reading.lives("up")
    if boots and not reading.lives("failed-boot"):
        yield _fact(reading, FactKind.LOG_CLASS, "booted", None, boots[-1], count=len(boots))
