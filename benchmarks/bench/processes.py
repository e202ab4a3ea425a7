"""The driver's side of a contestant's process."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from bench.contestants.entries import Entry
from bench.results import Turn

_PACKAGES = Path(__file__).parents[1]  # where `bench` is
_TOLD = 300  # characters of the last line of a process that failed


class ContestantError(Exception):
    """A contestant's process ended, or never began."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where contestants run.

    Attributes:
        task: The file of the task.
        model: The folder of the SentenceTransformer.
        work: A folder for what they make.
        interpreters: Python of each environment but the program's own.
    """

    task: Path
    model: Path
    work: Path
    interpreters: Mapping[str, Path]

    def command(self, entry: Entry) -> list[str]:
        """What starts a contestant's process.

        Raises:
            ContestantError: Its environment is not there.
        """
        python = self.interpreters.get(entry.environment, Path(sys.executable))
        if not python.exists():
            raise ContestantError(f"not installed: there is no {python}")
        folder = self.work / entry.name
        folder.mkdir(parents=True, exist_ok=True)
        arguments = (self.task, self.model, folder)
        return [str(python), "-m", "bench.worker", entry.place, *map(str, arguments)]


def environment() -> dict[str, str]:
    """The variables of a contestant: offline, and able to import what we can."""
    paths = [str(_PACKAGES), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    own = {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    return {**os.environ, **own}


def first_answer(entry: Entry, place: Place, folder: Path, question: str) -> Turn:
    """Start a process that opens an index, answers one question and ends.

    Raises:
        ContestantError: It failed.
    """
    log = place.work / f"{entry.name}-first.log"
    with log.open("wb") as stream:
        started = time.perf_counter()
        process = subprocess.Popen(
            [*place.command(entry), str(folder), question],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ContestantError(last_line(log))
    return Turn(wall, used.ru_utime + used.ru_stime)


def last_line(log: Path) -> str:
    """What a process said last."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip()[:_TOLD] for line in reversed(lines) if line.strip()), "it ended")


class Process:
    """A contestant at work; ends with its context."""

    def __init__(self, entry: Entry, place: Place) -> None:
        self._log = place.work / f"{entry.name}.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                place.command(entry),
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
            )

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def tell(self, do: str, **options: object) -> tuple[Turn, Any]:
        """Have a command carried out: what it took, and what came of it.

        Raises:
            ContestantError: The process ended.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            print(json.dumps({"do": do, **options}), file=self._process.stdin, flush=True)
            reply = self._process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            self._process.wait()
            raise ContestantError(last_line(self._log))
        values = json.loads(reply)
        return Turn(**values["took"]), values["found"]

    def memory_bytes(self) -> int:
        """Resident memory of the process and its children."""
        process = psutil.Process(self._process.pid)
        return sum(
            int(one.memory_info().rss) for one in (process, *process.children(recursive=True))
        )

    def close(self) -> None:
        """Let the process end, and end it where it does not."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
