"""Text that stays text in Markdown: a backslash only where a sign would be read as markup.

The signs of CommonMark, of GitHub's tables, strikethrough and notices, of footnotes, and of
formulas between dollars. An address stays as it is: some programs make a link of it, which shows
where it leads. Every rule looks at a sign and its neighbours alone, so that each takes linear time
and holds whatever stands around the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from qa.records import Span
from qa.web.html.bidi import strip_overrides

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

# A sign that is markup, after or before what makes it so; the group is where the backslash goes.
_ACTIVE = re.compile(
    r"(?P<backslash>\\)(?=[!-/:-@\[-`{-~]|$)"  # before a sign it would vanish, at an end break
    r"|(?P<code>`)"
    r"|(?P<html><)(?=[A-Za-z/!?])"
    r"|(?P<entity>&)(?=#?[A-Za-z0-9]{1,40};)"
    r"|(?P<label>\[)(?=[\^!\[])"  # a footnote, a notice, a link of a wiki
    r"|(?P<link>\])(?=[(\[:])"
    r"|(?P<note>\^)(?=\[)"
)
_RUN = re.compile(r"\*+|_+|~+")

# What a line must not begin with; the group is where the backslash goes.
_BLOCK = re.compile(
    r"(?P<heading>\#)(?=\#{0,5}(?:\s|$))"
    r"|(?P<quote>>)"
    r"|(?P<bullet>[-+*])(?=\s|$)"
    r"|[0-9]{1,9}(?P<number>[.)])(?=\s|$)"
    r"|(?P<rule>[-_*])(?=[-_*\s]*$)"
    r"|(?P<fence>~)(?=~~)"
    r"|(?P<underline>=)(?==*\s*$)"
    r"|(?P<table>[|:-])(?=[|:\s-]*$)"
)


def inert(text: str) -> str:
    """A text on one line, which may begin it, as Markdown that reads the same and means nothing."""
    return marked(" ".join(text.split()), ())


def heading(text: str) -> str:
    """A text as that of a heading of Markdown."""
    shown = _clean(" ".join(text.split()))
    backslashes = _inline(shown)
    # Number signs at the end, after a space, would close the heading.
    start = len(shown.rstrip("#"))
    if start < len(shown) and (start == 0 or shown[start - 1] == " "):
        backslashes.add(start)
    return _written(shown, 0, len(shown), backslashes)


def quoted(text: str, start: int, marks: Iterable[Span]) -> list[str]:
    """A slice of a document as the lines of a quotation, its marks in bold, its lines as they are.

    Args:
        text: The slice.
        start: Its offset in the document.
        marks: Ranges of the document, in rising order.
    """
    spans, written, done = tuple(marks), list[str](), start
    for line in text.splitlines(keepends=True):
        written.append(marked(line, [Span(s.start - done, s.end - done) for s in spans]))
        done += len(line)
    full = [number for number, line in enumerate(written) if line]
    shown = written[full[0] : full[-1] + 1] if full else []
    # Two spaces at its end break a line; nothing does that before an empty one.
    return [
        f"> {line}{'  ' if after else ''}" if line else ">"
        for line, after in zip(shown, [*shown[1:], ""], strict=False)
    ]


def marked(line: str, marks: Sequence[Span]) -> str:
    """One line of Markdown that reads as a line of text, with some ranges of it in bold.

    Spaces at its ends are left out: they would make it code.
    """
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    shown = _clean(line[first:last])
    if len(shown) != last - first:  # signs were taken out: the ranges must not count them
        marks = [_moved(line, first, mark) for mark in marks]
    else:
        marks = [Span(mark.start - first, mark.end - first) for mark in marks]
    bold = _joined(shown, marks)
    backslashes = _inline(shown, bold) | _block(shown)
    written, done = list[str](), 0
    for mark in bold:
        written += [_written(shown, done, mark.start, backslashes), "**"]
        written += [_written(shown, mark.start, mark.end, backslashes), "**"]
        done = mark.end
    return "".join([*written, _written(shown, done, len(shown), backslashes)])


def _moved(line: str, first: int, mark: Span) -> Span:
    """A range of a line as one of what is shown of it."""
    start, end = max(mark.start, first), max(mark.end, first)
    return Span(len(_clean(line[first:start])), len(_clean(line[first:end])))


def _clean(text: str) -> str:
    """Without what turns a text round, and what draws nothing and cannot be written."""
    return "".join(
        "\ufffd" if unicodedata.category(c) in {"Cc", "Cs"} and c != "\t" else c
        for c in strip_overrides(text)
    )


def _inline(line: str, bold: Sequence[Span] = ()) -> set[int]:
    """Where a line needs a backslash, wherever it stands, when some ranges of it are bold."""
    edges = {place for span in bold for place in (span.start, span.end)}
    found = {match.start() for match in _ACTIVE.finditer(line)}
    found |= {edge - 1 for edge in edges if line[edge - 1 : edge] == "\\"}  # before stars
    for run in _RUN.finditer(line):
        before, after = _kind(line, run.start() - 1), _kind(line, run.end())
        in_a_word = run[0][0] == "_" and before == after == "letter"
        inert = in_a_word or before == after == "space"
        if not inert or not edges.isdisjoint(range(run.start(), run.end() + 1)):
            found |= set(range(*run.span()))
    if line.count("$") > 1:
        found |= {place for place, sign in enumerate(line) if sign == "$"}
    return found


def _block(line: str) -> set[int]:
    """Where a line needs a backslash so that it begins nothing but text."""
    found = _BLOCK.match(line)
    return {found.start(found.lastgroup)} if found and found.lastgroup else set()


def _kind(line: str, place: int) -> str:
    """What CommonMark takes the character at a place for; beyond the ends it is a space."""
    if not 0 <= place < len(line) or line[place].isspace():
        return "space"
    if line[place] in _PUNCTUATION or unicodedata.category(line[place])[0] == "P":
        return "sign"
    # Older and newer programs are not of one mind about these.
    return "symbol" if unicodedata.category(line[place])[0] == "S" else "letter"


def _joined(line: str, marks: Iterable[Span]) -> list[Span]:
    """The ranges that can be bold: stars touch what they stand around, and are told from others."""
    joined: list[Span] = []
    for mark in marks:
        start, end = max(mark.start, 0), min(mark.end, len(line))
        if joined and start <= joined[-1].end:
            start = joined.pop().start
        if start < end:
            joined.append(Span(start, end))
    narrowed = [_narrowed(line, span) for span in joined]
    return [span for span in narrowed if span.start < span.end]


def _narrowed(line: str, span: Span) -> Span:
    """A range that begins and ends where stars can: not at a space, nor between letter and sign."""
    start, end = span.start, span.end
    while start < end and not _opens(_kind(line, start - 1), _kind(line, start)):
        start += 1
    while start < end and not _opens(_kind(line, end), _kind(line, end - 1)):
        end -= 1
    return Span(start, end)


def _opens(outside: str, inside: str) -> bool:
    return inside == "letter" or (inside in ("sign", "symbol") and outside in ("space", "sign"))


def _written(line: str, start: int, end: int, backslashes: set[int]) -> str:
    return "".join(
        f"\\{line[place]}" if place in backslashes else line[place] for place in range(start, end)
    )
