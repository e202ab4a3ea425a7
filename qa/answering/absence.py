"""What a question asks about that is nowhere in the documents: then they do not hold the answer."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from qa.answering.retrieval import Retrieval
from qa.corpus.analysed_text import analysed
from qa.corpus.value_grams import hashes_of
from qa.corpus.values import Value, ValueKind, implied, values_of
from qa.indexing.generation import Generation
from qa.records import Hit, Span
from qa.understanding.asked_names import (
    forms_of,
    is_named_in,
    name_of_who,
    names_asked_about,
    share_of_script,
)
from qa.understanding.understand import Understood

ABSENT_CONFIDENCE = 0.05
"""Confidence at most where what is asked about is nowhere: however alike the passages are."""

OTHERS_CONFIDENCE = 0.3
"""Confidence at most where somebody is asked about whom the first passage does not name."""

NAMED_CONFIDENCE = 0.8
"""Confidence at least where "who is …?" is asked and a passage names that one: it is the place."""

SAME_SCRIPT = 0.5
"""Least share of the documents' words in the question's script for its names to be missed."""

LEAST_DIGITS = 3
"""Digits of a number that names something: smaller ones count, and are often left to words."""

MOST_LETTERS = 6
"""Letters in a row of an identifier: more are a word."""

_NUMBER_FIRST = regex.compile(r"\d+\p{L}")


def surest(understood: Understood, retrieval: Retrieval, generation: Generation) -> float:
    """The confidence that what a question names allows at most, in [0, 1].

    Args:
        understood: The question.
        retrieval: What was found for it, at least one hit.
        generation: Where.
    """
    if understood.doubtful or _asks_about_unknown_value(understood.searched_for, generation):
        return ABSENT_CONFIDENCE
    vocabulary = generation.vocabulary
    names = names_asked_about(understood.searched_for)
    # Of a name in another script not all spellings are known.
    if not names or share_of_script(understood.searched_for, vocabulary) < SAME_SCRIPT:
        return 1.0
    if not all(is_named_in(name, vocabulary.counts, vocabulary, whole=False) for name in names):
        return ABSENT_CONFIDENCE
    forms = _forms_of_hit(retrieval.hits[0], generation)
    named = all(is_named_in(name, forms, vocabulary, whole=False) for name in names)
    return 1.0 if named else OTHERS_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Naming:
    """Where the one is named whom "who is …?" asks about.

    Attributes:
        hit: Position of the passage among the hits, from 0.
        sentences: The sentences that do, as ranges of its document's text.
    """

    hit: int
    sentences: tuple[Span, ...]


def naming_of(
    understood: Understood, retrieval: Retrieval, generation: Generation
) -> Naming | None:
    """The first hit with most of the name that "who is …?" asks about; None for none.

    Args:
        understood: The question.
        retrieval: What was found for it.
        generation: Where.
    """
    name = name_of_who(understood.searched_for)
    vocabulary = generation.vocabulary
    for i, hit in enumerate(retrieval.hits[: len(retrieval.matches)] if name else ()):
        forms = _forms_of_hit(hit, generation)
        if is_named_in(name, forms, vocabulary, whole=True):
            text, start = hit.passage.text, hit.passage.start
            sentences = tuple(
                Span(start + span.start, start + span.end)
                for span in analysed(text).sentences
                if is_named_in(name, forms_of(text[span.start : span.end]), vocabulary, whole=True)
            )
            return Naming(i, sentences)
    return None


def _forms_of_hit(hit: Hit, generation: Generation) -> frozenset[str]:
    """The forms of the words of a passage and of what stands above it."""
    passage = hit.passage
    return forms_of(f"{generation.context(passage)} {passage.text}")


def _asks_about_unknown_value(question: str, generation: Generation) -> bool:
    return any(
        not _is_named(value, generation) for value in values_of(question) if _names_something(value)
    )


def _names_something(value: Value) -> bool:
    """Whether a value names something; "1970er" and "60-hertz-current" are words in a language."""
    if value.kind is ValueKind.IDENTIFIER:
        words = value.canonical.split()
        letters = [len(word) for word in words if word.isalpha()]
        return max(letters, default=0) <= MOST_LETTERS and not _NUMBER_FIRST.match(words[0])
    digits = sum(map(str.isdecimal, value.canonical))
    return value.kind is ValueKind.DATE or digits >= LEAST_DIGITS


def _is_named(value: Value, generation: Generation) -> bool:
    """Whether some passage has a value, or a day of the month, without the year, that it may be."""
    days = [name for name in implied(value) if name.startswith("--")]
    return bool(generation.document_frequencies(hashes_of([value.canonical, *days])).any())
