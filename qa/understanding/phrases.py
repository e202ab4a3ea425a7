"""Phrases as people type them: patterns of words, and where a message has them.

Words are compared in a spelling of their own, more forgiving than `normalise`: without accents,
apostrophes and repeated letters ("thankssss", «هلووو»), with one letter for those that keyboards
mix up. Where a script writes no spaces, each character is a word.

A pattern is a line of words: "a|b" is either, "[a|b]" either or neither. A line that is indented
goes on with the one before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from qa.corpus.analysis import normalise

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}"
_LETTERS = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]"
_WORD = regex.compile(rf"[{_UNSPACED}]|{_LETTERS}+(?:['’ʼ´`]{_LETTERS}+)*", regex.V1)
_NOT_COMPARED = regex.compile(r"['’ʼ´`\u0300-\u036F]")
_REPEATED = regex.compile(r"(\p{L})\1+")
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
# One letter for those that keyboards of Arabic script, and of Turkish, mix up.
_MIXED_UP = str.maketrans("ەھہۀگچپڤںےۓێۆڵڕıß", "ههههكجبفنييي\u0648لرis")


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of a message.

    Attributes:
        form: The spelling in which it is compared.
        start: Where it begins in the message.
        end: Where it ends.
    """

    form: str
    start: int
    end: int


def typed_words(text: str) -> list[TypedWord]:
    """The words of a message, in order; those without a form are left out."""
    found = [TypedWord(_form(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    return [word for word in found if word.form]


def typed_forms(text: str) -> list[str]:
    """The forms of a message's words alone."""
    return [word.form for word in typed_words(text)]


@lru_cache(maxsize=16_384)  # the tables have each word often
def _form(word: str) -> str:
    apart = unicodedata.normalize("NFD", normalise(word).translate(_MIXED_UP))
    whole = unicodedata.normalize("NFC", _NOT_COMPARED.sub("", apart))
    return _REPEATED.sub(r"\1", whole)


@dataclass(frozen=True, slots=True)
class _Element:
    """One place of a pattern: the forms that fill it, and whether it may be missing."""

    forms: frozenset[str]
    may_miss: bool


_Pattern = tuple[_Element, ...]


class Phrases:
    """Many patterns, found by the words that can begin them."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        """Read tables of patterns.

        Args:
            tables: Lines of patterns, by language.
        """
        self._by_first: dict[str, list[_Pattern]] = {}
        for table in tables.values():
            for line in whole_lines(table):
                pattern = tuple(_elements(line))
                for first in _first_forms(pattern):
                    self._by_first.setdefault(first, []).append(pattern)

    def ends(self, forms: Sequence[str], start: int) -> set[int]:
        """After which words the phrases end that begin at a word; empty for none."""
        found: set[int] = set()
        if start < len(forms):
            for pattern in self._by_first.get(forms[start], ()):
                found |= _pattern_ends(pattern, forms, start)
        return found - {start}

    def longest(self, forms: Sequence[str], start: int) -> int:
        """After which word the longest phrase ends that begins at a word; `start` for none."""
        return max(self.ends(forms, start), default=start)


def _pattern_ends(pattern: _Pattern, forms: Sequence[str], start: int) -> set[int]:
    reached = {start}
    for element in pattern:
        moved = {at + 1 for at in reached if at < len(forms) and forms[at] in element.forms}
        reached = moved | reached if element.may_miss else moved
        if not reached:
            break
    return reached


def _elements(line: str) -> Iterator[_Element]:
    for written in line.split():
        may_miss = written.startswith("[")
        choices = [_choice_forms(choice) for choice in written.strip("[]").split("|")]
        if len(choices) == 1 and not may_miss:
            yield from (_Element(frozenset({form}), may_miss=False) for form in choices[0])
        elif all(len(choice) == 1 for choice in choices):
            yield _Element(frozenset(choice[0] for choice in choices), may_miss)
        else:
            raise ValueError(f"not one word each: {written!r} in {line!r}")


def _choice_forms(choice: str) -> list[str]:
    """The forms of a choice: mostly one word, which need not be looked for."""
    is_word = choice.isalpha() and not _IS_UNSPACED.search(choice)
    return [_form(choice)] if is_word and _form(choice) else typed_forms(choice)


def _first_forms(pattern: _Pattern) -> frozenset[str]:
    """The forms that can begin a pattern: of its first element, and past those that may miss."""
    found: frozenset[str] = frozenset()
    for element in pattern:
        found |= element.forms
        if not element.may_miss:
            break
    return found


def whole_lines(table: str) -> list[str]:
    """The patterns of a table, each with the lines that go on with it."""
    whole: list[str] = []
    for line in table.splitlines():
        if line.startswith(" ") and whole:
            gap = "" if whole[-1].endswith("|") else " "
            whole[-1] += gap + line.strip()
        elif line.strip():
            whole.append(line)
    return whole
