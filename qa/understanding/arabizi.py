"""Arabic in Latin letters ("kam 3adad el jnood"): recognised, and written in its own.

A word becomes the Arabic word that it may stand for: by table if it is a small one, else the
closest of those that the documents have, then of those that are common. Vowels may be written or
not, and a letter may stand for several.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from qa.indexing.vocabulary import Vocabulary, word_form
from qa.understanding import arabizi_words
from qa.understanding.dialects import standardised
from qa.understanding.lexicon import common_forms, frequency, usual_spelling

_ARABIC = frozenset({"ar"})
_WORD = regex.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z0-9]+)*")
_NOT_LETTERS = regex.compile(r"[^a-z0-9]")
_HAS_ARABIC = regex.compile(r"\p{Arabic}")
_UNITS = regex.compile(r"(?:kh|gh|th|dh|sh|ch|ph|([a-z0-9])\1?)")
_DOUBLED = regex.compile(r"([a-z0-9])\1")
_VOWELS = frozenset("aeiou")
_LONG = {"a": "ا", "e": "يا", "i": "ي", "o": "و", "u": "و"}
_ENDINGS = {("a", "ه"): 0.0, ("a", "ا"): 0.03, ("a", "ي"): 0.06, ("e", "ه"): 0.02}
_MOST_SKELETONS = 64
_LEAST_WITHIN, _WITHIN = 0.15, 0.09
"""Greatest cost of what is taken for a word: of any, and more for each of its letters."""

_LEAST_WORDS = 2
_LEAST_DIGITS = 3  # words with a digit for a letter, where no small word is there
_LEAST_STEM = 3  # letters of a word without what is written as one with it
_LETTERS_BEFORE = (("b", "ب"), ("l", "ل"), ("ha", "س"), ("7a", "س"))
_SURE_ARTICLES = frozenset({"el", "il", "al"})
_NOT_IN_DOCUMENTS = 0.3
"""What a word costs more that the documents do not have."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A question in Arabic letters.

    Attributes:
        text: The question.
        unknown: Its words, as typed, that are like none of Arabic: written letter by letter.
    """

    text: str
    unknown: tuple[str, ...] = ()


def _table(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        typed, _, standard = line.partition(" = ")
        found |= dict.fromkeys(typed.split(), standard.replace("_", " "))
    return found


_ASKING = _table(arabizi_words.QUESTION_WORDS)
_SMALL = _table(arabizi_words.SMALL_WORDS) | _table(arabizi_words.VERBS_ASKED) | _ASKING
_ATTACHED = _table(arabizi_words.ATTACHED)
_ARTICLES = frozenset(arabizi_words.ARTICLES.split())
_FUTURE = frozenset(arabizi_words.FUTURE.split())
_CONFUSABLE = frozenset(arabizi_words.CONFUSABLE.split())
_STANDS_FOR = dict(pair.split("=") for pair in arabizi_words.LETTERS.split())
# Letters of Arabic that one who types Latin letters may take for the same, one for each class.
_CLASS = {
    letter: letters[0]
    for letters in ("بپ", "تط", "ث", "سص", "جچ", "حه", "خ", "دض", "زذظ", "ر", "ش", "فڤ", "ق", "ك")
    for letter in letters
} | {letter: letter for letter in "غلمن"}


_DIGITS = frozenset("2356789")
# A digit that stands for a letter: at the beginning of a word with a vowel, or between letters.
_DIGIT_WORD = regex.compile(
    r"^(?:[235679](?!(?:st|nd|rd|th|d|g|m|k|x|s|e|er|am|pm|km|cm|mm|kg|mg|gb|mb|way|day|year)s?$)"
    r"[a-z]{3,}|[a-z]{1,}[235679][a-z]{2,}|[a-z]{2,}[235679][a-z]+)$"
)
_STARTERS = frozenset({*_ASKING, *_table(arabizi_words.VERBS_ASKED)})
_SURE = frozenset(arabizi_words.LIKE_NO_OTHER.split()) | _table(arabizi_words.VERBS_ASKED).keys()
_LIKE_ANOTHERS = frozenset(arabizi_words.LIKE_ANOTHERS.split())
_ARABIC_Q = regex.compile(r"[Qq](?![Uu])")
_FUNCTIONS = (
    frozenset(_SMALL) | _ARTICLES | frozenset(_ATTACHED) | _FUTURE | {"b", "l", "w"}
) - frozenset({"en", "as", "es", "an", "et", "er", "ed", "ad", "a", "ar"})


def is_arabizi(question: str) -> bool:
    """Whether a question is Arabic typed in Latin letters, beyond doubt.

    It has words with digits for letters, begins with a question word that is like none elsewhere,
    or has another one and the article; and not as many small words of other languages.

    Args:
        question: A prepared question.
    """
    words = [match[0] for match in _WORD.finditer(question)]
    if len(words) < _LEAST_WORDS or not question.isascii():
        return False
    small = [word.lower() for word in words]
    digits = sum(_has_digit_letter(word) for word in words)
    functions = sum(word in _FUNCTIONS for word in small)
    foreign = sum(word in _CONFUSABLE for word in small[small[0] == "wa" :])
    article = any(word in _SURE_ARTICLES or word in _ATTACHED for word in small)
    if foreign >= max(1, functions + digits - 1):
        return False
    if digits:
        return functions > 0 or digits >= _LEAST_DIGITS
    first = small[1] if small[0] in {"w", "wa"} else small[0]
    if not foreign and (first in _SURE or (first in _LIKE_ANOTHERS and _ARABIC_Q.search(question))):
        return True
    asks = bool(_STARTERS.intersection(small)) if article else first in _STARTERS
    return asks and len(words) > functions >= (_LEAST_WORDS if article else _LEAST_WORDS + 1)


def _has_digit_letter(word: str) -> bool:
    """Whether a digit stands for a letter in a word: no code, no name, no number with its unit."""
    small = word.lower()
    if word[1:] != small[1:] or not (_VOWELS.intersection(small) or small in _SMALL):
        return False
    return bool(_DIGIT_WORD.fullmatch(small)) or (small in _SMALL and bool(_DIGITS & set(small)))


def _units(word: str) -> list[str]:
    """A word's letters, those that stand for one together; a doubled vowel stays doubled."""
    found = []
    for unit in _UNITS.finditer(word):
        doubled = unit[0] if unit[1] in _VOWELS else unit[1]
        found.append(doubled if unit[1] else unit[0])
    return found


def _skeleton(form: str) -> str:
    """The consonants of a normalised Arabic word, by class; ع, و and ي are no part of it."""
    return _undoubled(_CLASS.get(letter, "") for letter in form.removesuffix("ه"))


def _undoubled(letters: Iterable[str]) -> str:
    return "".join(letter for letter, _ in itertools.groupby(filter(None, letters)))


def _skeletons(units: Sequence[str]) -> Iterator[str]:
    """What the skeleton of the Arabic word may be that some Latin letters stand for."""
    options = [
        sorted({_CLASS.get(letter, "") for letter in _STANDS_FOR.get(u, " ")}) for u in units
    ]
    if units and units[-1] in {"h", "t"}:  # may be ة
        options[-1] = ["", *options[-1]] if units[-1] == "t" else [""]
    for choice in itertools.islice(itertools.product(*options), _MOST_SKELETONS):
        yield _undoubled(choice)


@dataclass(frozen=True, slots=True)
class _Known:
    """An Arabic word without what is written as one with it.

    Attributes:
        form: Normalised.
        spelling: As it is spelt.
        bonus: Higher for a more common one.
    """

    form: str
    spelling: str
    bonus: float


_Index = Mapping[str, Sequence[_Known]]


@lru_cache(maxsize=2)
def _index_of(vocabulary: Vocabulary) -> _Index:
    """The Arabic words of the documents, by skeleton."""
    counts: dict[str, int] = {}
    spellings: dict[str, str] = {}
    for form, spelling in vocabulary.by_language.get("ar", {}).items():
        for length in _prefix_lengths(form):
            stem = form[length:]
            counts[stem] = counts.get(stem, 0) + vocabulary.counts.get(form, 0)
            spellings.setdefault(stem, spelling[length:])
    return _by_skeleton((f, spellings[f], 0.04 * math.log1p(n)) for f, n in counts.items())


@cache
def _common_index() -> _Index:
    """Words that are common in Arabic, by skeleton."""
    words = ((form, usual_spelling(form, "ar")) for form in common_forms("ar"))
    return _by_skeleton((f, s, 0.1 * (frequency(s, _ARABIC) - 6)) for f, s in words if len(f) > 1)


def _by_skeleton(words: Iterable[tuple[str, str, float]]) -> _Index:
    found: dict[str, list[_Known]] = {}
    for form, spelling, bonus in words:
        if _HAS_ARABIC.match(form):
            found.setdefault(_skeleton(form), []).append(_Known(form, spelling, bonus))
    return found


def _prefix_lengths(form: str) -> Iterator[int]:
    """How many letters of a word may be the article and what stands before it."""
    yield 0
    for prefix in ("ال", "وال", "بال", "فال", "كال", "لل"):
        if form.startswith(prefix) and len(form) > len(prefix) + 1:
            yield len(prefix)


def _cost(units: Sequence[str], form: str) -> float:
    """How unlike an Arabic word is what was typed: the cheapest alignment of their letters."""
    row = [0.0]
    for at in range(len(form)):
        row.append(row[-1] + _unwritten(form, at))
    for number, unit in enumerate(units):
        last = number == len(units) - 1
        above, row = row, [row[0] + _unheard(units, number)]
        for at in range(len(form)):
            row.append(
                min(
                    above[at] + _unlike(unit, form, at, last=last),
                    above[at + 1] + _unheard(units, number),
                    row[at] + _unwritten(form, at),
                )
            )
    return row[-1]


def _unwritten(form: str, at: int) -> float:
    """What it costs that nothing typed stands for a letter."""
    if at == len(form) - 1 and form[at] == "ه":
        return 0.4
    if at == 0:
        return 0.45 if form[at] == "ا" else 0.8
    if at == len(form) - 1:
        return 0.45
    return {"ا": 0.3, "ء": 0.1, "و": 0.4, "ي": 0.35, "ع": 0.4}.get(form[at], 1.0)


def _unheard(units: Sequence[str], at: int) -> float:
    """What it costs that a letter typed stands for nothing: short vowels are not written."""
    unit = units[at]
    if unit[0] in _VOWELS:
        if unit == "i" and at and units[at - 1] in _VOWELS:  # "ay"
            return 0.25
        return 0.4 if len(unit) > 1 else 0.5 if at == 0 else 0.3 if at == len(units) - 1 else 0.08
    if unit == "h" and at == len(units) - 1:
        return 0.1
    return {"y": 0.15, "w": 0.3, "2": 0.25, "3": 0.8}.get(unit, 1.0)


def _unlike(unit: str, form: str, at: int, *, last: bool) -> float:
    """What it costs to take what was typed for a letter."""
    letter = form[at]
    ends = last and at == len(form) - 1
    if unit[0] in _VOWELS:
        return _unlike_vowel(unit, letter, first=at == 0, ends=ends)
    if letter == "ه" and ends and unit in {"t", "h"}:
        return 0.1
    if unit == "2" and letter in "اوي":
        return 0.05
    place = _STANDS_FOR.get(unit, "").find(letter)
    return 1.0 if place < 0 else (0.0, 0.15, 0.2, 0.25)[place]


def _unlike_vowel(unit: str, letter: str, *, first: bool, ends: bool) -> float:
    if first and letter == "ا":
        return 0.0
    if letter == "ع":
        return 0.35
    if ends and (unit, letter) in _ENDINGS:
        return _ENDINGS[unit, letter]
    if letter not in _LONG[unit[0]]:
        return 1.0
    if letter == "ا":
        return 0.2 if unit[0] == "e" else 0.1 if unit == "a" else 0.0
    return 0.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a word typed may be: what stands before it, the word itself, and how doubtful it is."""

    before: str
    base: str
    cost: float


def _readings(typed: str) -> Iterator[_Reading]:
    """A word with and without what may be written as one with it."""
    yield _Reading("", typed, 0.0)
    yield from _parted("", typed)
    if typed[0] == "w" and len(typed) >= _LEAST_STEM:
        yield _Reading("و", typed[1:], 0.2)
        yield from _parted("و", typed[1:])


def _parted(joined: str, typed: str) -> Iterator[_Reading]:
    """A word without an article or a preposition at its beginning."""
    starts = [
        *((article, joined + "ال", 0.05) for article in _ARTICLES),
        *((start, _with_article(joined + before), 0.1) for start, before in _ATTACHED.items()),
        *((letter, joined + before, 0.25) for letter, before in _LETTERS_BEFORE),
    ]
    for start, before, cost in starts:
        base = typed.removeprefix(start)
        if base == typed or len(base) < _LEAST_STEM:
            continue
        if before.endswith("س") and base[0] not in "tyn":  # a verb follows
            continue
        if start not in _ARTICLES or _assimilates(start, base):
            yield _Reading(before, base, cost)


def _assimilates(article: str, base: str) -> bool:
    """Whether an article is written so before a word: "en" before "nas"."""
    return article in {"el", "al", "il"} or (len(article) > 1 and base.startswith(article[1:]))


def _with_article(before: str) -> str:
    return before.removesuffix("ل") + "لل" if before.endswith("ل") else before + "ال"


@dataclass(frozen=True, slots=True)
class _Matched:
    text: str
    score: float


def _best(typed: str, vocabulary: Vocabulary, *, after_article: bool) -> str:
    """The Arabic word that is most like what was typed; "" for none."""
    found: list[_Matched] = []
    readings = [_Reading("", typed, 0.0)] if after_article else _readings(typed)
    for reading in readings:
        units = _units(reading.base)
        skeletons = set(_skeletons(units))
        for index, more in ((_index_of(vocabulary), 0.0), (_common_index(), _NOT_IN_DOCUMENTS)):
            for known in (known for key in sorted(skeletons) for known in index.get(key, ())):
                cost = _cost(units, known.form)
                if cost <= _LEAST_WITHIN + _WITHIN * len(known.form):
                    score = cost + reading.cost + more - known.bonus
                    found.append(_Matched(reading.before + known.spelling, score))
    return min(found, key=lambda matched: (matched.score, matched.text)).text if found else ""


def _written(typed: str) -> str:
    """A word letter by letter."""
    units = _units(typed)
    letters = []
    for at, unit in enumerate(units):
        last = at == len(units) - 1
        if unit[0] not in _VOWELS:
            letters.append(_STANDS_FOR.get(unit, "")[:1] or unit)
        elif at == 0:
            letters.append("ا")
        elif last and unit == "a":
            letters.append("ة" if at > 3 else "ا")
        elif len(unit) > 1 or last or unit in {"o", "u"}:
            letters.append({"a": "ا", "e": "ي", "i": "ي", "o": "و", "u": "و"}[unit[0]])
    return "".join(letters)


def _small_word(typed: str) -> str:
    return _SMALL.get(typed) or _SMALL.get(_DOUBLED.sub(r"\1", typed), "")


def arabic_of(question: str, vocabulary: Vocabulary) -> Conversion:
    """A question typed in Latin letters, in Arabic ones.

    Args:
        question: A question of which `is_arabizi` is true.
        vocabulary: The words of the documents.
    """
    pieces: list[str] = []
    unknown: list[str] = []
    done, before = 0, ""
    words = list(_WORD.finditer(question))
    for at, match in enumerate(words):
        gap = question[done : match.start()]
        done = match.end()
        pieces.append("" if before and not gap.strip(" -") else before + gap if before else gap)
        typed = _NOT_LETTERS.sub("", match[0].lower())
        following = words[at + 1][0].lower() if at + 1 < len(words) else ""
        if following and (opens := _opens(typed, following)):
            before = before + opens if before != "ال" else before
            continue
        text = "" if before.endswith(("ال", "لل")) else _small_word(typed)
        text = text or _kept(match[0], typed, vocabulary)
        text = text or _best(typed, vocabulary, after_article=bool(before))
        if not text:
            text = _written(typed)
            unknown.append(match[0])
        pieces.append(before + text)
        before = ""
    pieces.append(question[done:].replace("?", "؟"))
    return Conversion(standardised("".join(pieces)), tuple(unknown))


def _opens(typed: str, following: str) -> str:
    """What a word is written as that Arabic writes as one with the next; "" for another."""
    if typed in {"el", "al", "il"} or (typed in _ARTICLES and _assimilates(typed, following)):
        return "ال"
    if typed in _ATTACHED:
        return _with_article(_ATTACHED[typed])
    if typed in _FUTURE:
        return "س"
    return {"w": "و", "wa": "و", "b": "ب", "l": "ل", "bi": "ب", "li": "ل"}.get(typed, "")


def _kept(word: str, typed: str, vocabulary: Vocabulary) -> str:
    """A number, or capitals that the documents have, as typed; "" for another word."""
    if word.isdigit():
        return word
    if typed[1:].isdigit() and len(typed) > 2 and typed[0] in "bfl":
        return {"b": "ب", "f": "في ", "l": "ل"}[typed[0]] + typed[1:]
    capitals = word.isupper() and len(word) > 1
    return word if capitals and word_form(word) in vocabulary.counts else ""
