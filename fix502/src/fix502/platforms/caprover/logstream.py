"""Reads CapRover's runtime logs: Docker's multiplexed stream, asked for in hex because only that is whole.

CapRover passes the stream on as it is, in the order in which Docker's tasks and streams come, which is not
the order of time. Apps with a terminal write no frames at all; then the bytes are plain lines.
"""

import re
from datetime import UTC, datetime

from fix502.platforms.interface import RuntimeLine

HEADER = 8
MAX_FRAME = 16 * 1024 * 1024
"""No real entry is longer; a longer length means that these bytes are no frame."""
_STREAMS = {0: "out", 1: "out", 2: "err"}
_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,12})?(Z|[+-]\d\d:\d\d) ?")
_Moment = tuple[datetime, int]
"""A time and its nanoseconds beyond the microsecond: lines of one burst differ only there."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def demultiplex(hexadecimal: str) -> tuple[RuntimeLine, ...]:
    """Return the lines of a log given in hex, in order of time.

    Nothing is refused: a frame cut off at the end gives what is there, bytes that are no frame are read as
    plain lines, an odd last digit and non-UTF-8 bytes don't matter.
    """
    digits = re.sub(r"[^0-9a-fA-F]", "", hexadecimal)
    raw = bytes.fromhex(digits[: len(digits) // 2 * 2])
    entries: list[tuple[_Moment, RuntimeLine]] = []
    position = 0
    while position < len(raw):
        stream, length = _frame(raw, position)
        if length is None:
            entries += _lines(raw[position:], "out")
            break
        start = position + HEADER
        entries += _lines(raw[start : start + length], stream)
        position = start + length
    entries.sort(key=lambda entry: entry[0])
    return tuple(line for _, line in entries)


def _frame(raw: bytes, position: int) -> tuple[str, int | None]:
    header = raw[position : position + HEADER]
    if len(header) < HEADER or header[0] not in _STREAMS or any(header[1:4]):
        return "", None
    length = int.from_bytes(header[4:], "big")
    return (_STREAMS[header[0]], length) if length <= MAX_FRAME else ("", None)


def _lines(payload: bytes, stream: str) -> list[tuple[_Moment, RuntimeLine]]:
    """Split a payload; a line without a time of its own has that of the line before it."""
    text = payload.decode("utf-8", errors="replace")
    moment: _Moment = (_EARLIEST, 0)
    result = []
    for line in text.removesuffix("\n").split("\n") if text else []:
        match = _STAMP.match(line)
        own = _time(match) if match else None
        rest = line
        if match and own:
            moment, rest = own, line[match.end() :]
        at = None if moment[0] == _EARLIEST else moment[0]
        result.append((moment, RuntimeLine(text=rest.rstrip("\r"), stream=stream, at=at)))
    return result


def _time(match: re.Match[str]) -> _Moment | None:
    fraction = (match.group(2) or ".").ljust(10, "0")
    zone = "+00:00" if match.group(3) == "Z" else match.group(3)
    try:
        at = datetime.fromisoformat(f"{match.group(1)}{fraction[:7]}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at, int(fraction[7:10])
