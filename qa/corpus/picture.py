"""Pictures of text: photographs and scans, read by Tesseract where it is installed."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from qa.corpus.blocks import Block, Extract
from qa.corpus.recognition import MAX_PAGES, can_recognise, recognise
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_PIXELS = 60_000_000
"""Of one picture: twice a page at 600 dots to an inch."""


def parse_picture(data: bytes) -> Extract:
    """Parse a picture; one of several pages page by page.

    Raises:
        DocumentParseError: "unsupported": Tesseract is not installed. "broken": it is no picture.
            "too_large": it has too many pixels, or takes too long.
    """
    if not can_recognise():
        raise DocumentParseError("unsupported", Finding.of("picture"))
    try:
        with Image.open(io.BytesIO(data)) as picture:
            blocks = tuple(_blocks(picture))
            n_left = max(0, getattr(picture, "n_frames", 1) - MAX_PAGES)
    except Image.DecompressionBombError as error:
        raise DocumentParseError("too_large", _too_large()) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise DocumentParseError("broken", Finding.of("broken_picture")) from error
    return Extract(blocks, notes=(Finding.of("picture_recognised"),), unread={"page": n_left})


def _blocks(picture: Image.Image) -> Iterator[Block]:
    """Yield the lines of each page."""
    n_pages = getattr(picture, "n_frames", 1)
    for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
        if number > MAX_PAGES:
            return
        if frame.width * frame.height > MAX_PIXELS:
            raise DocumentParseError("too_large", _too_large())
        upright = ImageOps.exif_transpose(frame).convert("L")
        text = "\n".join(line.text for line in recognise(upright))
        yield Block(text, "page" if n_pages > 1 else "text", str(number) if n_pages > 1 else "")


def _too_large() -> Finding:
    return Finding.of("many_pixels", MAX_PIXELS // 1_000_000)
