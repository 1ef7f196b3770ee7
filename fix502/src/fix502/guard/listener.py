"""The listening socket: bound once, handed to the server, never closed while the guard lives."""

import errno
import os
import select
import signal
import socket
import struct
from types import FrameType

BACKLOG = 2048
# Exit codes of sysexits.h: the shell of an operator and the doctor can tell the causes apart.
EXIT_NO_HOST = 68
EXIT_CANNOT_CREATE = 73
EXIT_NO_PERMISSION = 77

# Where Linux' struct tcp_info keeps tcpi_unacked: for a listening socket it is the number of connections
# that wait to be accepted (tcp_get_info in net/ipv4/tcp.c).
_UNACKED_OFFSET = 24
_ACCEPT_SECONDS = 0.05

Peer = tuple[object, ...] | str | bytes


class BindError(Exception):
    """The port cannot be had. `code` is stable, `exit_code` is what the process ends with."""

    def __init__(self, code: str, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.code = code
        self.exit_code = exit_code


class _AcceptTooLongError(Exception):
    """Somebody else took the connection between our look and our accept."""


class Listener:
    """A listening socket that the guard and the server share.

    The kernel gives each connection to exactly one of those who call accept, in the order of arrival. The
    non-blocking flag belongs to the shared description of the socket: the guard hands it over blocking, as
    service managers do, leaves it as the server sets it, and copes with both.
    """

    def __init__(self, sock: socket.socket, name: str, unix_path: str | None = None) -> None:
        self.sock = sock
        self.name = name
        self._unix_path = unix_path
        self._poll = select.poll()
        self._poll.register(sock.fileno(), select.POLLIN)
        self._accepting = False
        signal.signal(signal.SIGALRM, self._on_alarm)

    @property
    def fileno(self) -> int:
        """The descriptor's number, in the guard and in the server alike."""
        return self.sock.fileno()

    def is_waiting(self) -> bool:
        """Whether at least one connection waits to be accepted by anybody."""
        return bool(self._poll.poll(0))

    def queue_length(self) -> int | None:
        """How many connections wait to be accepted, or None where the system does not tell."""
        if self._unix_path is not None or not hasattr(socket, "TCP_INFO"):
            return None
        info = self.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _UNACKED_OFFSET + 4)
        if len(info) < _UNACKED_OFFSET + 4:
            return None
        return int(struct.unpack_from("=I", info, _UNACKED_OFFSET)[0])

    def accept(self) -> tuple[socket.socket, Peer] | None:
        """Accept the longest waiting connection, or return None when nobody waits (any more).

        Raises:
            OSError: the process or the system has no descriptor left.

        """
        if not self.is_waiting():
            return None
        shared_blocking = os.get_blocking(self.fileno)
        try:
            if shared_blocking:
                # The server may take the connection first, and then this call would wait for the next visitor
                # and steal it from a live app. A timer ends it; the flag is not ours to change.
                self._accepting = True
                signal.setitimer(signal.ITIMER_REAL, _ACCEPT_SECONDS)
            connection, peer = self.sock.accept()
            self._accepting = False
        except (BlockingIOError, ConnectionAbortedError, _AcceptTooLongError):
            return None
        finally:
            self._accepting = False
            if shared_blocking:
                signal.setitimer(signal.ITIMER_REAL, 0)
        connection.settimeout(0)
        return connection, peer

    def prepare_hand_over(self) -> None:
        """Put the socket into the state in which a server expects an inherited one."""
        os.set_blocking(self.fileno, True)
        if self._unix_path is not None:
            _link(self._unix_path, self.sock.getsockname())

    def target(self) -> tuple[int, Peer]:
        """Return family and address under which this machine itself reaches the socket."""
        if self._unix_path is not None:
            return self.sock.family, self._unix_path
        address = self.sock.getsockname()
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 compared, not bound
        return self.sock.family, (host, *address[1:])

    def close(self) -> None:
        """Give up the port, at the very end; a Unix socket's names go with it."""
        own = self.sock.getsockname() if self._unix_path is not None else None
        self.sock.close()
        for path in (self._unix_path, own):
            if path is not None and os.path.exists(path):  # noqa: PTH110 pathlib costs start-up time
                os.unlink(path)  # noqa: PTH108 pathlib costs start-up time

    def _on_alarm(self, _number: int, _frame: FrameType | None) -> None:
        if self._accepting:
            raise _AcceptTooLongError


def open_listener(text: str) -> Listener:
    """Bind and listen on `HOST:PORT`, `[IPv6]:PORT` or `unix:PATH`.

    Raises:
        BindError: malformed, unresolvable, in use, not allowed or not available.

    """
    if text.startswith("unix:"):
        return _open_unix(text.removeprefix("unix:"))
    host, port = split_address(text)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        message = f'cannot listen on {text}: the host name "{host}" does not resolve ({error.strerror})'
        raise BindError("bind-unresolvable", message, EXIT_NO_HOST) from error
    family, kind, protocol, _canonical, address = found[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6 and host == "::":
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise _bind_error(text, error) from error
    bound = sock.getsockname()
    shown = f"[{bound[0]}]" if family == socket.AF_INET6 else bound[0]
    return Listener(sock, f"{shown}:{bound[1]}")


def split_address(text: str) -> tuple[str, int]:
    """Split `HOST:PORT` (IPv6 in brackets) into host and port number.

    Raises:
        BindError: it is not of that form.

    """
    host, colon, port = text.rpartition(":")
    well_formed = colon and port.isascii() and port.isdigit() and int(port) < 65536
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        well_formed = False
    if not well_formed or not host:
        message = f'"{text}" is not an address: write HOST:PORT, [IPv6]:PORT or unix:PATH'
        raise BindError("bind-malformed", message, 2)
    return host, int(port)


def _open_unix(path: str) -> Listener:
    """Listen on a Unix socket that survives a server which removes "its" socket file when it stops.

    The socket is bound to a private name and the public one is a hard link to it: Gunicorn, for one, removes
    the name that getsockname() tells it, and a public name that is gone means 502 until the guard restarts.
    """
    text = f"unix:{path}"
    private = f"{path}.{os.getpid()}"
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _remove_stale(path)
        sock.bind(private)
        sock.listen(BACKLOG)
        os.link(private, path)
    except OSError as error:
        sock.close()
        if os.path.exists(private):  # noqa: PTH110 pathlib costs start-up time
            os.unlink(private)  # noqa: PTH108 pathlib costs start-up time
        raise _bind_error(text, error) from error
    return Listener(sock, text, unix_path=path)


def _remove_stale(path: str) -> None:
    """Remove a socket file that nobody listens on; leave a living one to fail with 'in use'."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except FileNotFoundError:
            return
        except ConnectionRefusedError:
            os.unlink(path)  # noqa: PTH108 pathlib costs start-up time
            return
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def _link(public: str, private: str) -> None:
    """Restore the private name that the last server removed; the next one expects to find it."""
    try:
        os.link(public, private)
    except FileExistsError:
        return


def _bind_error(text: str, error: OSError) -> BindError:
    if error.errno == errno.EADDRINUSE:
        message = f"cannot listen on {text}: the port is in use by another program"
        return BindError(
            "bind-in-use", f"{message}; stop it, or choose another with --bind", EXIT_CANNOT_CREATE
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        message = f"cannot listen on {text}: not permitted to this user; choose a port above 1023 with --bind"
        return BindError("bind-permission", message, EXIT_NO_PERMISSION)
    reason = error.strerror or str(error)
    return BindError("bind-failed", f"cannot listen on {text}: {reason.lower()}", EXIT_CANNOT_CREATE)
