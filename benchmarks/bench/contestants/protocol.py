"""What a contestant does when it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Contestant(Protocol):
    """One way to have documents asked. Made with (task, model, work).

    `task` has the documents and the questions, `model` is the folder of the SentenceTransformer
    that everyone uses, `work` an empty folder for what is made before anything is timed.
    """

    def load(self) -> None:
        """Have in memory what a program that runs already has: the model; not timed."""
        ...

    def build(self, folder: Path) -> int:
        """Index the documents into an empty folder; how many passages these are."""
        ...

    def open(self, folder: Path) -> None:
        """Make ready for questions what was built."""
        ...

    def ask(self, question: str) -> None:
        """Answer a question as a user is answered, with three passages."""
        ...

    def rank(self, question: str, depth: int) -> list[str]:
        """Identifiers of the documents that answer best, best first; at most `depth`."""
        ...
