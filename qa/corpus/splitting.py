"""From a document to passages: slices of its text at sentence ends, sized in encoder tokens.

The only module that imports langchain_text_splitters, when there is something to split.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.corpus.context import passage_context
from qa.records import Document, Span
from qa.settings import SplitterSettings

SPLITTER_VERSION = 1
"""Part of the index's fingerprint: raised whenever the same document gives other passages."""

CountTokens = Callable[[Sequence[str]], list[int]]

# Where to split, the best place first; what is matched stays at the end of the piece before it.
_CLOSING = r"[\"'»”’)\]」』）]*"
_SEPARATORS = [
    r"\n\s*\n",
    r"\n",
    rf"[.!?؟۔।॥…]+{_CLOSING}\s+|[。！？]+{_CLOSING}",
    rf"[؛;:]{_CLOSING}\s+|[；：]",
    r"[،,]\s+|[，、]",
    r"\s",
    "",
]
_SPARE_TOKENS = 8  # a joined text may take a few tokens more than its parts


def split_document(
    document: Document,
    count_tokens: CountTokens,
    max_tokens: int,
    settings: SplitterSettings,
) -> list[Span]:
    """Spans of a document's passages, in order, without overlap.

    They cover every character that is not a space, begin and end with a non-space, and stay
    inside one heading or row (a heading without text of its own goes with what follows it).

    Args:
        document: The document.
        count_tokens: Tokens of texts as passages, prompt and special tokens included.
        max_tokens: Most tokens the encoder sees: no passage with its context exceeds it.
        settings: The wanted size.
    """
    spans: list[Span] = []
    overhead = count_tokens([""])[0]
    for first, end in _blocks(document):
        start = first
        (context_tokens,) = count_tokens([passage_context(document, start)])
        room = max_tokens - context_tokens - _SPARE_TOKENS
        budget = max(1, min(settings.passage_tokens, room))
        for piece in _split_text(document.text[start:end], count_tokens, overhead, budget):
            stripped = piece.strip()
            if stripped:
                begin = start + len(piece) - len(piece.lstrip())
                spans.append(Span(begin, begin + len(stripped)))
            start += len(piece)
    return spans


def _blocks(document: Document) -> list[tuple[int, int]]:
    """Ranges that no passage may cross: cut at headings and rows."""
    text = document.text
    cuts = sorted({0, *(s.start for s in document.sections if s.kind != "page")})
    labels = {s.start: s.label for s in document.sections if s.kind == "heading"}
    blocks: list[tuple[int, int]] = []
    pending: int | None = None  # start of a heading that has no text of its own
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        first = start if pending is None else pending
        body = text[start:end].strip()
        pending = first if body == labels.get(start, "").strip() and end < len(text) else None
        if pending is None:
            blocks.append((first, end))
    return blocks


def _split_text(text: str, count_tokens: CountTokens, overhead: int, budget: int) -> list[str]:
    """Pieces of a text that join to it, each within the budget, of about equal size."""
    lengths: dict[str, int] = {}

    def length(piece: str) -> int:
        if piece not in lengths:
            lengths[piece] = count_tokens([piece])[0] - overhead
        return lengths[piece]

    total = length(text)
    if total <= budget:
        return [text]
    pieces = _recursive_split(text, length, budget)
    # Filling each passage to the brim leaves a stub at the end: try again with an even share.
    even = min(budget, round(1.1 * total / len(pieces)))
    evened = _recursive_split(text, length, even)
    return evened if len(evened) <= len(pieces) else pieces


def _recursive_split(text: str, length: Callable[[str], int], budget: int) -> list[str]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=budget,
        chunk_overlap=0,
        length_function=length,
        strip_whitespace=False,
    )
    return splitter.split_text(text)
