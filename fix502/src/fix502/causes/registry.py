"""Finds the causes: every module of this package whose name is a code and a name."""

import difflib
import importlib
import pkgutil
import re
from functools import cache

import fix502.causes
from fix502.causes.record import Cause

_MODULE = re.compile(r"^[a-z]{2,5}\d{3}_[a-z0-9_]+$")


@cache
def module_names() -> tuple[str, ...]:
    """Return the names of the causes' modules, in order of their codes."""
    names = (module.name for module in pkgutil.iter_modules(fix502.causes.__path__))
    return tuple(sorted(name for name in names if _MODULE.match(name)))


@cache
def causes() -> tuple[Cause, ...]:
    """Return every cause, in order of the codes."""
    found = [importlib.import_module(f"fix502.causes.{name}").CAUSE for name in module_names()]
    return tuple(sorted(found, key=lambda cause: cause.code))


@cache
def page(code: str) -> str:
    """Return the page of one cause: its module's docstring. Raises LookupError if there is none."""
    for name in module_names():
        if name.startswith(code.lower() + "_"):
            return (importlib.import_module(f"fix502.causes.{name}").__doc__ or "").strip()
    raise LookupError(code)


def find(word: str) -> Cause | None:
    """Return the cause with this code, or the first with this slug or file name, whatever the case."""
    wanted = word.strip().lower().replace("_", "-")
    for cause in causes():
        if wanted in {cause.code.lower(), cause.slug} or wanted in cause.variants:
            return cause
    return None


def nearest(word: str) -> tuple[str, ...]:
    """Return the codes and slugs that look most like `word`, best first."""
    padded = re.fullmatch(r"([a-z]+)0*(\d{1,3})", word.lower())
    if padded and (cause := find(f"{padded[1]}{int(padded[2]):03}")):
        return (cause.code,)
    names = {name.lower(): name for cause in causes() for name in (cause.code, cause.slug, *cause.variants)}
    return tuple(
        names[found] for found in difflib.get_close_matches(word.lower(), list(names), n=3, cutoff=0.5)
    )
