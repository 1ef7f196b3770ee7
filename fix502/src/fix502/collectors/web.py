"""One HTTP request as a visitor would make it, with each stage timed and each failure named."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MAX_BODY = 200_000
TLS_OUTCOMES = ("ok", "expired", "wrong-name", "untrusted", "handshake")
_EXPIRED, _WRONG_NAME = 10, 62
"""OpenSSL's numbers for a certificate that has expired, and for one of another name."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where to knock: the site's address as typed, and where to connect instead, if anywhere.

    `connect` is HOST:PORT, like curl's --connect-to: names and certificates stay those of the site.
    """

    url: str
    connect: str = ""

    @property
    def is_tls(self) -> bool:
        """Whether the site is https."""
        return urlsplit(self.url).scheme == "https"

    @property
    def host(self) -> str:
        """The site's name, as DNS and certificates know it."""
        return urlsplit(self.url).hostname or ""

    @property
    def authority(self) -> str:
        """What goes into the Host header."""
        return urlsplit(self.url).netloc

    def target(self) -> tuple[str, int]:
        """Return the host and port to connect to."""
        if self.connect:
            host, _, port = self.connect.rpartition(":")
            return host.strip("[]"), int(port)
        return self.host, urlsplit(self.url).port or (443 if self.is_tls else 80)

    def at(self, host: str) -> "Door":
        """Return the same door with another name on it: a neighbour on the same server."""
        parts = urlsplit(self.url)
        netloc = f"{host}:{parts.port}" if parts.port else host
        return Door(f"{parts.scheme}://{netloc}", self.connect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. `status` 0 means that no HTTP answer came, and `failure` says why."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    seconds: float = 0.0
    failure: str = ""
    """refused, timeout, unreachable, unresolved, tls or closed; empty if an answer came."""


def fetch(door: Door, path: str, timeout: float, *, method: str = "GET") -> Reply:
    """Ask for one path. The certificate is not judged here: that is `probe_tls`'s work."""
    begun = time.monotonic()
    try:
        raw = socket.create_connection(door.target(), timeout=timeout)
    except OSError as error:
        return Reply(failure=failure_of(error), seconds=time.monotonic() - begun)
    try:
        with raw, _wrapped(raw, door) as stream:
            connection = http.client.HTTPConnection(door.host, timeout=timeout)
            connection.sock = stream
            headers = {"Host": door.authority, "User-Agent": "fix502", "Accept": "*/*", "Connection": "close"}
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            raw_body = response.read(MAX_BODY)
            if response.length and len(raw_body) < MAX_BODY:
                # The answer promised more: its writer died in the middle.
                return Reply(failure="closed", seconds=time.monotonic() - begun)
            body = raw_body.decode("utf-8", errors="replace")
            found = {name.lower(): value for name, value in response.getheaders()}
            seconds = time.monotonic() - begun
            return Reply(status=response.status, headers=found, body=body, seconds=seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Reply(failure=failure_of(error), seconds=time.monotonic() - begun)


def _wrapped(raw: socket.socket, door: Door) -> socket.socket:
    if not door.is_tls:
        return raw
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(raw, server_hostname=door.host)


def failure_of(error: Exception) -> str:
    """Name the stage at which a request failed."""
    match error:
        case TimeoutError():
            return "timeout"
        case ConnectionRefusedError():
            return "refused"
        case socket.gaierror():
            return "unresolved"
        case ssl.SSLError():
            return "tls"
        case ConnectionError() | http.client.HTTPException() | ValueError():
            return "closed"
        case _:
            return "unreachable"


def probe_tls(door: Door, timeout: float) -> tuple[str, str]:
    """Return what a browser would say about the certificate, and until when it is valid, if it is.

    The first is ok, expired, wrong-name, untrusted or handshake; or the failure of the connection.
    """
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection(door.target(), timeout=timeout) as raw,
            context.wrap_socket(raw, server_hostname=door.host) as stream,
        ):
            until = (stream.getpeercert() or {}).get("notAfter", "")
            return "ok", str(until)
    except ssl.SSLCertVerificationError as error:
        if error.verify_code == _EXPIRED:
            return "expired", ""
        return ("wrong-name" if error.verify_code == _WRONG_NAME else "untrusted"), ""
    except ssl.SSLError:
        return "handshake", ""
    except OSError as error:
        return failure_of(error), ""
