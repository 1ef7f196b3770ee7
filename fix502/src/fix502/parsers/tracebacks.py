"""Reads Python tracebacks: chains, groups, the raising frame; also with head or tail cut off."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fix502.parsers.prefixes import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One `File …, line …, in …` row and the source line below it."""

    file: str
    line: int
    function: str = ""
    code: str = ""

    @property
    def package(self) -> str:
        """The installed package the file belongs to, `<stdlib>`, or nothing for the app's own code."""
        found = _INSTALLED.search(self.file)
        if found:
            return found.group(1).removesuffix(".py").lower()
        if self.file.startswith("<frozen") or _STDLIB.search(self.file):
            return "<stdlib>"
        return ""


@dataclass(slots=True, kw_only=True)
class Traceback:
    """One exception. `cause` links chain backwards: the exception that led to this one."""

    type: str = ""
    """As printed: `psycopg2.OperationalError`; empty when the tail is cut off."""
    message: str = ""
    frames: list[Frame] = field(default_factory=list)
    first: int = 0
    """Index of the first record that belongs to it, within the sequence that was read."""
    last: int = 0
    headed: bool = False
    """Whether its `Traceback (most recent call last)` was there."""
    ignored: bool = False
    """Python itself went on: `Exception ignored in`, a thread's end, a compile message of pip."""
    cause: "Traceback | None" = None

    @property
    def name(self) -> str:
        """The type without its module."""
        return self.type.rsplit(".", 1)[-1]

    @property
    def raising(self) -> Frame | None:
        """The frame that raised."""
        return self.frames[-1] if self.frames else None

    @property
    def owner(self) -> str:
        """The innermost installed package in the frames: whose code was running."""
        return next(
            (frame.package for frame in reversed(self.frames) if frame.package not in {"", "<stdlib>"}), ""
        )

    @property
    def root(self) -> "Traceback":
        """The exception at the beginning of the chain."""
        return self.cause.root if self.cause else self


_INSTALLED = re.compile(r"(?:site|dist)-packages/([^/\\]{1,80})")
_STDLIB = re.compile(r"(?:^|/)(?:lib|lib64)/python\d(?:\.\d{1,2})?/(?!(?:site|dist)-packages)[^/]")
_FRAME = re.compile(r"^[\s|+:.*-]*File \"([^\"]{1,400})\", line (\d{1,7})(?:, in (.{1,200}))?")
_FRAME_INSIDE = re.compile(r"File \"([^\"]{1,400})\", line (\d{1,7}), in (\S{1,200})")
_HEAD = re.compile(r"Traceback \(most recent call last\):")
_LINK = re.compile(
    r"(?:The above exception was the direct cause of the following exception"
    r"|During handling of the above exception, another exception occurred)"
)
# `module.NameError: text`. A bare name counts only if it looks like an exception's.
_FINAL = re.compile(
    r"^[\s|+>-]{0,40}(?:Exception: )?((?:[A-Za-z_]\w{0,80}\.){0,8}[A-Z]\w{0,80})(?:: ?(.{0,5000})|\s*)$"
)
_ENDS_LIKE_EXCEPTION = re.compile(
    r"(?:Error|Exception|Exit|Interrupt|Warning|NotReady|Configured|Failed|Failure|Found|Conflict|Denied|Timeout"
    r"|DoesNotExist|History|Suspicious\w{0,20}|DisallowedHost|HaltServer|Table|Column|Privilege|Connection\w{0,12}"
    r"|Catalog\w{0,8}|Group|Refused|Violation|Available|Shutdown|Required|Abort|Refuse)$"
)
_PROSE = frozenset({"Error", "Exception", "Warning", "Failure", "Failed", "Timeout", "Group"})
_IGNORED = ("exception ignored in", "unhandled exception in thread started by", "exception in thread thread-")


def tracebacks(records: Sequence[Record]) -> list[Traceback]:
    """Return the exceptions in `records` (one service's lines, in order), oldest first."""
    return _Reader(records).read()


class _Reader:
    """A small state machine over one service's lines."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.done: list[Traceback] = []
        self.open: Traceback | None = None
        self.linked = False
        self.ignore_next = False

    def read(self) -> list[Traceback]:
        for index, record in enumerate(self.records):
            self._line(index, record.text)
        if self.open is not None:
            self._close(self.open, len(self.records) - 1)
        return self.done

    def _line(self, index: int, text: str) -> None:
        if not text.strip():
            return None
        if _LINK.search(text):
            self.linked = bool(self.done)
            return None
        head = _HEAD.search(text)
        if head:
            self._abandon(index)
            self._begin(index, headed=True)
            for file, line, function in _FRAME_INSIDE.findall(text[head.end() :]):
                self._frame(file, line, function)
            return None
        frame = _FRAME.match(text)
        if frame:
            if self.open is None and self._adopts(index):
                return self._frame_after(index, frame)
            if self.open is None:
                self._begin(index, headed=False)
            self._frame(frame.group(1), frame.group(2), frame.group(3) or "")
            return None
        self._other(index, text)
        return None

    def _other(self, index: int, text: str) -> None:
        low = text.lower()
        if any(mark in low for mark in _IGNORED) or low.lstrip().startswith("compiling "):
            self.ignore_next = True
            return
        final = _final(text, inside=self.open is not None)
        if final:
            if self.open is None:
                self._begin(index, headed=False)
            current = self.open
            if current is not None:
                current.type, current.message = final
                self._close(current, index)
            return
        if self.open is not None:
            self._detail(index, text)

    def _detail(self, index: int, text: str) -> None:
        """Take a source line below its frame; leave the traceback when a foreign line comes."""
        current = self.open
        if current is None:
            return
        if text[:1] in " \t|" or index - current.last <= 1 or set(text.strip()) <= set("^~"):
            if current.frames and not current.frames[-1].code and set(text.strip()) - set("^~"):
                old = current.frames[-1]
                current.frames[-1] = Frame(
                    file=old.file, line=old.line, function=old.function, code=text.strip()[:400]
                )
            current.last = index
        elif index - current.last > 12:
            self._close(current, current.last)

    def _begin(self, index: int, *, headed: bool) -> None:
        self.open = Traceback(first=index, last=index, headed=headed, ignored=self.ignore_next)
        self.ignore_next = False
        if self.linked and self.done:
            self.open.cause = self.done[-1]
        self.linked = False

    def _frame(self, file: str, line: str, function: str) -> None:
        if self.open is not None and len(self.open.frames) < 500:
            self.open.frames.append(Frame(file=file, line=int(line), function=function.strip()))
            self.open.last = max(self.open.last, self.open.first)

    def _adopts(self, index: int) -> bool:
        """Tell whether a frame below a finished exception without any frame belongs to that one."""
        return bool(
            self.done and not self.done[-1].frames and index - self.done[-1].last <= 2 and not self.linked
        )

    def _frame_after(self, index: int, frame: re.Match[str]) -> None:
        past = self.done[-1]
        past.frames.append(
            Frame(file=frame.group(1), line=int(frame.group(2)), function=(frame.group(3) or "").strip())
        )
        past.last = index

    def _abandon(self, index: int) -> None:
        if self.open is not None:
            self._close(self.open, index - 1)

    def _close(self, current: Traceback, index: int) -> None:
        current.last = max(index, current.first)
        self.done.append(current)
        self.open = None


def _final(text: str, *, inside: bool) -> tuple[str, str] | None:
    """Return type and message if `text` is a traceback's last line."""
    found = _FINAL.match(text)
    if not found:
        return None
    kind, message = found.group(1), (found.group(2) or "").strip()
    if _ENDS_LIKE_EXCEPTION.search(kind) or (inside and "." in kind and kind[0].islower()):
        # A lone word such as "Exit" or "Error" on a line is prose unless a traceback is open.
        if not inside and (kind in _PROSE or not (message or "." in kind or len(kind) > 9)):
            return None
        return kind, message
    return None


def chain_of(last: Traceback) -> Iterable[Traceback]:
    """Yield the exceptions of a chain from the last one back to its root."""
    current: Traceback | None = last
    while current is not None:
        yield current
        current = current.cause
