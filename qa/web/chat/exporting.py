"""A conversation as text to keep: as Markdown, JSON and a page to print.

Flows in: the turns of a chat. Flows out: text in which documents and questions stay text, whatever
program opens it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

from qa.records import Answer, Citation
from qa.web.chat.notices import gist
from qa.web.chat.turns import Turn
from qa.web.html.bidi import strip_overrides
from qa.web.html.markup import Html, place_text, render, split_runs
from qa.web.html.ui_strings import UiStrings

FORMATS = MappingProxyType({"md": "Markdown", "json": "JSON", "html": "HTML"})
"""Ending of the file, and its name on the page."""

# CommonMark: a backslash before any ASCII punctuation makes it stand for itself.
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")


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
        for part in _printed(turn, strings).parts:
            if part.question:
                lines += [f"### {_inert(' '.join(part.question.split()))}", ""]
            if part.gist:
                lines += [_inert(part.gist), ""]
            for citation in part.citations:
                reference = _inert(_reference(citation, strings))
                lines += [*_quoted(citation), ">", f"> — {reference}", ""]
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
    """

    question: str
    gist: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class _PrintedTurn:
    """A question, and what came of it or of each question in it."""

    question: str
    parts: tuple[_PrintedPart, ...]


def _printed(turn: Turn, strings: UiStrings) -> _PrintedTurn:
    answer = turn.outcome
    if not isinstance(answer, Answer):
        return _PrintedTurn(turn.question, (_PrintedPart("", strings.failed),))
    parts = [_PrintedPart(one.question, gist(one, strings), one.citations) for one in answer.parts]
    whole = _PrintedPart("", gist(answer, strings), answer.citations)
    return _PrintedTurn(turn.question, tuple(parts) or (whole,))


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
