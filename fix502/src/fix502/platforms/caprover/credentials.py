"""Where CapRover's password comes from: the environment, a file, or a hidden question on a terminal."""

from collections.abc import Callable, Mapping
from pathlib import Path

from fix502.platforms.errors import PasswordMissingError

VARIABLE = "FIX502_CAPROVER_PASSWORD"
FILE_VARIABLE = "FIX502_CAPROVER_PASSWORD_FILE"
_ADVICE = f"Set {VARIABLE}, or {FILE_VARIABLE} to a file that holds it."


def read_password(environment: Mapping[str, str], ask: Callable[[], str] | None = None) -> str:
    """Return the password. `ask` is None where nobody can be asked, as in a pipe.

    Raises:
        PasswordMissingError: it is nowhere, or the file can't be read.

    """
    if environment.get(VARIABLE):
        return environment[VARIABLE]
    name = environment.get(FILE_VARIABLE)
    if name:
        try:
            password = Path(name).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise PasswordMissingError(
                f"The file {name}, which {FILE_VARIABLE} names, can't be read: {reason}.", advice=_ADVICE
            ) from None
        if password:
            return password
        raise PasswordMissingError(f"The file {name}, which {FILE_VARIABLE} names, is empty.", advice=_ADVICE)
    password = ask() if ask else ""
    if not password:
        raise PasswordMissingError("CapRover's password is not known.", advice=_ADVICE)
    return password
