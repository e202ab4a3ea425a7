"""What reaches the terminal: records as lines of text or JSON, messages, progress bars.

The only module that prints.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TypeVar

import regex
from tqdm import tqdm

from qa.errors import QAError, remedy_of
from qa.explanations import Explanation
from qa.records import Answer, AnswerState, Citation, Hit, Passage
from qa.reports import (
    BuildReport,
    PassageStatus,
    Progress,
    ProgressListener,
    Staleness,
    VerifyReport,
    clock_time,
)

Item = TypeVar("Item")
Record = TypeVar("Record", Answer, BuildReport, VerifyReport, Hit, Citation)

_STATES = {
    AnswerState.ANSWERED: "Answered",
    AnswerState.RELATED: "The documents do not seem to answer this. Related passages:",
    AnswerState.NOT_FOUND: "Not found in these documents. The nearest passages:",
    AnswerState.NO_DOCUMENTS: "There is no document to answer from. Put some into the folder.",
    AnswerState.OVERVIEW: "What the documents hold:",
    AnswerState.SMALL_TALK: "Ask something of the documents; this was not searched for.",
}
_MORE = "More of what the documents hold:"
_STAGES = {
    "preparing": "Preparing the model",
    "parsing": "Reading documents",
    "encoding": "Encoding passages",
    "writing": "Writing the index",
}
# Control characters (terminal escapes among them) and signs that override text direction.
_UNPRINTABLE = regex.compile(r"[^\P{C}\n\t\u200C\u200D\u200E\u200F]")
_MARK_START, _MARK_END = "»»", "««"
_MOST_LISTED = 10  # paths of a kind that are listed


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a command has to show.

    Attributes:
        value: For programs, as JSON.
        lines: For people.
    """

    value: object
    lines: Iterable[str]


def print_record(
    record: Record, lines: Callable[[Record], Iterable[str]], *, as_json: bool
) -> None:
    """Print a record, as lines of text or as JSON."""
    if as_json:
        _print_json(asdict(record))
    else:
        _print_lines(lines(record))


def print_records(
    records: Sequence[Record], lines: Callable[[Record], Iterable[str]], *, as_json: bool
) -> None:
    """Print records one after the other, as lines of text or as one JSON list."""
    if as_json:
        _print_json([asdict(record) for record in records])
    else:
        _print_lines(line for record in records for line in lines(record))


def print_answer(answer: Answer, stale: Staleness | None, *, as_json: bool) -> None:
    """Print an answer; as JSON with what the index lacks that it comes from."""
    if as_json:
        _print_json(asdict(answer) | {"stale": asdict(stale) if stale else None})
    else:
        _print_lines(answer_lines(answer))


def print_result(result: CommandResult, *, as_json: bool) -> None:
    """Print what a command has to show."""
    if as_json:
        _print_json(result.value)
    else:
        _print_lines(result.lines)


def print_message(message: str) -> None:
    """Print a message on standard error."""
    print(printable(message), file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Text that cannot drive a terminal: control and direction-override characters shown as �."""
    return _UNPRINTABLE.sub("�", text)


def printable_json(value: object) -> str:
    """JSON with the same characters escaped, so that a program reads what a document holds."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNPRINTABLE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer: its state, then each citation with its place and the marked sentence.

    Of several questions in one, each with its own state and citations.
    """
    if answer.state is AnswerState.SMALL_TALK:
        yield _STATES[answer.state]
    elif answer.parts:
        for part in answer.parts:
            yield f"# {part.question}"
            yield from answer_lines(part)
            yield ""
    else:
        yield from _heading_lines(answer)
        cited = _listed if answer.state is AnswerState.OVERVIEW else _cited
        for citation in answer.citations:
            yield ""
            yield from cited(citation)


def stale_lines(stale: Staleness) -> Iterator[str]:
    """Why the index is answered from as it is, and what it lacks."""
    yield f"Answering from the index as it is. {stale.message}"
    kinds = {"added": stale.added, "changed": stale.changed, "removed": stale.removed}
    if not stale.checked:
        yield "What has changed in the documents since was not checked."
    for kind, paths in kinds.items():
        if paths:
            named = ", ".join(paths[:_MOST_LISTED]) + (", …" if len(paths) > _MOST_LISTED else "")
            yield f"Since then {kind}: {len(paths)} ({named})"


def _heading_lines(answer: Answer) -> Iterator[str]:
    """What an answer amounts to, and what is to be known of it."""
    if answer.state is AnswerState.OVERVIEW:
        yield _MORE if answer.is_follow_up else _STATES[answer.state]
    else:
        detail = f"confidence {answer.confidence:.0%}, {answer.elapsed_ms:.0f} ms"
        yield f"{_STATES[answer.state]} ({detail})"
    if answer.is_restated:
        undo = " (--as-typed searches for what was typed)" if answer.corrections else ""
        yield f"Searched for: {answer.searched_for}{undo}"
    if answer.calibration_outdated:
        yield "The calibration of this index is of another version: run qa calibrate again."
    if answer.undated:
        yield from _undated_lines(answer.undated)


def _undated_lines(paths: Sequence[str]) -> Iterator[str]:
    named = ", ".join(paths[:_MOST_LISTED]) + (", …" if len(paths) > _MOST_LISTED else "")
    yield f"These state no date, and were chosen by that of their file: {named}"


def citation_lines(citation: Citation) -> Iterator[str]:
    """A citation: its number and place, then the passage with the marked sentence."""
    yield from _cited(citation)
    yield ""


def hit_lines(hit: Hit) -> Iterator[str]:
    """A hit: rank, scores and place, then the passage."""
    scores = f"score {hit.score:.2f}, dense {hit.dense:.3f}, lexical {hit.lexical:.1f}"
    yield f"{hit.rank}. {_source(hit.passage)} ({hit.passage.language}; {scores})"
    yield hit.passage.text
    yield from _also_in(hit)
    yield ""


def build_lines(report: BuildReport) -> Iterator[str]:
    """A build report: what changed, what gave no passage and why, what is in service."""
    if report.reason:
        yield f"Built anew: {report.reason}."
    for name, paths in (
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
    ):
        for path in paths[:_MOST_LISTED]:
            yield f"  {name:8} {path}"
        if len(paths) > _MOST_LISTED:
            yield f"  {name:8} … and {len(paths) - _MOST_LISTED:,} more"
    for problem in report.problems:
        yield f"  no text  {problem.path}: {problem.message}"
    if report.published:
        for path, note in report.notes:
            yield f"  note     {path}: {note}"
    outcome = "is now in service" if report.published else "is up to date"
    yield (
        f"Generation {report.generation} {outcome}: {report.n_documents:,} documents, "
        f"{report.n_passages:,} passages ({report.n_encoded:,} encoded) "
        f"in {report.elapsed_seconds:.1f} s."
    )
    if not report.n_documents:
        yield "There is no document with text in the folder yet: put some in and run this again."


def verify_lines(report: VerifyReport) -> Iterator[str]:
    """A verify report: damaged files, then passages that are not verbatim, then the counts."""
    for file in report.files:
        if file.damage:
            yield f"  damaged  {file.file}: {file.damage}"
    for problem in report.problems:
        yield f"  no text  {problem.path}: {problem.message}"
    for check in report.passages:
        if check.status is not PassageStatus.VERBATIM:
            where = f" (now at {check.found_at})" if check.found_at else ""
            yield f"  {check.status:8} {check.passage_id}{where}"
    n_damaged = sum(bool(file.damage) for file in report.files)
    counts = Counter(check.status for check in report.passages)
    statuses = ", ".join(f"{counts[status]:,} {status}" for status in PassageStatus)
    yield (
        f"Generation {report.generation}: {len(report.files) - n_damaged} files sound, "
        f"{n_damaged} damaged; passages: {statuses}."
    )
    if n_damaged:
        yield "Rebuild with: qa build (the passages are checked once the files are sound)."
    elif not report.sound:
        yield "Bring the index up to date with: qa build"


@contextmanager
def progress_bar() -> Iterator[ProgressListener]:
    """A listener that draws a bar on standard error, if that is a terminal."""
    bar: tqdm[None] | None = None
    stage = ""

    def listen(progress: Progress) -> None:
        nonlocal bar, stage
        if bar is None or stage != progress.stage:
            if bar is not None:
                bar.close()
            stage = progress.stage
            bar = tqdm(
                desc=_STAGES[stage],
                leave=False,
                disable=None,
                file=sys.stderr,
                bar_format="{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}{postfix}",
            )
        bar.total = progress.total or None
        bar.set_postfix_str(_pace(progress), refresh=False)
        bar.update(progress.done - bar.n)

    try:
        yield listen
    finally:
        if bar is not None:
            bar.close()


def _pace(progress: Progress) -> str:
    """How fast a build goes, how long it will take, and which file it read last."""
    parts = [f"{progress.per_second:.1f}/s"] if progress.per_second else []
    if progress.seconds_left is not None:
        parts.append(f"{clock_time(progress.seconds_left)} left")
    return ", ".join([*parts, *filter(None, [printable(progress.file)])])


def questions_bar(items: Iterable[Item]) -> Iterable[Item]:
    """The items, with a bar on standard error that shows how many questions were asked."""
    bar: Iterable[Item] = tqdm(items, desc="Asking", leave=False, disable=None, file=sys.stderr)
    return bar


def _print_json(value: object) -> None:
    _print(printable_json(value))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        _print(printable(line))


def _print(text: str) -> None:
    """Print a text.

    Raises:
        QAError: It cannot be written, as on a full disk.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What waits to be written would be tried again as the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        reason = error.strerror or error
        told = f"What was found cannot be written: {reason}. {remedy_of(error)}"
        raise QAError(told) from error


def _listed(citation: Citation) -> Iterator[str]:
    """A citation of an overview: its document and place, then what is marked alone."""
    passage = citation.passage
    yield f"[{citation.number}] {passage.document.title} – {_source(passage)} ({passage.language})"
    yield from citation.marked_texts or (passage.text,)


def _cited(citation: Citation) -> Iterator[str]:
    passage = citation.passage
    yield f"[{citation.number}] {_source(passage)} ({passage.language})"
    yield _marked(citation)
    yield from _also_in(citation.hit)
    if citation.explanation:
        yield from _why(citation.hit, citation.explanation)


def _why(hit: Hit, explanation: Explanation) -> Iterator[str]:
    """What each stage adds to the score, then what matches, the question's side first."""
    yield f"  why: score {hit.score:.2f}, the sum of"
    for stage in explanation.stages:
        how = f"{stage.contribution:+7.2f}  {stage.stage:16}"
        if stage.score is not None:
            how += f"{stage.score:8.3f}"
        if stage.rank is not None:
            how += f", rank {stage.rank:,}"
        yield f"  {how.rstrip()}"
    if explanation.words:
        words = (f"{word.asked} → {word.found} {word.weight:.0%}" for word in explanation.words)
        yield f"  words: {', '.join(dict.fromkeys(words))}"
    if explanation.tokens:
        tokens = (f"{pair.asked} → {pair.found} {pair.cosine:.2f}" for pair in explanation.tokens)
        yield f"  tokens: {', '.join(tokens)}"


def _also_in(hit: Hit) -> Iterator[str]:
    """Where else the same text is."""
    for passage in hit.duplicates[:_MOST_LISTED]:
        yield f"also in: {_source(passage)}"
    if len(hit.duplicates) > _MOST_LISTED:
        yield f"also in: … and {len(hit.duplicates) - _MOST_LISTED:,} more"


def _source(passage: Passage) -> str:
    place = passage.place
    parts = [passage.document.path, *place.headings]
    if place.page:
        parts.append(f"page {place.page}")
    if place.row:
        parts.append(f"row {place.row}")
    if not (place.page or place.row):
        parts.append(f"line {place.line}")
    return " › ".join(parts)


def _marked(citation: Citation) -> str:
    """The passage with its marked sentences between »» and ««."""
    text, start = citation.passage.text, citation.passage.start
    parts, done = [], 0
    for mark in citation.marks:
        parts += [text[done : mark.start - start], _MARK_START]
        parts += [text[mark.start - start : mark.end - start], _MARK_END]
        done = mark.end - start
    return "".join([*parts, text[done:]])
