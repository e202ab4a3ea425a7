"""More on the last answer: what stands beside its first passage, and the next that were found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from qa.answering.composing import cite
from qa.answering.encoded_question import EncodedQuestion
from qa.answering.retrieval import find_hits
from qa.encoding.protocol import Encoder
from qa.indexing.dense import RowMask
from qa.indexing.generation import Generation
from qa.indexing.scoping import mask_of_scope
from qa.records import EVERYTHING, Answer, Citation, Passage, Scope


def cite_more(
    generation: Generation,
    encoder: Encoder,
    answers: Sequence[Answer],
    n_citations: int,
    scope: Scope = EVERYTHING,
) -> tuple[Citation, ...]:
    """Cite what the last answer did not: the passages beside its first, then the next it found.

    Args:
        generation: Where to look.
        encoder: The encoder it was built with.
        answers: Those of the conversation, oldest first, at least one. Several in a row that were
            searched for in the same words are one answer and more of it.
        n_citations: Most passages to cite.
        scope: Which passages may be found.
    """
    last = answers[-1]
    same = [answer for answer in answers if answer.searched_for == last.searched_for]
    shown = [citation for answer in same for citation in answer.citations]
    free = mask_of_scope(generation, scope)
    for citation in shown:
        for passage in (citation.passage, *citation.hit.duplicates):
            free[_rows(generation, [passage])] = False
    beside = _beside(generation, shown[0].passage, free) if shown else np.zeros_like(free)
    encoded = EncodedQuestion.of(last.searched_for, generation, encoder)
    cited: list[Citation] = []
    for allowed in (beside, free & ~beside):
        if (room := n_citations - len(cited)) > 0:
            found = find_hits(generation, encoded, room, within=allowed)
            cited += cite(found, room)
    return tuple(replace(one, number=number) for number, one in enumerate(cited, start=1))


def _rows(generation: Generation, passages: Iterable[Passage]) -> list[int]:
    """The rows of passages; a document may have changed since it was cited."""
    rows = []
    for passage in passages:
        try:
            rows.append(generation.row(passage))
        except KeyError:
            continue
    return rows


def _beside(generation: Generation, passage: Passage, free: RowMask) -> RowMask:
    """Which of the free rows are the passages before and after one in its document."""
    beside = np.zeros_like(free)
    for row in _rows(generation, [passage]):
        around = np.arange(max(0, row - 1), min(len(generation), row + 2))
        documents = generation.document_numbers
        beside[around[documents[around] == documents[row]]] = True
    return beside & free
