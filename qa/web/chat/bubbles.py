"""From turns to the bubbles of the chat, as markup; what stands around them is in `notices`."""

from __future__ import annotations

from urllib.parse import urlencode

from qa.errors import QuestionError
from qa.records import EVERYTHING, Answer, AnswerState
from qa.web.chat.notices import failure_note, gist, note, progress_line
from qa.web.chat.turns import Failure, IndexLoading, Pending, Turn
from qa.web.chat.verbs import ServerVerb
from qa.web.html.markup import Html, citation_runs, render
from qa.web.html.ui_strings import UiStrings
from qa.web.pages.sources import sources_address

SURE = 0.85
"""Confidence called high: of ten such answers, at most one or two are not one."""

FAIRLY_SURE = 0.6
"""Confidence called fair: an answer more often than not."""


def question_bubble(turn: Turn, strings: UiStrings) -> Html:
    """The question as typed, where alone it was searched, and what for if that is not the same."""
    answer = turn.outcome
    restated = _restated(turn, answer, strings) if isinstance(answer, Answer) else Html("")
    return render(
        "chat/question.html",
        {
            "strings": strings,
            "question": turn.question,
            "within": _within(turn, strings),
            "restated": restated,
        },
    )


def _restated(turn: Turn, answer: Answer, strings: UiStrings) -> Html:
    """What was searched for instead of what was typed, and the ways back."""
    if not answer.is_restated:
        return Html("")
    return render(
        "chat/restated.html",
        {
            "strings": strings,
            "number": turn.number,
            "searched_for": answer.searched_for,
            # A part may lean on the one before it, which comes along however it is asked.
            "leans": answer.is_follow_up and answer is turn.outcome,
            "corrected": bool(answer.corrections),
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
    return _answer(turn, outcome, strings)


def _answer(turn: Turn, answer: Answer, strings: UiStrings) -> Html:
    if answer.small_talk:
        return render("chat/small_talk.html", {"strings": strings, "line": gist(answer, strings)})
    if answer.state is AnswerState.NO_DOCUMENTS:
        return note("empty", strings.no_documents, strings.no_documents_do, strings)
    if answer.parts:
        return _parts(turn, answer, strings)
    if answer.state is AnswerState.OVERVIEW:
        return _overview(turn, answer, strings)
    if answer.found and answer.citations:
        return _answered(turn, answer, strings, actions=_actions(turn, strings))
    more = _row(_everywhere(turn, strings))
    if answer.citations:
        more += _chips(turn, answer, strings.nearest, strings) + _actions(turn, strings)
    return _unanswered(answer, strings, more)


def _parts(turn: Turn, answer: Answer, strings: UiStrings) -> Html:
    """The answer to each of several questions, under the question."""
    drawn = [
        (part.question, _restated(turn, part, strings), _part(turn, part, strings))
        for part in answer.parts
    ]
    everywhere = Html("") if answer.found else _everywhere(turn, strings)
    actions = _row(everywhere) + _actions(turn, strings)
    return render("chat/parts.html", {"strings": strings, "parts": drawn, "actions": actions})


def _part(turn: Turn, part: Answer, strings: UiStrings) -> Html:
    if part.found and part.citations:
        return _answered(turn, part, strings, is_part=True)
    chips = _chips(turn, part, strings.nearest, strings) if part.citations else Html("")
    return _unanswered(part, strings, chips, is_part=True)


def _overview(turn: Turn, answer: Answer, strings: UiStrings) -> Html:
    listed = [
        (citation, citation.marked_texts or (citation.passage.text,))
        for citation in answer.citations
    ]
    return render(
        "chat/overview.html",
        {
            "strings": strings,
            "number": turn.number,
            "head": gist(answer, strings),
            "listed": listed,
            "actions": _actions(turn, strings),
        },
    )


def _answered(
    turn: Turn,
    answer: Answer,
    strings: UiStrings,
    *,
    actions: Html | None = None,
    is_part: bool = False,
) -> Html:
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
            "actions": actions or Html(""),
            "is_part": is_part,
        },
    )


def _unanswered(answer: Answer, strings: UiStrings, more: Html, *, is_part: bool = False) -> Html:
    related = answer.state is AnswerState.RELATED
    kind = "related" if related else "missing"
    why = strings.related_why if related else strings.not_found_why
    return note(kind, gist(answer, strings), why, strings, more=more, is_part=is_part)


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
            "by_source": sources_address(turn.question, turn.scope),
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
