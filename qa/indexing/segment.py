"""A segment: the documents whose path hashes to it, with their passages, vectors and postings.

Files (all little-endian; nothing pickled):

    documents.jsonl     a line each: path, title, sha256, sections, notes, language, where its text
                        stands, sha256 of its text
    texts.utf8          the documents' texts, one after the other
    passages.npy        int64 (n, 7): document, ordinal, start, end, first byte, last byte + 1, line
    digests.npy         uint8 (n, 32): sha256 of each passage's text
    languages.npy       bytes S3 (n,): language code of each passage
    sketches.npy        uint8 (n, 32): sketch of each passage's text (see `qa.corpus.sketches`)
    vectors.faiss       FAISS index of rounded vectors (see `qa.indexing.dense`), row i is passage i
    moments.npy         float64 (1 + d, d): sum of the vectors, then sum of their outer products
    lexical-*           see `qa.indexing.lexical`
    words.utf8, word-counts.npy     see `qa.indexing.vocabulary`
    tokens.*            see `qa.indexing.late_interaction`

A passage's text is not stored: it is a slice of its document's text, so it is verbatim by
construction. The files depend on the segment's documents and on nothing else, which is why an
incremental build and a build from nothing write the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.corpus.context import headings_at, passage_contexts
from qa.corpus.languages import DocumentLanguages
from qa.corpus.sketches import SKETCH_BYTES, Sketch
from qa.encoding.rounding import VectorLevels
from qa.encoding.tokens import PassageEncodings
from qa.indexing.dense import DenseIndex, RowMask
from qa.indexing.documents import DocumentTable, Entry
from qa.indexing.files import FileReader
from qa.indexing.late_interaction import TokenIndex
from qa.indexing.lexical import LexicalIndex
from qa.indexing.vocabulary import SegmentWords
from qa.records import Document, DocumentInfo, Passage, Place, Section, Span

DOCUMENTS_FILE = "documents.jsonl"
TEXTS_FILE = "texts.utf8"
PASSAGES_FILE = "passages.npy"
DIGESTS_FILE = "digests.npy"
LANGUAGES_FILE = "languages.npy"
SKETCHES_FILE = "sketches.npy"
VECTORS_FILE = "vectors.faiss"
MOMENTS_FILE = "moments.npy"
_ARRAYS = (PASSAGES_FILE, DIGESTS_FILE, LANGUAGES_FILE, SKETCHES_FILE, MOMENTS_FILE)
PASSAGE_COLUMNS = 7
"""Columns of the passages' table."""

FIRST_BYTE, LAST_BYTE = 4, 5
"""Those that say where a passage's text stands in the segment's texts."""


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document, the spans of its passages and their languages."""

    document: Document
    spans: tuple[Span, ...]
    languages: DocumentLanguages

    @property
    def n_passages(self) -> int:
        """Number of its passages."""
        return len(self.spans)

    def context(self, ordinal: int) -> str:
        """The title and headings above a passage, by its number in the document."""
        (context,) = passage_contexts(self.document, [self.spans[ordinal].start])
        return context

    def encoded_texts(self) -> list[str]:
        """What is encoded and analysed for each passage: its context, a line break, its text."""
        text = self.document.text
        contexts = passage_contexts(self.document, (span.start for span in self.spans))
        return [
            f"{context}\n{text[span.start : span.end]}"
            for context, span in zip(contexts, self.spans, strict=True)
        ]


def segment_number(path: str, n_segments: int) -> int:
    """The segment a path belongs to."""
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:8]) % n_segments


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """What a segment stores of one document, wherever it stands in the segment.

    Attributes:
        line: Its line of `documents.jsonl`.
        text: Its text in UTF-8.
        rows: Its rows of `passages.npy`, the bytes counted from its text's first.
        digests: Of its passages, shape (n, 32).
        languages: Of its passages, shape (n,).
        sketches: Of its passages, shape (n, SKETCH_BYTES).
        levels: Rounded vectors of its passages, shape (n, dimension).
        tokens: Token vectors of each passage, as bytes.
    """

    line: dict[str, Any]
    text: bytes
    rows: npt.NDArray[np.int64]
    digests: npt.NDArray[np.uint8]
    languages: npt.NDArray[np.bytes_]
    sketches: Sketch
    levels: VectorLevels
    tokens: tuple[bytes, ...]

    def encodings(self) -> list[bytes]:
        """The encodings of its passages, as `PassageEncodings` makes bytes of them."""
        pairs = zip(self.levels, self.tokens, strict=True)
        return [levels.tobytes() + tokens for levels, tokens in pairs]


class Segment:
    """An open segment.

    Its files are held open and read when they are first wanted; each is checked then, or, where
    only pieces of it are wanted, each piece whenever it is read.

    Args:
        files: The segment's files.

    Raises:
        IndexDamagedError: One is missing, of another size, or does not fit the others.
    """

    def __init__(self, files: FileReader) -> None:
        self._is_checked = False
        self._documents = DocumentTable(files.hold(DOCUMENTS_FILE))
        self._texts = files.hold(TEXTS_FILE)
        self._held = {name: files.hold(name) for name in _ARRAYS}
        self._vectors = files.hold(VECTORS_FILE)
        self.words = SegmentWords(files)
        self._passages: npt.NDArray[np.int64] = self._held[PASSAGES_FILE].array()
        if self._passages.ndim != 2 or self._passages.shape[1] != PASSAGE_COLUMNS:
            raise self._held[PASSAGES_FILE].damaged("it holds no passages")
        self.lexical = LexicalIndex(files, len(self))
        self.tokens = TokenIndex(files, len(self))

    def check(self) -> None:
        """See that every file is as it was written; once.

        Raises:
            IndexDamagedError: One is not.
        """
        if self._is_checked:
            return
        self._documents.all()
        self._texts.prove()
        _ = self._digests, self._languages, self.sketches, self.moments
        _ = self.dense, self.words.counts()
        self.lexical.check()
        self.tokens.check()
        self._is_checked = True

    def __len__(self) -> int:
        return len(self._passages)

    def __contains__(self, path: str) -> bool:
        return self._documents.number_of(path) is not None

    def documents(self) -> list[DocumentInfo]:
        """The documents in rising order of path."""
        return [entry.info for entry in self._documents.all()]

    @property
    def n_documents(self) -> int:
        """How many documents it has."""
        return len(self._documents)

    @cached_property
    def dense(self) -> DenseIndex:
        """The passages' vectors."""
        try:
            dense = DenseIndex.of(self._vectors.whole())
        except ValueError as error:
            raise self._vectors.damaged(str(error)) from error
        if len(dense) != len(self):
            raise self._vectors.damaged("it does not fit the passages")
        return dense

    @cached_property
    def moments(self) -> npt.NDArray[np.float64]:
        """Sum of the vectors, then sum of their outer products, shape (1 + d, d)."""
        moments: npt.NDArray[np.float64] = self._held[MOMENTS_FILE].array()
        if moments.ndim != 2 or moments.shape[0] != 1 + moments.shape[1]:
            raise self._held[MOMENTS_FILE].damaged("it holds no moments")
        return moments

    @cached_property
    def _digests(self) -> npt.NDArray[np.uint8]:
        return self._fitting(DIGESTS_FILE)

    @cached_property
    def _languages(self) -> npt.NDArray[np.bytes_]:
        return self._fitting(LANGUAGES_FILE)

    @cached_property
    def sketches(self) -> Sketch:
        """Sketch of each passage's text, shape (n, SKETCH_BYTES)."""
        sketches: Sketch = self._fitting(SKETCHES_FILE)
        if sketches.shape[1:] != (SKETCH_BYTES,):
            raise self._held[SKETCHES_FILE].damaged("it holds no sketches")
        return sketches

    def _fitting(self, name: str) -> npt.NDArray[Any]:
        array = self._held[name].array()
        if not array.ndim or len(array) != len(self):
            raise self._held[name].damaged("it does not fit the passages")
        return array

    @cached_property
    def languages(self) -> frozenset[str]:
        """Codes of the languages of its passages."""
        return frozenset(code.decode() for code in np.unique(self._languages))

    @property
    def language_codes(self) -> npt.NDArray[np.bytes_]:
        """Language code of each passage, shape (n,)."""
        return self._languages

    def mask(self, languages: Collection[str], paths: Collection[str] | None = None) -> RowMask:
        """Which passages are in one of the languages, () for any, and of one of the documents."""
        mask = np.ones(len(self), dtype=bool)
        if languages:
            mask &= np.isin(self._languages, [code.encode() for code in languages])
        if paths is not None:
            entries = enumerate(self._documents.all())
            numbers = [number for number, entry in entries if entry.path in paths]
            mask &= np.isin(self._passages[:, 0], numbers)
        return mask

    @property
    def document_numbers(self) -> npt.NDArray[np.int64]:
        """Number of each passage's document, rising from 0, shape (n,)."""
        numbers: npt.NDArray[np.int64] = self._passages[:, 0]
        return numbers

    def passage(self, row: int) -> Passage:
        """The passage of a row.

        Raises:
            IndexDamagedError: Its text is not on disk as it was written.
        """
        number, ordinal, start, end, first, last, line = self._passages[row].tolist()
        entry = self._documents[number]
        data = self._texts.read(first, last)
        if hashlib.sha256(data).digest() != self._digests[row].tobytes():
            raise self._texts.damaged()
        place = _place(entry.sections, start, end, line)
        language = self._languages[row].decode()
        return Passage(entry.info, ordinal, start, end, data.decode(), place, language)

    def context(self, passage: Passage) -> str:
        """The title and headings above a passage; KeyError if its document is not here."""
        entry = self._entry(passage.document.path)
        (context,) = passage_contexts(entry, [passage.start])
        return context

    def row(self, passage: Passage) -> int:
        """The row of a passage; KeyError if its document, as it was then, is not here."""
        entry = self._entry(passage.document.path)
        if entry.info.sha256 != passage.document.sha256:
            raise KeyError(passage.passage_id)
        return entry.first_passage + passage.ordinal

    def split_document(self, path: str) -> SplitDocument:
        """A document with its text and the spans of its passages.

        Raises:
            KeyError: It is not in this segment.
            IndexDamagedError: Its text is not on disk as it was written.
        """
        entry = self._entry(path)
        info = entry.info
        data = self._texts.read(entry.first_byte, entry.last_byte)
        if hashlib.sha256(data).hexdigest() != entry.text_sha256:
            raise self._texts.damaged()
        document = Document(
            path=info.path,
            title=info.title,
            sha256=info.sha256,
            text=data.decode(),
            sections=entry.sections,
            notes=info.notes,
            author=info.author,
            date=info.date,
            dated_by_file=info.dated_by_file,
        )
        spans = tuple(Span(int(r[2]), int(r[3])) for r in self._passages[entry.rows])
        codes = tuple(code.decode() for code in self._languages[entry.rows])
        return SplitDocument(document, spans, DocumentLanguages(info.language, codes))

    def encodings(self, path: str) -> PassageEncodings:
        """The encodings of a document's passages."""
        own = self._entry(path).rows
        rows = np.arange(own.start, own.stop)
        return PassageEncodings(
            self.dense.vectors(rows), tuple(self.tokens.tokens(row) for row in rows.tolist())
        )

    def part(self, path: str) -> DocumentPart:
        """A document as it is stored, to be stored again.

        Raises:
            KeyError: It is not in this segment.
            IndexDamagedError: A piece of it is not on disk as it was written.
        """
        number = self._number(path)
        entry = self._documents[number]
        text = self._texts.read(entry.first_byte, entry.last_byte)
        if hashlib.sha256(text).hexdigest() != entry.text_sha256:
            raise self._texts.damaged()
        rows = self._passages[entry.rows].copy()
        rows[:, FIRST_BYTE : LAST_BYTE + 1] -= entry.first_byte
        numbers = np.arange(entry.rows.start, entry.rows.stop)
        return DocumentPart(
            line=self._documents.line(number),
            text=text,
            rows=rows,
            digests=self._digests[entry.rows],
            languages=self._languages[entry.rows],
            sketches=self.sketches[entry.rows],
            levels=self.dense.levels(numbers),
            tokens=tuple(self.tokens.data(row) for row in numbers.tolist()),
        )

    def rows_of(self, path: str) -> slice:
        """The rows of a document's passages; KeyError if it is not in this segment."""
        return self._entry(path).rows

    def _entry(self, path: str) -> Entry:
        return self._documents[self._number(path)]

    def _number(self, path: str) -> int:
        number = self._documents.number_of(path)
        if number is None:
            raise KeyError(path)
        return number


def _place(sections: Sequence[Section], start: int, end: int, line: int) -> Place:
    """Place of a passage: headings and page at its start (its own opening heading included)."""
    page = row = ""
    for section in sections:
        if section.start > start:
            break
        page = section.label if section.kind == "page" else page
        row = section.label if section.kind == "row" else row
    return Place(headings_at(sections, start), page, row, line)
