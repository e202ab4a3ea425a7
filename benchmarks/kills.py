"""`kill -9` at every step to disk of a command that changes an index, and at random moments.

    python benchmarks/kills.py build import purge calibrate --every 2 --random 20

Each command changes a folder of documents or its index. After a kill the index must answer as
before it or as after it, and the command, run again, must leave the bytes that it leaves
undisturbed, and a purge no word of what was to be forgotten.
`kills_while_serving.py` does the same to a running chat.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.cli.exit_codes import ExitCode
from qa.encoding.encoder import OpenVinoEncoder
from qa.errors import IndexMissingError
from qa.indexing.building import build_index
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
FORGOTTEN = "Old Jonas mends nets"

Answers = list[tuple[str, str, float]] | None


def main() -> None:
    """Kill, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="*", help=f"of {', '.join(COMMANDS)} [all]")
    parser.add_argument("--random", type=int, default=0, help="kills at random moments besides")
    parser.add_argument("--every", type=int, default=1, help="only every so many steps")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    found: Counter[str] = Counter()
    for name in given.commands or COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            killed = KilledCommand(Path(folder), COMMANDS[name])
            for outcome in killed.outcomes(given.every, given.random, given.seed):
                found[f"{name}: {outcome}"] += 1
    for told, count in sorted(found.items()):
        print(f"{count:6} {told}")
    sys.exit(any("lost" in outcome for outcome in found))


@dataclass(frozen=True)
class Command:
    """A command that changes the index of `state/seeds` in `state/index`.

    Attributes:
        words: What is typed, given the folder of the state.
        prepare: Makes the state that it is run on, given an encoder.
        trouble: What is wrong with a state in which it has run again, given one in which it ran
            undisturbed; "" where nothing is.
    """

    words: Callable[[Path], Sequence[str]]
    prepare: Callable[[Path, OpenVinoEncoder], None]
    trouble: Callable[[Path, Path], str]


class KilledCommand:
    """One command, killed at another moment each time."""

    def __init__(self, work: Path, command: Command) -> None:
        self._work, self._steps, self._command = work, work / "steps", command
        self._encoder = OpenVinoEncoder()
        command.prepare(work / "before", self._encoder)
        shutil.copytree(work / "before", work / "after")
        begun = time.monotonic()
        self._run("after")
        self._seconds = time.monotonic() - begun
        self._n_steps = len(kill_points.taken(self._steps))
        self._allowed = [self._answers("before"), self._answers("after")]

    def outcomes(self, every: int, n_random: int, seed: int) -> Iterator[str]:
        """What came of each kill."""
        chance = random.Random(seed)
        for step in range(1, self._n_steps + 1, every):
            yield self._outcome(step, None)
        for _ in range(n_random):
            yield self._outcome(0, chance.random() * self._seconds)

    def _outcome(self, step: int, after: float | None) -> str:
        state = self._work / "killed"
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(self._work / "before", state)
        struck = self._killed(step, after)
        when = f", at step {step} or {after} s"
        answers = self._answers("killed")
        if answers not in self._allowed:
            return f"lost: other answers{when}"
        self._run("killed")
        if self._answers("killed") != self._allowed[1]:
            return f"lost: other answers when run again{when}"
        if trouble := self._command.trouble(state, self._work / "after"):
            return f"lost: {trouble} when run again{when}"
        if not struck:
            return "ended before it was killed"
        return "killed, as before" if answers == self._allowed[0] else "killed, as after"

    def _killed(self, step: int, after: float | None) -> bool:
        program = subprocess.Popen(
            [sys.executable, "-m", "qa.cli", *self._words("killed")],
            env=kill_points.environment(self._steps, step),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if after is not None:
            time.sleep(after)
            program.kill()
        return program.wait() == -signal.SIGKILL

    def _words(self, state: str) -> list[str]:
        folder = self._work / state
        seeds, index = str(folder / "seeds"), str(folder / "index")
        return [*self._command.words(folder), "--seeds", seeds, "--index", index]

    def _run(self, state: str) -> None:
        done = kill_points.run(self._words(state), self._steps)
        assert done.returncode in {ExitCode.DONE, ExitCode.NOTHING_FOUND}, done.stderr

    def _answers(self, state: str) -> Answers:
        index = self._work / state / "index"
        try:
            opened = KnowledgeBase.open(None, index, encoder=self._encoder, reader=False)
        except IndexMissingError:
            return None
        with opened:
            return [
                (hit.passage.document.path, hit.passage.text, hit.score)
                for question in QUESTIONS
                for hit in opened.search(question)
            ]


def write(seeds: Path, documents: dict[str, str]) -> None:
    """Have a folder hold these documents and no others."""
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    for name, text in documents.items():
        (seeds / name).write_text(text, encoding="utf-8")


def _built(state: Path, encoder: OpenVinoEncoder) -> None:
    write(state / "seeds", OLD)
    build_index(state / "seeds", state / "index", encoder)


def _changed(state: Path, encoder: OpenVinoEncoder) -> None:
    _built(state, encoder)
    write(state / "seeds", NEW)


def _exported(state: Path, encoder: OpenVinoEncoder) -> None:
    _built(state, encoder)
    other = state / "other"
    write(other / "seeds", NEW)
    build_index(other / "seeds", other / "index", encoder)
    with KnowledgeBase.open(None, other / "index", encoder=encoder) as opened:
        opened.export(state / "exported.tar")
    shutil.rmtree(other)


def _judged(state: Path, encoder: OpenVinoEncoder) -> None:
    _built(state, encoder)
    verdicts = [
        {
            "time": f"2026-01-01T00:00:{number:02}+00:00",
            "verdict": verdict,
            "passage": "",
            "question": f"{QUESTIONS[number % 3]} ({number})",
            "state": "answered",
            "confidence": 0.5,
            "passages": [("mill.md#0", "town.txt#0", "nets.md#0")[number % 3]],
            "generation": "000001",
        }
        for number in range(12)
        for verdict in [("good", "bad")[number % 2]]
    ]
    lines = "".join(json.dumps(verdict) + "\n" for verdict in verdicts)
    (state / "index" / "feedback.jsonl").write_text(lines, encoding="utf-8")


def _same_bytes(state: Path, undisturbed: Path) -> str:
    same = generation_files(state / "index") == generation_files(undisturbed / "index")
    return "" if same else "other bytes"


def _forgotten(state: Path, undisturbed: Path) -> str:
    files = [path for path in state.rglob("*") if path.is_file()]
    holding = [path.name for path in files if FORGOTTEN.encode() in path.read_bytes()]
    return f"still in {holding}" if holding else _same_bytes(state, undisturbed)


def _calibrated(state: Path, undisturbed: Path) -> str:
    fitted, whole = (
        json.loads((folder / "index" / "confidence.json").read_bytes())
        for folder in (state, undisturbed)
    )
    return "" if fitted == whole else "another confidence"


COMMANDS = {
    "build": Command(lambda _: ["build"], _changed, _same_bytes),
    "import": Command(
        lambda state: ["import", str(state / "exported.tar")], _exported, _same_bytes
    ),
    "purge": Command(lambda _: ["purge", "nets.md", "--with-file"], _built, _forgotten),
    "calibrate": Command(lambda _: ["calibrate", "--no-reader"], _judged, _calibrated),
}


if __name__ == "__main__":
    main()
