"""One pass over a text for whatever may be part of a number, a date or an identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.corpus.values.chunks import chunk_pieces
from qa.corpus.values.digit_dates import whole_date
from qa.corpus.values.lexicon import LEXICON
from qa.corpus.values.numerals import canonical_numeral
from qa.corpus.values.pieces import JOINED_WORDS, Piece, word_pieces
from qa.corpus.values.spelling import FILLER, LETTERS

_YEAR, _MONTH, _DAY = "年년", "月월", "日号號일"
# A word of letters alone is told first, for most are. Repetitions that may fail are possessive or
# few, so that each letter is read a few times at most.
_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S*+)"
    rf"|(?P<word>[{LETTERS}]++(?![\d]|[-/_.'][{LETTERS}\d]))"
    r"|(?P<phone>\+\d[\d ()-]{6,18}\d)"
    rf"|(?P<cjk>\d{{4}}[{_YEAR}] ?\d{{1,2}}[{_MONTH}](?: ?\d{{1,2}}[{_DAY}])?"
    rf"|\d{{1,2}}[{_MONTH}] ?\d{{1,2}}[{_DAY}]"
    r"|\d{4}\. \d{1,2}\. \d{1,2}(?!\d))"
    rf"|(?P<spaced>[1-9]\d{{0,2}}(?: \d{{3}}){{1,6}}+(?:[.,٫]\d+)?+(?![\d{LETTERS}]|[ :/'-]\d))"
    rf"|(?P<chunk>(?:[{LETTERS}]++[-/_.']){{0,3}}+[{LETTERS}]*+\d"
    rf"(?:[\d{LETTERS}]|[-/_'](?=[\d{LETTERS}])|[.,:٫](?=\d))*+)"
    rf"|(?P<part>[{LETTERS}]++)"
    r"|(?<=\d) ?(?P<myriad>[千천百万萬만億亿억兆조])"
)
_NUMBERS = re.compile(r"\d+")


def pieces_of(text: str, folded: str) -> list[Piece]:
    """The pieces of a text in order; no two overlap.

    Args:
        text: The text as written.
        folded: The same, folded.
    """
    pieces: list[Piece] = []
    reach = 0
    # Words that are looked up as they stand, which is quick, and most are in no table.
    simple = not any(sign in folded for sign in (FILLER, *JOINED_WORDS))
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or ""
        if simple and kind == "word" and match[0] not in LEXICON:
            continue
        start, end = match.span(kind)
        if start >= reach:
            for piece in _read(kind, text, folded, start, end):
                while pieces and pieces[-1].end > piece.start:
                    pieces.pop()  # the name of an identifier, read as a word before
                pieces.append(piece)
                reach = piece.end
    return pieces


def _read(kind: str, text: str, folded: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces that a token is made of.

    A telephone's number and a link are none.
    """
    token = folded[start:end]
    if kind in ("word", "part"):
        yield from word_pieces(text, folded, start, end)
    elif kind == "chunk":
        yield from chunk_pieces(text, folded, start, end)
    elif kind == "spaced":
        yield Piece(start, end, canonical_numeral(token))
    elif kind == "myriad":
        yield Piece(start, end, meaning=LEXICON[token])
    elif kind == "cjk":
        numbers = list(map(int, _NUMBERS.findall(token)))
        year = numbers.pop(0) if any(sign in token for sign in (*_YEAR, ".")) else None
        day = numbers[1] if len(numbers) > 1 else None
        if date := whole_date(year, numbers[0], day):
            yield Piece(start, end, date=date)
