"""Keep the Persian messages in step with its sources, without GNU gettext on the machine.

    python tools/messages.py            compile django.po into django.mo
    python tools/messages.py --update   first bring django.po up to date with the templates and the code

Django's own makemessages and compilemessages call xgettext and msgfmt; Babel does both in Python.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent / "marketplace" / "multivendor_platform"
PO = PROJECT / "locale" / "fa" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_": None,
}


def messages_extract() -> Catalog:
    """Return a catalogue with every message of the templates and the code, and where each stands."""
    found = Catalog(charset="utf-8")
    sources = sorted(PROJECT.glob("**/*.py")) + sorted(PROJECT.glob("**/templates/**/*.html"))
    for path in sources:
        origin = path.relative_to(PROJECT).as_posix()
        text = path.read_text(encoding="utf-8")
        code = templatize(text, origin=origin) if path.suffix == ".html" else text
        for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
            # Lines are left out: each edit of a template would otherwise move half the file.
            found.add(message, None, [(origin, 0)], flags=_flags(message), context=context)
    return found


def _flags(message: str | tuple[str, ...]) -> tuple[str, ...]:
    text = message if isinstance(message, str) else message[0]
    return ("python-format",) if "%(" in text else ()


def messages_read() -> Catalog:
    """Return the Persian catalogue as it stands."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="fa", abort_invalid=True)


def messages_update() -> None:
    """Add new messages to django.po, untranslated, and drop those that no source has any more."""
    catalog = messages_read()
    created = catalog.creation_date
    catalog.update(messages_extract(), no_fuzzy_matching=True)
    catalog.creation_date = created  # a run that finds nothing new changes nothing
    catalog.obsolete.clear()
    with PO.open("wb") as stream:
        write_po(stream, catalog, width=110, sort_output=True, include_lineno=False)


def messages_compile() -> bytes:
    """Return django.mo's content, made from django.po."""
    stream = io.BytesIO()
    write_mo(stream, messages_read())
    return stream.getvalue()


def main() -> int:
    """Update if asked, compile, and say what still lacks a translation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="bring django.po up to date first")
    if parser.parse_args().update:
        messages_update()
    MO.write_bytes(messages_compile())
    open_messages = [message.id for message in messages_read() if message.id and not message.string]
    for message_id in open_messages:
        sys.stderr.write(f"not translated: {message_id!r}\n")
    return 1 if open_messages else 0


if __name__ == "__main__":
    sys.exit(main())
