"""An answer for the clipboard: its sentence, the source of it, and below them the passage."""

from __future__ import annotations

from qa.records import Answer, AnswerState, Citation
from qa.web.chat.notices import cites_answers, gist
from qa.web.chat.quoting import source_parts
from qa.web.chat.turns import Turn
from qa.web.html.bidi import strip_overrides
from qa.web.html.ui_strings import UiStrings


def plain_answer(turn: Turn, strings: UiStrings) -> str:
    """An answer and its citations as plain text, without hidden direction marks."""
    answer = turn.outcome
    if not isinstance(answer, Answer):
        return strings.failed
    told = [[part.question, *_plain(part, strings)] for part in answer.parts]
    written = "\n\n".join("\n".join(lines) for lines in told or [_plain(answer, strings)])
    return strip_overrides(written)


def _plain(answer: Answer, strings: UiStrings) -> list[str]:
    """The lines of one answer."""
    if answer.found and answer.citations:
        return _answered(answer, strings)
    lines = [gist(answer, strings)]
    if answer.state is AnswerState.OVERVIEW:
        lines += [f"{_sentence(one)} [{one.number}]" for one in answer.citations]
    if answer.citations:
        lines += ["", strings.cited if cites_answers(answer) else strings.nearest]
        lines += [_source(citation, strings) for citation in answer.citations]
    return lines


def _answered(answer: Answer, strings: UiStrings) -> list[str]:
    first, *others = answer.citations
    passage = first.passage.text.strip()
    lines = [_sentence(first), _source(first, strings)]
    if passage != lines[0]:
        lines += ["", passage]
    if others:
        lines += ["", strings.cited, *(_source(citation, strings) for citation in others)]
    return lines


def _sentence(citation: Citation) -> str:
    return "\n".join(citation.marked_texts).strip() or citation.passage.text.strip()


def _source(citation: Citation, strings: UiStrings) -> str:
    return f"[{citation.number}] {' · '.join(source_parts(citation, strings))}"
