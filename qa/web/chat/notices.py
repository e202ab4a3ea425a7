"""What the page says beside the answers, as markup: welcome, progress, failures, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from qa.errors import QAError, QuestionError
from qa.records import Answer, AnswerState, Suggestion
from qa.reports import Progress, clock_time
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.chat.state import Snapshot
from qa.web.chat.turns import Failure, Turn
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings

SHOWN_SECONDS = 5.0
"""From how long on the page says how long a build will take."""


def welcome(strings: UiStrings) -> Html:
    """What stands in an empty chat."""
    return render("chat/welcome.html", {"strings": strings})


def suggestion_links(suggestions: Iterable[Suggestion], strings: UiStrings) -> Html:
    """Questions and headings of the documents, each asked by a press."""
    links = [(suggestion.text, urlencode({"q": suggestion.text})) for suggestion in suggestions]
    return render("chat/suggestions.html", {"strings": strings, "links": links})


def rebuild_notice(turns: Sequence[Turn], generation: str, strings: UiStrings) -> Html:
    """That answers come from an earlier index than the one in service; "" where none does."""
    answers = (turn.outcome for turn in turns if isinstance(turn.outcome, Answer))
    # Small talk comes of no index.
    if all(answer.small_talk or answer.generation == generation for answer in answers):
        return Html("")
    return render("chat/rebuilt.html", {"strings": strings})


def for_script(drawn: Snapshot, generation: str) -> Html:
    """What the page's script need not send again, how new this drawing is, and of which index."""
    return render("chat/for_script.html", {"drawn": drawn, "generation": generation})


def export_label(strings: UiStrings) -> Html:
    """What stands before the buttons that save the conversation."""
    return render("chat/export_label.html", {"strings": strings})


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
        reason = strings.faults.get(failure.kind, "")
    # Errors speak English; the line above says the gist in the visitor's language.
    detail = Html("")
    if failure.message:
        detail = render("chat/detail.html", {"message": failure.message})
    return note("error", strings.failed, reason, strings, more=detail + (more or Html("")))


def progress_line(progress: Progress | None, strings: UiStrings) -> str:
    """How far the build is, in words."""
    if progress is None:
        return strings.preparing
    template = str(getattr(strings, progress.stage))
    if progress.total == 0:
        template = template.partition(":")[0].rstrip("…") + "…"
    words = template.format(done=progress.done, total=progress.total)
    if progress.seconds_left is None or progress.seconds_left < SHOWN_SECONDS:
        return words
    return f"{words} · {strings.time_left.format(time=clock_time(progress.seconds_left))}"


def update_notice(progress: Progress | None, strings: UiStrings) -> Html:
    """What the page says while files come into an index that answers; "" while none does."""
    if progress is None or not progress.n_files:
        return Html("")
    # Not how far it is: a visitor waits for nothing, and it would speak at every step.
    return note("opening", "", strings.reading_behind.format(count=progress.n_files), strings)


def status_notice(progress: Progress | None, failure: QAError | None, strings: UiStrings) -> Html:
    """What the page says above the chat while there is no index to ask."""
    if failure is not None:
        return failure_note(Failure(type(failure).__name__, str(failure)), strings)
    words = progress_line(progress, strings)
    bar = Html("")
    if progress is not None and progress.total:
        bar = render("chat/progress.html", {"progress": progress, "words": words})
    return note("opening", "", words, strings, more=bar)
