"""A conversation as text to keep: as Markdown, JSON and a page to print.

Beside it the documents that it cites, for reference managers (`references`).

Flows in: the turns of a chat. Flows out: text in which documents and questions stay text, whatever
program opens it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType

from qa.records import Answer, AnswerState, Citation, Span
from qa.web.chat.commonmark import heading, inert, marked, quoted
from qa.web.chat.notices import cites_answers, gist
from qa.web.chat.quoting import source_parts
from qa.web.chat.references import as_bibtex, as_csl, as_ris
from qa.web.chat.turns import Turn
from qa.web.html.bidi import direction
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings

FORMATS = MappingProxyType(
    {
        "md": "Markdown",
        "json": "JSON",
        "html": "HTML",
        "bib": "BibTeX",
        "ris": "RIS",
        "csl.json": "CSL-JSON",
    }
)
"""Ending of the file, and its name on the page: the conversation, then the documents it cites."""


def export(ending: str, turns: Sequence[Turn], strings: UiStrings, now: datetime) -> str:
    """The content of a file of one of the `FORMATS`."""
    when = now.isoformat(sep=" ", timespec="minutes")
    match ending:
        case "md":
            return as_markdown(turns, strings, when)
        case "json":
            return as_json(turns, when)
        case "bib":
            return as_bibtex(turns, now.date())
        case "ris":
            return as_ris(turns, now.date())
        case "csl.json":
            return as_csl(turns, now.date())
        case _:
            return as_html(turns, strings, when)


def as_markdown(turns: Sequence[Turn], strings: UiStrings, when: str) -> str:
    """The conversation as Markdown: passages quoted, what answers in bold, sources as footnotes.

    Args:
        turns: The conversation.
        strings: Language of the words between the quotations.
        when: Date and time of the export.
    """
    lines, number = [f"# {strings.name} · {when}", ""], 0
    for turn in turns:
        lines += [f"## {heading(turn.question)}", ""]
        notes: list[str] = []
        for part in _printed(turn, strings).parts:
            lines += [f"### {heading(part.question)}", ""] if part.question else []
            lines += [inert(part.gist), ""] if part.gist else []
            lines += [inert(strings.nearest), ""] if part.citations and not part.answers else []
            for citation in part.citations:
                number += 1
                written = _listed(citation) if part.is_overview else _quoted(citation, part)
                written[-1] += _note_mark(written[-1], number)
                lines += written if part.is_overview else [*written, ""]
                notes += [f"[^{number}]: {_source_note(citation, part, strings)}", ""]
            lines += [""] if part.is_overview else []
        lines += notes
    return "\n".join(lines)


def as_json(turns: Sequence[Turn], when: str) -> str:
    """The conversation as records: of each turn its question and the answer or what failed."""
    written = [
        {"question": turn.question, type(turn.outcome).__name__.lower(): asdict(turn.outcome)}
        for turn in turns
    ]
    return json.dumps({"program": "sanad", "saved": when, "turns": written}, indent=2)


def as_html(turns: Sequence[Turn], strings: UiStrings, when: str) -> Html:
    """The conversation as one page to print: no script, and nothing fetched from anywhere."""
    printed = [_printed(turn, strings) for turn in turns]
    return render("chat/export.html", {"strings": strings, "when": when, "turns": printed})


@dataclass(frozen=True, slots=True)
class _PrintedPart:
    """What came of one question.

    Attributes:
        question: The question, where several were asked in one; else "".
        gist: What came of it in a sentence; "" for an answer.
        citations: What is quoted.
        answers: Whether what is quoted is believed to answer, rather than the nearest there is.
        is_overview: Whether the citations are a list of what the documents hold.
    """

    question: str
    gist: str
    citations: tuple[Citation, ...] = ()
    answers: bool = False
    is_overview: bool = False


@dataclass(frozen=True, slots=True)
class _PrintedTurn:
    """A question, and what came of it or of each question in it."""

    question: str
    parts: tuple[_PrintedPart, ...]


def _printed(turn: Turn, strings: UiStrings) -> _PrintedTurn:
    answer = turn.outcome
    if not isinstance(answer, Answer):
        return _PrintedTurn(turn.question, (_PrintedPart("", strings.failed),))
    parts = [_part(one, strings, one.question) for one in answer.parts]
    return _PrintedTurn(turn.question, tuple(parts) or (_part(answer, strings),))


def _part(answer: Answer, strings: UiStrings, question: str = "") -> _PrintedPart:
    return _PrintedPart(
        question,
        gist(answer, strings),
        answer.citations,
        answers=cites_answers(answer),
        is_overview=answer.state is AnswerState.OVERVIEW,
    )


def _quoted(citation: Citation, part: _PrintedPart) -> list[str]:
    """A passage as a Markdown quotation, what answers in bold."""
    passage = citation.passage
    return quoted(passage.text, passage.start, citation.marks if part.answers else ()) or [">"]


def _listed(citation: Citation) -> list[str]:
    """A document as an entry of a Markdown list: its title, and the sentence that tells of it."""
    title = " ".join(citation.passage.document.title.split())
    return [f"- {marked(title, [Span(0, len(title))])}: {inert(_sentence(citation))}"]


def _sentence(citation: Citation) -> str:
    """What answers in a passage; all of it where nothing is marked."""
    return " ".join(" ".join(citation.marked_texts or (citation.passage.text,)).split())


def _note_mark(line: str, number: int) -> str:
    """The number of a footnote behind a line; touching these signs it would be something else."""
    return f"{' ' if line.endswith(('!', '^', ']', '>')) else ''}[^{number}]"


def _source_note(citation: Citation, part: _PrintedPart, strings: UiStrings) -> str:
    """A footnote: title, place, file, and the sentence that is marked."""
    told = inert(" · ".join(filter(None, source_parts(citation, strings))))
    if not (part.answers and citation.marks):
        return told
    sentence = _sentence(citation)
    before, after = "«»" if direction(sentence) == "rtl" else "“”"
    return f"{told}: {before}{inert(sentence)}{after}"
