"""Building a generation: incremental, resumable, and put in service by one atomic rename.

    seeds → scan → plan → parse and split what changed → encode what the cache lacks
          → write segments beside the current generation → verify → switch CURRENT → prune

A kill at any moment leaves the last generation in service; what was encoded is in the cache. What
the one who is told of the progress raises ends a build, as a kill does.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qa.corpus.parser_process import ParserPool
from qa.corpus.parsing import problem_of
from qa.corpus.scanning import SourceFile
from qa.corpus.splitting import split_document
from qa.encoding.protocol import Encoder
from qa.errors import (
    DocumentParseError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexStateError,
    ModelError,
    QAError,
)
from qa.indexing.batching import (
    Batch,
    DocumentSplitting,
    InterruptedBatchError,
    SlowFileError,
    StumbledError,
)
from qa.indexing.cache import EmbeddingCache
from qa.indexing.embedding import Embedder
from qa.indexing.generation import Generation, current_generation, read_manifest
from qa.indexing.layout import Layout
from qa.indexing.locking import LOCK_SECONDS, build_lock
from qa.indexing.measuring import ProgressMeter
from qa.indexing.pinning import refuse_pinned
from qa.indexing.planning import (
    Plan,
    generation_fingerprint,
    index_fingerprint,
    leave_waiting,
    make_plan,
    numeric_mode_of,
    wanted_fingerprint,
)
from qa.indexing.publishing import fresh_folder
from qa.indexing.renaming import Renamed
from qa.indexing.segment import SplitDocument
from qa.indexing.segment_writing import Encoded
from qa.indexing.stumbling import PLAIN, stumbled_over
from qa.indexing.surveying import Survey, Unchanged
from qa.indexing.writing import SEGMENT_PASSAGES, Contents, part_of, write_generation
from qa.records import Document
from qa.reports import BuildReport, Problem, ProgressListener
from qa.settings import SplitterSettings

_LOG = logging.getLogger(__name__)

KEPT_ENCODINGS = 50_000
"""Newest encodings that the cache keeps. The index has those of its passages anyway."""

_NO_INDEX = "there was no index"


def build_index(
    seeds: Path,
    index: Path,
    encoder: Encoder,
    *,
    settings: SplitterSettings | None = None,
    segment_passages: int = SEGMENT_PASSAGES,
    progress: ProgressListener | None = None,
    lock_seconds: float = LOCK_SECONDS,
    check: bool = False,
) -> BuildReport:
    """Bring the index up to date with the folder of documents, in one build.

    Args:
        seeds: The folder of documents.
        index: The index folder; made if missing.
        encoder: Encodes passages; not asked for anything but its fingerprint if nothing changed.
        settings: How documents are split.
        segment_passages: Passages a segment is meant to hold.
        progress: Told how far the build is.
        lock_seconds: How long to wait for another process's build.
        check: Whether to hash every file of documents and index, also those that look unchanged.

    Raises:
        SeedsNotFoundError: There is no such folder.
        IndexBusyError: Another process is building and did not end in time.
        IndexPinnedError: The index is pinned to a generation.
        IndexStateError: The index folder cannot be written, or lies among the documents.
        ModelError: The encoder cannot be loaded.
    """
    meter = ProgressMeter(progress)
    builder = Builder(
        Layout(index), encoder, settings or SplitterSettings(), segment_passages, meter
    )
    return builder.build(seeds, Batch(), lock_seconds, check=check)


def is_servable(index: Path, encoder: Encoder) -> bool:
    """Whether questions can be asked of an index as it is: whole, and of this encoder.

    It may be one that this program would build in another way. Its files are checked when it is
    opened.
    """
    try:
        _, manifest = read_manifest(Layout(index))
    except IndexStateError:
        return False
    return manifest.model == encoder.fingerprint


def _refuse_inside(seeds: Path, index: Path) -> None:
    """Refuse an index folder that lies among the documents."""
    if index.resolve().is_relative_to(seeds.resolve()):
        raise IndexStateError(
            f"The index folder '{index}' lies in the folder of documents '{seeds}', where its own "
            "files would be taken for documents. Name another folder with --index FOLDER."
        )


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a batch has of the files that are new or changed.

    Attributes:
        documents: Those that are split and encoded, by path.
        problems: Those that gave no passage.
        waiting: The others.
        n_encoded: Passages that had to be encoded.
        renamed: Has the encodings of those that were taken over.
    """

    documents: dict[str, SplitDocument]
    problems: list[Problem]
    waiting: tuple[SourceFile, ...]
    n_encoded: int
    renamed: Renamed


class _OtherModeError(Exception):
    """The last generation's vectors were computed in other numbers than this processor's."""


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by path, as a manifest has them."""
    return tuple(sorted(problems, key=lambda problem: problem.path))


def _unchanged_report(unchanged: Unchanged, seconds: float) -> BuildReport:
    """The report of a build that found nothing to do."""
    manifest = unchanged.manifest
    return BuildReport(
        generation=unchanged.name,
        added=(),
        changed=(),
        removed=(),
        unchanged=manifest.n_documents,
        problems=manifest.problems,
        notes=unchanged.notes,
        n_documents=manifest.n_documents,
        n_passages=manifest.n_passages,
        n_encoded=0,
        elapsed_seconds=seconds,
        published=False,
    )


def _problem(file: SourceFile, error: BaseException) -> Problem:
    """What a report says of a file that gave no passage.

    One that could not be read for now is read again by the next build.
    """
    problem = problem_of(file, error)
    digest = "" if problem.kind == "unreadable" else file.sha256
    return Problem.of(file.path, problem.kind, problem.reason, digest)


class Builder:
    """Builds of one index, one after the other, each under the lock."""

    def __init__(
        self,
        layout: Layout,
        encoder: Encoder,
        settings: SplitterSettings,
        segment_passages: int,
        progress: ProgressMeter,
        *,
        is_served: bool = False,
    ) -> None:
        """Prepare.

        Args:
            layout: The index folder.
            encoder: Encodes passages.
            settings: How documents are split.
            segment_passages: Passages a segment is meant to hold.
            progress: Told how far a build is.
            is_served: Whether questions are answered from a generation meanwhile. Where it has to
                be built anew, it is left in service until all of that is done.
        """
        self._layout = layout
        self._is_served = is_served
        self._encoder = encoder
        self._settings = settings
        self._segment_passages = segment_passages
        self._progress = progress
        self._fingerprint = index_fingerprint(encoder.fingerprint, settings)
        self._embedder = Embedder(encoder, progress, self._is_interruption)
        self._anew = ""
        self._last: tuple[tuple[str, str], Generation] | None = None

    def build(
        self,
        seeds: Path,
        batch: Batch,
        lock_seconds: float = LOCK_SECONDS,
        *,
        check: bool = False,
    ) -> BuildReport:
        """Put a generation in service that has what the batch takes on (see `build_index`)."""
        _refuse_inside(seeds, self._layout.root)
        waiting = partial(self._progress.tell, "preparing")
        with build_lock(self._layout, lock_seconds, waiting):
            refuse_pinned(self._layout)
            return self._build_again_if_damaged(seeds, batch, check=check)

    def _build_again_if_damaged(self, seeds: Path, batch: Batch, *, check: bool) -> BuildReport:
        """The same, once more from nothing where the last generation cannot be built on.

        And as often as documents are found that it stumbles over: it is begun again without them.
        """
        while True:
            try:
                return self._build(seeds, batch, check=check)
            except StumbledError:
                pass
            except (_OtherModeError, IndexDamagedError) as error:
                if self._anew:  # there was no last generation in it
                    raise
                self._anew = str(error)
                _LOG.warning("Building the whole index anew: %s", error)

    def _build(self, seeds: Path, batch: Batch, *, check: bool) -> BuildReport:
        started = time.perf_counter()
        survey = Survey(self._layout, seeds, check=check)
        if unchanged := survey.unchanged(self._fingerprint):
            batch.unfinished.keep_only(())
            return _unchanged_report(unchanged, time.perf_counter() - started)
        if check:
            self._last = None
        previous, reason = (None, self._anew) if self._anew else self._previous()
        if previous is None:
            survey.check_all()
            batch = Batch(unfinished=batch.unfinished) if self._is_served else batch
        self._progress.is_anew |= previous is None and reason != _NO_INDEX
        scan = survey.scan()
        plan = make_plan(scan, previous)
        self._progress.n_files = len(plan.to_parse)
        work = self._prepare(plan.to_parse, batch, previous)
        plan = leave_waiting(plan, work.waiting, previous)
        problems = _in_order([*scan.problems, *plan.problems, *work.problems])
        generation = self._put_in_service(work, plan, previous, problems, batch)
        self._last, self._anew = (current_generation(self._layout), generation), ""
        survey.remember(generation, self._fingerprint)
        unparsed = {problem.path for problem in work.problems}
        lost = (path for path in plan.changed if path in unparsed)
        return BuildReport(
            generation=generation.name,
            added=tuple(path for path in plan.added if path not in unparsed),
            changed=tuple(path for path in plan.changed if path not in unparsed),
            removed=tuple(sorted((*plan.removed, *lost))),
            unchanged=len(plan.kept),
            problems=problems,
            notes=tuple((d.path, note) for d in generation.documents() for note in d.notes),
            n_documents=generation.manifest.n_documents,
            n_passages=generation.manifest.n_passages,
            n_encoded=work.n_encoded,
            elapsed_seconds=time.perf_counter() - started,
            published=generation is not previous,
            reason=reason,
            waiting=tuple(file.path for file in plan.waiting),
        )

    def _put_in_service(
        self,
        work: _Prepared,
        plan: Plan,
        previous: Generation | None,
        problems: tuple[Problem, ...],
        batch: Batch,
    ) -> Generation:
        """The generation of what was prepared; the previous one where that says the same."""
        unparsed = {problem.path for problem in work.problems}
        same = not work.documents and not plan.removed and unparsed.isdisjoint(plan.changed)
        if previous is not None and same and problems == previous.manifest.problems:
            return previous
        with EmbeddingCache(self._layout.cache) as cache:
            try:
                generation = self._write(work, plan, previous, problems, cache)
            except BaseException as error:
                self._blame(error, work, plan, cache, batch)
                raise
            if not plan.waiting:  # what waits may have been encoded in part
                cache.prune(KEPT_ENCODINGS)
        return generation

    def _previous(self) -> tuple[Generation | None, str]:
        """The generation to start from, or None and why everything is built anew."""
        try:
            if self._last and self._last[0] == current_generation(self._layout):
                return self._last[1], ""  # written or checked by the build before
            generation = Generation.open(self._layout)
        except IndexMissingError:
            return None, _NO_INDEX
        except IndexMismatchError as error:
            reason = f"it was built for {error.actual}"
            _LOG.warning("Building the whole index anew: %s.", reason)
            return None, reason
        except IndexDamagedError as error:
            _LOG.warning("Building the whole index anew: '%s': %s.", error.file, error.reason)
            return None, str(error)
        if wanted_fingerprint(generation.manifest.fingerprint) != self._fingerprint:
            return None, f"it was built for {generation.manifest.fingerprint}"
        return generation, ""

    def _prepare(
        self, files: Sequence[SourceFile], batch: Batch, previous: Generation | None
    ) -> _Prepared:
        """Parse, split and encode what a batch takes on; what it is interrupted at waits."""
        renamed = Renamed(previous, files)
        taken = {file.path: split for file in files if (split := renamed.unread(file))}
        chosen = batch.choose([file for file in files if file.path not in taken])
        documents: dict[str, SplitDocument] = {}
        new: dict[str, SplitDocument] = {}
        problems: list[Problem] = []
        n_encoded = 0
        try:
            self._parse(chosen, batch, documents, problems, renamed)
            new = {path: one for path, one in documents.items() if path not in renamed.sources}
            taken |= {path: one for path, one in documents.items() if path in renamed.sources}
            if new:
                self._refuse_mixing(previous)
                if previous is not None:
                    with EmbeddingCache(self._layout.cache) as cache:
                        self._embedder.take_over(new.values(), previous, cache)
                n_encoded = self._encode_for(chosen, new, batch, problems)
        except InterruptedBatchError:
            new.clear()
        documents = taken | new
        told = documents.keys() | {problem.path for problem in problems}
        waiting = tuple(file for file in files if file.path not in told)
        batch.unfinished.keep_only(waiting)
        return _Prepared(documents, problems, waiting, n_encoded, renamed)

    def _refuse_mixing(self, previous: Generation | None) -> None:
        """See whether what is encoded now can stand beside what an index has.

        Raises:
            _OtherModeError: It was computed in other numbers, by another kind of processor.
        """
        if previous is None or not len(previous):
            return
        there, here = numeric_mode_of(previous.manifest.fingerprint), self._encoder.numeric_mode
        if there != here:
            raise _OtherModeError(
                f"it was built on another kind of processor (in {there or 'unknown numbers'}; "
                f"this one computes in {here})"
            )

    def _parse(
        self,
        files: Sequence[SourceFile],
        batch: Batch,
        documents: dict[str, SplitDocument],
        problems: list[Problem],
        renamed: Renamed,
    ) -> None:
        """Parse and split files; those that give no passage become problems.

        Raises:
            InterruptedBatchError: The batch is to be put aside.
        """
        if not files:
            return
        self._progress.tell("preparing")
        self._progress.tell("parsing", 0, len(files))
        with closing(self._parse_each(files, batch)) as parsed_files:
            for number, (file, parsed) in enumerate(parsed_files):
                listen = partial(self._progress.tell, "parsing", number, len(files))
                try:
                    documents[file.path] = self._split(file, parsed, batch, listen, renamed)
                except BaseException as error:
                    if self._is_of_build(error):
                        raise
                    problems.append(_problem(file, error))
                self._progress.tell("parsing", number + 1, len(files), file.path)

    def _parse_each(
        self, files: Sequence[SourceFile], batch: Batch
    ) -> Generator[tuple[SourceFile, Document | DocumentParseError | None]]:
        """Files with what parsing gives; None for one that an earlier batch has parsed."""
        splittings, faults = batch.unfinished.splittings, batch.unfinished.faults
        known = [file for file in files if file in splittings or file in faults]
        yield from ((file, faults.get(file)) for file in known)
        lacking = [file for file in files if file not in splittings and file not in faults]
        if not lacking:
            return
        n_done = 0

        def meanwhile() -> None:
            self._progress.tell("parsing", len(known) + n_done, len(files))
            batch.wait_on()

        with ParserPool() as parsers:
            try:
                for parsed in parsers.parse_each(lacking, meanwhile):
                    yield parsed
                    n_done += 1
            except SlowFileError:
                batch.unfinished.slow.add(lacking[n_done])
                parsers.end()

    def _split(
        self,
        file: SourceFile,
        parsed: Document | DocumentParseError | None,
        batch: Batch,
        listen: Callable[[], None],
        renamed: Renamed,
    ) -> SplitDocument:
        """A parsed document with its passages, or the reason why there is none, raised."""
        if isinstance(parsed, DocumentParseError):
            raise parsed
        splittings, encoder = batch.unfinished.splittings, self._encoder
        if parsed is not None:
            if known := renamed.read(parsed):
                return known
            spans = split_document(parsed, encoder.count_tokens, encoder.max_tokens, self._settings)
            splittings[file] = DocumentSplitting(parsed, spans)

        def each() -> None:
            listen()
            batch.pause()

        return splittings[file].finish(each)

    def _encode_for(
        self,
        files: Sequence[SourceFile],
        documents: dict[str, SplitDocument],
        batch: Batch,
        problems: list[Problem],
    ) -> int:
        """Encode what the cache lacks of documents, and note how long that takes.

        A document that the encoder stumbles over becomes a problem.
        """
        started = time.monotonic()
        keys: dict[str, list[bytes]] = {}
        errors: dict[str, BaseException] = {}
        for path, split in documents.items():
            try:
                keys[path] = self._embedder.keys(split.encoded_texts())
            except BaseException as error:
                if self._is_of_build(error):
                    raise
                errors[path] = error
        with EmbeddingCache(self._layout.cache) as cache:
            sound = [(own, documents[path]) for path, own in keys.items()]
            n_encoded, faults = self._embedder.encode(sound, cache, batch.pause)
        for path, own in keys.items() if faults else ():
            if found := next((faults[key] for key in own if key in faults), None):
                errors[path] = found
        for path in errors:
            del documents[path]
        problems += [_problem(file, errors[file.path]) for file in files if file.path in errors]
        done = [file for file in files if file.path in documents]
        batch.note_pace(done, n_encoded, time.monotonic() - started)
        return n_encoded

    def _write(
        self,
        work: _Prepared,
        plan: Plan,
        previous: Generation | None,
        problems: tuple[Problem, ...],
        cache: EmbeddingCache,
    ) -> Generation:
        """Write a generation beside the current one and put it in service."""
        sizes = {path: len(split.spans) for path, split in work.documents.items()}
        if previous is not None:
            kept = set(plan.kept)
            sizes |= {d.path: d.n_passages for d in previous.documents() if d.path in kept}
        contents = Contents(
            sizes=sizes,
            # What changed may give no text any more.
            touched=(*work.documents, *plan.removed, *plan.changed),
            problems=problems,
            fingerprint=self._fingerprint_after(previous),
            model=self._encoder.fingerprint,
            # Asking the encoder would load the model.
            dimension=self._encoder.dimension if previous is None else previous.dimension,
        )
        return write_generation(
            self._layout,
            previous,
            contents,
            lambda path: self._part(path, work, previous, cache),
            segment_passages=self._segment_passages,
            listen=partial(self._progress.tell, "writing"),
        )

    def _fingerprint_after(self, previous: Generation | None) -> str:
        """The fingerprint of what is built on a generation: its vectors are of one kind."""
        if previous is not None and len(previous):
            return previous.manifest.fingerprint
        return generation_fingerprint(self._fingerprint, self._encoder.numeric_mode)

    def _is_interruption(self, error: BaseException) -> bool:
        """Whether an error is no fault of a document: whoever wants the build ends it."""
        ended = isinstance(error, KeyboardInterrupt | InterruptedBatchError)
        return ended or error is self._progress.ended_by

    def _is_of_build(self, error: BaseException) -> bool:
        """Whether an error met with a document ends the build.

        The model cannot be run, unless it can with another text.
        """
        if isinstance(error, ModelError):
            self._encoder.count_tokens([PLAIN])
            return False
        of_program = isinstance(error, QAError) and not isinstance(error, DocumentParseError)
        return of_program or self._is_interruption(error)

    def _blame(
        self,
        error: BaseException,
        work: _Prepared,
        plan: Plan,
        cache: EmbeddingCache,
        batch: Batch,
    ) -> None:
        """Find the documents that cannot be written, if it is they that ended the writing.

        Raises:
            StumbledError: These are they: they are among the faults now.
        """
        of_disk = isinstance(error, OSError | sqlite3.Error | QAError)
        if of_disk or self._is_interruption(error):
            return
        folder = fresh_folder(self._layout)
        parts = {path: self._part(path, work, None, cache) for path in work.documents}
        found = stumbled_over(parts, folder)
        shutil.rmtree(folder)
        for file in plan.to_parse:
            if file.path in found:
                batch.unfinished.faults[file] = problem_of(file, found[file.path])
        if found:
            raise StumbledError from error

    def _part(
        self, path: str, work: _Prepared, previous: Generation | None, cache: EmbeddingCache
    ) -> Encoded:
        """A document for a segment with its encodings: just made, or as they were."""
        if previous is not None and path not in work.documents:
            return part_of(previous, path)
        split = work.documents[path]
        if path in work.renamed.sources:
            return work.renamed.part(split)
        return split, self._embedder.encodings(split.encoded_texts(), cache)
