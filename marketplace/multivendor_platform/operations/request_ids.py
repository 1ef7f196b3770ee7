"""The id of the request at hand: in the answer's header, in error documents, and on every log line."""

from __future__ import annotations

import logging
import re
import secrets
from contextvars import ContextVar

FROM_OUTSIDE = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")

current: ContextVar[str] = ContextVar("request_id", default="-")


def request_id_choose(given: str) -> str:
    """The id that a proxy gave the request if it is harmless in a log, else a new one."""
    return given if FROM_OUTSIDE.match(given) else secrets.token_hex(12)


class RequestIdFilter(logging.Filter):
    """Puts the id on log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True
