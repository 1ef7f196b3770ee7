"""Values of --set NAME=VALUE and NAME=@FILE. They are never shown again."""

import re
from collections.abc import Iterable
from pathlib import Path

from fix502.remedies.errors import GivenValueError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MAX_BYTES = 64_000


def given_values(words: Iterable[str]) -> dict[str, str]:
    """Return name → value; `@FILE` reads the file without its last line end, `@@x` is the text `@x`.

    Raises:
        GivenValueError: no NAME=VALUE, or the file can't be read.

    """
    result = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not _NAME.fullmatch(name):
            raise GivenValueError("--set: expected NAME=VALUE or NAME=@FILE.")
        if value.startswith("@@"):
            value = value[1:]
        elif value.startswith("@"):
            value = _read(name, Path(value[1:]).expanduser())
        result[name] = value
    return result


def _read(name: str, path: Path) -> str:
    try:
        data = path.read_bytes()[: MAX_BYTES + 1]
        if len(data) > MAX_BYTES:
            raise GivenValueError(f"--set {name}: {path} is larger than {MAX_BYTES} bytes.")
        return data.decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise GivenValueError(f"--set {name}: {path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise GivenValueError(f"--set {name}: {path} is not UTF-8.") from None
