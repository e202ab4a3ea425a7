"""Where the sentences of a text begin and end, in any script."""

from __future__ import annotations

import regex

from qa.corpus.abbreviations import ends_sentence
from qa.corpus.line_ends import LineEnds
from qa.records import Span

# Ends of sentences: terminal punctuation with its closing quotes, before a space; the full stops of
# scripts that put no space after them; an empty line, and a line end where lines are no wrapped
# prose. Thai and Lao write no full stop: a space may end a sentence or a phrase, and one after
# enough text is taken for an end.
_STOPS = r".!?؟۔։।॥…‽"
_CLOSER = r"[\"'»”’›)\]}」』】）]"
_END = regex.compile(
    rf"""
    (?P<stop>(?<![{_STOPS}])[{_STOPS}]+){_CLOSER}*(?=\s|$)   # spaced scripts, a run from its first
    | [。！？｡︒]++(?:{_CLOSER}++(?![とっ])|(?!{_CLOSER}))  # scripts without spaces; not 「…。」と
    | (?<=[\p{{Thai}}\p{{Lao}}])(?P<gap>[ ]+)(?![ๆໆ)])  # a pause in scripts without stops
    | (?P<line>\n)(?P<empty>[^\S\n]*\n)?
    """,
    regex.VERBOSE,
)
_NO_SPACE = regex.compile(r"\S")

STOPLESS_SENTENCE_CHARACTERS = 80
"""From how many characters on a space ends a sentence of Thai or Lao; two spaces always do."""


def sentence_spans(text: str) -> list[Span]:
    """Spans of the sentences of a text, in order, without surrounding spaces.

    Together they cover every character that is not a space. Offsets count from the text's start.
    """
    spans: list[Span] = []
    lines = LineEnds(text)
    start = _next_word(text, 0)
    for end in _END.finditer(text):
        if end.start() < start or not _is_end(text, start, end, lines):
            continue
        _append_trimmed(spans, text, start, end.end())
        start = _next_word(text, end.end())
    _append_trimmed(spans, text, start, len(text))
    return spans


def _is_end(text: str, start: int, end: regex.Match[str], lines: LineEnds) -> bool:
    if end["stop"]:
        return ends_sentence(text, start, end.start(), end.end())
    if end["gap"]:
        return end["gap"] != " " or end.start() - start >= STOPLESS_SENTENCE_CHARACTERS
    if end["line"] and not end["empty"]:
        return lines.ends_sentence(end.start(), start)
    return True


def _next_word(text: str, start: int) -> int:
    """Where the next character that is no space stands; the end where there is none."""
    found = _NO_SPACE.search(text, start)
    return found.start() if found else len(text)


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + len(piece) - len(piece.lstrip())
        spans.append(Span(first, first + len(stripped)))
