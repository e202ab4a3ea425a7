"""Whether a question leans on the one before it, where closed classes of words are all we know.

It does if it names nothing ("pourquoi ?"), if a pronoun, a demonstrative or an ordinal stands
before anything is named, or if it goes on with "and" and has no verb ("et en Syrie ?"). No verb is
known but auxiliaries and some that say little, so what could be complete is taken as complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from qa.corpus.analysis import normalise
from qa.understanding.closed_classes import (
    HEBREW,
    LATIN,
    PERSIAN,
    SORANI,
    URDU,
    ClosedClasses,
    plain,
)
from qa.understanding.follow_ups_ar import is_arabic
from qa.understanding.question_words import Word, forms

MOST_NAMED = 4
"""With more things named, a question with a demonstrative is found by these alone."""

_SORANI_LETTERS = regex.compile("[ێۆڕڵەڤ]")
_URDU_LETTERS = regex.compile("[ٹڈڑںہےھ]")
_HEBREW_LETTERS = regex.compile(r"\p{Hebrew}")
_ARABIC_LETTERS = regex.compile(r"\p{Arabic}")
# "The second of", "the first that": complete; "this belief that".
_THAT = frozenset({"qui", "que", "كه", "ki"})
_OF = _THAT | {"de", "du", "des", "d", "del", "von", "der", "a", "plus", "et"}


def classes_of(words: Sequence[Word]) -> ClosedClasses | None:
    """The closed classes of the language of a question; None where it has none, or is Arabic."""
    words = _plain_words(words)
    text = "".join(word.raw for word in words)
    if _HEBREW_LETTERS.search(text):
        return HEBREW
    if _SORANI_LETTERS.search(text):
        return _best(words, (SORANI,))
    if _URDU_LETTERS.search(text):
        return _best(words, (URDU,))
    if _ARABIC_LETTERS.search(text):
        return None if is_arabic(words) else _best(words, (PERSIAN, URDU))
    return _best(words, LATIN)


def _plain_words(words: Sequence[Word]) -> list[Word]:
    """The words with forms as the closed classes write them."""
    return [replace(word, form=plain(word.raw)) for word in words]


def _best(words: Sequence[Word], languages: Sequence[ClosedClasses]) -> ClosedClasses | None:
    """The language that knows most of the words, where that is enough to be sure."""
    told = [
        (
            sum(word.form in language.own for word in words),
            sum(language.knows(word.form) for word in words),
        )
        for language in languages
    ]
    own, known = best = max(told)
    if told.count(best) > 1 or own == 0 or (own == 1 and 2 * known < len(words)):
        return None
    return languages[told.index(best)]


def leans_on_conversation(words: Sequence[Word], language: ClosedClasses) -> bool:
    """Whether a question cannot be understood without the one before it.

    Args:
        words: Its words.
        language: The closed classes of its language.
    """
    words, led = _without_lead(_plain_words(words), language)
    found = forms(words)
    named = [i for i, word in enumerate(words) if _names(word, language)]
    if not named:
        return True
    if len(named) <= 3 and _asks_about(found, language, led=led):
        return True
    if any(_refers_back(words, i, named, language) for i in range(len(words))):
        return True
    return _is_fragment(found, named, language, led=led)


def _without_lead(words: Sequence[Word], language: ClosedClasses) -> tuple[Sequence[Word], bool]:
    """The words without the conjunctions and fillers that open them, and if there was one."""
    led = False
    while words and words[0].form in language.links | language.fillers:
        led = led or words[0].form in language.links
        words = words[1:]
    if words and language.prefix and words[0].form.startswith(language.prefix):
        # A doubled prefix is a letter of the word.
        rest = words[0].form.removeprefix(language.prefix)
        if not language.is_content(rest) or rest in language.ordinals | language.empty or (
            len(words) == 1 and len(rest) > 2 and not rest.startswith(language.prefix)
        ):  # fmt: skip
            return [replace(words[0], form=rest), *words[1:]], True
    return words, led


def _names(word: Word, language: ClosedClasses) -> bool:
    form = word.form
    return language.is_content(form) and form not in language.ordinals | language.empty


def _asks_about(found: Sequence[str], language: ClosedClasses, *, led: bool) -> bool:
    """Whether it asks "what about …?" with nothing but a name."""
    opened = any(
        tuple(found[: len(phrase)]) == phrase and (led or len(phrase) > 1)
        for phrase in language.about
    )
    closed = any(tuple(found[-len(phrase) :]) == phrase for phrase in language.about_last)
    content = sum(language.is_content(form) for form in found)
    return (opened and content <= (3 if led else 1)) or (closed and content <= (2 if led else 1))


def _refers_back(
    words: Sequence[Word], i: int, named: Sequence[int], language: ClosedClasses
) -> bool:
    """Whether the word stands for something that the question does not name before it."""
    found = forms(words)
    form = found[i]
    previous = found[i - 1] if i else ""
    following = found[i + 1] if i + 1 < len(found) else ""
    if form in language.after_nouns:
        return previous not in language.pointed_at and named[0] >= i - 1
    if named[0] < i:
        return False
    if form in language.ordinals:
        return following not in _OF and not language.is_content(following)
    if form in language.pronouns:
        near = found[max(0, i - 4) : i + 3]
        return not language.impersonal.intersection(near) and not _is_grammar_here(
            words, i, language
        )
    if form in language.pointers:
        typed_so = normalise(words[i].raw) == form  # "está" is no "esta"
        complete = len(named) > MOST_NAMED or bool(_THAT.intersection(found[i + 1 :]))
        no_noun = language.pointed_at | language.articles | {""}
        return typed_so and not complete and following not in no_noun
    return form in language.articles and following in language.auxiliaries and i > 0


def _is_grammar_here(words: Sequence[Word], i: int, language: ClosedClasses) -> bool:
    """Whether a pronoun only ties the sentence together, or is no pronoun."""
    if language.is_polite_in_capitals:
        return i > 0 and words[i].raw[:1].isupper()
    previous = words[i - 1].form if i else ""
    is_copula = words[i].form in language.copulas and previous in language.interrogatives
    return is_copula and i + 1 < len(words)


def _is_fragment(
    found: Sequence[str], named: Sequence[int], language: ClosedClasses, *, led: bool
) -> bool:
    """Whether it has no verb, so far as verbs are known."""
    if any(form in language.auxiliaries | language.empty for form in found):
        return False
    asks_amount = bool(language.amounts.intersection(found))
    if language.interrogatives.intersection(found):
        # Where the place comes first, its ending may be left out: "Suriye kaç?".
        in_place = bool(language.places.intersection(found) or language.after_places)
        return asks_amount and len(named) == 1 and (led or in_place)
    if led:
        return len(named) <= 2 and len(found) <= 5
    return found[0] in language.places and len(named) == 1 and len(found) <= 3
