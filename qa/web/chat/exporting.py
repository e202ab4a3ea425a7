"""A conversation as text to keep: for the clipboard, as Markdown, JSON and a page to print.

Flows in: the turns of a chat. Flows out: text in which documents and questions stay text, whatever
program opens it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from types import MappingProxyType

from qa.records import Answer, AnswerState, Citation
from qa.web.chat.turns import Turn
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import Run, escape, place_line, runs_of, verbatim
from qa.web.html.ui_strings import Texts

FORMATS = MappingProxyType({"md": "Markdown", "json": "JSON", "html": "HTML"})
"""Ending of the file, and its name on the page."""

# CommonMark: a backslash before any ASCII punctuation makes it stand for itself.
_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")

_STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;line-height:1.8;"
    "font-family:Vazirmatn,'Noto Naskh Arabic',system-ui,sans-serif;color:#17211f;background:#fff}"
    "blockquote{margin:0;padding-inline-start:1rem;border-inline-start:3px solid #0f766e}"
    ".line{display:block;white-space:pre-wrap;overflow-wrap:anywhere}mark{background:#fff0a8}"
    "section{break-inside:avoid-page;margin-block:2rem}ol{padding-inline-start:1.6rem}"
    "small{color:#56625f}@media print{body{margin:0;max-width:none}}"
)


def plain_answer(turn: Turn, texts: Texts) -> str:
    """An answer and its numbered citations as plain text, without hidden direction marks."""
    lines = [_gist(turn, texts)]
    if isinstance(turn.outcome, Answer):
        answer = turn.outcome
        if answer.found and answer.citations:
            lines = [f"{answer.citations[0].passage.text.strip()} [1]"]
        if answer.citations:
            lines += ["", texts.cited if answer.found else texts.nearest]
            lines += [_reference(citation, texts) for citation in answer.citations]
    return strip_overrides("\n".join(lines))


def as_markdown(turns: Sequence[Turn], texts: Texts, when: str) -> str:
    """The conversation as Markdown whose quoted text holds no sign of Markdown.

    Args:
        turns: The conversation.
        texts: Language of the words between the quotations.
        when: Date and time of the export.
    """
    lines = [f"# {texts.name} · {when}", ""]
    for turn in turns:
        lines += [f"## {_inert(' '.join(turn.question.split()))}", ""]
        if isinstance(turn.outcome, Answer) and turn.outcome.citations:
            answer = turn.outcome
            if not answer.found:
                lines += [_inert(_gist(turn, texts)), ""]
            for citation in answer.citations:
                lines += [*_quoted(citation), ">", f"> — {_inert(_reference(citation, texts))}", ""]
        else:
            lines += [_inert(_gist(turn, texts)), ""]
    return "\n".join(lines)


def as_json(turns: Sequence[Turn], when: str) -> str:
    """The conversation as records: of each turn its question and the answer or what failed."""
    written = [
        {"question": turn.question, type(turn.outcome).__name__.lower(): asdict(turn.outcome)}
        for turn in turns
    ]
    return json.dumps({"program": "sanad", "saved": when, "turns": written}, indent=2)


def as_html(turns: Sequence[Turn], texts: Texts, when: str) -> str:
    """The conversation as one page to print: no script, and nothing fetched from anywhere."""
    sections = "".join(_section(turn, texts) for turn in turns)
    return (
        f'<!doctype html><html lang="{texts.language}" dir="{texts.direction}"><head>'
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(texts.name)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(texts.name)}</h1><small>{escape(when)}</small>{sections}</body></html>"
    )


def _section(turn: Turn, texts: Texts) -> str:
    question = f"<h2>{verbatim((Run(turn.question),))}</h2>"
    if not isinstance(turn.outcome, Answer) or not turn.outcome.citations:
        return f"<section>{question}<p>{escape(_gist(turn, texts))}</p></section>"
    answer = turn.outcome
    gist = "" if answer.found else f"<p>{escape(_gist(turn, texts))}</p>"
    quotes = "".join(f"<li>{_quotation(citation, texts)}</li>" for citation in answer.citations)
    return f"<section>{question}{gist}<ol>{quotes}</ol></section>"


def _quotation(citation: Citation, texts: Texts) -> str:
    passage = citation.passage
    quoted = verbatim(runs_of(passage.text, passage.start, citation.marks))
    where = f"{passage.document.title} · {place_line(passage, texts)} · {passage.document.path}"
    return (
        f'<blockquote dir="{direction(passage.text)}">{quoted}</blockquote>'
        f'<small dir="{direction(where)}">{escape(where)}</small>'
    )


def _gist(turn: Turn, texts: Texts) -> str:
    """What came of a question that has no answer, in one sentence."""
    if not isinstance(turn.outcome, Answer):
        return texts.failed
    gists = {
        AnswerState.RELATED: texts.related,
        AnswerState.NO_DOCUMENTS: texts.no_documents,
    }
    return gists.get(turn.outcome.state, texts.not_found)


def _reference(citation: Citation, texts: Texts) -> str:
    passage = citation.passage
    title, path = " ".join(passage.document.title.split()), passage.document.path
    return f"[{citation.number}] {title} · {place_line(passage, texts)} · {path}"


def _quoted(citation: Citation) -> list[str]:
    """A passage as a Markdown quotation, what answers in bold."""
    passage = citation.passage
    written = "".join(
        _bold(run.text) if run.style == "mark" else _inert(run.text)
        for run in runs_of(passage.text, passage.start, citation.marks)
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
