"""What the models read: spellings that people take for the same made one, and where each came from.

Shown text is never folded. What is folded here was measured to cost nothing on clean text
(nDCG@10 of XQuAD and ARCD in Arabic, PQuAD in Persian): vowel signs (not fathatan, which tells
words apart), tatweel, digits, compatibility forms, Persian and Arabic forms of one letter, letters
repeated three times or more, marks without width, a space before a closing mark. Hamza forms, ة and
ى cost .003 to .008 on clean text, and stay; so do capitals (.009 in English, .011 in German), but
of a text that has no small letter. Points of Hebrew and of the Quran go as vowel signs do: a text
without them is read as before. Yiddish, which is not written without, keeps its points.
"""

from __future__ import annotations

import itertools
import unicodedata
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import regex

from qa.corpus.analysis import CLUSTERS, OffsetMap
from qa.corpus.marks import HEBREW_POINTS, QURANIC_MARKS, SYRIAC_POINTS

FOLD_VERSION = 3
"""Part of the index's fingerprint: raised whenever the same text is folded otherwise."""

_Mask = npt.NDArray[np.bool_]

# Vowel signs but fathatan, Quranic marks, tatweel, points; then marks without width: soft hyphen,
# zero-width space, word joiner, byte-order mark, and those that set a direction. The
# joiners U+200C and U+200D part words in Persian and shape letters in India.
_DROPPED = [
    0x0640,
    *range(0x064C, 0x0660),
    *QURANIC_MARKS,
    *HEBREW_POINTS,
    *SYRIAC_POINTS,
    *(0x00AD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x061C),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
_TO_ARABIC = {"ک": "ك", "ی": "ي", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه"}
_TO_PERSIAN = {"ك": "ک", "ي": "ی", "ى": "ی", "ۀ": "ه"}
_YIDDISH_LETTERS = regex.compile("[װױײ\ufb1f]")  # its points tell letters apart
_PERSIAN_LETTERS = regex.compile("[پچژگ]")  # Persian, Urdu, Kurdish; never Arabic
_ARABIC_LETTERS = regex.compile("[ةأإىؤ]|(?<!\\p{L})[وبفلك]?ال")
# One letter three times and more: of Arabic script it stands for one, elsewhere for two. Capitals
# may be Roman numerals.
_REPEATED = regex.compile(r"([\p{Ll}\p{Lo}--[\p{Han}\p{Thai}]])\1{2,}", regex.V1)
_IS_ARABIC = regex.compile(r"\p{Arabic}")
_CAPITALS = regex.compile(r"(?<!\p{L})\p{Lu}{2,}(?!\p{L})")
_SMALL_LETTER = regex.compile(r"\p{Ll}")
_SHOUTED_WORDS = 3  # fewer may be names: "NATO", "USA GDP 2010"
_SPACE_BEFORE_MARK = regex.compile(r"(?<![^\S\n])[^\S\n]++(?=[؟?!،؛](?:\s|$))")


def fold(text: str) -> str:
    """A text as the models read it: that of `fold_with_offsets`, without the offsets."""
    if _in_capitals(text) or not unicodedata.is_normalized("NFKC", text):
        return fold_with_offsets(text).text
    # Most texts: what is folded by clusters there is so at once, in a third of the time.
    folded = unicodedata.normalize("NFC", text.translate(_table(_alphabet(text))))
    return _SPACE_BEFORE_MARK.sub("", _REPEATED.sub(_once_or_twice, folded))


def fold_with_offsets(text: str) -> OffsetMap:
    """A text as the models read it, with the place in the original of each code point."""
    clusters = CLUSTERS.findall(text)
    alphabet = _alphabet(text)
    folded = [_folded_cluster(cluster, alphabet) for cluster in clusters]
    if _in_capitals(text):
        folded = [letters.lower() for letters in folded]
    whole = OffsetMap.of_clusters("".join(folded), clusters, map(len, folded))
    kept = _kept(whole.text)
    text_kept = "".join(itertools.compress(whole.text, kept))
    return OffsetMap(text_kept, whole.starts[kept], whole.ends[kept])


def _once_or_twice(run: regex.Match[str]) -> str:
    letter = run[1]
    return letter if _IS_ARABIC.match(letter) else 2 * letter


def _kept(text: str) -> _Mask:
    """Which code points stay once letters are not repeated and no space stands before a mark."""
    kept = np.ones(len(text), dtype=bool)
    for run in _REPEATED.finditer(text):
        kept[run.start() + len(_once_or_twice(run)) : run.end()] = False
    for spaces in _SPACE_BEFORE_MARK.finditer(text):
        kept[spaces.start() : spaces.end()] = False
    return kept


def _in_capitals(text: str) -> bool:
    """Whether a text is typed in capitals alone: three words of them, and no small letter."""
    return len(_CAPITALS.findall(text)) >= _SHOUTED_WORDS and not _SMALL_LETTER.search(text)


def _alphabet(text: str) -> str:
    """Whose forms of a letter a text is written in: "ar", "fa", "yi", or "" where nothing tells."""
    persian = len(_PERSIAN_LETTERS.findall(text))
    arabic = len(_ARABIC_LETTERS.findall(text))
    if persian > arabic:
        return "fa"
    if arabic:
        return "ar"
    return "yi" if _YIDDISH_LETTERS.search(text) else ""


@lru_cache(maxsize=8192)
def _folded_cluster(cluster: str, alphabet: str) -> str:
    composed = unicodedata.normalize("NFKC", cluster)
    return unicodedata.normalize("NFC", composed.translate(_table(alphabet)))


@cache
def _table(alphabet: str) -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(_DROPPED)
    for code_point in range(0x80, 0x20000):
        if (digit := unicodedata.decimal(chr(code_point), None)) is not None:
            table[code_point] = str(digit)
    table[ord("ٱ")] = "ا"  # only the Quran's spelling has it
    if alphabet == "yi":
        table = {mark: kept for mark, kept in table.items() if mark not in HEBREW_POINTS}
    forms = {"ar": _TO_ARABIC, "fa": _TO_PERSIAN}.get(alphabet, {})
    return table | {ord(letter): form for letter, form in forms.items()}
