"""Raw bytes or text to a `Log`: decoded, split, bounded, redacted."""

from collections.abc import Iterable

from fix502.model.evidence import Log, LogLine
from fix502.parsers.redaction import redact

LINE_LIMIT = 3_000
"""Longest line kept, in characters; what is longer keeps its two ends."""
HEAD_LINES = 4_000
TAIL_LINES = 16_000
"""A log with more lines keeps its beginning and its end: how it started and how it died."""
BYTE_LIMIT = 4 * 1024 * 1024
"""Most bytes read in whole; of more, a quarter of this from the beginning and the rest from the end."""


def log_from_bytes(raw: bytes, observation: str = "paste") -> Log:
    """Return `raw` as a log. Bytes that are no UTF-8 become U+FFFD; UTF-16 with a byte-order mark is read."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return log_from_text(raw[:BYTE_LIMIT].decode("utf-16", "replace"), observation)
    if len(raw) > BYTE_LIMIT:
        raw = raw[: BYTE_LIMIT // 4] + b"\n" + raw[-BYTE_LIMIT * 3 // 4 :]
    return log_from_text(raw.decode("utf-8-sig", "replace"), observation)


def log_from_text(text: str, observation: str = "paste") -> Log:
    """Return `text` as a log, one line for each line feed."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return Log(observation=observation, lines=tuple(_bounded(lines)))


def _bounded(lines: list[str]) -> Iterable[LogLine]:
    numbered = list(enumerate(lines, start=1))
    if len(numbered) > HEAD_LINES + TAIL_LINES:
        numbered = [*numbered[:HEAD_LINES], *numbered[-TAIL_LINES:]]
    key = False
    for number, line in numbered:
        short = shortened(line.rstrip("\r"))
        if "PRIVATE KEY-----" in short:
            # A key spans lines: from its first to its last one everything is hidden.
            key = "-----BEGIN" in short and "-----END" not in short
            yield LogLine(
                text="-----BEGIN PRIVATE KEY----- [hidden]" if key else redact(short), number=number
            )
        elif key and looks_like_base64(short):
            yield LogLine(text="[hidden]", number=number)
        else:
            key = False
            yield LogLine(text=redact(short), number=number)


def looks_like_base64(line: str) -> bool:
    """Tell whether `line` can be a row of a key's body, behind whatever prefix."""
    word = line.rsplit(None, 1)[-1] if line.strip() else ""
    return len(word) >= 16 and all(char.isalnum() or char in "+/=" for char in word)


def shortened(line: str) -> str:
    """Return `line` cut to `LINE_LIMIT` characters: three quarters from its head, one from its tail."""
    if len(line) <= LINE_LIMIT:
        return line
    head = LINE_LIMIT * 3 // 4
    return f"{line[:head]} … {line[-(LINE_LIMIT - head) :]}"
