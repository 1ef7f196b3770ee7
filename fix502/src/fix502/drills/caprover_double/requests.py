"""One HTTP request as the routes see it, with the bodies CapRover accepts: JSON, form, multipart."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fix502.drills.caprover_double.answers import UnclassifiedError

MAX_JSON = 2 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """Method, target, headers (lower-case names), body, and whether the client still waits."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    is_connected: Callable[[], bool]

    @property
    def path(self) -> str:
        """The path without a trailing slash."""
        return urlsplit(self.target).path.rstrip("/") or "/"

    @cached_property
    def query(self) -> dict[str, str]:
        """The first value of each query parameter."""
        return {key: values[0] for key, values in parse_qs(urlsplit(self.target).query).items()}

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The body's fields, whatever it is written in; `sourceFile` of a multipart body is bytes.

        Raises:
            UnclassifiedError: malformed JSON, or a multipart body without `sourceFile`.

        """
        kind = self.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            return self._multipart(kind)
        if kind.startswith("application/x-www-form-urlencoded"):
            return {key: values[0] for key, values in parse_qs(self.body.decode()).items()}
        if not self.body:
            return {}
        if len(self.body) > MAX_JSON:
            raise UnclassifiedError("request entity too large")
        try:
            parsed = json.loads(self.body)
        except ValueError as error:
            raise UnclassifiedError("Unexpected token in JSON") from error
        return parsed if isinstance(parsed, dict) else {}

    def _multipart(self, kind: str) -> dict[str, Any]:
        message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + self.body, policy=HTTP)
        result: dict[str, Any] = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            result[str(name)] = content if part.get_filename() else content.decode()
        files = [name for name, value in result.items() if isinstance(value, bytes)]
        if files and files != ["sourceFile"]:
            raise UnclassifiedError("MulterError: Unexpected field")
        return result
