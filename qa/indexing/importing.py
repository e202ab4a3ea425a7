"""Taking in an exported index: everything is checked, and then it is in service by one rename."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from filelock import FileLock

from qa.appending import append_whole
from qa.encoding.protocol import Encoder
from qa.errors import ExportError, IndexDamagedError, IndexStateError
from qa.indexing.carrying import CONFIDENCE, FEEDBACK, ExportedFile, other_program
from qa.indexing.files import FileReader
from qa.indexing.generation import Generation, Manifest, read_manifest
from qa.indexing.layout import Layout, write_durably
from qa.indexing.locking import LOCK_SECONDS, build_lock
from qa.indexing.pinning import refuse_pinned
from qa.indexing.planning import index_fingerprint, wanted_fingerprint
from qa.indexing.publishing import fresh_folder, publish
from qa.indexing.quoting import LOCK_SECONDS as LINES_SECONDS
from qa.indexing.segment import Segment
from qa.reports import ImportReport
from qa.settings import SplitterSettings

_SPARE_BYTES = 16 * 1024 * 1024  # of the disk, left free


def import_index(
    file: Path,
    index: Path,
    encoder: Encoder,
    *,
    settings: SplitterSettings | None = None,
    lock_seconds: float = LOCK_SECONDS,
) -> ImportReport:
    """Put an exported generation in service, beside those that are there.

    Verdicts in the file are added to those at hand; a confidence fitted here is kept.

    Args:
        file: What `export_index` wrote.
        index: The index folder; made if missing.
        encoder: What questions are encoded with.
        settings: How documents are split.
        lock_seconds: How long to wait for another process's build.

    Raises:
        ExportError: The file cannot be read, is no exported index, or was altered.
        IndexMismatchError: It was made with another encoder, or by another version.
        IndexPinnedError: The index is pinned to a generation.
        IndexBusyError: Another process is building.
        IndexStateError: The index folder cannot be written, or the disk has no room.
    """
    layout = Layout(index)
    with ExportedFile(file) as exported:
        fingerprint = index_fingerprint(encoder.fingerprint, settings or SplitterSettings())
        # Whatever processor it was computed on: its vectors can be asked by those of this one.
        made_for = exported.manifest.model, wanted_fingerprint(exported.manifest.fingerprint)
        if made_for != (encoder.fingerprint, fingerprint):
            raise other_program(fingerprint, exported.manifest.fingerprint)
        with build_lock(layout, lock_seconds):
            refuse_pinned(layout)
            return _import(file, exported, layout)


def _import(file: Path, exported: ExportedFile, layout: Layout) -> ImportReport:
    """Unpack, check and place what a file holds."""
    manifest = exported.manifest
    _check_room(layout, exported.head.n_bytes)
    folder = fresh_folder(layout)
    try:
        extras = exported.unpack(folder)
        _check_generation(file, folder, manifest)
        verdicts, confidence = _checked(file, extras)
        name, published = _put(layout, folder, manifest)
        return ImportReport(
            file=str(file),
            generation=name,
            published=published,
            n_documents=manifest.n_documents,
            n_passages=manifest.n_passages,
            n_verdicts=_add_verdicts(layout, verdicts),
            confidence=_take_confidence(layout, confidence),
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(layout: Layout, folder: Path, manifest: Manifest) -> tuple[str, bool]:
    """The name of the generation now in service, and whether it is new."""
    with suppress(IndexStateError):
        name, current = read_manifest(layout)
        if current == manifest:
            Generation.open(layout)  # the import was killed after this, or is repeated
            return name, False
    return publish(layout, folder, manifest, manifest.segments).name, True


def _check_room(layout: Layout, n_bytes: int) -> None:
    free = shutil.disk_usage(layout.root).free
    if free < n_bytes + _SPARE_BYTES:
        raise IndexStateError(
            f"The disk of '{layout.root}' has {free:,} bytes free, and {n_bytes + _SPARE_BYTES:,} "
            "are needed. Make room, or name another folder with --index FOLDER."
        )


def _check_generation(file: Path, folder: Path, manifest: Manifest) -> None:
    """See whether the files are a generation whose every passage can be read."""
    try:
        segments = [Segment(FileReader(folder / name)) for name in manifest.segments]
        generation = Generation("", manifest, segments)
        documents = generation.documents()
        if (len(documents), len(generation)) != (manifest.n_documents, manifest.n_passages):
            raise ValueError("other numbers of documents and passages than its manifest")
        told = [text for p in manifest.problems for text in (p.path, p.kind, p.message, p.code)]
        if not all(isinstance(text, str) for text in told):
            raise ValueError("problems that are none")
        rows = [row for segment in segments for row in _rows_of(segment)]
        for row, (passage_id, text) in enumerate(rows):
            passage = generation.passage(row)
            if (passage.passage_id, passage.text) != (passage_id, text):
                raise ValueError(f"passage {passage_id} is not in its document")
        if len(rows) != len(generation):
            raise ValueError("passages of no document")
    except (IndexDamagedError, ValueError, KeyError, IndexError, TypeError) as error:
        raise ExportError(file, f"it holds what is no generation ({error})") from error


def _rows_of(segment: Segment) -> Iterator[tuple[str, str]]:
    """Identifier and text of each passage that a segment's documents and encodings speak of."""
    for info in segment.documents():
        split = segment.split_document(info.path)
        if len(segment.encodings(info.path).tokens) != split.n_passages:
            raise ValueError(f"'{info.path}' has other encodings than passages")
        for ordinal, span in enumerate(split.spans):
            yield f"{info.path}#{ordinal}", split.document.text[span.start : span.end]


def _checked(file: Path, extras: dict[str, bytes]) -> tuple[list[bytes], bytes]:
    """The verdicts, a line each, and the confidence, which are JSON."""
    verdicts = [line for line in extras.get(FEEDBACK, b"").splitlines() if line.strip()]
    confidence = extras.get(CONFIDENCE, b"")
    try:
        for content in (*verdicts, *filter(None, [confidence])):
            if not isinstance(json.loads(content), dict):
                raise ValueError("no object")
    except (ValueError, RecursionError) as error:
        raise ExportError(file, "its verdicts or its confidence are none") from error
    return verdicts, confidence


def _add_verdicts(layout: Layout, verdicts: list[bytes]) -> int:
    """Add the verdicts that are not at hand yet, all or none; how many."""
    if not verdicts:
        return 0
    # Held by whoever adds a line (`qa.web.line_files`): the page may be adding meanwhile.
    with FileLock(layout.feedback.with_suffix(".lock"), timeout=LINES_SECONDS):
        own = b""
        with suppress(FileNotFoundError):
            own = layout.feedback.read_bytes()
        known = set(own.splitlines())
        new = [line + b"\n" for line in verdicts if line not in known]
        if new:
            end = b"" if not own or own.endswith(b"\n") else b"\n"
            with layout.feedback.open("ab", buffering=0) as file:
                append_whole(file, end + b"".join(new))
    return len(new)


def _take_confidence(layout: Layout, confidence: bytes) -> Literal["", "taken", "kept"]:
    if not confidence:
        return ""
    if layout.calibration.exists():
        return "taken" if layout.calibration.read_bytes() == confidence else "kept"
    write_durably(layout.calibration, confidence)
    return "taken"
