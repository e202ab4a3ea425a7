"""Parsing in a process apart: a hostile file costs a bounded time and memory, and only itself.

A process parses many files, one after the other, and draws pages. One that passes its limits is
ended with the file it was at, and another goes on with the next.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

from qa.corpus.formats import FORMATS, RECOGNISED, suffix_of
from qa.corpus.parser_messages import (
    NoAnswerError,
    document_of,
    picture_of,
    read_answer,
    request_line,
)
from qa.corpus.parsing import TOO_MUCH_MEMORY, problem_of
from qa.corpus.pdf.sought import Sought
from qa.corpus.recognition import PAGE_SECONDS, can_recognise
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from qa.findings import Finding
from qa.records import Document

_LOG = logging.getLogger(__name__)

MEMORY_BYTES = 1 << 30
"""Most memory that parsing a small file may take."""

MEMORY_PER_BYTE = 16
"""What each byte of a large file may take besides."""

CPU_SECONDS = 20
"""Most time of a processor for a small file; a book of 600 pages takes some 5 s."""

CPU_SECONDS_PER_MEBIBYTE = 2
"""What a large file may take besides."""

CLOCK_SHARE = 4
"""How much longer, by the clock, it may take: other work may hold the processors."""

RECOGNITION_SECONDS = 3_600
"""How much longer where pages are recognised, by a program that has limits of its own."""

OUTPUT_BYTES = 1 << 28
"""Longest answer of a process: a document's text, sections and notes, as JSON."""

PROCESSES = 2
"""Files that are parsed at once."""

ALONE_BYTES = 1 << 18
"""How much one process reads, file after file, before another is started beside it: to start takes
a process as long (some 0.2 s) as to read that much plain text."""

ALONE_FILES = 16
"""The same in files."""

WAITED_SECONDS = 0.1
"""How long a file is waited for before whoever waits is asked whether to go on."""

_Read = TypeVar("_Read")
_Parsed = tuple[SourceFile, Document | DocumentParseError]
_AHEAD = 2 * PROCESSES  # files asked for before the first of them is wanted, so memory stays flat
_MEBIBYTE = 1 << 20
_WORKER = "qa.corpus.parser_worker"
_SIGXCPU = getattr(signal, "SIGXCPU", 0)  # Windows has none


class ParserProcess:
    """A process that parses, and draws pages. Not for several threads at once; to be closed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._changing = threading.Lock()
        self._closed = False
        self._numbers = itertools.count(1)

    def __enter__(self) -> ParserProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def parse(self, file: SourceFile) -> Document:
        """Parse one file.

        Raises:
            DocumentParseError: As of `parse_document`; also "too_large" where it passed a limit,
                and "broken" where the process ended by itself.
        """
        may_wait = FORMATS.get(suffix_of(file.path)) in RECOGNISED and can_recognise()
        waiting = RECOGNITION_SECONDS if may_wait else 0
        return self._ask(file, {}, waiting, lambda answer: document_of(answer, file))

    def draw(self, file: SourceFile, page: int, sought: Sequence[Sought]) -> bytes:
        """Draw a page of a PDF (see `draw_page`).

        Raises:
            DocumentParseError: As of `parse` and `draw_page`.
        """
        wanted = {"page": page, "sought": [asdict(part) for part in sought]}
        waiting = PAGE_SECONDS if can_recognise() else 0
        return self._ask(file, {"drawing": wanted}, waiting, picture_of)

    def close(self) -> None:
        """End the process, with what it is at; no other is started."""
        with self._changing:
            self._closed = True
        self._end()

    def _ask(
        self,
        file: SourceFile,
        more: Mapping[str, Any],
        waiting: int,
        read: Callable[[dict[str, Any]], _Read],
    ) -> _Read:
        """What is read from a process's answer, which may wait so many seconds for a program.

        One that has read other files may break down by what they left in it: then a fresh one is
        asked the same.

        Raises:
            DocumentParseError: It tells what is wrong, or passed a limit, or broke down.
        """
        is_fresh = self._process is None
        try:
            return read(self._answer(file, more, waiting))
        except NoAnswerError as error:
            self._end()
            if is_fresh:
                raise DocumentParseError("broken", Finding.of("broke_the_reader")) from error
        except DocumentParseError as error:
            if error.kind == "fault":
                _LOG.error("A fault of the program while reading '%s': %s", file.path, error)
            if is_fresh or error.reason != TOO_MUCH_MEMORY:
                raise
            self._end()
        except OSError as error:  # it cannot be started
            reason = Finding.of("unreadable", error.strerror or str(error))
            raise DocumentParseError("unreadable", reason) from error
        return self._ask(file, more, waiting, read)

    def _answer(self, file: SourceFile, more: Mapping[str, Any], waiting: int) -> dict[str, Any]:
        """What a process answers, within its limits.

        Raises:
            DocumentParseError: It tells what is wrong, or passed a limit.
            NoAnswerError: It broke down, or wrote what is no answer.
            OSError: It cannot be started.
        """
        seconds = CPU_SECONDS + CPU_SECONDS_PER_MEBIBYTE * file.n_bytes // _MEBIBYTE
        memory = MEMORY_BYTES + MEMORY_PER_BYTE * file.n_bytes
        limits = {"memory_bytes": memory, "cpu_seconds": seconds}
        number = next(self._numbers)
        process = self._running()
        late = threading.Event()
        watch = threading.Timer(CLOCK_SHARE * seconds + waiting, _end_late, (process, late))
        watch.daemon = True
        watch.start()
        try:
            line = _exchange(process, request_line(number, file, limits, more))
        finally:
            watch.cancel()
        if line.endswith(b"\n"):
            return read_answer(line, number)
        code = _code_of_ended(process)
        self._end()
        if len(line) >= OUTPUT_BYTES:
            raise DocumentParseError("too_large", Finding.of("too_much_text"))
        if late.is_set() or code == -_SIGXCPU:
            raise DocumentParseError("too_large", Finding.of("too_slow", seconds))
        raise NoAnswerError

    def _running(self) -> subprocess.Popen[bytes]:
        with self._changing:
            if self._closed:
                raise NoAnswerError
            if self._process is None:
                environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
                self._process = subprocess.Popen(
                    [sys.executable, "-m", _WORKER],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                )
            return self._process

    def _end(self) -> None:
        """End the process, with what it is at; another begins with the next file."""
        with self._changing:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()  # first: closing a pipe waits for whoever reads from it
        process.wait()
        for stream in _pipes(process):
            with suppress(BrokenPipeError):
                stream.close()


class ParserPool:
    """Some processes that parse. To be closed."""

    def __init__(self) -> None:
        self._free = deque(ParserProcess() for _ in range(PROCESSES))
        self._every = tuple(self._free)
        self._threads = ThreadPoolExecutor(PROCESSES, "parsing")

    def __enter__(self) -> ParserPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._threads.shutdown(cancel_futures=True)
        self.end()

    def end(self) -> None:
        """End the processes, with what they are at; no file is parsed any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._every:
            process.close()

    def parse_each(
        self, files: Iterable[SourceFile], meanwhile: Callable[[], None] | None = None
    ) -> Iterator[tuple[SourceFile, Document | DocumentParseError]]:
        """Parse files, some at once: each with its document or why it gives none, in order.

        A few small ones are read one after the other by one process.

        Args:
            files: What to parse.
            meanwhile: Called ten times a second while a file is waited for; what it raises ends
                the parsing.
        """
        asked: deque[Future[_Parsed]] = deque()
        n_bytes = 0
        for number, file in enumerate(files):
            n_bytes += file.n_bytes
            if asked and number < ALONE_FILES and n_bytes <= ALONE_BYTES:
                yield _awaited(asked.popleft(), meanwhile)  # by the process that reads the next
            asked.append(self._threads.submit(self._parsed, file))
            if len(asked) > _AHEAD:
                yield _awaited(asked.popleft(), meanwhile)
        while asked:
            yield _awaited(asked.popleft(), meanwhile)

    def _parsed(self, file: SourceFile) -> _Parsed:
        process = self._free.pop()  # there are as many as threads
        try:
            return file, process.parse(file)
        except BaseException as error:  # noqa: BLE001 (whatever it is, the others are read)
            return file, problem_of(file, error)
        finally:
            self._free.append(process)


def _awaited(parsing: Future[_Parsed], meanwhile: Callable[[], None] | None) -> _Parsed:
    while meanwhile is not None and not wait([parsing], WAITED_SECONDS).done:
        meanwhile()
    return parsing.result()


def check_file(name: str, location: Path) -> None:
    """Parse a file that is not among the documents yet, to see whether it would give passages.

    Args:
        name: The name it is to have; its ending says what format it is in.
        location: Where it is now.

    Raises:
        DocumentParseError: It gives no text.
        OSError: It cannot be read.
    """
    for error in check_files([(name, location)]):
        if error:
            raise error


def check_files(files: Iterable[tuple[str, Path]]) -> Iterator[DocumentParseError | None]:
    """Parse several such files.

    Args:
        files: For each the name it is to have, and where it is now.

    Yields:
        For each why it gives no text, or None where it gives some.

    Raises:
        OSError: One cannot be read.
    """
    with ParserProcess() as parser:
        for name, location in files:
            with location.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                file = SourceFile(name, location, digest, stream.tell())
            try:
                parser.parse(file)
            except DocumentParseError as error:
                yield error
            else:
                yield None


def draw_apart(file: SourceFile, page: int, sought: Sequence[Sought]) -> bytes:
    """Draw a page of a PDF in a process of its own (see `ParserProcess.draw`)."""
    with ParserProcess() as parser:
        return parser.draw(file, page, sought)


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """The line that a process answers; without its end where it ended or went on too long."""
    requests, answers = _pipes(process)
    try:
        requests.write(request)
        requests.flush()
        return answers.readline(OUTPUT_BYTES)
    except (OSError, ValueError):  # it ended, or was closed, meanwhile
        return b""


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("a parser is started with both pipes")
    return process.stdin, process.stdout


def _code_of_ended(process: subprocess.Popen[bytes]) -> int:
    """What a process ended with; one that only went on too long is ended here."""
    try:
        return process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _end_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()
