"""What an import error, a syntax error or a failed look-up in the environment says about its cause.

One text, "No module named x", has four causes: x is the server's own target, x is the settings module,
x is a dependency, or x is the old `pkg_resources`. Only the frames and the command line tell them apart.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fix502.parsers.tracebacks import Frame, Traceback, chain_of

_MISSING = re.compile(r"No module named ['\"]?([\w.\- ]{1,200}?)['\"]?(?:;|$|\s)")
_CANNOT = re.compile(
    r"cannot import name ['\"]?(?P<name>\w{1,100})['\"]?(?: from (?:partially initialized module )?"
    r"['\"](?P<library>[\w.]{1,200})['\"])?(?:.{0,60}?\((?P<path>[^()]{1,300})\))?"
)
_CIRCULAR = "circular import"
_NO_ATTRIBUTE = re.compile(
    r"module ['\"](?P<library>[\w.]{1,100})['\"] has no attribute ['\"](?P<name>\w{1,100})['\"]"
)
_PYTHON = re.compile(r"python(\d(?:\.\d{1,2})?)")
_IMPORTERS = frozenset(
    {"gunicorn", "uvicorn", "daphne", "hypercorn", "uwsgi", "granian", "werkzeug", "flask", "asgiref"}
)
_TARGET_NAME = re.compile(r"(?:^|\.)(?:wsgi|asgi)$|^(?:main|app|application|server|index|run)$")
_ENVIRON_CODE = re.compile(r"\b(?:os\.)?environ\b|\bENVIRON\b|\bgetenv\b")
_FILE_ERRORS = frozenset({"PermissionError", "FileNotFoundError", "OSError", "IOError", "RuntimeError"})
_VARIABLE_NAME = re.compile(r"^[A-Z][A-Z0-9_]{2,80}$")
# What an old interpreter stumbles over.
_MODERN = re.compile(
    r"\bf['\"]|:=|\basync def\b|\bawait \b|\bnonlocal\b|print\(.{0,200}(?:file|end)=|->|\byield from\b"
    r"|\bmatch \w|\bfrom (?:exc|err|error|e)$"
)


ANY_TARGET = "*"
"""Among the targets: the server says that it can't load its application, whatever its name."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The class of message an exception amounts to, and its values."""

    subject: str
    data: dict[str, str]


def meaning_of(error: Traceback, *, targets: Sequence[str] = ()) -> Meaning | None:
    """Return what `error` (with its chain) means, or None.

    `targets` are the modules that the log's command lines ask a server to load.
    """
    for link in chain_of(error):
        found = _meaning(link, targets)
        if found:
            return found
    return None


def _meaning(error: Traceback, targets: Sequence[str]) -> Meaning | None:
    name = error.name
    if name in {"ModuleNotFoundError", "ImportError", "AppImportError", "NoAppError"}:
        return _import_meaning(error, targets)
    if name in _FILE_ERRORS and any(frame.file.endswith("workers/workertmp.py") for frame in error.frames):
        return Meaning("tmp-not-writable", {})
    if name in _FILE_ERRORS and "Errno 13" in error.message and _binds(error):
        return Meaning("port-privileged", {})
    reader = _READERS.get(name)
    return reader(error) if reader else None


def _binds(error: Traceback) -> bool:
    """Tell whether the innermost frames bind a socket."""
    return any(
        "bind" in frame.function or ".bind(" in frame.code for frame in error.frames[-3:]
    ) and not re.search(r"denied: ", error.message)


def _import_meaning(error: Traceback, targets: Sequence[str]) -> Meaning | None:
    text = error.message
    missing = _MISSING.search(text + " ")
    if missing:
        return _missing_meaning(error, missing.group(1).strip(), targets)
    cannot = _CANNOT.search(text)
    if cannot:
        return _cannot_meaning(error, cannot)
    return None


def _missing_meaning(error: Traceback, name: str, targets: Sequence[str]) -> Meaning:
    if name == "pkg_resources" or name.startswith("pkg_resources."):
        return Meaning("pkg-resources", {"name": name})
    if " " in name or ":" in name:
        return Meaning("command", {"name": name})
    last = _last_telling_frame(error)
    if last is not None and last.file.endswith("django/conf/__init__.py"):
        return Meaning("settings-missing", {"name": name})
    if last is None and name.rsplit(".", 1)[-1].startswith("settings"):
        return Meaning("settings-missing", {"name": name})
    target = any(asked in {name, ANY_TARGET} or asked.startswith(f"{name}.") for asked in targets)
    imported_by_server = last is not None and (
        last.package in _IMPORTERS or last.file.rsplit("/", 1)[-1] in {"gunicorn", "uvicorn", "daphne"}
    )
    by_name = last is None and not targets and bool(_TARGET_NAME.search(name))
    if imported_by_server or (target and last is None) or by_name:
        return Meaning("target-missing", {"name": name})
    return Meaning("module-missing", {"name": name})


def _last_telling_frame(error: Traceback) -> Frame | None:
    """Return the innermost frame outside the import machinery."""
    return next(
        (
            frame
            for frame in reversed(error.frames)
            if frame.package != "<stdlib>" and "importlib" not in frame.file and "<frozen" not in frame.file
        ),
        None,
    )


def _cannot_meaning(error: Traceback, found: re.Match[str]) -> Meaning | None:
    library, path = found.group("library") or "", found.group("path") or ""
    data = {"name": found.group("name"), "library": library}
    installed = "site-packages" in path or "dist-packages" in path
    if _CIRCULAR in error.message and not installed:
        return Meaning("code-error", data)
    if installed or not path:
        frame = error.raising
        own = not library and frame is not None and not frame.package and frame.code.startswith("from .")
        if not own:
            if not library and frame is not None:
                source = re.match(r"from ([\w.]{1,200}) import", frame.code)
                data["library"] = source.group(1) if source else frame.package
            return Meaning("import-name", {key: value for key, value in data.items() if value})
    if path.startswith("unknown location"):
        return Meaning("import-name", data)
    if re.search(r"/lib(?:64)?/python\d", path):
        return Meaning("import-name", data)  # the standard library of another Python version
    return Meaning("code-error", data)


def _syntax_meaning(error: Traceback) -> Meaning | None:
    frame = error.raising
    if frame is None:
        return None
    version = next(
        (found.group(1) for item in error.frames if (found := _PYTHON.search(item.file))),
        "",
    )
    data = _place(frame) | ({"python": version} if version else {})
    modern = bool(_MODERN.search(frame.code)) and version not in {"3.10", "3.11", "3.12", "3.13", "3.14"}
    if frame.package or version.startswith("2") or modern:
        return Meaning("python-version", data)
    return Meaning("code-error", data | {"name": f"{error.name}: {error.message}"[:120]})


def _key_meaning(error: Traceback) -> Meaning | None:
    key = error.message.strip().strip("'\"")
    if not _VARIABLE_NAME.match(key):
        return None
    frames = error.frames[-3:]
    environment = any(
        _ENVIRON_CODE.search(frame.code)
        or frame.package in {"environ", "environs", "decouple"}
        or (frame.file.endswith(("/os.py", "<frozen os>")) and frame.function == "__getitem__")
        for frame in frames
    )
    if environment or (not frames and "_" in key):
        return Meaning("variable-missing", {"variable": key})
    return None


def _attribute_meaning(error: Traceback) -> Meaning | None:
    """Read an attribute or argument that a library misses in another library: versions that do not fit."""
    frame = error.raising
    if frame is None or frame.package in {"", "<stdlib>"}:
        return None
    found = _NO_ATTRIBUTE.search(error.message)
    if found and found.group("library").split(".")[0] != frame.package:
        return Meaning("import-name", {"name": found.group("name"), "library": found.group("library")})
    if "unexpected keyword argument" in error.message and not error.frames[0].package.startswith(
        "django/core/h"
    ):
        return Meaning("import-name", {"name": error.message[:120], "library": frame.package})
    return None


def _connection_meaning(error: Traceback) -> Meaning | None:
    """Read a refused connection: the code that dialled tells which service it was."""
    owner = error.owner
    if owner in {"redis", "django_redis", "aioredis", "channels_redis", "rq"} or error.type.startswith(
        "redis."
    ):
        return Meaning("redis", {})
    return None


def _tail_cut(error: Traceback) -> Meaning | None:
    """Read a traceback whose last line is missing from the source line that raised."""
    if not error.frames:
        return None
    code = error.frames[-1].code
    raised = re.match(r"raise (\w{3,60})\(", code)
    if raised and raised.group(1) == "AppRegistryNotReady":
        return Meaning("app-registry", {})
    last = error.frames[-1]
    if last.file.endswith("gunicorn/workers/workertmp.py"):
        return Meaning("tmp-not-writable", {})
    if "check_consistent_history" in (code + last.function):
        return Meaning("migration-history", {})
    return None


def _place(frame: Frame) -> dict[str, str]:
    return {"file": frame.file, "at_line": str(frame.line)}


def _first_quoted(text: str) -> str:
    found = re.search(r"['\"]([^'\"]{1,100})['\"]", text)
    return found.group(1) if found else text[:100]


def _distribution_meaning(error: Traceback) -> Meaning:
    return Meaning("module-missing", {"name": _first_quoted(error.message)})


def _conflict_meaning(error: Traceback) -> Meaning:
    return Meaning("import-name", {"name": error.message[:120]})


def _name_meaning(error: Traceback) -> Meaning | None:
    """Read a NameError; only one raised in the app's own file says that the app's code is wrong."""
    frame = error.raising
    if frame is None or frame.package:
        return None
    return Meaning("code-error", _place(frame) | {"name": error.message[:120]})


_READERS: Mapping[str, Callable[[Traceback], Meaning | None]] = {
    "SyntaxError": _syntax_meaning,
    "IndentationError": _syntax_meaning,
    "TabError": _syntax_meaning,
    "KeyError": _key_meaning,
    "DistributionNotFound": _distribution_meaning,
    "PackageNotFoundError": _distribution_meaning,
    "VersionConflict": _conflict_meaning,
    "ContextualVersionConflict": _conflict_meaning,
    "AttributeError": _attribute_meaning,
    "TypeError": _attribute_meaning,
    "ConnectionRefusedError": _connection_meaning,
    "ConnectionError": _connection_meaning,
    "TimeoutError": _connection_meaning,
    "gaierror": _connection_meaning,
    "NameError": _name_meaning,
    "": _tail_cut,
}
