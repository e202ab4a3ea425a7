"""Writing a segment: of documents alone, or of those of another segment and some more.

What a segment stores of a document does not depend on the others but for places: so it is taken
over as it is, and only new documents are analysed. The bytes are the same either way.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from qa.corpus.analysis import gram_hashes
from qa.corpus.sketches import SKETCH_BYTES, sketch_of
from qa.corpus.value_grams import passage_grams
from qa.encoding.rounding import VectorLevels, level_width, levels_of
from qa.encoding.tokens import PassageEncodings
from qa.indexing.arrays import save_array
from qa.indexing.dense import DenseIndex
from qa.indexing.late_interaction import save_tokens
from qa.indexing.postings import Postings
from qa.indexing.segment import (
    DIGESTS_FILE,
    DOCUMENTS_FILE,
    FIRST_BYTE,
    LANGUAGES_FILE,
    LAST_BYTE,
    MOMENTS_FILE,
    PASSAGE_COLUMNS,
    PASSAGES_FILE,
    SKETCHES_FILE,
    TEXTS_FILE,
    VECTORS_FILE,
    DocumentPart,
    Segment,
    SplitDocument,
)
from qa.indexing.vocabulary import count_words, save_words

Encoded = tuple[SplitDocument, PassageEncodings]
"""A document for a segment, with its encodings."""

Listener = Callable[[], None]
"""Called now and then; what it raises ends the writing."""

_DIGEST_BYTES = 32
_EXACT_ROWS = 1_024  # of levels, up to 127: the sum of their squares is exact in float32


def write_segment(
    folder: Path, documents: Sequence[Encoded], dimension: int, each: Listener | None = None
) -> None:
    """Write a segment's files into an existing, empty folder.

    Args:
        folder: Where to.
        documents: Documents in rising order of path.
        dimension: Components of a vector.
        each: Called for each passage.
    """
    _write_parts(folder, [_part(*one) for one in documents], dimension)
    texts, languages = _analysed([split for split, _ in documents])
    postings = Postings.of(passage_grams(text) for text in _told(texts, each))
    postings.save(folder, len(texts))
    save_words(count_words(_told(texts, each), languages), folder)


def rewrite_segment(
    folder: Path,
    segment: Segment,
    kept: Collection[str],
    documents: Sequence[Encoded],
    each: Listener | None = None,
) -> None:
    """Write the files of a segment that has some documents of another one, and some more.

    Args:
        folder: Where to: existing, and empty.
        segment: The other one.
        kept: Paths of the documents that are taken over from it.
        documents: The others.
        each: Called for each document and new passage.
    """
    new = {split.document.path: (split, encodings) for split, encodings in documents}
    parts, moved, others = [], np.full(len(segment), -1), []
    n_rows = 0
    for path in _told(sorted([*kept, *new]), each):
        part = _part(*new[path]) if path in new else segment.part(path)
        rows = np.arange(n_rows, n_rows + len(part.rows))
        if path in new:
            others += rows.tolist()
        else:
            moved[segment.rows_of(path)] = rows
        parts.append(part)
        n_rows += len(rows)
    _write_parts(folder, parts, segment.dense.dimension)
    texts, languages = _analysed([new[path][0] for path in sorted(new)])
    added = Postings.of((passage_grams(text) for text in _told(texts, each)), others)
    segment.lexical.whole().moved(moved).with_others(added).save(folder, n_rows)
    gone = [info.path for info in segment.documents() if info.path not in kept]
    words = Counter(segment.words.counts())
    words.subtract(count_words(*_analysed([segment.split_document(path) for path in gone])))
    words.update(count_words(_told(texts, each), languages))
    save_words({word: count for word, count in words.items() if count}, folder)


def _analysed(documents: Sequence[SplitDocument]) -> tuple[list[str], list[str]]:
    """What is analysed of the passages of documents, and the language of each."""
    return (
        [text for split in documents for text in split.encoded_texts()],
        [code for split in documents for code in split.languages.passages],
    )


def _told(some: Sequence[str], each: Listener | None) -> Iterator[str]:
    for one in some:
        if each:
            each()
        yield one


def _write_parts(folder: Path, parts: Sequence[DocumentPart], dimension: int) -> None:
    """Write all that is stored document by document, with what is summed up of it."""
    n_bytes = n_rows = 0
    lines, rows = [], [np.empty((0, PASSAGE_COLUMNS), dtype=np.int64)]
    with (folder / TEXTS_FILE).open("wb") as texts:
        for number, part in enumerate(parts):
            place = {"first_passage": n_rows, "bytes": [n_bytes, n_bytes + len(part.text)]}
            lines.append(json.dumps(part.line | place, ensure_ascii=False, sort_keys=True) + "\n")
            own = part.rows.copy()
            own[:, 0] = number
            own[:, FIRST_BYTE : LAST_BYTE + 1] += n_bytes
            rows.append(own)
            texts.write(part.text)
            n_bytes += len(part.text)
            n_rows += len(own)
    (folder / DOCUMENTS_FILE).write_text("".join(lines), encoding="utf-8", newline="\n")
    save_array(folder / PASSAGES_FILE, np.concatenate(rows))
    digests = np.empty((0, _DIGEST_BYTES), dtype=np.uint8)
    save_array(folder / DIGESTS_FILE, np.concatenate([digests, *(one.digests for one in parts)]))
    languages = np.empty(0, dtype="S3")
    save_array(
        folder / LANGUAGES_FILE, np.concatenate([languages, *(one.languages for one in parts)])
    )
    sketches = np.empty((0, SKETCH_BYTES), dtype=np.uint8)
    save_array(folder / SKETCHES_FILE, np.concatenate([sketches, *(one.sketches for one in parts)]))
    levels = np.empty((0, dimension), dtype=np.int8)
    levels = np.concatenate([levels, *(one.levels for one in parts)])
    DenseIndex.of_levels(levels).save(folder / VECTORS_FILE)
    save_array(folder / MOMENTS_FILE, _moments(levels))
    save_tokens([tokens for part in parts for tokens in part.tokens], folder)


def _moments(levels: VectorLevels) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Sum of the vectors, then of their outer products; exact, for levels are whole numbers."""
    dimension = levels.shape[1]
    products, width = np.zeros((dimension, dimension)), level_width(dimension)
    for first in range(0, len(levels), _EXACT_ROWS):
        some = levels[first : first + _EXACT_ROWS].astype(np.float32)
        products += some.T @ some
    sums = levels.sum(axis=0, keepdims=True, dtype=np.int64)
    return np.concatenate([sums * width, products * width**2])


def _part(split: SplitDocument, encodings: PassageEncodings) -> DocumentPart:
    """A new document as it is stored."""
    text = split.document.text.encode()
    rows = [*_passage_rows(split)]
    digests = b"".join(
        hashlib.sha256(text[row[FIRST_BYTE] : row[LAST_BYTE]]).digest() for row in rows
    )
    passages = (split.document.text[span.start : span.end] for span in split.spans)
    sketches = [sketch_of(gram_hashes(passage)) for passage in passages]
    return DocumentPart(
        line=_line(split, text),
        text=text,
        rows=np.array(rows, dtype=np.int64).reshape(-1, PASSAGE_COLUMNS),
        digests=np.frombuffer(digests, dtype=np.uint8).reshape(-1, _DIGEST_BYTES),
        languages=np.array(split.languages.passages, dtype="S3"),
        sketches=np.array(sketches, dtype=np.uint8).reshape(-1, SKETCH_BYTES),
        levels=levels_of(encodings.vectors),
        tokens=tuple(tokens.to_bytes() for tokens in encodings.tokens),
    )


def _line(split: SplitDocument, text: bytes) -> dict[str, Any]:
    document = split.document
    return {
        "path": document.path,
        "title": document.title,
        "sha256": document.sha256,
        "n_characters": len(document.text),
        "n_passages": len(split.spans),
        "notes": [asdict(note) for note in document.notes],
        "language": split.languages.document,
        "author": document.author,
        "date": document.date,
        "dated_by_file": document.dated_by_file,
        "sections": [asdict(section) for section in document.sections],
        "text_sha256": hashlib.sha256(text).hexdigest(),
    }


def _passage_rows(split: SplitDocument) -> Iterator[tuple[int, ...]]:
    text, done, line, position = split.document.text, 0, 1, 0
    for ordinal, span in enumerate(split.spans):
        first = position + len(text[done : span.start].encode())
        line += text.count("\n", done, span.start)
        position = first + len(text[span.start : span.end].encode())
        yield 0, ordinal, span.start, span.end, first, position, line
        line += text.count("\n", span.start, span.end)
        done = span.end
