"""Addresses of a cited place in its document, which name the other sources of its answer too.

A link is opened in a tab of its own, kept, or given to somebody else: nothing but its address comes
along. Flows in: citations, or the query of `/document`. Flows out: places, and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from qa.records import Citation, Span
from qa.web.html.markup import encodable, place_fields, written_span

MAX_ADDRESS = 6_000
"""Characters of an address that names other sources; a longer one, which some servers and programs
refuse, names its own place alone."""

_PLACE = re.compile(
    r"(\d{1,12})-(\d{1,12})((?:\.\d{1,12}-\d{1,12}){0,50})~([0-9a-f]{0,64})~(.+)", re.S
)
_RANGE = re.compile(r"(\d{1,12})-(\d{1,12})")


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A cited passage, as an address tells of it.

    Attributes:
        path: The document.
        start: Offset of the passage.
        end: Offset of its end.
        sha256: Digest of the file when the passage was found.
        marks: Ranges of the document's text that answer.
    """

    path: str
    start: int
    end: int
    sha256: str
    marks: tuple[Span, ...] = ()

    @classmethod
    def of(cls, citation: Citation, marks: Sequence[Span]) -> CitedPlace:
        """Where a citation is, with what of it is marked."""
        passage = citation.passage
        document = passage.document
        path = encodable(document.path)
        return cls(path, passage.start, passage.end, document.sha256, tuple(marks))

    @classmethod
    def read(cls, written: str) -> CitedPlace | None:
        """The place that `written` told of; None where it tells of none."""
        found = _PLACE.fullmatch(written)
        if found is None:
            return None
        start, end, marks, sha256, path = found.groups()
        return cls(path, int(start), int(end), sha256, read_spans(marks))

    def written(self) -> str:
        """The place as a line: "12-80.30-44~DIGEST~PATH"."""
        marks = "".join(f".{written_span(mark)}" for mark in self.marks)
        return f"{self.start}-{self.end}{marks}~{self.sha256}~{self.path}"


def read_spans(written: str) -> tuple[Span, ...]:
    """The ranges in a text; those that hold nothing are left out."""
    spans = (Span(int(start), int(end)) for start, end in _RANGE.findall(written))
    return tuple(span for span in spans if span.start < span.end)


def place_address(places: Sequence[CitedPlace], number: int, turn: int = 0) -> str:
    """Where a document is shown with a cited place marked.

    Args:
        places: The places that an answer cites, in order.
        number: Which of them is shown, from 1.
        turn: The turn of the conversation that cites it; 0 where none is known.
    """
    place = places[number - 1]
    own = place_fields(place.path, Span(place.start, place.end), place.sha256, place.marks)
    others = [("cited", other.written()) for other in places]
    whole = urlencode([*own, ("number", number), ("turn", turn), *others])
    return f"document?{whole if len(whole) <= MAX_ADDRESS else urlencode(own)}#passage"
