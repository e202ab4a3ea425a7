"""A closer look at an answer, for those who ask: why it was found, and the passages like it."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass, replace

from qa.errors import QAError
from qa.records import Answer, Citation, Hit, Passage
from qa.web.chat.quoting import LINE_CHARACTERS, opening_of, short_title, shortened
from qa.web.chat.turns import CloserLook, Turn
from qa.web.hearing import unheard
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLike

_LOG = logging.getLogger(__name__)

SIMILAR_PASSAGES = 5
"""Passages shown as like the first: those after them are seldom about the same."""

SHOWN_WORDS = 12
"""Words that question and passage share, and that are named."""


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Why one passage was found, in words.

    Attributes:
        number: The citation's number.
        title: The short title of its document.
        lines: What is said, each with the label before it.
    """

    number: int
    title: str
    lines: tuple[tuple[str, str], ...]


def with_closer_look(knowledge_base: KnowledgeBaseLike, turn: Turn) -> Turn:
    """The turn with what is asked for in its closer look; nothing found where that fails."""
    look, answer = turn.look, turn.outcome
    if look is None or not isinstance(answer, Answer) or not answer.citations:
        return replace(turn, look=None)
    found = CloserLook(look.kind, is_known=True)
    try:
        if look.kind == "why":
            found = replace(found, explained=_explained(knowledge_base, turn, answer))
        else:
            passage = answer.citations[0].passage
            similar = knowledge_base.similar(passage, top_k=SIMILAR_PASSAGES, scope=turn.scope)
            found = replace(found, similar=tuple(similar))
    except (KeyError, QAError):  # the document has changed, or the scope is gone
        pass
    except Exception:  # noqa: BLE001 (the chat goes on; the cause is for the terminal, not for the page)
        _LOG.exception("a closer look failed")
    return replace(turn, look=found)


def _explained(
    knowledge_base: KnowledgeBaseLike, turn: Turn, answer: Answer
) -> tuple[Citation, ...]:
    """The citations of an answer, each with why it was found; its questions are asked again."""
    reasons: dict[str, Citation] = {}
    for part in answer.parts or (answer,):
        if part.citations:
            told = unheard(knowledge_base).ask(
                part.searched_for,
                top_k=len(answer.citations),
                scope=turn.scope,
                explain=True,
                corrected=False,  # it is the question as corrected already
            )
            reasons |= {one.passage.passage_id: one for one in told.citations if one.explanation}
    return tuple(
        replace(citation, explanation=reasons[citation.passage.passage_id].explanation)
        for citation in answer.citations
        if citation.passage.passage_id in reasons
    )


def closer_look(turn: Turn, strings: UiStrings) -> Html:
    """What a closer look shows, below its answer; "" where nobody asked for one."""
    look, answer = turn.look, turn.outcome
    if look is None or not isinstance(answer, Answer):
        return Html("")
    values: dict[str, object] = {"strings": strings, "number": turn.number, "look": look}
    if look.kind == "similar":
        values["similar"] = [_similar(hit) for hit in look.similar]
        return render("chat/similar.html", values)
    percent = min(round(answer.confidence * 100), 99)  # an estimate is never certain
    facts = [
        (strings.confidence, f"{percent}%"),
        (strings.took, strings.elapsed.format(ms=f"{answer.elapsed_ms:,.0f}")),
    ]
    reasons = [_reasons(citation, strings) for citation in look.explained]
    return render("chat/why.html", {**values, "facts": facts, "reasons": reasons})


def _similar(hit: Hit) -> tuple[Passage, str, str]:
    passage = hit.passage
    return passage, short_title(passage), shortened(opening_of(passage), LINE_CHARACTERS)


def _reasons(citation: Citation, strings: UiStrings) -> _Reasons:
    """What each stage makes of a passage, in plain words; nothing of one that did not look."""
    explanation, hit = citation.explanation, citation.hit
    lines = []
    if explanation is not None:
        found = list(dict.fromkeys(word.found for word in explanation.words))[:SHOWN_WORDS]
        lines.append((strings.same_words, strings.comma.join(found) or strings.no_same_words))
        scores = {stage.stage: stage for stage in explanation.stages}
        dense, reader = scores.get("dense"), scores.get("reader")
        if dense is not None and dense.score is not None and dense.rank is not None:
            lines.append(
                (strings.same_meaning, strings.place_of.format(rank=strings.number(dense.rank)))
            )
        if reader is not None and reader.score is not None:
            lines.append((strings.read_as_answer, f"{_chance(reader.score)}%"))
    lines.append((strings.score, f"{hit.score:.2f}"))
    return _Reasons(citation.number, short_title(citation.passage), tuple(lines))


def _chance(log_odds: float) -> int:
    """The probability of log-odds, in per cent; never none and never certain."""
    bounded = max(-20.0, min(log_odds, 20.0))
    return min(max(round(100 / (1 + math.exp(-bounded))), 1), 99)
