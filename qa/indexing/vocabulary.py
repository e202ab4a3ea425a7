"""The words of an index: how its documents spell each, and in how many passages it stands.

Files of a segment:

    words.utf8          its words as spelt, each after its language's code and a space and followed
                        by a line feed, in rising order
    word-counts.npy     int32 (n_words,): in how many passages of that language each stands

Scripts that write no spaces have no words here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import regex

from qa.corpus.analysis import UNSPACED, normalise
from qa.corpus.folding import fold
from qa.indexing.arrays import save_array
from qa.indexing.files import FileReader

LONGEST_WORD = 40
"""Characters of a word: a longer one is no word of a language."""

STANDS_OUT = 4
"""So often may a word begin sentences or headings for each time that it stands within one."""

LONGEST_ABBREVIATION = 3
"""Letters of a word in capitals that are surely its own: "US" is not "us"."""

_WORDS_FILE = "words.utf8"
_COUNTS_FILE = "word-counts.npy"
WORD = regex.compile(rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]+", regex.V1)
"""A word, as written, in a script that parts words."""

_HAS_LETTER = regex.compile(r"\p{L}")
# Letters of Latin script that decompose into nothing but are typed as another.
_LATIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_LATIN_MARKS = regex.compile(r"(\p{Latin})\p{Mn}++")
_IS_ARABIC = regex.compile(r"\p{Arabic}")
_FINAL_HAMZA = regex.compile(r"(?<=\p{Arabic}{2})ء$")


@lru_cache(maxsize=65_536)
def word_form(word: str) -> str:
    """A word without what people leave out or take for the same when they type.

    Beyond `normalise`: the accents of Latin letters, and the hamza that ends an Arabic word.
    """
    form = normalise(word)
    if not form.isascii():
        parted = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFD", form)).translate(_LATIN)
        form = _FINAL_HAMZA.sub("", unicodedata.normalize("NFC", parted))
    return form


def count_words(texts: Iterable[str], languages: Sequence[str]) -> Counter[str]:
    """In how many passages of its language each word stands: its language's code, a space, it.

    Args:
        texts: The passages, with what stands above each.
        languages: Code of the language of each.
    """
    counts: Counter[str] = Counter()
    for text, language in zip(texts, languages, strict=True):
        counts.update({f"{language} {spelling}" for spelling in _spellings(text)})
    return counts


def save_words(counts: Mapping[str, int], folder: Path) -> None:
    """Write the words of a segment, as `count_words` gives them."""
    words = sorted(counts)
    (folder / _WORDS_FILE).write_bytes("".join(f"{word}\n" for word in words).encode())
    numbers = [counts[word] for word in words]
    save_array(folder / _COUNTS_FILE, np.array(numbers, dtype=np.int32))


def _spellings(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        if len(word) <= LONGEST_WORD and _HAS_LETTER.search(word) and word_form(word):
            yield _folded(word)


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return fold(word)


class SegmentWords:
    """The words of one segment, read whenever they are wanted.

    Args:
        files: The segment's files.

    Raises:
        IndexDamagedError: A file is missing, or of another size.
    """

    def __init__(self, files: FileReader) -> None:
        self._words = files.hold(_WORDS_FILE)
        self._counts = files.hold(_COUNTS_FILE)

    def counts(self) -> dict[str, int]:
        """In how many passages of its language each word stands.

        Raises:
            IndexDamagedError: A file is not as it was written.
        """
        counts = self._counts.array().tolist()
        try:
            words = self._words.whole().decode().split("\n")[:-1]
        except UnicodeDecodeError as error:
            raise self._words.damaged("it holds no text") from error
        if len(counts) != len(words):
            raise self._words.damaged("its words and their counts do not fit together")
        return dict(zip(words, counts, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of a generation, by their form (see `word_form`).

    Attributes:
        counts: In how many passages a form stands; of several spellings at most the sum.
        spellings: How most passages spell it.
        by_language: The same in the passages of each language.
        forms: All of them, in order.
    """

    counts: Mapping[str, int]
    spellings: Mapping[str, str]
    by_language: Mapping[str, Mapping[str, str]]
    forms: tuple[str, ...]

    @classmethod
    def of(cls, segments: Iterable[SegmentWords]) -> Vocabulary:
        """The words of some segments together."""
        counts: Counter[str] = Counter()
        for segment in segments:
            counts.update(segment.counts())
        of_languages: dict[str, Counter[str]] = {}
        of_all: Counter[str] = Counter()
        for word, count in counts.items():
            language, _, spelling = word.partition(" ")
            of_languages.setdefault(language, Counter())[spelling] = count
            of_all[spelling] += count
        by_form: Counter[str] = Counter()
        for spelling, count in of_all.items():
            by_form[word_form(spelling)] += count
        return cls(
            counts=dict(by_form),
            spellings=_most_common(of_all),
            by_language={code: _most_common(words) for code, words in of_languages.items()},
            forms=tuple(sorted(by_form)),
        )

    def spelling(self, form: str, language: str) -> str:
        """How the passages in a language spell a form, else those in any; "" for none.

        In Arabic script only the former: its letters differ between Arabic, Persian and Urdu.
        """
        if found := self.by_language.get(language, {}).get(form):
            return found
        return "" if _IS_ARABIC.match(form) else self.spellings.get(form, "")


def _most_common(counts: Mapping[str, int]) -> dict[str, str]:
    """The spelling of each form that most passages have; of equals one in small letters.

    A capital may be that of a sentence's first word, capitals those of a heading: small letters
    that are seen as well count more than they do.
    """
    spellings: dict[str, str] = {}
    for spelling, count in sorted(counts.items(), key=_by_count):
        shouted = spelling.isupper() and len(spelling) > LONGEST_ABBREVIATION
        small = spelling.lower() if shouted else spelling[:1].lower() + spelling[1:]
        stands_out = small.islower() and STANDS_OUT * counts.get(small, 0) >= count
        spellings.setdefault(word_form(spelling), small if stands_out else spelling)
    return spellings


def _by_count(counted: tuple[str, int]) -> tuple[int, str]:
    spelling, count = counted
    return -count, spelling.swapcase()
