"""`kill -9` at every step to disk of `qa build`, and at random moments: what is lost?

    python benchmarks/kills.py --random 100

The builds are of a changed folder. The index must answer as before or as after, and a re-run must
give the bytes of a build from nothing.
"""

from __future__ import annotations

import argparse
import importlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing.verifying import verify_index
from qa.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
kill_points = importlib.import_module("support.kill_points")
generation_files = importlib.import_module("support.fake_encoder").generation_files


QUESTIONS = (
    "When did the mill at Oster burn down?",
    "كم نسمة تسكن مدينة تل ريم؟",
    "Who mends nets?",
)
OLD = {
    "mill.md": "# The mill\n\nThe mill at Oster burned down in the spring of 1911.\n",
    "town.txt": "تسكن مدينة تل ريم أربعون ألف نسمة، معظمهم من الصيادين.\n",
    "nets.md": "# Harbour\n\nOld Jonas mends nets behind the customs house.\n",
}
NEW = {
    **OLD,
    "mill.md": "# The mill\n\nThe mill at Oster burned down in the autumn of 1923.\n",
    "boats.md": "# Boats\n\nNine boats leave the harbour each morning before dawn.\n",
}
del NEW["nets.md"]

Answers = list[tuple[str, str, float]]


def main() -> None:
    """Kill, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=0, help="kills at random moments besides")
    parser.add_argument("--every", type=int, default=1, help="only every so many steps")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = Counter(KilledBuilds(Path(folder)).outcomes(given))
    for outcome, count in sorted(found.items()):
        print(f"{count:6} {outcome}")
    sys.exit(any("lost" in outcome for outcome in found))


def write(seeds: Path, documents: dict[str, str]) -> None:
    """Have a folder hold these documents and no others."""
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    for name, text in documents.items():
        (seeds / name).write_text(text, encoding="utf-8")


class KilledBuilds:
    """Builds of a folder that has changed, each killed at another moment."""

    def __init__(self, work: Path) -> None:
        self._work, self._steps = work, work / "steps"
        self._encoder = OpenVinoEncoder()
        write(work / "old", OLD)
        write(work / "new", NEW)
        self._build("old", "index")
        shutil.copytree(work / "index", work / "whole")
        begun = time.monotonic()
        self._build("new", "whole")
        self._seconds = time.monotonic() - begun
        self._n_steps = len(kill_points.taken(self._steps))
        self._before, self._after = self._answers("index"), self._answers("whole")
        self._build("new", "scratch")
        assert self._before != self._after

    def outcomes(self, given: argparse.Namespace) -> Iterator[str]:
        """What came of each kill."""
        rng = random.Random(given.seed)
        for step in range(1, self._n_steps + 1, given.every):
            yield self._outcome(step, None)
        for _ in range(given.random):
            yield self._outcome(0, rng.random() * self._seconds)

    def _outcome(self, step: int, after: float | None) -> str:
        index = self._work / "killed"
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(self._work / "index", index)
        struck = self._killed(step, after)
        answers = self._answers("killed")
        if answers not in (self._before, self._after):
            return f"lost: other answers, at step {step} or {after} s"
        report = verify_index(self._work / ("old" if answers == self._before else "new"), index)
        if not report.sound:
            return f"lost: not whole, at step {step} or {after} s"
        self._build("new", "killed")
        if self._bytes("killed") != self._bytes("scratch"):
            return f"lost: other bytes when built again, at step {step} or {after} s"
        if not struck:
            return "ended before it was killed"
        return "killed, as before" if answers == self._before else "killed, as after"

    def _killed(self, step: int, after: float | None) -> bool:
        arguments = self._arguments("new", "killed")
        program = subprocess.Popen(
            [sys.executable, "-m", "qa.cli", *arguments],
            env=kill_points.environment(self._steps, step),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if after is not None:
            time.sleep(after)
            program.kill()
        return program.wait() == -signal.SIGKILL

    def _arguments(self, seeds: str, index: str) -> list[str]:
        folders = ["--seeds", str(self._work / seeds), "--index", str(self._work / index)]
        return ["build", *folders]

    def _build(self, seeds: str, index: str) -> None:
        done = kill_points.run(self._arguments(seeds, index), self._steps)
        assert done.returncode == 0, done.stderr

    def _bytes(self, index: str) -> dict[str, bytes]:
        files: dict[str, bytes] = generation_files(self._work / index)
        return files

    def _answers(self, index: str) -> Answers:
        with KnowledgeBase.open(
            None, self._work / index, encoder=self._encoder, reader=False
        ) as opened:
            return [
                (hit.passage.document.path, hit.passage.text, hit.score)
                for question in QUESTIONS
                for hit in opened.search(question)
            ]


if __name__ == "__main__":
    main()
