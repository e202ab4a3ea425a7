"""Records to HTML: the bubbles of the chat. `markup` makes the text in them safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from qa.errors import QAError, QuestionError
from qa.records import EVERYTHING, Answer, AnswerState, Citation, Suggestion
from qa.reports import Progress
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.chat.turns import Failure, Opening, Pending, Turn
from qa.web.html.bidi import direction
from qa.web.html.markup import Run, escape, place_line, runs_of, verbatim
from qa.web.html.ui_strings import Texts

SURE = 0.85
"""Confidence called high: of ten such answers, at most one or two are not one."""

FAIRLY_SURE = 0.6
"""Confidence called fair: an answer more often than not."""


def welcome(texts: Texts) -> str:
    """What stands in an empty chat."""
    return (
        f'<div class="welcome" dir="{texts.direction}"><strong>{escape(texts.tagline)}</strong>'
        f"<p>{escape(texts.welcome)}</p></div>"
    )


def question_bubble(turn: Turn, texts: Texts) -> str:
    """The question as typed, and what was searched for where that is more."""
    said = f'<div class="said verbatim">{verbatim((Run(turn.question),))}</div>'
    said += _within(turn, texts)
    outcome = turn.outcome
    if not isinstance(outcome, Answer) or not outcome.is_follow_up:
        return said
    whole = outcome.searched_for
    completed = (
        f'<div class="completed" dir="{texts.direction}">{escape(texts.searched_for)} '
        f'<bdi dir="{direction(whole)}">{escape(whole)}</bdi> '
        f"{_wish('anew', turn, texts.take_as_new)}</div>"
    )
    return said + completed


def _within(turn: Turn, texts: Texts) -> str:
    """Where alone was searched; nothing where that is everywhere or not known yet."""
    if isinstance(turn.outcome, Pending):
        return ""
    languages = (texts.language_names.get(code, code) for code in turn.scope.languages)
    names = (*languages, *turn.within)
    listed = escape(texts.comma).join(
        f'<bdi dir="{direction(name)}">{escape(name)}</bdi>' for name in names
    )
    within = f'<div class="completed" dir="{texts.direction}">{escape(texts.within)} {listed}</div>'
    return within if names else ""


def offers(suggestions: Iterable[Suggestion], texts: Texts) -> str:
    """Questions and headings of the documents, each asked by a press."""
    links = "".join(
        f'<a class="offer" role="button" tabindex="0" dir="{direction(suggestion.text)}"'
        f' href="#ask?{escape(urlencode({"q": suggestion.text}))}">{escape(suggestion.text)}</a>'
        for suggestion in suggestions
    )
    label = f'<span class="label">{escape(texts.ask_about)}</span>'
    return f'<div class="offers" dir="{texts.direction}">{label}{links}</div>' if links else ""


def rebuilt(turns: Sequence[Turn], generation: str, texts: Texts) -> str:
    """That answers come from an earlier index than the one in service; "" where none does."""
    answers = (turn.outcome for turn in turns if isinstance(turn.outcome, Answer))
    if all(answer.generation == generation for answer in answers):
        return ""
    renew = '<a class="wish" role="button" tabindex="0" href="#renew-0">'
    return (
        f'<p class="rebuilt" dir="{texts.direction}">{escape(texts.index_rebuilt)} '
        f"{renew}{escape(texts.ask_all_again)}</a></p>"
    )


def heard(wishes: Sequence[str], generation: str) -> str:
    """What the page's script need not send again, and which index it has been drawn from."""
    done = f'<span class="carried" id="done">{" ".join(map(escape, wishes))}</span>'
    return f'{done}<span class="carried" id="generation">{escape(generation)}</span>'


def _everywhere(turn: Turn, texts: Texts) -> str:
    """The way out of a scope in which nothing was found."""
    return "" if turn.scope == EVERYTHING else _wish("everywhere", turn, texts.ask_everywhere)


def _wish(do: str, turn: Turn, label: str) -> str:
    """A control that the page's script passes on to the server: see `wishes`."""
    return (
        f'<a class="wish" role="button" tabindex="0" href="#{do}-{turn.number}">{escape(label)}</a>'
    )


def answer_bubble(turn: Turn, texts: Texts) -> str:
    """What came of a question."""
    outcome = turn.outcome
    if isinstance(outcome, Failure):
        # Asking what cannot be searched for again would not help.
        vain = outcome.kind == QuestionError.__name__
        again = "" if vain else _wish("again", turn, texts.try_again)
        again += _everywhere(turn, texts)
        return _failure(outcome, texts, f'<div class="actions">{again}</div>')
    if isinstance(outcome, Pending | Opening):
        return _waiting(outcome, texts)
    if outcome.state is AnswerState.ANSWERED and outcome.citations:
        return _answered(turn, outcome, texts)
    if outcome.state is AnswerState.NO_DOCUMENTS:
        return _note("empty", texts.no_documents, escape(texts.no_documents_do), texts)
    if outcome.state is AnswerState.RELATED:
        head, why, kind = texts.related, texts.related_why, "related"
    else:
        head, why, kind = texts.not_found, texts.not_found_why, "missing"
    more = _everywhere(turn, texts)
    if more:
        more = f'<div class="actions">{more}</div>'
    if outcome.citations:
        more += _chips(turn, outcome, texts.nearest, texts) + _actions(turn, texts)
    return _note(kind, head, escape(why), texts, more)


def _waiting(outcome: Pending | Opening, texts: Texts) -> str:
    if isinstance(outcome, Pending):
        return f'<div class="pending" dir="{texts.direction}">{escape(texts.searching)}</div>'
    advice = f'<div class="why">{escape(texts.opening_ask)}</div>'
    return _note("opening", "", progress_line(outcome.progress, texts), texts, advice)


def _answered(turn: Turn, answer: Answer, texts: Texts) -> str:
    first = answer.citations[0]
    passage = first.passage
    quoted = verbatim(runs_of(passage.text, passage.start, first.marks))
    return (
        f'<div class="answer answered" dir="{texts.direction}">'
        f'<blockquote class="verbatim" dir="{direction(passage.text)}">{quoted}</blockquote>'
        f"{_chips(turn, answer, texts.cited, texts)}{_meter(answer, texts)}"
        f"{_actions(turn, texts)}</div>"
    )


def confidence_word(confidence: float, texts: Texts) -> str:
    """How sure the answer is, in a word."""
    if confidence >= SURE:
        return texts.sure
    return texts.fairly_sure if confidence >= FAIRLY_SURE else texts.unsure


def _meter(answer: Answer, texts: Texts) -> str:
    percent = min(round(answer.confidence * 100), 99)  # an estimate is never certain
    word = escape(confidence_word(answer.confidence, texts))
    label = escape(texts.confidence)
    return (
        f'<div class="confidence" dir="{texts.direction}"><span class="label">{label}</span> '
        f'<strong>{word}</strong> <meter min="0" max="100" value="{percent}"'
        f' title="{label} {word}">{percent}&#37;</meter> <bdi>{percent}&#37;</bdi></div>'
    )


def _actions(turn: Turn, texts: Texts) -> str:
    """What can be done with an answer; `app.js` does it, but for the link."""
    buttons = (("copy", "copy", texts.copy), ("verdict", "good", texts.good))
    made = "".join(
        f'<a class="{kind}" role="button" tabindex="0" href="#{name}-{turn.number}">'
        f"{escape(label)}</a>"
        for kind, name, label in (*buttons, ("verdict", "bad", texts.bad))
    )
    answer = turn.outcome
    # A follow-up is linked as what it was searched for: it stands for itself then.
    linked = answer.searched_for if isinstance(answer, Answer) else turn.question
    link = escape(f"/?{urlencode({'q': linked})}")
    asked = urlencode({"q": turn.question})
    made += f'<a class="link" href="{link}">{escape(texts.copy_link)}</a>' + _edit(turn, texts)
    pages = "".join(
        f'<a href="{escape(f"{page}?{asked}")}" target="_blank" rel="noopener">{escape(label)}</a>'
        for page, label in (("/sources", texts.each_source), ("/map", texts.map))
    )
    return f'<div class="actions" dir="{texts.direction}">{made}{pages}</div>'


def _edit(turn: Turn, texts: Texts) -> str:
    """The question back in the box, to be asked differently."""
    asked = escape(urlencode({"q": turn.question}))
    return (
        f'<a class="edit" role="button" tabindex="0" href="#edit?{asked}">{escape(texts.edit)}</a>'
    )


def _chips(turn: Turn, answer: Answer, label: str, texts: Texts) -> str:
    chips = "".join(_chip(turn.number, citation, texts) for citation in answer.citations)
    elapsed = escape(texts.elapsed.format(ms=round(answer.elapsed_ms)))
    return (
        f'<div class="chips" dir="{texts.direction}"><span class="label">{escape(label)}</span>'
        f'{chips}<bdi class="elapsed">{elapsed}</bdi></div>'
    )


def _chip(turn: int, citation: Citation, texts: Texts) -> str:
    passage = citation.passage
    title = escape(f"{passage.document.title} · {place_line(passage, texts)}")
    key = f"{turn}-{citation.number}"
    return (
        f'<bdi><a class="chip" role="button" tabindex="0" id="chip-{key}" href="#src-{key}"'
        f' title="{title}"><span class="unseen">{escape(texts.source)} </span>'
        f"&#91;{citation.number}&#93;</a></bdi>"
    )


def _note(kind: str, head: str, body: str, texts: Texts, more: str = "") -> str:
    """A bubble of ours. `head` is text, `body` and `more` are markup."""
    heading = f'<strong class="head">{escape(head)}</strong>' if head else ""
    return (
        f'<div class="answer note {kind}" dir="{texts.direction}">'
        f'{heading}<div class="why">{body}</div>{more}</div>'
    )


def _failure(failure: Failure, texts: Texts, more: str = "") -> str:
    if failure.kind == QuestionError.__name__ and not failure.message:
        reason = texts.too_long.format(limit=MAX_QUESTION_CHARACTERS)
    else:
        reason = texts.faults.get(failure.kind, "")
    # Errors speak English; the page's own line above says the gist in the reader's language.
    detail = verbatim((Run(failure.message),)) if failure.message else ""
    told = f'<div class="detail verbatim" dir="ltr">{detail}</div>' if detail else ""
    return _note("error", texts.failed, escape(reason), texts, told + more)


def progress_line(progress: Progress | None, texts: Texts) -> str:
    """How far the build is, in words, as HTML."""
    if progress is None:
        return escape(texts.preparing)
    template = str(getattr(texts, progress.stage))
    if progress.total == 0:
        template = template.partition(":")[0].rstrip("…") + "…"
    return escape(template.format(done=progress.done, total=progress.total))


def status_notice(progress: Progress | None, failure: QAError | None, texts: Texts) -> str:
    """What the page says above the chat while there is no index to ask."""
    if failure is not None:
        return _failure(Failure(type(failure).__name__, str(failure)), texts)
    words, bar = progress_line(progress, texts), ""
    if progress is not None and progress.total:
        bar = (
            f'<progress max="{progress.total}" value="{progress.done}" title="{words}"></progress>'
        )
    return _note("opening", "", words, texts, bar)
