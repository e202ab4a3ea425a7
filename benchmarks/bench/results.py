"""What comes of a comparison: plain records, as they are in report.json."""

from __future__ import annotations

from dataclasses import dataclass

from bench.contestants.entries import Entry


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn took, in seconds.

    Attributes:
        wall: By the clock.
        cpu: Of all processors, children included.
    """

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Building:
    """Building the same part of the documents, round by round.

    Attributes:
        n_documents: Documents of that part.
        n_passages: Passages that they were cut into.
        rounds: What each build took, the model being in memory.
        peak_bytes: Most memory of the process.
    """

    n_documents: int
    n_passages: int
    rounds: tuple[Turn, ...]
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Index:
    """The index of all documents.

    Attributes:
        n_passages: Passages in it.
        n_bytes: Size on disk, with everything that stands in its folder.
    """

    n_passages: int
    n_bytes: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Asking the same questions, round by round.

    Attributes:
        rounds: What each round took.
        seconds: Each question, in the order asked.
        memory_bytes: Resident memory after them.
    """

    rounds: tuple[Turn, ...]
    seconds: tuple[float, ...]
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the first documents are.

    Attributes:
        ndcg_at_10: Mean over questions.
        recall_at_1: Share of questions whose first document answers.
    """

    ndcg_at_10: float
    recall_at_1: float


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one contestant; None for what it does not do.

    Attributes:
        entry: Who it is.
        packages: Versions of what it is made of.
        building: As there.
        index: As there.
        firsts: A process each: started, index opened, one question answered.
        asking: As there.
        quality: As there.
        failure: Why it has no figures; "" where it has.
    """

    entry: Entry
    packages: dict[str, str]
    building: Building | None = None
    index: Index | None = None
    firsts: tuple[Turn, ...] = ()
    asking: Asking | None = None
    quality: Quality | None = None
    failure: str = ""
