"""The page's strings: whole in every language, and written as that language is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from string import Formatter

import pytest

from qa.records import SmallTalk
from qa.web.html.bidi import direction
from qa.web.html.locales import STRINGS, UiStrings

Texts = dict[str, str]

# Latin words that an Arabic speaker reads as they stand: commands, keys, our interface's name.
LATIN = re.compile(r"\bqa (?:build|calibrate)\b|\bEnter\b|\bAPI\b|\.[a-z]{2,5}\b|\bMiB\b")


def texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a record or a table, with its name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{name}.{number}")
    elif isinstance(value, UiStrings):
        for field in fields(value):
            yield from texts(getattr(value, field.name), field.name)


def prose(strings: UiStrings) -> Texts:
    """What is read: not the codes, nor what stands between two words or digits."""
    told = dict(texts(strings))
    for name in ("language", "direction", "comma"):
        del told[name]
    return told


def braces(text: str) -> set[str]:
    """Names of what is filled into a string."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


ALL = pytest.mark.parametrize("strings", STRINGS.values(), ids=STRINGS)


@ALL
def test_a_language_says_all_that_english_says_and_fills_in_the_same(strings):
    told, english = prose(strings), prose(STRINGS["en"])
    assert told.keys() == english.keys()
    assert {name: braces(text) for name, text in told.items()} == {
        name: braces(text) for name, text in english.items()
    }
    assert all(text.strip() == text != "" for text in told.values())
    assert set(strings.small_talk) == set(SmallTalk)


@ALL
def test_a_language_is_written_in_its_own_direction(strings):
    for name, text in prose(strings).items():
        letters = re.sub(r"\{\w+\}", "", LATIN.sub("", text))
        assert direction(letters, strings.direction) == strings.direction, (name, text)


def test_arabic_holds_no_latin_prose():
    for name, text in prose(STRINGS["ar"]).items():
        words = re.findall("[A-Za-z]+", re.sub(r"\{\w+\}", "", LATIN.sub("", text)))
        assert not words, (name, text)
        assert not re.search("[,;?]", text), (name, text)  # ، ؛ ؟


def test_french_is_set_as_french_is():
    for name, text in prose(STRINGS["fr"]).items():
        assert not re.search(r"[^\u00a0]:(?!//)|[^\u202f][;!?]", text), (name, text)
        assert not re.search("«[^\u00a0]|[^\u00a0]»", text), (name, text)
        assert not re.search("['\"]|\\.\\.\\.", text), (name, text)  # ’ « … »


def test_nothing_reads_as_it_did_when_it_was_unclear():
    gone = {
        "ar": "سؤالاً مستقلاً|بُحث عن|أين يُبحث|يُبحث في|قيل لك|seeds|من وثائقك:|رشّح|أزل|أأزيلها|أعدها"
        "|درجة القرب|احفظ المحادثة|ليس هذا مصدره|تعديل الملف|رأيك|لمن لا يريد|واجهة البرامج",
        "en": "Take it as|impatient|verdict|corpus|seeds|Nearness|Put back",
    }
    for language, words in gone.items():
        for name, text in prose(STRINGS[language]).items():
            assert not re.search(words, text), (name, text)
