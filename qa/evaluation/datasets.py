"""Reading a question-answering data set: passages, questions, and which passage answers which.

Format: a folder with `passages.jsonl` ({"id", "lang", "text", …}) and `questions.jsonl` ({"id",
"lang", "question", "passage_id", …}, optionally "question_clean", "also_accept", "answerable").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from qa.errors import DatasetError


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a data set.

    Attributes:
        question_id: Its identifier.
        language: Its language code.
        text: The question.
        relevant: Identifiers of the passages known to answer it.
        answerable: Whether some passage does; one may, without its being known which.
    """

    question_id: str
    language: str
    text: str
    relevant: frozenset[str]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Dataset:
    """Passages by identifier, and questions on them."""

    name: str
    passages: dict[str, str]
    questions: tuple[Question, ...]


def load_dataset(
    folder: Path, question_language: str | None = None, passage_language: str | None = None
) -> Dataset:
    """Read a data set, or its part in certain languages.

    Where passages of several languages share an identifier's question (as in XQuAD), a question in
    one language can be asked of the passages in another.

    Raises:
        DatasetError: A file is missing or malformed, or nothing is left in these languages.
    """
    passages = {
        row["id"]: row["text"]
        for row in _rows(folder / "passages.jsonl", ("id", "text"))
        if passage_language in (None, row.get("lang"))
    }
    rows = list(_rows(folder / "questions.jsonl", ("id", "question")))
    gold: dict[str, set[str]] = {}
    for row in rows:
        relevant = {row.get("passage_id"), *row.get("also_accept", ())} & passages.keys()
        gold.setdefault(row["id"], set()).update(relevant)
    questions = tuple(
        Question(
            question_id=row["id"],
            language=row.get("lang", ""),
            text=row.get("question_clean") or row["question"],
            relevant=frozenset(gold[row["id"]]),
            answerable=bool(row.get("answerable", gold[row["id"]])),
        )
        for row in rows
        if question_language in (None, row.get("lang"))
    )
    if not passages or not questions:
        raise DatasetError(
            f"The data set '{folder}' has {len(passages)} passages and {len(questions)} questions "
            "in the languages asked for. Check the languages."
        )
    return Dataset(folder.name, passages, questions)


def write_documents(dataset: Dataset, seeds: Path) -> None:
    """Write each passage of a data set as a document of its own, named by its identifier."""
    seeds.mkdir(parents=True, exist_ok=True)
    wanted = {f"{quote(identifier, safe='')}.txt" for identifier in dataset.passages}
    for path in seeds.iterdir():
        if path.name not in wanted:
            path.unlink()
    for identifier, text in dataset.passages.items():
        (seeds / f"{quote(identifier, safe='')}.txt").write_text(text, encoding="utf-8")


def identifier_of(path: str) -> str:
    """The identifier of the passage that a document was written from."""
    return unquote(path.removesuffix(".txt"))


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"The data set's file '{path}' cannot be read: {error}.") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            missing = [name for name in needed if name not in row]
        except (ValueError, TypeError) as error:
            raise DatasetError(f"'{path}', line {number}: not a JSON object.") from error
        if missing:
            raise DatasetError(f"'{path}', line {number}: it has no {', '.join(missing)}.")
        yield row
