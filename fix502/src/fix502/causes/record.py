"""The record that every cause is: what it wants to see, what refutes it, what to do about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from fix502.causes.predicates import Predicate
from fix502.causes.view import View
from fix502.model.facts import Fact, FactKind, Scalar


class Depth(IntEnum):
    """How far below the symptom a cause lies; the deepest that holds explains those above it."""

    RESOURCE = 0
    IMAGE = 1
    DATABASE_SERVER = 2
    DEPENDENCY = 3
    START = 4
    PROCESS = 5
    NETWORK = 6
    EDGE = 7
    ENVELOPE = 8
    """Only says that something failed."""


class Scope(IntEnum):
    """How much of the traffic a cause explains."""

    ALL = 0
    SOME = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One cause met with the facts of one diagnosis."""

    evidence: tuple[Fact, ...]
    view: View

    def values(self) -> dict[str, str]:
        """Return the values of the evidence, the first fact's first, then the app's known variables."""
        found: dict[str, str] = {}
        for fact in self.evidence:
            for name, value in fact.data.items():
                if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
                    found.setdefault(name, str(value))
            found.setdefault("subject", fact.subject)
            if fact.value is not None:
                found.setdefault("value", str(fact.value))
            if fact.kind is FactKind.LISTENING:
                found.setdefault("listening", str(fact.value))
            if fact.kind is FactKind.STEP:
                kind = "optional_step" if fact.data.get("required") is False else "step"
                found.setdefault(kind, fact.subject)
        for name, key in (("DB_HOST", "host"), ("DB_PORT", "port"), ("DB_NAME", "name"), ("DB_USER", "role")):
            for fact in self.view.select(FactKind.VARIABLE, name):
                if fact.value is not None:
                    found.setdefault(f"set_{key}", str(fact.value))
        return found


def no_parameters(_case: Case) -> Mapping[str, str]:
    """Return nothing: most remedies need no values."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of a 502. The module's docstring is its page."""

    code: str
    """Stable for ever: `DB001`."""
    slug: str
    """The taxonomy's name: `db-auth-failed`. Two codes may share one where the repair differs."""
    title: str
    """What holds when the cause is there."""
    passes_as: str
    """What holds when it is not."""
    depth: Depth
    scope: Scope = Scope.ALL
    requires: tuple[Predicate, ...]
    supports: tuple[Predicate, ...] = ()
    refuted_by: tuple[Predicate, ...]
    rivals: tuple[str, ...]
    """Codes that are easily mistaken for this one."""
    root_of: tuple[str, ...] = ()
    """Codes (`NET*`: all of a family) that follow from this one and are then no findings of their own."""
    sentences: tuple[str, ...]
    """Templates with the values of the evidence; the first whose values are all known is used."""
    remedies: tuple[str, ...]
    parameters: Callable[[Case], Mapping[str, str]] = no_parameters
    variants: Mapping[str, Predicate] = field(default_factory=dict)
    """Other slugs that hold instead when their predicate does."""
    harmless: Predicate | None = None
    """When this holds the site works all the same: the finding stands beside the verdict healthy."""
    drill: str = ""
    """The name of its drill."""
    no_drill_because: str = ""


def sentence_of(templates: Sequence[str], values: Mapping[str, Scalar]) -> str:
    """Return the first of `templates` whose placeholders all have a value."""
    for template in templates:
        try:
            return template.format_map(values)
        except KeyError:
            continue
    return templates[-1]


def folds(root: Cause, other: Cause) -> bool:
    """Tell whether `other` follows from `root`."""
    return any(
        other.code == code or (code.endswith("*") and other.code.startswith(code[:-1]))
        for code in root.root_of
    )
