"""The container network's name server: service names become the addresses of the containers that run now.

nginx asks it as it asks Docker's 127.0.0.11, at request time, so that a name without containers is "Host not
found" and a new container is found without a reload.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Sequence

Lookup = Callable[[str], Sequence[str]]
"""Name → the addresses that it has now; none: there is no such name."""

_A, _IN, _NXDOMAIN = 1, 1, 3


class NameServer:
    """Answers A queries over UDP on `address` at a free port, with a lifetime of 0 seconds."""

    def __init__(self, address: str, lookup: Lookup) -> None:
        self._lookup = lookup
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 0))
        self.port: int = self._socket.getsockname()[1]
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="name-server", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._closing = True
        with contextlib.suppress(
            OSError
        ):  # a UDP socket that nobody connected: shutdown only wakes the reader
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)
        self._socket.close()

    def _serve(self) -> None:
        while not self._closing:
            try:
                query, client = self._socket.recvfrom(512)
            except OSError:
                return
            if self._closing:
                return
            reply = answer(query, self._lookup)
            if reply:
                self._socket.sendto(reply, client)


def answer(query: bytes, lookup: Lookup) -> bytes:
    """Return the DNS reply to one query, or nothing if it is no query with exactly one question."""
    if len(query) < 17 or query[4:6] != b"\x00\x01":
        return b""
    labels: list[str] = []
    position = 12
    while position < len(query) and query[position]:
        length = query[position]
        labels.append(query[position + 1 : position + 1 + length].decode("ascii", "replace"))
        position += 1 + length
    question = query[12 : position + 5]
    if len(question) != position + 5 - 12:
        return b""
    kind = struct.unpack("!H", question[-4:-2])[0]
    addresses = lookup(".".join(labels).lower())
    records = [
        b"\xc0\x0c" + struct.pack("!HHIH", _A, _IN, 0, 4) + socket.inet_aton(address)
        for address in (addresses if kind == _A else ())
    ]
    flags = 0x8580 | (0 if addresses else _NXDOMAIN)
    return query[:2] + struct.pack("!HHHHH", flags, 1, len(records), 0, 0) + question + b"".join(records)
