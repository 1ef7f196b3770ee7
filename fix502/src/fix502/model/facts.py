"""The only thing rules see: small typed statements, each tied to the observation that supports it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

Scalar = str | int | float | bool | None
NO_DATA: Mapping[str, Scalar] = MappingProxyType({})


class FactKind(StrEnum):
    """What a fact is about. The comment of each kind gives the shape: subject → value {data}."""

    # From outside: subject is the URL path unless said otherwise.
    DNS = "dns"  # host name → "resolves" | "unknown" | "failed" {addresses}
    TCP = "tcp"  # host:port → "accepts" | "refused" | "timeout" | "unreachable"
    TLS = "tls"  # host:port → "ok" | "expired" | "wrong-name" | "untrusted" | "handshake" {until}
    HTTP = "http"  # path → status code (int) {page, seconds, expected: bool, retry_after}
    # `page` names who wrote the answer: app, guard-503, caprover-502, caprover-nothing-here,
    # nginx-502, nginx-504, other-proxy, none

    # From the platform: subject is the app's name unless said otherwise.
    PLATFORM = "platform"  # "caprover" → version or ""
    APP_EXISTS = "app-exists"  # app → bool
    INSTANCES = "instances"  # app → intended count (int)
    CONTAINER_PORT = "container-port"  # app → the port the proxy dials (int)
    EXPOSED = "exposed"  # app → bool: reachable from the web
    BUILDING = "building"  # app → bool
    BUILD_FAILED = "build-failed"  # app → bool {error}
    DEPLOYED_VERSION = "deployed-version"  # app → int {image, at}
    PREVIOUS_IMAGE = "previous-image"  # app → image of the version deployed before {version, at}
    VARIABLE = "variable"  # variable name → its value if the profile does not call it secret, else None
    # {present: bool, required: bool, matches: bool | None (None: nothing to compare with)}
    DOMAIN = "domain"  # host name → "default" | "custom" {ssl: bool}
    FORCE_SSL = "force-ssl"  # app → bool
    HAS_VOLUMES = "has-volumes"  # app → bool: an update stops the old container first
    CUSTOM_PROXY_CONFIG = "custom-proxy-config"  # app → bool
    NEIGHBOUR = "neighbour"  # other app on the same server → its HTTP status from outside (int)
    DATABASE_APP = "database-app"  # the app behind DB_HOST → "missing" | "stopped" | "started"

    # From logs: derived by the parsers. Subject as noted; `data` always holds `line` (number) if known.
    EXCEPTION = "exception"  # type → message {module, frame_file, frame_line, frame_function, chain, fatal}
    BOOT_ATTEMPT = "boot-attempt"  # "server" | "container" → ordinal (int) {outcome}
    LISTENING = "listening"  # address as logged → port (int) {host, server}
    EXIT = "exit"  # process → exit code (int) | None {signal, pid}
    SIGNAL = "signal"  # pid → signal name {after_timeout: bool}
    WORKER_TIMEOUT = "worker-timeout"  # pid → None
    PROXY_ERROR = "proxy-error"  # stage (connect, resolve, read-header, …) → errno or None {upstream, text}
    DATABASE_MESSAGE = "database-message"  # class (auth-failed, refused, …) → None {host, port, role, name}
    STEP = "step"  # boot step's name → "ok" | "failed" {required: bool, exit, seconds}
    START_COMPLETE = "start-complete"  # address → None: start-up completed, later than any failure before it
    LOG_CLASS = "log-class"  # class of a message that has no kind of its own → None {…}
    LOG_STATE = "log-state"  # observation id → "empty" | "repeating" | "silent-end" | "flowing" {attempts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement. `line` quotes the raw evidence (redacted), so that a reader can find it again."""

    kind: FactKind
    subject: str
    value: Scalar = None
    data: Mapping[str, Scalar] = field(default_factory=lambda: NO_DATA)
    at: datetime | None = None
    observation: str = ""
    line: str = ""
