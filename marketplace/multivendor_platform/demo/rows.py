"""The demo's rows, in the order of each table's COPY. Everything follows from the seed and the row's
number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import product as combinations
from random import Random

from multivendor_platform.catalog.text import search_words, slug_make
from multivendor_platform.demo import words
from multivendor_platform.demo.pictures import logo, picture
from multivendor_platform.demo.taxonomy import ATTRIBUTES, DEPARTMENTS, Branch, taxonomy
from multivendor_platform.demo.words import Pair

SEED = 20261122
VENDORS = 200
PICTURES_PER_LEAF = 4
BATCH = 2_000
LEVEL_HUES = {"department": 0.0, "category": 0.06, "subcategory": 0.13}
EPOCH = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
RIALS_PER_TOMAN = 10

Row = tuple[object, ...]
_words = lru_cache(maxsize=4096)(search_words)


def found_under(*texts: str) -> str:
    """Return the normalised words of several texts, once each."""
    return " ".join(dict.fromkeys(word for text in texts for word in _words(text)))


@dataclass(slots=True)
class Tables:
    """Rows by table name."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, *row: object) -> None:
        """Append one row."""
        self.rows.setdefault(table, []).append(row)


@dataclass(slots=True)
class Shared:
    """Keys that products refer to, known once the tree is laid out."""

    leaves: list[tuple[int, Branch, list[int]]] = field(default_factory=list)
    attributes: dict[str, int] = field(default_factory=dict)
    options: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class Pictures:
    """Pictures laid down so far, each body once, as the table demands."""

    tables: Tables
    keys: dict[str, int] = field(default_factory=dict)

    def key(self, body: bytes, size: int) -> int:
        """Return the key of a picture, adding its row the first time."""
        digest = hashlib.sha256(body).hexdigest()
        if digest not in self.keys:
            self.keys[digest] = key = len(self.keys) + 1
            self.tables.add("media_mediaasset", key, digest, "image/svg+xml", "svg", body, size, size, EPOCH)
        return self.keys[digest]


def tree_rows() -> tuple[Tables, Shared]:
    """Return the rows that exist whatever the number of products: pictures, tree, attributes, vendors."""
    tables, shared = Tables(), Shared()
    _attribute_rows(tables, shared)
    keys: dict[int, tuple[int, str]] = {}
    assets = Pictures(tables)
    for number, branch in enumerate(taxonomy(), start=1):
        department = DEPARTMENTS[branch.department]
        hue = department.hue + 0.035 * branch.place + LEVEL_HUES[branch.kind]
        image = assets.key(picture(branch.icon, hue, branch.place), 400)
        parent_key, parent_path = keys[id(branch.parent)] if branch.parent else (None, "")
        slug = slug_make(branch.name[0])
        path = f"{parent_path}/{slug}" if parent_path else slug
        keys[id(branch)] = (number, path)
        english, persian = branch.name
        tables.add(
            "catalog_node", number, branch.kind, parent_key, slug, path, english, persian,
            f"{english} from vendors all over the country, in one place.",
            f"{persian} از فروشندگان سراسر کشور، یک‌جا.",
            english, persian, f"Buy {english.lower()} online", f"خرید اینترنتی {persian}",
            f"Compare prices of {english.lower()} and buy from the vendor you like.",
            f"قیمت {persian} را مقایسه کنید و از فروشنده دلخواه بخرید.",
            image, branch.place * 10, True, found_under(english, persian), EPOCH, EPOCH,
        )  # fmt: skip
        if branch.kind == "department":
            for place, code in enumerate((*department.axes, *department.attributes)):
                tables.add("catalog_nodeattribute", number, shared.attributes[code], place == 0, place)
        if branch.kind == "subcategory":
            pictures = [
                assets.key(picture(branch.icon, hue + 0.21 * (style + 1), style), 400)
                for style in range(PICTURES_PER_LEAF)
            ]
            shared.leaves.append((number, branch, pictures))
    _vendor_rows(tables, assets)
    return tables, shared


def _attribute_rows(tables: Tables, shared: Shared) -> None:
    option = 0
    for key, attribute in enumerate(ATTRIBUTES, start=1):
        shared.attributes[attribute.code] = key
        tables.add(
            "catalog_attributedef", key, attribute.code, attribute.kind, attribute.unit, *attribute.name
        )
        if attribute.kind != "choice":
            continue
        for place, (english, persian) in enumerate(attribute.options):
            option += 1
            code = slug_make(english)
            shared.options.setdefault(attribute.code, []).append((option, code))
            tables.add("catalog_attributeoption", option, key, code, english, persian, place)


def _vendor_rows(tables: Tables, assets: Pictures) -> None:
    names = [
        (f"{name[0]} {trade[0]}", f"{trade[1]} {name[1]}")
        for name, trade in combinations(words.VENDOR_NAMES, words.VENDOR_TRADES)
    ]
    for key, (english, persian) in enumerate(names[:VENDORS], start=1):
        city = words.CITIES[key % len(words.CITIES)]
        initials = "".join(word[0] for word in english.split())
        image = assets.key(logo(initials, key * 0.137), 160)
        # One of each kind who may not sell now: their offers must appear nowhere.
        state = "suspended" if key == VENDORS else "active"
        tables.add(
            "vendors_vendor", key, slug_make(english), english, persian, state, key == VENDORS - 1,
            f"{english} in {city[0]} has sold online since {1385 + key % 15 + 621}.",
            f"{persian} در {city[1]} از سال {1385 + key % 15} فروش اینترنتی دارد.",
            city[0], city[1], image, EPOCH,
        )  # fmt: skip


@dataclass(slots=True)
class Counters:
    """Keys given out so far."""

    variant: int = 0
    offer: int = 0


def product_rows(shared: Shared, first: int, last: int, counters: Counters) -> Tables:
    """Return the rows of products `first` to `last`, both included, with variants, offers and stock."""
    tables = Tables()
    rng = Random(SEED * 1_000_003 + first)  # noqa: S311 - invented goods, not secrets
    for key in range(first, last + 1):
        node, branch, pictures = shared.leaves[(key * 7) % len(shared.leaves)]
        # Every len(leaves)-th product is of the same kind: those show the kind's pictures in turn.
        turn = key // len(shared.leaves)
        noun = rng.choice(branch.nouns)
        brand, series = rng.choice(words.BRANDS), rng.choice(words.SERIES)
        english = f"{brand[0]} {series[0]} {noun[0]} {key + 1000}"
        persian = f"{noun[1]} {brand[1]} {series[1]} مدل {key + 1000}"
        text = rng.choice(words.DESCRIPTIONS)
        described = [
            template.format(noun=noun[i].lower(), brand=brand[i], series=series[i])
            for i, template in enumerate(text)
        ]
        made = EPOCH + timedelta(minutes=key)
        tables.add(
            "catalog_product", key, slug_make(english), node, "published", english, persian, *described,
            english, persian, f"{english}: price and vendors", f"قیمت و فروشندگان {persian}",
            described[0][:160], described[1][:160], brand[0], pictures[turn % len(pictures)],
            rng.randrange(0, 100) // 20 * 10, found_under(*brand, *series, *noun, str(key + 1000)),
            found_under(*described), made, made,
        )  # fmt: skip
        for place in (1, 2):
            tables.add("catalog_productmedia", key, pictures[(turn + place) % len(pictures)], place)
        _value_rows(tables, shared, key, branch.department, rng)
        variants = _variant_rows(tables, shared, key, branch.department, rng, counters)
        _offer_rows(tables, key, branch.department, variants, rng, counters)
    return tables


def _value_rows(tables: Tables, shared: Shared, key: int, department: int, rng: Random) -> None:
    for attribute in ATTRIBUTES:
        if attribute.code not in DEPARTMENTS[department].attributes:
            continue
        text: Pair | tuple[None, str] = (None, "")
        integer = decimal = boolean = option = None
        match attribute.kind:
            case "choice":
                option = rng.choice(shared.options[attribute.code])[0]
            case "text":
                text = rng.choice(attribute.options)
            case "integer":
                integer = rng.randrange(*attribute.bounds)
            case "decimal":
                decimal = f"{rng.randrange(*attribute.bounds) / 10:.1f}"
            case _:
                boolean = rng.random() < 0.4
        tables.add(
            "catalog_productattribute", key, shared.attributes[attribute.code], attribute.kind,
            text[0], text[1], integer, decimal, boolean, option,
        )  # fmt: skip


def _variant_rows(
    tables: Tables, shared: Shared, key: int, department: int, rng: Random, counters: Counters
) -> list[int]:
    axes = DEPARTMENTS[department].axes[: rng.choice((0, 1, 1, 2))]
    chosen = [
        [(code, *option) for option in rng.sample(shared.options[code], rng.choice((2, 2, 3)))]
        for code in axes
    ]
    for place, code in enumerate(axes):
        tables.add("catalog_productaxis", key, shared.attributes[code], place)
    keys = []
    for place, combination in enumerate(combinations(*chosen)):
        counters.variant += 1
        keys.append(counters.variant)
        signature = ";".join(f"{axis}={code}" for axis, _, code in sorted(combination))
        tables.add("catalog_variant", counters.variant, key, signature, "active", False, place)
        for axis, option, _ in combination:
            tables.add("catalog_variantoption", counters.variant, shared.attributes[axis], option)
    return keys


def _offer_rows(
    tables: Tables, key: int, department: int, variants: list[int], rng: Random, counters: Counters
) -> None:
    low, high = DEPARTMENTS[department].price
    usual = low * (high / low) ** rng.betavariate(2, 4)
    # One product in a hundred is sold out everywhere: its page says so and its address stays.
    sold_out = key % 100 == 99
    for vendor in rng.sample(range(1, VENDORS + 1), rng.randint(1, 5)):
        counters.offer += 1
        price = max(1, round(usual * rng.uniform(0.88, 1.18) / 5_000)) * 5_000 * RIALS_PER_TOMAN
        on_hand = 0 if sold_out else rng.choice((0, 1, 3, 5, 8, 12, 20, 40, 75, 120))
        made = EPOCH + timedelta(minutes=key)
        tables.add(
            "offers_offer", counters.offer, vendor, rng.choice(variants), f"V{vendor:03d}-{key:07d}", "new",
            price, "IRR", rng.choice((1, 1, 2, 2, 3, 5, 7)), "live", made, made,
        )  # fmt: skip
        tables.add("offers_stockitem", counters.offer, vendor, on_hand, 0)


def batches(total: int) -> Iterator[tuple[int, int]]:
    """Return first and last product of each batch. The size never changes, so neither do the products."""
    for first in range(1, total + 1, BATCH):
        yield first, min(first + BATCH - 1, total)
