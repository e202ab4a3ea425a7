"""The documents that a conversation cites, for reference managers: BibTeX, RIS and CSL-JSON.

Flows in: the turns of a chat. Flows out: a record for each document, in the order in which they
were first cited. Names of authors stay as the files write them: nothing here guesses which of
their words is the family's.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from qa.records import UNDETERMINED, Answer, DocumentInfo
from qa.web.chat.turns import Turn
from qa.web.html.bidi import strip_overrides

# What TeX would take for markup. Braces have words, because BibTeX counts them even when escaped.
_TEX: Mapping[int, str] = MappingProxyType(
    str.maketrans(
        {
            "\\": r"\textbackslash{}",
            "{": r"\lbrace{}",
            "}": r"\rbrace{}",
            "^": r"\textasciicircum{}",
            "~": r"\textasciitilde{}",
            **{sign: f"\\{sign}" for sign in "$&#%_"},
        }
    )
)

# Between two signs that TeX would draw as one.
_LIGATURE = re.compile(
    r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)"
)


@dataclass(frozen=True, slots=True)
class _Reference:
    """A cited document, each text on one line.

    Attributes:
        key: The same in every export of the same document.
        title: Its title, or its path where it has none.
        author: Who wrote it; "" where the file does not say.
        date: Year, month and day that it states, as far as it does.
        language: Code of its language; "" where it is not known.
        path: Where it lies in the folder of documents.
        pages: Labels of the cited pages.
    """

    key: str
    title: str
    author: str
    date: tuple[int, ...]
    language: str
    path: str
    pages: tuple[str, ...]


def as_bibtex(turns: Iterable[Turn], accessed: date) -> str:
    """The cited documents as BibTeX, in UTF-8."""
    return "\n".join(_bibtex(reference, accessed) for reference in _references(turns))


def as_ris(turns: Iterable[Turn], accessed: date) -> str:
    """The cited documents as RIS."""
    return "\r\n".join(_ris(reference, accessed) for reference in _references(turns))


def as_csl(turns: Iterable[Turn], accessed: date) -> str:
    """The cited documents as CSL-JSON."""
    written = [_csl(reference, accessed) for reference in _references(turns)]
    return json.dumps(written, ensure_ascii=False, indent=2)


def _references(turns: Iterable[Turn]) -> list[_Reference]:
    cited: dict[str, DocumentInfo] = {}
    pages: dict[str, list[str]] = {}
    for turn in turns:
        for citation in turn.outcome.citations if isinstance(turn.outcome, Answer) else ():
            passage = citation.passage
            cited[passage.document.path] = passage.document
            pages.setdefault(passage.document.path, []).append(_line(passage.place.page))
    return [_reference(document, pages[path]) for path, document in cited.items()]


def _reference(document: DocumentInfo, pages: Sequence[str]) -> _Reference:
    path = _line(document.path)
    stated = "" if document.dated_by_file else document.date
    return _Reference(
        key=f"sanad-{hashlib.sha256(document.path.encode('utf-8', 'replace')).hexdigest()[:10]}",
        title=_line(document.title) or path,
        author=_line(document.author),
        date=tuple(int(part) for part in stated.split("-") if part),
        language="" if document.language == UNDETERMINED else document.language,
        path=path,
        pages=tuple(dict.fromkeys(filter(None, pages))),
    )


def _line(text: str) -> str:
    """A text on one line, without what turns it round and what cannot be written."""
    shown = " ".join(strip_overrides(text).split())
    return "".join(c for c in shown if unicodedata.category(c) not in {"Cc", "Cs"})


def _bibtex(reference: _Reference, accessed: date) -> str:
    year = f"{reference.date[0]:04}" if reference.date else ""
    fields = {
        # A second pair of braces: it is no list of names for BibTeX to cut at each "and".
        "author": f"{{{_tex(reference.author)}}}" if reference.author else "",
        "title": f"{{{_tex(reference.title)}}}",
        "year": year,
        "date": _iso(reference.date),
        "language": reference.language,
        "pages": _tex(", ".join(reference.pages)),
        "note": _tex(reference.path),
        "urldate": accessed.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{reference.key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return "{}".join(part.translate(_TEX) for part in _LIGATURE.split(text))


def _ris(reference: _Reference, accessed: date) -> str:
    fields = {
        "TY": "GEN",
        "ID": reference.key,
        "TI": reference.title,
        "AU": reference.author,
        "PY": f"{reference.date[0]:04}" if reference.date else "",
        "DA": _ris_date(reference.date),
        "LA": reference.language,
        "SP": ", ".join(reference.pages),
        "N1": reference.path,
        "Y2": _ris_date((accessed.year, accessed.month, accessed.day)),
    }
    lines = [f"{tag}  - {value}" for tag, value in fields.items() if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_date(parts: Sequence[int]) -> str:
    """Year, month, day with three slashes: what is not known between them stays empty."""
    return "/".join((*_padded(parts), "", "", "")[:4]) if parts else ""


def _iso(parts: Sequence[int]) -> str:
    return "-".join(_padded(parts))


def _padded(parts: Sequence[int]) -> list[str]:
    return [f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False)]


def _csl(reference: _Reference, accessed: date) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": reference.key,
        "type": "document",
        "title": reference.title,
        "author": [{"literal": reference.author}] if reference.author else None,
        "issued": {"date-parts": [list(reference.date)]} if reference.date else None,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
        "language": reference.language,
        "page": ", ".join(reference.pages),
        "note": reference.path,
    }
    return {name: value for name, value in fields.items() if value}
