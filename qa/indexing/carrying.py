"""Carrying an index elsewhere: one generation as one file, written and read by one exact rule.

    the file is a tar:  export.json               what follows: names, sizes and sha256, in order
                        generation/manifest.json  the generation's own
                        generation/segment-…/…    its files
                        feedback.jsonl, confidence.json    where they are wanted

Every byte is a function of these files: the headers that are read must be those that would be
written. So the same generation gives the same file, any altered byte is found, and there is no name
and no kind of entry but those above.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from qa.corpus.scanning import open_regular
from qa.errors import ExportError, IndexMismatchError, IndexStateError, remedy_of
from qa.indexing.files import FileRecord, file_digest
from qa.indexing.generation import Generation, Manifest, current_generation
from qa.indexing.layout import FORMAT_VERSION, MANIFEST, Layout, sync_folder
from qa.reports import ExportReport

EXPORT_VERSION = 1
"""Raised when files of an older version can no longer be read."""

MAX_HEAD_BYTES = 64 * 1024 * 1024
"""Largest export.json or manifest.json that is read: a generation of 100,000 files has 15 MB."""

MAX_EXTRA_BYTES = 65 * 1024 * 1024
"""Largest list of verdicts: the page writes up to 64 MB and a line."""

HEAD = "export.json"
FEEDBACK = "feedback.jsonl"
CONFIDENCE = "confidence.json"
_FOLDER = "generation/"
_MEMBER = re.compile(r"segment-[0-9]{3,}/[a-z0-9][a-z0-9-]*\.[a-z0-9]+")
_DIGEST = re.compile("[0-9a-f]{64}")
_BLOCK = tarfile.BLOCKSIZE
_READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """What stands first in the file.

    Attributes:
        members: Record of everything that follows, by name, in order.
        fingerprint: As of the generation's manifest.
        format_version: As of the generation's manifest.
    """

    members: dict[str, FileRecord]
    fingerprint: str
    format_version: int = FORMAT_VERSION

    def to_bytes(self) -> bytes:
        """As JSON."""
        content = {
            "sanad_export": EXPORT_VERSION,
            "format_version": self.format_version,
            "fingerprint": self.fingerprint,
            "members": [[name, asdict(record)] for name, record in self.members.items()],
        }
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Head:
        """Read it back.

        Raises:
            ValueError: It is none, or not in the one way in which it is written.
        """
        try:
            content = json.loads(data)
            if content["sanad_export"] != EXPORT_VERSION:
                raise ValueError(f"it is an export of version {content['sanad_export']}")
            members = {name: FileRecord(**record) for name, record in content["members"]}
            head = cls(members, content["fingerprint"], content["format_version"])
        except (TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError("it is no exported index") from error
        for record in members.values():
            if type(record.n_bytes) is not int or record.n_bytes < 0:
                raise ValueError("it is no exported index")
            if not _DIGEST.fullmatch(str(record.sha256)):
                raise ValueError("it is no exported index")
        if head.to_bytes() != data:
            raise ValueError("its list of contents was altered")
        return head

    @property
    def n_bytes(self) -> int:
        """Size of a file with this head."""
        sizes = [len(self.to_bytes()), *(record.n_bytes for record in self.members.values())]
        return _whole(sum(_BLOCK + _whole(size, _BLOCK) for size in sizes) + 2 * _BLOCK)


def member_header(name: str, n_bytes: int) -> bytes:
    """The one header that an entry of a tar has here: a file of nobody's, made at no time."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = n_bytes, 0o644
    return entry.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def export_index(
    index: Path, file: Path, *, feedback: bool = False, confidence: bool = False
) -> ExportReport:
    """Write the generation in service into one file, whole or not at all.

    Args:
        index: The index folder.
        file: What is written; one that is there is replaced.
        feedback: Whether the verdicts of visitors are put in too, if there are any.
        confidence: Whether what `qa calibrate` fitted is, if it was.

    Raises:
        ExportError: The file cannot be written.
        IndexStateError: The index is missing or damaged.
    """
    layout = Layout(index)
    while True:
        before = current_generation(layout)
        try:
            generation = Generation.open(layout)
            extras = _extras(layout, feedback=feedback, confidence=confidence)
            return _write(layout, generation, extras, file)
        except IndexStateError:
            # Builds may have replaced and pruned it while it was being read.
            if current_generation(layout) == before:
                raise


def _extras(layout: Layout, *, feedback: bool, confidence: bool) -> dict[str, bytes]:
    wanted = {FEEDBACK: layout.feedback} if feedback else {}
    wanted |= {CONFIDENCE: layout.calibration} if confidence else {}
    found = {}
    for name, path in wanted.items():
        with suppress(FileNotFoundError):
            found[name] = path.read_bytes()
    return found


def _write(
    layout: Layout, generation: Generation, extras: Mapping[str, bytes], file: Path
) -> ExportReport:
    manifest, folder = generation.manifest, layout.generation(generation.name)
    records = {MANIFEST: _record((folder / MANIFEST).read_bytes()), **manifest.files}
    members = {f"{_FOLDER}{name}": records[name] for name in (MANIFEST, *sorted(manifest.files))}
    members |= {name: _record(data) for name, data in extras.items()}
    head = Head(members, manifest.fingerprint, manifest.format_version)
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as written:
            _write_member(written, HEAD, [head.to_bytes()], _record(head.to_bytes()))
            for name, record in members.items():
                blocks = [extras[name]] if name in extras else _blocks(folder, name)
                _write_member(written, name, blocks, record)
            written.write(bytes(head.n_bytes - written.tell()))
            written.flush()
            os.fsync(written.fileno())
        draft.replace(file)
        sync_folder(file.parent)
        digest = file_digest(file)
    except OSError as error:
        reason = f"it cannot be written ({error.strerror or error}). {remedy_of(error)}"
        raise ExportError(file, reason.removesuffix(".")) from error
    finally:
        draft.unlink(missing_ok=True)
    return ExportReport(
        file=str(file),
        generation=generation.name,
        n_documents=manifest.n_documents,
        n_passages=manifest.n_passages,
        n_bytes=head.n_bytes,
        sha256=digest,
        extras=tuple(name.partition(".")[0] for name in extras),
    )


def _write_member(
    written: BinaryIO, name: str, blocks: Iterator[bytes] | list[bytes], record: FileRecord
) -> None:
    """Write one entry, seeing to it that it is what was recorded."""
    written.write(member_header(name, record.n_bytes))
    digest, n_bytes = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        n_bytes += written.write(block)
    if FileRecord(n_bytes, digest.hexdigest()) != record:
        raise OSError(f"'{name}' changed while it was read")
    written.write(bytes(-n_bytes % _BLOCK))


def _blocks(folder: Path, name: str) -> Iterator[bytes]:
    """The bytes of a generation's file.

    Raises:
        IndexStateError: It cannot be read.
    """
    try:
        with (folder / name.removeprefix(_FOLDER)).open("rb") as file:
            while block := file.read(_READ_BYTES):
                yield block
    except OSError as error:
        raise IndexStateError(f"'{name}' cannot be read: {error}. Try again.") from error


def _record(data: bytes) -> FileRecord:
    return FileRecord(len(data), hashlib.sha256(data).hexdigest())


def _whole(n_bytes: int, block: int = tarfile.RECORDSIZE) -> int:
    """The bytes of the blocks that so many bytes take."""
    return -(-n_bytes // block) * block


def other_program(expected: str, actual: str) -> IndexMismatchError:
    """What is said of an export that this program cannot use."""
    return IndexMismatchError(
        expected,
        actual,
        "Import it with the version of the program and the model (--model) that made it, or build "
        "an index from the documents with: qa build",
    )


class ExportedFile:
    """An exported index, open for reading. Use as a context manager.

    Attributes:
        head: What it says that it holds.
        manifest: That of the generation, checked.
    """

    def __init__(self, path: Path) -> None:
        """Open a file and check that its contents are what may be there, and fill it exactly.

        Raises:
            ExportError: It cannot be read, is no exported index, or was altered.
            IndexMismatchError: A program of another version made it.
        """
        self._path = path
        try:
            self._file = open_regular(path)
        except OSError as error:
            raise ExportError(path, f"it cannot be read ({error.strerror or error})") from error
        try:
            self.head = self._read_head()
            self.manifest = self._read_manifest()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> ExportedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def unpack(self, folder: Path) -> dict[str, bytes]:
        """Write the generation's files into an empty folder; gives what else the file holds.

        Raises:
            ExportError: The file was altered.
            OSError: A file cannot be written.
        """
        for segment in self.manifest.segments:
            (folder / segment).mkdir()
        extras = {}
        for name in list(self.head.members)[1:]:
            if name.startswith(_FOLDER):
                with (folder / name.removeprefix(_FOLDER)).open("wb") as written:
                    for block in self._checked_member(name):
                        written.write(block)
            else:
                extras[name] = b"".join(self._checked_member(name))
        if self._read(self.head.n_bytes - self._file.tell()).strip(b"\0"):
            raise ExportError(self._path, "its end was altered")
        return extras

    def _read_head(self) -> Head:
        try:
            entry = tarfile.TarInfo.frombuf(self._read(_BLOCK), "ascii", "strict")
            if entry.name != HEAD or not 0 <= entry.size <= MAX_HEAD_BYTES:
                raise ValueError("it is no exported index")
            self._file.seek(0)
            data = b"".join(self._member(HEAD, entry.size))
            head = Head.from_bytes(data)
        except (tarfile.TarError, ValueError) as error:
            reason = str(error) if type(error) is ValueError else "it is no exported index"
            raise ExportError(self._path, reason) from error
        n_bytes = os.fstat(self._file.fileno()).st_size
        if n_bytes != head.n_bytes:
            reason = f"it has {n_bytes:,} bytes instead of {head.n_bytes:,}"
            raise ExportError(self._path, reason)
        return head

    def _read_manifest(self) -> Manifest:
        names = list(self.head.members)
        wanted = f"{_FOLDER}{MANIFEST}"
        if names[:1] != [wanted] or self.head.members[wanted].n_bytes > MAX_HEAD_BYTES:
            raise ExportError(self._path, "it holds no generation")
        data = b"".join(self._checked_member(wanted))
        try:
            manifest = Manifest.from_bytes(data)
        except IndexMismatchError as error:
            raise other_program(error.expected, error.actual) from error
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ExportError(self._path, "its manifest is none") from error
        own = {f"{_FOLDER}{name}": manifest.files[name] for name in sorted(manifest.files)}
        extras = {n: r for n, r in self.head.members.items() if n in {FEEDBACK, CONFIDENCE}}
        expected = {wanted: self.head.members[wanted], **own, **extras}
        if list(expected.items()) != list(self.head.members.items()):
            raise ExportError(self._path, "it does not hold what its generation is made of")
        folders = {name.partition("/")[0] for name in manifest.files}
        odd = [name for name in manifest.files if not _MEMBER.fullmatch(name)]
        too_large = any(record.n_bytes > MAX_EXTRA_BYTES for record in extras.values())
        if odd or too_large or folders != set(manifest.segments):
            raise ExportError(self._path, "it holds files that no generation is made of")
        if (self.head.fingerprint, manifest.fingerprint) != (manifest.fingerprint,) * 2:
            raise ExportError(self._path, "its list of contents is that of another index")
        return manifest

    def _checked_member(self, name: str) -> Iterator[bytes]:
        """The bytes of the next entry, whose digest is known."""
        digest, record = hashlib.sha256(), self.head.members[name]
        for block in self._member(name, record.n_bytes):
            digest.update(block)
            yield block
        if digest.hexdigest() != record.sha256:
            raise ExportError(self._path, f"{name} was altered")

    def _member(self, name: str, n_bytes: int) -> Iterator[bytes]:
        """The bytes of the next entry."""
        header = member_header(name, n_bytes)
        if self._read(len(header)) != header:
            raise ExportError(self._path, f"the entry of {name} was altered")
        left = n_bytes
        while left:
            block = self._read(min(left, _READ_BYTES))
            left -= len(block)
            yield block
        if self._read(-n_bytes % _BLOCK).strip(b"\0"):
            raise ExportError(self._path, f"what follows {name} was altered")

    def _read(self, n_bytes: int) -> bytes:
        try:
            data = self._file.read(n_bytes)
        except OSError as error:
            raise ExportError(self._path, f"it cannot be read ({error.strerror})") from error
        if len(data) != n_bytes:
            raise ExportError(self._path, "it is cut short")
        return data
