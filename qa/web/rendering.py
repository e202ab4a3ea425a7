"""Records to HTML: the one place where text of documents, names and questions becomes markup.

Everything not ours goes through `escape`, which leaves letters, digits and spaces and writes every
other ASCII character as a numeric reference. That is more than HTML asks for: neither Markdown nor
LaTeX nor a template language finds one of its signs in the result, whatever a chat component
does with a message, and the whole of it is one line.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from qa.errors import QAError
from qa.records import Answer, AnswerState, Citation, Passage, Progress, Span
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.bidi import direction, strip_overrides
from qa.web.conversation import Failure, Opening, Source, Turn
from qa.web.texts import Texts

_REFERENCES = MappingProxyType(
    {code: f"&#{code};" for code in range(128) if not (chr(code).isalnum() or chr(code) == " ")}
    # Other control characters draw nothing, and HTML has no way to write them.
    | dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\ufffd")
)

# A lone surrogate (from a broken file name, or JSON) cannot be sent as UTF-8.
_SURROGATES = re.compile("[\ud800-\udfff]")


def escape(text: str) -> str:
    """Text as HTML that reads the same and means nothing, without bidi overrides."""
    return _SURROGATES.sub("\ufffd", strip_overrides(text)).translate(_REFERENCES)


CAPTION_CHARACTERS = 90
"""Most of a question that is repeated above its sources: one or two lines of the panel."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters drawn alike."""

    text: str
    style: Literal["", "mark", "dim"] = ""


def runs_of(text: str, start: int, marks: Iterable[Span]) -> tuple[Run, ...]:
    """Cut a slice of a document into marked and unmarked runs; together they are the slice.

    Args:
        text: The slice.
        start: Its offset in the document.
        marks: Ranges of the document, in rising order; what lies outside the slice is left out.
    """
    runs: list[Run] = []
    done = 0
    for mark in marks:
        begin = max(mark.start - start, done)
        end = min(mark.end - start, len(text))
        if begin < end:
            runs += [Run(text[done:begin]), Run(text[begin:end], "mark")]
            done = end
    runs.append(Run(text[done:]))
    return tuple(run for run in runs if run.text)


def verbatim(runs: Sequence[Run]) -> str:
    """Runs as lines, each with the direction of most of its own letters.

    The text content of the result is the text of the runs, line ends included.
    """
    default = direction("".join(run.text for run in runs))
    return "".join(
        f'<span class="line" dir="{direction("".join(run.text for run in line), default)}">'
        f"{''.join(_run(run) for run in line)}</span>"
        for line in _lines(runs)
    )


def _lines(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        for piece in run.text.splitlines(keepends=True):
            line.append(Run(piece, run.style))
            if piece.splitlines()[0] != piece:
                yield line
                line = []
    if line:
        yield line


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.style == "mark" and not run.text.isspace():  # a marked empty line would be a speck
        return f"<mark>{text}</mark>"
    return f'<span class="dim">{text}</span>' if run.style == "dim" else text


def welcome(texts: Texts) -> str:
    """What stands in an empty chat."""
    return (
        f'<div class="welcome" dir="{texts.direction}"><strong>{escape(texts.tagline)}</strong>'
        f"<p>{escape(texts.welcome)}</p></div>"
    )


def question_bubble(turn: Turn) -> str:
    """The question as typed."""
    return f'<div class="said verbatim">{verbatim((Run(turn.question),))}</div>'


def answer_bubble(turn: Turn, texts: Texts) -> str:
    """What came of a question."""
    outcome = turn.outcome
    if isinstance(outcome, Failure):
        return _failure(outcome, texts)
    if isinstance(outcome, Opening):
        advice = f'<div class="why">{escape(texts.opening_ask)}</div>'
        return _note("opening", "", progress_line(outcome.progress, texts), texts, advice)
    if outcome.state is AnswerState.ANSWERED and outcome.citations:
        return _answered(turn, outcome, texts)
    if outcome.state is AnswerState.NO_DOCUMENTS:
        return _note("empty", texts.no_documents, escape(texts.no_documents_do), texts)
    if outcome.state is AnswerState.RELATED:
        head, why, kind = texts.related, texts.related_why, "related"
    else:
        head, why, kind = texts.not_found, texts.not_found_why, "missing"
    chips = _chips(turn, outcome, texts.nearest, texts) if outcome.citations else ""
    return _note(kind, head, escape(why), texts, chips)


def _answered(turn: Turn, answer: Answer, texts: Texts) -> str:
    first = answer.citations[0]
    passage = first.passage
    quoted = verbatim(runs_of(passage.text, passage.start, first.marks))
    return (
        f'<div class="answer answered" dir="{texts.direction}">'
        f'<blockquote class="verbatim" dir="{direction(passage.text)}">{quoted}</blockquote>'
        f"{_chips(turn, answer, texts.cited, texts)}</div>"
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


def _failure(failure: Failure, texts: Texts) -> str:
    if failure.kind == "QuestionError" and not failure.message:
        reason = texts.too_long.format(limit=MAX_QUESTION_CHARACTERS)
    else:
        reason = texts.faults.get(failure.kind, "")
    # Errors speak English; the page's own line above says the gist in the reader's language.
    detail = verbatim((Run(failure.message),)) if failure.message else ""
    more = f'<div class="detail verbatim" dir="ltr">{detail}</div>' if detail else ""
    return _note("error", texts.failed, escape(reason), texts, more)


def progress_line(progress: Progress | None, texts: Texts) -> str:
    """How far the build is, as HTML."""
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
    return _note("opening", "", progress_line(progress, texts), texts)


def place_line(passage: Passage, texts: Texts) -> str:
    """Where a passage stands, as plain text: headings, then page, row or line.

    The title of the document stands above it already and is not said again as a heading.
    """
    place = passage.place
    if place.page:
        at = texts.page.format(label=place.page)
    elif place.row:
        at = texts.row.format(label=place.row)
    else:
        at = texts.line.format(label=place.line)
    title = passage.document.title
    return " · ".join((*(heading for heading in place.headings if heading != title), at))


def source_panel(turns: Sequence[Turn], texts: Texts) -> str:
    """The cards of every turn; those of the last are shown, the others wait for their chip."""
    shown = next((turn.number for turn in reversed(turns) if turn.sources), 0)
    if not shown:
        hint = f"<p>{escape(texts.no_sources)}</p>"
        return f'<div class="cards none" dir="{texts.direction}">{hint}</div>'
    cards = "".join(
        f'<div class="turn{" shown" if turn.number == shown else ""}" id="turn-{turn.number}">'
        f"{_caption(turn, texts)}"
        f"{''.join(_card(turn, source, texts) for source in turn.sources)}</div>"
        for turn in turns
        if turn.sources
    )
    return f'<div class="cards">{cards}</div>'


def _caption(turn: Turn, texts: Texts) -> str:
    """Which question a turn's cards belong to, and whether they answer it."""
    believed = isinstance(turn.outcome, Answer) and turn.outcome.found
    label = texts.sources if believed else texts.only_near
    question = textwrap.shorten(turn.question, CAPTION_CHARACTERS, placeholder=" …")
    return (
        f'<p class="caption" dir="{texts.direction}">{escape(label)} '
        f'<bdi dir="{direction(question)}">{escape(question)}</bdi></p>'
    )


def _card(turn: Turn, source: Source, texts: Texts) -> str:
    citation = source.citation
    passage = citation.passage
    believed = isinstance(turn.outcome, Answer) and turn.outcome.found
    marks = citation.marks if believed else ()
    runs = (
        Run(source.before, "dim"),
        *runs_of(passage.text, passage.start, marks),
        Run(source.after, "dim"),
    )
    title = passage.document.title
    place = place_line(passage, texts)
    key = f"{turn.number}-{citation.number}"
    return (
        f'<div class="card" id="src-{key}" tabindex="-1" dir="{texts.direction}">'
        f'<div class="card-head"><span class="number">{citation.number}</span>'
        f'<span><bdi class="title" dir="{direction(title)}">{escape(title)}</bdi>'
        f'<bdi class="place" dir="{direction(place)}">{escape(place)}</bdi></span></div>'
        f'<div class="verbatim excerpt" dir="{direction(passage.text)}">'
        f"{verbatim([run for run in runs if run.text])}</div>"
        f'<div class="links">{_links(citation, texts)}'
        f'<a class="back" href="#chip-{key}">{escape(texts.back)}</a></div></div>'
    )


def _links(citation: Citation, texts: Texts) -> str:
    passage = citation.passage
    path = passage.document.path.encode("utf-8", "replace").decode()
    at = {"path": path, "start": passage.start, "end": passage.end}
    document = f"/document?{urlencode(at | {'sha256': passage.document.sha256})}#passage"
    original = f"/original?{urlencode({'path': path})}"
    return (
        f'<a href="{escape(document)}" target="_blank" rel="noopener">'
        f"{escape(texts.open_document)}</a>"
        f'<a href="{escape(original)}" target="_blank" rel="noopener">'
        f"{escape(texts.original)}</a>"
    )
