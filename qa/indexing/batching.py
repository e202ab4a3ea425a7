"""How much one build takes on: everything, or as many files as some seconds allow.

Small files come first, and batches grow (`FIRST_SECONDS`, four times that, and so on), so that what
is small is soon in, and all the writing of segments together is little beside the encoding. A file
that is larger than a batch is read and encoded by several: each goes on where the one before was
interrupted.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from qa.corpus.languages import identify_languages
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from qa.indexing.segment import SplitDocument
from qa.records import Document, Span

FIRST_SECONDS = 1.0
"""Work of the first batch: the first answers come about then."""

GROWTH = 4
"""How much more work each batch has than the one before."""

LONGEST_SECONDS = 256.0
"""Most work of a batch, after which the folder is looked through again."""

PATIENCE_SECONDS = 4.0
"""A batch that is to take less ends before a change in the folder is looked at."""

SLOW_SECONDS = 10.0
"""How long a file is read while others of its batch are ready; a slow one comes last."""


class InterruptedBatchError(Exception):
    """A batch is put aside. What was read and encoded is kept for the next."""


class StumbledError(Exception):
    """A batch is to be begun again without some files, which are among the faults now."""


class SlowFileError(Exception):
    """A file is read for so long that the others of its batch go on without it."""


class DocumentSplitting:
    """A document whose passages are being found; it can be put aside and taken up again."""

    def __init__(self, document: Document, spans: Iterator[Span]) -> None:
        self._document = document
        self._spans = spans
        self._found: list[Span] = []
        self._whole: SplitDocument | None = None

    @classmethod
    def done(cls, split: SplitDocument) -> DocumentSplitting:
        """A document whose passages were found already."""
        splitting = cls(split.document, iter(()))
        splitting._whole = split
        return splitting

    def finish(self, each: Callable[[], None]) -> SplitDocument:
        """The document with its passages; `each` is called for each, and may put it aside."""
        if self._whole is None:
            for span in self._spans:
                self._found.append(span)
                each()
            text = self._document.text
            languages = identify_languages([text[s.start : s.end] for s in self._found])
            self._whole = SplitDocument(self._document, tuple(self._found), languages)
        return self._whole


@dataclass(slots=True)
class Unfinished:
    """What one batch leaves to the next.

    Attributes:
        splittings: Documents that were read and are not in the index yet, by their files.
        slow: Files that are to come last.
        faults: Files that cannot be indexed though they can be read, each with the reason.
        passages_per_byte: What a file is expected to give; text of a kilobyte is a passage.
        seconds_per_passage: What encoding one is expected to take.
    """

    splittings: dict[SourceFile, DocumentSplitting] = field(default_factory=dict)
    slow: set[SourceFile] = field(default_factory=set)
    faults: dict[SourceFile, DocumentParseError] = field(default_factory=dict)
    passages_per_byte: float = 1 / 1_000
    seconds_per_passage: float = 1 / 30

    def keep_only(self, files: Collection[SourceFile]) -> None:
        """Forget what is not among the files that wait."""
        for file in self.splittings.keys() - set(files):
            del self.splittings[file]
        for file in self.faults.keys() - set(files):
            del self.faults[file]
        self.slow.intersection_update(files)


class Batch:
    """What one build takes on.

    Attributes:
        unfinished: What the batches before left.
        has_news: Whether the folder changed while this one was under way.
    """

    def __init__(
        self,
        seconds: float = math.inf,
        unfinished: Unfinished | None = None,
        news: threading.Event | None = None,
    ) -> None:
        """Prepare.

        Args:
            seconds: How much work it has, at least one file.
            unfinished: What the batches before left.
            news: Set when the folder has changed.
        """
        self.unfinished = Unfinished() if unfinished is None else unfinished
        self._seconds = seconds
        self._news = news
        self._is_oversized = False
        self._n_files = 0
        self._started = time.monotonic()
        self._began: float | None = None

    @property
    def has_news(self) -> bool:
        """Whether the folder has changed since it was looked through."""
        return self._news is not None and self._news.is_set()

    def choose(self, files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
        """The files it takes: small ones first, as many as its seconds allow, at least one.

        A file that was found slow comes last, alone.
        """
        if math.isinf(self._seconds):
            return tuple(files)
        slow, left = self.unfinished.slow, self._seconds
        chosen: list[SourceFile] = []
        for file in sorted(files, key=lambda file: (file in slow, file.n_bytes, file.path)):
            left -= self._expected_seconds(file)
            if chosen and (left < 0 or file in slow):
                break
            chosen.append(file)
        self._n_files = len(chosen)
        self._is_oversized = left < 0 and len(chosen) == 1
        return tuple(chosen)

    def _expected_seconds(self, file: SourceFile) -> float:
        expected = self.unfinished
        return max(1, file.n_bytes * expected.passages_per_byte) * expected.seconds_per_passage

    def wait_on(self) -> None:
        """While a file is read: whether the others are to go on without it.

        Raises:
            SlowFileError: They are.
        """
        most = max(SLOW_SECONDS, self._seconds)
        if self._n_files > 1 and time.monotonic() - self._started > most:
            raise SlowFileError

    def pause(self) -> None:
        """Between two steps: whether it is to be put aside.

        Raises:
            InterruptedBatchError: It is: the folder has changed, or one file is all it has and is
                more than its seconds allow.
        """
        now = time.monotonic()
        # What comes before the first step, preparing the model, is no work of a batch.
        self._began = now if self._began is None else self._began
        elapsed = now - self._began
        over = self._is_oversized and elapsed > self._seconds
        if over or (self.has_news and elapsed > PATIENCE_SECONDS):
            raise InterruptedBatchError

    def note_pace(self, files: Sequence[SourceFile], n_encoded: int, seconds: float) -> None:
        """Learn what files of such a size give, and how long that takes."""
        splittings = self.unfinished.splittings
        n_bytes = sum(file.n_bytes for file in files)
        n_passages = sum(splittings[file].finish(_nothing).n_passages for file in files)
        if n_encoded >= _TELLING_PASSAGES:
            self.unfinished.seconds_per_passage = max(seconds / n_encoded, _FASTEST_SECONDS)
        if n_passages >= _TELLING_PASSAGES:
            self.unfinished.passages_per_byte = n_passages / n_bytes


_TELLING_PASSAGES = 16  # a pace told from fewer is chance
_FASTEST_SECONDS = 1 / 10_000


def _nothing() -> None:
    """Go on."""
