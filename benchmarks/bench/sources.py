"""Where a task is from: a data set, or the documents that come with the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from langchain_text_splitters import RecursiveCharacterTextSplitter

from bench.task import Chunk, Question, Task
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.evaluation.datasets import load_dataset
from qa.evaluation.sampling import sample_questions

CHUNK_CHARACTERS = 1_000
OVERLAP_CHARACTERS = 200
"""As most scripts have it."""


def splitter() -> RecursiveCharacterTextSplitter:
    """The splitter of most scripts, with their numbers."""
    return RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS
    )


def data_set_task(folder: Path, n_questions: int | None) -> Task:
    """A data set's passages as documents, and those of its questions that one of them answers.

    Raises:
        DatasetError: The data set cannot be read.
    """
    dataset = load_dataset(folder)
    judged = [question for question in dataset.questions if question.relevant]
    drawn = {question.question_id for question in sample_questions(dataset, n_questions).questions}
    questions = [
        Question(question.text, tuple(sorted(question.relevant)))
        for question in judged
        if question.question_id in drawn
    ]
    return _task(f"{dataset.name}", dataset.passages, questions)


def shipped_task(seeds: Path, questions: Path, n_questions: int | None) -> Task:
    """The documents that come with the program, and questions on them.

    Args:
        seeds: The folder of documents.
        questions: A file of JSON lines: "question", "documents" that answer it, "unanswerable".
        n_questions: Most questions; None for all.
    """
    documents = {file.path: parse_document(file).text for file in scan_seeds(seeds).files}
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    asked = [
        Question(row["question"], tuple(row["documents"]))
        for row in rows
        if "unanswerable" not in row and row.get("documents")
    ]
    return _task("the documents that come with the program", documents, asked[:n_questions])


def _task(name: str, documents: Mapping[str, str], questions: list[Question]) -> Task:
    pieces = splitter()
    chunks = tuple(
        Chunk(identifier, piece)
        for identifier, text in documents.items()
        for piece in pieces.split_text(text)
    )
    return Task(name, documents, chunks, tuple(questions))
