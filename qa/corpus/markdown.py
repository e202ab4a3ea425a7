"""Markdown to plain text: marks, link targets and HTML tags go, words and headings stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.corpus.front_matter import read_front_matter, with_front_matter
from qa.corpus.markup_blocks import markup_blocks
from qa.corpus.tables.fields import Origin
from qa.corpus.tables.grid import table_lines
from qa.corpus.tables.row_blocks import table_blocks
from qa.findings import Finding

MAX_BLOCK_MARKS = 400_000
"""Lines, cells, list items and quotations of a file. Each costs the parser a few kilobytes; a file
with more is no Markdown that a person wrote, and is read as plain text."""

MAX_MARKS = 400_000
"""Marks inside the lines of a file; from there on paragraphs are read as plain text."""

MAX_PARAGRAPH_MARKS = 10_000
"""Marks in one paragraph, for the search for closing marks grows with their number."""

MAX_PARAGRAPH = 50_000
"""Characters of one paragraph, for the same reason."""

MAX_NESTING = 100
"""Depth of lists within lists that is followed."""

MAX_INLINE_NESTING = 20
"""Depth of marks within marks: each bracket that is not closed costs as many steps."""

_BLOCK_MARK = re.compile(r"\n|\||>|[-*+.)][ \t]")
_MARK = re.compile(r"[\[*_`<!~&\\]")
_LISTS = ("bullet_list_open", "ordered_list_open")
# What markup the parser takes for an element and no browser knows: "List<String>", "<name>".
_INLINE_TAGS = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data",
     "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "q", "rp",
     "rt", "ruby", "s", "samp", "script", "small", "span", "strike", "strong", "sub", "sup",
     "time", "tt", "u", "var", "wbr", "div", "p", "details", "summary", "table", "tr", "td", "th",
     "tbody", "thead", "center", "picture", "source", "video", "audio", "svg", "path", "li", "ul",
     "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "section", "style")
)  # fmt: skip
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)")
_ALT = re.compile(r"\balt\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')", re.I)


def parse_markdown(data: bytes) -> Extract:
    """Parse a Markdown file.

    Raises:
        DocumentParseError: It is not text.
    """
    decoded = decode(data)
    text = clean_characters(decoded.text).lstrip("\n")
    fields = read_front_matter(text)
    body = text[fields.length :] if fields else text
    if sum(1 for _ in _BLOCK_MARK.finditer(body)) > MAX_BLOCK_MARKS:
        blocks: tuple[Block, ...] = (Block(body),)
        notes: tuple[Finding, ...] = (Finding.of("long_markdown"),)
    else:
        tokens, notes = _parsed(body)
        blocks = tuple(_blocks(tokens))
    headings = [block.text for block in blocks if block.kind == "heading"]
    origin = fields.origin if fields else Origin()
    return Extract(
        with_front_matter(fields, blocks),
        origin.title or next(iter(headings), ""),
        (*decoded.notes, *notes),
        origin.author,
        origin.date,
    )


def _parsed(text: str) -> tuple[list[Token], tuple[Finding, ...]]:
    """The parser's tokens; paragraphs it would take too long over have their text alone."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"]).disable("inline")
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(text, environment)
    parser.options["maxNesting"] = MAX_INLINE_NESTING
    left = MAX_MARKS
    n_plain = 0
    for token in tokens:
        if token.type != "inline":
            continue
        token.children = []
        n_marks = sum(1 for _ in _MARK.finditer(token.content))
        left -= n_marks
        if left < 0 or n_marks > MAX_PARAGRAPH_MARKS or len(token.content) > MAX_PARAGRAPH:
            token.children.append(Token("text", "", 0, content=token.content))
            n_plain += n_marks > 0
        else:
            parser.inline.parse(token.content, parser, environment, token.children)
    tokens += _one_word_footnotes(environment)
    return tokens, (Finding.of("long_paragraphs", n_plain),) if n_plain else ()


def _one_word_footnotes(environment: dict[str, dict[str, dict[str, str]]]) -> Iterator[Token]:
    """Footnotes of one word, which the parser takes for the targets of links."""
    for label, reference in environment.get("references", {}).items():
        if label.startswith("^"):
            text = f"[{label.lower()}]: {unquote(reference['href'])}"
            yield Token("inline", "", 0, children=[Token("text", "", 0, content=text)])


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
        elif token.type in _LISTS:
            end = _closing(tokens, position) + 1
            yield Block("\n".join(_items(tokens[position:end])))
        elif token.type == "table_open":
            end = _closing(tokens, position) + 1
            yield from table_blocks(_table(tokens[position:end]))
        elif token.type == "inline":
            yield Block(_inline(token))
        elif token.type in ("fence", "code_block"):
            yield Block(token.content.rstrip("\n"))
        elif token.type == "html_block":
            end = _end_of_markup(tokens, position)
            yield from markup_blocks("".join(token.content for token in tokens[position:end]))
        position = end


def _closing(tokens: Sequence[Token], position: int) -> int:
    """Return the position of the token that closes the one at `position`."""
    level = tokens[position].level
    for index in range(position + 1, len(tokens)):
        if tokens[index].level == level and tokens[index].nesting == -1:
            return index
    return len(tokens) - 1


def _end_of_markup(tokens: Sequence[Token], position: int) -> int:
    """Return where a run of HTML ends: an empty line in a table parts it for the parser alone."""
    while position < len(tokens) and tokens[position].type == "html_block":
        position += 1
    return position


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the lines of a list, each item with its mark, inner lists and other lines set in."""
    counters: list[int | None] = []
    mark = ""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        lines: list[str] = []
        end = position + 1
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
        elif token.type == "table_open":
            end = _closing(tokens, position) + 1
            lines = _table(tokens[position:end])
        else:
            lines = _leaf(token)
        for line in lines:
            yield "  " * (len(counters) - 1) + mark + line
            mark = ""
        position = end


def _table(tokens: Sequence[Token]) -> list[str]:
    """The lines of a table, whose first row names its columns."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token))
    has_names = any(cell.strip() for cell in rows[0])
    return table_lines(rows, 1) if has_names else table_lines(rows[1:])


def _leaf(token: Token) -> list[str]:
    """The lines of a token that holds text itself."""
    text = ""
    if token.type == "inline":
        text = _inline(token)
    elif token.type in ("fence", "code_block"):
        text = token.content
    elif token.type == "html_block":
        text = "\n".join(block.text for block in markup_blocks(token.content))
    return [line for line in text.split("\n") if line.strip()]


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
        elif child.type == "html_inline":
            parts.append(_inline_markup(child.content))
    return "".join(parts)


def _inline_markup(markup: str) -> str:
    """What a tag inside a line shows: a line break, a picture's words, or itself if it is none."""
    tag = _TAG.match(markup)
    if tag is None:
        return ""  # a comment
    name = tag["name"].lower()
    if name == "br":
        return "\n"
    if name == "img" and (alternative := _ALT.search(markup)):
        return alternative["double"] or alternative["single"] or ""
    return "" if name in _INLINE_TAGS else markup
