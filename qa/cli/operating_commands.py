"""`qa doctor` and `qa feedback`: from parsed arguments to what they have to show."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from qa.cli.printing import CommandResult
from qa.doctor.checks import Examination, Status
from qa.doctor.examining import Premises, examine
from qa.errors import DatasetError
from qa.evaluation.feedback import (
    FeedbackEntry,
    UnansweredQuestion,
    feedback_csv,
    feedback_jsonl,
    read_feedback,
    read_unanswered,
)
from qa.indexing.layout import Layout

_SIGNS = {Status.OK: "ok  ", Status.WARN: "warn", Status.FAIL: "FAIL"}


def run_doctor(arguments: argparse.Namespace) -> tuple[CommandResult, bool]:
    """Look at everything; what there is to show, and whether it is sound."""
    premises = Premises(
        arguments.seeds, arguments.index, arguments.model, arguments.host, arguments.port
    )
    examination = examine(premises, offline=arguments.offline)
    value = {"sound": examination.sound, **asdict(examination)}
    return CommandResult(value, _doctor_lines(examination)), examination.sound


def _doctor_lines(examination: Examination) -> Iterator[str]:
    """A line for each check, what to do below it, and the whole in one."""
    for check in examination.checks:
        yield f"{_SIGNS[check.status]}  {check.name}: {check.found}"
        if check.advice:
            yield f"      → {check.advice}"
    yield "Everything needed is in order." if examination.sound else "Something stops the program."


def run_feedback(arguments: argparse.Namespace) -> CommandResult:
    """List or export what visitors judged, or list what found nothing.

    Raises:
        DatasetError: What is kept cannot be read, or the file cannot be written.
    """
    layout = Layout(arguments.index)
    if arguments.what == "unanswered":
        unanswered = read_unanswered(layout.unanswered)
        return CommandResult([asdict(one) for one in unanswered], _unanswered_lines(unanswered))
    entries = read_feedback(layout.feedback)
    values = [asdict(entry) for entry in entries]
    if arguments.what == "list":
        return CommandResult(values, _feedback_lines(entries))
    text = feedback_csv(entries) if arguments.format == "csv" else feedback_jsonl(entries)
    if arguments.output is None:
        return CommandResult(values, text.splitlines())
    try:
        arguments.output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DatasetError(
            f"'{arguments.output}' cannot be written ({reason}). Name another file with --output."
        ) from error
    told = f"{len(entries)} verdicts written to '{arguments.output}'."
    return CommandResult({"file": str(arguments.output), "verdicts": len(entries)}, [told])


def _feedback_lines(entries: Sequence[FeedbackEntry]) -> Iterator[str]:
    """A line for each verdict: when, which, of what; then how many."""
    for entry in entries:
        about = f" ({entry.passage})" if entry.passage else ""
        yield f"{entry.time}  {entry.verdict}{about}  {entry.state}  {entry.question}"
    yield f"{len(entries)} verdicts. Measure them with: qa eval --feedback"


def _unanswered_lines(questions: Sequence[UnansweredQuestion]) -> Iterator[str]:
    """A line for each question: how often, when last, what came of it; then how many."""
    for one in questions:
        yield f"{one.times} ×  {one.last}  {one.state}  {one.question}"
    yield f"{len(questions)} questions that found nothing; qa serve --keep-unanswered keeps them."
