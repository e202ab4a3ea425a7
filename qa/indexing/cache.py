"""The embedding cache: encodings by the text they are of, kept across builds and kills.

A key is the digest of the encoder's fingerprint and the text, so an entry never goes stale. Every
row carries a checksum: a damaged one is a miss, a damaged file is set aside and begun anew.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from qa.indexing.files import stands_instead

_LOG = logging.getLogger(__name__)
# What goes wrong with a sound file: a full disk, a missing right, another process at work.
_NOT_DAMAGE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
}
# Of the errors of the disk those that are of what is on it; the others are of writing and locking,
# as of the file beside it that SQLite cannot make on a full disk.
_UNREADABLE = {
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SHORT_READ,
    sqlite3.SQLITE_IOERR_CORRUPTFS,
    sqlite3.SQLITE_IOERR_DATA,
}
DAMAGED_SUFFIX = ".damaged"
"""Ending of a damaged file that was set aside."""

_KIND = 2  # of the bytes that are kept, as `PassageEncodings` writes them

MOST_FREE_SHARE = 0.5
"""Share of a file's pages that may be empty: what is dropped is mostly written over soon."""

_LOOKUP_KEYS = 500  # keys in one query; SQLite takes 32,766 parameters at most


def embedding_key(fingerprint: str, text: str) -> bytes:
    """The cache key of a text under an encoder: 32 bytes."""
    return hashlib.sha256(f"{_KIND}\0{fingerprint}\0{text}".encode()).digest()


class EmbeddingCache:
    """Encodings, as bytes, by key in one SQLite file. Use as a context manager, from one thread.

    Args:
        path: The file; made if missing.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        if kind := stands_instead(path):  # SQLite would follow a link, and wait for a pipe
            self._begin_anew(sqlite3.DatabaseError(f"{kind} stands in its place"))
            return
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The encodings known of these keys."""
        try:
            return self._get(keys)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error, self._connection)
            return {}

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for first in range(0, len(keys), _LOOKUP_KEYS):
            some = keys[first : first + _LOOKUP_KEYS]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"SELECT key, checksum, encoding FROM embeddings WHERE key IN ({marks})",  # noqa: S608
                some,
            )
            found |= {
                key: encoding
                for key, checksum, encoding in rows
                if isinstance(encoding, bytes) and zlib.crc32(key + encoding) == checksum
            }
        return found

    def missing(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that have no sound entry."""
        wanted = list(dict.fromkeys(keys))
        missing: set[bytes] = set()
        for first in range(0, len(wanted), _LOOKUP_KEYS):
            some = wanted[first : first + _LOOKUP_KEYS]
            missing.update(set(some) - self.get(some).keys())
        return missing

    def put(self, encodings: Mapping[bytes, bytes]) -> None:
        """Keep encodings by key; on disk when this returns."""
        rows = [(key, zlib.crc32(key + data), data) for key, data in encodings.items()]
        try:
            self._insert(rows)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error, self._connection)
            self._insert(rows)

    def _insert(self, rows: Sequence[tuple[bytes, int, bytes]]) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)

    def prune(self, keep: int) -> None:
        """Drop all but the newest `keep` entries, and shrink a file that is mostly empty then."""
        try:
            with self._connection:
                self._connection.execute(
                    "DELETE FROM embeddings WHERE rowid <= (SELECT max(rowid) FROM embeddings) - ?",
                    (keep,),
                )
            self._shrink()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error, self._connection)

    def _shrink(self) -> None:
        """Give back the room of what was dropped; where the disk is too full for that, later."""
        (n_pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        (n_free,) = self._connection.execute("PRAGMA freelist_count").fetchone()
        if n_free <= MOST_FREE_SHARE * n_pages:
            return
        try:
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:
            if _is_damage(error.sqlite_errorcode):
                raise
            _LOG.info("The embedding cache stays as large as it was for now (%s).", error)

    def keep_only(self, keys: Iterable[bytes]) -> int:
        """Forget all other entries, so that no byte of them stays in the file.

        Returns:
            How many there were.
        """
        try:
            return self._keep_only(keys)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error, self._connection)
            return 0

    def _keep_only(self, keys: Iterable[bytes]) -> int:
        connection = self._connection
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")
        with connection:
            connection.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY)")
            rows = ((key,) for key in keys)
            connection.executemany("INSERT OR IGNORE INTO temp.kept VALUES (?)", rows)
            n_gone = connection.execute(
                "DELETE FROM embeddings WHERE key NOT IN (SELECT key FROM temp.kept)"
            ).rowcount
            connection.execute("DROP TABLE temp.kept")
        # What was deleted earlier is in free pages and in the log: write every page anew.
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return n_gone

    def _begin_anew(
        self, error: sqlite3.DatabaseError, connection: sqlite3.Connection | None = None
    ) -> None:
        """Set a damaged file aside and start an empty one; other errors are raised again."""
        if not _is_damage(getattr(error, "sqlite_errorcode", 0)):
            raise error
        if connection is not None:
            connection.close()
        path = self._path
        _LOG.warning("The embedding cache %s is damaged (%s): starting a new one.", path, error)
        if os.path.lexists(path):
            path.replace(path.with_suffix(DAMAGED_SUFFIX))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        self._connection = _connect(path)


def _is_damage(code: int) -> bool:
    """Whether an error of SQLite, by its extended code, is of what the file holds."""
    kind = code & 0xFF
    return code in _UNREADABLE if kind == sqlite3.SQLITE_IOERR else kind not in _NOT_DAMAGE


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS embeddings "
            "(key BLOB PRIMARY KEY, checksum INTEGER NOT NULL, encoding BLOB NOT NULL)"
        )
        connection.execute("SELECT count(*) FROM (SELECT 1 FROM embeddings LIMIT 1)").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
