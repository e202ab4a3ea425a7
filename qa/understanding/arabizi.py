"""Arabic typed in Latin letters ("mata yantahi el insihab"): recognised, and put into Arabic.

Letters alone do not say which word is meant, for vowels are written or not and one letter stands
for several. The corpus's own words decide: of those that sound nearly as typed, the likest, and of
these the most frequent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

import regex

from qa.corpus.analysis import normalise
from qa.understanding.arabizi_words import (
    ARTICLES,
    ASKING,
    FUTURE,
    LEADING,
    OF_OTHERS,
    PARTICLES,
    SIGNS,
)
from qa.understanding.dialects import is_verb
from qa.understanding.letter_sounds import ARABIZI
from qa.understanding.transliteration import MAX_LETTERS, NameIndex, skeleton_of

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{N}]+)*")
_LATIN_WORD = regex.compile(r"[a-z0-9'’]+")
_DIGIT_LETTER = regex.compile("[23579]")
_VOWEL = regex.compile("[aeiou]")
_LETTERS_TYPED = regex.compile("[a-z]")
# What digits beside letters mean elsewhere: ordinals, measures, versions, names of things.
_MEASURE = regex.compile(
    r"\d+(?:st|nd|rd|th|km|mm|cm|kg|am|pm|gb|mb|er|eme|ers|es|os|as|min|ghz|bit|de|da|te|ta|inci|"
    r"uncu|ci|ste|ten|ter|tes|[a-z])|(?:mp|co|web|sha|utf|log|ipv|win|covid|[bcfghikpstuvx])\d.*"
)
ENOUGH = 3
"""From which sum of its signs on a question is Arabizi; a sure one counts two."""

LEAST_LIKE = 0.72
FREQUENCY_WEIGHT = 0.02
CLITIC_WEIGHT = 0.03

_PREFIXES = (
    ("wel", "وال"), ("wil", "وال"), ("wal", "وال"), ("bel", "بال"), ("bil", "بال"), ("bal", "بال"),
    ("lel", "لل"), ("lil", "لل"), ("fel", "في ال"), ("fil", "في ال"), ("3al", "على ال"),
    ("el", "ال"), ("al", "ال"), ("il", "ال"), ("wa", "و"), ("w", "و"), ("b", "ب"), ("l", "ل"),
    ("bt", "ت"), ("by", "ي"), ("dt", "ت"), ("dy", "ي"),
)  # fmt: skip
_APART = {word: prefix for word, prefix in _PREFIXES if prefix.endswith(("ال", "لل"))}
_SUN_LETTERS = regex.compile(r"^[aei](?=(sh|th|dh|[tdrzsln])\1)")
_LETTERS = dict(
    zip("bpfvtTdDsSZjkqgGxhlrmnwy'", "ببففتثدذسشججكقغغخهلرمنويع", strict=True),
    **{"z": "ز", "c": "تش", "C": "تس", "N": "نغ", "a": "ا", "e": "", "i": "ي", "o": "و", "u": "و"},
    **{"@": "ا", "?": "", "!": "ي", "%": "و", "A": "ا", "I": "ي", "U": "و", "E": "ي", "O": "و"},
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """An Arabizi question in Arabic.

    Attributes:
        text: The question in Arabic letters.
        unknown: Its words that the corpus has nothing like, as typed.
    """

    text: str
    unknown: tuple[str, ...]


def is_arabizi(question: str) -> bool:
    """Whether a question is Arabic in Latin letters; decisive signs are needed."""
    typed = _WORD.findall(question)
    words = [word.lower() for word in typed if not _is_arabic(word)]
    if not all(_LATIN_WORD.fullmatch(word) for word in words):
        return False
    if any(word in OF_OTHERS for word in words):
        return False
    digits = {word for word in typed if _has_digit_letter(word)}
    asking = {word for word in words if word in ASKING}
    signs = {word for word in words if word in SIGNS}
    leads = bool(words) and (words[0] in ASKING or words[0] in LEADING)
    if not digits and not asking and not leads:
        return False
    return 2 * len(digits) + 2 * len(asking) + len(signs - asking) + leads >= ENOUGH


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _has_digit_letter(word: str) -> bool:
    """Whether a digit in a word is one of its letters."""
    lower = word.lower()
    if word[1:] != lower[1:] or len(word) < 4 or sum(map(str.isdigit, word)) > 2:
        return False
    if not _DIGIT_LETTER.search(lower) or len(_LETTERS_TYPED.findall(lower)) < 3:
        return False
    return bool(_VOWEL.search(lower)) and not _MEASURE.fullmatch(lower)


def arabic_of(question: str, vocabulary: Mapping[str, int], names: NameIndex) -> Conversion:
    """A question in Latin letters as Arabic.

    Args:
        question: As typed.
        vocabulary: The words of the corpus with the number of passages of each; they are given back
            as they are spelled there.
        names: An index of the same words.
    """
    written: list[str] = []
    unknown: list[str] = []
    prefix = ""
    words = _WORD.findall(question)
    for i, typed in enumerate(words):
        word = normalise(typed)
        if word in ARTICLES and i + 1 < len(words):
            prefix = _with_article(prefix)
        elif word in FUTURE and i + 1 < len(words):
            prefix = "س"
        elif word in PARTICLES and PARTICLES[word] in ("و", "ل") and i + 1 < len(words):
            prefix = PARTICLES[word]
        elif word in ("bil", "bel", "fil", "fel", "lil", "lel", "wel", "wil") and i + 1 < len(
            words
        ):
            prefix = dict(_PREFIXES)[word]
        else:
            found = _word(typed, word, prefix, vocabulary, names)
            if found is None:
                unknown.append(typed)
                found = _join(prefix, _spelled(word))
            written.append(found)
            prefix = ""
    return Conversion(_with_what(written), tuple(unknown))


def _with_article(prefix: str) -> str:
    return "لل" if prefix == "ل" else f"{prefix}ال"


def _join(prefix: str, word: str) -> str:
    if prefix.endswith("ال") and word.startswith("ال"):
        return prefix.removesuffix("ال") + word
    return prefix + word


def _word(
    typed: str, word: str, prefix: str, vocabulary: Mapping[str, int], names: NameIndex
) -> str | None:
    """One word in Arabic; None where the corpus has nothing like it."""
    if word.isdecimal() or _is_arabic(word) or (typed in vocabulary or word in vocabulary):
        return _join(prefix, typed)
    if not prefix:
        if word in ASKING:
            return ASKING[word]
        if word in PARTICLES:
            return PARTICLES[word]
    best, found = 0.0, None
    for lead, rest in _splits(word):
        if prefix and lead:
            continue
        scored = _likest(rest, prefix or lead, names)
        if scored and scored[0] - 0.04 * bool(lead) > best:
            best, found = scored[0] - 0.04 * bool(lead), _join(prefix or lead, scored[1])
    return found


def _splits(word: str) -> list[tuple[str, str]]:
    """A word whole, and without each prefix that it may carry."""
    found = [("", word)]
    if _SUN_LETTERS.match(word):
        found.append(("ال", word[1:]))
    for latin, arabic in _PREFIXES:
        if word.startswith(latin) and len(word) >= len(latin) + 3:
            if arabic in ("ت", "ي"):  # a verb of what goes on: its person is part of the word
                found.append(("", word[1:]))
            else:
                found.append((arabic, word[len(latin) :]))
    return found


def _likest(word: str, prefix: str, names: NameIndex) -> tuple[float, str] | None:
    """The word of the corpus that sounds most like one without its prefix."""
    if len(word) > MAX_LETTERS:
        return None
    best: tuple[float, str] | None = None
    for spelling, doubt in _spellings(word):
        sounds = ARABIZI.sounds(spelling)
        candidates = names.arabic_of(sounds, ARABIZI) if skeleton_of(sounds) else ()
        for alike, held in candidates:
            if alike < LEAST_LIKE:
                continue
            score = alike - doubt + FREQUENCY_WEIGHT * log(1 + names.counts[held.form])
            score += CLITIC_WEIGHT * (
                (held.clitic == prefix) - bool(held.clitic and held.clitic != prefix)
            )
            bare = held.form[len(held.clitic) :]
            if best is None or (score, bare) > best:
                best = (score, bare)
    return best


def _spellings(word: str) -> list[tuple[str, float]]:
    """A word as typed and, where the t of a construct is heard, without it; with the doubt."""
    if word.endswith(("at", "et")) and len(word) >= 4:
        return [(word, 0.0), (f"{word[:-2]}a", 0.03)]
    return [(word, 0.0)]


def _spelled(word: str) -> str:
    """A word letter by letter."""
    sounds = ARABIZI.sounds(word)
    first = "ا" if sounds[:1] in tuple("?!%eiou") else ""
    return first + "".join(_LETTERS.get(sign, "") for sign in sounds)


def _with_what(written: list[str]) -> str:
    """The words as one text; "what" before a noun is ما."""
    words = [
        "ما" if word == "ماذا" and not is_verb(normalise(after)) else word
        for word, after in pairwise([*written, "يكون"])
    ]
    return " ".join(words)
