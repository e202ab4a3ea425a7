"""The panel beside the chat: a card for each cited passage, in its place in its document."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.records import UNDETERMINED, Answer, Citation, DocumentInfo, Passage, Span
from qa.web.chat.copying import plain_answer
from qa.web.chat.drawings import Drawings
from qa.web.chat.exchanges import More, exchanges
from qa.web.chat.notices import cites_answers
from qa.web.chat.turns import Source, Turn
from qa.web.html.markup import Html, Run, place_query, render, split_runs
from qa.web.html.places import CitedPlace, place_address
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
        address: Where the document is shown with the citation, and the others of its answer.
        altered: What has become of the document since, in words; "" for nothing.
        places: Other places of the same text.
        more_places: How many more there are, in words; "" for none.
    """

    citation: Citation
    number: int
    key: Html
    runs: tuple[Run, ...]
    language: str
    context: str
    address: str
    altered: str
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


def source_panel(
    turns: Sequence[Turn],
    strings: UiStrings,
    digests: Mapping[str, str] | None = None,
    drawings: Drawings | None = None,
) -> Html:
    """The cards of every turn; those of the last are shown, the others wait for their chip.

    Args:
        turns: The turns.
        strings: The page's strings.
        digests: Path → digest of the documents as they are now; None where that is not known.
        drawings: What was drawn before of these turns.
    """
    drawings = drawings or Drawings()
    shown = [
        (one.turn.number, _drawn_cards(one, exchange.turn.question, strings, digests, drawings))
        for exchange in exchanges(turns)
        for one in exchange.numbered()
        if one.turn.sources
    ]
    panel_strings = {"show": strings.show_sources, "hide": strings.hide_sources}
    return render(
        "chat/source_cards.html",
        {"strings": strings, "turns": shown, "panel_strings": panel_strings},
    )


def _drawn_cards(
    one: More,
    asked: str,
    strings: UiStrings,
    digests: Mapping[str, str] | None,
    drawings: Drawings,
) -> Html:
    altered = tuple(
        altered_document(source.citation.passage.document, digests, strings)
        for source in one.turn.sources
    )

    def draw() -> Html:
        cards = _turn_cards(one, asked, strings, altered)
        return render("chat/turn_cards.html", {"strings": strings, "turn": cards})

    shown = (one, asked, altered, strings.language)
    return drawings.of(("cards", one.turn.number), shown, draw)


def altered_document(
    document: DocumentInfo, digests: Mapping[str, str] | None, strings: UiStrings
) -> str:
    """What has become of a cited document since its answer, in words; "" where it is as it was."""
    if digests is None or digests.get(document.path) == document.sha256:
        return ""
    return strings.document_changed if document.path in digests else strings.document_removed


def source_addresses(turn: Turn) -> list[str]:
    """Where each source of a turn is shown in its document, what answers in it marked."""
    places = [
        CitedPlace.of(source.citation, _marks(turn, source.citation)) for source in turn.sources
    ]
    return [place_address(places, number, turn.number) for number in range(1, len(places) + 1)]


def _turn_cards(one: More, asked: str, strings: UiStrings, altered: Sequence[str]) -> _TurnCards:
    """The cards of a turn.

    Args:
        one: The turn, and where its numbers begin.
        asked: The question that it answers, where it is more of an answer.
        strings: The visitor's language.
        altered: What has become of the document of each source since: see `altered_document`.
    """
    turn = one.turn
    told = zip(turn.sources, source_addresses(turn), altered, strict=True)
    return _TurnCards(
        number=turn.number,
        label=strings.sources if _answers(turn.outcome) else strings.only_near,
        question=textwrap.shorten(asked, CAPTION_CHARACTERS, placeholder=" …"),
        record=_record(turn, strings),
        cards=tuple(
            _card(turn, source, strings, offset=one.offset, address=address, altered=change)
            for source, address, change in told
        ),
    )


def _answers(outcome: object) -> bool:
    return isinstance(outcome, Answer) and cites_answers(outcome)


def _shows_marks(outcome: object, citation: Citation) -> bool:
    """Whether a citation answers; of several questions in one, its own."""
    if isinstance(outcome, Answer) and outcome.parts:
        return any(citation in part.citations and _answers(part) for part in outcome.parts)
    return _answers(outcome)


def _marks(turn: Turn, citation: Citation) -> tuple[Span, ...]:
    return citation.marks if _shows_marks(turn.outcome, citation) else ()


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


def _card(
    turn: Turn, source: Source, strings: UiStrings, *, offset: int, address: str, altered: str
) -> _Card:
    citation = source.citation
    hit, passage = citation.hit, citation.passage
    marks = _marks(turn, citation)
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
        address=address,
        altered=altered,
        places=hit.duplicates[:SHOWN_PLACES],
        more_places=strings.counted(strings.also_more, n_more) if n_more > 0 else "",
    )
