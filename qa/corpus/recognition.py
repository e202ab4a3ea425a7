"""Text of pictures, by Tesseract: the program must be installed, and `sanad-qa[ocr]`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentParseError
from qa.findings import Finding

if TYPE_CHECKING:
    from PIL.Image import Image

RESOLUTION = 300
"""Dots to an inch at which pages are looked at: what Tesseract was trained for."""

PAGE_SECONDS = 60
"""Most time for a page by the clock; a full one takes some 3 s."""

MAX_PAGES = 300
"""Pages of a file that are recognised; of a longer one the rest is named in a note."""

MAX_LANGUAGES = 4
"""Languages that a page is read in at once: each makes it slower."""


_NO_LANGUAGES = frozenset(("osd", "equ", "snum"))  # Tesseract's other models
_FIRST_LANGUAGES = ("ara", "eng")


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line of a picture, its box in pixels from the picture's upper left corner."""

    text: str
    left: int
    top: int
    width: int
    height: int


def can_recognise() -> bool:
    """Whether pictures can be read here."""
    return shutil.which("tesseract") is not None and find_spec("pytesseract") is not None


def recognise(picture: Image) -> list[RecognisedLine]:
    """Read a picture, line by line in the order in which they are read.

    Raises:
        DocumentParseError: "too_large": it took more than `PAGE_SECONDS`. "broken": Tesseract
            cannot read it.
    """
    import pytesseract  # noqa: PLC0415 (an extra)

    try:
        words: dict[str, list[Any]] = pytesseract.image_to_data(
            picture,
            lang=_languages(),
            timeout=PAGE_SECONDS,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractError as error:
        raise DocumentParseError("broken", Finding.of("unrecognised_picture")) from error
    except RuntimeError as error:
        reason = Finding.of("slow_picture", PAGE_SECONDS)
        raise DocumentParseError("too_large", reason) from error
    return list(_lines(words))


@cache
def _languages() -> str:
    """The languages to read in, Arabic and English first; asking takes a process."""
    import pytesseract  # noqa: PLC0415 (an extra)

    known = [name for name in pytesseract.get_languages() if name not in _NO_LANGUAGES]
    known.sort(key=lambda name: (name not in _FIRST_LANGUAGES, name))
    return "+".join(known[:MAX_LANGUAGES])


def _lines(words: dict[str, list[Any]]) -> Iterator[RecognisedLine]:
    """Put words to lines."""
    places = zip(words["block_num"], words["par_num"], words["line_num"], strict=True)
    numbered = [(place, n) for n, place in enumerate(places) if str(words["text"][n]).strip()]
    for _, group in groupby(numbered, key=lambda entry: entry[0]):
        numbers = [n for _, n in group]
        left, top = (min(words[side][n] for n in numbers) for side in ("left", "top"))
        yield RecognisedLine(
            " ".join(str(words["text"][n]).strip() for n in numbers),
            left,
            top,
            max(words["left"][n] + words["width"][n] for n in numbers) - left,
            max(words["top"][n] + words["height"][n] for n in numbers) - top,
        )
