"""What an office document says of itself: title, author, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qa.corpus.dates import as_date
from qa.corpus.office.package import Package

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

# What programs write where nobody wrote anything.
_NO_TITLE = re.compile(
    r"(?:microsoft )?(?:word|powerpoint)(?: document| presentation)?(?: - .*)?|"
    r"(?:document|presentation|untitled|slide|title|مستند|عرض تقديمي|عنوان)[ \d]*|"
    r"powerpoint presentation|presentazione standard di powerpoint|"
    r"pr[ée]sentation powerpoint|powerpoint-präsentation|presentación de powerpoint|"
    r"عرض تقديمي في powerpoint|.*\.(?:docx?|pptx?|odt|rtf|dotx?)",
    re.IGNORECASE | re.DOTALL,
)
_NO_AUTHOR = re.compile(
    r"python-docx|steve canny|microsoft office user|windows user|(?:user|admin|administrator)\d*|"
    r"unknown|author|un-named|apache poi|docx4j|openpyxl",
    re.IGNORECASE,
)
# When the templates of libraries were made, which stays in documents made of them.
_NO_DATE = frozenset(("2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z"))


@dataclass(frozen=True, slots=True)
class Properties:
    """A document's fields, each "" where it says nothing."""

    title: str = ""
    author: str = ""
    date: str = ""


def core_properties(package: Package) -> Properties:
    """The fields of a Word document or a presentation."""
    targets = [r.target for r in package.relationships("") if r.kind == "core-properties"]
    root = package.root(next(iter(targets), "docProps/core.xml"))
    if root is None:
        return Properties()
    names = (f"{_DC}title", f"{_DC}creator", f"{_CORE}lastModifiedBy")
    dates = (f"{_TERMS}modified", f"{_TERMS}created")
    return told_properties(*(_text(root.find(name)) for name in (*names, *dates)))


def open_document_properties(package: Package) -> Properties:
    """The fields of an OpenDocument file."""
    root = package.root("meta.xml")
    meta = root.find(f"{_OFFICE}meta") if root is not None else None
    if meta is None:
        return Properties()
    names = (f"{_DC}title", f"{_META}initial-creator", f"{_DC}creator")
    dates = (f"{_DC}date", f"{_META}creation-date")
    return told_properties(*(_text(meta.find(name)) for name in (*names, *dates)))


def told_properties(
    title: str, author: str, other_author: str, changed: str, created: str
) -> Properties:
    """What somebody gave of these: the first author, else the other; the change, else the start."""
    return Properties(
        told_title(title),
        told_author(author) or told_author(other_author),
        told_date(changed) or told_date(created),
    )


def told_title(title: str) -> str:
    """A title that somebody gave; "" for a program's own."""
    title = " ".join(title.split())
    return "" if _NO_TITLE.fullmatch(title) else title


def told_author(author: str) -> str:
    """A name that somebody gave; "" for a program's own."""
    author = " ".join(author.split())
    return "" if _NO_AUTHOR.fullmatch(author) else author


def told_date(date: str) -> str:
    """The day of an ISO date and time; "" where it is none, or that of a library's template."""
    found = as_date(date)
    return "" if date.strip() in _NO_DATE or not "1900" <= found[:4] <= "2199" else found


def _text(element: Any) -> str:  # noqa: ANN401 (an XML element, or None)
    return "".join(element.itertext()) if element is not None else ""
