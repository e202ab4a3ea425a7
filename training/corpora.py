"""Corpora that are indexed to be asked, and which of their questions the reader never saw."""

from __future__ import annotations

from pathlib import Path

from qa.encoding.encoder import OpenVinoEncoder
from qa.evaluation.corpora import open_corpus
from qa.evaluation.datasets import Dataset, Question
from qa.indexing.generation import Generation
from qa.reader.reader import Reader
from training.sets import is_apart


class Corpora:
    """What is asked of corpora, and where they are indexed.

    Args:
        data: The folder of data sets.
        work: Where corpora are indexed; what is there is used again.
    """

    def __init__(self, data: Path, work: Path) -> None:
        self.data = data
        self.work = work
        self.encoder = OpenVinoEncoder()
        self.reader = Reader.beside(self.encoder)

    def open(self, dataset: Dataset, name: str) -> Generation:
        """The index of a data set's passages, under a name."""
        return open_corpus(dataset, self.work / name, self.encoder)


def article_of(identifier: str) -> str:
    """The article that a passage is part of, from its identifier."""
    return identifier.rsplit("-p", 1)[0]


def kept_apart(name: str, question: Question) -> bool:
    """Whether a question is about an article that the reader was not trained on."""
    article = article_of(question.known_passage)
    return is_apart(name, article.split("-")[1] if name == "xquad" else article)
