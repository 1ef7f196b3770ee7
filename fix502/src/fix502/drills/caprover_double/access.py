"""Who may call: the password, its back-off, and tokens that die with the process."""

import base64
import hashlib
import hmac
import json
import secrets
import time

from fix502.drills.caprover_double.answers import ApiError, Status

TOKEN_HOURS = 480
MAX_PASSWORD = 29
WRONG_LIMIT = 5


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


class Access:
    """One server's password and tokens. The count of wrong passwords is global: no address, no name."""

    def __init__(self, password: str, backoff: float) -> None:
        self._password = password
        self._backoff = backoff
        self._wrong: list[float] = []
        self._key = secrets.token_bytes(32)
        self._version = secrets.token_hex(8)

    def renew(self) -> None:
        """Make every token given out so far invalid, as a restart and a change of the password do."""
        self._version = secrets.token_hex(8)

    def login(self, password: str) -> str:
        """Exchange the password for a token.

        Raises:
            ApiError: 1000 empty or too long, 1105 wrong, 1113 too many wrong ones lately.

        """
        if not password:
            raise ApiError(Status.GENERIC, "password is empty.")
        if len(password) > MAX_PASSWORD:
            raise ApiError(
                Status.GENERIC,
                "password is too long - maximum 29 characters. If you had previously set a password longer "
                "than 29 characters, please use the first 29 characters.",
            )
        now = time.monotonic()
        self._wrong = [moment for moment in self._wrong if now - moment < self._backoff]
        if len(self._wrong) >= WRONG_LIMIT:
            raise ApiError(Status.BACKOFF, "Too many wrong passwords... Wait for 30 seconds and retry.")
        if not hmac.compare_digest(password.encode(), self._password.encode()):
            self._wrong.append(now)
            raise ApiError(Status.WRONG_PASSWORD, "Invalid credentials")
        return self._token()

    def change_password(self, old: str, new: str) -> None:
        """Set a new password; every token dies.

        Raises:
            ApiError: 1105 wrong old one, 1000 shorter than eight characters.

        """
        if not hmac.compare_digest(old.encode(), self._password.encode()):
            raise ApiError(Status.WRONG_PASSWORD, "Invalid credentials")
        if len(new) < 8:
            raise ApiError(Status.GENERIC, "New password is too small.")
        self._password = new
        self.renew()

    def check(self, token: str) -> None:
        """Accept the token or raise `ApiError` 1106, with CapRover's two texts."""
        parts = token.split(".")
        corrupted = ApiError(Status.TOKEN, "Auth token corrupted")
        if len(parts) != 3 or not hmac.compare_digest(self._sign(f"{parts[0]}.{parts[1]}"), parts[2]):
            raise corrupted
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        if claims["exp"] < time.time():
            raise corrupted
        if claims["data"]["tokenVersion"] != self._version:
            raise ApiError(Status.TOKEN, "Auth token is no longer valid. Request for a new auth token")

    def _token(self) -> str:
        issued = int(time.time())
        claims = {
            "data": {"namespace": "captain", "tokenVersion": self._version},
            "iat": issued,
            "exp": issued + TOKEN_HOURS * 3600,
        }
        head = _b64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
        signed = f"{head}.{_b64(json.dumps(claims).encode())}"
        return f"{signed}.{self._sign(signed)}"

    def _sign(self, text: str) -> str:
        return _b64(hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).digest())
