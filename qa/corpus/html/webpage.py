"""Web pages to text: all that a reader of the page sees, but for what stands around its text.

Trafilatura tells an article from the menus around it, yet its own text lacks captions, summaries,
asides and much more. So it only says where the main text stands; our own reader reads the page.
"""

from __future__ import annotations

import configparser
import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.corpus.html.boilerplate import removal_note
from qa.corpus.html.leftovers import is_prose, without_leftovers, without_menus
from qa.corpus.html.lines import Piece
from qa.corpus.html.markup import parse_markup, strip_tags
from qa.corpus.html.measures import Measure, measure, text_key
from qa.corpus.html.parts import MENU, SIDE_PART, PageParts, is_main, parts_of, without_kinds
from qa.corpus.html.reader import PageReader
from qa.corpus.html.record import record_of
from qa.corpus.tables.row_blocks import table_blocks
from qa.findings import Finding

MAX_JUDGED = 20_000
"""Elements of a page up to which trafilatura is asked: its time grows faster than the page."""

MIN_READ_SHARE = 0.5
"""Share of a page without prose that must be read."""

MIN_MAIN_SHARE = 0.5
"""Share of the page's prose from which a place of the main text is believed."""

BROKEN_NOTE = Finding.of("broken_markup")

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|\A\s*<\?xml[^>]{0,100}?encoding\s*="
    rb"\s*[\"']([\w.:-]{1,40})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says, before it becomes blocks of a document."""

    pieces: tuple[Piece, ...]
    removed: tuple[str, ...]
    unread: Mapping[str, int]


def parse_webpage(data: bytes) -> Extract:
    """Parse an HTML page. Nothing outside the file is ever fetched.

    Raises:
        DocumentParseError: It is not text, or has too many elements.
    """
    match = _DECLARED.search(data[:4096])
    declared = (match[1] or match[2]).decode("ascii", "replace") if match else ""
    decoded = decode(data, declared)
    return parse_page(clean_characters(decoded.text), decoded.notes)


def parse_page(text: str, notes: tuple[Finding, ...] = ()) -> Extract:
    """Parse a page that is text already."""
    page = parse_markup(text)
    if page is None:
        return Extract((Block(strip_tags(text)),), notes=(*notes, BROKEN_NOTE))
    measures = measure(page, _main_keys(page))
    parts = parts_of(page, measures)
    read = _read(page, parts, measures)
    if not _says_enough(read, measures[page]):  # small parts or links are all there is
        parts = without_kinds(parts, SIDE_PART)
        read = _read(page, parts, measures)
        if not _is_mostly_read(read, measures[page]):
            read = _read(page, parts, measures, with_menus=True)
    record = record_of(page, [(piece.level, piece.text) for piece in read.pieces if piece.level])
    if read.removed:
        notes = (*notes, removal_note(read.removed))
    blocks = tuple(_blocks(read.pieces))
    return Extract(blocks, record.title, notes, record.author, record.date, read.unread)


def parse_chapter(text: str) -> Extract:
    """Parse a page that is all text, a chapter of a book: only what is hidden is left out."""
    page = parse_markup(text)
    if page is None:
        return Extract((Block(strip_tags(text)),), notes=(BROKEN_NOTE,))
    reader = PageReader(
        page, without_kinds(parts_of(page, measure(page, frozenset())), SIDE_PART, MENU)
    )
    pieces = _without_echoes(reader.read())
    return Extract(tuple(_blocks(pieces)), unread=reader.unread)


def _read(
    page: HtmlElement,
    parts: PageParts,
    measures: Mapping[etree._Element, Measure],
    *,
    with_menus: bool = False,
) -> PageText:
    """Read a page without the parts that are not its text."""
    reader = PageReader(page, parts)
    place = parts.place
    is_known = place is not None and (
        is_main(place)
        or (
            place.tag != "body"
            and measures[place].prose >= MIN_MAIN_SHARE * max(1, measures[page].prose)
        )
    )
    pieces, n_menus = _without_echoes(reader.read()), 0
    if not with_menus:
        pieces, n_menus = without_menus(pieces, in_main_text=is_known)
    pieces, removed = without_leftovers(pieces)
    unread = Counter(reader.unread)
    unread[MENU] += n_menus
    return PageText(tuple(pieces), tuple(removed), unread)


def _says_enough(read: PageText, whole: Measure) -> bool:
    """Whether what was read holds prose or most of the page: else its lists are its text."""
    return _is_mostly_read(read, whole) or any(map(is_prose, read.pieces))


def _is_mostly_read(read: PageText, whole: Measure) -> bool:
    return sum(len(piece.text) for piece in read.pieces) >= MIN_READ_SHARE * whole.text


def _without_echoes(pieces: Iterable[Piece]) -> list[Piece]:
    """Leave out descriptions of pictures that only say what stands in the text."""
    pieces = list(pieces)
    said = {" ".join(piece.text.split()) for piece in pieces if not piece.is_picture}
    kept: list[Piece] = []
    for piece in pieces:
        if piece.is_picture:
            if piece.text in said:
                continue
            said.add(piece.text)
        kept.append(piece)
    return kept


def _blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    for piece in pieces:
        if piece.level:
            yield Block(piece.text, "heading", level=piece.level)
        elif piece.place == "table":
            yield from table_blocks(piece.text.splitlines())
        else:
            yield Block(piece.text)


def _main_keys(page: HtmlElement) -> Set[str]:
    """Ask trafilatura for the main text, and return what its blocks are known by."""
    if sum(1 for _ in page.iter(etree.Element)) > MAX_JUDGED:
        return frozenset()
    try:
        found = bare_extraction(
            copy.deepcopy(page),
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            config=_settings(),
        )
    except Exception:  # noqa: BLE001 (hostile markup breaks it in many ways; the page is read whole)
        return frozenset()
    if found is None or isinstance(found, dict) or found.body is None:
        return frozenset()
    texts = ("".join(element.itertext()) for element in found.body)
    return frozenset(filter(None, map(text_key, texts)))


def _settings() -> configparser.ConfigParser:
    """Return trafilatura's settings, without the least length below which it gives up."""
    settings: configparser.ConfigParser = copy.deepcopy(DEFAULT_CONFIG)
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return settings
