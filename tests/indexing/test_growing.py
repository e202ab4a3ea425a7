"""An index that grows: each batch is a build from nothing of its files, small ones first."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from qa.corpus import parser_process
from qa.indexing import batching, building, embedding
from qa.indexing.batching import Unfinished
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files, grow
from support.paths import TESTS

SENTENCE = "In {} the {} lent {} books, and the reading room was open for {} hours a day.\n\n"


def text_of(name, n_sentences):
    return f"# {name}\n\n" + "".join(
        SENTENCE.format(1900 + i, name, i * 37, i % 24) for i in range(n_sentences)
    )


class Folder:
    """A folder of documents, and every content that any of them ever had."""

    def __init__(self, root):
        self.root = root
        self.contents = {}
        root.mkdir()

    def write(self, name, text):
        data = text if isinstance(text, bytes) else text.encode()
        (self.root / name).write_bytes(data)
        self.contents[hashlib.sha256(data).hexdigest()] = data

    def check(self, index):
        """The index has the bytes of a build from nothing of the files that it holds."""
        generation = Generation.open(Layout(index))
        scratch = self.root.parent / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        (scratch / "seeds").mkdir(parents=True)
        for held in (*generation.documents(), *generation.manifest.problems):
            (scratch / "seeds" / held.path).write_bytes(self.contents[held.sha256])
        build(scratch / "seeds", scratch / "index")
        assert generation_files(index) == generation_files(scratch / "index")
        return {document.path: document.sha256 for document in generation.documents()}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Notes and longer documents, and a book that is much more than the first batch."""
    # The pace that is expected of a real encoder, whatever the fake one's is.
    monkeypatch.setattr(batching, "_FASTEST_SECONDS", 1 / 30)
    monkeypatch.setattr(batching, "FIRST_SECONDS", 0.2)
    monkeypatch.setattr(parser_process, "PROCESSES", 1)  # that start quicker than they are needed
    made = Folder(tmp_path / "seeds")
    for name in "abc":
        made.write(f"note-{name}.md", text_of(f"note {name}", 2))
    for name in "defg":
        made.write(f"report-{name}.txt", text_of(f"report {name}", 8))
    made.write("book.md", text_of("book", 120))
    made.write("broken.txt", b"\0\1\2" * 50)
    return made


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_batch_is_a_build_from_nothing_of_the_files_in_it(folder, tmp_path):
    index, encoder, seen = tmp_path / "index", FakeEncoder(), []
    files = sorted(path.name for path in folder.root.iterdir())
    for report in grow(folder.root, index, encoder):
        held = folder.check(index)
        assert sorted([*held, "broken.txt", *report.waiting]) == files
        seen.append(set(held))
    assert len(seen) >= 3
    assert seen == sorted(seen, key=len)
    assert {"note-a.md", "note-b.md", "note-c.md"} <= seen[0]
    assert "book.md" in seen[-1] - seen[-2]
    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert report.waiting == ()
    assert [left.published for left in grow(folder.root, index)] == [False]


def test_what_is_removed_changed_or_renamed_is_never_in_twice_nor_back(folder, tmp_path):
    index = tmp_path / "index"
    build(folder.root, index)
    book, report = text_of("book", 120), text_of("report d", 8)
    (folder.root / "book.md").rename(folder.root / "renamed.md")
    (folder.root / "report-e.txt").unlink()
    folder.write("report-d.txt", changed := text_of("report d", 150))
    folder.write("new.md", text_of("new", 2))
    (folder.root / "note-a.md").rename(folder.root / "zz.md")
    batches = []
    for _ in grow(folder.root, index):
        held = folder.check(index)
        assert list(held.values()).count(digest(book)) == 1  # under its old name or its new one
        assert held["report-d.txt"] in {digest(report), digest(changed)}
        assert "report-e.txt" not in held
        batches.append(held)
    first, last = batches[0], batches[-1]
    assert len(batches) >= 2
    assert first["new.md"]
    assert "zz.md" in first
    assert "note-a.md" not in first
    assert first["book.md"] == last["renamed.md"] == digest(book)
    assert first["report-d.txt"] == digest(report)
    assert last["report-d.txt"] == digest(changed)
    assert sorted(last) == sorted(p.name for p in folder.root.iterdir() if p.name != "broken.txt")


def test_a_copy_that_stays_does_not_keep_a_removed_document(folder, tmp_path):
    index = tmp_path / "index"
    folder.write("copy.md", text_of("book", 120))
    build(folder.root, index)
    (folder.root / "book.md").rename(folder.root / "renamed.md")
    for _ in grow(folder.root, index):
        held = folder.check(index)
        assert "book.md" not in held
    assert held["copy.md"] == held["renamed.md"]


class SteppingEncoder(FakeEncoder):
    """Does something before each batch of texts."""

    def __init__(self, step):
        super().__init__()
        self.step = step

    def encode_passages(self, texts, progress=None):
        self.step(texts)
        return super().encode_passages(texts, progress)


def test_a_note_added_while_a_book_is_encoded_is_in_before_it(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(batching, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(embedding, "KEPT_AT_ONCE", 16)
    monkeypatch.setattr(SteppingEncoder, "at_once", 16)
    index, news, told = tmp_path / "index", threading.Event(), []

    def step(texts):
        if "book" in texts[0]:
            told.append(len(told))
            if len(told) == 3:
                folder.write("late.md", text_of("late", 1))
                news.set()

    encoder = SteppingEncoder(step)
    batches = [folder.check(index) for _ in grow(folder.root, index, encoder, news=news)]
    (first_with_note, *_) = (held for held in batches if "late.md" in held)
    assert "book.md" not in first_with_note
    assert "book.md" in batches[-1]
    assert len(encoder.encoded) == len(set(encoder.encoded))  # it went on where it was


def test_a_book_that_is_more_than_a_batch_is_split_and_encoded_once(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(batching, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(batching, "LONGEST_SECONDS", 0.05)
    calls, sound = [], building.split_document

    def split(document, *rest):
        calls.append(document.path)
        return sound(document, *rest)

    monkeypatch.setattr(building, "split_document", split)
    encoder = SteppingEncoder(lambda _: time.sleep(0.05))
    reports = list(grow(folder.root, tmp_path / "index", encoder))
    assert [report.published for report in reports].count(False) >= 1  # ... and put aside
    assert sorted(calls) == sorted({*calls})
    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert "book.md" in folder.check(tmp_path / "index")


def test_a_book_alone_in_an_empty_index_shuts_nobody_out(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(batching, "FIRST_SECONDS", 0.01)
    for path in folder.root.iterdir():
        if path.name != "book.md":
            path.unlink()
    encoder = SteppingEncoder(lambda _: time.sleep(0.05))
    reports = grow(folder.root, tmp_path / "index", encoder)
    assert next(reports).waiting == ("book.md",)
    assert folder.check(tmp_path / "index") == {}
    assert list(reports)[-1].waiting == ()
    assert set(folder.check(tmp_path / "index")) == {"book.md"}


def test_a_file_that_reads_slowly_holds_no_other_back(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(parser_process, "_WORKER", "support.stumbling_parser_worker")
    monkeypatch.setattr(parser_process, "CPU_SECONDS", 4)
    monkeypatch.setattr(batching, "SLOW_SECONDS", 1.5)
    folder.write("note-b.md", "stumble: hang\nhello")
    folder.write("note-a.md", "stumble: hang\nhello, hello")
    *before, last_but_one, last = grow(folder.root, tmp_path / "index")
    assert "book.md" not in before[-1].waiting
    slow = {"note-a.md", "note-b.md"}
    assert set(before[-1].waiting) == slow
    assert len(last_but_one.waiting) == 1
    assert slow < {problem.path for problem in last.problems}
    assert last.waiting == ()


class EndedError(Exception):
    """Raised by who is told of the progress."""


@pytest.mark.parametrize("stage", ["preparing", "parsing", "encoding", "writing"])
def test_a_listener_ends_a_build_at_any_stage(folder, tmp_path, stage):
    index = tmp_path / "index"
    folder_before = Folder(tmp_path / "before")
    folder_before.write("first.md", text_of("first", 2))
    build(folder_before.root, index)
    before = generation_files(index)

    def listen(progress):
        if progress.stage == stage:
            raise EndedError

    with pytest.raises(EndedError):
        list(grow(folder.root, index, progress=listen))
    assert generation_files(index) == before
    unfinished = Unfinished()
    assert list(grow(folder.root, index, unfinished=unfinished))[-1].waiting == ()
    assert unfinished.splittings == {}
    folder.check(index)
    assert not [p for p in (index / "generations").iterdir() if not p.name.isdigit()]


def test_progress_tells_how_many_files_are_not_in_yet(folder, tmp_path):
    told = []
    for report in grow(folder.root, tmp_path / "index", progress=told.append):
        assert told[-1].n_files > len(report.waiting)
    assert told[0].n_files == len(list(folder.root.iterdir()))


def test_reports_of_batches_add_up_to_that_of_one_build(folder, tmp_path):
    build(folder.root, tmp_path / "one")
    build(folder.root, tmp_path / "many")
    folder.write("book.md", text_of("book", 150))
    folder.write("new.md", text_of("new", 30))
    (folder.root / "report-e.txt").unlink()
    whole = build(folder.root, tmp_path / "one")
    first, *others = grow(folder.root, tmp_path / "many")
    assert others
    together = first
    for report in others:
        together = together.followed_by(report)
    for name in ("added", "changed", "removed", "unchanged", "problems", "n_passages", "n_encoded"):
        assert getattr(together, name) == getattr(whole, name), name


N_KILLS = int(os.environ.get("SANAD_TEST_KILLS", "4"))


def start(seeds, index):
    return subprocess.Popen(
        [sys.executable, TESTS / "support" / "slow_build.py", seeds, index, "fake", "grow"],
        stdout=subprocess.PIPE,
        cwd=TESTS.parent,
        env=os.environ | {"PYTHONPATH": str(TESTS.parent)},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_between_and_within_batches_an_index_is_whole(folder, tmp_path):
    folder.write("book.md", text_of("book", 60))
    unkilled = start(folder.root, tmp_path / "unkilled")
    n_steps = len(unkilled.communicate()[0].splitlines())
    rng = random.Random(7)
    n_partial = 0
    for number in range(N_KILLS):
        index = tmp_path / f"killed-{number}"
        process = start(folder.root, index)
        for _ in range(rng.randrange(n_steps * 3 // 4) + n_steps // 8):
            process.stdout.readline()
        time.sleep(rng.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if (index / "CURRENT").exists():
            n_partial += "book.md" not in folder.check(index)
        again = start(folder.root, index)
        again.communicate()
        assert again.returncode == 0
        assert generation_files(index) == generation_files(tmp_path / "unkilled")
    assert n_partial >= 1


def test_opened_behind_an_index_answers_as_it_is(folder, tmp_path):
    index = tmp_path / "index"
    with KnowledgeBase.open(folder.root, index, encoder=FakeEncoder()) as kb:
        old = kb.generation
    folder.write("harbour.md", "# Harbour\n\nThe harbour master keeps the ships in order.")
    (folder.root / "book.md").unlink()
    with KnowledgeBase.open(folder.root, index, refresh="behind", encoder=FakeEncoder()) as kb:
        assert kb.generation == old
        assert kb.progress is None
        assert "book.md" in {document.path for document in kb.documents()}
        report = kb.refresh()
        assert (report.added, report.removed) == (("harbour.md",), ("book.md",))
        assert kb.search("harbour master", top_k=1)[0].passage.document.path == "harbour.md"


@pytest.mark.parametrize("fault", ["missing", "damaged", "foreign"])
def test_opened_behind_an_index_that_cannot_be_used_is_begun_anew(folder, tmp_path, fault):
    index = tmp_path / "index"
    if fault != "missing":
        other = FakeEncoder("fake-2" if fault == "foreign" else "fake-1")
        KnowledgeBase.open(folder.root, index, encoder=other).close()
    if fault == "damaged":
        texts = next(index.rglob("texts.utf8"))
        texts.write_bytes(texts.read_bytes()[:-1] + b"?")
    with KnowledgeBase.open(folder.root, index, refresh="behind", encoder=FakeEncoder()) as kb:
        held = {document.path for document in kb.documents()}
        assert "note-a.md" in held
        assert "book.md" not in held
        assert kb.search("note a", top_k=1)
        kb.refresh()
        assert "book.md" in {document.path for document in kb.documents()}
        assert kb.verify().sound
