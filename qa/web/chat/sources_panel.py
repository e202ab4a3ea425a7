"""The panel beside the chat: a card for each cited passage, in its place in its document."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from qa.records import UNDETERMINED, Answer, Hit, Passage
from qa.web.chat.exporting import plain_answer
from qa.web.chat.turns import Source, Turn
from qa.web.html.bidi import direction
from qa.web.html.markup import (
    Run,
    carried,
    context_link,
    document_address,
    document_link,
    escape,
    new_tab,
    original_link,
    place_line,
    runs_of,
    verbatim,
)
from qa.web.html.ui_strings import Texts

CAPTION_CHARACTERS = 90
"""Most of a question that is repeated above its sources: one or two lines of the panel."""

SHOWN_PLACES = 5
"""Other places of a passage that are listed; a notice on every page of a site has hundreds."""


def source_panel(turns: Sequence[Turn], texts: Texts) -> str:
    """The cards of every turn; those of the last are shown, the others wait for their chip."""
    words = carried("panel-words", {"show": texts.show_sources, "hide": texts.hide_sources})
    shown = next((turn.number for turn in reversed(turns) if turn.sources), 0)
    if not shown:
        hint = f"<p>{escape(texts.no_sources)}</p>"
        return f'<div class="cards none" dir="{texts.direction}">{hint}{words}</div>'
    cards = "".join(
        f'<div class="turn{" shown" if turn.number == shown else ""}" id="turn-{turn.number}">'
        f"{_caption(turn, texts)}{carried(f'record-{turn.number}', _record(turn, texts))}"
        f"{''.join(_card(turn, source, texts) for source in turn.sources)}</div>"
        for turn in turns
        if turn.sources
    )
    return f'<div class="cards">{cards}{words}</div>'


def _record(turn: Turn, texts: Texts) -> dict[str, object]:
    """What the page's script copies and reports of a turn: see `feedback.Verdict`."""
    if not isinstance(turn.outcome, Answer):
        return {}
    answer = turn.outcome
    return {
        "plain": plain_answer(turn, texts),
        "report": {
            "question": turn.question,
            "state": answer.state.value,
            "confidence": answer.confidence,
            "generation": answer.generation,
            "passages": [citation.passage.passage_id for citation in answer.citations],
        },
    }


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
        *runs_of(passage.text, passage.start, marks, citation.terms),
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
        f'<div class="facts">{_language(passage, texts)}{_score(citation.hit, texts)}</div>'
        f'<div class="verbatim excerpt" dir="{direction(passage.text)}">'
        f"{verbatim([run for run in runs if run.text])}</div>{_also_in(citation.hit, texts)}"
        f'<div class="links">{context_link(passage, texts)}{document_link(passage, texts)}'
        f"{original_link(passage, texts)}"
        f'<a class="back" href="#chip-{key}">{escape(texts.back)}</a>'
        f'<a class="verdict" role="button" tabindex="0" href="#wrong_source-{key}">'
        f"{escape(texts.wrong_source)}</a></div></div>"
    )


def _language(passage: Passage, texts: Texts) -> str:
    """The passage's language in a word; its code where the page has no word for it."""
    code = passage.language
    if code == UNDETERMINED:
        return ""
    name = texts.language_names.get(code, code)
    label = escape(texts.document_language)
    return f'<bdi class="badge" title="{label}" dir="{direction(name)}">{escape(name)}</bdi>'


def _score(hit: Hit, texts: Texts) -> str:
    """How near the passage is, as a number: a bar would look like a share of something."""
    said = texts.score_of.format(dense=f"{hit.dense:.2f}", lexical=f"{hit.lexical:.1f}")
    return (
        f'<span class="score" title="{escape(said)}">{escape(texts.score)} '
        f'<bdi dir="ltr">{escape(f"{hit.score:.2f}")}</bdi></span>'
    )


def _also_in(hit: Hit, texts: Texts) -> str:
    """Where the same text stands besides, each a link to its document at the place."""
    if not hit.duplicates:
        return ""
    links = "".join(
        new_tab(document_address(other), f"{other.document.title} · {place_line(other, texts)}")
        for other in hit.duplicates[:SHOWN_PLACES]
    )
    rest = len(hit.duplicates) - SHOWN_PLACES
    more = f"<span>{escape(texts.also_more.format(count=f'{rest:,}'))}</span>" if rest > 0 else ""
    return (
        f'<div class="also"><span class="label">{escape(texts.also_in)}</span> {links}{more}</div>'
    )
