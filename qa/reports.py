"""What builds and checks report: frozen records, knowing nothing of how they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from qa.findings import Finding, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that gave no passage, and why.

    Attributes:
        path: POSIX path under the seeds folder, control characters escaped.
        kind: One word for programs: "empty", "binary", "encoding", "too_large", "unreadable",
            "unsupported", "broken", "encrypted", "link", "name", "fault".
        message: The reason in words.
        sha256: Digest of the bytes, or "" where they were not read.
        code: The reason in one word, more exactly than `kind`; of `qa.findings`.
        values: What is filled into the words of the reason.
    """

    path: str
    kind: str
    message: str
    sha256: str = ""
    code: str = ""
    values: tuple[Value, ...] = ()

    @classmethod
    def of(cls, path: str, kind: str, reason: Finding, sha256: str = "") -> Problem:
        """A problem that reading a file found."""
        return cls(path, kind, str(reason), sha256, reason.code, reason.values)


Stage = Literal["preparing", "parsing", "encoding", "writing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is.

    Attributes:
        stage: What is being done.
        done: Units finished.
        total: Units in all; 0 where unknown.
        file: Path of the document that was read last, or "".
        per_second: Units finished in a second of this stage; 0 where not known yet.
        seconds_left: How long the rest of this stage will take; None where not known yet.
        n_files: New and changed files that are not in the index yet.
        is_anew: Whether everything is built anew, in place of an index that cannot be used.
    """

    stage: Stage
    done: int
    total: int
    file: str = ""
    per_second: float = 0.0
    seconds_left: float | None = None
    n_files: int = 0
    is_anew: bool = False


ProgressListener = Callable[[Progress], None]


def clock_time(seconds: float) -> str:
    """A length of time as a clock shows it: "1:05", "2:00:00"."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        generation: Identifier of the generation now in service.
        added: Paths of documents that were not in the previous generation.
        changed: Paths whose bytes changed.
        removed: Paths that are gone.
        unchanged: Number of documents taken over as they were.
        problems: Files that gave no passage, each with its reason.
        notes: (path, note) of what parsing found and mended.
        n_documents: Documents in the generation.
        n_passages: Passages in the generation.
        n_encoded: Passages that had to be encoded; the rest came from the cache.
        elapsed_seconds: Duration of the build.
        published: Whether a new generation was put in service; False when nothing had changed.
        reason: Why everything was rebuilt ("" for an incremental build).
        waiting: Paths of new and changed files that later batches take; () where all are in.
    """

    generation: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    notes: tuple[tuple[str, Finding], ...]
    n_documents: int
    n_passages: int
    n_encoded: int
    elapsed_seconds: float
    published: bool
    reason: str = ""
    waiting: tuple[str, ...] = ()

    def followed_by(self, later: BuildReport) -> BuildReport:
        """What this build and one after it did together."""
        added = {*self.added, *later.added} - set(later.removed)
        changed = ({*self.changed, *later.changed} - set(later.removed)) - added
        removed = ({*self.removed, *later.removed} - added) - changed
        return replace(
            later,
            added=tuple(sorted(added)),
            changed=tuple(sorted(changed)),
            removed=tuple(sorted(removed)),
            unchanged=later.n_documents - len(added) - len(changed),
            n_encoded=self.n_encoded + later.n_encoded,
            elapsed_seconds=self.elapsed_seconds + later.elapsed_seconds,
            published=self.published or later.published,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True)
class Staleness:
    """Why an index is used as it is, and what it lacks.

    Attributes:
        kind: Why, in one word: the class of the error that kept it from being brought up to date,
            "unrefreshed" where nobody wanted it to be, "outdated" where it was built by another
            version and a new one is being built.
        message: Why, in words.
        checked: Whether the folder of documents could be looked through; what follows is () if not.
        added: Paths of files that are not in the index.
        changed: Paths of documents whose files have changed since.
        removed: Paths of documents whose files are gone.
        values: What the words of an error name.
    """

    kind: str
    message: str
    checked: bool = False
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


class PassageStatus(StrEnum):
    """What parsing a document again says of a passage."""

    VERBATIM = "verbatim"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PassageCheck:
    """The outcome of looking for one passage in its document, parsed again.

    Attributes:
        passage_id: "path#ordinal".
        status: What became of it.
        found_at: For a moved passage, "path:offset" of where it stands now.
    """

    passage_id: str
    status: PassageStatus
    found_at: str = ""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The outcome of checking one file of the index against its recorded digest.

    Attributes:
        file: Path relative to the index folder.
        damage: What is wrong with it; "" for a sound file.
    """

    file: str
    damage: str = ""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` found.

    Attributes:
        generation: The generation that was checked.
        passages: One check for each passage, in index order.
        files: One check for each file of the index.
        problems: Documents that can no longer be parsed.
    """

    generation: str
    passages: tuple[PassageCheck, ...]
    files: tuple[FileCheck, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether every file is sound and every passage verbatim."""
        return not any(file.damage for file in self.files) and all(
            check.status is PassageStatus.VERBATIM for check in self.passages
        )

    def count(self, status: PassageStatus) -> int:
        """Number of passages with this status."""
        return sum(check.status is status for check in self.passages)


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """A generation that is kept.

    Attributes:
        name: Its name.
        built: When it was put there: ISO 8601, UTC; "" where that is not known.
        n_documents: Its documents.
        n_passages: Its passages.
        n_bytes: Size of its files, of which generations share what is the same.
        current: Whether it is in service.
        pinned: Whether the index is pinned to it.
        damage: Why it cannot be used; "" where it can.
    """

    name: str
    built: str
    n_documents: int
    n_passages: int
    n_bytes: int
    current: bool = False
    pinned: bool = False
    damage: str = ""


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What forgetting a document, or a folder of them, took.

    Attributes:
        path: What was asked to be forgotten.
        documents: Paths that were in a generation.
        files: Files taken out of the folder of documents and out of that of removed ones, by their
            path under the former.
        generations: Generations that are gone.
        generation: The one now in service; "" for none.
        n_encodings: Entries that left the embedding cache.
        shared: Documents that hold a passage of the same text, which therefore stays in theirs.
        n_lines: Lines that left the lists of verdicts and of questions.
    """

    path: str
    documents: tuple[str, ...]
    files: tuple[str, ...]
    generations: tuple[str, ...]
    generation: str
    n_encodings: int
    shared: tuple[str, ...]
    n_lines: int

    @property
    def found(self) -> bool:
        """Whether there was anything of it."""
        return bool(self.documents or self.files or self.n_lines)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was exported.

    Attributes:
        file: The file that was written.
        generation: The generation that it holds.
        n_documents: Its documents.
        n_passages: Its passages.
        n_bytes: Size of the file.
        sha256: Its digest.
        extras: What else it holds: "feedback", "confidence".
    """

    file: str
    generation: str
    n_documents: int
    n_passages: int
    n_bytes: int
    sha256: str
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was imported.

    Attributes:
        file: The file that was read.
        generation: The generation now in service.
        published: Whether that is new; False where the same was in service already.
        n_documents: Its documents.
        n_passages: Its passages.
        n_verdicts: Verdicts that were added to those at hand.
        confidence: What became of the confidence in the file: "taken", "kept" (there is one here
            already), or "" where it holds none.
    """

    file: str
    generation: str
    published: bool
    n_documents: int
    n_passages: int
    n_verdicts: int = 0
    confidence: Literal["", "taken", "kept"] = ""
