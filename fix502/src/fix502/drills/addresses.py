"""Loopback addresses in the place of container networks, so that drills need neither root nor namespaces.

Every sandbox owns a private pair of /24 networks below 127.0.0.0/8, all of which Linux accepts as local. A
container gets one address of each: the first stands for its network interface, the second for its own
127.0.0.1. Text that enters a container (arguments, variables) is translated from the container's view to
these addresses, text that leaves it (its log) back again: the app believes that it binds 0.0.0.0 or
127.0.0.1, and the proxy reaches it in the first case only.
"""

import re
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

from fix502.drills.errors import SandboxError

_CLAIM_PORT = 46502
_FIRST_HOST = 10
_ANY = re.compile(r"(?<![\w.])0\.0\.0\.0(?![\w.])")
_LOOPBACK = re.compile(r"(?<![\w.-])(?:127\.0\.0\.1|localhost)(?![\w.-])")


@dataclass(frozen=True, slots=True)
class AddressPair:
    """One container's addresses: `outer` can be reached by its neighbours, `inner` is its own loopback."""

    outer: str
    inner: str


class Subnet:
    """A pair of loopback networks that no other sandbox here uses, claimed by a listening socket."""

    def __init__(self) -> None:
        self._next = _FIRST_HOST
        self._claim, self._second, self._third = _claim()

    def close(self) -> None:
        """Give the networks back."""
        self._claim.close()

    def host(self, number: int) -> str:
        """Return the outer address with this last octet; those below 10 are never given to containers."""
        return f"127.{self._second}.{self._third}.{number}"

    def pair(self) -> AddressPair:
        """Return the next free pair.

        Raises:
            SandboxError: all 244 are used up.

        """
        number = self._next
        if number > 253:
            raise SandboxError("the sandbox has started more than 244 containers; run fewer drills at once")
        self._next += 1
        return AddressPair(self.host(number), f"127.{self._second}.{self._third + 1}.{number}")


def _claim() -> tuple[socket.socket, int, int]:
    problem: OSError | None = None
    for _ in range(50):
        second, third = 64 + secrets.randbelow(64), 2 * secrets.randbelow(120)
        claim = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            claim.bind((f"127.{second}.{third}.1", _CLAIM_PORT))
            claim.listen(1)
        except OSError as error:
            claim.close()
            problem = error
        else:
            return claim, second, third
    raise SandboxError(
        f"no network below 127.0.0.0/8 can be used for the sandbox ({problem})",
        cure="drills need Linux, which accepts every address of 127.0.0.0/8 as local",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Between one container's view of the network and the sandbox's. `names` maps service name → address."""

    own: AddressPair
    names: Mapping[str, str] = field(default_factory=dict)

    def inward(self, text: str) -> str:
        """Translate an argument or a variable's value for the process that stands for the container."""
        for name, address in self.names.items():
            text = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", address, text)
        return _LOOPBACK.sub(self.own.inner, _ANY.sub(self.own.outer, text))

    def outward(self, text: str) -> str:
        """Translate a log line back to what the container would have written."""
        text = _whole(self.own.outer).sub("0.0.0.0", text)  # noqa: S104  text of a log, not an address to bind
        text = _whole(self.own.inner).sub("127.0.0.1", text)
        for name, address in self.names.items():
            text = _whole(address).sub(name, text)
        return text


def _whole(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(address)}(?![\w]|\.\d)")


def port_for_http() -> int:
    """Return 80 where this user may bind it, else 8080: the port of containers and of the proxy."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind(("127.64.255.254", 80))
        except OSError:
            return 8080
    return 80
