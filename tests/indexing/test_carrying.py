"""An exported index: the same bytes each time, every one of them checked, taken in as a whole."""

import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
from collections import namedtuple

import numpy as np
import pytest

from qa.errors import ExportError, IndexMismatchError, IndexStateError
from qa.indexing.carrying import FEEDBACK, HEAD, Head, export_index, member_header
from qa.indexing.generation import FileRecord
from qa.indexing.importing import import_index
from qa.knowledge_base import KnowledgeBase
from qa.settings import SplitterSettings
from support.fake_encoder import FakeEncoder, build, generation_files
from support.kill_points import environment, taken
from support.paths import TESTS
from support.sample_documents import write_seeds

SPLITTER = SplitterSettings(24)
VERDICT = '{"question": "library?", "passages": ["en/library.md#0"]}'
CONFIDENCE = '{"weights": [1, 2]}'


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Seeds, an index, and the file that it is exported to with all that it can hold."""
    work = tmp_path_factory.mktemp("carrying")
    write_seeds(work / "seeds")
    build(work / "seeds", work / "index")
    (work / "index" / "feedback.jsonl").write_text(VERDICT + "\n")
    (work / "index" / "confidence.json").write_text(CONFIDENCE)
    export_index(work / "index", work / "x.tar", feedback=True, confidence=True)
    return work


def take(file, index, encoder=None, **options):
    return import_index(file, index, encoder or FakeEncoder(), settings=SPLITTER, **options)


def answers(index):
    with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as kb:
        return [(hit.passage.passage_id, hit.score) for hit in kb.search("library books")]


def test_the_same_generation_gives_the_same_file_and_any_tar_reads_it(exported, tmp_path):
    report = export_index(exported / "index", tmp_path / "y.tar", feedback=True, confidence=True)
    assert (tmp_path / "y.tar").read_bytes() == (exported / "x.tar").read_bytes()
    assert report.n_bytes == (tmp_path / "y.tar").stat().st_size
    assert report.extras == ("feedback", "confidence")
    with tarfile.open(tmp_path / "y.tar") as opened:
        names = opened.getnames()
        assert names[:2] == ["export.json", "generation/manifest.json"]
        assert all(entry.isreg() for entry in opened)
        opened.extractall(tmp_path / "unpacked", filter="data")
    kept = generation_files(exported / "index")
    kept.pop("manifest.sha256")
    assert {
        path.relative_to(tmp_path / "unpacked" / "generation").as_posix(): path.read_bytes()
        for path in (tmp_path / "unpacked" / "generation").rglob("*")
        if path.is_file()
    } == kept
    assert sorted(tmp_path.iterdir()) == [tmp_path / "unpacked", tmp_path / "y.tar"]
    with tarfile.open(export_index(exported / "index", tmp_path / "z.tar").file) as plain:
        assert FEEDBACK not in plain.getnames()


def test_it_answers_elsewhere_without_documents_and_is_brought_up_to_date(exported, tmp_path):
    index = tmp_path / "index"
    report = take(exported / "x.tar", index)
    assert (report.published, report.n_documents, report.n_verdicts) == (True, 6, 1)
    assert generation_files(index) == generation_files(exported / "index")
    assert answers(index) == answers(exported / "index")
    assert (index / "feedback.jsonl").read_text() == VERDICT + "\n"
    assert (index / "confidence.json").read_text() == CONFIDENCE
    again = take(exported / "x.tar", index)
    assert (again.published, again.n_verdicts, again.generation) == (False, 0, report.generation)
    assert not build(exported / "seeds", index).published
    (seeds := tmp_path / "seeds").mkdir()
    (seeds / "new.md").write_text("# New\n\nThe library has another book.\n")
    assert build(seeds, index, encoder := FakeEncoder()).added == ("new.md",)
    assert len(encoder.encoded) == 1
    build(seeds, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def test_what_is_here_is_kept(exported, tmp_path):
    index = tmp_path / "index"
    shutil.copytree(exported / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "own.md").write_text("# Own\n\nSomething of our own.\n")
    own = build(tmp_path / "seeds", index).generation
    (index / "feedback.jsonl").write_text('{"mine": 1}')  # without a line end
    (index / "confidence.json").write_text('{"mine": 2}')
    report = take(exported / "x.tar", index)
    assert int(report.generation) > int(own)
    assert report.confidence == "kept"
    assert (index / "confidence.json").read_text() == '{"mine": 2}'
    assert (index / "feedback.jsonl").read_text() == f'{{"mine": 1}}\n{VERDICT}\n'
    with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as kb:
        kb.use_generation(own)
        assert "own.md" in {document.path for document in kb.documents()}


def refuse(file, tmp_path, error=ExportError, **options):
    """See that a file is refused, and nothing of it stays beside a good index."""
    index = tmp_path / "index"
    before = {p: p.read_bytes() for p in index.rglob("*") if p.is_file()}
    with pytest.raises(error) as caught:
        take(file, index, **options)
    after = {p: p.read_bytes() for p in index.rglob("*") if p.is_file()}
    after.pop(index / "build.lock", None)
    before.pop(index / "build.lock", None)
    assert after == before
    return str(caught.value)


@pytest.fixture
def beside(exported, tmp_path):
    shutil.copytree(exported / "index", tmp_path / "index")
    return tmp_path


@pytest.mark.parametrize("part", range(4))
def test_any_altered_bit_is_found(exported, beside, part):
    data = (exported / "x.tar").read_bytes()
    rng = random.Random(part)
    # Some bits anywhere, and of the first headers and the list of contents, where none is checked
    # by a digest.
    places = [rng.randrange(len(data)) for _ in range(12)]
    places += [rng.randrange(8192) for _ in range(12)] + [len(data) - 1 - part, 512 * part]
    for place in places:
        altered = bytearray(data)
        altered[place] ^= 1 << rng.randrange(8)
        (beside / "altered.tar").write_bytes(altered)
        refuse(beside / "altered.tar", beside)


@pytest.mark.parametrize("n_bytes", [0, 1, 511, 512, 4096, -1, -512, -10_240, "more"])
def test_a_file_cut_short_or_made_longer_is_refused(exported, beside, n_bytes):
    data = (exported / "x.tar").read_bytes()
    cut = data + bytes(10_240) if n_bytes == "more" else data[:n_bytes]
    (beside / "cut.tar").write_bytes(cut)
    refuse(beside / "cut.tar", beside)


def test_what_is_no_file_or_no_export_is_told(exported, beside):
    os.mkfifo(beside / "fifo")
    (beside / "text").write_text("not a tar" * 200)
    with tarfile.open(beside / "other.tar", "w") as other:
        other.add(exported / "seeds", "seeds")
    for name in ("fifo", "text", "other.tar", "nothing", "index"):
        assert name in refuse(beside / name, beside)
    with pytest.raises(ExportError, match="cannot be written"):
        export_index(exported / "index", beside / "nowhere" / "x.tar")
    with pytest.raises(ExportError, match="cannot be written"):
        export_index(exported / "index", beside / "index")


def test_another_model_splitter_or_version_is_refused_with_what_to_do(exported, beside):
    file = exported / "x.tar"
    assert "--model" in refuse(file, beside, IndexMismatchError, encoder=FakeEncoder("fake-2"))
    with pytest.raises(IndexMismatchError, match="Import it with"):
        import_index(file, beside / "index", FakeEncoder())


def rewritten(file, change):
    """An export whose members are others, with all its digests right."""
    with tarfile.open(file) as opened:
        members = {entry.name: opened.extractfile(entry).read() for entry in opened}
    fingerprint = json.loads(members.pop(HEAD))["fingerprint"]
    members = change(members)
    records = {n: FileRecord(len(d), hashlib.sha256(d).hexdigest()) for n, d in members.items()}
    head = Head(records, fingerprint)
    out = io.BytesIO()
    for name, data in {HEAD: head.to_bytes(), **members}.items():
        out.write(member_header(name, len(data)) + data + bytes(-len(data) % 512))
    out.write(bytes(head.n_bytes - out.tell()))
    return out.getvalue()


def with_manifest(members, change):
    manifest = json.loads(members["generation/manifest.json"])
    change(manifest)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return members | {"generation/manifest.json": text.encode()}


def add_member(name):
    def change(members):
        data = members["generation/segment-000/texts.utf8"]

        def listed(manifest):
            record = manifest["files"]["segment-000/texts.utf8"]
            manifest["files"][name.removeprefix("generation/")] = record

        changed = with_manifest(members, listed) | {name: data}
        first = "generation/manifest.json"
        own = sorted(n for n in changed if n.startswith("generation/") and n != first)
        rest = [n for n in changed if not n.startswith("generation/")]
        return {n: changed[n] for n in (first, *own, *rest)}

    return change


@pytest.mark.parametrize(
    "name",
    [
        "generation/../../../escaped.txt",
        "generation/segment-000/../../escaped.npy",
        "generation//etc/escaped.npy",
        "generation/segment-000/a/b.npy",
        "generation/CURRENT",
        "generation/segment-000/.hidden",
        "../escaped.txt",
        "/escaped.txt",
        "cache/embeddings.sqlite",
    ],
)
def test_no_other_name_is_taken_in(exported, beside, name):
    (beside / "odd.tar").write_bytes(rewritten(exported / "x.tar", add_member(name)))
    refuse(beside / "odd.tar", beside)
    assert not list(beside.parent.rglob("escaped*"))


def test_a_file_with_nothing_changed_is_rewritten_to_the_same_bytes(exported):
    # So the refusals here are of what is changed, not of how it is written.
    assert rewritten(exported / "x.tar", dict) == (exported / "x.tar").read_bytes()


def passage_of_other_bytes(members):
    """The first passage begins a byte later than its document has it, every digest being right."""
    name = "segment-000/passages.npy"
    rows = np.load(io.BytesIO(members[f"generation/{name}"]))
    rows[0, 4] += 1
    np.save(data := io.BytesIO(), rows)
    changed = data.getvalue()
    digest = hashlib.sha256(changed).hexdigest()
    return with_manifest(
        members | {f"generation/{name}": changed},
        lambda manifest: manifest["files"][name].update(sha256=digest),
    )


CONTENTS = {
    "fewer passages": lambda m: with_manifest(m, lambda x: x.update(n_passages=1)),
    "problems that are none": lambda m: with_manifest(
        m, lambda x: x.update(problems=[dict.fromkeys(PROBLEM, 5) | {"values": []}])
    ),
    "another model": lambda m: with_manifest(m, lambda x: x.update(model="fake-2")),
    "a segment without files": lambda m: with_manifest(
        m, lambda x: x["segments"].append("segment-009")
    ),
    "no generation": lambda m: {n: d for n, d in m.items() if n == FEEDBACK},
    "verdicts that are none": lambda m: m | {FEEDBACK: b"[1]\n"},
    "a file missing": lambda m: {n: d for n, d in m.items() if "moments" not in n},
    "a passage not in its document": passage_of_other_bytes,
    "a manifest of another kind": lambda m: m | {"generation/manifest.json": b"[]"},
}
PROBLEM = ("path", "kind", "message", "sha256", "code")


@pytest.mark.parametrize("change", CONTENTS.values(), ids=CONTENTS)
def test_contents_that_are_no_generation_are_refused(exported, beside, change):
    (beside / "odd.tar").write_bytes(rewritten(exported / "x.tar", change))
    refuse(beside / "odd.tar", beside, IndexStateError)


def test_a_full_disk_is_told_before_anything_is_written(exported, beside, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 1000, 1000))
    assert "Make room" in refuse(exported / "x.tar", beside, IndexStateError)


PROGRAM = """
import sys
from pathlib import Path
from qa.indexing.importing import import_index
from qa.settings import SplitterSettings
from support.fake_encoder import FakeEncoder
import_index(Path(sys.argv[1]), Path(sys.argv[2]), FakeEncoder(), settings=SplitterSettings(24))
"""


def import_apart(file, index, steps, kill_at=0):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file), str(index)],
        env=environment(steps, kill_at),
        cwd=TESTS.parent,
        capture_output=True,
        check=False,
    )


def kill_at_steps(exported, tmp_path, every):
    """Kill an import at steps: the old index or the new one answers, and a repeat works."""
    (seeds := tmp_path / "seeds").mkdir()
    (seeds / "old.md").write_text("# Old\n\nThe library of old.\n")
    build(seeds, tmp_path / "old")
    old, new = answers(tmp_path / "old"), answers(exported / "index")
    shutil.copytree(tmp_path / "old", tmp_path / "counted")
    done = import_apart(exported / "x.tar", tmp_path / "counted", tmp_path / "steps")
    assert done.returncode == 0, done.stderr
    n_steps = len(taken(tmp_path / "steps"))
    assert n_steps > 30
    for step in range(1, n_steps + 1, every):
        index = tmp_path / f"killed-{step}"
        shutil.copytree(tmp_path / "old", index)
        killed = import_apart(exported / "x.tar", index, tmp_path / "steps", step)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        is_old = (index / "CURRENT").read_text().startswith("000001 ")
        assert answers(index) == (old if is_old else new)
        take(exported / "x.tar", index)
        assert answers(index) == new
        assert (index / "feedback.jsonl").read_text() == VERDICT + "\n"
        assert all(path.name.isdigit() for path in (index / "generations").iterdir())
        shutil.rmtree(index)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_import_is_repeated(exported, tmp_path):
    kill_at_steps(exported, tmp_path, every=37)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_an_import_killed_at_any_step_is_repeated(exported, tmp_path):
    kill_at_steps(exported, tmp_path, every=1)
