"""One normaliser for every text that people type: the same on write, on search and in slugs (row S6).

Persian and Arabic keyboards write the same letter with different code points, digits come in three sets, and
a zero-width non-joiner may stand where others type a space or nothing.
"""

import re
import unicodedata

ZWNJ = "\u200c"
# Arabic forms to the Persian ones, and the carriers of hamza to their bare letter: people type either.
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ې": "ی",
        "ك": "ک",
        "ڪ": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ە": "ه",
        "ھ": "ه",
        "أ": "ا",
        "إ": "ا",
        "ٱ": "ا",
        "آ": "ا",
        "ؤ": "و",
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "ـ": None,  # tatweel only stretches
        "\u200d": None,
        "\u200e": None,
        "\u200f": None,
        "\ufeff": None,
        "\u00ad": None,
    }
)
SLUG_MAX = 120


def digits_normalise(text: str) -> str:
    """Return `text` with every decimal digit of any script as ASCII."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def text_normalise(text: str) -> str:
    """Return words of letters and ASCII digits, lower case, single-spaced, one form per letter; keeps ZWNJ.

    Idempotent. Accents are dropped, so that "café" and "cafe" meet.
    """
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    composed = unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS)
    kept = "".join(char if char.isalnum() or char == ZWNJ else " " for char in digits_normalise(composed))
    kept = re.sub(rf"{ZWNJ}+", ZWNJ, kept)
    words = (word.strip(ZWNJ) for word in kept.split())
    return " ".join(word for word in words if word)


def search_words(text: str) -> list[str]:
    """Return the words under which `text` is found, in order, once each.

    A word with a ZWNJ counts joined and in its parts, since a buyer may type a space there, or nothing.
    """
    words: dict[str, None] = {}
    for word in text_normalise(text).split():
        parts = word.split(ZWNJ)
        words["".join(parts)] = None
        if len(parts) > 1:
            words.update(dict.fromkeys(parts))
    return list(words)


def query_groups(text: str) -> list[list[list[str]]]:
    """Return a query as an AND of alternatives, each an AND of words: `[[["میخواهم"], ["می", "خواهم"]]]`."""
    groups: list[list[list[str]]] = []
    for word in text_normalise(text).split():
        parts = word.split(ZWNJ)
        group = [["".join(parts)]]
        if len(parts) > 1:
            group.append(parts)
        groups.append(group)
    return groups


def slug_make(text: str) -> str:
    """Return a slug of letters, digits and single hyphens, in any script; `"item"` when nothing is left."""
    words = text_normalise(text).replace(ZWNJ, " ").split()
    slug = "-".join(words)[:SLUG_MAX].strip("-")
    return slug or "item"


def slug_with_suffix(slug: str, number: int) -> str:
    """Return the slug's `number`-th form: 1 is the slug itself, 2 gets `-2`, within the same length."""
    if number <= 1:
        return slug
    suffix = f"-{number}"
    return slug[: SLUG_MAX - len(suffix)].rstrip("-") + suffix
