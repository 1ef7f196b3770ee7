"""What the children print: passed on unchanged, with the last of it remembered for the diagnosis."""

import fcntl
import os
import select
import termios
import time

from fix502.guard.loop import READ, Loop

TAIL_BYTES = 64 * 1024
# Lines of a pipe up to this many bytes are written whole and, once poll says so, without blocking (PIPE_BUF).
_CHUNK = 4096
_READ = 256 * 1024
_PIPE_BYTES = 1024 * 1024
_PAUSE_SECONDS = 0.02
_LINE_MILLISECONDS = 1000  # that a stuck reader of the log can delay the guard


class Tail:
    """The last bytes of everything that was printed, in order of arrival."""

    def __init__(self, limit: int = TAIL_BYTES) -> None:
        self._limit = limit
        self._bytes = bytearray()

    def clear(self) -> None:
        """Forget everything: a new attempt begins."""
        self._bytes.clear()

    def add(self, data: bytes) -> None:
        """Remember `data`, at the cost of the oldest bytes."""
        self._bytes += data
        if len(self._bytes) > self._limit:
            del self._bytes[: len(self._bytes) - self._limit]

    def read(self) -> bytes:
        """Return what is remembered, without the piece of a line at its beginning."""
        data = bytes(self._bytes)
        if len(data) >= self._limit:
            data = data[data.find(b"\n") + 1 :]
        return data


class Log:
    """The guard's own lines, on standard output, each also kept in the tail.

    A reader that does not read must not stop the supervision: a line that cannot be written within a second
    is given up.
    """

    def __init__(self, tail: Tail, descriptor: int = 1) -> None:
        self._tail = tail
        self._descriptor = descriptor

    def write(self, line: str, source: str = "guard") -> None:
        """Print `source: line`."""
        data = f"{source}: {line}\n".encode(errors="replace")[:_CHUNK]
        self._tail.add(data)
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        try:
            if poll.poll(_LINE_MILLISECONDS):
                os.write(self._descriptor, data)
        except OSError:
            # Nobody reads the log any more (EPIPE, EIO): no reason to leave the port.
            return


class Tee:
    """Passes one stream of a child on to one of the guard's own descriptors.

    A child that prints much would wake the guard once a line; so after each read the stream rests for 20 ms
    and collects in its pipe of 1 MiB, which bounds the cost to 50 wake-ups a second.
    If nobody reads our own output, the stream is not read either: the child feels it as it would without us.

    Args:
        loop: where the stream is waited for.
        destination: the guard's own descriptor (1 or 2).
        tail: where the last bytes are kept.

    """

    def __init__(self, loop: Loop, destination: int, tail: Tail) -> None:
        self._loop = loop
        self._destination = destination
        self._tail = tail
        self._pending = b""
        self._last_read = 0.0
        self._source, self.child_end = _open_stream(destination)
        os.set_blocking(self._source, False)
        loop.watch(self._source, READ, self._on_readable)

    def close_child_end(self) -> None:
        """Close the guard's copy of the child's end, after the child has inherited it."""
        os.close(self.child_end)

    def drain(self) -> None:
        """Pass on what is there now: a dead child's last words come before the line about its death."""
        while self._source >= 0 and not self._pending and self._read():
            self._flush()

    def close(self) -> None:
        """Stop passing on."""
        if self._source >= 0:
            self._loop.unwatch(self._source)
            os.close(self._source)
            self._source = -1

    def _on_readable(self) -> None:
        self._loop.unwatch(self._source)
        wait = self._last_read + _PAUSE_SECONDS - time.monotonic()
        if wait > 0:
            self._loop.after(wait, self._on_rested)
        else:
            self._on_rested()

    def _on_rested(self) -> None:
        if self._source >= 0 and self._read():
            self._flush()

    def _read(self) -> bool:
        """Read once; return whether anything came. At its end the stream is closed."""
        try:
            data = os.read(self._source, _READ)
        except BlockingIOError:
            self._loop.watch(self._source, READ, self._on_readable)
            return False
        except OSError:
            data = b""  # the other end of a terminal is gone (EIO)
        if not data:
            self.close()
            return False
        self._last_read = time.monotonic()
        self._pending = data
        self._tail.add(data)
        return True

    def _flush(self) -> None:
        """Write what was read, never more than the destination takes without blocking."""
        poll = select.poll()
        poll.register(self._destination, select.POLLOUT)
        while self._pending:
            if not poll.poll(0):
                self._wait_for_destination()
                return
            try:
                written = os.write(self._destination, self._pending[:_CHUNK])
            except BlockingIOError:
                self._wait_for_destination()
                return
            except OSError:
                self._pending = b""  # nobody reads our output any more; the child need not notice
                break
            self._pending = self._pending[written:]
        if self._source >= 0:
            self._loop.watch(self._source, READ, self._on_readable)

    def _wait_for_destination(self) -> None:
        self._loop.after(_PAUSE_SECONDS, self._flush)


def _open_stream(destination: int) -> tuple[int, int]:
    """Return the guard's and the child's end: a pipe, or a terminal where we have one ourselves."""
    if os.isatty(destination):
        source, child_end = os.openpty()
        mode = termios.tcgetattr(child_end)
        mode[1] &= ~termios.OPOST  # our own terminal translates line ends already
        termios.tcsetattr(child_end, termios.TCSANOW, mode)
        termios.tcsetwinsize(child_end, termios.tcgetwinsize(destination))
        return source, child_end
    source, child_end = os.pipe()
    _enlarge(child_end)
    return source, child_end


def _enlarge(pipe: int) -> None:
    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (OSError, AttributeError):
        return  # the user's share of pipe memory is used up, or not Linux: 64 KiB will do
