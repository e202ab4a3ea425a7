"""One look at the folder of documents: which of its files are hashed, and whether any has changed.

A file that looks as it did when it was hashed (`stamps`) is not hashed again, but for a few each
time, those that were not for longest: so whatever hides from the stamps is found within
`SWEEP_BUILDS` builds. Where nothing has changed, that is told without opening the generation.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.corpus.listing import Stamp, list_seeds
from qa.corpus.scanning import Hashed, Scan, SourceFile, hash_files, scan_of
from qa.errors import IndexStateError
from qa.findings import Finding
from qa.indexing.files import FileReader
from qa.indexing.generation import Generation, Manifest, current_generation, read_manifest
from qa.indexing.layout import MANIFEST, Layout
from qa.indexing.stamps import (
    Conclusion,
    IndexStamp,
    kept_stamp,
    read_stamps,
    write_stamps,
)
from qa.reports import Problem

_SETTLING_NS = 2_000_000_000
"""A file changed since so long may change again without its stamp: the coarsest clock of a file
system, FAT's, ticks every two seconds."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The generation in service, which has all documents as they are.

    Attributes:
        name: Its name.
        manifest: Its manifest.
        notes: (path, note) of its documents.
    """

    name: str
    manifest: Manifest
    notes: tuple[tuple[str, Finding], ...]


class Survey:
    """What stands in the folder of documents, hashed where that is needed."""

    def __init__(self, layout: Layout, seeds: Path, *, check: bool) -> None:
        """Look.

        Args:
            layout: The index folder, which has the stamps.
            seeds: The folder of documents.
            check: Whether to hash every file, of the documents and of the index.

        Raises:
            SeedsNotFoundError: There is no such folder.
        """
        self._layout = layout
        self._began_ns = time.time_ns()
        self._listing = list_seeds(seeds)
        self._table = read_stamps(layout.stamps, self._listing.root)
        self._checks = check
        self._hashed: dict[str, Hashed] = {}
        self._hash(self._listing.stamps if check else self._wanted())

    def _wanted(self) -> list[str]:
        """The files to hash: those that look otherwise than before, and those that are due."""
        stamps = self._listing.stamps
        due = (path for path in self._table.due() if path in stamps)
        return list(dict.fromkeys([*self._table.unlike(stamps), *due]))

    def _hash(self, paths: Collection[str]) -> None:
        self._hashed |= hash_files(self._listing, paths)
        for path in [path for path in paths if path not in self._hashed]:  # it has vanished
            del self._listing.stamps[path]

    def check_all(self) -> None:
        """Hash the files that were not: what is built anew trusts no stamp."""
        self._hash([path for path in self._listing.stamps if path not in self._hashed])

    def scan(self) -> Scan:
        """All that stands there, with its digests."""
        others = self._table.digests_of_others(self._hashed)
        known = {path: digest for path, digest in others.items() if path in self._listing.stamps}
        return scan_of(self._listing, self._hashed, known)

    def unchanged(self, fingerprint: str) -> Unchanged | None:
        """The generation in service, if a build for a fingerprint would find nothing to do.

        It is not opened: its files are sound, for they are as they were when they were checked.
        """
        before = self._table.conclusion
        if before is None or before.fingerprint != fingerprint or not self._documents_are_same():
            return None
        try:
            pointer = current_generation(self._layout)
            if pointer != before.generation:
                return None
            name, manifest = read_manifest(self._layout)
            if self._problems(manifest) != manifest.problems:
                return None
            sound = self._sound_files(name, manifest, before.index_files)
        except IndexStateError:
            return None  # whoever opens it says what is wrong with it
        after = Conclusion(pointer, fingerprint, sound, before.notes)
        hashed = {path: self._kept_stamp(path) for path in self._digests()}
        write_stamps(self._layout.stamps, self._table.with_hashed(hashed, after))
        return Unchanged(name, manifest, before.notes)

    def _documents_are_same(self) -> bool:
        """Whether the files that the last build has settled are there, and no others."""
        table, stamps = self._table, self._listing.stamps
        if not table.rows.keys() <= stamps.keys():
            return False
        return all(
            (path in table.rows) == isinstance(file, SourceFile)
            and (
                isinstance(file, Problem)
                or (table.digest(path), table.day(path)) == (file.sha256, file.date)
            )
            for path, file in self._hashed.items()
        )

    def _problems(self, manifest: Manifest) -> tuple[Problem, ...]:
        """What would be told of files without text."""
        found = [one for one in self._hashed.values() if isinstance(one, Problem)]
        settled = [problem for problem in manifest.problems if problem.sha256]
        scanned = sorted([*self._listing.problems, *found], key=lambda one: (one.path, one.kind))
        return tuple(sorted([*scanned, *settled], key=lambda problem: problem.path))

    def _digests(self) -> dict[str, str]:
        """Digests of the files that were hashed."""
        hashed = self._hashed.items()
        return {path: one.sha256 for path, one in hashed if isinstance(one, SourceFile)}

    def _kept_stamp(self, path: str) -> Stamp:
        return kept_stamp(self._listing.stamps[path], self._began_ns - _SETTLING_NS)

    def remember(self, generation: Generation, fingerprint: str) -> None:
        """Keep what was found, for the next build.

        Args:
            generation: The one in service now.
            fingerprint: What was built for.
        """
        documents = generation.documents()
        problems = generation.manifest.problems
        settled = {document.path: document.sha256 for document in documents}
        settled |= {problem.path: problem.sha256 for problem in problems if problem.sha256}
        found = {
            path: (self._listing.stamps[path], digest)
            for path, digest in self._table.digests_of_others(self._hashed).items()
            if path in self._listing.stamps
        }
        found |= {path: (self._kept_stamp(path), one) for path, one in self._digests().items()}
        files = {path: one for path, one in found.items() if settled.get(path) == one[1]}
        notes = tuple((document.path, note) for document in documents for note in document.notes)
        conclusion = Conclusion(
            current_generation(self._layout),
            fingerprint,
            self._stamps_when_checked(generation),
            notes,
        )
        write_stamps(self._layout.stamps, self._table.anew(files, self._hashed, conclusion))

    def _stamps_when_checked(self, generation: Generation) -> dict[str, IndexStamp]:
        """Stamps of files that were checked: all when it was opened, or each some builds ago."""
        stamps = self._index_stamps(generation.name, generation.manifest.files)
        if generation.manifest.is_checked_at_open:
            return stamps
        before = self._table.conclusion.index_files if self._table.conclusion else {}
        return {file: stamp for file, stamp in stamps.items() if before.get(file) == stamp}

    def _sound_files(
        self, name: str, manifest: Manifest, before: Mapping[str, IndexStamp]
    ) -> dict[str, IndexStamp]:
        """Stamps of the files of a generation, each as it was when it was checked, or checked now.

        Raises:
            IndexDamagedError: One is missing or altered.
        """
        folder = self._layout.generation(name)
        reader = FileReader(folder, manifest.files, f"generations/{name}/")
        for file in manifest.files:
            if self._checks or file not in before or before[file] != _index_stamp(folder, file):
                reader.hold(file).prove()
        return self._index_stamps(name, manifest.files)

    def _index_stamps(self, name: str, files: Collection[str]) -> dict[str, IndexStamp]:
        """Stamps of checked files, where any later change will show.

        That is so of a file last changed before its manifest was written, or well before this look.
        """
        folder = self._layout.generation(name)
        try:
            written_ns = (folder / MANIFEST).lstat().st_mtime_ns
        except OSError:
            return {}
        before_ns = max(written_ns, self._began_ns - _SETTLING_NS)
        found = {file: _index_stamp(folder, file) for file in files}
        return {file: one for file, one in found.items() if one is not None and one[1] < before_ns}


def _index_stamp(folder: Path, name: str) -> IndexStamp | None:
    """The stamp of a file of the index; None where there is no file."""
    try:
        status = os.lstat(f"{folder}/{name}")
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
