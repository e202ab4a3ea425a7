"""A disk that is full at any moment of a build, an export or an import: nothing is lost."""

import shutil

import pytest

from qa.errors import ExportError, IndexStateError, IndexWriteError
from qa.indexing import importing
from qa.indexing.carrying import export_index
from qa.indexing.importing import import_index
from qa.knowledge_base import KnowledgeBase
from qa.settings import SplitterSettings
from qa.web.line_files import LineFile
from support.fake_encoder import FakeEncoder, build, generation_files
from support.sample_documents import SEEDS, write_seeds

SPLITTER = SplitterSettings(24)
QUESTION = "When was the library founded?"
VERDICT = '{"question": "library?"}\n'
MOST_PAGES = 1000  # the whole disk


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Documents and their index, the same changed, and the new index exported."""
    work = tmp_path_factory.mktemp("full")
    write_seeds(work / "seeds")
    build(work / "seeds", work / "index")
    shutil.copytree(work / "seeds", work / "changed")
    (work / "changed" / "new.txt").write_text("The lighthouse keeper lives on the island.")
    (work / "changed" / "fr" / "guide.txt").unlink()
    build(work / "changed", work / "new")
    (work / "new" / "feedback.jsonl").write_text(VERDICT)
    export_index(work / "new", work / "new.tar", feedback=True)
    return work


def answers(index):
    with KnowledgeBase.open(None, index, encoder=FakeEncoder(), reader=False) as kb:
        return [
            (hit.passage.passage_id, hit.passage.text, hit.score) for hit in kb.search(QUESTION)
        ]


def at_each_room(disk, every, work):
    """Do some work where there is too little room for it, and where there is just enough.

    Args:
        disk: The disk.
        every: How many pages of room there are more each time.
        work: Gets a fresh folder, does its work there once and again, and sees what came of it:
            of the first time, with whatever error it raised or None, the disk being full, and of
            the second, there being room.

    Returns:
        How often there was too little.
    """
    for n_failed, pages in enumerate(range(0, MOST_PAGES, every)):
        folder = disk.folder / "work"
        folder.mkdir()
        error = work(folder, lambda pages=pages: disk.fill(pages))
        disk.empty()
        shutil.rmtree(folder)
        if error is None:
            return n_failed
        assert "Make room" in str(error), (pages, error)
    raise AssertionError("no room was enough")


def outcome(work):
    """The error of a piece of work; None where there is none."""
    try:
        work()
    except IndexStateError as error:
        return error
    return None


def build_with(built, disk, caplog):
    def work(folder, fill):
        index = folder / "index"
        shutil.copytree(built / "index", index)
        fill()
        error = outcome(lambda: build(built / "changed", index))
        if error is not None:
            assert (type(error), error.kind) == (IndexWriteError, "full"), error
            assert answers(index) == answers(built / "index")
            assert {path.name for path in (index / "generations").iterdir()} == {"000001"}
        disk.empty()
        report = build(built / "changed", index)
        assert (report.problems, report.n_documents) == ((), len(SEEDS))
        assert report.n_encoded <= 1  # what was encoded before is there yet
        assert generation_files(index) == generation_files(built / "new")
        assert "damaged" not in caplog.text
        return error

    return work


def export_with(built, disk):
    whole = (built / "new.tar").read_bytes()

    def work(folder, fill):
        file = folder / "x.tar"
        file.write_bytes(b"an older export")
        fill()
        error = outcome(lambda: export_index(built / "new", file, feedback=True))
        if error is not None:
            assert (type(error), "No space left" in str(error)) == (ExportError, True)
            assert file.read_bytes() == b"an older export"
            assert list(folder.iterdir()) == [file]
            disk.empty()
            export_index(built / "new", file, feedback=True)
        assert file.read_bytes() == whole
        return error

    return work


def import_with(built, disk):
    def work(folder, fill):
        index = folder / "index"
        shutil.copytree(built / "index", index)
        (index / "feedback.jsonl").write_text('{"mine": 1}\n')
        fill()
        take = lambda: import_index(  # noqa: E731
            built / "new.tar", index, FakeEncoder(), settings=SPLITTER
        )
        error = outcome(take)
        if error is not None:
            assert (type(error), error.kind) == (IndexWriteError, "full"), error
            is_old = (index / "CURRENT").read_text().startswith("000001 ")
            assert answers(index) == answers(built / ("index" if is_old else "new"))
            assert (index / "feedback.jsonl").read_text().startswith('{"mine": 1}\n')
            disk.empty()
            take()
        assert generation_files(index) == generation_files(built / "new")
        assert (index / "feedback.jsonl").read_text() == '{"mine": 1}\n' + VERDICT
        assert all(path.name.isdigit() for path in (index / "generations").iterdir())
        return error

    return work


def test_a_build(built, small_disk, caplog):
    assert at_each_room(small_disk, 13, build_with(built, small_disk, caplog)) > 2


def test_an_export(built, small_disk):
    assert at_each_room(small_disk, 7, export_with(built, small_disk)) > 2


def test_an_import(built, small_disk, monkeypatch):
    monkeypatch.setattr(importing, "_SPARE_BYTES", -(1 << 40))  # it looks for room, and has it
    assert at_each_room(small_disk, 13, import_with(built, small_disk)) > 2


@pytest.mark.long
def test_a_build_at_every_amount_of_room(built, small_disk, caplog):
    assert at_each_room(small_disk, 1, build_with(built, small_disk, caplog)) > 20


@pytest.mark.long
def test_an_export_at_every_amount_of_room(built, small_disk):
    assert at_each_room(small_disk, 1, export_with(built, small_disk)) > 15


@pytest.mark.long
def test_an_import_at_every_amount_of_room(built, small_disk, monkeypatch):
    monkeypatch.setattr(importing, "_SPARE_BYTES", -(1 << 40))
    assert at_each_room(small_disk, 1, import_with(built, small_disk)) > 20


def test_a_line_that_has_no_room_leaves_no_part_of_it(small_disk):
    file = LineFile(small_disk.folder / "verdicts.jsonl", 1 << 30)
    file.append({"first": "x"})
    before = file.path.read_bytes()
    small_disk.fill(1)
    with pytest.raises(OSError, match="No space left"):
        file.append({"long": "x" * 3 * 4096})
    assert file.path.read_bytes() == before
    small_disk.empty()
    file.append({"second": "y"})
    assert file.path.read_bytes() == before + b'{"second": "y"}\n'
