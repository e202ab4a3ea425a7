"""Rich text (.rtf) to text: everything that can be read in it, in its order.

Notes and text boxes stand after the paragraph they hang on, headers and footers at the end, each
text once. Tracked changes are taken as accepted. Hidden text is left out, and counted.
"""

from __future__ import annotations

from qa.corpus.blocks import Extract
from qa.corpus.office.pieces import blocks_of, extract_of
from qa.corpus.office.properties import told_properties
from qa.corpus.office.rtf_reader import RtfReader
from qa.errors import DocumentParseError
from qa.findings import Finding


def parse_rich_text(data: bytes) -> Extract:
    """Parse a rich text.

    Raises:
        DocumentParseError: "broken": it is none. "too_large": it has too many paragraphs.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise DocumentParseError("broken", Finding.of("broken_rtf"))
    reader = RtfReader(data)
    blocks = tuple(blocks_of(reader.read()))
    names = ("title", "author", "", "revtim", "creatim")
    properties = told_properties(*(reader.fields.get(name, "") for name in names))
    return extract_of(blocks, properties, reader.unread)
