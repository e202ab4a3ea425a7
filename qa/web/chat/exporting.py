"""A conversation as text to keep: for the clipboard, as Markdown, JSON and a page to print.

Flows in: the turns of a chat. Flows out: text in which documents and questions stay text, whatever
program opens it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

from qa.records import Answer, AnswerState, Citation, Passage
from qa.web.chat.turns import Turn
from qa.web.html.bidi import strip_overrides
from qa.web.html.markup import Html, Run, citation_runs, place_text, render, split_runs
from qa.web.html.ui_strings import UiStrings

FORMATS = MappingProxyType({"md": "Markdown", "json": "JSON", "html": "HTML"})
"""Ending of the file, and its name on the page."""

# CommonMark: a backslash before any ASCII punctuation makes it stand for itself.
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")


def plain_answer(turn: Turn, strings: UiStrings) -> str:
    """An answer and its numbered citations as plain text, without hidden direction marks."""
    lines = [_gist(turn, strings)]
    if isinstance(turn.outcome, Answer):
        answer = turn.outcome
        if answer.found and answer.citations:
            lines = [f"{answer.citations[0].passage.text.strip()} [1]"]
        if answer.citations:
            lines += ["", strings.cited if answer.found else strings.nearest]
            lines += [_reference(citation, strings) for citation in answer.citations]
    return strip_overrides("\n".join(lines))


def as_markdown(turns: Sequence[Turn], strings: UiStrings, when: str) -> str:
    """The conversation as Markdown whose quoted text holds no sign of Markdown.

    Args:
        turns: The conversation.
        strings: Language of the words between the quotations.
        when: Date and time of the export.
    """
    lines = [f"# {strings.name} · {when}", ""]
    for turn in turns:
        lines += [f"## {_inert(' '.join(turn.question.split()))}", ""]
        if isinstance(turn.outcome, Answer) and turn.outcome.citations:
            answer = turn.outcome
            if not answer.found:
                lines += [_inert(_gist(turn, strings)), ""]
            for citation in answer.citations:
                lines += [
                    *_quoted(citation),
                    ">",
                    f"> — {_inert(_reference(citation, strings))}",
                    "",
                ]
        else:
            lines += [_inert(_gist(turn, strings)), ""]
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
class _Quotation:
    """A cited passage, what answers in it marked, and where it stands."""

    passage: Passage
    runs: tuple[Run, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _PrintedTurn:
    """A question, what came of it in a sentence ("" for an answer), and the passages cited."""

    question: str
    gist: str
    quotations: tuple[_Quotation, ...]


def _printed(turn: Turn, strings: UiStrings) -> _PrintedTurn:
    answer = turn.outcome
    if not isinstance(answer, Answer) or not answer.citations:
        return _PrintedTurn(turn.question, _gist(turn, strings), ())
    quotations = tuple(_quotation(citation, strings) for citation in answer.citations)
    return _PrintedTurn(turn.question, "" if answer.found else _gist(turn, strings), quotations)


def _quotation(citation: Citation, strings: UiStrings) -> _Quotation:
    passage = citation.passage
    source = f"{passage.document.title} · {place_text(passage, strings)} · {passage.document.path}"
    return _Quotation(passage, citation_runs(citation), source)


def _gist(turn: Turn, strings: UiStrings) -> str:
    """What came of a question that has no answer, in one sentence."""
    if not isinstance(turn.outcome, Answer):
        return strings.failed
    gists = {
        AnswerState.RELATED: strings.related,
        AnswerState.NO_DOCUMENTS: strings.no_documents,
    }
    return gists.get(turn.outcome.state, strings.not_found)


def _reference(citation: Citation, strings: UiStrings) -> str:
    passage = citation.passage
    title, path = " ".join(passage.document.title.split()), passage.document.path
    return f"[{citation.number}] {title} · {place_text(passage, strings)} · {path}"


def _quoted(citation: Citation) -> list[str]:
    """A passage as a Markdown quotation, what answers in bold."""
    passage = citation.passage
    written = "".join(
        _bold(run.text) if run.style == "mark" else _inert(run.text)
        for run in split_runs(passage.text, passage.start, citation.marks)
    )
    # Spaces at the start of a line would make it code.
    return [f"> {line.strip()}" for line in written.splitlines()]


def _bold(text: str) -> str:
    """Bold, line by line: the stars must touch what they stand around."""
    lines = text.splitlines(keepends=True)
    return "".join(
        line.replace(line.strip(), f"**{_inert(line.strip())}**", 1) if line.strip() else line
        for line in lines
    )


def _inert(text: str) -> str:
    return _SIGNS.sub(r"\\\1", strip_overrides(text))
