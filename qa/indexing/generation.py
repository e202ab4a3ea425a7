"""A generation: one complete, immutable build of the index, open for reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import GramHashes
from qa.corpus.sketches import Sketch
from qa.encoding.rounding import level_width
from qa.encoding.single_thread import single_thread
from qa.encoding.tokens import TokenVectors
from qa.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from qa.indexing.dense import RowMask, Rows
from qa.indexing.files import FileReader, FileRecord, read_file
from qa.indexing.layout import FORMAT_VERSION, MANIFEST, PIN, Layout
from qa.indexing.lexical import Scores, inverse_document_frequencies
from qa.indexing.lexical_scores import CorpusScores, LanguageOrder, LexicalScores, ScoreSums
from qa.indexing.segment import Segment, SplitDocument, segment_number
from qa.indexing.vocabulary import Vocabulary
from qa.processors import usable_processors
from qa.records import DocumentInfo, Passage
from qa.reports import FileCheck, Problem
from qa.vectors import EmbeddingMatrix, EmbeddingVector

CHECKED_AT_OPEN_BYTES = 64 << 20
"""An index up to this size is checked whole when it is opened, in a tenth of a second."""

BEYOND_WANTED = 50
"""Rows that are compared with a question besides twice as many as are wanted: rounding it moves a
cosine by .0006 on average."""

LANGUAGE_SAMPLE = 2_000
"""Passages of a language whose cosines its mean is taken over, evenly spread."""


_Result = TypeVar("_Result")

Near = tuple[Rows, npt.NDArray[np.float32]]
"""Some rows and about their cosines, the highest first."""


def nearest_of(found: Sequence[Near], top_k: int) -> Near:
    """The likely nearest of what several parts have found, one after the other."""
    rows = np.concatenate([own for own, _ in found])
    about = np.concatenate([own for _, own in found])
    best = np.argsort(-about, kind="stable")[:top_k]
    return rows[best], about[best]


def _each_of(work: Callable[[int], _Result], numbers: Iterable[int]) -> list[_Result]:
    return [work(number) for number in numbers]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    Attributes:
        fingerprint: What the generation depends on besides the documents.
        model: Fingerprint of the encoder alone.
        segments: Names of the segment folders, in order.
        files: Record of every file by its path relative to the generation's folder.
        n_documents: Documents that gave passages.
        n_passages: Passages in all segments.
        problems: Files that gave none.
        format_version: `FORMAT_VERSION` of the program that wrote it.
    """

    fingerprint: str
    model: str
    segments: tuple[str, ...]
    files: dict[str, FileRecord]
    n_documents: int
    n_passages: int
    problems: tuple[Problem, ...] = ()
    format_version: int = field(default=FORMAT_VERSION)

    @property
    def is_checked_at_open(self) -> bool:
        """Whether all of its files are checked when it is opened."""
        return sum(record.n_bytes for record in self.files.values()) <= CHECKED_AT_OPEN_BYTES

    def files_of(self, segment: str) -> dict[str, FileRecord]:
        """The records of one segment's files."""
        return {name: r for name, r in self.files.items() if name.startswith(f"{segment}/")}

    def to_bytes(self) -> bytes:
        """The manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Read a manifest back.

        Raises:
            IndexMismatchError: Another format version wrote it.
            ValueError, TypeError, KeyError, AttributeError: It is not a manifest.
        """
        values = json.loads(data)
        if values["format_version"] != FORMAT_VERSION:
            expected = f"format version {FORMAT_VERSION}"
            raise IndexMismatchError(expected, f"format version {values['format_version']}")
        values["segments"] = tuple(values["segments"])
        values["files"] = {name: FileRecord(**record) for name, record in values["files"].items()}
        values["problems"] = tuple(
            Problem(**problem | {"values": tuple(problem["values"])})
            for problem in values["problems"]
        )
        return cls(**values)


def current_generation(layout: Layout) -> tuple[str, str]:
    """Name of the generation in service and the digest of its manifest.

    Raises:
        IndexMissingError: Nothing has been built.
        IndexDamagedError: The pointer is not readable.
    """
    try:
        name, digest, *mark = read_file(layout.current).decode("ascii").split()
    except FileNotFoundError as error:
        raise IndexMissingError(layout.root) from error
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
        raise IndexDamagedError(layout.current.name, reason) from error
    except ValueError as error:
        raise IndexDamagedError(layout.current.name, "it names no generation") from error
    if not name.isdigit() or mark not in ([], [PIN]):
        raise IndexDamagedError(layout.current.name, "it names no generation")
    return name, digest


def check_files(folder: Path, manifest: Manifest) -> Iterable[FileCheck]:
    """Check every file of a generation against its recorded size and digest."""
    for name in manifest.files:
        damage = ""
        try:
            FileReader(folder, manifest.files).hold(name).prove()
        except IndexDamagedError as error:
            damage = error.reason
        yield FileCheck(f"{folder.parent.name}/{folder.name}/{name}", damage)


def read_manifest(layout: Layout) -> tuple[str, Manifest]:
    """Name and manifest of the generation in service.

    Raises:
        IndexStateError: There is none, or it is damaged or of another format.
    """
    name, digest = current_generation(layout)
    path = layout.generation(name) / MANIFEST
    shown = f"generations/{name}/{MANIFEST}"
    try:
        data = read_file(path)
        if hashlib.sha256(data).hexdigest() != digest:
            raise IndexDamagedError(shown, "its content was altered")
        return name, Manifest.from_bytes(data)
    except OSError as error:
        raise IndexDamagedError(shown, f"it cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamagedError(shown, "it is not a manifest") from error


class Generation:
    """An open generation. Immutable, and safe from several threads.

    It stays usable after a newer build has replaced it and its files are gone: they are held open.
    A small index is checked whole when it is opened; of a larger one each file when it is first
    wanted, so a call may raise IndexDamagedError, and never gives what was not written.

    Rows number the passages of all segments, in segment order, from 0.
    """

    def __init__(self, name: str, manifest: Manifest, segments: list[Segment]) -> None:
        self.name = name
        self.manifest = manifest
        self._segments = segments
        self._first_rows = np.cumsum([0, *(len(segment) for segment in segments)])

    @classmethod
    def open(cls, layout: Layout) -> Generation:
        """Check and open the generation in service.

        Raises:
            IndexMissingError: Nothing has been built.
            IndexDamagedError: A file is missing or altered.
            IndexMismatchError: Another format version wrote it.
        """
        while True:
            before = current_generation(layout)
            try:
                return cls._open_once(layout)
            except IndexDamagedError:
                # A build may have replaced and pruned it while its files were being opened.
                if current_generation(layout) == before:
                    raise

    @classmethod
    def _open_once(cls, layout: Layout) -> Generation:
        name, manifest = read_manifest(layout)
        return cls.of(layout.generation(name), manifest)

    @classmethod
    def of(cls, folder: Path, manifest: Manifest) -> Generation:
        """Check and open the generation of a folder.

        Raises:
            IndexDamagedError: A file is missing or altered.
        """
        segments = []
        for name in manifest.segments:
            records = {Path(path).name: r for path, r in manifest.files_of(name).items()}
            shown = f"{folder.parent.name}/{folder.name}/{name}/"
            segments.append(Segment(FileReader(folder / name, records, shown)))
        generation = cls(folder.name, manifest, segments)
        if manifest.is_checked_at_open:
            generation.check(manifest.segments)
        return generation

    def check(self, names: Collection[str]) -> None:
        """See that the files of some segments are as they were written; once for each.

        Raises:
            IndexDamagedError: One is not.
        """
        for name, segment in zip(self.manifest.segments, self._segments, strict=False):
            if name in names:
                segment.check()

    @cached_property
    def dimension(self) -> int:
        """Number of components of a vector."""
        return int(self._moments.shape[1])

    @cached_property
    def _moments(self) -> npt.NDArray[np.float64]:
        """Mean of the vectors, then mean of their outer products, shape (1 + d, d)."""
        sums = np.sum([segment.moments for segment in self._segments], axis=0)
        moments: npt.NDArray[np.float64] = sums / max(len(self), 1)
        return moments

    def beside(self, segment: Segment) -> Generation:
        """The same passages, with those of another segment after them."""
        return Generation(self.name, self.manifest, [*self._segments, segment])

    @property
    def segments(self) -> list[Segment]:
        """Its segments, in order."""
        return self._segments

    def first_row_of(self, segment: int) -> int:
        """The first row of a segment, by its number; of the one after the last, all rows."""
        return int(self._first_rows[segment])

    def _rows_of(self, segment: int) -> slice:
        """The rows of a segment, by its number."""
        return slice(self.first_row_of(segment), self.first_row_of(segment + 1))

    def __len__(self) -> int:
        return int(self._first_rows[-1])

    def documents(self) -> tuple[DocumentInfo, ...]:
        """The documents in rising order of path."""
        return self._documents

    @cached_property
    def _documents(self) -> tuple[DocumentInfo, ...]:
        infos = [info for segment in self._segments for info in segment.documents()]
        return tuple(sorted(infos, key=lambda info: info.path))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of its passages."""
        return Vocabulary.of(segment.words for segment in self._segments)

    @cached_property
    def document_numbers(self) -> Rows:
        """Number of each row's document, rising from 0, shape (n,)."""
        firsts = np.cumsum([0, *(segment.n_documents for segment in self._segments)]).tolist()
        pairs = zip(self._segments, firsts, strict=False)
        return np.concatenate([segment.document_numbers + first for segment, first in pairs])

    def segment(self, name: str) -> Segment:
        """The segment of a name; ValueError if there is none."""
        return self._segments[self.manifest.segments.index(name)]

    def segment_with(self, path: str) -> Segment:
        """The segment that holds a document.

        Raises:
            KeyError: No segment does.
        """
        return self._segments[self._number_of(path)]

    def _number_of(self, path: str) -> int:
        """Number of the segment that holds a document; KeyError if none does."""
        n_own = len(self.manifest.segments)
        likely = segment_number(path, n_own)
        numbers: list[int] = [likely, *range(n_own, len(self._segments))]  # `beside`'s last
        for number in numbers:
            if path in self._segments[number]:
                return number
        raise KeyError(path)

    def split_document(self, path: str) -> SplitDocument:
        """A document with its text and passage spans; KeyError if it is not indexed."""
        return self.segment_with(path).split_document(path)

    def context(self, passage: Passage) -> str:
        """The title and headings above a passage; KeyError if its document is not indexed."""
        return self.segment_with(passage.document.path).context(passage)

    def _segment_of(self, row: int) -> tuple[Segment, int]:
        """The segment that holds a row, and which of its rows that is."""
        number = int(np.searchsorted(self._first_rows, row, side="right")) - 1
        return self._segments[number], row - int(self._first_rows[number])

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        segment, own = self._segment_of(row)
        return segment.passage(own)

    def sketch(self, row: int) -> Sketch:
        """The sketch of a passage's text, shape (SKETCH_BYTES,)."""
        segment, own = self._segment_of(row)
        sketch: Sketch = segment.sketches[own]
        return sketch

    def row(self, passage: Passage) -> int:
        """The row of a passage; KeyError if its document, as it was then, is not indexed."""
        number = self._number_of(passage.document.path)
        return int(self._first_rows[number]) + self._segments[number].row(passage)

    def languages(self) -> frozenset[str]:
        """Codes of the languages of the passages."""
        return frozenset().union(*(segment.languages for segment in self._segments))

    @cached_property
    def language_numbers(self) -> Rows:
        """Number of each row's language, from 0, shape (n,)."""
        codes = [segment.language_codes for segment in self._segments]
        return np.unique(np.concatenate(codes), return_inverse=True)[1]

    @cached_property
    def rows_by_language(self) -> tuple[Rows, ...]:
        """The rows of each language, rising, in the order of the languages' numbers."""
        return tuple(np.flatnonzero(mask) for mask in self.masks_by_language)

    @cached_property
    def masks_by_language(self) -> tuple[RowMask, ...]:
        """Which rows are in each language, in the order of the languages' numbers."""
        n_languages = len(self.languages())
        return tuple(self.language_numbers == number for number in range(n_languages))

    @cached_property
    def _language_orders(self) -> list[LanguageOrder]:
        """The rows of each segment by their languages."""
        return [
            LanguageOrder.of(own) for own in np.split(self.language_numbers, self._first_rows[1:-1])
        ]

    @cached_property
    def language_sample(self) -> Rows:
        """Some rows of each language, evenly spread, one language after the other."""
        samples = [rows[:: -(-len(rows) // LANGUAGE_SAMPLE)] for rows in self.rows_by_language]
        return np.concatenate(samples)

    @cached_property
    def sampled_vectors(self) -> tuple[Rows, EmbeddingMatrix]:
        """How many rows `language_sample` has of each language, and the sum of their vectors."""
        numbers, rows = self.language_numbers[self.language_sample], self.language_sample
        counts = np.bincount(numbers, minlength=len(self.rows_by_language))
        sums = np.zeros((len(counts), self.dimension), dtype=np.float32)
        order = np.argsort(rows)
        np.add.at(sums, numbers[order], self.vectors(rows[order]))
        return counts, sums

    def mask(self, languages: Collection[str], paths: Collection[str] | None = None) -> RowMask:
        """Which rows are in one of the languages, () for any, and of one of the documents."""
        return np.concatenate([segment.mask(languages, paths) for segment in self._segments])

    def nearest(
        self, question: EmbeddingVector, top_k: int, within: RowMask | None = None
    ) -> tuple[Rows, Scores]:
        """Rows nearest to a question by cosine, best first, and their cosines.

        The search rounds the question; some more rows than wanted are compared with it as it is.

        Args:
            question: A unit vector.
            top_k: Most rows to return.
            within: Which rows may be found; None for all.
        """
        return self.begin_nearest(question, top_k, within)()

    def begin_nearest(
        self, question: EmbeddingVector, top_k: int, within: RowMask | None = None
    ) -> Callable[[], tuple[Rows, Scores]]:
        """Begin `nearest`; what is returned waits for what it finds."""
        begun = self.begin_near(question, BEYOND_WANTED + 2 * top_k, within)

        def nearest() -> tuple[Rows, Scores]:
            compared = np.sort(begun()[0])
            exact = self.cosines(question, compared)
            best = np.lexsort((compared, -exact))[:top_k]
            return compared[best], exact[best]

        return nearest

    def begin_near(
        self, question: EmbeddingVector, top_k: int, within: RowMask | None = None
    ) -> Callable[[], Near]:
        """Begin to look for rows near to a question.

        Returns:
            What waits for them: rows and about their cosines, the likely nearest first.
        """

        def search(number: int) -> Near:
            own = None if within is None else within[self._rows_of(number)]
            rows, about = self._segments[number].dense.search(question, top_k, own)
            return rows + self._first_rows[number], about

        begun = self._begin_each(search)
        return lambda: nearest_of(begun(), top_k)

    def vectors(self, rows: Rows) -> EmbeddingMatrix:
        """The vectors of some rows, which rise, shape (len(rows), dimension)."""
        cuts = np.searchsorted(rows, self._first_rows)
        parts = zip(self._segments, self._first_rows, cuts, cuts[1:], strict=False)
        return np.concatenate(
            [segment.dense.vectors(rows[i:j] - first) for segment, first, i, j in parts]
        )

    def cosines(self, question: EmbeddingVector, rows: Rows) -> Scores:
        """Cosine of a question and each of some rows, the same bits in any company."""
        cosines = np.empty(len(rows), dtype=np.float64)
        wide = question.astype(np.float64) * level_width(len(question))
        with single_thread():
            for segment, mine, own in self._by_segment(rows):
                levels = segment.dense.levels(own)
                # How it is summed up depends on how many rows there are: in the last bits.
                cosines[mine] = (levels @ wide).astype(np.float32)
        return cosines

    def tokens(self, row: int) -> TokenVectors:
        """The rounded token vectors of a passage."""
        segment, own = self._segment_of(row)
        return segment.tokens.tokens(own)

    def tokens_of(self, rows: Rows) -> list[TokenVectors]:
        """The rounded token vectors of some passages, in order."""
        return [self.tokens(row) for row in rows.tolist()]

    def cosine_moments(self, question: EmbeddingVector) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of a question and every passage."""
        wide = question.astype(np.float64)
        with single_thread():
            mean = float(wide @ self._moments[0])
            variance = float(wide @ self._moments[1:] @ wide) - mean * mean
        return mean, float(np.sqrt(max(variance, 0.0)))

    def document_frequencies(self, grams: GramHashes) -> Rows:
        """In how many passages each gram occurs."""
        counts = (segment.lexical.document_frequencies(grams) for segment in self._segments)
        return np.asarray(sum(counts, np.zeros(len(grams), dtype=np.int64)))

    def inverse_frequencies(self, grams: GramHashes) -> Scores:
        """Inverse document frequency of each gram."""
        return inverse_document_frequencies(self.document_frequencies(grams), len(self))

    def lexical_scores(self, grams: GramHashes, weights: Scores) -> CorpusScores:
        """BM25 of every row.

        Args:
            grams: Distinct grams of a question.
            weights: What each weighs: its inverse document frequency, times its count there.
        """
        return self.local_scores(grams, weights)

    def local_scores(self, grams: GramHashes, weights: Scores) -> LexicalScores:
        """The same of the rows of this process's segments."""
        return LexicalScores(partial(self._scored, grams, weights), len(self.rows_by_language))

    def _scored(self, grams: GramHashes, weights: Scores) -> tuple[Scores, tuple[ScoreSums, ...]]:
        """BM25 of every row, and sums of each segment's."""
        scores, sums, n_languages = np.empty(len(self)), [], len(self.rows_by_language)
        for number, (segment, order) in enumerate(
            zip(self._segments, self._language_orders, strict=True)
        ):
            own = segment.lexical.scores(grams, weights)
            scores[self._rows_of(number)] = own
            sums.append(ScoreSums.of(own, order, n_languages))  # while they are in the cache
        return scores, tuple(sums)

    def having(self, grams: GramHashes, rows: Rows) -> Rows:
        """How many of some grams each of some rows has, shape (n_rows,)."""
        counts = np.zeros(len(rows), dtype=np.int64)
        for segment, mine, own in self._by_segment(rows):
            counts[mine] = segment.lexical.having(grams, own)
        return counts

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        """They end when nobody has the generation any more; whoever asks is one thread more."""
        return ThreadPoolExecutor(max(1, usable_processors() - 1), thread_name_prefix="segments")

    def _begin_each(self, work: Callable[[int], _Result]) -> Callable[[], list[_Result]]:
        """Begin some work for each segment, by its number; what is returned waits for the results.

        Threads take shares of the segments, the first ones first, and whoever waits does the last
        ones that nobody has begun. A single segment is left to whoever waits.
        """
        numbers = range(len(self._segments))
        if len(numbers) < 2:
            return lambda: [work(number) for number in numbers]
        n_shares = min(usable_processors(), len(numbers))
        shares = [numbers[first::n_shares] for first in range(n_shares)]
        begun = [self._threads.submit(_each_of, work, own) for own in shares]

        def wait() -> list[_Result]:
            found: dict[int, _Result] = {}
            for own, future in zip(reversed(shares), reversed(begun), strict=True):
                done = _each_of(work, own) if future.cancel() else future.result()
                found |= zip(own, done, strict=True)
            return [found[number] for number in numbers]

        return wait

    def _by_segment(self, rows: Rows) -> Iterator[tuple[Segment, Rows, Rows]]:
        """Each segment that has some, the places in `rows` of those, and their rows in it."""
        for number, segment in enumerate(self._segments):
            own = self._rows_of(number)
            mine = np.flatnonzero((rows >= own.start) & (rows < own.stop))
            if len(mine):
                yield segment, mine, rows[mine] - own.start
