"""Forgetting documents: nothing of them stays in the index, nor among the removed files.

    file (if it is to go) → removed copies → lists that quote → a generation without them
          → every other generation → cache

The cache keeps what the new generation needs and nothing else, so that versions that no generation
remembers go as well, and a purge that was killed is repeated as a whole.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from qa.errors import ForgettingError, GenerationError, IndexMissingError
from qa.indexing.cache import DAMAGED_SUFFIX, EmbeddingCache, embedding_key
from qa.indexing.files import file_digest
from qa.indexing.generation import Generation
from qa.indexing.generations import open_kept
from qa.indexing.layout import Layout, sync_folder
from qa.indexing.locking import LOCK_SECONDS, build_lock
from qa.indexing.pinning import refuse_pinned
from qa.indexing.planning import numeric_mode_of, vectors_name
from qa.indexing.publishing import discard, generation_names, remove_leftovers
from qa.indexing.quoting import LineList, Quotable
from qa.indexing.writing import SEGMENT_PASSAGES, Contents, part_of, write_generation
from qa.reports import PurgeReport
from qa.settings import REMOVED_FOLDER

_DRAFTS = ".*.part"  # hidden files and folders in which uploads are before they are documents


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be forgotten: a document, or a folder of them."""

    path: str

    @classmethod
    def of(cls, path: str) -> _Wanted:
        """A path as somebody types it.

        Raises:
            ForgettingError: It is that of no document and of no folder under the seeds folder.
        """
        plain = unicodedata.normalize("NFC", path).removeprefix("./")
        if any(name in {"", ".", ".."} for name in plain.removesuffix("/").split("/")):
            raise ForgettingError(
                path,
                f"'{path}' names no document. Give its path under the folder of documents "
                "('reports/2024.pdf'), or a folder with '/' at its end ('reports/').",
            )
        return cls(plain)

    def covers(self, path: str) -> bool:
        """Whether a document is meant."""
        plain = unicodedata.normalize("NFC", path)
        return plain.startswith(self.path) if self.path.endswith("/") else plain == self.path

    def covers_name(self, name: str) -> bool:
        """Whether a document is meant by its path, or by that and the number of a passage."""
        return self.covers(name) or ("#" in name and self.covers(name.rpartition("#")[0]))


@dataclass(slots=True)
class _Traces:
    """What is known of the documents that are to be forgotten.

    Attributes:
        paths: Their paths.
        digests: Of the files that they were.
        keys: Those of their passages in the embedding cache.
    """

    paths: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    keys: set[bytes] = field(default_factory=set)


def purge_documents(
    seeds: Path | None,
    index: Path,
    path: str,
    *,
    with_file: bool = False,
    segment_passages: int = SEGMENT_PASSAGES,
    lock_seconds: float = LOCK_SECONDS,
) -> PurgeReport:
    """Take a document, or a folder of them, out of everything that keeps it.

    Running servers hold words in memory until they turn to the new generation, which they do by
    themselves. Backups and exported files are not reached, nor what a file system does not
    overwrite.

    Args:
        seeds: The folder of documents; None for none.
        index: The index folder.
        path: The document's path under the former, or that of a folder with "/" at its end.
        with_file: Whether its file goes too, where it is still there.
        segment_passages: Passages a segment is meant to hold.
        lock_seconds: How long to wait for another process's build.

    Raises:
        ForgettingError: The file is still there and is not to go, or the path is none.
        IndexPinnedError: The index is pinned to a generation.
        IndexBusyError: Another process is building.
        IndexStateError: The index is damaged, or something cannot be removed.
    """
    wanted, layout = _Wanted.of(path), Layout(index)
    with build_lock(layout, lock_seconds):
        refuse_pinned(layout)
        files = _files_of(seeds, wanted)
        if files and not with_file:
            raise _still_there(path, files)
        return _purge(seeds, layout, wanted, files, segment_passages)


def _purge(
    seeds: Path | None, layout: Layout, wanted: _Wanted, files: list[Path], segment_passages: int
) -> PurgeReport:
    """Forget what is wanted, the files of it among the documents too."""
    current = _in_service(layout)
    lists = [LineList(file) for file in sorted(layout.root.glob("*.jsonl"))]
    traces = _trace(layout, wanted, lists)
    traces.digests.update(file_digest(file) for file in files if file.is_file())
    files += _remove_files(seeds, wanted, files, traces.digests)
    n_lines = sum(lines.forget(wanted.covers_name) for lines in lists)
    current = _without(layout, current, wanted, segment_passages)
    generations = _discard_all_but(layout, current)
    n_encodings, shared = _clear_cache(layout, current, traces)
    return PurgeReport(
        path=wanted.path,
        documents=tuple(sorted(traces.paths)),
        files=tuple(file.relative_to(seeds).as_posix() for file in files) if seeds else (),
        generations=generations,
        generation=current.name if current is not None else "",
        n_encodings=n_encodings,
        shared=shared,
        n_lines=n_lines,
    )


def _still_there(path: str, files: list[Path]) -> ForgettingError:
    named = f"'{files[0]}'" + (f" and {len(files) - 1:,} more" if len(files) > 1 else "")
    return ForgettingError(
        path,
        f"{named} is still among the documents, and the next build would take it in again. "
        "Remove the file first, or have it removed for good with --with-file "
        "(in Python: with_file=True).",
    )


def _in_service(layout: Layout) -> Generation | None:
    try:
        return Generation.open(layout)
    except IndexMissingError:
        return None


def _remove_files(
    seeds: Path | None, wanted: _Wanted, files: list[Path], digests: set[str]
) -> list[Path]:
    """Remove files among the documents, and every copy in hidden folders; the latter are told."""
    if seeds is None:
        return []
    _remove(files)
    copies, drafts = _removed_copies(seeds, wanted), _drafts_of(seeds, digests)
    _remove(copies, seeds / REMOVED_FOLDER)
    _remove(drafts)
    return [*copies, *drafts]


def _files_of(seeds: Path | None, wanted: _Wanted) -> list[Path]:
    """Files among the documents, links themselves included; hidden ones are none."""
    return [] if seeds is None else [file for file, path in _files_in(seeds) if wanted.covers(path)]


def _removed_copies(seeds: Path, wanted: _Wanted) -> list[Path]:
    """Files in the folder of removed ones, each under a folder of its own."""
    folder = seeds / REMOVED_FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return []
    return [
        file
        for kept in sorted(folder.iterdir())
        if kept.is_dir() and not kept.is_symlink()
        for file, path in _files_in(kept)
        if wanted.covers(path)
    ]


def _files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Everything under a folder that is no folder, with its path; no link is followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*names, *links]):
            file = Path(place) / name
            yield file, file.relative_to(folder).as_posix()


def _drafts_of(seeds: Path, digests: set[str]) -> list[Path]:
    """What an upload that did not end has left of the same files."""
    found = []
    for draft in seeds.glob(_DRAFTS):
        inside = draft.rglob("*") if draft.is_dir() and not draft.is_symlink() else (draft,)
        for file in inside:
            with suppress(FileNotFoundError):  # the upload may be ending
                if file.is_file() and not file.is_symlink() and file_digest(file) in digests:
                    found.append(file)
    return found


def _remove(files: list[Path], within: Path | None = None) -> None:
    """Remove files, and the folders between them and another that are empty then."""
    for file in files:
        file.unlink(missing_ok=True)
        sync_folder(file.parent)
        for folder in file.parents if within is not None else ():
            if folder == within or any(folder.iterdir()):
                break
            folder.rmdir()


def _trace(layout: Layout, wanted: _Wanted, lists: list[LineList]) -> _Traces:
    """Look through every generation that can be read; note which lines quote what is found."""
    traces = _Traces()
    seen: set[tuple[str, str]] = set()
    for name in generation_names(layout):
        try:
            generation = open_kept(layout, name)
        except GenerationError:
            continue  # it goes, whatever it holds
        made_by = generation.manifest.fingerprint
        for info in generation.documents():
            if not wanted.covers(info.path):
                continue
            traces.paths.add(info.path)
            traces.digests.add(info.sha256)
            if (info.sha256, made_by) in seen:
                continue
            seen.add((info.sha256, made_by))
            traces.keys |= _cache_keys(generation, info.path)
            quotable = Quotable(generation.split_document(info.path).document.text)
            for lines in lists:
                lines.mark_quoting(quotable)
    return traces


def _without(
    layout: Layout, current: Generation | None, wanted: _Wanted, segment_passages: int
) -> Generation | None:
    """The generation in service; one without the documents, where it holds them."""
    if current is None:
        return None
    sizes = {d.path: d.n_passages for d in current.documents() if not wanted.covers(d.path)}
    gone = [d.path for d in current.documents() if wanted.covers(d.path)]
    old_problems = current.manifest.problems
    problems = tuple(problem for problem in old_problems if not wanted.covers(problem.path))
    is_newest = generation_names(layout)[-1] == current.name
    if not gone and problems == old_problems and is_newest:
        return current
    contents = Contents(
        sizes=sizes,
        touched=gone,
        problems=problems,
        fingerprint=current.manifest.fingerprint,
        model=current.manifest.model,
        dimension=current.dimension,
    )
    return write_generation(
        layout,
        current,
        contents,
        lambda path: part_of(current, path),
        segment_passages=segment_passages,
    )


def _discard_all_but(layout: Layout, kept: Generation | None) -> tuple[str, ...]:
    """Remove every other generation, and what killed builds left.

    Raises:
        OSError: One cannot be removed.
    """
    if not layout.generations.is_dir():
        return ()
    name = "" if kept is None else kept.name
    gone = tuple(other for other in generation_names(layout) if other != name)
    for other in gone:
        discard(layout, other)
    remove_leftovers(layout)
    if left := [other for other in generation_names(layout) if other != name]:
        raise OSError(f"generation {left[0]} cannot be removed")
    sync_folder(layout.generations)
    return gone


def _clear_cache(
    layout: Layout, generation: Generation | None, traces: _Traces
) -> tuple[int, tuple[str, ...]]:
    """Forget what the generation does not need: how many entries, and which documents share any."""
    shared: set[str] = set()
    needed: set[bytes] = set()
    if generation is not None:
        for info in generation.documents():
            keys = _cache_keys(generation, info.path)
            needed |= keys
            if keys & traces.keys:
                shared.add(info.path)
    n_gone = 0
    if layout.cache.exists():
        with EmbeddingCache(layout.cache) as cache:
            n_gone = cache.keep_only(needed)
    if layout.cache.parent.is_dir():
        layout.cache.with_suffix(DAMAGED_SUFFIX).unlink(missing_ok=True)
        layout.stamps.unlink(missing_ok=True)  # it has the names of all documents
        for drawn in layout.cache.parent.glob("map-*"):
            drawn.unlink(missing_ok=True)
        sync_folder(layout.cache.parent)
    return n_gone, tuple(sorted(shared))


def _cache_keys(generation: Generation, path: str) -> set[bytes]:
    """Those of a document's passages."""
    texts = generation.split_document(path).encoded_texts()
    manifest = generation.manifest
    name = vectors_name(manifest.model, numeric_mode_of(manifest.fingerprint))
    return {embedding_key(name, text) for text in texts}
