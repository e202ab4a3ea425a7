"""Words divided at line ends: whether the hyphen was put there by the line end or belongs.

pdfium tells neither from the other. The signs around it do (digits, capitals), and the rest of the
document, where the word stands whole, or with its hyphen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from qa.corpus.pdf.lines import HYPHEN, Line, joined
from qa.corpus.pdf.order import kind_of

PLAIN_HYPHENS = "-\u2010"
MAX_PIECE = 80
"""Characters of a word that are looked at on either side."""

_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_LAST = re.compile(r"[\w\u2010-]+\Z")
_FIRST = re.compile(r"[\w\u2010-]+")


def is_divided(text: str) -> bool:
    """Whether a line ends with a hyphen after a word."""
    if text.endswith(HYPHEN):
        return True
    return len(text) > 1 and text[-1] in PLAIN_HYPHENS and text[-2].isalnum()


def words_of(lines: Iterable[str]) -> Counter[str]:
    """Count the whole words of a document, those with hyphens too."""
    words: Counter[str] = Counter()
    is_after_hyphen = False
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line)]
        was_after_hyphen, is_after_hyphen = is_after_hyphen, is_divided(line)
        words.update(found[was_after_hyphen : len(found) - is_after_hyphen])
    return words


def hyphen_stays(before: str, after: str, words: Counter[str]) -> bool:
    """Whether a hyphen between two pieces of text belongs to the word.

    Args:
        before: The text before it.
        after: The text after it.
        words: The words of the document.
    """
    first, second = _LAST.search(before[-MAX_PIECE:]), _FIRST.match(after[:MAX_PIECE])
    if not first or not second:
        return True
    start, rest = first.group(), second.group()
    if not (start[-1].isalpha() and rest[0].isalpha()) or len(start) == 1:
        return True
    if kind_of(start[-1]) in "RA" or kind_of(rest[0]) in "RA":
        return True  # these scripts divide no words
    whole, parted = words[f"{start}{rest}".casefold()], words[f"{start}-{rest}".casefold()]
    if whole != parted:
        return parted > whole
    is_capital = start.isupper() and rest.isupper()
    if not is_capital and (start.isupper() or rest[0].isupper()):
        return True
    inner = start.rpartition("-")[2]
    return inner != start and bool(words[inner.casefold()] and words[rest.casefold()])


def join_divided(line: Line, following: Line, words: Counter[str]) -> list[Line]:
    """What becomes of a line that ends with a hyphen, and of the one after it."""
    if hyphen_stays(line.text[:-1], following.text, words):
        return [with_hyphen(line), following]
    return [line.part(0, -1), following]


def with_hyphen(line: Line) -> Line:
    """A line that ends with a hyphen, the hyphen written plainly."""
    if not line.text.endswith(HYPHEN):
        return line
    return replace(line, text=line.text[:-1] + "-")


def without_soft_hyphens(line: Line, words: Counter[str]) -> Line:
    """Mend the soft hyphens inside a line: left out, or written where they stand for a hyphen."""
    pieces: list[Line] = []
    before = ""
    start = 0
    text = line.text
    while (place := text.find(HYPHEN, start, len(text) - 1)) >= 0:
        pieces.append(line.part(start, place))
        before = (before + text[start:place])[-MAX_PIECE:]
        after = text[place + 1 : place + 1 + MAX_PIECE].replace(HYPHEN, "")
        if _is_written(before, after) and hyphen_stays(before, after, words):
            pieces.append(with_hyphen(line.part(place, place + 1)))
            before += "-"
        start = place + 1
    if not pieces:
        return line
    whole = joined([*pieces, line.part(start)])
    return replace(line, text=whole.text, sources=whole.sources)


def _is_written(before: str, after: str) -> bool:
    """Whether a soft hyphen stands where a plain one could."""
    return before[-1:].isalnum() or after[:1].isspace()
