"""Footnotes, endnotes and comments of a Word document, each once, where it is referred to."""

from __future__ import annotations

from typing import Any

from qa.corpus.office.number_formats import formatted
from qa.corpus.office.pieces import Piece
from qa.corpus.office.word_content import ContentReader, WordContext
from qa.corpus.office.word_paragraphs import Attached
from qa.corpus.office.word_xml import W

_PARTS = {"footnote": "footnotes", "endnote": "endnotes", "comment": "comments"}
_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """The notes of a document that have not been given out.

    Args:
        context: What the document's parts share.
        part: The main part's name.
        body: The main part, in which they are referred to.
    """

    def __init__(self, context: WordContext, part: str, body: Any) -> None:  # noqa: ANN401
        self._context = context
        self._counts: dict[str, int] = dict.fromkeys(_PARTS, 0)
        self._elements: dict[tuple[str, str], Any] = {}
        self._readers: dict[str, ContentReader] = {}
        targets = {r.kind: r.target for r in context.package.relationships(part)}
        for kind, name in _PARTS.items():
            root = context.package.root(targets[name]) if name in targets else None
            if root is None:
                continue
            reader = ContentReader(context, targets[name], self.pieces)
            reader.prepare(root)
            self._readers[kind] = reader
            for element in root.iter(f"{W}{kind}"):
                if element.get(f"{W}type", "normal") == "normal":
                    self._elements[kind, element.get(f"{W}id", "")] = element
        self._custom = {
            reference.get(f"{W}id", "")
            for name in _FORMATS
            for reference in body.iter(f"{W}{name}Reference")
            if reference.get(f"{W}customMarkFollows") in ("1", "true", "on")
        }
        self._referred = {
            (kind, reference.get(f"{W}id", ""))
            for kind in _PARTS
            for reference in body.iter(f"{W}{kind}Reference")
        }

    def pieces(self, attached: Attached) -> list[Piece]:
        """The note that a place refers to, unless it has been given out."""
        element = self._elements.pop((attached.kind, attached.value), None)
        if element is None:
            return []
        read = self._readers[attached.kind].pieces(element)
        text = "\n".join(piece.text.strip() for piece in read if piece.text.strip())
        return [Piece(f"{self._lead(attached, element)}{text}", "note")] if text else []

    def unreferred(self) -> list[Piece]:
        """The notes that nothing in the document refers to, not even what was deleted."""
        left = [key for key in self._elements if key not in self._referred]
        return [
            piece
            for kind, note_id in left
            for piece in self.pieces(Attached(kind, note_id))  # type: ignore[arg-type]
        ]

    def _lead(self, attached: Attached, element: Any) -> str:  # noqa: ANN401
        """What stands before a note: its number, or a comment's author."""
        if attached.kind == "comment":
            author = " ".join(element.get(f"{W}author", "").split())
            return f"{author}: " if author else ""
        if attached.value in self._custom:
            return ""
        self._counts[attached.kind] += 1
        return f"[{formatted(self._counts[attached.kind], _FORMATS[attached.kind])}] "
