"""What visitors judged on the page: the file `feedback.jsonl` as questions with known outcomes.

A later line on the same answer (question and cited passages) replaces an earlier one; "wrong
source" lines on several of its passages add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qa.errors import DatasetError, QuestionError
from qa.evaluation.jsonl import JsonObject, read_kept_lines
from qa.records import AnswerState
from qa.understanding.overviews import overview_of
from qa.understanding.parts import split_questions
from qa.understanding.question import prepare_question
from qa.understanding.small_talk import small_talk, without_greeting

_VERDICTS = ("good", "bad", "wrong_source")
_JUDGED = (AnswerState.ANSWERED, AnswerState.RELATED, AnswerState.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a visitor thinks of an answer.

    Attributes:
        question: The question as asked.
        passages: Identifiers of the cited passages, best first.
        supported: Whether the passages answer: true of a good answer; false of a bad one, of one
            whose every source was called wrong, and of a good "not found" or "related". None
            where that cannot be told: some sources are wrong, or a refusal is; and of an overview,
            of small talk and of several questions in one, which have no confidence of their own.
    """

    question: str
    passages: tuple[str, ...]
    supported: bool | None

    def still_holds(self, first_passage: str) -> bool:
        """Whether the passage that is found first now is one of those that were judged."""
        return first_passage in self.passages


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a feedback file, in order of their first lines.

    Raises:
        DatasetError: It is not there, or a line is not what the page writes.
    """
    if not path.exists():
        raise DatasetError(
            f"There is no feedback at '{path}'. Judge answers on the page (qa serve), or name "
            "another index with --index FOLDER."
        )
    last: dict[tuple[str, tuple[str, ...]], Judgement] = {}
    rejected: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for row in read_kept_lines(path):
        question = row.text("question")
        passages = row.texts("passages")
        answer = question, passages
        verdict = row.text("verdict")
        if verdict not in _VERDICTS:
            raise DatasetError(f"{row.place}: 'verdict' is none of {', '.join(_VERDICTS)}.")
        state = _state(row)
        wrong = rejected.setdefault(answer, set())
        if verdict == "wrong_source":
            wrong.add(row.text("passage"))
            supported = False if wrong >= set(passages) else None
        else:
            wrong.clear()
            supported = _supported(verdict, state)
        if state not in _JUDGED or not _is_one_question(question):
            supported = None
        last[answer] = Judgement(question, passages, supported)
    return tuple(last.values())


def _supported(verdict: str, state: AnswerState) -> bool | None:
    if state is AnswerState.ANSWERED:
        return verdict == "good"
    return False if verdict == "good" else None


def _is_one_question(text: str) -> bool:
    """Whether a message is answered as one question."""
    try:
        message = prepare_question(text)
    except QuestionError:
        return True  # told when it is asked
    question = without_greeting(message)
    other = small_talk(message) or overview_of(question)
    return not other and len(split_questions(question)) == 1


def _state(row: JsonObject) -> AnswerState:
    try:
        return AnswerState(row.text("state"))
    except ValueError as error:
        raise DatasetError(f"{row.place}: 'state' is no state of an answer.") from error
