"""HTTP to CapRover: the envelope, the token and its renewal, waiting, and every failure as a typed error."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from fix502.platforms.errors import (
    AppMissingError,
    BrokenAnswerError,
    BusyError,
    LoginLockedError,
    NotReadyError,
    OperationRefusedError,
    PasswordRefusedError,
    PlatformError,
    UnreachableError,
)

OK = frozenset({100, 101, 102})
GENERIC, NOT_READY, WRONG_PASSWORD, TOKEN_INVALID, BACKOFF, OTP_NEEDED = 1000, 1001, 1105, 1106, 1113, 1114
BACKOFF_SECONDS = 30
_SHELL_HINT = "If it stays, `docker service logs captain-captain` on the server says why."


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds. The defaults suit a real server."""

    ready: float = 60.0
    """For CapRover to become ready (status 1001, up to 40 s after its start)."""
    busy: float = 60.0
    """For another operation to end (HTTP 429)."""
    pause: float = 1.0
    """Between two attempts, and between two looks at a build."""
    answer: float = 75.0
    """For one answer: the proxy in front gives up after 60 s."""
    deploy: float = 900.0
    """For a build, its queue included."""


class Connection:
    """Calls of one server. Logs in when needed, and once again when the token turns out to be dead."""

    def __init__(self, url: str, password: Callable[[], str], patience: Patience) -> None:
        """`url` is the dashboard's address; `password` is asked once, at the first call."""
        self.address = url.rstrip("/")
        self._ask = password
        self._patience = patience
        self._token = ""
        self._refused: PlatformError | None = None
        self._http = httpx.Client(
            base_url=f"{self.address}/api/v2", timeout=patience.answer, headers={"x-namespace": "captain"}
        )

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call the API and return `data`.

        Raises:
            PlatformError: one of its kinds; the text holds neither what was sent nor the token.

        """
        if not self._token:
            self._login()
        status, data, description = self._patiently(method, path, body)
        if status == TOKEN_INVALID:
            # Tokens die with CapRover's process and with a change of the password.
            self._login()
            status, data, description = self._patiently(method, path, body)
        if status in OK:
            return data
        raise _refusal(status, description)

    def exists(self, method: str, path: str, body: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
        """Call a path that an older CapRover may not have: (False, {}) when it answers 404."""
        try:
            return True, self.call(method, path, body)
        except BrokenAnswerError as error:
            if error.http_status == 404:
                return False, {}
            raise

    def _login(self) -> None:
        if self._refused is not None:
            # Asking again with the same wrong password would lock out everybody else.
            raise self._refused
        self._token = ""
        status, data, description = self._patiently("POST", "/login", {"password": self._ask()})
        if status in OK and isinstance(data.get("token"), str):
            self._token = data["token"]
            return
        if status == BACKOFF:
            raise LoginLockedError(
                f"CapRover at {self.address} refuses every login for up to {BACKOFF_SECONDS} s: there were "
                "too "
                "many wrong passwords, by whomever.",
                advice=f"Wait {BACKOFF_SECONDS} seconds and try again.",
            )
        if status == OTP_NEEDED:
            raise OperationRefusedError(
                f"CapRover at {self.address} asks for a one-time code, which fix502 does not support.",
                status=status,
                advice="Use a server without two-factor login.",
            )
        if status == WRONG_PASSWORD:
            self._refused = PasswordRefusedError(
                f"CapRover at {self.address} refuses the password. It is not tried again: five wrong ones "
                "lock everybody's login out.",
                advice="Correct FIX502_CAPROVER_PASSWORD, or the file in FIX502_CAPROVER_PASSWORD_FILE.",
            )
            raise self._refused
        raise _refusal(status, description)

    def _patiently(
        self, method: str, path: str, body: Mapping[str, Any] | None
    ) -> tuple[int, dict[str, Any], str]:
        """Send, and wait while CapRover is busy or not ready, as long as our patience lasts."""
        begun = time.monotonic()
        while True:
            response = self._send(method, path, body)
            waited = time.monotonic() - begun
            if response.status_code == 429:
                if waited >= self._patience.busy:
                    raise BusyError(
                        f"CapRover at {self.address} was busy with another operation for {waited:.0f} s.",
                        advice="Wait until it ends; a hanging deploy holds the lock until its client leaves.",
                    )
            else:
                status, data, description = _envelope(response, self.address)
                if status != NOT_READY:
                    return status, data, description
                if waited >= self._patience.ready:
                    raise NotReadyError(
                        f"CapRover at {self.address} is not ready after {waited:.0f} s.", advice=_SHELL_HINT
                    )
            time.sleep(self._patience.pause)

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> httpx.Response:
        headers = {"x-captain-auth": self._token} if self._token else {}
        try:
            return self._http.request(method, path, json=body, headers=headers)
        except httpx.TimeoutException:
            raise UnreachableError(
                f"CapRover at {self.address} gave no answer within {self._patience.answer:.0f} s.",
                advice=_SHELL_HINT,
            ) from None
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise UnreachableError(
                f"CapRover at {self.address} can't be reached: {error}.",
                advice="Check the address in fix502.toml, [platform] url, and that the server is up.",
            ) from None


def _envelope(response: httpx.Response, address: str) -> tuple[int, dict[str, Any], str]:
    code = response.status_code
    if code in (502, 503, 504):
        raise UnreachableError(
            f"The proxy at {address} answers HTTP {code} in CapRover's place: CapRover itself is down.",
            advice=f"It restarts by itself within about 40 s. {_SHELL_HINT}",
        )
    if code == 500:
        raise BrokenAnswerError(
            f"CapRover at {address} answers HTTP 500 to {_name(response)}.",
            http_status=code,
            advice=_SHELL_HINT,
        )
    if code != 200:
        raise BrokenAnswerError(
            f"{address} answers HTTP {code} to {_name(response)}.",
            http_status=code,
            advice="Check that [platform] url in fix502.toml is CapRover's dashboard (captain.…).",
        )
    try:
        parsed = response.json()
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict) or not isinstance(parsed.get("status"), int):
        raise BrokenAnswerError(
            f"{address} does not answer as CapRover does.",
            http_status=code,
            advice="Check that [platform] url in fix502.toml is CapRover's dashboard (captain.…).",
        )
    data = parsed.get("data")
    return parsed["status"], data if isinstance(data, dict) else {}, str(parsed.get("description", ""))


def _name(response: httpx.Response) -> str:
    return f"{response.request.method} {response.request.url.path}"


def _refusal(status: int, description: str) -> PlatformError:
    if status == GENERIC and "could not be found" in description:
        return AppMissingError(
            f"CapRover: {description}", advice="Check [app] name in fix502.toml against the dashboard's Apps."
        )
    if status == TOKEN_INVALID:
        return OperationRefusedError("CapRover refuses the token right after a login.", status=status)
    building = status == 1108 and "Build in-progress" in description
    return OperationRefusedError(
        f"CapRover refuses: {description} (status {status}).",
        status=status,
        advice="Wait until the build is over." if building else "",
    )
