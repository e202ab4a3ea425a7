"""A process that is one contestant, told what to do by lines of JSON.

    python -m bench.worker PLACE TASK MODEL WORK              commands on standard input
    python -m bench.worker PLACE TASK MODEL WORK FOLDER TEXT  open what is there, ask, end

Each command is answered with what it took and what came of it. Standard library alone, but for the
contestant: its environment need not have the program.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.machine import versions
from bench.task import read_task

if TYPE_CHECKING:
    from bench.contestants.protocol import Contestant

_STATUS = Path("/proc/self/status")


def make_contestant(place: str, task: Path, model: Path, work: Path) -> Contestant:
    """The contestant that stands at "module:name"."""
    module, _, name = place.partition(":")
    make: Callable[..., Contestant] = getattr(importlib.import_module(module), name)
    return make(read_task(task), model, work)


def cpu_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_bytes() -> int:
    """Most memory that this process has had."""
    if _STATUS.is_file():  # ru_maxrss may be that of the process which started this one
        for line in _STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    scale = 1 if sys.platform == "darwin" else 1024
    return scale * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def carry_out(contestant: Contestant, command: dict[str, Any]) -> object:
    """Do what a command says; what comes of it."""
    match command["do"]:
        case "load":
            contestant.load()
        case "build":
            return contestant.build(Path(command["folder"]))
        case "open":
            contestant.open(Path(command["folder"]))
        case "ask":
            return [_seconds(contestant, question) for question in command["questions"]]
        case "rank":
            depth = command["depth"]
            return [contestant.rank(question, depth) for question in command["questions"]]
        case "peak":
            return peak_bytes()
        case "versions":
            return versions(command["packages"])
        case unknown:
            raise ValueError(f"no such command: {unknown}")
    return None


def _seconds(contestant: Contestant, question: str) -> float:
    started = time.perf_counter()
    contestant.ask(question)
    return time.perf_counter() - started


def main() -> None:
    """Answer commands until there are none, or the one question."""
    place, task, model, work, *first = sys.argv[1:]
    # Libraries print; what the driver reads has a way of its own.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    contestant = make_contestant(place, Path(task), Path(model), Path(work))
    if first:
        folder, question = first
        contestant.open(Path(folder))
        contestant.ask(question)
        return
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_seconds()
        found = carry_out(contestant, json.loads(line))
        took = {"wall": time.perf_counter() - wall, "cpu": cpu_seconds() - cpu}
        print(json.dumps({"took": took, "found": found}), file=replies, flush=True)


if __name__ == "__main__":
    main()
