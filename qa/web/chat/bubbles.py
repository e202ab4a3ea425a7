"""From turns to the bubbles of the chat, as markup; what stands around them is in `notices`."""

from __future__ import annotations

from urllib.parse import urlencode

from qa.errors import QuestionError
from qa.records import EVERYTHING, Answer, AnswerState
from qa.web.chat.notices import failure_note, note, progress_line
from qa.web.chat.turns import Failure, IndexLoading, Pending, Turn
from qa.web.chat.verbs import ServerVerb
from qa.web.html.markup import Html, citation_runs, render
from qa.web.html.ui_strings import UiStrings

SURE = 0.85
"""Confidence called high: of ten such answers, at most one or two are not one."""

FAIRLY_SURE = 0.6
"""Confidence called fair: an answer more often than not."""


def question_bubble(turn: Turn, strings: UiStrings) -> Html:
    """The question as typed, where alone it was searched, and what for if that is more."""
    answer = turn.outcome
    completed = ""
    if isinstance(answer, Answer) and answer.is_restated:
        completed = answer.searched_for
    return render(
        "chat/question.html",
        {
            "strings": strings,
            "number": turn.number,
            "question": turn.question,
            "within": _within(turn, strings),
            "searched_for": completed,
        },
    )


def _within(turn: Turn, strings: UiStrings) -> list[str]:
    """Names of where alone was searched; none where that is everywhere or not known yet."""
    if isinstance(turn.outcome, Pending):
        return []
    scope = turn.scope
    bounds = ((strings.since, scope.since), (strings.until, scope.until))
    dates = [f"{word} {date}" for word, date in bounds if date]
    return [*map(strings.language_name, scope.languages), *turn.within, *dates]


def answer_bubble(turn: Turn, strings: UiStrings) -> Html:
    """What came of a question."""
    outcome = turn.outcome
    if isinstance(outcome, Failure):
        # Asking what cannot be searched for again would not help.
        vain = outcome.kind == QuestionError.__name__
        again = Html("") if vain else _verb_link("again", turn, strings.try_again)
        return failure_note(outcome, strings, _row(again + _everywhere(turn, strings)))
    if isinstance(outcome, Pending):
        return render("chat/pending.html", {"strings": strings})
    if isinstance(outcome, IndexLoading):
        return note(
            "opening",
            "",
            progress_line(outcome.progress, strings),
            strings,
            more=render("chat/advice.html", {"advice": strings.opening_ask}),
        )
    if outcome.state is AnswerState.ANSWERED and outcome.citations:
        return _answered(turn, outcome, strings)
    return _unanswered(turn, outcome, strings)


def _answered(turn: Turn, answer: Answer, strings: UiStrings) -> Html:
    first = answer.citations[0]
    passage = first.passage
    return render(
        "chat/answered.html",
        {
            "strings": strings,
            "passage": passage,
            "runs": citation_runs(first),
            "chips": _chips(turn, answer, strings.cited, strings),
            "confidence": confidence_word(answer.confidence, strings),
            "percent": min(round(answer.confidence * 100), 99),  # an estimate is never certain
            "actions": _actions(turn, strings),
        },
    )


def _unanswered(turn: Turn, answer: Answer, strings: UiStrings) -> Html:
    if answer.state is AnswerState.NO_DOCUMENTS:
        return note("empty", strings.no_documents, strings.no_documents_do, strings)
    more = _row(_everywhere(turn, strings))
    if answer.citations:
        more += _chips(turn, answer, strings.nearest, strings) + _actions(turn, strings)
    if answer.state is AnswerState.RELATED:
        return note("related", strings.related, strings.related_why, strings, more=more)
    return note("missing", strings.not_found, strings.not_found_why, strings, more=more)


def confidence_word(confidence: float, strings: UiStrings) -> str:
    """How sure the answer is, in a word."""
    if confidence >= SURE:
        return strings.sure
    return strings.fairly_sure if confidence >= FAIRLY_SURE else strings.unsure


def _chips(turn: Turn, answer: Answer, label: str, strings: UiStrings) -> Html:
    return render(
        "chat/chips.html",
        {
            "strings": strings,
            "number": turn.number,
            "label": label,
            "citations": answer.citations,
            "elapsed_ms": round(answer.elapsed_ms),
            "outdated": answer.calibration_outdated,
        },
    )


def _actions(turn: Turn, strings: UiStrings) -> Html:
    answer = turn.outcome
    # A follow-up is linked as what it was searched for: it stands for itself then.
    linked = answer.searched_for if isinstance(answer, Answer) else turn.question
    return render(
        "chat/actions.html",
        {
            "strings": strings,
            "number": turn.number,
            "linked": urlencode({"q": linked}),
            "asked": urlencode({"q": turn.question}),
        },
    )


def _everywhere(turn: Turn, strings: UiStrings) -> Html:
    """The way out of a scope in which nothing was found."""
    if turn.scope == EVERYTHING:
        return Html("")
    return _verb_link("everywhere", turn, strings.ask_everywhere)


def _verb_link(verb: ServerVerb, turn: Turn, label: str) -> Html:
    return render("chat/verb.html", {"verb_name": verb, "key": turn.number, "label": label})


def _row(links: Html) -> Html:
    """Controls in a row; nothing where there are none."""
    return render("chat/row.html", {"links": links}) if links else Html("")
