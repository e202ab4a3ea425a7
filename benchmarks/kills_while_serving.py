"""`kill -9` of a running `qa serve` while documents come and go: is what it confirmed there?

    python benchmarks/kills_while_serving.py --every 3 --random 50

A visitor adds a document and an archive, removes one, puts it back, and judges an answer; the
server is killed at each of its steps to disk, or at random moments, and started again. What it had
confirmed must be there whole, what it had not must be there whole or not at all, nothing of a draft
may stay, and the index must become that of a build from nothing.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing.building import build_index

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
kill_points = importlib.import_module("support.kill_points")
generation_files = importlib.import_module("support.fake_encoder").generation_files

FIRST = {
    "mill.md": "# The mill\n\nThe mill at Oster burned down in the spring of 1911.\n",
    "nets.md": "# Harbour\n\nOld Jonas mends nets behind the customs house.\n",
}
ADDED = "# Boats\n\nNine boats leave the harbour each morning before dawn.\n"
PACKED = {
    "town.txt": "تسكن مدينة تل ريم أربعون ألف نسمة، معظمهم من الصيادين.\n",
    "school.md": "# School\n\nThe school has two hundred pupils and eleven teachers.\n",
}
WHOLE = FIRST | {"boats.md": ADDED} | {f"pack/{name}": text for name, text in PACKED.items()}
VERDICT = {
    "verdict": "good",
    "question": "Who mends nets?",
    "state": "answered",
    "confidence": 0.9,
    "passages": ["nets.md#0"],
    "generation": "000001",
}
READY_SECONDS = 120
CAUGHT_UP_SECONDS = 90


def main() -> None:
    """Kill, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=0, help="kills at random moments besides")
    parser.add_argument("--every", type=int, default=1, help="only every so many steps")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found: Counter[str] = Counter()
        for outcome in KilledServers(Path(folder)).outcomes(given):
            found[outcome] += 1
            print(f"{sum(found.values()):5} {outcome}", flush=True)
    print(*(f"{count:6} {outcome}" for outcome, count in sorted(found.items())), sep="\n")
    sys.exit(any("lost" in outcome for outcome in found))


@dataclass
class Confirmed:
    """What a server said it had done, in the order in which it is done."""

    done: list[str] = field(default_factory=list)

    def has(self, what: str) -> bool:
        """Whether it confirmed this."""
        return what in self.done


def visit(address: str, confirmed: Confirmed) -> None:
    """Do everything that changes something on disk, until the server is gone."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in PACKED.items():
            archive.writestr(name, text)
    with httpx.Client(base_url=address, timeout=60) as client, suppress(httpx.TransportError):
        _note(confirmed, "added", client.put("/api/document?name=boats.md", content=ADDED.encode()))
        _note(confirmed, "judged", client.post("/api/feedback", json=VERDICT))
        packs = client.put("/api/archive?name=pack.zip", content=packed.getvalue())
        _note(confirmed, "unpacked", packs)
        removed = client.delete("/api/document?path=nets.md")
        _note(confirmed, "removed", removed)
        key = removed.json().get("key", "")
        _note(confirmed, "restored", client.post(f"/api/document/restore?key={key}"))
        _until(lambda: _paths(client) == set(WHOLE), CAUGHT_UP_SECONDS)
        confirmed.done.append("caught up")


class KilledServers:
    """Servers of one folder, each killed at another moment of one visit."""

    def __init__(self, work: Path) -> None:
        self._work, self._steps = work, work / "steps"
        self._encoder = OpenVinoEncoder()
        _write(work / "first" / "seeds", FIRST)
        build_index(work / "first" / "seeds", work / "first" / "index", self._encoder)
        begun = time.monotonic()
        trouble = self._outcome(0, None)
        assert trouble == "ended before it was killed", trouble
        self._seconds = time.monotonic() - begun
        self._n_steps = len(kill_points.taken(work / "whole"))

    def outcomes(self, given: argparse.Namespace) -> Iterator[str]:
        """What came of each kill."""
        chance = random.Random(given.seed)
        for step in range(1, self._n_steps + 1, given.every):
            yield self._outcome(step, None)
        for _ in range(given.random):
            yield self._outcome(0, chance.random() * self._seconds / 2)

    def _outcome(self, step: int, after: float | None) -> str:
        state, confirmed = self._work / "state", Confirmed()
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(self._work / "first", state)
        struck = self._killed(state, step, after, confirmed)
        when = f", killed at step {step} or {after} s, after {confirmed.done}"
        if trouble := _lost_on_disk(state / "seeds", state / "index", confirmed):
            return f"lost: {trouble}{when}"
        if trouble := self._lost_on_restart(state, confirmed):
            return f"lost: {trouble}{when}"
        last = confirmed.done[-1] if confirmed.done else "the start"
        return f"killed after {last}" if struck else "ended before it was killed"

    def _killed(self, state: Path, step: int, after: float | None, confirmed: Confirmed) -> bool:
        server = _serve(state, kill_points.environment(self._steps, step))
        begun = time.monotonic()
        try:
            with suppress(httpx.TransportError, IndexError):
                address = _address(server)
                _until(lambda: _ready(address), READY_SECONDS)
                if after is None:
                    visit(address, confirmed)
                else:
                    self._visit_beside(address, server, begun + after, confirmed)
            struck = _is_gone(server)
        finally:
            server.kill()
            server.wait()
        if not step and after is None:
            shutil.copy(self._steps, self._work / "whole")
        return struck

    def _visit_beside(
        self, address: str, server: subprocess.Popen[str], until: float, confirmed: Confirmed
    ) -> None:
        beside = threading.Thread(target=visit, args=(address, confirmed))
        beside.start()
        time.sleep(max(until - time.monotonic(), 0))
        server.kill()
        beside.join()

    def _lost_on_restart(self, state: Path, confirmed: Confirmed) -> str:
        seeds, index = state / "seeds", state / "index"
        server = _serve(state, None)
        try:
            address = _address(server)
            if not _until(lambda: _ready(address), READY_SECONDS):
                return "the next start is not ready"
            with httpx.Client(base_url=address, timeout=60) as client:
                if confirmed.has("removed") and "nets.md" not in _seen(seeds):
                    key = next(one.name for one in (seeds / ".removed").iterdir())
                    again = client.post(f"/api/document/restore?key={key}")
                    if again.status_code != httpx.codes.OK:
                        return f"what was removed cannot be put back: {again.text}"
                if not _until(lambda: _paths(client) == set(_seen(seeds)), CAUGHT_UP_SECONDS):
                    return f"the index has {_paths(client)}, the folder {sorted(_seen(seeds))}"
            drafts = [one.name for one in seeds.rglob("*.part")]
        finally:
            server.terminate()
            server.wait()
        if drafts:
            return f"drafts stay: {drafts}"
        scratch = self._work / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        build_index(seeds, scratch, self._encoder)
        return "" if generation_files(index) == generation_files(scratch) else "another index"


def _lost_on_disk(seeds: Path, index: Path, confirmed: Confirmed) -> str:
    """What is missing, or there in part, after a kill."""
    seen, has = _seen(seeds), confirmed.has
    kept = [one for one in (seeds / ".removed").rglob("*") if one.is_file()]
    feedback = index / "feedback.jsonl"
    lines = feedback.read_text(encoding="utf-8").splitlines() if feedback.exists() else []
    changed = [path for path, data in seen.items() if WHOLE.get(path, "").encode() != data]
    troubles = {
        f"{changed} is not what was sent": bool(changed),
        "a removed document is gone": "nets.md" not in seen and not kept,
        "a document is gone that nobody touched": "mill.md" not in seen,
        "an added document is gone": has("added") and "boats.md" not in seen,
        "an archive is not whole": has("unpacked") and not {f"pack/{n}" for n in PACKED} <= {*seen},
        "a document is gone that was put back": has("restored") and "nets.md" not in seen,
        "a verdict is gone": has("judged") and not any(_is_verdict(line) for line in lines),
    }
    return next((trouble for trouble, is_so in troubles.items() if is_so), "")


def _note(confirmed: Confirmed, what: str, answer: httpx.Response) -> None:
    assert answer.is_success, f"{what}: {answer.status_code} {answer.text}"
    confirmed.done.append(what)


def _is_verdict(line: str) -> bool:
    try:
        return bool(json.loads(line)["question"] == VERDICT["question"])
    except ValueError:
        return False  # cut short: it spoils only itself


def _seen(seeds: Path) -> dict[str, bytes]:
    """The files of the folder that are documents, by path."""
    files = (one for one in seeds.rglob("*") if one.is_file())
    paths = {one.relative_to(seeds): one for one in files}
    return {
        path.as_posix(): file.read_bytes()
        for path, file in paths.items()
        if not any(part.startswith(".") for part in path.parts)
    }


def _write(seeds: Path, documents: dict[str, str]) -> None:
    seeds.mkdir(parents=True)
    for name, text in documents.items():
        (seeds / name).write_text(text, encoding="utf-8")


def _serve(state: Path, environment: dict[str, str] | None) -> subprocess.Popen[str]:
    folders = ["--seeds", str(state / "seeds"), "--index", str(state / "index")]
    return subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "serve", *folders, "--port", "0"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _is_gone(server: subprocess.Popen[str]) -> bool:
    """Whether it has ended, or does: its connections are cut a little before."""
    with suppress(subprocess.TimeoutExpired):
        server.wait(1)
    return server.poll() is not None


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stderr is not None
    return server.stderr.readline().split()[1]


def _ready(address: str) -> bool:
    return bool(httpx.get(f"{address}/readyz", timeout=30).json()["ready"])


def _paths(client: httpx.Client) -> set[str]:
    return {document["path"] for document in client.get("/api/documents").json()}


def _until(holds: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


if __name__ == "__main__":
    main()
