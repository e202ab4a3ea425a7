"""Text analysis for the lexical retriever: normalised words and hashed character n-grams.

One analyser serves every language, with no stemmer and no language switch: character 4-grams
inside words stand in for Arabic clitics and for inflection elsewhere, and 3-grams (with 2-grams)
for scripts that write no spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from qa.corpus.marks import (
    HEBREW_POINTS,
    NUKTAS,
    QURANIC_MARKS,
    SYRIAC_POINTS,
    unmarked_letters,
)
from qa.records import Span

ANALYSER_VERSION = 5
"""Part of the index's fingerprint: raised whenever the same text gives other grams."""

GramHashes = npt.NDArray[np.uint64]
"""One 64-bit hash for each occurrence of a gram, shape (n,)."""

# What one writer sets and another leaves out: vowel signs, points, the tatweel, the dots of Hindi.
_DROPPED = [
    0x0640,
    *range(0x064B, 0x0660),
    *QURANIC_MARKS,
    *HEBREW_POINTS,
    *SYRIAC_POINTS,
    *NUKTAS,
]
_FOLDED = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),  # alef maqsura, Persian yeh
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ک": "ك",  # Persian kaf
    **{"װ": "וו", "ױ": "וי", "ײ": "יי"},  # one letter or two in Yiddish
    "ς": "σ",
}
# Greek capitals have no accents, and inflection moves them; Hindi letters composed with their dot.
_UNMARKED = unmarked_letters(range(0x0370, 0x0400), range(0x1F00, 0x2000), (0x0929, 0x0931, 0x0934))


_LAST_DIGITS = (
    0x20000  # no script has digits beyond; to look at all of them takes a tenth of a second
)


def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(_DROPPED)
    table |= _UNMARKED
    table |= {ord(letter): folded for letter, folded in _FOLDED.items()}
    for code_point in range(0x80, _LAST_DIGITS):
        if (digit := unicodedata.decimal(chr(code_point), None)) is not None:
            table[code_point] = str(digit)
    return table


_TRANSLATION = _translation()
UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Letters of scripts that write no spaces, for a set in a regular expression."""
# The long-vowel sign ー belongs to both kana, and so to no script of its own.

_WORDS = regex.compile(rf"[{UNSPACED}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]+", regex.V1)
_IS_UNSPACED = regex.compile(rf"[{UNSPACED}]")
# What NFKC may join to the letter before it (marks; letters of Hangul, full and half width; the
# half-width voicing signs; a vowel of Kirat Rai), and what is dropped after it.
_CLINGING = r"\p{M}\u1160-\u11FF\u3131-\u318E\uFF9E-\uFFDC\U00016D67" + "".join(map(chr, _DROPPED))
CLUSTERS = regex.compile(rf"\s|[^\s{_CLINGING}][{_CLINGING}]*|[{_CLINGING}]+")
_HAS_CLINGING = regex.compile(f"[{_CLINGING}]")

_BOUNDARY = "_"
# Odd 64-bit multipliers, one for each position of a gram (fractional digits of pi and e); the last
# seeds grams of one length apart from those of another.
_MULTIPLIERS = np.array(
    [0x243F6A8885A308D3, 0x13198A2E03707345, 0xA4093822299F31D1, 0x082EFA98EC4E6C89],
    dtype=np.uint64,
)
_LENGTH_SEED = 0x9E3779B97F4A7C15


def normalise(text: str) -> str:
    """Fold what people take for the same: case, compatibility forms, variants, marks, digits."""
    return unicodedata.normalize("NFKC", text).lower().translate(_TRANSLATION)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A text normalised, and where each of its code points comes from.

    Attributes:
        text: The normalised text.
        starts: For each of its code points, the offset in the original at which what it was made
            from begins; int64, rising, shape (len(text),).
        ends: The offset after it.
    """

    text: str
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    @classmethod
    def of(cls, text: str) -> OffsetMap:
        """Normalise a text, keeping count of a letter and its marks at a time."""
        made = normalise(text)
        is_plain = unicodedata.is_normalized("NFKC", text) and not _HAS_CLINGING.search(text)
        if is_plain and len(made) == len(text):  # nothing is dropped, so each letter made one
            places = np.arange(len(text))
            return cls(made, places, places + 1)
        clusters = CLUSTERS.findall(text)
        return cls.of_clusters(made, clusters, map(_normalised_length, clusters))

    @classmethod
    def of_clusters(cls, made: str, clusters: Sequence[str], lengths: Iterable[int]) -> OffsetMap:
        """What was made of a text, a cluster at a time.

        Args:
            made: The text that was made.
            clusters: The letters of the original with their marks; joined they are the original.
            lengths: How many code points were made of each.
        """
        counts = list(lengths)
        ends = np.cumsum([len(cluster) for cluster in clusters], dtype=np.int64)
        starts = np.concatenate([[0], ends])[:-1].astype(np.int64)
        return cls(made, np.repeat(starts, counts), np.repeat(ends, counts))


@lru_cache(maxsize=4096)
def _normalised_length(cluster: str) -> int:
    return len(normalise(cluster))


@dataclass(frozen=True, slots=True)
class LocatedWord:
    """A word of a text: a pair of characters where a script writes no spaces.

    Attributes:
        text: The word, normalised.
        span: Where it stands in the original text.
    """

    text: str
    span: Span


def located_words(text: str) -> list[LocatedWord]:
    """The words of a text in order, each with its place; pairs of characters overlap."""
    offsets = OffsetMap.of(text)
    starts, ends = offsets.starts.tolist(), offsets.ends.tolist()
    any_unspaced = bool(_IS_UNSPACED.search(offsets.text))
    found: list[LocatedWord] = []
    for match in _WORDS.finditer(offsets.text):
        start, end = match.span()
        size = 2 if any_unspaced and _IS_UNSPACED.match(match[0]) else end - start
        for first in range(start, max(end - size, start) + 1):
            last = min(first + size, end)
            span = Span(starts[first], ends[last - 1])
            found.append(LocatedWord(offsets.text[first:last], span))
    return found


def words(text: str) -> list[str]:
    """Runs of letters, marks and digits of the normalised text, in order."""
    found: list[str] = _WORDS.findall(normalise(text))
    return found


def gram_hashes(text: str) -> GramHashes:
    """Hashes of every n-gram of a text, repeats included.

    A word gives its 4-grams with a boundary sign at both ends ("_سلام_" gives "_سلا", "سلام",
    "لام_"); a one-letter word gives itself. A run of a script without spaces gives its 2-grams and
    3-grams, or the single character it is.
    """
    return word_grams(words(text))[0]


def word_grams(found: Sequence[str]) -> tuple[GramHashes, npt.NDArray[np.int64]]:
    """Hashes of every n-gram of some normalised words, and the number of the word of each."""
    hashes, owners = [], []
    for numbers, windows in _by_script(found):
        bounded = "".join(found[i] + _BOUNDARY for i in numbers.tolist())
        points = _code_points(_BOUNDARY + bounded)
        inner = points != ord(_BOUNDARY)
        words_before = np.cumsum(~inner) - 1
        for size, first, kept in windows(inner):
            hashes.append(_hash_windows(points, size)[kept])
            owners.append(numbers[words_before[first : first + len(kept)][kept]])
    return np.concatenate(hashes), np.concatenate(owners)


_Mask = npt.NDArray[np.bool_]
_Windows = Callable[[_Mask], list[tuple[int, int, _Mask]]]


def _by_script(found: Sequence[str]) -> list[tuple[npt.NDArray[np.int64], _Windows]]:
    """The numbers of words in scripts with and without spaces, and which grams are made of each."""
    if not _IS_UNSPACED.search("".join(found)):
        return [(np.arange(len(found)), _spaced_windows)]
    unspaced = np.array([bool(_IS_UNSPACED.match(word)) for word in found], dtype=bool)
    return [
        (np.flatnonzero(~unspaced), _spaced_windows),
        (np.flatnonzero(unspaced), _unspaced_windows),
    ]


def _spaced_windows(inner: _Mask) -> list[tuple[int, int, _Mask]]:
    """Sizes of grams, which of their characters is surely of the word, and where they stand.

    Args:
        inner: For each character of words with a boundary sign between them, whether it is none.
    """
    return [(4, 1, inner[1:-2] & inner[2:-1]), (3, 1, _alone(inner))]


def _unspaced_windows(inner: _Mask) -> list[tuple[int, int, _Mask]]:
    """The same for a script that writes no spaces."""
    twos = inner[:-1] & inner[1:]
    return [(2, 0, twos), (3, 0, twos[:-1] & inner[2:]), (3, 1, _alone(inner))]


def _alone(inner: _Mask) -> _Mask:
    """Where a word of one character stands between its two boundary signs."""
    return inner[1:-1] & ~inner[:-2] & ~inner[2:]


def _code_points(text: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)


def _hash_windows(points: npt.NDArray[np.uint64], size: int) -> GramHashes:
    """Hash each window of `size` code points; shape (len(points) - size + 1,), or empty."""
    n_windows = max(0, len(points) - size + 1)
    hashes = np.full(n_windows, size * _LENGTH_SEED % 2**64, dtype=np.uint64)
    for position in range(size):
        hashes += points[position : position + n_windows] * _MULTIPLIERS[position]
    # Multiply-xorshift finaliser of SplitMix64 (Steele et al. 2014): spreads the low bits.
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(31))
