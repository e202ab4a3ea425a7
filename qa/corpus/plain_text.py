"""Plain text: its lines as they are, below the fields that it may begin with."""

from __future__ import annotations

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.corpus.front_matter import read_front_matter, with_front_matter


def parse_text(data: bytes) -> Extract:
    """Parse plain text.

    Raises:
        DocumentParseError: It is not text.
    """
    decoded = decode(data)
    text = clean_characters(decoded.text)
    fields = read_front_matter(text)
    if fields is None:
        return Extract((Block(text),), notes=decoded.notes)
    blocks = with_front_matter(fields, (Block(text[fields.length :]),))
    origin = fields.origin
    return Extract(blocks, origin.title, decoded.notes, origin.author, origin.date)
