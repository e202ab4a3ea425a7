"""Sanad itself, with its reader and without."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.task import Task
from qa import KnowledgeBase
from qa.answering import repeated
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.evaluation.corpora import identifier_of, write_documents
from qa.evaluation.datasets import Dataset
from qa.indexing.building import build_index


class Sanad:
    """Sanad, asked as `KnowledgeBase.ask` is.

    Args:
        task: Documents and questions.
        model: Not used: the program has the same weights.
        work: Where the documents are written, which the program reads from files.
        reader: Whether the reader reads what is found.
        encoder: Another encoder than the program's.
    """

    def __init__(
        self,
        task: Task,
        model: Path,
        work: Path,
        *,
        reader: bool,
        encoder: Encoder | None = None,
    ) -> None:
        del model
        self._task = task
        self._seeds = work / "seeds"
        self._reader = reader
        self._encoder = encoder or OpenVinoEncoder()
        self._kb: KnowledgeBase | None = None
        repeated.KEPT_ANSWERS = 0  # each question is timed as one that nobody asked before

    def load(self) -> None:
        """Write the documents and load the model."""
        shutil.rmtree(self._seeds, ignore_errors=True)
        write_documents(Dataset(self._task.name, self._task.documents, ()), self._seeds)
        self._encoder.encode_passages(["A first passage."])

    def build(self, folder: Path) -> int:
        """One build from nothing."""
        return build_index(self._seeds, folder, self._encoder).n_passages

    def open(self, folder: Path) -> None:
        """The index as it is."""
        self._kb = KnowledgeBase.open(
            seeds=None, index=folder, encoder=self._encoder, reader=self._reader
        )

    def ask(self, question: str) -> None:
        """Three citations, with their marks and a confidence, though it was asked before."""
        self._opened().ask(question, top_k=3)

    def rank(self, question: str, depth: int) -> list[str]:
        """The documents of the hits and of their duplicates."""
        hits = self._opened().search(
            question, top_k=PASSAGES_FOR_EACH_DOCUMENT * depth, reader=self._reader
        )
        found = (one for hit in hits for one in (hit.passage, *hit.duplicates))
        return first_documents((identifier_of(one.document.path) for one in found), depth)

    def _opened(self) -> KnowledgeBase:
        assert self._kb is not None, "open comes first"
        return self._kb


def with_reader(task: Task, model: Path, work: Path) -> Sanad:
    """As `qa ask` answers."""
    return Sanad(task, model, work, reader=True)


def without_reader(task: Task, model: Path, work: Path) -> Sanad:
    """As `qa ask --no-reader` answers."""
    return Sanad(task, model, work, reader=False)
