"""Reads fix502.toml; names every mistake, all at once: its key, what was expected, what was found."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fix502.profile.records import (
    App,
    Check,
    Database,
    Emergency,
    PlatformAddress,
    Profile,
    ProfileError,
    Repair,
    Start,
    Variable,
)
from fix502.profile.schema import SECTIONS, Key, Section, Shape, header

FILE_NAME = "fix502.toml"
MAX_BYTES = 1_000_000


def find_profile(start: Path) -> Path:
    """Return the nearest fix502.toml, from the folder `start` upwards.

    Raises:
        ProfileError: there is none.

    """
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE_NAME).is_file():
            return candidate / FILE_NAME
    raise ProfileError(
        "profile-missing",
        f"There is no {FILE_NAME} in {folder} or above it. Name one with --profile PATH, or write one: "
        "`fix502 check --explain-profile` lists its keys.",
    )


def load_profile(path: Path) -> Profile:
    """Read and check the profile at `path`.

    Raises:
        ProfileError: the file is missing, unreadable, no TOML, or has wrong, missing or unknown keys.

    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProfileError("profile-unreadable", f"{path}: larger than {MAX_BYTES} bytes; not a profile.")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ProfileError("profile-missing", f"{path}: there is no such file.") from None
    except UnicodeDecodeError as error:
        raise ProfileError("profile-unreadable", f"{path}: not UTF-8 at byte {error.start}.") from None
    except OSError as error:
        raise ProfileError("profile-unreadable", f"{path}: can't be read: {error.strerror}.") from None
    return parse_profile(text, path)


def parse_profile(text: str, path: Path) -> Profile:
    """Check the text of a profile; `path` only names it in errors.

    Raises:
        ProfileError: no TOML, or wrong, missing or unknown keys.

    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError("profile-not-toml", f"{path}: not valid TOML: {error}.") from None
    problems: list[str] = []
    values = _sections(data, problems)
    if problems:
        raise ProfileError("profile-invalid", *(f"{path}: {problem}" for problem in problems))
    return _profile(values, path)


def _profile(values: Mapping[str, Any], path: Path) -> Profile:
    variables = {name: Variable(**row) for name, row in values["variables"].items()}
    return Profile(
        app=App(**{**values["app"], "url": values["app"]["url"].rstrip("/")}),
        platform=PlatformAddress(**values["platform"]) if values["platform"] is not None else None,
        checks=tuple(Check(**row) for row in values["check"]) or (Check(path="/"),),
        variables=MappingProxyType(variables),
        database=Database(**values["database"]) if values["database"] is not None else None,
        emergency=Emergency(**values["emergency"]) if values["emergency"] is not None else None,
        start=Start(**(values["start"] or {})),
        repair=Repair(**(values["repair"] or {})),
        source=path,
    )


def _sections(data: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    names = [section.name for section in SECTIONS]
    problems += [_unknown(name, "section", names) for name in data if name not in names]
    return {section.name: _section(section, data, problems) for section in SECTIONS}


def _section(section: Section, data: Mapping[str, Any], problems: list[str]) -> Any:
    found = data.get(section.name)
    empty: Any = None if section.shape is Shape.TABLE else [] if section.shape is Shape.LIST else {}
    if found is None:
        if section.required:
            needed = ", ".join(key.name for key in section.keys if key.required)
            problems.append(f"{section.name}: the section {header(section)} is missing; it needs: {needed}.")
        return empty
    if section.shape is Shape.LIST:
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            problems.append(f"{section.name}: expected sections {header(section)}, found {_show(found)}.")
            return empty
        return [
            _table(section, row, f"{section.name}[{i}]", problems) for i, row in enumerate(found, start=1)
        ]
    if not isinstance(found, dict):
        problems.append(f"{section.name}: expected a section {header(section)}, found {_show(found)}.")
        return empty
    if section.shape is Shape.MAP:
        return {key: _entry(section, row, f"{section.name}.{key}", problems) for key, row in found.items()}
    return _table(section, found, section.name, problems)


def _entry(section: Section, row: Any, where: str, problems: list[str]) -> dict[str, Any]:
    if not isinstance(row, dict):
        problems.append(
            f"{where}: expected {{}} or {{ value = … }} or {{ secret = true }}, found {_show(row)}."
        )
        return {}
    if row.get("secret") is True and "value" in row:
        problems.append(f"{where}: a secret has no value here; leave out `value`, or `secret`.")
    return _table(section, row, where, problems)


def _table(section: Section, row: Mapping[str, Any], where: str, problems: list[str]) -> dict[str, Any]:
    known = {key.name: key for key in section.keys}
    problems += [_unknown(f"{where}.{name}", "key", list(known)) for name in row if name not in known]
    problems += [
        f"{where}.{key.name}: missing; expected {key.kind.name}: {key.help}."
        for key in section.keys
        if key.required and key.name not in row
    ]
    problems += [
        _wrong(f"{where}.{name}", known[name], value)
        for name, value in row.items()
        if name in known and not known[name].kind.accepts(value)
    ]
    return {name: value for name, value in row.items() if name in known}


def _wrong(where: str, key: Key, value: Any) -> str:
    return f"{where}: expected {key.kind.name}, found {_show(value)}."


def _unknown(where: str, what: str, known: list[str]) -> str:
    near = get_close_matches(where.rpartition(".")[2], known, n=1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(known)}."
    return f"{where}: unknown {what}; {hint}"


def _show(value: Any) -> str:
    """Return the value's type, and the value itself where that can be no secret."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return f'"{value}"' if len(value) <= 60 else f"a string of {len(value)} characters"
        case list():
            return "a list"
        case dict():
            return "a section"
        case _:
            return f"a {type(value).__name__}"
