"""From turns to the bubbles of the chat, as markup; what stands around them is in `notices`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from qa.errors import QuestionError
from qa.records import EVERYTHING, Answer, AnswerState, Citation, DocumentInfo
from qa.web.chat.closer_look import closer_look
from qa.web.chat.exchanges import More
from qa.web.chat.notices import failure_note, gist, note
from qa.web.chat.quoting import leads, nearest_sentence, short_title
from qa.web.chat.turns import Failure, IndexLoading, Pending, Turn
from qa.web.chat.verbs import ServerVerb
from qa.web.html.markup import Html, citation_runs, encodable, render
from qa.web.html.ui_strings import UiStrings
from qa.web.pages.sources import sources_address

SURE = 0.85
"""Confidence called high: of ten such answers, at most one or two are not one."""

FAIRLY_SURE = 0.6
"""Confidence called fair: an answer more often than not."""

Sureness = Literal["high", "fair", "low"]


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation as one line.

    Attributes:
        citation: The citation.
        number: The number shown.
        title: The short title of its document.
        sentence: Its sentence nearest to the question.
    """

    citation: Citation
    number: int
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Held:
    """What an overview shows of a document.

    Attributes:
        cited: The citation, with its number.
        texts: Its marked sentences.
        language: The document's language in a word; "" where it is not known or known from above.
        path: The document, for an address; "" where it has none.
    """

    cited: _Cited
    texts: tuple[str, ...]
    language: str
    path: str


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


def answer_bubble(turn: Turn, strings: UiStrings, more: Sequence[More] = ()) -> Html:
    """What came of a question, and of the wishes for more after it."""
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
            strings.progress(outcome.progress),
            strings.opening_ask,
            strings,
        )
    return _answer(turn, outcome, strings, more)


def _answer(turn: Turn, answer: Answer, strings: UiStrings, more: Sequence[More]) -> Html:
    if answer.small_talk:
        return render("chat/small_talk.html", {"strings": strings, "line": gist(answer, strings)})
    if answer.state is AnswerState.NO_DOCUMENTS:
        add = render("chat/add_documents.html", {"strings": strings})
        return note("empty", strings.no_documents, strings.no_documents_do, strings, more=add)
    goes_on = not more or bool(more[-1].turn.sources)
    foot = _appended(more, strings) + _foot(turn, answer, strings, goes_on=goes_on)
    if answer.parts:
        return _parts(turn, answer, strings, foot)
    if answer.state is AnswerState.OVERVIEW:
        return _overview(turn, answer, strings, foot)
    if answer.found and answer.citations:
        return _answered(turn, answer, strings, foot)
    return _unanswered(turn, answer, strings, foot)


def _parts(turn: Turn, answer: Answer, strings: UiStrings, foot: Html) -> Html:
    """The answer to each of several questions, under the question."""
    drawn = [
        (part.question, _restated(turn, part, strings), _part(turn, part, strings))
        for part in answer.parts
    ]
    everywhere = Html("") if answer.found else _row(_everywhere(turn, strings))
    values = {"strings": strings, "parts": drawn, "foot": everywhere + foot}
    return render("chat/parts.html", values)


def _part(turn: Turn, part: Answer, strings: UiStrings) -> Html:
    draw = _answered if part.found and part.citations else _unanswered
    return draw(turn, part, strings, Html(""), is_part=True)


def _overview(turn: Turn, answer: Answer, strings: UiStrings, foot: Html) -> Html:
    return render(
        "chat/overview.html",
        {
            "strings": strings,
            "head": gist(answer, strings),
            "held": _held(turn, answer, strings),
            "foot": foot,
        },
    )


def _held(turn: Turn, answer: Answer, strings: UiStrings, offset: int = 0) -> Html:
    """The documents of an overview, or the passages of a list, one below the other."""
    held: list[_Held] = []
    seen: set[str] = set()
    for cited in _cited_lines(answer.citations, offset):
        passage = cited.citation.passage
        info = passage.document
        # Of several passages of one document the first says what the document is.
        is_new = info.path not in seen
        seen.add(info.path)
        path = info.path if is_new and encodable(info.path) == info.path else ""
        held.append(
            _Held(
                cited,
                cited.citation.marked_texts or (passage.text,),
                _language(info, strings) if is_new else "",
                urlencode({"q": path}) if path else "",
            )
        )
    return render("chat/held.html", {"strings": strings, "turn": turn.number, "held": held})


def _language(info: DocumentInfo, strings: UiStrings) -> str:
    return strings.language_name(info.language) if info.language in strings.language_names else ""


def _answered(
    turn: Turn, answer: Answer, strings: UiStrings, foot: Html, *, is_part: bool = False
) -> Html:
    first, *others = _cited_lines(answer.citations)
    shown = leads(first.citation)
    return render(
        "chat/answered.html",
        {
            "strings": strings,
            "turn": turn.number,
            "first": first,
            "leads": shown,
            "is_long": any(lead.is_long for lead in shown),
            "passage": first.citation.passage,
            "runs": citation_runs(first.citation),
            "further": _further(turn, others, strings),
            "sureness": _sureness(answer, strings) if is_part else Html(""),
            "foot": foot,
            "is_part": is_part,
        },
    )


def _unanswered(
    turn: Turn, answer: Answer, strings: UiStrings, foot: Html, *, is_part: bool = False
) -> Html:
    """The closest passages, which may not answer; or that there is no answer, and what to try."""
    nearest = _further(turn, _cited_lines(answer.citations), strings)
    if answer.state is AnswerState.RELATED:
        head = gist(answer, strings)
        more = nearest + (foot if is_part else _row(_everywhere(turn, strings)) + foot)
        return note("related", head, "", strings, more=more, is_part=is_part)
    more = render(
        "chat/missing.html",
        {
            "strings": strings,
            "searched": _searched(turn, strings),
            "everywhere": Html("") if is_part else _everywhere(turn, strings),
            "nearest": nearest,
            "foot": foot,
        },
    )
    return note("missing", gist(answer, strings), "", strings, more=more, is_part=is_part)


def _searched(turn: Turn, strings: UiStrings) -> str:
    """What was searched, where nothing was found."""
    within = _within(turn, strings)
    if within:
        return f"{strings.searched_in} {strings.comma.join(within)}"
    return strings.searched_all.format(count=strings.number(turn.n_documents))


def _appended(more: Sequence[More], strings: UiStrings) -> Html:
    """What was found beside an answer, when more was asked for."""
    drawn = Html("")
    for one in more:
        answer = one.turn.outcome
        if not isinstance(answer, Answer):
            continue
        lines = _held(one.turn, answer, strings, one.offset)
        values = {"strings": strings, "turn": one.turn.number, "lines": lines}
        drawn += render("chat/appended.html", {**values, "found": bool(answer.citations)})
    return drawn


def _cited_lines(citations: Sequence[Citation], offset: int = 0) -> list[_Cited]:
    return [
        _Cited(
            citation,
            citation.number + offset,
            short_title(citation.passage),
            nearest_sentence(citation),
        )
        for citation in citations
    ]


def _further(turn: Turn, lines: Sequence[_Cited], strings: UiStrings) -> Html:
    """Sources beside the first, a line each."""
    values = {"strings": strings, "turn": turn.number, "lines": lines}
    return render("chat/further.html", values) if lines else Html("")


def confidence_word(confidence: float, strings: UiStrings) -> str:
    """How sure the answer is, in a word."""
    return {"high": strings.sure, "fair": strings.fairly_sure, "low": strings.unsure}[
        sureness(confidence)
    ]


def sureness(confidence: float) -> Sureness:
    """How sure the answer is: one of three."""
    if confidence >= SURE:
        return "high"
    return "fair" if confidence >= FAIRLY_SURE else "low"


def _sureness(answer: Answer, strings: UiStrings) -> Html:
    """How sure an answer is; nothing of what is none."""
    if not (answer.found and answer.citations):
        return Html("")
    word = confidence_word(answer.confidence, strings)
    values = {"strings": strings, "word": word, "level": sureness(answer.confidence)}
    return render("chat/sureness.html", values)


def _foot(turn: Turn, answer: Answer, strings: UiStrings, *, goes_on: bool) -> Html:
    """What can be done with an answer, how sure it is, and a closer look at it."""
    # A follow-up is linked as what it was searched for: it stands for itself then.
    linked = answer.searched_for or turn.question
    cites = bool(answer.citations)
    is_overview = answer.state is AnswerState.OVERVIEW
    goes_on = goes_on and (is_overview or answer.found)
    return render(
        "chat/foot.html",
        {
            "strings": strings,
            "number": turn.number,
            "linked": urlencode({"q": linked}),
            "asked": urlencode({"q": turn.question}),
            "by_source": sources_address(turn.question, turn.scope),
            "more": urlencode({"q": strings.more_of_this}) if goes_on else "",
            "first_citation": answer.citations[0] if cites and not is_overview else None,
            "found": answer.found,
            "first": answer.citations[0].number if cites else 0,
            "sureness": Html("") if answer.parts else _sureness(answer, strings),
            "outdated": answer.calibration_outdated,
            "closer": closer_look(turn, strings),
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
