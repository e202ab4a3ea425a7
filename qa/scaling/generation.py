"""A generation whose passages are scored by the nodes of a cluster.

Documents, words and places stay here, read from the same index folder; vectors, postings and token
vectors are on the nodes, each part of them on two. A call asks all parts at once, and puts together
what they say as a generation puts together its segments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar

import numpy as np

from qa.corpus.analysis import GramHashes
from qa.encoding.tokens import TokenVectors
from qa.errors import ClusterError, IndexDamagedError
from qa.indexing.dense import RowMask, Rows
from qa.indexing.generation import (
    Generation,
    Manifest,
    Near,
    current_generation,
    nearest_of,
    read_manifest,
)
from qa.indexing.layout import Layout
from qa.indexing.lexical import Scores
from qa.indexing.lexical_scores import best_of, deviation_of, mean_of
from qa.indexing.segment import Segment
from qa.scaling.cluster import Cluster
from qa.scaling.part import (
    Allowed,
    LexicalSums,
    Part,
    manifest_of,
    number_of_parts,
    segments_of,
)
from qa.scaling.replicas import Replicas, places_of
from qa.vectors import EmbeddingMatrix, EmbeddingVector

_Result = TypeVar("_Result")


class Asked(Protocol):
    """A part that can be asked, wherever it is (`Replicas`)."""

    def begin(
        self,
        function: Callable[..., _Result],
        *arguments: object,
    ) -> Callable[[], _Result]:
        """Begin a call; what is returned waits for its answer."""
        ...


class Here:
    """A part in this process."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def begin(
        self,
        function: Callable[..., _Result],
        *arguments: object,
    ) -> Callable[[], _Result]:
        """Call a function with the part when its answer is waited for."""
        return partial(function, self._part, *arguments)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a generation, one after the other.

    Attributes:
        asked: Each of them.
        first_rows: The first row of each, and last how many rows there are.
    """

    asked: tuple[Asked, ...]
    first_rows: tuple[int, ...]

    def ask_all(
        self, function: Callable[..., _Result], arguments: Callable[[int, int], tuple[Any, ...]]
    ) -> list[_Result]:
        """What every part says, all asked at once.

        Args:
            function: A method of `Part`.
            arguments: Its arguments, by the first row of a part and the one after its last.
        """
        return self.begin_all(function, arguments)()

    def begin_all(
        self, function: Callable[..., _Result], arguments: Callable[[int, int], tuple[Any, ...]]
    ) -> Callable[[], list[_Result]]:
        """Begin `ask_all`; what is returned waits for the answers."""
        bounds = zip(self.asked, self.first_rows, self.first_rows[1:], strict=False)
        waiting = [part.begin(function, *arguments(first, last)) for part, first, last in bounds]
        return lambda: [answer() for answer in waiting]

    def ask_rows(
        self, function: Callable[..., Any], rows: Rows, *arguments: object
    ) -> list[tuple[Rows, Any]]:
        """What the parts say of some rows: the places of each part's in `rows`, and its answer."""
        numbers = np.searchsorted(self.first_rows, rows, side="right") - 1
        waiting = []
        for number in np.unique(numbers).tolist():
            mine = np.flatnonzero(numbers == number)
            own = rows[mine] - self.first_rows[number]
            waiting.append((mine, self.asked[number].begin(function, *arguments, own)))
        return [(mine, answer()) for mine, answer in waiting]

    def and_here(self, part: Part, n_rows: int) -> Parts:
        """The same, with a part of this process after them."""
        first_rows = (*self.first_rows, self.first_rows[-1] + n_rows)
        return Parts((*self.asked, Here(part)), first_rows)


class ClusterGeneration(Generation):
    """A generation of which parts are elsewhere (see `Generation`).

    Calls raise PartMissingError where no node answers for a part.
    """

    def __init__(
        self, name: str, manifest: Manifest, segments: list[Segment], parts: Parts
    ) -> None:
        super().__init__(name, manifest, segments)
        self._parts = parts

    @classmethod
    def open_on(cls, cluster: Cluster, layout: Layout) -> Generation:
        """Open the generation in service, its parts on the nodes of a cluster.

        Raises:
            ClusterError: It has no node with a processor.
            PartMissingError: No node can open a part.
            IndexStateError: As of `Generation.open`.
        """
        while True:
            before = current_generation(layout)
            try:
                return cls._open_once_on(cluster, layout)
            except IndexDamagedError:
                # A build may have replaced and pruned it while its files were being opened.
                if current_generation(layout) == before:
                    raise

    @classmethod
    def _open_once_on(cls, cluster: Cluster, layout: Layout) -> Generation:
        name, manifest = read_manifest(layout)
        folder = layout.generation(name)
        local = Generation.of(folder, manifest)
        nodes = cluster.nodes()
        if not nodes:
            raise ClusterError("The cluster has no node with a processor. Add one, and try again.")
        n_parts = number_of_parts(manifest.n_passages, len(nodes), cluster.n_processors())
        asked, first_rows = [], [0]
        for number, own in enumerate(segments_of(len(manifest.segments), n_parts)):
            names = tuple(manifest.segments[i] for i in own)
            make = partial(Part.open, folder.resolve(), manifest_of(manifest, names))
            asked.append(Replicas(cluster, make, places_of(number, nodes), names))
            first_rows.append(local.first_row_of(own.stop))
        for one in asked:
            one.wait()
        parts = Parts(tuple(asked), tuple(first_rows))
        return cls(name, manifest, local.segments, parts)

    def beside(self, segment: Segment) -> Generation:
        """The same passages, with those of another segment after them."""
        own = Part(Generation(self.name, self.manifest, [segment]))
        parts = self._parts.and_here(own, len(segment))
        return ClusterGeneration(self.name, self.manifest, [*self.segments, segment], parts)

    def document_frequencies(self, grams: GramHashes) -> Rows:
        """In how many passages each gram occurs."""
        counts = self._parts.ask_all(Part.document_frequencies, lambda _first, _last: (grams,))
        return np.asarray(sum(counts, np.zeros(len(grams), dtype=np.int64)))

    def lexical_scores(self, grams: GramHashes, weights: Scores) -> ClusterScores:
        """BM25 of every row for distinct grams, each weighed."""
        return ClusterScores(self._parts, grams, weights, tuple(sorted(self.languages())))

    def having(self, grams: GramHashes, rows: Rows) -> Rows:
        """How many of some grams each of some rows has, shape (n_rows,)."""
        counts = np.zeros(len(rows), dtype=np.int64)
        for mine, own in self._parts.ask_rows(Part.having, rows, grams):
            counts[mine] = own
        return counts

    def begin_near(
        self, question: EmbeddingVector, top_k: int, within: RowMask | None = None
    ) -> Callable[[], Near]:
        """Begin to look for rows near to a question (see `Generation.begin_near`)."""
        language = self._language_of(within)

        def asked(first: int, last: int) -> tuple[EmbeddingVector, int, Allowed]:
            own = None if within is None else within[first:last]
            return question, top_k, language or own

        begun = self._parts.begin_all(Part.near, asked)

        def near() -> Near:
            firsts = self._parts.first_rows
            found = zip(firsts, begun(), strict=False)
            return nearest_of([(own + first, about) for first, (own, about) in found], top_k)

        return near

    def cosines(self, question: EmbeddingVector, rows: Rows) -> Scores:
        """Cosine of a question and each of some rows."""
        cosines = np.empty(len(rows), dtype=np.float64)
        for mine, own in self._parts.ask_rows(Part.cosines, rows, question):
            cosines[mine] = own
        return cosines

    def vectors(self, rows: Rows) -> EmbeddingMatrix:
        """The vectors of some rows, which rise, shape (len(rows), dimension)."""
        vectors = np.empty((len(rows), self.dimension), dtype=np.float32)
        for mine, own in self._parts.ask_rows(Part.vectors, rows):
            vectors[mine] = own
        return vectors

    def tokens(self, row: int) -> TokenVectors:
        """The rounded token vectors of a passage."""
        return self.tokens_of(np.array([row]))[0]

    def tokens_of(self, rows: Rows) -> list[TokenVectors]:
        """The rounded token vectors of some passages, in order."""
        found: dict[int, TokenVectors] = {}
        for mine, own in self._parts.ask_rows(Part.tokens_of, rows):
            found |= zip(mine.tolist(), own, strict=True)
        return [found[place] for place in range(len(rows))]

    def _language_of(self, within: RowMask | None) -> str:
        """Code of the language that a mask is of, so that it need not be sent; "" for others."""
        for code, mask in zip(sorted(self.languages()), self.masks_by_language, strict=True):
            if mask is within:
                return code
        return ""


@dataclass(frozen=True, eq=False)
class ClusterScores:
    """BM25 of every row, on the nodes (see `LexicalScores`).

    Attributes:
        parts: Where the rows are.
        grams: Distinct grams of the question.
        weights: What each weighs.
        languages: Codes of the languages, in the order of their numbers.
    """

    parts: Parts
    grams: GramHashes
    weights: Scores
    languages: tuple[str, ...]

    def of(self, rows: Rows) -> Scores:
        """The scores of some rows."""
        scores = np.empty(len(rows), dtype=np.float64)
        for mine, own in self.parts.ask_rows(Part.scores_of, rows, self.grams, self.weights):
            scores[mine] = own
        return scores

    def best(self, top_k: int, within: RowMask | None = None) -> Rows:
        """Rows of the highest positive scores, at most `top_k`, in no order."""
        found = self.parts.ask_all(
            Part.best, lambda first, last: (*self._asked, top_k, _part_of(within, first, last))
        )
        firsts = self.parts.first_rows
        rows = np.concatenate([own + first for first, (own, _) in zip(firsts, found, strict=False)])
        scores = np.concatenate([own for _, own in found])
        order = np.argsort(rows)  # of equal scores the first row counts
        return rows[order[best_of(scores[order], top_k)]]

    def n_above(self, score: float, within: RowMask | None = None) -> int:
        """How many rows have a higher score."""
        return sum(
            self.parts.ask_all(
                Part.n_above,
                lambda first, last: (*self._asked, score, _part_of(within, first, last)),
            )
        )

    @property
    def mean(self) -> float:
        """Mean of all."""
        return mean_of(self.totals, self.parts.first_rows[-1])

    @cached_property
    def deviation(self) -> float:
        """Standard deviation of all."""
        squares = np.concatenate([sums.squares for sums in self._sums])
        return deviation_of(squares, self.mean, self.parts.first_rows[-1])

    @cached_property
    def totals(self) -> Scores:
        """Sum of the scores in each language, shape (n_languages,)."""
        n_languages = len(self.languages)
        found = []
        for sums in self._sums:
            wide = np.zeros((len(sums.totals), n_languages))
            wide[:, self._numbers(sums)] = sums.totals
            found.append(wide)
        totals: Scores = np.concatenate(found).sum(axis=0)
        return totals

    @cached_property
    def highest(self) -> Scores:
        """The highest score in each language, shape (n_languages,)."""
        highest = np.zeros(len(self.languages))
        for sums in self._sums:
            np.maximum.at(highest, self._numbers(sums), sums.highest)
        return highest

    @cached_property
    def _sums(self) -> Sequence[LexicalSums]:
        return self.parts.ask_all(Part.lexical_sums, lambda _first, _last: self._asked)

    @property
    def _asked(self) -> tuple[GramHashes, Scores]:
        return self.grams, self.weights

    def _numbers(self, sums: LexicalSums) -> list[int]:
        return [self.languages.index(code) for code in sums.languages]


def _part_of(within: RowMask | None, first: int, last: int) -> RowMask | None:
    return None if within is None else within[first:last]
