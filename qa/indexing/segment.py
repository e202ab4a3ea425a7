"""A segment: the documents whose path hashes to it, with their passages, vectors and postings.

Files (all little-endian; nothing pickled):

    documents.jsonl     a line each: path, title, sha256, sections, notes, language, where its text
                        stands
    texts.utf8          the documents' texts, one after the other
    passages.npy        int64 (n, 6): document, ordinal, start, end, first byte, last byte + 1
    languages.npy       bytes S3 (n,): language code of each passage
    vectors.faiss       FAISS flat inner-product index, row i is passage i
    moments.npy         float64 (1 + d, d): sum of the vectors, then sum of their outer products
    lexical-*.npy       see `qa.indexing.lexical`
    words.utf8, word-counts.npy     see `qa.indexing.vocabulary`
    tokens-*.npy        see `qa.indexing.late_interaction`

A passage's text is not stored: it is a slice of its document's text, so it is verbatim by
construction. The files depend on the segment's documents and on nothing else, which is why an
incremental build and a build from nothing write the same bytes.
"""

from __future__ import annotations

import dataclasses
import json
import mmap
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.corpus.context import headings_at, passage_contexts
from qa.corpus.languages import DocumentLanguages
from qa.corpus.value_grams import passage_grams
from qa.encoding.tokens import PassageEncodings
from qa.errors import IndexDamagedError
from qa.findings import Finding
from qa.indexing.arrays import map_array, save_array
from qa.indexing.dense import DenseIndex, RowMask
from qa.indexing.late_interaction import TokenIndex, save_tokens
from qa.indexing.lexical import LexicalIndex
from qa.indexing.vocabulary import SegmentWords, write_words
from qa.records import Document, DocumentInfo, Passage, Place, Section, Span

_DOCUMENTS = "documents.jsonl"
_TEXTS = "texts.utf8"
_PASSAGES = "passages.npy"
_LANGUAGES = "languages.npy"
_VECTORS = "vectors.faiss"
_MOMENTS = "moments.npy"


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of documents.jsonl."""

    info: DocumentInfo
    sections: tuple[Section, ...]
    first_passage: int
    first_byte: int
    last_byte: int


def write_segment(
    folder: Path,
    split_documents: Sequence[SplitDocument],
    encodings: PassageEncodings,
    each: Callable[[], None] | None = None,
) -> None:
    """Write a segment's files into an existing, empty folder.

    Args:
        folder: Where to.
        split_documents: Documents in rising order of path.
        encodings: Those of all passages, in document order.
        each: Called for each passage; what it raises ends the writing.
    """
    lines: list[str] = []
    rows: list[tuple[int, ...]] = []
    position = 0
    with (folder / _TEXTS).open("wb") as texts:
        for number, split in enumerate(split_documents):
            data = split.document.text.encode()
            lines.append(_document_line(split, len(rows), position, position + len(data)))
            rows += _passage_rows(number, split, position)
            texts.write(data)
            position += len(data)
    (folder / _DOCUMENTS).write_text("".join(lines), encoding="utf-8", newline="\n")
    passages = np.array(rows, dtype=np.int64).reshape(-1, 6)
    save_array(folder / _PASSAGES, passages)
    languages = [code for split in split_documents for code in split.languages.passages]
    save_array(folder / _LANGUAGES, np.array(languages, dtype="S3"))
    vectors = encodings.vectors
    DenseIndex.build(vectors).save(folder / _VECTORS)
    save_tokens(encodings.tokens, folder, vectors.shape[1])
    wide = vectors.astype(np.float64)
    moments = np.concatenate([wide.sum(axis=0, keepdims=True), wide.T @ wide])
    save_array(folder / _MOMENTS, moments)
    texts_of_all = [text for split in split_documents for text in split.encoded_texts()]
    LexicalIndex.build(passage_grams(text) for text in _told(texts_of_all, each)).save(folder)
    write_words(folder, _told(texts_of_all, each), languages)


def _told(texts: Sequence[str], each: Callable[[], None] | None) -> Iterator[str]:
    for text in texts:
        if each:
            each()
        yield text


def _document_line(split: SplitDocument, first_passage: int, first: int, last: int) -> str:
    document = split.document
    line = {
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
        "first_passage": first_passage,
        "bytes": [first, last],
    }
    return json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"


def _passage_rows(number: int, split: SplitDocument, position: int) -> Iterator[tuple[int, ...]]:
    text, done = split.document.text, 0
    for ordinal, span in enumerate(split.spans):
        first = position + len(text[done : span.start].encode())
        position = first + len(text[span.start : span.end].encode())
        done = span.end
        yield number, ordinal, span.start, span.end, first, position


class Segment:
    """An open segment. Everything large is mapped into memory, not read.

    Args:
        folder: The segment's folder, whose files have been checked against the manifest.

    Raises:
        IndexDamagedError: The files do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        try:
            lines = (folder / _DOCUMENTS).read_text(encoding="utf-8").split("\n")[:-1]
            self._entries = [_entry(json.loads(line)) for line in lines]
            self._texts = _map(folder / _TEXTS)
            self._passages: npt.NDArray[np.int64] = map_array(folder / _PASSAGES)
            self._languages: npt.NDArray[np.bytes_] = map_array(folder / _LANGUAGES)
            self.moments: npt.NDArray[np.float64] = map_array(folder / _MOMENTS)
            self.dense = DenseIndex.open(folder / _VECTORS)
            self.lexical = LexicalIndex.open(folder)
            self.tokens = TokenIndex(folder)
            self.words = SegmentWords(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(folder.name, str(error)) from error
        self._number_by_path = {entry.info.path: i for i, entry in enumerate(self._entries)}
        lengths = [len(self.dense), len(self.lexical.lengths), len(self.tokens)]
        lengths.append(len(self._languages))
        if set(lengths) != {len(self._passages)}:
            raise IndexDamagedError(folder.name, "its files hold different numbers of passages")

    def __len__(self) -> int:
        return len(self._passages)

    def __contains__(self, path: str) -> bool:
        return path in self._number_by_path

    def documents(self) -> list[DocumentInfo]:
        """The documents in rising order of path."""
        return [entry.info for entry in self._entries]

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
            numbers = [n for path, n in self._number_by_path.items() if path in paths]
            mask &= np.isin(self._passages[:, 0], numbers)
        return mask

    @property
    def document_numbers(self) -> npt.NDArray[np.int64]:
        """Number of each passage's document, rising from 0, shape (n,)."""
        numbers: npt.NDArray[np.int64] = self._passages[:, 0]
        return numbers

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        number, ordinal, start, end, first, last = (int(v) for v in self._passages[row])
        entry = self._entries[number]
        text = self._texts[first:last].decode()
        line = self._texts[entry.first_byte : first].count(b"\n") + 1
        place = _place(entry.sections, start, end, line)
        return Passage(entry.info, ordinal, start, end, text, place, self._languages[row].decode())

    def row(self, passage: Passage) -> int:
        """The row of a passage; KeyError if its document, as it was then, is not here."""
        entry = self._entries[self._number_by_path[passage.document.path]]
        if entry.info.sha256 != passage.document.sha256:
            raise KeyError(passage.passage_id)
        return entry.first_passage + passage.ordinal

    def split_document(self, path: str) -> SplitDocument:
        """A document with its text and the spans of its passages.

        Raises:
            KeyError: It is not in this segment.
        """
        entry = self._entries[self._number_by_path[path]]
        info = entry.info
        text = self._texts[entry.first_byte : entry.last_byte].decode()
        document = Document(
            path=info.path,
            title=info.title,
            sha256=info.sha256,
            text=text,
            sections=entry.sections,
            notes=info.notes,
            author=info.author,
            date=info.date,
            dated_by_file=info.dated_by_file,
        )
        rows = self._rows(entry)
        spans = tuple(Span(int(r[2]), int(r[3])) for r in self._passages[rows])
        codes = tuple(code.decode() for code in self._languages[rows])
        return SplitDocument(document, spans, DocumentLanguages(info.language, codes))

    def encodings(self, path: str) -> PassageEncodings:
        """The encodings of a document's passages."""
        own = self._rows(self._entries[self._number_by_path[path]])
        rows = np.arange(own.start, own.stop)
        return PassageEncodings(
            self.dense.vectors(rows), tuple(self.tokens.tokens(row) for row in rows.tolist())
        )

    @staticmethod
    def _rows(entry: _Entry) -> slice:
        return slice(entry.first_passage, entry.first_passage + entry.info.n_passages)


_INFO_FIELDS = tuple(field.name for field in dataclasses.fields(DocumentInfo))


def _entry(line: dict[str, Any]) -> _Entry:
    fields = {field: line[field] for field in _INFO_FIELDS}
    notes = tuple(Finding(**n | {"values": tuple(n["values"])}) for n in line["notes"])
    info = DocumentInfo(**fields | {"notes": notes})
    sections = tuple(Section(**section) for section in line["sections"])
    first_byte, last_byte = line["bytes"]
    return _Entry(
        info=info,
        sections=sections,
        first_passage=line["first_passage"],
        first_byte=first_byte,
        last_byte=last_byte,
    )


def _place(sections: Sequence[Section], start: int, end: int, line: int) -> Place:
    """Place of a passage: headings and page at its start (its own opening heading included)."""
    page = row = ""
    for section in sections:
        if section.start > start:
            break
        page = section.label if section.kind == "page" else page
        row = section.label if section.kind == "row" else row
    return Place(headings_at(sections, start), page, row, line)


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""  # an empty file cannot be mapped
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
