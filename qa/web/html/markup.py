"""Text to HTML: the one place where text of documents, names and questions becomes markup.

Everything not ours goes through `escape`, which leaves letters, digits and spaces and writes every
other ASCII character as a numeric reference. That is more than HTML asks for: neither Markdown nor
LaTeX nor a template language finds one of its signs in the result, whatever a chat component
does with a message, and the whole of it is one line.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from qa.records import Passage, Span
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.ui_strings import Texts

_REFERENCES = MappingProxyType(
    {code: f"&#{code};" for code in range(128) if not (chr(code).isalnum() or chr(code) == " ")}
    # Other control characters draw nothing, and HTML has no way to write them.
    | dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\ufffd")
)

# A lone surrogate (from a broken file name, or JSON) cannot be sent as UTF-8.
_SURROGATES = re.compile("[\ud800-\udfff]")


def escape(text: str) -> str:
    """Text as HTML that reads the same and means nothing, without bidi overrides."""
    return _SURROGATES.sub("\ufffd", strip_overrides(text)).translate(_REFERENCES)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters drawn alike.

    Attributes:
        text: The characters.
        style: A part of the answer, text around the passage, or neither.
        term: Whether they are a word that the question has too; inside a mark or not.
    """

    text: str
    style: Literal["", "mark", "dim"] = ""
    term: bool = False


def runs_of(
    text: str, start: int, marks: Iterable[Span], terms: Sequence[Span] = ()
) -> tuple[Run, ...]:
    """Cut a slice of a document into runs; together they are the slice.

    Args:
        text: The slice.
        start: Its offset in the document.
        marks: Ranges of the document, in rising order; what lies outside the slice is left out.
        terms: Ranges of words, likewise; they may overlap the marks.
    """
    runs: list[Run] = []
    at = start
    for piece, marked in _cut(text, start, marks):
        style: Literal["mark", ""] = "mark" if marked else ""
        runs += [Run(part, style, matched) for part, matched in _cut(piece, at, terms)]
        at += len(piece)
    return tuple(runs)


def _cut(text: str, start: int, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """A slice in pieces, none empty, and whether each lies in one of the spans."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for span in spans:
        begin = max(span.start - start, done)
        end = min(span.end - start, len(text))
        if begin < end:
            pieces += [(text[done:begin], False), (text[begin:end], True)]
            done = end
    pieces.append((text[done:], False))
    return [piece for piece in pieces if piece[0]]


def verbatim(runs: Sequence[Run]) -> str:
    """Runs as lines, each with the direction of most of its own letters.

    The text content of the result is the text of the runs, line ends included.
    """
    default = direction("".join(run.text for run in runs))
    return "".join(
        f'<span class="line" dir="{direction("".join(run.text for run in line), default)}">'
        f"{''.join(_drawn(list(alike)) for _, alike in groupby(line, _style))}</span>"
        for line in _lines(runs)
    )


def _lines(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        for piece in run.text.splitlines(keepends=True):
            line.append(replace(run, text=piece))
            if piece.splitlines()[0] != piece:
                yield line
                line = []
    if line:
        yield line


def _style(run: Run) -> str:
    return run.style


def _drawn(runs: Sequence[Run]) -> str:
    """Runs of one style: a sentence stays one mark, whichever of its words are matched."""
    inner = "".join(
        f'<span class="term">{escape(run.text)}</span>' if run.term else escape(run.text)
        for run in runs
    )
    style = runs[0].style
    # A marked empty line would be a speck.
    if style == "mark" and not all(run.text.isspace() for run in runs):
        return f"<mark>{inner}</mark>"
    return f'<span class="dim">{inner}</span>' if style == "dim" else inner


def carried(key: str, value: object) -> str:
    """A value for the page's script, as an element that is not drawn.

    JSON in base64: whatever the value holds, it means nothing to HTML and arrives letter by letter.

    Args:
        key: The element's id.
        value: What JSON can write.
    """
    written = base64.b64encode(json.dumps(value).encode()).decode()
    return f'<span class="carried" id="{key}">{written}</span>'


def place_line(passage: Passage, texts: Texts) -> str:
    """Where a passage stands, as plain text: headings, then page, row or line.

    The title of the document stands above it already and is not said again as a heading.
    """
    place = passage.place
    if place.page:
        at = texts.page.format(label=place.page)
    elif place.row:
        at = texts.row.format(label=place.row)
    else:
        at = texts.line.format(label=place.line)
    title = passage.document.title
    return " · ".join((*(heading for heading in place.headings if heading != title), at))


def document_link(passage: Passage, texts: Texts) -> str:
    """A link that opens the document at the passage."""
    return new_tab(document_address(passage), texts.open_document)


def document_address(passage: Passage) -> str:
    """Where the document is shown with the passage marked."""
    return f"/document?{_place(passage)}#passage"


def search_form(
    address: str,
    typed: tuple[str, str],
    label: str,
    button: str,
    *,
    longest: int,
    keep: Mapping[str, str],
) -> str:
    """A line to type in, and its button.

    Args:
        address: The page that it asks for.
        typed: Parameter of what is typed, and what the line holds already.
        label: What it is for.
        button: What the button says.
        longest: Most characters that can be typed: what the page takes.
        keep: Other parameters of the page, as they are now.
    """
    label, (name, value) = escape(label), typed
    kept = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(other)}">'
        for key, other in keep.items()
    )
    return (
        f'<form class="filter" method="get" action="{address}" role="search">{kept}'
        f'<input type="search" name="{name}" maxlength="{longest}" dir="auto"'
        f' aria-label="{label}" placeholder="{label}" value="{escape(value)}">'
        f"<button>{escape(button)}</button></form>"
    )


def context_link(passage: Passage, texts: Texts) -> str:
    """A button with which the page's script draws more of the document around the passage."""
    # Behind a "#": Gradio makes any other link open a tab.
    address = escape(f"#/context?{_place(passage)}")
    label = escape(texts.more_context)
    return f'<a class="more" role="button" tabindex="0" href="{address}">{label}</a>'


def _place(passage: Passage) -> str:
    """Where a passage is, for an address."""
    return urlencode(
        {
            "path": sendable(passage.document.path),
            "start": passage.start,
            "end": passage.end,
            "sha256": passage.document.sha256,
        }
    )


def original_link(passage: Passage, texts: Texts) -> str:
    """A link to the file that the document was read from."""
    address = f"/original?{urlencode({'path': sendable(passage.document.path)})}"
    return new_tab(address, texts.original)


def sendable(text: str) -> str:
    """Text that can be written as UTF-8: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def new_tab(address: str, label: str) -> str:
    """A link that opens a tab of its own; address and label are text.

    Its direction is that of most of the label's letters: it may be a document's title.
    """
    words = f'<bdi dir="{direction(label)}">{escape(label)}</bdi>'
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{words}</a>'
