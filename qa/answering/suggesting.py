"""Questions that a document suggests: its own questions, headings and title, in its own words.

Nothing is written here. Whether the documents answer one is told by asking it: `is_answered_by`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from qa.corpus.sentences import sentence_spans
from qa.records import Answer, AnswerState, Document, Suggestion
from qa.understanding.follow_ups import is_follow_up

LENGTHS = range(6, 121)
"""Characters of a suggestion: less names nothing, more is no label to press."""

SEARCHED_CHARACTERS = 200_000
"""Of a longer document only its beginning is searched for questions: some 100 ms."""

FOLLOWING_CHARACTERS = 60
"""What must come after a heading or question in the passage that holds it: a line of text."""

_ASKING = ("?", "؟", "？")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def suggestions_of(document: Document) -> list[Suggestion]:
    """What a document suggests to ask, questions first, then headings, then its title."""
    found: dict[str, Suggestion] = {}
    for piece, start in _pieces(document):
        text = " ".join(piece.split())
        asks = text.endswith(_ASKING)
        # One word ("Summary") names nothing by itself.
        stands_alone = not is_follow_up(text) if asks else " " in text or _UNSPACED.search(text)
        if len(text) in LENGTHS and stands_alone:
            found.setdefault(text, Suggestion(text, document.path, start, asks))
    return sorted(found.values(), key=lambda suggestion: not suggestion.is_question)


def _pieces(document: Document) -> Iterator[tuple[str, int]]:
    headings = [section for section in document.sections if section.kind == "heading"]
    yield from ((section.label, section.start) for section in headings)
    text = document.text[:SEARCHED_CHARACTERS]
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        # What is said before a colon ("and so he asks: …") does not belong to the question.
        if sentence.endswith(_ASKING) and ":" not in sentence:
            yield sentence, span.start
    yield document.title, 0


def is_answered_by(suggestion: Suggestion, answer: Answer) -> bool:
    """Whether an answer to a suggestion is one: from its document, and not its own words again.

    An overview is one too: of what a question is about.
    """
    is_overview = answer.state is AnswerState.OVERVIEW
    if not (answer.found or is_overview) or not answer.citations:
        return False
    first = answer.citations[0]
    if first.passage.document.path != suggestion.path:
        return False
    if suggestion.is_question and first.marks:
        # A heading that asks is no answer, nor is the one that is asked about.
        return any(mark not in suggestion.text for mark in first.marked_texts)
    _, held, following = " ".join(first.passage.text.split()).partition(suggestion.text)
    return len(following) >= FOLLOWING_CHARACTERS if held else bool(first.marks)


def near(suggestions: Sequence[Suggestion], answer: Answer) -> list[Suggestion]:
    """Those that stand nearest to an answer in its document, but not in its very passage."""
    passage = answer.citations[0].passage
    inside = range(passage.start, passage.end)
    others = [
        suggestion
        for suggestion in suggestions
        if suggestion.start not in inside and suggestion.text not in passage.place.headings
    ]
    return sorted(others, key=lambda suggestion: abs(suggestion.start - passage.start))
