"""What every format gives before it becomes a document: blocks, cleaned and put together here.

A format's module turns bytes into an `Extract`; `assemble` turns an extract's blocks into one
text and its sections, so that every section's start is an offset of the final text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from qa.corpus.arabic_order import mend_arabic
from qa.corpus.boilerplate import strip_leftovers
from qa.records import Section


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text that stands by itself.

    Attributes:
        text: The text; lines are separated by a line feed.
        kind: "text", or what begins with this block.
        label: A page's or table row's label. A heading's label is its text.
        level: Depth of a heading, from 1.
        joined: Whether the block goes on in the line that the one before it ends with
            (a paragraph that runs over a page break).
    """

    text: str
    kind: Literal["text", "heading", "page", "row"] = "text"
    label: str = ""
    level: int = 0
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format's module found in a file.

    Attributes:
        blocks: The text, in order.
        title: A title the file states itself, or "".
        notes: What was found and mended, in words.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    notes: tuple[str, ...] = ()


NOTE_LINES = 3
"""Removed lines quoted in a note."""

NOTE_CHARACTERS = 60
"""Characters of each quoted line."""

# Line ends of every system, and the separators that Unicode counts as line ends.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed, byte-order marks and the two non-characters next to
# them. They show nothing and would only stand between a search and its words.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_characters(text: str) -> str:
    """Give every line the same end and drop what is no text; leave all else as it is."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _LINE_END.sub("\n", text)))


def finish(extract: Extract) -> Extract:
    """Clean an extract: characters, Arabic letter order, leftovers of web pages."""
    blocks = [
        replace(b, text=clean_characters(b.text), label=clean_characters(b.label))
        for b in extract.blocks
    ]
    texts, order_notes = mend_arabic([block.text for block in blocks])
    removed: list[str] = []
    kept = []
    for block, text in zip(blocks, texts, strict=True):
        if block.kind != "row":
            text, gone = strip_leftovers(text)  # noqa: PLW2901
            removed += gone
        kept.append(replace(block, text=text))
    notes = [*extract.notes, *order_notes]
    if removed:
        notes.append(_removal_note(removed))
    # Names of fields and columns stand in notes: they are as foreign as the text.
    return Extract(tuple(kept), extract.title, tuple(dict.fromkeys(map(clean_characters, notes))))


def assemble(blocks: Iterable[Block]) -> tuple[str, tuple[Section, ...]]:
    """Join blocks into a document's text.

    Returns:
        The text, without space at either end, and its sections in rising order of start. Blocks
        stand apart by an empty line; a block without text leaves nothing but, for a page, its
        section, which then begins where the next text does.
    """
    parts: list[str] = []
    sections: list[Section] = []
    waiting: list[Block] = []
    length = 0
    for block, text in _stripped(blocks):
        if block.kind in ("page", "row"):
            waiting = [other for other in waiting if other.kind != block.kind] + [block]
        if not text:
            continue
        if parts:
            separator = " " if block.joined else "\n\n"
            parts.append(separator)
            length += len(separator)
        sections += [Section(length, _kind(b), b.label) for b in waiting]
        waiting = []
        if block.kind == "heading":
            sections.append(Section(length, "heading", text, max(1, block.level)))
        parts.append(text)
        length += len(text)
    return "".join(parts), tuple(sections)


def _kind(block: Block) -> Literal["page", "row"]:
    return "page" if block.kind == "page" else "row"


def _stripped(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Yield blocks with their final text; a heading is always one line."""
    for block in blocks:
        text = block.text.strip()
        yield block, " ".join(text.split()) if block.kind == "heading" else text


def _removal_note(removed: list[str]) -> str:
    """Say how many lines were left out, quoting the first few."""
    quoted = "; ".join(f"“{line[:NOTE_CHARACTERS]}”" for line in removed[:NOTE_LINES])
    lines = "1 line" if len(removed) == 1 else f"{len(removed)} lines"
    more = "; …" if len(removed) > NOTE_LINES else ""
    return f"left out {lines} of web-page leftovers: {quoted}{more}"
