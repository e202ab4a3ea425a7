"""Which blocks of a web page are none of its text: lists of links, share lines, view counts.

A line goes only where the page's structure confirms what its words say: it is a block of its own
that stands at the edge of the text, in a part named for such things, or in a link. "Reading time:
15 minutes" among the rules of an exam is a rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.corpus.html.boilerplate import is_leftover, strip_leftovers
from qa.corpus.html.lines import Piece, Place
from qa.corpus.html.measures import PROSE

MAX_LINK_SHARE = 0.5
"""A block with a larger share of its text inside links is a menu."""

MAX_LINKS_OF_DATA = 0.95
"""The same of a table or a list of terms: in a directory most names are links."""

MAX_LINKS_OF_TEXT = 0.75
"""The same at the end of a main text: references and bylines are half links."""

MAX_LINKS: Mapping[Place, float] = {"list": MAX_LINK_SHARE, "text": MAX_LINKS_OF_TEXT}
"""Which share counts for what: a paragraph may hold many links."""

HEADLINE = 25
"""Characters from which a link below "See also" is another article and not a term."""

_SEE_ALSO = re.compile(r"(?:see also|voir aussi|ver tambi[ée]n)\W*", re.I)
_BULLET = "• "
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|بقلم|كتب|كتبت|تحرير|نشر|published|updated|posted|date|التاريخ)\b.{0,80}"
    r"|[^.]{0,20}(?:\d{1,2}[^\w]{1,3}\w{1,12}|\w{3,12}[^\w]{1,3}\d{1,2})[^.]{1,4}(?:19|20)\d\d.{0,30}"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}.{0,30}",
    re.I,
)


def without_menus(pieces: Sequence[Piece], *, in_main_text: bool) -> tuple[list[Piece], int]:
    """Leave out the blocks that lead to other pages.

    Args:
        pieces: The page's blocks.
        in_main_text: Whether they all stand in the page's main text: then a list of links is a
            part of it, but for one that ends it or follows "Read also".

    Returns:
        The blocks that stay, and how many went. A page of nothing but links stays.
    """
    headings = {piece.text for piece in pieces if piece.level}
    last = max((n for n, piece in enumerate(pieces) if is_prose(piece)), default=-1)
    kept: list[Piece] = []
    after_pointer = False
    for number, piece in enumerate(pieces):
        share = MAX_LINKS.get(piece.place, MAX_LINKS_OF_DATA)
        points = piece.linked > share * len(piece.text) and not piece.level
        before = kept[-1] if kept else None
        headed = before is not None and (before.level > 0 or before.text.endswith((":", "：")))
        is_term = before is not None and _SEE_ALSO.fullmatch(before.text) is not None
        longest = max(map(len, piece.text.split("\n")))
        is_pointed_at = after_pointer and not (is_term and longest < HEADLINE)
        says_more = piece.linked <= MAX_LINKS_OF_TEXT * len(piece.text)
        in_place = number < last or headed or says_more
        is_kept = in_main_text and not is_pointed_at and in_place
        if (points and not is_kept) or _lists_headings(piece, headings):
            continue
        kept.append(piece)
        after_pointer = is_leftover(piece.text)
    if all(piece.level for piece in kept):
        return list(pieces), 0
    return kept, len(pieces) - len(kept)


def without_leftovers(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """Leave out what the words and the structure say is left over from the page around the text.

    Returns:
        The blocks that stay, and the lines that went.
    """
    removed: list[str] = []
    kept: list[Piece] = []
    prose = [number for number, piece in enumerate(pieces) if is_prose(piece)]
    first, last = (prose[0], prose[-1]) if prose else (len(pieces), -1)
    before_size = False
    for number, piece in enumerate(pieces):
        text, gone = strip_leftovers(piece.text)
        is_size = before_size and piece.text.strip().isdigit() and len(piece.text) <= 3
        if is_size:
            text, gone = "", [piece.text]
        is_edge = not first < number < last and piece.place == "text" and not piece.is_picture
        alone = is_edge and _is_alone(pieces, number)
        pointer = piece.linked > 0 or (piece.level > 0 and _heads_nothing(pieces, number))
        confirmed = is_size or piece.is_suspect or alone or (pointer and not text)
        if not gone or not confirmed or piece.place in ("code", "table", "terms"):
            kept.append(piece)
            before_size = False
            continue
        removed += gone
        before_size = not text and not is_size
        if text.strip():
            kept.append(replace(piece, text=text))
    return kept, removed


def _heads_nothing(pieces: Sequence[Piece], number: int) -> bool:
    """Whether nothing is left below a heading: it stood above links."""
    following = pieces[number + 1] if number + 1 < len(pieces) else None
    return following is None or following.level > 0


def _is_alone(pieces: Sequence[Piece], number: int) -> bool:
    """Whether a line has no fellows: beside it stand prose, headings, dates and other leftovers."""
    around = [pieces[n] for n in (number - 1, number + 1) if 0 <= n < len(pieces)]
    return all(
        is_prose(piece)
        or piece.level > 0
        or piece.is_picture
        or is_leftover(piece.text)
        or strip_leftovers(piece.text)[1] != []
        or _BYLINE.fullmatch(piece.text) is not None
        for piece in around
    )


def is_prose(piece: Piece) -> bool:
    """Whether a block is a paragraph of text and no menu."""
    is_menu = piece.linked > MAX_LINK_SHARE * len(piece.text)
    return len(piece.text) >= PROSE and not is_menu and not piece.level and not piece.is_picture


def _lists_headings(piece: Piece, headings: set[str]) -> bool:
    """Whether a block is a table of contents: its lines lead to headings of the page."""
    if piece.level or piece.jumps <= MAX_LINK_SHARE * len(piece.text):
        return False
    lines = [line.strip().removeprefix(_BULLET) for line in piece.text.split("\n")]
    known = sum(line in headings or line.partition(" ")[2] in headings for line in lines)
    return len(lines) > 2 and 2 * known > len(lines)
