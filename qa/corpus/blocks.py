"""What every format gives before it becomes a document: blocks, cleaned and put together here.

A format's module turns bytes into an `Extract`; `assemble` turns an extract's blocks into one
text and its sections, so that every section's start is an offset of the final text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from qa.corpus.arabic_order import mend_arabic
from qa.findings import Finding
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
        notes: What was found and mended.
        author: Who wrote it, as the file states it, or "".
        date: When it was published or last changed, as the file states it: "2024-05-02", "2024-05",
            "2024" or "".
        unread: What is in the file and was left out on purpose, and how many of each: {"picture":
            2}. Kinds are singular English nouns.
        is_logical: Whether the letters surely stand in the order in which they are read.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    notes: tuple[Finding, ...] = ()
    author: str = ""
    date: str = ""
    unread: Mapping[str, int] = field(default_factory=dict)
    is_logical: bool = False


# Line ends of every system, and the separators that Unicode counts as line ends.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed, byte-order marks and the two non-characters next to
# them. They show nothing and would only stand between a search and its words.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
# A soft hyphen is a place to divide a word at; at a line end the word goes on in the next line.
_SOFT_HYPHEN = re.compile(r"\xad+(?:[^\S\n]*\n[^\S\n]*(?=\w))?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_characters(text: str) -> str:
    """Give every line the same end, join words at soft hyphens and drop what is no text."""
    return _SOFT_HYPHEN.sub("", without_controls(text))


def without_controls(text: str) -> str:
    """Give every line the same end and drop what is no text; leave all else as it is."""
    text = _CONTROL.sub("", _LINE_END.sub("\n", text))
    return _SURROGATE.sub("\ufffd", text)


def finish(extract: Extract) -> Extract:
    """Clean an extract: its characters, and Arabic letters that stand in the order of the page."""
    blocks = [
        replace(b, text=clean_characters(b.text), label=clean_characters(b.label))
        for b in extract.blocks
    ]
    notes = list(extract.notes)
    if not extract.is_logical:
        texts, order_notes = mend_arabic([block.text for block in blocks])
        blocks = [replace(block, text=text) for block, text in zip(blocks, texts, strict=True)]
        notes += order_notes
    notes += [Finding.unread(kind, n) for kind, n in extract.unread.items() if n > 0]
    return replace(
        extract,
        blocks=tuple(blocks),
        title=one_line(extract.title),
        author=one_line(extract.author),
        notes=tuple(dict.fromkeys(map(_clean_finding, notes))),
    )


def one_line(text: str) -> str:
    """A title or a name as one clean line."""
    return " ".join(clean_characters(text).split())


def _clean_finding(note: Finding) -> Finding:
    """A finding whose values, which may be of the file, are clean characters."""
    values = (clean_characters(v) if isinstance(v, str) else v for v in note.values)
    return Finding.of(note.code, *values)


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
