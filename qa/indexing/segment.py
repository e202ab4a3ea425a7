"""A segment: the documents whose path hashes to it, with their passages, vectors and postings.

Files (all little-endian; nothing pickled):

    documents.jsonl     a line each: path, title, sha256, sections, notes, language, where its text
                        stands, sha256 of its text
    texts.utf8          the documents' texts, one after the other
    passages.npy        int64 (n, 7): document, ordinal, start, end, first byte, last byte + 1, line
    digests.npy         uint8 (n, 32): sha256 of each passage's text
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
import hashlib
import json
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
from qa.indexing.arrays import array_of, save_array
from qa.indexing.dense import DenseIndex, RowMask
from qa.indexing.files import FileReader
from qa.indexing.late_interaction import TokenIndex, save_tokens
from qa.indexing.lexical import LexicalIndex
from qa.indexing.vocabulary import SegmentWords, write_words
from qa.records import Document, DocumentInfo, Passage, Place, Section, Span

_DOCUMENTS = "documents.jsonl"
_TEXTS = "texts.utf8"
_PASSAGES = "passages.npy"
_DIGESTS = "digests.npy"
_LANGUAGES = "languages.npy"
_VECTORS = "vectors.faiss"
_MOMENTS = "moments.npy"
_PASSAGE_COLUMNS = 7
_DIGEST_BYTES = 32


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
    text_sha256: str

    @property
    def path(self) -> str:
        """The document's path."""
        return self.info.path

    @property
    def title(self) -> str:
        """The document's title."""
        return self.info.title


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
    digests: list[bytes] = []
    position = 0
    with (folder / _TEXTS).open("wb") as texts:
        for number, split in enumerate(split_documents):
            data = split.document.text.encode()
            lines.append(_document_line(split, len(rows), position, data))
            for row in _passage_rows(number, split, position):
                rows.append(row)
                first, last = (place - position for place in row[4:6])
                digests.append(hashlib.sha256(data[first:last]).digest())
            texts.write(data)
            position += len(data)
    (folder / _DOCUMENTS).write_text("".join(lines), encoding="utf-8", newline="\n")
    save_array(folder / _PASSAGES, np.array(rows, dtype=np.int64).reshape(-1, _PASSAGE_COLUMNS))
    octets = np.frombuffer(b"".join(digests), dtype=np.uint8)
    save_array(folder / _DIGESTS, octets.reshape(-1, _DIGEST_BYTES))
    languages = [code for split in split_documents for code in split.languages.passages]
    save_array(folder / _LANGUAGES, np.array(languages, dtype="S3"))
    vectors = encodings.vectors
    DenseIndex.build(vectors).save(folder / _VECTORS)
    save_tokens(encodings.tokens, folder)
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


def _document_line(split: SplitDocument, first_passage: int, position: int, data: bytes) -> str:
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
        "bytes": [position, position + len(data)],
        "text_sha256": hashlib.sha256(data).hexdigest(),
    }
    return json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"


def _passage_rows(number: int, split: SplitDocument, position: int) -> Iterator[tuple[int, ...]]:
    text, done, line = split.document.text, 0, 1
    for ordinal, span in enumerate(split.spans):
        first = position + len(text[done : span.start].encode())
        line += text.count("\n", done, span.start)
        position = first + len(text[span.start : span.end].encode())
        yield number, ordinal, span.start, span.end, first, position, line
        line += text.count("\n", span.start, span.end)
        done = span.end


class Segment:
    """An open segment.

    Texts and token vectors stay on disk, and each is checked when it is read; all else is read and
    checked when the segment is opened.

    Args:
        files: The segment's files.

    Raises:
        IndexDamagedError: One is missing or altered, or they do not fit together.
    """

    def __init__(self, files: FileReader) -> None:
        self._folder = files.folder
        try:
            lines = files.read(_DOCUMENTS).decode().split("\n")[:-1]
            self._entries = [_entry(json.loads(line)) for line in lines]
            self._texts = files.hold(_TEXTS)
            self._passages: npt.NDArray[np.int64] = array_of(files.read(_PASSAGES))
            self._digests: npt.NDArray[np.uint8] = array_of(files.read(_DIGESTS))
            self._languages: npt.NDArray[np.bytes_] = array_of(files.read(_LANGUAGES))
            self.moments: npt.NDArray[np.float64] = array_of(files.read(_MOMENTS))
            self.dense = DenseIndex.of(files.read(_VECTORS))
            self.lexical = LexicalIndex.open(files)
            self.tokens = TokenIndex(files, self.dense.dimension)
            self.words = SegmentWords(files)
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(files.folder, str(error)) from error
        self._number_by_path = {entry.path: i for i, entry in enumerate(self._entries)}
        lengths = [len(self.dense), len(self.lexical.lengths), len(self.tokens)]
        lengths += [len(self._languages), len(self._digests)]
        if set(lengths) != {len(self._passages)}:
            raise IndexDamagedError(files.folder, "its files hold different numbers of passages")

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
        """The passage of a row.

        Raises:
            IndexDamagedError: Its text is not on disk as it was written.
        """
        try:
            number, ordinal, start, end, first, last, line = self._passages[row].tolist()
            entry = self._entries[number]
        except IndexError as error:
            raise IndexDamagedError(self._folder, "its files do not fit together") from error
        data = self._texts.read(first, last)
        if hashlib.sha256(data).digest() != self._digests[row].tobytes():
            raise self._texts.damaged()
        place = _place(entry.sections, start, end, line)
        language = self._languages[row].decode()
        return Passage(entry.info, ordinal, start, end, data.decode(), place, language)

    def context(self, passage: Passage) -> str:
        """The title and headings above a passage; KeyError if its document is not here."""
        entry = self._entries[self._number_by_path[passage.document.path]]
        (context,) = passage_contexts(entry, [passage.start])
        return context

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
            IndexDamagedError: Its text is not on disk as it was written.
        """
        entry = self._entries[self._number_by_path[path]]
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
        text_sha256=line["text_sha256"],
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
