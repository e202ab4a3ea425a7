"""What a PDF states of itself: title, author and date, where they are ones that people wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.corpus.dates import as_date

_DATE = re.compile(r"(?:D:)?\s*((?:1[89]|2[01])\d\d)(?:-?(0[1-9]|1[0-2])(?:-?([0-3]\d))?)?")
_PROGRAM = re.compile(r"(?i)(?:microsoft|libreoffice|openoffice)\s+[^-–]{0,30}[-–]\s")
_FILE_NAME = re.compile(
    r"(?i)[^\r\n]{0,250}\.(?:docx?|odt|rtf|txt|html?|xhtml|php|aspx?|pdf|pptx?|xlsx?|tex|dvi|indd|qxd"
    r"|md|pages|wpd|fm|pmd)"
)
_NO_TITLE = re.compile(
    r"(?i)(?:\W*|(?:untitled|unbenannt|sans titre|sin t[ií]tulo|senza titolo|sem t[ií]tulo"
    r"|без имени|بدون عنوان|بلا عنوان|مستند|(?:new |microsoft )?(?:word )?document|dokument"
    r"|documento?|powerpoint presentation|presentation|slide|about:blank|title|none|null)"
    r"[\s\-_]*\d*)"
)


@dataclass(frozen=True, slots=True)
class Properties:
    """Title, author and date ("2024-05-02", "2024-05" or "2024") of a file, or "" each."""

    title: str = ""
    author: str = ""
    date: str = ""


def properties(stated: Mapping[str, object]) -> Properties:
    """Read a PDF's document information.

    The date is that of the last change, else that on which the file was made.
    """
    fields = {key: " ".join(str(value).split()) for key, value in stated.items()}
    author = fields.get("Author", "")
    return Properties(
        title=_title(fields.get("Title", "")),
        author="" if _NO_TITLE.fullmatch(author[:100]) else author,
        date=iso_date(fields.get("ModDate", "")) or iso_date(fields.get("CreationDate", "")),
    )


def iso_date(text: str) -> str:
    """A PDF's date, "D:20240502101500Z", as "2024-05-02"; "" where it is none."""
    match = _DATE.match(text)
    return as_date("-".join(filter(None, match.groups()))) if match else ""


def _title(text: str) -> str:
    """A title; "" where a program put the file's name or its own in place of one."""
    is_none = _PROGRAM.match(text) or _FILE_NAME.fullmatch(text) or _NO_TITLE.fullmatch(text[:100])
    return "" if is_none else text
