"""The shapes of CapRover's answers: the envelope, its status numbers, and what is no envelope."""

import json
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Status(IntEnum):
    """Numbers in the envelope's `status`; the HTTP status is 200 for all of them."""

    OK = 100
    DEPLOY_STARTED = 101
    PARTIAL = 102
    GENERIC = 1000
    NOT_READY = 1001
    EXISTS = 1103
    BAD_NAME = 1104
    WRONG_PASSWORD = 1105
    TOKEN = 1106
    ILLEGAL_OPERATION = 1108
    BUILD_ERROR = 1109
    ILLEGAL_PARAMETER = 1110
    BACKOFF = 1113
    NGINX_INVALID = 1116


class ApiError(Exception):
    """An error that CapRover classifies: HTTP 200 with the envelope."""

    def __init__(self, status: Status, description: str) -> None:
        super().__init__(description)
        self.status = status


class UnclassifiedError(Exception):
    """Any other exception inside CapRover: HTTP 500 with a bare text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    http_status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = field(default=())


def envelope(
    status: Status,
    description: str,
    data: dict[str, Any] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """Make the usual JSON answer, HTTP 200 whatever it says."""
    body = json.dumps({"status": int(status), "description": description, "data": data or {}}).encode()
    return Answer(200, "application/json; charset=utf-8", body, headers)


def text(http_status: int, body: str, content_type: str = "text/plain; charset=utf-8") -> Answer:
    """Make an answer that is not the envelope."""
    return Answer(http_status, content_type, body.encode())


BUSY = text(429, "Another operation still in progress... please wait...", "text/html; charset=utf-8")
NOT_FOUND = text(404, "Not Found")
CRASHED = text(500, "Internal Server Error")
PROXY_DOWN = text(
    502,
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
    "text/html",
)
