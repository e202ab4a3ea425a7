"""Parsing in a process apart: a hostile file costs a bounded time and memory, and only itself.

A process parses many files, one after the other. One that passes its limits is ended with the file
it was at, and another goes on with the next.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from types import TracebackType
from typing import Any

from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from qa.records import Document, Section

MEMORY_BYTES = 1 << 30
"""Most memory that parsing one file may take."""

CPU_SECONDS = 20
"""Most time of a processor for a small file; a book of 600 pages takes some 5 s."""

CPU_SECONDS_PER_MEBIBYTE = 2
"""What a large file may take besides."""

CLOCK_SHARE = 3
"""How much longer, by the clock, it may take: other work may hold the processors."""

PROCESSES = 2
"""Files that are parsed at once."""

_MEBIBYTE = 1 << 20


class ParserProcess:
    """A process that parses. Not for several threads at once."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def parse(self, file: SourceFile) -> Document:
        """Parse one file.

        Raises:
            DocumentParseError: As of `parse_document`; "too_large" where it passed a limit,
                "broken" where the process ended by itself.
        """
        seconds = CPU_SECONDS + CPU_SECONDS_PER_MEBIBYTE * file.n_bytes // _MEBIBYTE
        process = self._running()
        late = threading.Event()
        watch = threading.Timer(CLOCK_SHARE * seconds, _end, (process, late))
        watch.start()
        try:
            answer = _ask(process, file, seconds)
        finally:
            watch.cancel()
        if answer is None:
            raise self._ended(process, seconds, late=late.is_set())
        if "document" not in answer:
            raise DocumentParseError(answer["kind"], answer["message"])
        return _document(answer["document"])

    def close(self) -> None:
        """End the process; another begins with the next file."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "qa.corpus.parser_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        return self._process

    def _ended(
        self, process: subprocess.Popen[bytes], seconds: int, *, late: bool
    ) -> DocumentParseError:
        """Why a process gave no answer."""
        code = process.wait()
        self.close()
        if late or code == -_SIGXCPU:
            return DocumentParseError(
                "too_large",
                f"Reading it took more than {seconds} seconds and was ended; split the file, or "
                "save it in a simpler format.",
            )
        return DocumentParseError(
            "broken",
            "The library that reads this format was ended by the file; save it anew, or in "
            "another format.",
        )


class ParserPool:
    """Some processes that parse. To be closed."""

    def __init__(self, n_processes: int = PROCESSES) -> None:
        self._free = [ParserProcess() for _ in range(n_processes)]
        self._every = tuple(self._free)
        self._threads = ThreadPoolExecutor(n_processes, "parsing")

    def __enter__(self) -> ParserPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def parse_each(
        self, files: Iterable[SourceFile]
    ) -> Iterator[tuple[SourceFile, Document | DocumentParseError]]:
        """Parse files, some at once: each with its document or why it gives none, in order."""
        yield from self._threads.map(self._parsed, files)

    def close(self) -> None:
        """End all processes, with what they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._every:
            process.close()

    def _parsed(self, file: SourceFile) -> tuple[SourceFile, Document | DocumentParseError]:
        process = self._free.pop()  # there are as many as threads
        try:
            return file, process.parse(file)
        except DocumentParseError as error:
            return file, error
        finally:
            self._free.append(process)


_SIGXCPU = 24


def _ask(process: subprocess.Popen[bytes], file: SourceFile, seconds: int) -> dict[str, Any] | None:
    """The answer of a process; None where it ended."""
    request = asdict(file) | {
        "location": os.fspath(file.location),
        "memory_bytes": MEMORY_BYTES,
        "cpu_seconds": seconds,
    }
    try:
        assert process.stdin is not None  # noqa: S101 (both are pipes)
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except (OSError, ValueError):  # it ended, or was closed, meanwhile
        return None
    if not line.endswith(b"\n"):
        return None
    answer: dict[str, Any] = json.loads(line)
    return answer


def _document(fields: dict[str, Any]) -> Document:
    sections = tuple(Section(**section) for section in fields.pop("sections"))
    return Document(**fields | {"sections": sections, "notes": tuple(fields["notes"])})


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()
