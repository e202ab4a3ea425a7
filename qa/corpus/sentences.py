"""Where the sentences of a text begin and end, in any script."""

from __future__ import annotations

import regex

from qa.records import Span

# Ends of sentences: a line break; terminal punctuation with its closing quotes, before a space;
# the full stops of scripts that put no space after them. A full stop after a single letter, a
# known abbreviation or a digit-only list number ends nothing. Thai and Lao write no full stop: a
# space may end a sentence or a phrase, and one after enough text is taken for an end.
_ABBREVIATIONS = (
    "mr|mrs|ms|dr|prof|st|gen|col|lt|sgt|sen|rep|gov|jr|sr|no|vs|etc|eg|ie|cf|fig|vol|pp|approx|"
    "art|bd|nr|bzw|ca|usw|mme|mlle|sra|av|sn|yy|د|أ|م|ص|ج|هـ|ه"
)
_STOPS = r".!?؟۔։।॥…‽"
_CLOSING = r"[\"'»”’›)\]}」』】）]*"
_END = regex.compile(
    rf"""
    (?P<stop>(?<![{_STOPS}])[{_STOPS}]+{_CLOSING})(?=\s|$)   # spaced scripts, a run from its first
    | [。！？｡︒]+{_CLOSING}                       # scripts without spaces
    | (?<=[\p{{Thai}}\p{{Lao}}])(?P<gap>[ ]+)(?![ๆໆ)])  # a pause in scripts without stops
    | \n                                        # a line is a sentence at least
    """,
    regex.VERBOSE,
)
_NOT_AN_END = regex.compile(
    rf"(?:^|[\s(\[\"'«“])(?:\p{{L}}|(?i:{_ABBREVIATIONS})|(?:\p{{L}}\.)+\p{{L}})\.$"
)
_LIST_NUMBER = regex.compile(r"\p{N}{1,3}\.")
_NO_SPACE = regex.compile(r"\S")

STOPLESS_SENTENCE_CHARACTERS = 80
"""From how many characters on a space ends a sentence of Thai or Lao; two spaces always do."""


def sentence_spans(text: str) -> list[Span]:
    """Spans of the sentences of a text, in order, without surrounding spaces.

    Together they cover every character that is not a space. Offsets count from the text's start.
    """
    spans: list[Span] = []
    start = _next_word(text, 0)
    for end in _END.finditer(text):
        if end["stop"] and not _ends_sentence(text, start, end.end()):
            continue
        if end["gap"] == " " and end.start() - start < STOPLESS_SENTENCE_CHARACTERS:
            continue
        _append_trimmed(spans, text, start, end.end())
        start = _next_word(text, end.end())
    _append_trimmed(spans, text, start, len(text))
    return spans


def _next_word(text: str, start: int) -> int:
    """Where the next character that is no space stands; the end where there is none."""
    found = _NO_SPACE.search(text, start)
    return found.start() if found else len(text)


def _ends_sentence(text: str, start: int, end: int) -> bool:
    tail = text[max(start, end - 16) : end]
    if _NOT_AN_END.search(tail) or _LIST_NUMBER.fullmatch(text, start, end):
        return False
    following = text[end : end + 8].lstrip()
    return not following[:1].islower()


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append(Span(first, first + len(stripped)))
