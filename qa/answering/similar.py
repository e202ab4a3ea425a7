"""Passages like one that is shown: what the documents say of the same elsewhere."""

from __future__ import annotations

import numpy as np

from qa.answering.duplicates import distinct
from qa.indexing.generation import Generation
from qa.indexing.scoping import mask_of_scope
from qa.records import EVERYTHING, Hit, Passage, Scope

CANDIDATES = 4
"""Passages looked at for each that is wanted: some are copies of one another."""


def similar_passages(
    generation: Generation, passage: Passage, top_k: int, scope: Scope = EVERYTHING
) -> list[Hit]:
    """The passages whose vectors are nearest to a passage's, without itself and its copies.

    Raises:
        KeyError: The passage's document, as it was then, is not indexed.
        ScopeError: The scope names a language or a document that the index does not know.
    """
    row = generation.row(passage)
    others = mask_of_scope(generation, scope)
    others[row] = True  # so that its copies are told from the rest
    (vector,) = generation.vectors(np.array([row]))
    rows, cosines = generation.nearest(vector, 1 + CANDIDATES * top_k, others)
    ranked = np.argsort(rows != row, kind="stable")  # itself, then the rest
    found = distinct(generation, rows[ranked], top_k + 1)[1:]
    return [
        Hit(
            passage=one.passage,
            score=float(cosines[ranked[one.position]]),
            rank=rank,
            dense=float(cosines[ranked[one.position]]),
            lexical=0.0,
            duplicates=one.duplicates,
        )
        for rank, one in enumerate(found, start=1)
    ]
