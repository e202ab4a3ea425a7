"""Mistyped words: those that the documents do not have, read as words that they have.

A word is mistyped where the documents have no such word and hardly anybody writes it, while they
have one that differs by a letter or two. Most of the question must be words of the documents: in
another language than theirs every word is strange, and none is mistyped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from qa.indexing.vocabulary import WORD, Vocabulary, word_form
from qa.records import Correction, Span
from qa.understanding import lexicon
from qa.understanding.spelling import CLITICS, language_of, spelling_of

Frequency = Callable[[str], float]
"""How common a word is: see `qa.understanding.lexicon.word_frequency`."""

LEAST_LETTERS = 4
"""Letters of a word that can be told to be mistyped: shorter ones are near too many others."""

TWO_LETTERS_WRONG = 6
"""Letters from which two of a word may be wrong."""

KNOWN_SHARE = 0.5
"""Least share of the other words that the documents have."""

STRANGE = 1.5
"""Zipf value under which a word is taken for none: seen less than once in thirty million."""

SELDOM, FAR_MORE_COMMON = 3.0, 1.5
"""A word seen more often than that, but under `SELDOM`, is a common mistyping where the other is
some 30 times as common: "withdrawl" has 2.3, "withdrawal" 4.1."""

_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "nb", "no", "fi", "hu", "et", "is"})
_DIGIT = regex.compile(r"\p{N}")
_CANDIDATES = 12
# Arabic letters of one shape but for their dots: the likeliest to be mistaken.
_SHAPES = str.maketrans("بتثنجحخدذرزسشصضطظعغفقي", "ٮٮٮٮحححددررسسصصططععڡڡٮ")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A question with its mistyped words read as others.

    Attributes:
        text: The question as it is searched for.
        corrections: What was read as what, in order.
        doubtful: Whether it may well be read otherwise.
    """

    text: str
    corrections: tuple[Correction, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: Span
    known: bool


def correct(question: str, vocabulary: Vocabulary, languages: frozenset[str]) -> Corrected:
    """Read mistyped words of a question as words of the documents.

    Args:
        question: A prepared question.
        vocabulary: The words of the documents.
        languages: Codes of their languages.
    """
    language = language_of(question)
    words = [
        _Word(match[0], Span(*match.span()), is_known(match[0], vocabulary, language))
        for match in WORD.finditer(question)
    ]
    # Where the language's words are not known, nothing tells a mistyped one from a rare one.
    if all(word.known for word in words) or not lexicon.known({language}):
        return Corrected(question)
    frequency = partial(lexicon.word_frequency, languages=languages | {language})
    found: list[tuple[Span, str]] = []
    for i, word in enumerate(words):
        joined_before = found and word.span.start < found[-1][0].end
        if word.known or joined_before or not _mostly_known(words, i):
            continue
        if replacement := _replacement(words, i, vocabulary, frequency, language):
            found.append(replacement)
    return _replaced(question, found)


def is_known(word: str, vocabulary: Vocabulary, language: str) -> bool:
    """Whether the documents have a word, however it is spelt; a number counts as one."""
    if _DIGIT.search(word) or word_form(word) in vocabulary.counts:
        return True
    return bool(spelling_of(word, vocabulary, language))


def _replaced(question: str, found: Sequence[tuple[Span, str]]) -> Corrected:
    pieces: list[str] = []
    done = 0
    for span, text in found:
        pieces += [question[done : span.start], text]
        done = span.end
    return Corrected(
        "".join([*pieces, question[done:]]),
        tuple(Correction(question[span.start : span.end], text) for span, text in found),
    )


def _mostly_known(words: Sequence[_Word], i: int) -> bool:
    others = [word.known for place, word in enumerate(words) if place != i]
    return sum(others) >= KNOWN_SHARE * len(others)


def _replacement(
    words: Sequence[_Word], i: int, vocabulary: Vocabulary, frequency: Frequency, language: str
) -> tuple[Span, str] | None:
    """What a word that the documents do not have is read as, and what of the question that takes.

    A space too many or too few comes before a wrong letter.
    """
    word = words[i]
    for first, second in pairwise(words[max(0, i - 1) : i + 2]):
        joined = word_form(first.text + second.text)
        near = second.span.start - first.span.end == 1
        found = vocabulary.spellings.get(joined, "") if near else ""
        if len(found) < LEAST_LETTERS:
            continue
        if min(frequency(first.text), frequency(second.text)) < STRANGE:
            return Span(first.span.start, second.span.end), found
    form = word_form(word.text)
    # Those of its own language first: reading the words of a language takes a fifth of a second.
    own = frozenset({language})
    if len(form) < LEAST_LETTERS or lexicon.word_frequency(word.text, own) > SELDOM:
        return None
    used = frequency(word.text)
    if used > SELDOM:
        return None
    parts = used < STRANGE and language not in _COMPOUNDING
    if parts and (parted := _parted(form, vocabulary)):
        return word.span, parted
    nearest = _nearest(form, vocabulary, 2 if used < STRANGE else 1, language)
    if nearest and (used < STRANGE or frequency(nearest) - used > FAR_MORE_COMMON):
        return word.span, nearest
    return None


def _parted(form: str, vocabulary: Vocabulary) -> str:
    """Two words of the documents that a word is without the space between them, or ""."""
    splits = [
        (min(vocabulary.counts[form[:cut]], vocabulary.counts[form[cut:]]), cut)
        for cut in range(3, len(form) - 2)
        if form[:cut] in vocabulary.counts and form[cut:] in vocabulary.counts
    ]
    if not splits:
        return ""
    cut = max(splits)[1]
    return f"{vocabulary.spellings[form[:cut]]} {vocabulary.spellings[form[cut:]]}"


def _nearest(form: str, vocabulary: Vocabulary, most_wrong: int, language: str) -> str:
    """The word of the documents that differs least, the likelier of two; "" for none.

    Where it differs by two letters, and a common word of the language by one, that was meant.
    """
    candidates: list[tuple[int, int, bool, bool, int, str]] = []
    for prefix, stem in _stems(form):
        if len(stem) < LEAST_LETTERS:
            continue
        # Optimal string alignment: two letters swapped are one mistake.
        found = process.extract(
            stem,
            vocabulary.forms,
            scorer=OSA.distance,
            score_cutoff=most_wrong if len(stem) >= TWO_LETTERS_WRONG else 1,
            limit=_CANDIDATES,
        )
        candidates += [
            (
                int(distance),
                OSA.distance(stem.translate(_SHAPES), other.translate(_SHAPES)),
                other not in vocabulary.by_language.get(language, {}),
                other[0] != stem[0],
                -vocabulary.counts[other],
                prefix + vocabulary.spellings[other],
            )
            for other, distance, _ in found
            if len(other) >= LEAST_LETTERS - 1 and not _DIGIT.search(other)
        ]
    if not candidates:
        return ""
    distance, *_, nearest = min(candidates)
    common = lexicon.common_forms(language) if distance > 1 else ()
    meant = process.extractOne(form, common, scorer=OSA.distance, score_cutoff=1)
    return "" if meant else nearest


def _stems(form: str) -> Iterator[tuple[str, str]]:
    """A word with and without the letter that Arabic may have written as one with it."""
    yield "", form
    if form[0] in CLITICS:
        yield form[0], form[1:]
