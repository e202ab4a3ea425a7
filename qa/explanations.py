"""Why a passage was found: what each stage makes of it, and which words and tokens match.

Records only, as in `qa.records`, whose `Citation` carries one when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StageScore:
    """What one stage makes of a passage, and what that adds to its score.

    Attributes:
        stage: The retriever, "dense" (cosine of the embeddings) or "lexical" (BM25), or what
            re-ranks, "late_interaction" (token by token) or "reader" (question and passage read
            together: log-odds that it answers).
        score: The stage's own score; None where the tokens were not compared, or it was not read.
        rank: Place by that score, from 1, among the passages that may be found, or, for what
            re-ranks, among those compared or read; equal scores share the better place. None
            where there is no score, or no gram is shared.
        contribution: What it adds to the hit's score: together they add up to it.
    """

    stage: Literal["dense", "lexical", "late_interaction", "reader"]
    score: float | None
    rank: int | None
    contribution: float


@dataclass(frozen=True, slots=True)
class MatchedWord:
    """A word of a passage that the question has too, or has another form of.

    Attributes:
        asked: The word of the question that is most like it, as written there.
        found: The word of the passage, verbatim.
        start: Where that begins in the document's text.
        end: Where it ends.
        weight: Share of the question's grams, weighted by rarity, that the two have in common: 0
            to 1.
    """

    asked: str
    found: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class MatchedToken:
    """A token of the question and the passage's token that is nearest to it.

    Attributes:
        asked: The token of the question, as written there.
        found: The token of the passage, or of the title and headings above it, verbatim.
        start: Where that begins in the document's text; None in the title and headings, which are
            encoded with the passage.
        end: Where it ends.
        cosine: Of the two, in [-1, 1]; the mean over the question's tokens is the hit's
            `late_interaction`.
    """

    asked: str
    found: str
    start: int | None
    end: int | None
    cosine: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found.

    Attributes:
        stages: Dense, lexical, late interaction and, where passages were read, the reader.
        words: In order of the passage's text.
        tokens: In order of what was searched for; () where the tokens were not compared.
    """

    stages: tuple[StageScore, ...]
    words: tuple[MatchedWord, ...]
    tokens: tuple[MatchedToken, ...]
