"""What is asked of the program for any input at all, each a function of bytes that must not raise.

`tests/test_fuzzing.py` tries a minute of inputs, `benchmarks/fuzzing.py` hours.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
import unicodedata
from itertools import pairwise
from pathlib import Path

from qa.corpus.analysis import gram_hashes, located_words
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import SourceFile
from qa.corpus.sentences import sentence_spans
from qa.corpus.splitting import split_document
from qa.errors import DocumentParseError
from qa.indexing.batching import DocumentSplitting
from qa.records import Document, Section
from qa.settings import SplitterSettings
from support.fake_encoder import FakeEncoder

MAX_SECONDS = 20.0
"""Of processor time for an input of some kilobytes: what takes longer is quadratic, or worse."""

_ENCODER = FakeEncoder()


def parse(suffix: str, data: bytes) -> str:
    """Parse a file: what came of it, "read" or the kind of its problem."""
    begun = time.process_time()
    with tempfile.TemporaryDirectory(prefix="fuzz", dir=_memory()) as folder:
        location = Path(folder) / f"a{suffix}"
        location.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        try:
            document = parse_document(SourceFile(location.name, location, digest, len(data)))
        except DocumentParseError as error:
            str(error).encode()
            if error.kind == "fault":
                raise  # the program stumbled over it
            return error.kind
    check_document(document)
    split(document)
    seconds = time.process_time() - begun
    assert seconds < MAX_SECONDS, f"{seconds:.1f} s for {len(data)} bytes"
    return "read"


def split_text(text: str) -> None:
    """Split a text that was found in no file."""
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    if any(character.isalnum() for character in text):
        split(Document("a.txt", "A", "0" * 64, text, (Section(0, "heading", "A", 1),)))


def check_document(document: Document) -> None:
    """A document is text, and its sections begin in it, one after the other."""
    for text in (document.text, document.title, document.author, document.date):
        text.encode()  # no half of a pair
        controls = {c for c in text if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
        assert not controls, controls
    starts = [section.start for section in document.sections]
    assert starts == sorted(starts)
    assert all(0 <= start <= len(document.text) for start in starts)
    for section in document.sections:
        section.label.encode()


def split(document: Document) -> None:
    """A document's passages are slices of it that cover whatever is no space, in order."""
    text = document.text
    spans = split_document(document, _ENCODER.count_tokens, 64, SplitterSettings(24))
    whole = DocumentSplitting(document, spans).finish(lambda: None)
    assert whole.spans
    edges = [0, *(edge for span in whole.spans for edge in (span.start, span.end)), len(text)]
    assert edges == sorted(edges)
    assert not any(
        text[end:start].strip() for end, start in zip(edges[::2], edges[1::2], strict=True)
    )
    assert all(text[span.start : span.end].strip() for span in whole.spans)
    for span, encoded in zip(whole.spans, whole.encoded_texts(), strict=True):
        assert encoded.endswith(text[span.start : span.end])
        check_sentences(text[span.start : span.end])
        gram_hashes(encoded)
        check_words(text[span.start : span.end])


def check_sentences(text: str) -> None:
    """Sentences are slices of a text that cover whatever is no space, in order."""
    spans = list(sentence_spans(text))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


def check_words(text: str) -> None:
    """Words lie in a text, in order."""
    spans = [word.span for word in located_words(text)]
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert all(0 <= edge <= len(text) for edge in edges)
    assert edges[::2] == sorted(edges[::2])


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a folder of its own)
