"""A quotation finds its place: the passage that holds its very words, however they are spelt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import regex

from qa.answering.answer_types import asked_type
from qa.answering.retrieval import Retrieval
from qa.corpus.analysed_text import analysed
from qa.corpus.analysis import LocatedWord, located_words
from qa.records import Span

LEAST_WORDS = 6
"""Words in a row that are no chance: of a shorter quotation the search finds the place as well."""

WHOLE = 0.8
"""Least share of a quotation's words that a passage holds in a row: it may go on in the next."""

_QUOTED = regex.compile(r'[«“„"]([^«»“”„"]{20,})[»”“"]')
_ASKING = ("?", "؟", "？")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a quotation stands.

    Attributes:
        hit: Position of the passage among the hits, from 0.
        span: The range of its document's text.
    """

    hit: int
    span: Span


def quotation_in(question: str, retrieval: Retrieval) -> Quotation | None:
    """Where the words that a question quotes, or is, stand among the hits; None for nowhere.

    Args:
        question: What was asked: with quotation marks around the quotation, or nothing else.
        retrieval: What was found for it.
    """
    quoted = _QUOTED.search(question)
    if quoted is None and (question.endswith(_ASKING) or asked_type(question)):
        return None
    sought = [word.text for word in located_words(quoted[1] if quoted else question)]
    if len(sought) < LEAST_WORDS:
        return None
    for i, hit in enumerate(retrieval.hits):
        if found := _longest_run(sought, analysed(hit.passage.text).located_words):
            start = hit.passage.start
            return Quotation(i, Span(start + found.start, start + found.end))
    return None


def _longest_run(sought: Sequence[str], held: Sequence[LocatedWord]) -> Span | None:
    """Where most of the words sought stand in a row."""
    matcher = SequenceMatcher(None, [word.text for word in held], sought, autojunk=False)
    run = matcher.find_longest_match()
    if run.size < max(LEAST_WORDS, WHOLE * len(sought)):
        return None
    return Span(held[run.a].span.start, held[run.a + run.size - 1].span.end)


def put_first(retrieval: Retrieval, position: int) -> Retrieval:
    """The same hits with one of them first."""
    order = [position, *(i for i in range(len(retrieval.hits)) if i != position)]
    hits = tuple(replace(retrieval.hits[i], rank=rank) for rank, i in enumerate(order, start=1))
    # What is not known of the new first hit is not known of the others beside it.
    compared = order if position < len(retrieval.matches) else []
    read = order if position < len(retrieval.readings) else []
    return replace(
        retrieval,
        hits=hits,
        matches=tuple(retrieval.matches[i] for i in compared if i < len(retrieval.matches)),
        contributions=tuple(retrieval.contributions[i] for i in order),
        readings=tuple(retrieval.readings[i] for i in read if i < len(retrieval.readings)),
    )
