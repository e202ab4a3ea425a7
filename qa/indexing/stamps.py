"""Stamps: what every document's file looked like when it was last hashed, kept between builds.

A cache, in one file of the index folder (`Layout.stamps`). Whatever is wrong with it (it is
missing, damaged, of another folder), every file is hashed and nothing else happens.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.corpus.listing import Stamp
from qa.corpus.scanning import day_of_stamp
from qa.findings import Finding
from qa.indexing.files import read_file

_LOG = logging.getLogger(__name__)

SWEEP_BUILDS = 100
"""Builds within which every file is hashed again, whatever its stamp: a hundredth each time."""

_FAR_NS = (1 << 63) - 1  # the last time that an int64 can hold

_VERSION = 1  # raised when the file's shape changes

IndexStamp = tuple[int, int, int]
"""What changes with a file of the index: bytes, time of its last change in ns, inode.

The time of its last change of state is no part: a hard link changes it."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the last build found: it holds while neither documents nor index change.

    Attributes:
        generation: The pointer then.
        fingerprint: What that build would have built for.
        index_files: Stamp of each file of the generation, sound when it had that.
        notes: (path, note) of every document.
    """

    generation: tuple[str, str]
    fingerprint: str
    index_files: Mapping[str, IndexStamp]
    notes: tuple[tuple[str, Finding], ...]


@dataclass(frozen=True, slots=True)
class StampTable:
    """Stamps and digests of files, a row each.

    Attributes:
        root: The folder they are in.
        build: Number of the build that wrote it, from 1; 0 of an empty table.
        rows: Number of each path's row.
        stamps: int64 (n, 4): as of `Stamp`.
        digests: uint8 (n, 32): sha256 of each.
        hashed_in: int32 (n,): number of the build that last hashed it.
        conclusion: What that build found; None where it found nothing that holds.
    """

    root: str
    build: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    stamps: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 4), np.int64))
    digests: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, 32), np.uint8))
    hashed_in: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    conclusion: Conclusion | None = None

    def unlike(self, stamps: Mapping[str, Stamp]) -> list[str]:
        """The paths whose stamps are others than these."""
        own = zip(*self.stamps.T.tolist(), strict=True)
        if list(self.rows) == list(stamps):  # as it is where nothing has changed
            pairs = zip(stamps.items(), own, strict=True)
            return [path for (path, stamp), known in pairs if stamp != known]
        by_path = dict(zip(self.rows, own, strict=True))
        return [path for path, stamp in stamps.items() if by_path.get(path) != stamp]

    def due(self) -> list[str]:
        """The files that the next build hashes again, whatever their stamps."""
        order = np.argsort(self.hashed_in, kind="stable")
        overdue = int((self.hashed_in <= self.build + 1 - SWEEP_BUILDS).sum())
        count = max(overdue, -(-len(order) // SWEEP_BUILDS))
        paths = tuple(self.rows)
        return [paths[row] for row in order[:count].tolist()]

    def digest(self, path: str) -> str:
        """Hex sha256 of a file; KeyError if it is not known."""
        octets: bytes = self.digests[self.rows[path]].tobytes()
        return octets.hex()

    def day(self, path: str) -> str:
        """The day on which a file was last changed; KeyError if it is not known."""
        return day_of_stamp(int(self.stamps[self.rows[path]][1]))

    def digests_of_others(self, but: Collection[str]) -> dict[str, str]:
        """Hex sha256 of all files but some."""
        whole = self.digests.tobytes().hex()
        return {
            path: whole[64 * row : 64 * row + 64]
            for path, row in self.rows.items()
            if path not in but
        }

    def with_hashed(self, stamps: Mapping[str, Stamp], conclusion: Conclusion) -> StampTable:
        """The table of the next build, which has hashed these and found what they were."""
        numbers = [self.rows[path] for path in stamps]
        own, hashed_in = self.stamps.copy(), self.hashed_in.copy()
        if numbers:
            own[numbers] = list(stamps.values())
            hashed_in[numbers] = self.build + 1
        return StampTable(
            self.root, self.build + 1, self.rows, own, self.digests, hashed_in, conclusion
        )

    def anew(
        self,
        files: Mapping[str, tuple[Stamp, str]],
        hashed: Collection[str],
        conclusion: Conclusion | None,
    ) -> StampTable:
        """The table of the next build.

        Args:
            files: Stamp and hex sha256 of each file.
            hashed: Those that it has hashed.
            conclusion: What it found.
        """
        rows = {path: row for row, path in enumerate(files)}
        stamps = [stamp for stamp, _ in files.values()]
        digests = bytes.fromhex("".join(digest for _, digest in files.values()))
        before = dict(zip(self.rows, self.hashed_in.tolist(), strict=True))
        number = self.build + 1
        hashed_in = [number if path in hashed else before.get(path, number) for path in files]
        return StampTable(
            self.root,
            number,
            rows,
            np.array(stamps, dtype=np.int64).reshape(-1, 4),
            np.frombuffer(digests, dtype=np.uint8).reshape(-1, 32),
            np.array(hashed_in, dtype=np.int32),
            conclusion,
        )


def kept_stamp(stamp: Stamp, before_ns: int) -> Stamp:
    """The stamp to keep of a file that was hashed after it looked so.

    One that changed at or after `before_ns` (nanoseconds since 1970) may change again without
    looking otherwise: what is kept of it is like no file, but for its day.
    """
    _, changed, state_changed, _ = stamp
    if min(changed, state_changed) >= 0 and max(changed, state_changed) < before_ns:
        return stamp
    return -1, min(max(changed, 0), _FAR_NS), 0, 0


def read_stamps(path: Path, root: Path) -> StampTable:
    """The table that the last build of a folder has left; an empty one where there is none."""
    empty = StampTable(str(root))
    try:
        table = _table(read_file(path))
    except FileNotFoundError:
        return empty
    except Exception as error:  # noqa: BLE001 (a damaged zip gives errors of any kind)
        _LOG.info("The stamps of '%s' cannot be read (%s): every file is hashed.", root, error)
        return empty
    return table if table.root == empty.root else empty


def write_stamps(path: Path, table: StampTable) -> None:
    """Keep a table for the next build; where it cannot be written, that hashes every file."""
    head = {
        "version": _VERSION,
        "root": table.root,
        "build": table.build,
        "conclusion": None if table.conclusion is None else asdict(table.conclusion),
    }
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_name(path.name + ".new")
        with temporary.open("wb") as file:
            np.savez(
                file,
                head=_octets(json.dumps(head).encode()),
                paths=_octets("\0".join(table.rows).encode()),
                stamps=table.stamps,
                digests=table.digests,
                hashed_in=table.hashed_in,
            )
        temporary.replace(path)


def forget_stamps(path: Path) -> None:
    """Have the next build hash everything: something is not what it looks like."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _octets(data: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8)


def _table(data: bytes) -> StampTable:
    """The table of a file's bytes.

    Raises:
        Exception: They are none.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        head: dict[str, Any] = json.loads(arrays["head"].tobytes())
        joined = arrays["paths"].tobytes().decode()
        stamps, digests, hashed_in = (arrays[n] for n in ("stamps", "digests", "hashed_in"))
    if head["version"] != _VERSION:
        raise ValueError("another version wrote them")
    paths = joined.split("\0") if joined else []
    rows = {path: row for row, path in enumerate(paths)}
    shapes = (stamps.shape, digests.shape, hashed_in.shape)
    if len(rows) != len(paths) or shapes != ((len(rows), 4), (len(rows), 32), (len(rows),)):
        raise ValueError("they do not fit together")
    conclusion = None if head["conclusion"] is None else _conclusion(head["conclusion"])
    return StampTable(head["root"], head["build"], rows, stamps, digests, hashed_in, conclusion)


def _conclusion(values: Mapping[str, Any]) -> Conclusion:
    name, digest = values["generation"]
    return Conclusion(
        generation=(name, digest),
        fingerprint=values["fingerprint"],
        index_files={file: _index_stamp(stamp) for file, stamp in values["index_files"].items()},
        notes=tuple(_notes(values["notes"])),
    )


def _index_stamp(values: Iterable[int]) -> IndexStamp:
    n_bytes, changed, inode = values
    return n_bytes, changed, inode


def _notes(values: Iterable[Any]) -> Iterable[tuple[str, Finding]]:
    for path, note in values:
        yield path, Finding(**note | {"values": tuple(note["values"])})
