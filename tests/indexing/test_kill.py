"""`kill -9` at any moment leaves the last generation in service, and the next build goes on."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback

import pytest

from qa.encoding.encoder import OpenVinoEncoder
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files
from support.paths import TESTS

N_KILLS = int(os.environ.get("SANAD_TEST_KILLS", "3"))
N_KILLS_LONG = 24
MODEL = os.environ.get("SANAD_TEST_KILL_MODEL", "fake")  # or "embedded"

STAGES = [b"preparing", b"parsing", b"encoding", b"writing"]
SENTENCE = "In {} the library lent {} books, and the reading room was open for {} hours a day.\n\n"


def write(seeds, names, salt):
    seeds.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        text = "".join(SENTENCE.format(salt + i, number * i, i) for i in range(10))
        (seeds / f"{name}.md").write_text(f"# Report {name}\n\n{text}")


def encoder_for(model):
    return FakeEncoder() if model == "fake" else OpenVinoEncoder(model)


def start(seeds, index, model):
    return subprocess.Popen(
        [sys.executable, str(TESTS / "support" / "slow_build.py"), str(seeds), str(index), model],
        stdout=subprocess.PIPE,
        cwd=TESTS.parent,
        env=os.environ | {"PYTHONPATH": str(TESTS.parent)},
    )


def run(seeds, index, model):
    """Run a build to its end: the number of texts it encoded, and the steps it told, each once."""
    process = start(seeds, index, model)
    output, _ = process.communicate()
    assert process.returncode == 0
    *steps, n_encoded = output.splitlines()
    return int(n_encoded), sorted({moment(step) for step in steps})


def moment(step):
    """What a line tells that a build has come to: stages, and numbers in them, rise."""
    stage, done = step.split()
    return STAGES.index(stage), int(done)


def read_until(process, wanted):
    """Wait until a build has come to a step, or has ended."""
    for line in process.stdout:
        if not line[0:1].isalpha() or moment(line) >= wanted:
            return


def answers(index, encoder):
    with KnowledgeBase.open(None, index, encoder=encoder) as kb:
        return [
            (hit.passage.passage_id, hit.passage.text, hit.score)
            for question in ("How many books were lent in 2004?", "reading room hours")
            for hit in kb.search(question)
        ]


def survive_kills(work, n_kills, model, seed=0):
    """Kill builds at random moments; the number of kills that struck a running build.

    A moment is a random step and up to 20 ms after it, whatever the load; each kill has its own
    stretch of the steps.

    After each, the last generation must answer as before. In the end the re-run must give the
    bytes of a build from nothing, and must have needed fewer texts than that.
    """
    encoder = encoder_for(model)
    seeds, index = work / "seeds", work / "index"
    write(seeds, "abc", 2000)
    run(seeds, index, model)
    before = answers(index, encoder)
    shutil.copytree(seeds, work / "changed")
    write(work / "changed", "bcdefgh", 2100)
    (work / "changed" / "a.md").unlink()
    # Which steps the build takes, and what it gives without being killed.
    shutil.copytree(index, work / "unkilled")
    n_texts, steps = run(work / "changed", work / "unkilled", model)
    after = answers(work / "unkilled", encoder)
    assert after != before
    rng = random.Random(seed)
    n_struck = n_resumed = 0
    for number in range(n_kills):
        copy = work / f"killed-{number}"
        shutil.copytree(index, copy)
        process = start(work / "changed", copy, model)
        read_until(process, steps[int((number + rng.random()) * len(steps) / n_kills)])
        time.sleep(rng.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        struck = process.returncode == -signal.SIGKILL
        assert answers(copy, encoder) in ((before,) if struck_early(copy) else (after,))
        n_struck += struck
        n_encoded, _ = run(work / "changed", copy, model)
        assert n_encoded <= n_texts
        n_resumed += n_encoded < n_texts
        assert generation_files(copy) == generation_files(work / "unkilled")
        assert answers(copy, encoder) == after
        leftovers = [p.name for p in (copy / "generations").iterdir() if not p.name.isdigit()]
        assert leftovers == []
    return n_struck, n_resumed


def struck_early(index):
    """Whether the first generation is still the one in service."""
    return (index / "CURRENT").read_text().startswith("000001 ")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_builds_lose_nothing(tmp_path):
    n_struck, n_resumed = survive_kills(tmp_path, N_KILLS, MODEL)
    assert n_struck >= N_KILLS // 2
    assert n_resumed >= 1


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_builds_killed_often_lose_nothing(tmp_path):
    n_struck, n_resumed = survive_kills(tmp_path, N_KILLS_LONG, MODEL, seed=1)
    assert n_struck >= N_KILLS_LONG // 2
    assert n_resumed >= N_KILLS_LONG // 4


def test_two_builds_at_once_wait_for_each_other(tmp_path):
    write(tmp_path / "seeds", "abcdef", 2000)
    both = [start(tmp_path / "seeds", tmp_path / "index", "fake") for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    encoded = sorted(int(output.splitlines()[-1]) for output in outputs)
    assert encoded[0] == 0  # the second found everything done
    assert encoded[1] > 0
    build(tmp_path / "seeds", tmp_path / "scratch")
    assert generation_files(tmp_path / "index") == generation_files(tmp_path / "scratch")


def test_readers_never_fail_while_builds_replace_and_prune(tmp_path):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds, "abc", 2000)
    build(seeds, index)
    stop = threading.Event()
    failures, seen = [], set()

    def read(opens_anew):
        try:
            kb = KnowledgeBase.open(None, index, encoder=FakeEncoder())
            while not stop.wait(0.002):  # a build needs this process too
                if opens_anew:
                    kb = KnowledgeBase.open(None, index, encoder=FakeEncoder())
                hits = kb.search("How many books were lent?")
                assert len(hits) == 10
                for hit in hits:
                    assert "books" in hit.passage.text
                seen.add(kb.generation)
        except Exception:  # noqa: BLE001 (whatever it is fails the test)
            failures.append(traceback.format_exc())

    readers = [threading.Thread(target=read, args=(i % 2 == 0,)) for i in range(4)]
    for reader in readers:
        reader.start()
    for number in range(6):
        write(seeds, "abcd"[: 3 + number % 2], 2000 + number)
        build(seeds, index)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 2


def test_an_open_generation_answers_after_its_files_are_gone(tmp_path):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    write(seeds, "abc", 2000)
    build(seeds, index)
    with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as kb:
        expected = kb.search("books")
        shutil.rmtree(index)
        assert kb.search("books") == expected
        # Built anew under the same name, the index is another one.
        write(seeds, "xyz", 2500)
        (seeds / "a.md").unlink()
        build(seeds, index)
        assert kb.generation == "000001"
        assert "x.md" in {document.path for document in kb.documents()}
        assert "a.md" not in {document.path for document in kb.documents()}
