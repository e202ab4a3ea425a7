"""The panel beside the chat: a card for each cited passage, in its place in its document."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from qa.records import UNDETERMINED, Answer, Citation, Passage
from qa.web.chat.copying import plain_answer
from qa.web.chat.exchanges import exchanges
from qa.web.chat.notices import cites_answers
from qa.web.chat.turns import Source, Turn
from qa.web.html.markup import Html, Run, place_query, render, split_runs
from qa.web.html.ui_strings import UiStrings

CAPTION_CHARACTERS = 90
"""Most of a question that is repeated above its sources: one or two lines of the panel."""

SHOWN_PLACES = 5
"""Other places of a passage that are listed; a notice on every page of a site has hundreds."""


@dataclass(frozen=True, slots=True)
class _Card:
    """What a source's card shows besides the citation.

    Attributes:
        citation: The citation.
        number: The number shown: that of its chip.
        key: "TURN-CITATION", part of the card's id.
        runs: The passage in its surroundings.
        language: The passage's language in a word; "" where it is not known.
        context: Where the passage is, for an address.
        places: Other places of the same text.
        more_places: How many more there are, in words; "" for none.
    """

    citation: Citation
    number: int
    key: Html
    runs: tuple[Run, ...]
    language: str
    context: str
    places: tuple[Passage, ...]
    more_places: str


@dataclass(frozen=True, slots=True)
class _TurnCards:
    """The cards of a turn, under a caption.

    Attributes:
        number: The turn's number.
        label: Whether the sources answer.
        question: The question they belong to, shortened.
        record: What the page's script copies and reports: see `feedback.Verdict`.
        cards: One for each source.
    """

    number: int
    label: str
    question: str
    record: dict[str, object]
    cards: tuple[_Card, ...]


def source_panel(turns: Sequence[Turn], strings: UiStrings) -> Html:
    """The cards of every turn; those of the last are shown, the others wait for their chip."""
    shown = [
        _turn_cards(one.turn, strings, asked=exchange.turn.question, offset=one.offset)
        for exchange in exchanges(turns)
        for one in exchange.numbered()
        if one.turn.sources
    ]
    panel_strings = {"show": strings.show_sources, "hide": strings.hide_sources}
    return render(
        "chat/source_cards.html",
        {"strings": strings, "turns": shown, "panel_strings": panel_strings},
    )


def _turn_cards(turn: Turn, strings: UiStrings, *, asked: str, offset: int) -> _TurnCards:
    """The cards of a turn.

    Args:
        turn: The turn.
        strings: The visitor's language.
        asked: The question that it answers, where it is more of an answer.
        offset: How many sources of that answer stand above its own.
    """
    return _TurnCards(
        number=turn.number,
        label=strings.sources if _answers(turn.outcome) else strings.only_near,
        question=textwrap.shorten(asked, CAPTION_CHARACTERS, placeholder=" …"),
        record=_record(turn, strings),
        cards=tuple(_card(turn, source, strings, offset) for source in turn.sources),
    )


def _answers(outcome: object) -> bool:
    return isinstance(outcome, Answer) and cites_answers(outcome)


def _shows_marks(outcome: object, citation: Citation) -> bool:
    """Whether a citation answers; of several questions in one, its own."""
    if isinstance(outcome, Answer) and outcome.parts:
        return any(citation in part.citations and _answers(part) for part in outcome.parts)
    return _answers(outcome)


def _record(turn: Turn, strings: UiStrings) -> dict[str, object]:
    if not isinstance(turn.outcome, Answer):
        return {}
    answer = turn.outcome
    return {
        "plain": plain_answer(turn, strings),
        "report": {
            "question": turn.question,
            "state": answer.state.value,
            "confidence": answer.confidence,
            "generation": answer.generation,
            "passages": [citation.passage.passage_id for citation in answer.citations],
        },
    }


def _card(turn: Turn, source: Source, strings: UiStrings, offset: int) -> _Card:
    citation = source.citation
    hit, passage = citation.hit, citation.passage
    marks = citation.marks if _shows_marks(turn.outcome, citation) else ()
    runs = (
        Run(source.before, "dim"),
        *split_runs(passage.text, passage.start, marks, citation.terms, citation.answer_span),
        Run(source.after, "dim"),
    )
    known = passage.language != UNDETERMINED
    n_more = len(hit.duplicates) - SHOWN_PLACES
    return _Card(
        citation=citation,
        number=citation.number + offset,
        key=Html("{}-{}").format(turn.number, citation.number),
        runs=tuple(run for run in runs if run.text),
        language=strings.language_name(passage.language) if known else "",
        context=place_query(passage),
        places=hit.duplicates[:SHOWN_PLACES],
        more_places=strings.counted(strings.also_more, n_more) if n_more > 0 else "",
    )
