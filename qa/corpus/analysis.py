"""Text analysis for the lexical leg: normalised words and hashed character n-grams, any language.

One analyser serves every language, with no stemmer and no language switch: character 4-grams
inside words stand in for Arabic clitics and for inflection elsewhere, and 3-grams (with 2-grams)
for scripts that write no spaces.
"""

from __future__ import annotations

import sys
import unicodedata

import numpy as np
import numpy.typing as npt
import regex

ANALYSER_VERSION = 2
"""Part of the index's fingerprint: raised whenever the same text gives other grams."""

GramHashes = npt.NDArray[np.uint64]
"""One 64-bit hash for each occurrence of a gram, shape (n,)."""

# Arabic vowel signs, superscript alef, Quranic marks and the tatweel carry no lexical meaning.
_DROPPED = [*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE)]
_FOLDED = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),  # alef maqsura, Persian yeh
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ک": "ك",  # Persian kaf
}


def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(_DROPPED)
    table |= {ord(letter): folded for letter, folded in _FOLDED.items()}
    for code_point in range(0x80, sys.maxunicode + 1):
        if (digit := unicodedata.decimal(chr(code_point), None)) is not None:
            table[code_point] = str(digit)
    return table


_TRANSLATION = _translation()
# The long-vowel sign ー belongs to both kana, and so to no script of its own.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORDS = regex.compile(rf"[{_UNSPACED}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+", regex.V1)
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")

_BOUNDARY = "_"
# Odd 64-bit multipliers, one for each position of a gram (fractional digits of pi and e); the last
# seeds grams of one length apart from those of another.
_MULTIPLIERS = np.array(
    [0x243F6A8885A308D3, 0x13198A2E03707345, 0xA4093822299F31D1, 0x082EFA98EC4E6C89],
    dtype=np.uint64,
)
_LENGTH_SEED = 0x9E3779B97F4A7C15


def normalise(text: str) -> str:
    """Fold what a reader takes for the same: case, compatibility forms, Arabic variants, digits."""
    return unicodedata.normalize("NFKC", text).lower().translate(_TRANSLATION)


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
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in words(text):
        (unspaced if _IS_UNSPACED.match(word) else spaced).append(word)
    grams = [_spaced_grams(spaced), _unspaced_grams(unspaced)]
    return np.concatenate(grams)


def _spaced_grams(found: list[str]) -> GramHashes:
    if not found:
        return np.empty(0, dtype=np.uint64)
    points = _code_points(_BOUNDARY + _BOUNDARY.join(found) + _BOUNDARY)
    inner = points != ord(_BOUNDARY)
    fours = _hash_windows(points, 4)[inner[1:-2] & inner[2:-1]]
    alone = _hash_windows(points, 3)[inner[1:-1] & ~inner[:-2] & ~inner[2:]]
    return np.concatenate([fours, alone])


def _unspaced_grams(found: list[str]) -> GramHashes:
    if not found:
        return np.empty(0, dtype=np.uint64)
    points = _code_points(_BOUNDARY + _BOUNDARY.join(found) + _BOUNDARY)
    inner = points != ord(_BOUNDARY)
    twos = _hash_windows(points, 2)[inner[:-1] & inner[1:]]
    threes = _hash_windows(points, 3)[inner[:-2] & inner[1:-1] & inner[2:]]
    alone = _hash_windows(points, 3)[inner[1:-1] & ~inner[:-2] & ~inner[2:]]
    return np.concatenate([twos, threes, alone])


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
