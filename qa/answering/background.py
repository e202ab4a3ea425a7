"""A few passages on other subjects, among which the hits of a small corpus are judged.

The confidence looks at how far a hit stands out. In a corpus or a scope of a few passages it stands
out from nothing, so the same question is asked once more with these passages beside them. They are
in `background.json`: ten everyday subjects, the same in each language.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from qa.answering.encoded_question import EncodedQuestion
from qa.answering.retrieval import Retrieval, find_hits
from qa.corpus.languages import DocumentLanguages
from qa.encoding.protocol import Encoder
from qa.errors import QAError
from qa.indexing.files import FileReader
from qa.indexing.generation import Generation
from qa.indexing.segment import Segment, SplitDocument
from qa.indexing.segment_writing import write_segment
from qa.records import Document, Hit, Span
from qa.settings import DEFAULT_TOP_K

FEW_HITS = DEFAULT_TOP_K
"""With fewer hits than an answer looks at, the others are passages of the background."""

BACKGROUND_PASSAGES = 20
"""Passages of it at most, so that all of them and the hits are compared token by token."""

_FOLDER = "/background/"  # no path of a document begins with a slash


def retrieve_beside_background(
    generation: Generation, encoder: Encoder, retrieval: Retrieval
) -> tuple[Generation, Retrieval]:
    """Ask a question again of the passages that it found and the background alone.

    Returns:
        The passages of the generation and, after them, the background; and the hits among both,
        all of them compared token by token.
    """
    segment = _background(encoder, frozenset(hit.passage.language for hit in retrieval.hits))
    wider = _beside(generation, segment)
    within = np.zeros(len(wider), dtype=bool)
    within[[generation.row(hit.passage) for hit in retrieval.hits]] = True
    within[len(generation) :] = True
    n_hits = len(retrieval.hits) + len(segment)
    asked = retrieval.encoded
    encoded = EncodedQuestion.from_encoding(asked.text, asked.encoding, wider, asked.names)
    return wider, find_hits(wider, encoded, n_hits, within=within)


def is_background(hit: Hit) -> bool:
    """Whether a hit is one of the background."""
    return hit.passage.document.path.startswith(_FOLDER)


@lru_cache(maxsize=2)  # each keeps a generation open
def _beside(generation: Generation, segment: Segment) -> Generation:
    return generation.beside(segment)


@lru_cache(maxsize=4)
def _background(encoder: Encoder, languages: frozenset[str]) -> Segment:
    """The background in some languages, encoded; in all, where it is written in none of them."""
    known = _texts()
    spoken = sorted(languages & known.keys()) or sorted(known)
    n_each = max(1, BACKGROUND_PASSAGES // len(spoken))
    documents = [
        _document(code, i)
        for place, code in enumerate(spoken)
        for i in sorted({(place + step) % len(known[code]) for step in range(n_each)})
    ]
    texts = [text for document in documents for text in document.encoded_texts()]
    try:
        with tempfile.TemporaryDirectory(dir=_memory()) as folder:
            # An open segment has read or holds its files, and needs their names no more.
            encodings = encoder.encode_passages(texts).parted([1] * len(documents))
            encoded = list(zip(documents, encodings, strict=True))
            write_segment(Path(folder), encoded, encoder.dimension)
            return Segment(FileReader(Path(folder)))
    except OSError as error:
        raise QAError(
            f"There is no room for temporary files ({error}). Make some, or name a folder that "
            "has some with TMPDIR."
        ) from error


def _memory() -> str | None:
    """A folder that is kept in memory, so that a full disk is no hindrance; None without one."""
    folder = Path("/dev/shm")  # noqa: S108
    return str(folder) if os.access(folder, os.W_OK) else None


def _document(code: str, number: int) -> SplitDocument:
    text = _texts()[code][number]
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(f"{_FOLDER}{code}/{number}", "", digest, text)
    return SplitDocument(document, (Span(0, len(text)),), DocumentLanguages(code, (code,)))


@cache
def _texts() -> dict[str, Sequence[str]]:
    texts: dict[str, Sequence[str]] = json.loads(
        files("qa.answering").joinpath("background.json").read_text(encoding="utf-8")
    )
    return texts
