"""What visitors left on the page, as records and as files for other programs.

Read are the files that the page keeps in the index folder: verdicts on answers (`feedback.jsonl`)
and, where that is wanted, questions that found nothing (`unanswered.jsonl`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from qa.evaluation.jsonl import read_kept_lines

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins to compute


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """A verdict of a visitor; its fields are those of a line of `feedback.jsonl`.

    Attributes:
        time: When it was given: ISO 8601, UTC.
        verdict: "good", "bad" or "wrong_source".
        passage: For "wrong_source", the passage that is none; else "".
        question: The question as asked.
        state: The state of the answer.
        confidence: The answer's confidence.
        passages: Identifiers of the cited passages, best first.
        generation: The build of the index that was asked.
    """

    time: str
    verdict: str
    passage: str
    question: str
    state: str
    confidence: float
    passages: tuple[str, ...]
    generation: str


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that found nothing, as often as it was asked.

    Attributes:
        question: As asked.
        state: "related" or "not_found", when it was asked last.
        times: How often it was asked.
        last: When it was asked last: ISO 8601, UTC.
        generation: The build of the index that was asked last.
    """

    question: str
    state: str
    times: int
    last: str
    generation: str


def read_feedback(path: Path) -> tuple[FeedbackEntry, ...]:
    """The verdicts that stand, in the order in which their answers were first judged.

    A verdict on an answer (a question and its cited passages) replaces those before it; "wrong
    source" verdicts on several of its passages stand together.

    Raises:
        DatasetError: The file cannot be read, or a line is not what the page writes.
    """
    standing: dict[tuple[str, tuple[str, ...]], list[FeedbackEntry]] = {}
    for row in read_kept_lines(path) if path.exists() else ():
        entry = FeedbackEntry(
            row.text("time", ""),
            row.text("verdict"),
            row.text("passage", ""),
            row.text("question"),
            row.text("state"),
            row.real("confidence"),
            row.texts("passages"),
            row.text("generation", ""),
        )
        before = standing.setdefault((entry.question, entry.passages), [])
        wrong = entry.verdict == "wrong_source"
        before[:] = [
            former
            for former in before
            if wrong and former.verdict == "wrong_source" and former.passage != entry.passage
        ]
        before.append(entry)
    return tuple(entry for entries in standing.values() for entry in entries)


def read_unanswered(path: Path) -> tuple[UnansweredQuestion, ...]:
    """The questions that found nothing, those asked most often first.

    Raises:
        DatasetError: The file cannot be read, or a line is not what the page writes.
    """
    found: dict[str, UnansweredQuestion] = {}
    for row in read_kept_lines(path) if path.exists() else ():
        question = row.text("question")
        times = found[question].times + 1 if question in found else 1
        found[question] = UnansweredQuestion(
            question, row.text("state"), times, row.text("time"), row.text("generation", "")
        )
    newest_first = sorted(found.values(), key=lambda one: one.last, reverse=True)
    return tuple(sorted(newest_first, key=lambda one: -one.times))


def feedback_jsonl(entries: Iterable[FeedbackEntry]) -> str:
    """Verdicts as JSON Lines: what `qa eval --feedback` reads as an index's `feedback.jsonl`."""
    return "".join(json.dumps(asdict(entry)) + "\n" for entry in entries)


def feedback_csv(entries: Sequence[FeedbackEntry]) -> str:
    """Verdicts as a table for spreadsheets, with a line of names.

    What would be taken for a formula is written with an apostrophe before it: visitors type it.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(field.name for field in fields(FeedbackEntry))
    for entry in entries:
        values = asdict(entry) | {"passages": " ".join(entry.passages)}
        table.writerow(_as_text(value) for value in values.values())
    return written.getvalue()


def _as_text(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
