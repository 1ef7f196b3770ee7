"""The Persian catalogue is complete, in step with the sources, and compiled."""

from __future__ import annotations

import gettext
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.checkers import python_format

TOOL = Path(__file__).resolve().parents[3] / "tools" / "messages.py"
UPDATE = "run: python tools/messages.py --update"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    specification = importlib.util.spec_from_file_location("messages_tool", TOOL)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def texts(catalog: Catalog) -> dict[object, Any]:
    return {(message.context, message.id): message.string for message in catalog if message.id}


def test_messages_when_sources_change_then_catalogue_in_step(tool: ModuleType) -> None:
    assert set(texts(tool.messages_read())) == set(texts(tool.messages_extract())), UPDATE


def test_messages_when_read_then_every_one_translated(tool: ModuleType) -> None:
    empty = [key for key, text in texts(tool.messages_read()).items() if not text or not all(text)]
    assert empty == []


def test_messages_when_they_hold_placeholders_then_translation_has_the_same(tool: ModuleType) -> None:
    for message in tool.messages_read():
        if message.id and message.python_format:
            python_format(None, message)  # raises TranslationError


def test_messages_when_compiled_then_same_as_the_text(tool: ModuleType) -> None:
    with tool.MO.open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for message in tool.messages_read():
        if isinstance(message.id, tuple):
            assert compiled.ngettext(message.id[0], message.id[1], 2) == message.string[1], UPDATE
        elif message.context:
            assert compiled.pgettext(message.context, message.id) == message.string, UPDATE
        elif message.id:
            assert compiled.gettext(message.id) == message.string, UPDATE
