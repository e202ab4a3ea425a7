"""Going back to a build: it is checked, stays, and no number is given twice."""

import os
import shutil
import threading
import time

import pytest

from qa.errors import GenerationError, IndexBusyError, IndexMissingError, IndexPinnedError
from qa.indexing.carrying import export_index
from qa.indexing.generations import list_generations, prune_generations, use_generation
from qa.indexing.importing import import_index
from qa.indexing.layout import Layout
from qa.indexing.locking import build_lock
from qa.indexing.purging import purge_documents
from qa.knowledge_base import KnowledgeBase
from qa.settings import SplitterSettings
from support.fake_encoder import FakeEncoder, build, generation_files

SPLITTER = SplitterSettings(24)  # as `build` splits


def edit(seeds, number):
    seeds.mkdir(exist_ok=True)
    (seeds / "a.md").write_text(f"# Report\n\nIn that year the library lent {number} books.\n")
    (seeds / "b.md").write_text("# Rules\n\nNo food in the reading room.\n")


@pytest.fixture(scope="module")
def six_builds(tmp_path_factory):
    """Seeds and an index after six builds: 000002 to 000006 are kept."""
    work = tmp_path_factory.mktemp("generations")
    for number in range(1, 7):
        edit(work / "seeds", number)
        build(work / "seeds", work / "index")
    return work


@pytest.fixture
def work(six_builds, tmp_path):
    shutil.copytree(six_builds, tmp_path / "work")
    return tmp_path / "work"


def names(index):
    return [info.name for info in list_generations(index)]


def lent(kb):
    return kb.search("How many books were lent?")[0].passage.text


def use(work, name):
    return use_generation(work / "index", name, FakeEncoder())


def test_the_last_five_are_listed_with_what_they_hold(work):
    found = list_generations(work / "index")
    assert [info.name for info in found] == [f"00000{n}" for n in (6, 5, 4, 3, 2)]
    assert [info.current for info in found] == [True, False, False, False, False]
    for info in found:
        files = (work / "index" / "generations" / info.name).glob("segment-*/*")
        assert info.n_bytes == sum(file.stat().st_size for file in files)
        assert (info.n_documents, info.n_passages > 1, info.damage) == (2, True, "")
        assert not info.pinned
    with pytest.raises(IndexMissingError):
        list_generations(work / "nothing")


def test_a_pinned_index_stays_whoever_refreshes(work):
    index, seeds = work / "index", work / "seeds"
    with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), refresh=False) as kb:
        assert not kb.pinned
        kb.use_generation("3")
        assert (kb.generation, kb.pinned) == ("000003", True)
        assert "lent 3 books" in lent(kb)
        edit(seeds, 99)
        with pytest.raises(IndexPinnedError, match=r"000003.*use latest"):
            kb.refresh()
        with pytest.raises(IndexPinnedError):
            build(seeds, index)
        with pytest.raises(IndexPinnedError):
            purge_documents(seeds, index, "b.md", with_file=True)
        assert (seeds / "b.md").exists()
        kb.export(work / "x.tar")
        with pytest.raises(IndexPinnedError):
            import_index(work / "x.tar", index, FakeEncoder(), settings=SPLITTER)
        errors, reports = [], []
        kb.follow(reports.append, errors.append, sweep_seconds=0.2)
        time.sleep(1)
        assert (errors, reports, kb.generation) == ([], [], "000003")
        assert "lent 3 books" in lent(kb)
        kb.use_generation("latest")
        until = time.monotonic() + 30
        while "lent 99 books" not in lent(kb) and time.monotonic() < until:
            time.sleep(0.1)
        assert "lent 99 books" in lent(kb)
        assert (kb.pinned, kb.generation) == (False, reports[0].generation)
        assert int(kb.generation) > 6


@pytest.mark.parametrize("refresh", [True, "behind"])
def test_a_pinned_index_is_opened_as_it_is(work, refresh, caplog):
    use(work, "4")
    edit(work / "seeds", 99)
    with KnowledgeBase.open(
        work / "seeds", work / "index", encoder=FakeEncoder(), refresh=refresh
    ) as kb:
        assert "lent 4 books" in lent(kb)
        assert kb.pinned
    assert "use latest" in caplog.text


def test_numbers_are_never_given_again(work):
    index, seeds = work / "index", work / "seeds"
    use(work, "2")
    assert prune_generations(index, 1) == ("000003", "000004", "000005")
    assert names(index) == ["000006", "000002"]
    assert use(work, "latest").name == "000006"
    edit(seeds, 7)
    assert build(seeds, index).generation == "000007"
    build(seeds, work / "scratch")
    assert generation_files(index) == generation_files(work / "scratch")
    with pytest.raises(ValueError, match="keep"):
        prune_generations(index, 0)


def test_what_is_damaged_is_listed_so_and_not_used(work):
    index = work / "index"
    pointer = (index / "CURRENT").read_bytes()
    folders = index / "generations"
    texts = next((folders / "000003").rglob("texts.utf8"))
    texts.write_bytes(texts.read_bytes().replace(b"lent", b"lost"))
    (folders / "000004" / "manifest.json").unlink()
    manifest = folders / "000005" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"n_documents": 2', '"n_documents": 9'))
    damages = {info.name: info.damage for info in list_generations(index)}
    assert {name for name, damage in damages.items() if damage} == {"000003", "000004", "000005"}
    assert "texts.utf8" in damages["000003"]
    for name in ("3", "000004", "5", "17", "1", "-3", "٣", "", "../000006"):
        with pytest.raises(GenerationError, match="generations list"):
            use(work, name)
    assert (index / "CURRENT").read_bytes() == pointer
    # Latest is the newest that is sound.
    texts = next((folders / "000006").rglob("texts.utf8"))
    texts.unlink()
    assert use(work, "latest").name == "000002"
    assert build(work / "seeds", index).generation == "000007"


def test_another_models_generation_is_not_used(work):
    with pytest.raises(GenerationError, match="fake-1"):
        use_generation(work / "index", "3", FakeEncoder("fake-2"))


def test_a_builder_is_waited_for_and_then_told(work):
    layout, held, done = Layout(work / "index"), threading.Event(), threading.Event()

    def hold():
        with build_lock(layout):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        with pytest.raises(IndexBusyError):
            use_generation(work / "index", "3", FakeEncoder(), lock_seconds=0.1)
        with pytest.raises(IndexBusyError):
            prune_generations(work / "index", lock_seconds=0.1)
        with pytest.raises(IndexBusyError):
            purge_documents(None, work / "index", "a.md", lock_seconds=0.1)
        export_index(work / "index", work / "x.tar")  # changes nothing, and waits for nobody
        with pytest.raises(IndexBusyError):
            import_index(
                work / "x.tar",
                work / "index",
                FakeEncoder(),
                settings=SPLITTER,
                lock_seconds=0.1,
            )
    finally:
        done.set()
        holder.join()


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sha256"])
def test_a_pipe_in_place_of_a_file_is_named_and_not_waited_for(work, name):
    file = work / "index" / "generations" / "000003" / name
    file.unlink()
    os.mkfifo(file)
    (told,) = (one for one in list_generations(work / "index") if one.name == "000003")
    assert "a named pipe stands in its place" in told.damage
