"""Documents within a Word document (`w:altChunk`): pages and plain texts are read, others not.

Programs that make Word documents of web pages put the whole page there.
"""

from __future__ import annotations

import email
import email.policy
from pathlib import PurePosixPath

from qa.corpus.encodings import decode
from qa.corpus.html.webpage import parse_webpage
from qa.corpus.office.pieces import Piece

_PAGES = frozenset((".htm", ".html", ".xhtml"))
_ARCHIVES = frozenset((".mht", ".mhtml"))


def embedded_pieces(name: str, data: bytes) -> list[Piece]:
    """The pieces of an embedded document; none where it is of another kind.

    Raises:
        DocumentParseError: It holds no text.
    """
    suffix = PurePosixPath(name).suffix
    if suffix in _ARCHIVES:
        data, suffix = _archived_page(data), ".html"
    if suffix == ".txt" and data:
        return [Piece(decode(data).text)]
    if suffix not in _PAGES or not data:
        return []
    return [
        Piece(block.text, "heading" if block.kind == "heading" else "text", block.level)
        for block in parse_webpage(data).blocks
    ]


def _archived_page(data: bytes) -> bytes:
    """The page in an archive of a page and its pictures, which is written as a message is."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("html", "plain"))
    payload = body.get_payload(decode=True) if body is not None else None
    return payload if isinstance(payload, bytes) else b""
