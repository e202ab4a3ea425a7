"""Web pages to text: the main text by trafilatura, checked against a plain reading of the page.

Trafilatura tells an article from the menus around it, but on plain pages (manuals, short notes)
it may drop headings or repeated paragraphs without a word. So the page is also read plainly, all
but its navigation, and trafilatura's text is taken only where it keeps most of that prose.
"""

from __future__ import annotations

import configparser
import copy
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.boilerplate import removal_note, strip_leftovers
from qa.corpus.encodings import decode

MIN_KEPT_PROSE = 0.7
"""Share of the page's prose that trafilatura must keep: teasers and comments around a real
article are seldom more than a third of its page."""

PROSE_LINE = 80
"""Characters from which a block outside links counts as prose: menus and captions are shorter."""

MAX_LINK_SHARE = 0.5
"""A block with a larger share of its text inside links is a menu."""

_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button",
     "select", "iframe", "object", "svg", "math", "head", "video", "audio", "canvas", "dialog")
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "li", "ul", "ol", "dl", "dt", "dd",
     "table", "tr", "blockquote", "pre", "figure", "figcaption", "address", "body", "hr",
     "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary", "caption", "center", "fieldset")
)  # fmt: skip
_HEADING = re.compile("h[1-6]")
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|\A\s*<\?xml[^>]{0,100}?encoding\s*="
    rb"\s*[\"']([\w.:-]{1,40})",
    re.I,
)
# What is not closed goes to the end, as in a browser; so no start is looked at in vain, and time
# grows with the page and not with its square.
_HIDDEN_MARKUP = re.compile(
    r"<(script|style)\b[^>]*(?:\Z|>.*?(?:</\1|\Z))|<!--.*?(?:-->|\Z)", re.I | re.S
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class _Piece:
    """A block of a page while it is being read: its text and how much of it is links."""

    text: str = ""
    in_links: int = 0
    heading: int = 0
    cells: int = 0


def parse_webpage(data: bytes) -> Extract:
    """Parse an HTML page. Nothing outside the file is ever fetched.

    Raises:
        DocumentParseError: It is not text.
    """
    match = _DECLARED.search(data[:4096])
    declared = (match[1] or match[2]).decode("ascii", "replace") if match else ""
    decoded = decode(data, declared)
    text = clean_characters(decoded.text)
    page = _parse_markup(text)
    if page is None:
        note = "the page's markup is broken: read as text without its tags"
        return Extract((Block(_strip_tags(text)),), notes=(*decoded.notes, note))
    plain = list(_plain_blocks(page))
    main, title = _main_text(page)
    headings = [block.text for block in plain if block.kind == "heading"]
    title = title or _text_of(page.find(".//title")) or next(iter(headings), "")
    prose = sum(len(block.text) for block in plain if len(block.text) >= PROSE_LINE)
    kept = sum(len(block.text) for block in main)
    lost_headings = any(headings) and not any(block.kind == "heading" for block in main)
    if main and kept >= MIN_KEPT_PROSE * prose and not lost_headings:
        return _without_leftovers(Extract(tuple(main), title, decoded.notes))
    note = "read the whole page: its main text could not be told from the rest"
    return _without_leftovers(Extract(tuple(plain), title, (*decoded.notes, note)))


def _without_leftovers(extract: Extract) -> Extract:
    """The page without its share bars and view counts."""
    removed: list[str] = []
    blocks = []
    for block in extract.blocks:
        text, gone = strip_leftovers(clean_characters(block.text))
        removed += gone
        blocks.append(replace(block, text=text))
    notes = (*extract.notes, removal_note(removed)) if removed else extract.notes
    return replace(extract, blocks=tuple(blocks), notes=notes)


def _parse_markup(text: str) -> HtmlElement | None:
    """Parse a page; None where the parser gives up (tags nested thousands deep)."""
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        page = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    fatal = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return None if fatal else page


def _main_text(page: HtmlElement) -> tuple[list[Block], str]:
    """Ask trafilatura for the main text and the title."""
    try:
        found = bare_extraction(
            copy.deepcopy(page),
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            config=_settings(),
        )
    except Exception:  # noqa: BLE001 (hostile markup breaks it in many ways; the plain text serves)
        return [], ""
    if found is None or isinstance(found, dict) or found.body is None:
        return [], ""
    return list(_main_blocks(found.body)), found.title or ""


def _settings() -> configparser.ConfigParser:
    """Return trafilatura's settings, without the least length below which it gives up."""
    settings: configparser.ConfigParser = copy.deepcopy(DEFAULT_CONFIG)
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return settings


def _main_blocks(body: etree._Element) -> Iterator[Block]:
    """Turn trafilatura's tree into blocks."""
    for element in body:
        name = element.tag
        if name == "head":
            rend = element.get("rend") or "h2"
            level = int(rend[1]) if _HEADING.fullmatch(rend) else 2
            yield Block(_text_of(element), "heading", level=level)
        elif name == "list":
            items = [_text_of(item) for item in element.iter("item")]
            yield Block("\n".join(f"• {item}" for item in items if item))
        elif name == "table":
            rows = [[_text_of(cell) for cell in row.iter("cell")] for row in element.iter("row")]
            lines = (" | ".join(cell for cell in row if cell) for row in rows)
            yield Block("\n".join(line for line in lines if line))
        else:
            yield Block(_text_of(element))


def _text_of(element: etree._Element | None) -> str:
    """Return an element's text, spaces single, with its line breaks."""
    if element is None:
        return ""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append("\0" if node.tag in ("lb", "br") else _SPACE.sub(" ", node.text or ""))
        elif node is not element:
            parts.append(_SPACE.sub(" ", node.tail or ""))
    lines = "".join(parts).split("\0")
    return "\n".join(" ".join(line.split(" ")).strip() for line in lines).strip()


_SPACE = re.compile(r"[ \t\n\r\f]+")


def _plain_blocks(page: HtmlElement) -> Iterator[Block]:
    """Read a page from top to bottom, without its navigation."""
    for piece in _pieces(page):
        text = "\n".join(
            _SPACE.sub(" ", line).strip(" |") for line in piece.text.split("\0")
        ).strip()
        is_menu = piece.in_links > MAX_LINK_SHARE * len(text) and not piece.heading
        if not text or is_menu:
            continue
        yield Block(text, "heading", level=piece.heading) if piece.heading else Block(text)


def _pieces(page: HtmlElement) -> Iterator[_Piece]:
    """Cut a page at its block elements. No recursion: pages may be nested deep."""
    piece = _Piece()
    links = 0
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if name in _DROPPED:
                walk.skip_subtree()
                continue
            if name in _BLOCKS:
                yield piece
                piece = _Piece("• " if name == "li" else "")
                piece.heading = int(name[1]) if _HEADING.fullmatch(name) else 0
            elif name == "br":
                piece.text += "\0"
            elif name in ("td", "th") and piece.text.strip():
                piece.text += " | "
            links += name == "a"
            _add(piece, element.text, links)
        else:
            links -= name == "a"
            if name in _BLOCKS:
                yield piece
                piece = _Piece()
            _add(piece, element.tail, links)
    yield piece


def _add(piece: _Piece, text: str | None, links: int) -> None:
    if text:
        piece.text += text
        piece.in_links += len(text.strip()) if links else 0


def _strip_tags(text: str) -> str:
    """Return what is left of a page when everything between angle brackets is taken out."""
    bare = html.unescape(_TAG.sub("\n", _HIDDEN_MARKUP.sub("", text)))
    return "\n".join(line for line in map(str.strip, bare.split("\n")) if line)
