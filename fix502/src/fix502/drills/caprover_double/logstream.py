"""Runtime logs as the API gives them: Docker's multiplexed frames, not in order, in an encoding of choice."""

import base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from fix502.drills.caprover_double.runtime import LogEntry

TAIL_PER_TASK = 500


def _timestamp(at_ns: int) -> str:
    seconds, fraction = divmod(at_ns, 1_000_000_000)
    digits = f"{fraction:09d}".rstrip("0")
    whole = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{digits}Z" if digits else f"{whole}Z"


def frame(entry: LogEntry) -> bytes:
    """One entry as Docker frames it: stream, three zero bytes, length (big-endian), then that many bytes."""
    payload = f"{_timestamp(entry.at_ns)} {entry.text}".encode()
    return bytes((entry.stream, 0, 0, 0)) + len(payload).to_bytes(4, "big") + payload


def _disordered(entries: Sequence[LogEntry]) -> Iterable[LogEntry]:
    """Yield the last 500 of each task; newest task first, and within each second stderr before stdout."""
    tasks: dict[str, list[LogEntry]] = {}
    for entry in entries:
        tasks.setdefault(entry.task, []).append(entry)
    for task in sorted(tasks.values(), key=lambda items: items[0].at_ns, reverse=True):
        yield from sorted(task[-TAIL_PER_TASK:], key=lambda e: (e.at_ns // 1_000_000_000, -e.stream))


def encode(entries: Sequence[LogEntry], encoding: str) -> str:
    """Return the `data.logs` string.

    `ascii` (CapRover's default) strips bit 7 of every byte and `utf8` replaces what is no UTF-8, so both
    spoil the length of frames of 128 bytes and more. That is what Node's Buffer does,
    and why a client asks for `hex`.

    Raises:
        LookupError: an encoding Node does not know.

    """
    raw = b"".join(frame(entry) for entry in _disordered(entries))
    match encoding:
        case "hex":
            return raw.hex()
        case "base64":
            return base64.b64encode(raw).decode("ascii")
        case "ascii":
            return bytes(byte & 0x7F for byte in raw).decode("ascii")
        case "utf8" | "utf-8":
            return raw.decode("utf-8", errors="replace")
        case "latin1" | "binary":
            return raw.decode("latin-1")
        case _:
            raise LookupError(encoding)
