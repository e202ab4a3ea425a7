"""Choose the weights of the reader in marks and in the ranking, on half of the articles kept apart.

    python -m training.fit_weights ../shared/datasets FOLDER

Corpora are indexed in the folder, where they are used again the next time. Printed are the share
of right marks in the known passage, and R@1, for a grid of weights: on the half that chooses, and
on the other half, which is for reporting.
"""

from __future__ import annotations

import itertools
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.answer_types import asked_type, holds
from qa.answering.highlight import likeness
from qa.answering.reading import READ_HITS, gains_of, read_passages
from qa.answering.retrieval import retrieve
from qa.corpus.analysed_text import analysed
from qa.evaluation.corpora import document_folder, identifier_of
from qa.evaluation.datasets import Dataset, Question, load_dataset
from qa.indexing.generation import Generation
from qa.records import Scope
from qa.understanding.question import prepare_question
from training.corpora import Corpora, article_of, kept_apart

MARKED = (("xquad", ("ar", "en", "de", "hi", "es", "zh")), ("tydiqa_goldp_dev", ("ar", "en")))
RANKED = (
    ("xquad", "ar", "ar"),
    ("xquad", "en", "en"),
    ("xquad", "en", "ar"),
    ("xquad", "ar", "en"),
    ("tydiqa_goldp_dev", "ar", "ar"),
    ("tydiqa_goldp_dev", "en", "en"),
    ("arcd", "ar", "ar"),
)
MOST = 120
"""Questions of each set and language."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Marked:
    """The sentences of a known passage.

    Attributes:
        chooses: Whether its article is of the half that chooses.
        likeness, kind, span, evidence: What speaks for each sentence, shape (n,).
        right: Whether it holds the answer, shape (n,).
    """

    chooses: bool
    likeness: Floats
    kind: Floats
    span: Floats
    evidence: Floats
    right: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first hits for a question.

    Attributes:
        chooses: Whether its article is of the half that chooses.
        scores, answers: Of each hit, by the retrieval and by the reader, shape (n,).
        right: Whether it is known to answer, shape (n,).
    """

    chooses: bool
    scores: Floats
    answers: Floats
    right: npt.NDArray[np.bool_]


class Asker:
    """Asks real indexes."""

    def __init__(self, corpora: Corpora) -> None:
        self.corpora = corpora
        self.encoder = corpora.encoder
        self.reader = corpora.reader

    def marked(self, name: str, language: str) -> Iterator[Marked]:
        """Questions of one language in their known passages."""
        dataset = load_dataset(self.corpora.data / name, language, language)
        corpus = self.corpora.open(dataset, f"{name}-{language}")
        for question in _apart(name, dataset):
            if question.known_passage in question.answers:
                yield self._marked(corpus, question)

    def _marked(self, corpus: Generation, question: Question) -> Marked:
        scope = Scope(documents=(document_folder(question.known_passage),))
        text = prepare_question(question.text)
        found = retrieve(corpus, self.encoder, text, 1, scope=scope)
        (hit, *_), (match, *_) = found.hits, found.matches
        passage = hit.passage.text
        (reading,) = read_passages(corpus, self.reader, found)
        text_of_passage = analysed(passage)
        spans = text_of_passage.sentences
        kind = asked_type(text)
        answers = question.answers[question.known_passage]
        return Marked(
            _chooses(question),
            likeness(match, text_of_passage, found.grams),
            np.array([float(bool(kind) and holds(passage[s.start : s.end], kind)) for s in spans]),
            np.exp(np.array(reading.spans)),
            np.array(reading.evidence),
            np.array([any(s.start <= a.start < s.end for a in answers) for s in spans]),
        )

    def ranked(self, name: str, asked: str, answering: str) -> Iterator[Ranked]:
        """Questions in one language over passages in another."""
        dataset = load_dataset(self.corpora.data / name, asked, answering)
        corpus = self.corpora.open(dataset, f"{name}-{answering}")
        for question in _apart(name, dataset):
            text = prepare_question(question.text)
            found = retrieve(corpus, self.encoder, text, READ_HITS)
            hits, readings = found.hits, read_passages(corpus, self.reader, found)
            yield Ranked(
                _chooses(question),
                np.array([hit.score for hit in hits]),
                np.array([reading.answers for reading in readings]),
                np.array(
                    [
                        question.is_answered_by([identifier_of(hit.passage.document.path)])
                        for hit in hits
                    ]
                ),
            )


def _apart(name: str, dataset: Dataset) -> Sequence[Question]:
    return [q for q in dataset.questions if kept_apart(name, q)][:MOST]


def _chooses(question: Question) -> bool:
    return zlib.crc32(article_of(question.known_passage).encode()) // 16 % 2 == 0


def marks_right(some: Sequence[Marked], kind: float, span: float, evidence: float) -> float:
    """Share of right marks with these weights."""
    return float(
        np.mean(
            [
                one.right[
                    np.argmax(
                        one.likeness + kind * one.kind + span * one.span + evidence * one.evidence
                    )
                ]
                for one in some
            ]
        )
    )


def first_right(some: Sequence[Ranked], weight: float) -> float:
    """R@1 with this weight."""
    firsts = [np.argmax(one.scores + gains_of(one.scores, one.answers, weight)) for one in some]
    return float(np.mean([one.right[first] for one, first in zip(some, firsts, strict=True)]))


def _best(
    grid: Sequence[tuple[float, ...]],
    measure: Callable[..., float],
    groups: Sequence[Sequence[object]],
) -> tuple[float, ...]:
    """The weights with the best mean over groups, each group counting the same."""
    return max(grid, key=lambda weights: np.mean([measure(some, *weights) for some in groups]))


def _report(
    key: Sequence[str],
    some: Sequence[Marked] | Sequence[Ranked],
    measure: Callable[..., float],
    grid: Sequence[tuple[float, ...]],
) -> None:
    """Print a line for each half: how many questions, and the measure for each of some weights."""
    for chooses in (True, False):
        mine = [one for one in some if one.chooses is chooses]
        if mine:
            shares = " ".join(f"{measure(mine, *weights):.3f}" for weights in grid)
            print(*key, "chooses" if chooses else "reports", len(mine), shares, flush=True)


def main() -> None:
    """Print the grid's best, and the figures of both halves with and without the reader."""
    asker = Asker(Corpora(Path(sys.argv[1]), Path(sys.argv[2])))
    marked = {
        (name, code): list(asker.marked(name, code)) for name, codes in MARKED for code in codes
    }
    grid = list(
        itertools.product((0, 0.05, 0.1, 0.2), (0, 0.2, 0.5, 1, 2), (0, 0.2, 0.4, 0.8, 1.5))
    )
    choosing = [[one for one in some if one.chooses] for some in marked.values()]
    best = _best(grid, marks_right, [some for some in choosing if some])
    print(
        "marks: without the reader, by its span alone, with weights of kind, span, evidence", best
    )
    for key, some in marked.items():
        _report(key, some, marks_right, [(0, 0, 0), (0, 9, 0), best])
    ranked = {pair: list(asker.ranked(*pair)) for pair in RANKED}
    weights = [(w,) for w in (0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5)]
    choosing_ranked = [[one for one in some if one.chooses] for some in ranked.values()]
    print("ranking: best", _best(weights, first_right, choosing_ranked), "of", weights)
    for pair, several in ranked.items():
        _report(pair, several, first_right, weights)


if __name__ == "__main__":
    main()
