"""Building a generation: incremental, resumable, and put in service by one atomic rename.

    seeds → scan → plan → parse and split what changed → encode what the cache lacks
          → write segments beside the current generation → verify → switch CURRENT → prune

A kill at any moment leaves the last generation in service; what was encoded is in the cache.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from qa.corpus.languages import identify_languages
from qa.corpus.parser_process import ParserPool
from qa.corpus.parsing import fault_of_program
from qa.corpus.scanning import SourceFile, scan_seeds
from qa.corpus.splitting import split_document
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.errors import (
    DocumentParseError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexStateError,
    QAError,
)
from qa.indexing.cache import EmbeddingCache, embedding_key
from qa.indexing.generation import FileRecord, Generation, Manifest
from qa.indexing.layout import Layout
from qa.indexing.measuring import ProgressMeter
from qa.indexing.planning import (
    Plan,
    deal_to_segments,
    index_fingerprint,
    make_plan,
    segment_name,
    segment_number,
)
from qa.indexing.publishing import file_records, fresh_folder, link_files, publish
from qa.indexing.segment import SplitDocument, write_segment
from qa.records import Document
from qa.reports import BuildReport, Problem, ProgressListener
from qa.settings import SplitterSettings

_LOG = logging.getLogger(__name__)

SEGMENT_PASSAGES = 16_384
"""Passages a segment is meant to hold: what one edited document makes the build write again."""

_ENCODED_AT_ONCE = 128  # texts between two commits to the cache: what a kill can lose
_LOCK_SECONDS = 600.0


def build_index(
    seeds: Path,
    index: Path,
    encoder: Encoder,
    *,
    settings: SplitterSettings | None = None,
    segment_passages: int = SEGMENT_PASSAGES,
    progress: ProgressListener | None = None,
    lock_seconds: float = _LOCK_SECONDS,
) -> BuildReport:
    """Bring the index up to date with the folder of documents.

    Args:
        seeds: The folder of documents.
        index: The index folder; made if missing.
        encoder: Encodes passages; not asked for anything but its fingerprint if nothing changed.
        settings: How documents are split.
        segment_passages: Passages a segment is meant to hold.
        progress: Told how far the build is.
        lock_seconds: How long to wait for another process's build.

    Raises:
        SeedsNotFoundError: There is no such folder.
        IndexBusyError: Another process is building and did not end in time.
        IndexStateError: The index folder cannot be written, or lies among the documents.
        ModelError: The encoder cannot be loaded.
    """
    _refuse_inside(seeds, index)
    layout = Layout(index)
    builder = _Builder(
        layout,
        encoder,
        settings or SplitterSettings(),
        segment_passages,
        ProgressMeter(progress),
    )
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(layout.lock).acquire(timeout=lock_seconds):
            return builder.build(seeds)
    except Timeout as error:
        raise IndexBusyError(index, lock_seconds) from error
    except QAError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise IndexStateError(
            f"The index at '{index}' cannot be written: {error}. Make room or give this user the "
            "right to write there, or name another folder with --index FOLDER."
        ) from error


def _refuse_inside(seeds: Path, index: Path) -> None:
    """Refuse an index folder that lies among the documents."""
    if index.resolve().is_relative_to(seeds.resolve()):
        raise IndexStateError(
            f"The index folder '{index}' lies in the folder of documents '{seeds}', where its own "
            "files would be taken for documents. Name another folder with --index FOLDER."
        )


class _Builder:
    """One build, under the lock."""

    def __init__(
        self,
        layout: Layout,
        encoder: Encoder,
        settings: SplitterSettings,
        segment_passages: int,
        progress: ProgressMeter,
    ) -> None:
        self._layout = layout
        self._encoder = encoder
        self._settings = settings
        self._segment_passages = segment_passages
        self._progress = progress
        self._fingerprint = index_fingerprint(encoder.fingerprint, settings)

    def build(self, seeds: Path) -> BuildReport:
        started = time.perf_counter()
        previous, reason = self._previous()
        scan = scan_seeds(seeds)
        plan = make_plan(scan, previous)
        documents, parse_problems = self._parse(plan.to_parse)
        found_problems = [*scan.problems, *plan.problems, *parse_problems]
        problems = tuple(sorted(found_problems, key=lambda problem: problem.path))
        unparsed = {problem.path for problem in parse_problems}
        same = not documents and not plan.removed and not unparsed
        if previous is not None and same and problems == previous.manifest.problems:
            generation, n_encoded = previous, 0
        else:
            with EmbeddingCache(self._layout.cache) as cache:
                n_encoded = self._encode(documents, cache)
                generation = self._write(documents, plan, previous, problems, cache)
                cache.prune(max(100_000, 2 * len(generation)))
        lost = tuple(path for path in plan.changed if path in unparsed)
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
            n_encoded=n_encoded,
            elapsed_seconds=time.perf_counter() - started,
            published=generation is not previous,
            reason=reason,
        )

    def _previous(self) -> tuple[Generation | None, str]:
        """The generation to start from, or None and why everything is built anew."""
        try:
            generation = Generation.open(self._layout)
        except IndexMissingError:
            return None, "there was no index"
        except IndexMismatchError as error:
            reason = f"it was built for {error.actual}"
            _LOG.warning("Building the whole index anew: %s.", reason)
            return None, reason
        except IndexDamagedError as error:
            _LOG.warning("Building the whole index anew: '%s': %s.", error.file, error.reason)
            return None, str(error)
        if generation.manifest.fingerprint != self._fingerprint:
            return None, f"it was built for {generation.manifest.fingerprint}"
        return generation, ""

    def _parse(self, files: Sequence[SourceFile]) -> tuple[dict[str, SplitDocument], list[Problem]]:
        """Parse and split files; those that give no passage become problems."""
        documents: dict[str, SplitDocument] = {}
        problems: list[Problem] = []
        if not files:
            return documents, problems
        self._progress.tell("preparing")
        self._progress.tell("parsing", 0, len(files))
        with ParserPool() as parsers:
            for number, (file, parsed) in enumerate(parsers.parse_each(files), start=1):
                try:
                    documents[file.path] = self._split(parsed)
                except DocumentParseError as error:
                    problems.append(Problem.of(file.path, error.kind, error.reason, file.sha256))
                except (QAError, KeyboardInterrupt):
                    raise  # no fault of the file: the model cannot be run, or the build is ended
                except BaseException as error:  # noqa: BLE001 (the others are to be parsed)
                    fault = fault_of_program(file, error)
                    problems.append(Problem.of(file.path, fault.kind, fault.reason, file.sha256))
                self._progress.tell("parsing", number, len(files), file.path)
        return documents, problems

    def _split(self, parsed: Document | DocumentParseError) -> SplitDocument:
        """A parsed document with its passages, or the reason why there is none, raised."""
        if isinstance(parsed, DocumentParseError):
            raise parsed
        encoder = self._encoder
        spans = split_document(parsed, encoder.count_tokens, encoder.max_tokens, self._settings)
        languages = identify_languages([parsed.text[s.start : s.end] for s in spans])
        return SplitDocument(parsed, tuple(spans), languages)

    def _encode(self, documents: dict[str, SplitDocument], cache: EmbeddingCache) -> int:
        """Encode into the cache what it lacks; the number of texts encoded."""
        texts: dict[bytes, str] = {}
        for split in documents.values():
            for text in split.encoded_texts():
                texts[self._key(text)] = text
        lacking = cache.missing(texts)
        wanted = [(key, text) for key, text in texts.items() if key in lacking]
        # Texts of like length go together, so that little of a batch is padding.
        wanted.sort(key=lambda item: len(item[1]))
        self._progress.tell("encoding", 0, len(wanted))
        for first in range(0, len(wanted), _ENCODED_AT_ONCE):
            some = wanted[first : first + _ENCODED_AT_ONCE]
            listener = self._encoding_listener(first, len(wanted))
            encodings = self._encoder.encode_passages([text for _, text in some], listener)
            keys = [key for key, _ in some]
            cache.put(dict(zip(keys, encodings.to_bytes(), strict=True)))
        return len(wanted)

    def _encoding_listener(self, before: int, total: int) -> Callable[[int], None]:
        return lambda done: self._progress.tell("encoding", before + done, total)

    def _key(self, text: str) -> bytes:
        return embedding_key(self._encoder.fingerprint, text)

    def _write(
        self,
        documents: dict[str, SplitDocument],
        plan: Plan,
        previous: Generation | None,
        problems: tuple[Problem, ...],
        cache: EmbeddingCache,
    ) -> Generation:
        """Write a generation beside the current one and put it in service."""
        folder = fresh_folder(self._layout, None if previous is None else previous.name)
        sizes = {path: len(split.spans) for path, split in documents.items()}
        if previous is not None:
            kept = set(plan.kept)
            sizes |= {d.path: d.n_passages for d in previous.documents() if d.path in kept}
        segments = deal_to_segments(sizes, self._segment_passages)
        names = tuple(segment_name(number) for number in range(len(segments)))
        left = (*plan.removed, *plan.changed)  # what changed may give no text any more
        touched = {segment_number(path, len(segments)) for path in (*documents, *left)}
        if previous is None or previous.manifest.segments != names:
            touched = set(range(len(segments)))
        files: dict[str, FileRecord] = {}
        for number, name in enumerate(names):
            self._progress.tell("writing", number, len(segments))
            (folder / name).mkdir()
            if previous is not None and number not in touched:
                link_files(self._layout.generation(previous.name) / name, folder / name)
                files |= previous.manifest.files_of(name)
            else:
                self._write_segment(folder / name, segments[number], documents, previous, cache)
                files |= file_records(folder, name)
        manifest = Manifest(
            fingerprint=self._fingerprint,
            model=self._encoder.fingerprint,
            segments=names,
            files=files,
            n_documents=len(sizes),
            n_passages=sum(sizes.values()),
            problems=problems,
        )
        return publish(self._layout, folder, manifest)

    def _write_segment(
        self,
        folder: Path,
        paths: Sequence[str],
        documents: dict[str, SplitDocument],
        previous: Generation | None,
        cache: EmbeddingCache,
    ) -> None:
        parts = [self._part(path, documents, previous, cache) for path in paths]
        splits = [split for split, _ in parts]
        encodings = PassageEncodings.join([found for _, found in parts], self._encoder.dimension)
        write_segment(folder, splits, encodings)

    def _part(
        self,
        path: str,
        documents: dict[str, SplitDocument],
        previous: Generation | None,
        cache: EmbeddingCache,
    ) -> tuple[SplitDocument, PassageEncodings]:
        """A document for a segment with its encodings: just made, or as they were."""
        if previous is not None and path not in documents:
            segment = previous.segment_with(path)
            return segment.split_document(path), segment.encodings(path)
        split = documents[path]
        texts = split.encoded_texts()
        keys = [self._key(text) for text in texts]
        found = cache.get(keys)
        if lost := [i for i, key in enumerate(keys) if key not in found]:  # the cache was damaged
            again = self._encoder.encode_passages([texts[i] for i in lost]).to_bytes()
            found |= dict(zip([keys[i] for i in lost], again, strict=True))
        encodings = [found[key] for key in keys]
        return split, PassageEncodings.from_bytes(encodings, self._encoder.dimension)
