"""Markdown to plain text: marks, link targets and HTML tags go, words and headings stay."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode

MAX_LINE = 50_000
"""Characters. A longer line is no Markdown that a person wrote, and the parser's search for
closing marks grows with the square of a line; such a file is read as plain text."""

MAX_MARKS = 10_000
"""Marks in one paragraph, for the same reason: 900,000 took a minute, 10,000 take none."""

MAX_NESTING = 100
"""Depth of lists within lists that is followed."""

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S
)
_FIELD_TITLE = re.compile(r"^title:(?P<title>.*)$", re.M | re.I)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1[^>]*(?:>|\Z)|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def parse_markdown(data: bytes) -> Extract:
    """Parse a Markdown file.

    Raises:
        DocumentParseError: It is not text.
    """
    decoded = decode(data)
    text = clean_characters(decoded.text).lstrip("\n")
    title, text = _front_matter(text)
    if _is_monstrous(text):
        note = "a paragraph is too long for Markdown: read as plain text"
        return Extract((Block(text),), title, (*decoded.notes, note))
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    blocks = tuple(_blocks(parser.parse(text)))
    headings = [block.text for block in blocks if block.kind == "heading"]
    return Extract(blocks, title or next(iter(headings), ""), decoded.notes)


def _is_monstrous(text: str) -> bool:
    """Whether a line or a paragraph is one that the parser would take minutes over."""
    return any(len(line) > MAX_LINE for line in text.split("\n")) or any(
        sum(map(paragraph.count, "[*_`<!~")) > MAX_MARKS for paragraph in text.split("\n\n")
    )


def _front_matter(text: str) -> tuple[str, str]:
    """Cut off a YAML header; return its title, or "", and the text after it."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return "", text
    field = _FIELD_TITLE.search(match["fields"])
    title = field["title"].strip(" \t") if field else ""
    if len(title) > 1 and title[0] == title[-1] and title[0] in "\"'":
        title = title[1:-1]
    return title, text[match.end() :]


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Turn the parser's tokens into blocks: one for each heading, paragraph, list and table."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = position + 1
        if token.type == "heading_open":
            text = _inline(tokens[position + 1])
            yield Block(text, "heading", level=int(token.tag[1:]))
            end = position + 3
        elif token.type in ("bullet_list_open", "ordered_list_open", "table_open"):
            end = _closing(tokens, position)
            inside = tokens[position : end + 1]
            lines = _rows(inside) if token.type == "table_open" else _items(inside)
            yield Block("\n".join(lines))
        elif token.type == "inline":
            yield Block(_inline(token))
        elif token.type in ("fence", "code_block"):
            yield Block(token.content)
        elif token.type == "html_block":
            yield Block(_without_tags(token.content))
        position = max(end, position + 1)


def _closing(tokens: Sequence[Token], position: int) -> int:
    """Return the position of the token that closes the one at `position`."""
    level = tokens[position].level
    for index in range(position + 1, len(tokens)):
        if tokens[index].level == level and tokens[index].nesting == -1:
            return index
    return len(tokens) - 1


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the lines of a list, each item with its mark, inner lists set in."""
    counters: list[int | None] = []
    mark = ""
    for token in tokens:
        if token.type == "ordered_list_open":
            counters.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            counters.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            number = counters[-1]
            mark = "• " if number is None else f"{number}. "
            counters[-1] = None if number is None else number + 1
        text = _leaf(token)
        if text.strip():
            yield "  " * (len(counters) - 1) + mark + text.strip("\n")
            mark = ""


def _rows(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the table rows."""
    row: list[str] = []
    for token in tokens:
        if token.type == "inline":
            row.append(_inline(token))
        elif token.type == "tr_close":
            yield " | ".join(cell for cell in row if cell)
            row = []


def _leaf(token: Token) -> str:
    """Return the text of a token that holds text itself, or ""."""
    if token.type == "inline":
        return _inline(token)
    if token.type in ("fence", "code_block"):
        return token.content
    return _without_tags(token.content) if token.type == "html_block" else ""


def _inline(token: Token) -> str:
    """Return a line's words without its marks."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(_inline(child) or child.content)
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            parts.append("\n")
    return "".join(parts)


def _without_tags(markup: str) -> str:
    """Return the words of a piece of HTML."""
    return html.unescape(_TAG.sub("", _HIDDEN.sub("", markup))).strip()
