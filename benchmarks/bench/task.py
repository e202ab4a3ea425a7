"""What every contestant is given: the same documents, the same questions.

Standard library alone: a contestant's environment need not have the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        text: As it is asked.
        relevant: Identifiers of the documents that answer it, at least one.
    """

    text: str
    relevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document, for contestants that cut none themselves.

    Attributes:
        document: The document's identifier.
        text: The piece.
    """

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Documents and questions on them.

    Attributes:
        name: Where they are from.
        documents: Text of each document by identifier.
        chunks: The same documents in pieces.
        questions: What is asked.
    """

    name: str
    documents: Mapping[str, str]
    chunks: tuple[Chunk, ...]
    questions: tuple[Question, ...]

    def part(self, n_documents: int) -> Task:
        """The first documents alone, in the same pieces, and no question."""
        kept = dict(list(self.documents.items())[:n_documents])
        chunks = tuple(chunk for chunk in self.chunks if chunk.document in kept)
        return Task(self.name, kept, chunks, ())


def write_task(task: Task, path: Path) -> None:
    """Write a task as JSON."""
    path.write_text(json.dumps(asdict(task), ensure_ascii=False), encoding="utf-8")


def read_task(path: Path) -> Task:
    """Read a task back."""
    values = json.loads(path.read_text(encoding="utf-8"))
    return Task(
        values["name"],
        values["documents"],
        tuple(Chunk(**chunk) for chunk in values["chunks"]),
        tuple(Question(one["text"], tuple(one["relevant"])) for one in values["questions"]),
    )
