"""What the page says beside the answers, as markup: progress, failures, what is out of date."""

from __future__ import annotations

from collections.abc import Sequence

from qa.errors import ERRORS_LANGUAGE, QAError, QuestionError
from qa.records import Answer, AnswerState
from qa.reports import Progress
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.chat.turns import Failure, Turn
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings


def rebuild_notice(turns: Sequence[Turn], generation: str, strings: UiStrings) -> Html:
    """That answers come from an earlier index than the one in service; "" where none does."""
    answers = (turn.outcome for turn in turns if isinstance(turn.outcome, Answer))
    # Small talk comes of no index.
    if all(answer.small_talk or answer.generation == generation for answer in answers):
        return Html("")
    return render("chat/rebuilt.html", {"strings": strings})


def gist(answer: Answer, strings: UiStrings) -> str:
    """What comes of a message in one sentence; "" for an answer, which speaks for itself."""
    if answer.small_talk:
        return strings.small_talk[answer.small_talk]
    if answer.state is AnswerState.OVERVIEW:
        return strings.more_of_it if answer.is_follow_up else strings.overview
    if answer.found and answer.citations:
        return ""
    gists = {
        AnswerState.RELATED: strings.related,
        AnswerState.NO_DOCUMENTS: strings.no_documents,
    }
    return gists.get(answer.state, strings.not_found)


def cites_answers(answer: Answer) -> bool:
    """Whether what is cited is what was asked for, rather than the nearest there is."""
    return answer.state in (AnswerState.ANSWERED, AnswerState.OVERVIEW)


def note(
    kind: str,
    head: str,
    why: str | Html,
    strings: UiStrings,
    *,
    more: Html | None = None,
    is_part: bool = False,
) -> Html:
    """A bubble of ours.

    Args:
        kind: Its style.
        head: What it says, in a few words; "" for none.
        why: The reason.
        strings: The visitor's language.
        more: What comes below.
        is_part: Whether it stands in a bubble with others.
    """
    return render(
        "chat/note.html",
        {
            "strings": strings,
            "kind": kind,
            "head": head,
            "why": why,
            "more": more or Html(""),
            "is_part": is_part,
        },
    )


def failure_note(failure: Failure, strings: UiStrings, more: Html | None = None) -> Html:
    """That a question could not be answered, and why."""
    if failure.kind == QuestionError.__name__ and not failure.message:
        reason = strings.too_long.format(limit=MAX_QUESTION_CHARACTERS)
    else:
        reason = strings.fault_of(failure.kind, failure.values)
    detail = Html("")
    if failure.message and strings.language == ERRORS_LANGUAGE:
        detail = render("chat/detail.html", {"message": failure.message})
    return note("error", strings.failed, reason, strings, more=detail + (more or Html("")))


def status_notice(progress: Progress | None, failure: QAError | None, strings: UiStrings) -> Html:
    """What the page says above the chat while there is no index to ask."""
    if failure is not None:
        return failure_note(Failure.of(failure), strings)
    words = strings.progress(progress)
    bar = Html("")
    if progress is not None and progress.total:
        bar = render("chat/progress.html", {"progress": progress, "words": words})
    return note("opening", "", words, strings, more=bar)
