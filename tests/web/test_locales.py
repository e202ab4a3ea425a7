"""The page's strings: whole in every language, and written as that language is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from string import Formatter

import pytest

from qa.errors import (
    BusyError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    MissingPackageError,
    ModelError,
    QuestionError,
    ScopeError,
    SeedsNotFoundError,
)
from qa.records import SmallTalk
from qa.web.html.bidi import direction
from qa.web.html.locales import STRINGS, UiStrings

Texts = dict[str, str]

# Latin words that an Arabic speaker reads as they stand: commands, keys, formats, endings.
LATIN = re.compile(
    r"\bqa (?:build|calibrate|generations use latest)\b"
    r"|\b(?:Enter|API|PDF|JSON|JPEG|PNG|UTF-8)\b|\u200e\.[a-z]+"
)


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
    for name in ("language", "direction", "comma", "thousands", "decimal", "first_of_month"):
        del told[name]
    return told


def bare(name: str) -> str:
    """The name without a plural form: languages have more of them, or fewer."""
    return re.sub(r"\.(zero|one|two|few|many|other)$", "", name)


def braces(text: str) -> set[str]:
    """Names of what is filled into a string."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


ALL = pytest.mark.parametrize("strings", STRINGS.values(), ids=STRINGS)


@ALL
def test_a_language_says_all_that_english_says_and_fills_in_the_same(strings):
    told, english = prose(strings), prose(STRINGS["en"])
    assert {bare(name) for name in told} == {bare(name) for name in english}
    for name, text in told.items():
        own = braces(text)
        wanted = braces(english.get(name) or english[f"{bare(name)}.other"])
        # "Two documents" need no number, and reasons of the system, in English, are left out.
        may_lack = name != bare(name) or name.startswith("findings.")
        assert own <= wanted if may_lack else own == wanted, name
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
        "ar": "سؤالاً مستقلاً|بُحث عن|أين يُبحث|يُبحث في|قيل لك|seeds|من وثائقك:|رشّح|^أزل$|أأزيلها|أعدها"
        "|درجة القرب|احفظ المحادثة|ليس هذا مصدره|تعديل الملف|رأيك|لمن لا يريد|واجهة البرامج",
        "en": "Take it as|impatient|verdict|corpus|seeds|Nearness|Put back",
    }
    for language, words in gone.items():
        for name, text in prose(STRINGS[language]).items():
            assert not re.search(words, text), (name, text)


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("ar", {2: "وفي موضعين آخرين", 3: "وفي 3 مواضع أخرى", 11: "وفي 11 موضعاً آخر"}),
        ("en", {1: "and in 1 more place", 1234: "and in 1,234 more places"}),
        ("fr", {1: "et à 1 autre endroit", 1234: "et à 1\u202f234 autres endroits"}),
    ],
)
def test_things_are_counted_as_the_language_counts(language, counts):
    strings = STRINGS[language]
    assert {n: strings.counted(strings.also_more, n) for n in counts} == counts


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2024-05-02", ["2 مايو 2024", "2 May 2024", "2 mai 2024"]),
        ("2024-01-01", ["1 يناير 2024", "1 January 2024", "1er janvier 2024"]),
        ("2024-12", ["ديسمبر 2024", "December 2024", "décembre 2024"]),
        ("2024", ["2024"] * 3),
        ("2024-99-99", ["2024-99-99"] * 3),
        ("-5 <b>", ["-5 <b>"] * 3),
    ],
)
def test_dates_are_told_in_words(date, told):
    assert [strings.date(date) for strings in STRINGS.values()] == told


ERRORS = [
    SeedsNotFoundError("/srv/وثائق"),
    QuestionError("The question is empty. Type a question.", "empty"),
    QuestionError("It holds no letter.", "no_words"),
    ScopeError("document", "old.md", ("new.md",)),
    ScopeError("language", "xx", ("ar",)),
    ScopeError("date", "soon"),
    ModelError("The embedded model's weights are not installed."),
    MissingPackageError("openvino", "To run a model"),
    IndexMissingError("index"),
    IndexDamagedError("000001/CURRENT", "altered"),
    IndexMismatchError("this", "that"),
    IndexBusyError("index", 5),
    BusyError(2),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}-{error}"[:40])
def test_an_error_is_told_in_the_visitors_language_with_what_it_names(error):
    named = [vars(error).get(name) for name in ("wanted", "path", "file", "package")]
    for strings in STRINGS.values():
        told = strings.fault(error)
        assert told != strings.failed
        assert "…" not in told
        assert isinstance(error, IndexMissingError | IndexBusyError) or all(
            str(name) in told for name in named if name
        )
        if strings.language == "ar":
            plain = told
            for name in filter(None, named):
                plain = plain.replace(str(name), "")
            assert not re.search("[A-Za-z]", LATIN.sub("", plain)), told
