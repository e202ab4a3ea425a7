"""The values of a text: one pass for their pieces, and one over these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.corpus.values.calendar_dates import date_at
from qa.corpus.values.number_phrases import number_at
from qa.corpus.values.pieces import Piece
from qa.corpus.values.scanning import pieces_of
from qa.corpus.values.spelling import fold
from qa.records import Span


class ValueKind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    DATE = "date"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a date or an identifier that a text has.

    Attributes:
        kind: Which of them it is.
        canonical: One spelling for all: "1250000", "1.25"; "2024-01-05", "2024-01", "--01-05" (of
            no year), "hijri 1445-09"; "iso 27001".
        span: Where it stands in the text.
    """

    kind: ValueKind
    canonical: str
    span: Span


def values_of(text: str) -> list[Value]:
    """The values of a text, in its order, none inside another.

    Signs of currencies, percent and minus are no part of a number. "1.250" and "1,250" are 1250:
    one separator before three digits groups them. In "5/1/2024" the day stands first, unless the
    second number is above 12. Places in a row, times, telephone numbers and addresses are no
    values, nor is a word for less than ten, nor a month alone.
    """
    folded = fold(text)
    pieces = pieces_of(text, folded)
    found: list[Value] = []
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        if piece.identifier:
            kind, canonical, end, position = _identifier(piece, position)
        elif (date := date_at(folded, pieces, position)) is not None:
            canonical, end, position = date
            kind = ValueKind.DATE
        else:
            canonical, position = number_at(folded, pieces, position)
            kind, end = ValueKind.NUMBER, pieces[position - 1].end
            if _leads_a_line(folded, piece, end):
                canonical = ""
        if canonical:
            found.append(Value(kind, canonical, Span(piece.start, end)))
    return found


def implied(value: Value) -> tuple[str, ...]:
    """What a value also is, more coarsely.

    A day is also its month, its day of no year and its year; a month is also its year. A standard
    is also what it is without its edition and without IEC.
    """
    if value.kind is ValueKind.DATE:
        return _implied_dates(value.canonical)
    if value.kind is ValueKind.IDENTIFIER and value.canonical.startswith("iso "):
        words = [word for word in value.canonical.split() if word != "iec"]
        shorter = dict.fromkeys((" ".join(words), " ".join(words[:2])))
        return tuple(form for form in shorter if form not in (value.canonical, "iso"))
    return ()


def _implied_dates(canonical: str) -> tuple[str, ...]:
    calendar, _, date = canonical.rpartition(" ")
    if date.startswith("--"):
        return ()
    year, month, *day = date.split("-")
    named = [f"{year}-{month}", f"--{month}-{day[0]}"] if day else []
    return (*(f"{calendar} {part}".lstrip() for part in named), year.lstrip("0"))


def _identifier(piece: Piece, position: int) -> tuple[ValueKind, str, int, int]:
    return ValueKind.IDENTIFIER, piece.identifier, piece.end, position + 1


def _leads_a_line(folded: str, piece: Piece, end: int) -> bool:
    """Whether a number is that of a list's item: "1. ", "2) "."""
    leads = piece.start == 0 or folded[piece.start - 1] == "\n"
    return leads and end - piece.start <= 2 and folded[end : end + 2] in (". ", ") ")
