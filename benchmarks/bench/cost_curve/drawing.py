"""The curve: for each size a corpus, built and asked in processes of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.contestants.entries import OWN
from bench.cost_curve.perturbing import RecordingEncoder, write_known
from bench.cost_curve.points import Point
from bench.cost_curve.recombining import passages_in, write_corpus
from bench.processes import ContestantError, environment, last_line
from bench.results import Turn
from bench.task import Task, write_task
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.evaluation.corpora import write_documents
from qa.evaluation.datasets import Dataset
from qa.indexing.building import build_index


def draw_curve(
    task: Task,
    sizes: Sequence[int],
    n_questions: int,
    work: Path,
    *,
    tell: Callable[[str], None],
    encoder: Encoder | None = None,
) -> tuple[Point, ...]:
    """Measure corpora of some sizes, one after the other; each is removed when it is measured.

    Args:
        task: Real documents, and questions on them.
        sizes: Passages of each.
        n_questions: Questions asked of each.
        work: A folder for corpora and indices: some 100 KB a passage.
        tell: Told what is being done.
        encoder: Encodes the real documents; None for the program's own.
    """
    work.mkdir(parents=True, exist_ok=True)
    tell("encoding the real documents")
    used = encoder or OpenVinoEncoder()
    record_known(task, work, used)
    write_task(task, work / "task.json")
    answering = {name for one in task.questions[:n_questions] for name in one.relevant}
    points = []
    for size in sizes:
        folder = work / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        tell(f"writing {size:,} passages")
        edited = write_corpus(task.documents, answering, size, folder / "seeds", passages_in(used))
        tell(f"building {size:,} passages")
        built = _stage(folder, "build", edited)
        tell(f"asking {size:,} passages")
        asked = _stage(folder, "ask", str(n_questions))
        points.append(point_of({**built, **asked}))
        shutil.rmtree(folder)
    return tuple(points)


def record_known(task: Task, work: Path, encoder: Encoder) -> None:
    """Encode the real documents as a build does, and keep what came of it."""
    recording = RecordingEncoder(encoder)
    write_documents(Dataset(task.name, task.documents, ()), work / "real" / "seeds")
    build_index(work / "real" / "seeds", work / "real" / "index", recording)
    write_known(recording.known(), work / "known.npz")
    shutil.rmtree(work / "real")


def point_of(values: dict[str, Any]) -> Point:
    """A point from what both stages printed."""
    turns = {name: Turn(**values[name]) for name in ("build", "unchanged", "refresh", "open")}
    return Point(**{**values, **turns})


def _stage(folder: Path, stage: str, argument: str) -> dict[str, Any]:
    """Run one stage.

    Raises:
        ContestantError: It failed.
    """
    log = folder / f"{stage}.log"
    with log.open("wb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "bench.cost_curve.stages", stage, str(folder), argument],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=stream,
            check=False,
        )
    if done.returncode:
        raise ContestantError(f"{OWN.label}, {stage} of {folder.name}: {last_line(log)}")
    record: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return record
