"""From a document to passages: slices of its text at sentence ends, sized in encoder tokens.

The only module that imports langchain_text_splitters, when there is something to split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from qa.corpus.context import passage_contexts
from qa.corpus.sentences import sentence_spans
from qa.records import Document, Span
from qa.settings import SplitterSettings

SPLITTER_VERSION = 3
"""Part of the index's fingerprint: raised whenever the same document gives other passages."""

MAX_AT_ONCE = 200_000
"""Characters that are split at once: a book in one block would take gigabytes."""

CountTokens = Callable[[Sequence[str]], list[int]]

# Where to split, the best place first; what is matched stays at the end of the piece before it. The
# space after a sentence is a mark while a text is split, and a line end within one is a space.
_SENTENCE_END = "\x1e"
_CLOSING = r"[\"'»”’)\]」』）]*"
_SEPARATORS = [
    r"\n\s*\n",
    r"\n",
    rf"{_SENTENCE_END}\s*|[。！？]+{_CLOSING}",
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
) -> Iterator[Span]:
    """Spans of a document's passages, in order, without overlap; found as they are asked for.

    They cover every character that is not a space, begin and end with a non-space, and stay
    inside one heading or table row (a heading without text of its own goes with what follows it).

    Args:
        document: The document.
        count_tokens: Tokens of texts as passages, prompt and special tokens included.
        max_tokens: Most tokens the encoder sees: no passage with its context exceeds it.
        settings: The wanted size.
    """
    overhead = count_tokens([""])[0]
    for block, end, contexts in _bounded(document.text, _blocks(document)):
        start = block
        used, context = max(zip(count_tokens(contexts), contexts, strict=True))
        budget = max(1, min(settings.passage_tokens, max_tokens - used - _SPARE_TOKENS))
        pending = [(document.text[start:end], budget)]
        while pending:
            text, budget = pending.pop()
            pieces = _split_text(text, count_tokens, overhead, budget)
            counts = count_tokens([f"{context}\n{piece}" for piece in pieces])
            if budget > 1 and max(counts) > max_tokens:
                # Parts joined without a space may take more tokens than they took apart.
                pending += [(piece, budget // 2) for piece in reversed(pieces)]
                continue
            for piece in pieces:
                stripped = piece.strip()
                if stripped:
                    first = start + len(piece) - len(piece.lstrip())
                    yield Span(first, first + len(stripped))
                start += len(piece)


def _blocks(document: Document) -> Iterator[tuple[int, int, list[str]]]:
    """Ranges that no passage may cross, cut at headings and table rows, each with its context."""
    text = document.text
    cuts = sorted({0, *(s.start for s in document.sections if s.kind != "page")})
    labels = {s.start: s.label for s in document.sections if s.kind == "heading"}
    first: int | None = None
    contexts: list[str] = []
    for start, end, context in zip(
        cuts, [*cuts[1:], len(text)], passage_contexts(document, cuts), strict=True
    ):
        first = start if first is None else first
        contexts.append(context)
        is_heading_alone = text[start:end].strip() == labels.get(start, "").strip()
        if not is_heading_alone or end == len(text):
            yield first, end, contexts
            first, contexts = None, []


def _bounded(
    text: str, blocks: Iterator[tuple[int, int, list[str]]]
) -> Iterator[tuple[int, int, list[str]]]:
    """Blocks with huge ones cut, at a paragraph's end where there is one."""
    for start, end, contexts in blocks:
        first = start
        while end - first > MAX_AT_ONCE:
            least, most = first + MAX_AT_ONCE // 2, first + MAX_AT_ONCE
            found = ((text.rfind(mark, least, most), mark) for mark in ("\n\n", "\n", " "))
            cut = next((place + len(mark) for place, mark in found if place >= 0), most)
            yield first, cut, contexts
            first = cut
        yield first, end, contexts


def _split_text(text: str, count_tokens: CountTokens, overhead: int, budget: int) -> list[str]:
    """Pieces of a text that join to it, each within the budget, of about equal size."""
    lengths = {"": 0}

    def length(piece: str) -> int:
        if piece not in lengths:
            # A single letter may take no more than the empty text, but never takes nothing.
            plain = piece.replace(_SENTENCE_END, " ")
            lengths[piece] = max(1, count_tokens([plain])[0] - overhead)
        return lengths[piece]

    total = length(text)
    if total <= budget:
        return [text]
    marked = _with_sentence_ends(text)
    pieces = _recursive_split(marked, length, budget)
    # Filling each passage to the brim leaves a stub at the end: try again with an even share.
    even = max(1, min(budget, round(1.1 * total / len(pieces))))
    evened = _recursive_split(marked, length, even)
    pieces = evened if len(evened) <= len(pieces) else pieces
    ends = list(accumulate(map(len, pieces)))
    return [text[start:end] for start, end in pairwise([0, *ends])]


def _with_sentence_ends(text: str) -> str:
    """A text of the same length that shows where its sentences end, and where only its lines do."""
    parts, done = [], 0
    for sentence, after in pairwise([*sentence_spans(text), Span(len(text), len(text))]):
        parts.append(text[done : sentence.start])
        parts.append(text[sentence.start : sentence.end].replace("\n", " "))
        done = sentence.end
        if done < after.start and "\n" not in text[done : after.start]:
            parts.append(_SENTENCE_END)
            done += 1
    parts.append(text[done:])
    return "".join(parts)


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
