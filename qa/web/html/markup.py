"""Text to markup: the one place where text of documents, names and questions becomes HTML.

Markup is a type, `Html`. Whatever is joined to it or put into a template (`render`) is escaped,
unless it is markup itself. Escaping leaves letters, digits and spaces and writes every other ASCII
character as a numeric reference. That is more than HTML asks for: neither Markdown nor LaTeX nor a
template language finds one of its signs in the result, whatever a chat component does with a
message.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from qa.records import Citation, Passage, Span
from qa.web.html.bidi import Direction, direction, strip_overrides
from qa.web.html.ui_strings import UiStrings

_REFERENCES = MappingProxyType(
    {code: f"&#{code};" for code in range(128) if not (chr(code).isalnum() or chr(code) == " ")}
    # Other control characters draw nothing, and HTML has no way to write them.
    | dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\ufffd")
)

# A lone surrogate (from a broken file name, or JSON) cannot be sent as UTF-8.
_SURROGATES = re.compile("[\ud800-\udfff]")


class Html(Markup):
    """Markup. Its methods (`join`, `format`, `+`) escape what is not."""

    __slots__ = ()

    @classmethod
    def escape(cls, text: object, /) -> Html:
        """Text as HTML that reads the same and means nothing, without bidi overrides.

        Markup is left as it is.
        """
        if hasattr(text, "__html__"):
            return text if isinstance(text, Html) else cls(text.__html__())
        shown = _SURROGATES.sub("\ufffd", strip_overrides(str(text)))
        return cls(shown.translate(_REFERENCES))


escape = Html.escape


class _OneLine(Extension):
    """Draws no line end of a template, nor the indentation after it, as JSX does.

    Between tags they vanish; elsewhere they are one space. A message of the chat is one line, so
    that nothing in it is taken for Markdown.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source on one line."""
        return _LINE_END.sub(_joint, source.strip())


_LINE_END = re.compile(r"[ \t]*\n\s*")


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[found.start() - 1], found.string[found.end()]
    return "" if before in ">}" or after in "<{" else " "


def render(template: str, values: Mapping[str, object]) -> Html:
    """A template of `qa/web/templates`, filled in; every value that is no markup is escaped."""
    return Html(_environment().get_template(template).render(values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("qa.web"),
        autoescape=True,
        finalize=Html.escape,  # Jinja's own escaping would leave the signs of Markdown
        undefined=StrictUndefined,
        extensions=[_OneLine],
    )
    environment.filters |= {
        "direction": direction,
        "verbatim": verbatim,
        "runs": citation_runs,
        "embedded_json": embedded_json,
        "document_address": document_address,
        "original_address": original_address,
        "place": place_text,
        "spot": spot_text,
    }
    return environment


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters drawn alike.

    Attributes:
        text: The characters.
        style: A part of the answer, text around the passage, or neither.
        term: Whether they are a word that the question has too; inside a mark or not.
        answer: Whether they are the answer itself, inside a mark.
    """

    text: str
    style: Literal["", "mark", "dim"] = ""
    term: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """Runs of one style: a sentence stays one mark, whichever of its words are matched."""

    style: Literal["", "mark", "dim"]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text, with the direction of most of its letters."""

    direction: Direction
    groups: tuple[_Group, ...]


def citation_runs(citation: Citation) -> tuple[Run, ...]:
    """The runs of a cited passage: its marks, and the answer in them."""
    passage = citation.passage
    return split_runs(passage.text, passage.start, citation.marks, answer=citation.answer_span)


def split_runs(
    text: str,
    start: int,
    marks: Iterable[Span],
    terms: Sequence[Span] = (),
    answer: Span | None = None,
) -> tuple[Run, ...]:
    """Cut a slice of a document into runs; together they are the slice.

    Args:
        text: The slice.
        start: Its offset in the document.
        marks: Ranges of the document, in rising order; what lies outside the slice is left out.
        terms: Ranges of words, likewise; they may overlap the marks.
        answer: The range of a mark that is the answer itself.
    """
    runs: list[Run] = []
    at = start
    for piece, marked in _cut(text, start, marks):
        style: Literal["mark", ""] = "mark" if marked else ""
        for part, answers in _cut(piece, at, [answer] if answer and marked else []):
            runs += [Run(word, style, matched, answers) for word, matched in _cut(part, at, terms)]
            at += len(part)
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


def verbatim(runs: Sequence[Run] | str) -> Html:
    """Runs as lines, each with the direction of most of its own letters.

    The text content of the result is the text of the runs, line ends included.

    Args:
        runs: The runs, or a text that is one.
    """
    if isinstance(runs, str):
        runs = (Run(runs),)
    default = direction("".join(run.text for run in runs))
    lines = [_line(pieces, default) for pieces in _pieces_by_line(runs)]
    return render("verbatim.html", {"lines": lines})


def _line(pieces: Sequence[Run], default: Direction) -> _Line:
    groups = [_group(tuple(alike)) for _, alike in groupby(pieces, lambda run: run.style)]
    return _Line(direction("".join(run.text for run in pieces), default), tuple(groups))


def _group(runs: tuple[Run, ...]) -> _Group:
    style = runs[0].style
    # A marked empty line would be a speck.
    blank = all(run.text.isspace() for run in runs)
    return _Group("" if style == "mark" and blank else style, runs)


def _pieces_by_line(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        for piece in run.text.splitlines(keepends=True):
            line.append(replace(run, text=piece))
            if piece.splitlines()[0] != piece:
                yield line
                line = []
    if line:
        yield line


def embedded_json(value: object, key: str) -> Html:
    """A value for the page's script, as an element that is not drawn.

    JSON in base64: whatever the value holds, it means nothing to HTML and arrives letter by letter.

    Args:
        value: What JSON can write.
        key: The element's id.
    """
    written = base64.b64encode(json.dumps(value).encode()).decode()
    return Html('<span class="embedded-json" id="{}">{}</span>').format(key, Html(written))


def place_text(passage: Passage, strings: UiStrings) -> str:
    """Where a passage stands: headings, then page, table row or line.

    The title of the document stands above it already and is not said again as a heading.
    """
    title = passage.document.title
    headings = (heading for heading in passage.place.headings if heading != title)
    return " · ".join((*headings, spot_text(passage, strings)))


def spot_text(passage: Passage, strings: UiStrings) -> str:
    """The page, table row or line at which a passage stands."""
    place = passage.place
    if place.page:
        return strings.page.format(label=place.page)
    if place.row:
        return strings.row.format(label=place.row)
    return strings.line.format(label=place.line)


def document_address(passage: Passage, marks: Sequence[Span] = ()) -> str:
    """Where the document is shown with the passage tinted, and what answers in it marked."""
    return f"document?{place_query(passage, marks)}#passage"


def original_address(passage: Passage) -> str:
    """Where the file is that the document was parsed from."""
    return f"original?{urlencode({'path': encodable(passage.document.path)})}"


def place_query(passage: Passage, marks: Sequence[Span] = ()) -> str:
    """Where a passage is, for an address."""
    document, span = passage.document, Span(passage.start, passage.end)
    return urlencode(place_fields(encodable(document.path), span, document.sha256, marks))


def place_fields(
    path: str, span: Span, sha256: str, marks: Sequence[Span]
) -> list[tuple[str, str | int]]:
    """The fields of an address that tell of a place, and of what is marked there."""
    return [
        ("path", path),
        ("start", span.start),
        ("end", span.end),
        ("sha256", sha256),
        *(("mark", written_span(mark)) for mark in marks),
    ]


def written_span(span: Span) -> str:
    """A range as "30-44"."""
    return f"{span.start}-{span.end}"


def encodable(text: str) -> str:
    """Text that can be written as UTF-8: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
