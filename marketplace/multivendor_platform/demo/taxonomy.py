"""The demo's tree, read from taxonomy.txt, and which attributes each department has."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from multivendor_platform.demo import words
from multivendor_platform.demo.words import Pair

KINDS = {"D": "department", "C": "category", "S": "subcategory"}


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the demo's tree; `place` counts siblings from 0."""

    kind: str
    name: Pair
    icon: str
    place: int
    parent: Branch | None
    department: int
    nouns: tuple[Pair, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of the demo: kind as in AttributeDef; options for a choice, bounds for a number."""

    code: str
    name: Pair
    kind: str
    unit: str = ""
    options: tuple[Pair, ...] = ()
    bounds: tuple[int, int] = (1, 100)


ATTRIBUTES = (
    Attribute("colour", ("Colour", "رنگ"), "choice", options=words.COLOURS),
    Attribute("size", ("Size", "اندازه"), "choice", options=words.SIZES),
    Attribute("storage", ("Storage", "حافظه"), "choice", options=words.STORAGES),
    Attribute("pack", ("Pack", "بسته"), "choice", options=words.PACKS),
    Attribute("material", ("Material", "جنس"), "choice", options=words.MATERIALS),
    Attribute("weight", ("Weight", "وزن"), "decimal", unit="kg", bounds=(1, 300)),
    Attribute("warranty", ("Warranty", "گارانتی"), "integer", unit="months", bounds=(6, 36)),
    Attribute("handmade", ("Handmade", "دست‌ساز"), "boolean"),
    Attribute("origin", ("Origin", "محل تولید"), "text", options=words.ORIGINS),
)


@dataclass(frozen=True, slots=True)
class Department:
    """What the products of a department have in common: axes, attributes, prices in toman."""

    axes: tuple[str, ...]
    attributes: tuple[str, ...]
    price: tuple[int, int]
    hue: float


DEPARTMENTS = (
    Department(("colour", "storage"), ("weight", "warranty"), (900_000, 65_000_000), 0.60),
    Department(("colour", "size"), ("material", "handmade"), (350_000, 9_000_000), 0.93),
    Department(("colour",), ("material", "weight", "handmade"), (700_000, 80_000_000), 0.08),
    Department(("colour",), ("material", "weight", "warranty"), (250_000, 45_000_000), 0.50),
    Department(("size",), ("weight", "origin"), (120_000, 6_000_000), 0.83),
    Department(("pack",), ("weight", "origin"), (90_000, 4_500_000), 0.28),
    Department(("colour", "size"), ("weight", "warranty"), (300_000, 38_000_000), 0.42),
    Department(("colour",), ("material", "handmade", "origin"), (80_000, 22_000_000), 0.72),
)


@cache
def taxonomy() -> tuple[Branch, ...]:
    """Return the tree's nodes, each after its parent."""
    branches: list[Branch] = []
    last: dict[str, Branch] = {}
    places: dict[int, int] = {}
    departments = -1
    for line in Path(__file__).with_name("taxonomy.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        letter, english, persian, icon, *rest = line.split("|")
        parent = {"D": None, "C": last.get("D"), "S": last.get("C")}[letter]
        departments += letter == "D"
        place = places[id(parent)] = places.get(id(parent), -1) + 1
        nouns = (
            tuple((en, fa) for en, fa in (noun.strip().split(":") for noun in rest[0].split(",")))
            if rest
            else ()
        )
        branch = Branch(KINDS[letter], (english, persian), icon, place, parent, departments, nouns)
        last[letter] = branch
        branches.append(branch)
    return tuple(branches)
