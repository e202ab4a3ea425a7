"""The questions of a task, as the retrievers see them, and the ranking that comes of it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.encoded_question import LEAST_DIVISOR, EncodedQuestion
from qa.answering.fusion import language_means
from qa.answering.reranking import (
    LATE_INTERACTION_WEIGHT,
    RERANKED_HITS,
    RERANKED_LANGUAGE_PRIOR,
)
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.tokens import QuestionEncoding
from qa.errors import QuestionError
from qa.evaluation.corpora import identifier_of
from qa.evaluation.datasets import load_dataset
from qa.evaluation.metrics import ndcg
from qa.indexing.dense import Rows
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.indexing.lexical import Scores
from qa.understanding.question import prepare_question

from .encoding import EncodedPassages

HALVES = ("choosing", "reporting")
DEPTH = 10
_ENDING = re.compile(r"-p\d+$|#\d+$")


@dataclass(frozen=True, slots=True)
class Task:
    """Questions in one language on a corpus."""

    dataset: str
    asked: str
    corpus: str

    @property
    def name(self) -> str:
        """What it is called in tables."""
        return f"{self.dataset}-{self.asked}-{self.corpus}"

    @property
    def between_languages(self) -> bool:
        """Whether the passages are in another language than the questions."""
        return self.asked != self.corpus


_FOREIGN = ("de", "zh", "ru", "hi", "es", "tr", "th", "vi", "el", "ro")
TASKS = (
    Task("xquad", "ar", "ar"),
    Task("xquad", "en", "en"),
    Task("xquad", "en", "ar"),
    Task("xquad", "ar", "en"),
    Task("_pool_ar", "ar", "ar"),
    *(Task("tydiqa_goldp_dev", code, code) for code in ("ar", "en")),
    *(Task("xquad", code, to) for code in _FOREIGN for to in ("ar", "en")),
    *(Task("xquad", code, code) for code in ("zh", "ru", "th", "tr")),
)
"""What is measured: in one language first, then between two."""


class Corpus:
    """A set's index, and its encodings before they were rounded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generation = Generation.open(Layout(folder / "index"))

    @cached_property
    def passages(self) -> EncodedPassages:
        """The unrounded encodings, row by row."""
        return EncodedPassages.load(self.folder / "passages")

    @cached_property
    def identifiers(self) -> list[str]:
        """The data set's name of each row's passage."""
        rows = range(len(self.generation))
        return [identifier_of(self.generation.passage(row).document.path) for row in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, encoded.

    Attributes:
        text: As it was read.
        names: Its names in the documents' script.
        encoding: Its vectors.
        relevant: Identifiers of the passages that answer it.
        half: Which half of the articles those are of.
    """

    text: str
    names: tuple[str, ...]
    encoding: QuestionEncoding
    relevant: frozenset[str]
    half: str

    def in_generation(self, generation: Generation) -> EncodedQuestion:
        """With its grams weighed."""
        return EncodedQuestion.from_encoding(self.text, self.encoding, generation, self.names)


def half_of(relevant: Sequence[str]) -> str:
    """Which half the article of a question belongs to."""
    article = _ENDING.sub("", min(relevant))
    return HALVES[zlib.crc32(article.encode()) % 2]


def ask(task: Task, corpus: Corpus, encoder: OpenVinoEncoder, data: Path) -> Iterator[Asked]:
    """Encode the questions of a task, those whose passage is known."""
    dataset = load_dataset(data / task.dataset, task.asked, task.corpus)
    for question in dataset.questions:
        if not question.relevant:
            continue
        try:
            text = prepare_question(question.text)
        except QuestionError:
            continue
        encoded = EncodedQuestion.of(text, corpus.generation, encoder)
        relevant = frozenset(question.relevant)
        half = half_of(sorted(relevant))
        yield Asked(encoded.text, encoded.names, encoded.encoding, relevant, half)


def save_asked(asked: Sequence[Asked], path: Path) -> None:
    """Write encoded questions to a file of arrays."""
    described = [
        {"text": a.text, "names": a.names, "relevant": sorted(a.relevant), "half": a.half}
        for a in asked
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        described=np.frombuffer(json.dumps(described).encode(), np.uint8),
        vectors=np.array([a.encoding.vector for a in asked]),
        tokens=np.concatenate([a.encoding.tokens for a in asked]),
        remaining=np.concatenate([a.encoding.remaining for a in asked]),
        offsets=np.cumsum([0, *(len(a.encoding.tokens) for a in asked)]),
    )


def load_asked(path: Path) -> list[Asked]:
    """Read encoded questions back."""
    arrays = dict(np.load(path))
    described = json.loads(arrays["described"].tobytes())
    cuts = arrays["offsets"][1:-1]
    tokens, remaining = np.split(arrays["tokens"], cuts), np.split(arrays["remaining"], cuts)
    return [
        Asked(
            one["text"],
            tuple(one["names"]),
            QuestionEncoding(arrays["vectors"][i], tokens[i], remaining[i]),
            frozenset(one["relevant"]),
            half_of(one["relevant"]),
        )
        for i, one in enumerate(described)
    ]


@dataclass(frozen=True, slots=True)
class Leading:
    """What the retrievers make of a question: the rows that are compared token by token.

    Attributes:
        rows: The rows, in the order of the fused score, best first.
        scores: Their fused scores.
        languages: Their language numbers.
        n_languages: Languages of the corpus.
    """

    rows: Rows
    scores: Scores
    languages: Rows
    n_languages: int

    def reranked(self, late: Scores) -> Rows:
        """The rows that are compared, by fused score and late interaction; as `rerank` has them.

        What is not compared stays below, so the first ten are the same without it.
        """
        means = language_means(
            late, self.languages, float(late.mean()), RERANKED_LANGUAGE_PRIOR, self.n_languages
        )
        above = late - means[self.languages]
        standard = (above - above.mean()) / max(float(late.std()), LEAST_DIVISOR)
        total = self.scores + LATE_INTERACTION_WEIGHT * standard
        return self.rows[np.lexsort((self.rows, -total))]


def quality(ranking: Rows, identifiers: Sequence[str], relevant: frozenset[str]) -> float:
    """nDCG@10 of a ranking of rows, each document counted once."""
    names = list(dict.fromkeys(identifiers[row] for row in ranking.tolist()))
    return ndcg(names, relevant, DEPTH)


def leading_rows(fused_rows: Rows, order: Rows, scores: Scores, generation: Generation) -> Leading:
    """The first rows of a fused order."""
    first = order[:RERANKED_HITS]
    rows = fused_rows[first]
    return Leading(
        rows,
        scores[first],
        generation.language_numbers[rows],
        len(generation.rows_by_language),
    )


def late_scores(
    questions: Sequence[npt.NDArray[np.float32]],
    leading: Sequence[Leading],
    decoded: Callable[[int], npt.NDArray[np.float32]],
) -> list[Scores]:
    """Late interaction of each question and each of its leading rows.

    Each passage is decoded once, and compared with all questions that it leads for.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    for number, one in enumerate(leading):
        for place, row in enumerate(one.rows.tolist()):
            places.setdefault(row, []).append((number, place))
    scores = [np.zeros(len(one.rows)) for one in leading]
    for row, asking in places.items():
        stacked = np.concatenate([questions[number] for number, _ in asking])
        best = (stacked @ decoded(row).T).max(axis=1)
        ends = np.cumsum([len(questions[number]) for number, _ in asking])
        for (number, place), own in zip(asking, np.split(best, ends[:-1]), strict=True):
            scores[number][place] = own.mean()
    return scores


def encode_questions(data: Path, folder: Path) -> None:
    """Encode the questions of every task; what is there is kept."""
    encoder = OpenVinoEncoder()
    for task in TASKS:
        path = folder / "questions" / f"{task.name}.npz"
        corpus = folder / "corpora" / f"{task.dataset}-{task.corpus}"
        if path.exists() or not (corpus / "passages" / "remaining.npy").exists():
            continue
        save_asked(list(ask(task, Corpus(corpus), encoder, data)), path)
        print(task.name, flush=True)
