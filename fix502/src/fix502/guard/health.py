"""`fix502 health`: the container's health check, for Docker's HEALTHCHECK.

A health check has two duties that pull apart. A rolling update must not replace a container that serves by
one that cannot, so it must be strict. But an orchestrator sends nothing to an unhealthy container and kills
it in the end, so a strict check on the only container, whose database is away, turns an honest 503 into an
endless 502. Therefore:

1. The readiness page answers 200: healthy, and the guard remembers that this container was ready once.
2. It was ready once: lenient, healthy as long as the guard answers.
3. It was never ready, and a peer's readiness page answers 200: strict, unhealthy. The peer serves meanwhile.
4. It was never ready, and no peer is ready: lenient. Killing it would help nobody.

So two containers cannot condemn each other when they lose their database together. Peers are all addresses
that `--peer NAME` (under Docker Swarm `tasks.SERVICE`) resolves to, except this machine's own.

The guard is asked on its state socket. Where that is missing (a read-only file system), the port is asked,
and "was ready once" is taken for false.

This module runs every few seconds in every container. It is written for 30 ms of CPU, most of which is the
start of Python: `socket` and `select` are the largest things it imports. There is no argparse, http.client,
json or re. `python -X importtime -m fix502 health` shows what it costs.
"""

import os
import select
import socket
import sys
import time
from collections.abc import Callable, Sequence

from fix502.guard.state_path import default_state_path

_USAGE = """\
usage: fix502 health [--state PATH] [--bind HOST:PORT] [--path /ready/] [--host NAME] [--timeout SECONDS]
                     [--peer NAME[:PORT]]...

Is this container healthy? Strict until it was ready once and while a peer is ready, lenient otherwise.

  --state PATH       the guard's state socket (default: $GUARD_STATE, or a temporary folder)
  --bind HOST:PORT   where the app listens, if the state socket cannot tell (default 127.0.0.1:80)
  --path PATH        the readiness page, if the state socket cannot tell (default /ready/)
  --host NAME        Host header of the question (default localhost)
  --timeout SECONDS  for each question (default 2)
  --peer NAME        other containers of the service, such as tasks.srv-captain--shop; repeatable

exit codes: 0 healthy, 1 unhealthy, 2 wrong command line
"""

Resolver = Callable[[str, int], list[str]]


class UsageError(Exception):
    """The command line is wrong; the message says how."""

    code = "health-usage"


class Options:
    """The command line. A plain class, because dataclasses would cost 4 ms."""

    def __init__(self) -> None:
        self.state = default_state_path()
        self.bind = "127.0.0.1:80"
        self.path = "/ready/"
        self.host = "localhost"
        self.timeout = 2.0
        self.peers: list[str] = []


def main(argv: Sequence[str]) -> int:
    """Print one line and return 0 (healthy), 1 (unhealthy) or 2 (wrong command line)."""
    if "-h" in argv or "--help" in argv:
        sys.stdout.write(_USAGE)
        return 0
    try:
        options = parse(argv)
        healthy, sentence = check(options, resolve)
    except UsageError as error:
        sys.stderr.write(f"fix502 health: {error}\n")
        return 2
    sys.stdout.write(f"{'healthy' if healthy else 'unhealthy'}: {sentence}\n")
    return 0 if healthy else 1


def parse(argv: Sequence[str]) -> Options:
    """Read the command line.

    Raises:
        UsageError: unknown option, missing or malformed value.

    """
    options = Options()
    rest = list(argv)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in ("--state", "--bind", "--path", "--host", "--timeout", "--peer"):
            raise UsageError(f'unknown option "{name}"; fix502 health --help lists them')
        if not equals:
            if not rest:
                raise UsageError(f"{name} needs a value")
            value = rest.pop(0)
        if name == "--peer":
            options.peers.append(value)
        elif name == "--timeout":
            options.timeout = _seconds(value)
        else:
            setattr(options, name[2:], value)
    _split(options.bind)
    if not options.path.startswith("/"):
        raise UsageError(f'--path "{options.path}" is not a path: it begins with /')
    return options


def check(options: Options, resolver: Resolver) -> tuple[bool, str]:
    """Return whether this container is healthy, and the sentence that says why.

    Args:
        options: the command line.
        resolver: returns the addresses of a peer's name and port.

    """
    line = _ask_guard(options.state, b"health", options.timeout)
    guard_answers = line is not None
    phase, was_ready, path, bind = "unknown", False, options.path, options.bind
    if line is not None:
        phase, ready_once, path, bind = line.split(" ", 3)
        was_ready = ready_once == "1"
    own = _local(bind)
    status = ask_all([own], path, options.host, options.timeout)[own]
    if status == 200:
        if guard_answers and not was_ready:
            _ask_guard(options.state, b"ready", options.timeout)
        return True, f"{path} answers 200"
    said = f"{path} answers {status}" if status else f"{path} does not answer"
    if not guard_answers and not status:
        return False, f"{said}, nor does the guard"
    if was_ready:
        return True, f"{said}, but this container was ready before and its guard answers ({phase})"
    ready = _ready_peer(options, bind, path, resolver)
    if ready:
        return False, f"{said}, this container was never ready, and its peer {ready} is"
    return True, f"{said}, but no peer is ready that could serve instead ({phase})"


def _ready_peer(options: Options, bind: str, path: str, resolver: Resolver) -> str:
    """Return the address of a ready peer, or an empty text."""
    own_host, own_port = ("", 80) if bind.startswith("unix:") else _split(bind)
    peers: list[Target] = []
    for text in options.peers:
        bare = text.count(":") != 1  # an IPv6 address has more than one
        name, port = (text, own_port) if bare else _split(text)
        addresses = resolver(name, port)
        peers += [(each, port) for each in addresses if each != own_host and not _is_own(each)]
    for (address, _port), status in ask_all(peers, path, options.host, options.timeout).items():
        if status == 200:
            return str(address)
    return ""


def resolve(name: str, port: int) -> list[str]:
    """Return all addresses of a name; an unknown one has none."""
    try:
        # As bytes, because a text would import the codec for international names (4 ms).
        found = socket.getaddrinfo(name.encode(), port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


Target = tuple[str, int]


def ask_all(targets: Sequence[Target], path: str, host: str, timeout: float) -> dict[Target, int]:
    """Ask every target for its readiness page at the same time.

    Args:
        targets: host and port; the host `unix:PATH` (port 0) is a Unix socket.
        path: the page.
        host: the Host header.
        timeout: seconds for all of them together.

    Returns:
        the HTTP status of each, 0 for one that did not answer in time.

    """
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: fix502-health\r\n"
        "Accept: application/json\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    ).encode("latin-1")
    answers = dict.fromkeys(targets, 0)
    waiting: dict[int, tuple[socket.socket, Target]] = {}
    poll = select.poll()
    for target in answers:
        try:
            sock = _connect(target)
        except OSError:
            continue  # no IPv6 here, for one
        waiting[sock.fileno()] = (sock, target)
        poll.register(sock.fileno(), select.POLLOUT)
    heads = dict.fromkeys(waiting, b"")
    deadline = time.monotonic() + timeout
    while waiting and (left := deadline - time.monotonic()) > 0:
        for descriptor, event in poll.poll(left * 1000):
            sock, target = waiting[descriptor]
            try:
                if event & select.POLLOUT and not event & (select.POLLERR | select.POLLHUP):
                    sock.send(request)
                    poll.modify(descriptor, select.POLLIN)
                    continue
                data = sock.recv(4096)
            except OSError:
                data = b""
            heads[descriptor] += data
            answers[target] = _status(heads[descriptor])
            if not data or answers[target] or len(heads[descriptor]) > 4096:
                poll.unregister(descriptor)
                waiting.pop(descriptor)[0].close()
    for sock, _target in waiting.values():
        sock.close()
    return answers


def _connect(target: Target) -> socket.socket:
    host, port = target
    if host.startswith("unix:"):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(0)
        sock.connect_ex(host[5:])
        return sock
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.settimeout(0)
    sock.connect_ex((host, port))
    return sock


def _status(head: bytes) -> int:
    """Return the status of an HTTP answer's beginning, or 0 as long as there is none."""
    if not head.startswith(b"HTTP/1.") or not head[9:12].isdigit():
        return 0
    return int(head[9:12])


def _ask_guard(path: str, word: bytes, timeout: float) -> str | None:
    """Return the guard's line, or None if there is no guard that we may believe."""
    try:
        if os.stat(path).st_uid not in (0, os.geteuid()):  # noqa: PTH116 pathlib costs 6 ms
            return None  # a name in a shared folder that somebody else took
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(timeout)
            sock.connect(path)
            sock.sendall(word + b"\n")
            answer = sock.recv(4096).decode()
    except OSError:
        return None
    return answer.strip() or None


def _local(bind: str) -> Target:
    """Return where this machine itself reaches an address that a server listens on."""
    if bind.startswith("unix:"):
        return bind, 0
    host, port = _split(bind)
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port  # noqa: S104 compared, not bound


def _is_own(address: str) -> bool:
    """Whether the address is this machine's: then packets to it would leave from it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((address, 9))
            return bool(sock.getsockname()[0] == address)
    except OSError:
        return False


def _split(text: str) -> Target:
    host, _colon, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise UsageError(f'"{text}" is not HOST:PORT')
    return host.strip("[]"), int(port)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 60:
        raise UsageError(f'--timeout "{text}" is not a number of seconds up to 60')
    return value
