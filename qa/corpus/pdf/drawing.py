"""A page of a PDF as a picture, a part of the document boxed where it stands."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw

from qa.corpus.pdf.boxes import boxes_of
from qa.corpus.pdf.pages import PixelBox, paint_page
from qa.corpus.pdf.sought import Sought

LONGEST = 1_600
"""Pixels of a picture's longer side: small print of an A4 page is read well, at some 140 dots to an
inch, and no page, whatever size it claims, costs more than 10 MB."""

MARGIN = 3
"""Pixels between a box and what it is around."""

FILL = (255, 240, 168)
EDGE = (15, 118, 110)
"""The light theme's colours of marks and of links: pages are white in either theme."""


def draw_page(data: bytes, number: int, sought: Sequence[Sought] = ()) -> bytes:
    """Draw a page, as a PNG.

    Args:
        data: The PDF.
        number: Number of the page, from 1.
        sought: What is boxed, as far as it stands on this page.

    Raises:
        DocumentParseError: "encrypted", "broken" or "too_large", as of `parse_pdf`.
    """
    placed = boxes_of(data, sought) if sought else []
    on_page = [one.box for one in placed if one.page == number]
    picture, boxes = paint_page(data, number - 1, on_page, longest=LONGEST)
    # Dark on white stays readable, and a dark page is no darker.
    tint = Image.new("RGB", picture.size, "white")
    drawing = ImageDraw.Draw(tint)
    for left, top, right, bottom in _along_lines(boxes):
        edges = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
        drawing.rectangle(edges, fill=FILL, outline=EDGE, width=2)
    out = io.BytesIO()
    ImageChops.multiply(picture, tint).save(out, "PNG")
    return out.getvalue()


def _along_lines(boxes: Sequence[PixelBox]) -> list[PixelBox]:
    """One box for those that stand side by side, however they follow each other when read.

    A number among Arabic words is read from its other end, so that its neighbours come apart.
    """
    joined: list[PixelBox] = []
    for box in sorted(boxes, key=lambda box: box[0]):
        for position, other in enumerate(joined):
            if _side_by_side(other, box):
                left, top, right, bottom = zip(other, box, strict=True)
                joined[position] = (min(left), min(top), max(right), max(bottom))
                break
        else:
            joined.append(box)
    return joined


def _side_by_side(one: PixelBox, other: PixelBox) -> bool:
    heights = one[3] - one[1], other[3] - other[1]
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= 0.5 * min(heights) and other[0] - one[2] <= max(heights)
