"""A build on a cluster: files are read, split and encoded by its nodes, the rest stays here.

    files that are new → read and split by any node → here: which texts does the cache lack
        → encoded by any node, into the cache as they come → here: segments are written

Only what needs a model or a parser is given out. What a text becomes depends on the text alone, so
the generation has the bytes of one that is built on one machine; what the cache has is not done
again, whoever was killed; and what a lost node was at is done by another.

Ray Data is not used: it takes its input whole, or reads it itself, and what is to be encoded here
is known only piece by piece, as files are read and the cache is asked.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from qa.corpus.parsing import read_bytes
from qa.corpus.scanning import SourceFile
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings, QuestionEncoding
from qa.errors import ClusterError, DocumentParseError
from qa.indexing.building import Parsed, build_index
from qa.indexing.writing import SEGMENT_PASSAGES
from qa.reports import BuildReport, ProgressListener
from qa.scaling.cluster import Cluster, Shared
from qa.scaling.worker import Worker
from qa.settings import SplitterSettings

FILES_AT_ONCE = 16
BYTES_AT_ONCE = 1 << 18
"""Files that are read one after the other: to begin costs a process as long as to read so much."""

TEXTS_AT_ONCE = 128
"""Texts that are encoded one after the other: some seconds of a processor, 5 MB of encodings."""

TEXTS_AHEAD = 16 * TEXTS_AT_ONCE
"""Texts among which those of like length are looked for, so that the encoder's batches fill up."""


def build_on_cluster(
    seeds: Path,
    index: Path,
    encoder: Encoder,
    *,
    cluster: Cluster,
    settings: SplitterSettings | None = None,
    segment_passages: int = SEGMENT_PASSAGES,
    progress: ProgressListener | None = None,
    check: bool = False,
) -> BuildReport:
    """Bring the index up to date as `build_index` does, by the nodes of a cluster.

    The folder of documents must be seen by all nodes under the same path; the index by this one.

    Raises:
        ClusterError: A node cannot do its part: it does not see the documents, has another version
            of the program, or computes in other numbers.
        QAError: As of `build_index`.
    """
    used = settings or SplitterSettings()
    remote = _ClusterEncoder(encoder, used, cluster)
    return build_index(
        seeds,
        index,
        remote,
        settings=used,
        segment_passages=segment_passages,
        progress=progress,
        check=check,
        parsers=lambda: _ClusterParsers(cluster, remote),
    )


class _ClusterEncoder:
    """An `Encoder` whose passages are encoded by a cluster, and its questions here."""

    def __init__(self, encoder: Encoder, settings: SplitterSettings, cluster: Cluster) -> None:
        self._encoder = encoder
        self._settings = settings
        self._cluster = cluster
        self._worker: Shared[Worker] | None = None

    @property
    def worker(self) -> Shared[Worker]:
        """What each process of the cluster works with. To make it loads the model here."""
        if self._worker is None:
            worker = Worker(self._encoder, self._settings, self._encoder.numeric_mode)
            self._worker = Shared(worker)
        return self._worker

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def numeric_mode(self) -> str:
        return self._encoder.numeric_mode

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    @property
    def max_tokens(self) -> int:
        return self._encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        found: dict[int, bytes] = {}
        for numbers, encodings in self.encode_stream(texts):
            found |= zip(numbers, encodings.to_bytes(), strict=True)
            if progress:
                progress(len(found))
        return PassageEncodings.from_bytes([found[i] for i in range(len(texts))], self.dimension)

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        batches = _alike(enumerate(texts))
        for some in self._cluster.work_each(Worker.encode, self.worker, batches):
            yield from some

    def encode_question(self, text: str) -> QuestionEncoding:
        return self._encoder.encode_question(text)


def _alike(texts: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Texts to be encoded together, of like length, each with its number."""
    left = iter(texts)
    while ahead := list(itertools.islice(left, TEXTS_AHEAD)):
        ahead.sort(key=lambda numbered: len(numbered[1]))
        for first in range(0, len(ahead), TEXTS_AT_ONCE):
            yield ahead[first : first + TEXTS_AT_ONCE]


class _ClusterParsers:
    """What parses and splits files on a cluster."""

    def __init__(self, cluster: Cluster, encoder: _ClusterEncoder) -> None:
        self._cluster = cluster
        self._encoder = encoder

    def __enter__(self) -> _ClusterParsers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is left: what is under way ends with who waits for it."""

    def end(self) -> None:
        """Nothing is left either."""

    def parse_each(
        self, files: Iterable[SourceFile], meanwhile: Callable[[], None] | None = None
    ) -> Iterator[tuple[SourceFile, Parsed]]:
        """Files with what each gives, in the order in which they are done.

        Raises:
            ClusterError: A node cannot read what can be read here.
        """
        worker, lots = self._encoder.worker, _lots(files)
        for read in self._cluster.work_each(Worker.read, worker, lots, meanwhile):
            for file, found in read:
                if isinstance(found, DocumentParseError) and found.kind == "unreadable":
                    _refuse_readable(file, found)
                yield file, found


def _lots(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    """Files that are read by one process one after the other: some small ones, or a large one."""
    lot: list[SourceFile] = []
    n_bytes = 0
    for file in files:
        if lot and (len(lot) == FILES_AT_ONCE or n_bytes + file.n_bytes > BYTES_AT_ONCE):
            yield lot
            lot, n_bytes = [], 0
        lot.append(file)
        n_bytes += file.n_bytes
    if lot:
        yield lot


def _refuse_readable(file: SourceFile, error: DocumentParseError) -> None:
    """See that what a node cannot read is gone here too: else it is the node that is wrong."""
    try:
        read_bytes(file)
    except DocumentParseError:
        return
    raise ClusterError(
        f"A node of the cluster cannot read '{file.location}' ({error}), and this machine can. Let "
        "every node see the folder of documents under the same path."
    )
