"""An index that answers is served, whatever keeps it from being brought up to date."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from filelock import FileLock

from qa.cli.printing import stale_lines
from qa.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexWriteError,
    SeedsNotFoundError,
)
from qa.indexing.layout import Layout
from qa.indexing.planning import generation_fingerprint, index_fingerprint
from qa.knowledge_base import KnowledgeBase
from qa.reports import Staleness
from qa.settings import SplitterSettings
from qa.web.api.rebuild import IndexRebuild
from qa.web.opening import Opening
from support.fake_encoder import FakeEncoder, build
from support.paths import ROOT
from support.sample_documents import write_seeds

AT_ONCE_SECONDS = 15  # on a busy machine; a build of another process is waited for 600
WAIT_SECONDS = 30


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Documents, and an index of them as a program would build it."""
    work = tmp_path_factory.mktemp("always")
    write_seeds(work / "seeds")
    build(work / "seeds", work / "index", settings=SplitterSettings())
    return work


@pytest.fixture
def seeds(built, tmp_path):
    """A copy of the documents, free to be changed."""
    return shutil.copytree(built / "seeds", tmp_path / "seeds")


@pytest.fixture
def index(built, tmp_path):
    """A copy of their index."""
    return shutil.copytree(built / "index", tmp_path / "index")


def open_both(seeds, index, **options):
    return KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), reader=False, **options)


def change(seeds):
    """Add, change and remove a document; the paths of the three."""
    old, gone = sorted(path for path in seeds.rglob("*.txt"))[:2]
    old.write_text(old.read_text() + "\nOne more line.\n")
    gone.unlink()
    (seeds / "new.txt").write_text("The lighthouse keeper lives on the island.")
    return ("new.txt",), *((path.relative_to(seeds).as_posix(),) for path in (old, gone))


def wait_until(is_so):
    end = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_an_index_is_fresh_where_nothing_keeps_it(seeds, index):
    change(seeds)
    with open_both(seeds, index) as kb:
        assert kb.stale is None
        assert kb.search("lighthouse keeper")[0].passage.document.path == "new.txt"


def test_another_build_is_not_waited_for(seeds, index):
    changed = change(seeds)
    started = time.monotonic()
    with FileLock(Layout(index).lock), open_both(seeds, index) as kb:
        assert time.monotonic() - started < AT_ONCE_SECONDS
        assert kb.search("library")
        stale = kb.stale
        assert (stale.kind, stale.checked) == (IndexBusyError.__name__, True)
        assert (stale.added, stale.changed, stale.removed) == changed
    told = "\n".join(stale_lines(stale))
    assert "Another process is building" in told
    assert "new.txt" in told


def test_what_lacks_nothing_is_not_stale(seeds, index):
    with FileLock(Layout(index).lock), open_both(seeds, index) as kb:
        assert kb.search("library")
        assert kb.stale is None


def test_documents_that_went_away_before(seeds, index):
    shutil.rmtree(seeds)
    with open_both(seeds, index) as kb:
        assert kb.search("library")
        assert (kb.stale.kind, kb.stale.checked) == (SeedsNotFoundError.__name__, False)
    assert "not checked" in "\n".join(stale_lines(kb.stale))


def test_without_an_index_there_is_nothing_to_serve(seeds, tmp_path):
    shutil.rmtree(seeds)
    with pytest.raises(SeedsNotFoundError):
        open_both(seeds, tmp_path / "none")
    with pytest.raises(IndexMissingError):
        open_both(seeds, tmp_path / "none", refresh=False)


def test_an_index_that_is_damaged_is_not_served(seeds, index):
    for path in index.rglob("texts.utf8"):
        path.write_bytes(path.read_bytes()[:-1])
    shutil.rmtree(seeds)
    with pytest.raises(SeedsNotFoundError):
        open_both(seeds, index)
    with pytest.raises(IndexDamagedError):
        open_both(seeds, index, refresh=False)


def test_documents_that_go_away_and_come_back_are_followed(seeds, index, tmp_path):
    with open_both(seeds, index) as kb:
        kb.follow(sweep_seconds=0.2)
        kept = tmp_path / "kept"
        seeds.rename(kept)
        wait_until(lambda: kb.stale is not None)
        assert kb.stale.kind == SeedsNotFoundError.__name__
        assert kb.search("library")
        (kept / "new.txt").write_text("The lighthouse keeper lives on the island.")
        kept.rename(seeds)
        wait_until(lambda: kb.stale is None and "new.txt" in {d.path for d in kb.documents()})


def test_a_build_elsewhere_is_told_of_while_following(seeds, index):
    errors = []
    with open_both(seeds, index) as kb:
        with FileLock(Layout(index).lock):
            kb.follow(on_error=errors.append, sweep_seconds=0.2)
            change(seeds)
            wait_until(lambda: kb.stale is not None)
            assert kb.stale.kind == IndexBusyError.__name__
            assert kb.stale.added == ("new.txt",)
            assert kb.search("library")
        wait_until(lambda: kb.stale is None)
        assert kb.search("lighthouse keeper")[0].passage.document.path == "new.txt"
    assert {type(error) for error in errors} == {IndexBusyError}


def test_an_index_as_it_is_stays_so(seeds, index):
    change(seeds)
    generation = (index / "CURRENT").read_text().split()[0]
    with open_both(seeds, index, refresh=False) as kb:
        assert (kb.stale.kind, kb.stale.checked) == ("unrefreshed", False)
        assert kb.generation == generation
        for path in index.rglob("texts.utf8"):
            path.write_bytes(bytes(path.stat().st_size))
        with pytest.raises(IndexDamagedError):  # nor is it built anew by itself
            kb.search("library")
    with open_both(seeds, index) as kb:
        assert kb.stale is None
        assert kb.search("library")


def test_an_index_of_another_version_is_served_until_the_new_one_is_whole(seeds, tmp_path):
    index = tmp_path / "index"
    build(seeds, index)  # of passages of other sizes
    seen = []
    with open_both(seeds, index, refresh="behind") as kb:
        assert kb.stale.kind == "outdated"
        assert kb.generation == "000001"
        assert kb.search("library")
        kb.follow(seen.append, sweep_seconds=60)
        wait_until(lambda: kb.stale is None)
        assert kb.search("library")
        assert [len(report.waiting) for report in seen] == [0]  # never a part of the documents
        assert seen[0].reason.startswith("it was built for")
        assert len(kb.documents()) == seen[0].n_documents
    manifest = json.loads((index / "generations" / kb.generation / "manifest.json").read_text())
    wanted = index_fingerprint("fake-1", SplitterSettings())
    assert manifest["fingerprint"] == generation_fingerprint(wanted, "float32")


def test_a_page_says_that_an_index_it_cannot_read_is_built_anew(seeds, index):
    manifest = next(index.glob("generations/*/manifest.json"))
    manifest.write_text(manifest.read_text().replace('"format_version": ', '"format_version": 9'))
    told = []
    with open_both(seeds, index, refresh="behind", progress=told.append) as kb:
        assert kb.search("library")
    assert any(progress.is_anew for progress in told)
    told.clear()
    (seeds / "new.txt").write_text("The lighthouse keeper lives on the island.")
    with open_both(seeds, index, progress=told.append):
        assert not any(progress.is_anew for progress in told)


@pytest.fixture
def readable():
    """A folder that every user can read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_an_index_on_a_full_disk_is_served(seeds, index, small_disk):
    full_disk = small_disk.folder
    shutil.copytree(index, full_disk / "index")
    small_disk.fill()
    changed = change(seeds)
    for _ in range(2):
        with open_both(seeds, full_disk / "index") as kb:
            assert kb.search("library")
            assert kb.ask("library").generation == "000001"
            stale = kb.stale
        assert stale.kind == IndexWriteError.__name__
        assert stale.values["kind"] == "full"
        assert (stale.added, stale.changed, stale.removed) == changed
        assert {path.name for path in (full_disk / "index" / "generations").iterdir()} == {"000001"}
    small_disk.empty()
    with open_both(seeds, full_disk / "index") as kb:
        assert kb.stale is None
        assert kb.search("lighthouse keeper")[0].passage.document.path == "new.txt"


@pytest.mark.parametrize(("mode", "kinds"), [("refused", {"refused"}), ("full", {"full", "other"})])
def test_an_index_that_cannot_be_written_is_served(seeds, index, readable, mode, kinds):
    shutil.copytree(seeds, readable / "seeds")
    shutil.copytree(index, readable / "index")
    (readable / "seeds" / "new.txt").write_text("The lighthouse keeper lives on the island.")
    if mode == "refused" and os.getuid() != 0:
        (readable / "index").chmod(0o555)
        (readable / "index" / "build.lock").chmod(0o444)
    folders = (readable / "seeds", readable / "index")
    done = subprocess.run(
        [sys.executable, "-m", "support.opened_by_nobody", *folders, mode],
        cwd=ROOT / "tests",
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "HOME": "/"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    if mode == "refused" and said["writable"]:
        pytest.skip("this user may write everywhere")
    assert "error" not in said, said
    assert said["found"]
    assert said["stale"]["kind"] == "IndexWriteError"
    assert said["stale"]["values"]["kind"] in kinds
    assert said["stale"]["added"] == ["new.txt"]
    left = {path.name for path in (readable / "index" / "generations").iterdir()}
    assert left == {"000001"}


def test_what_opens_a_page_says_once_why_it_is_not_fresh(seeds, index, caplog):
    caplog.set_level("INFO")
    opening = Opening(seeds, index, IndexRebuild())
    for _ in range(3):
        opening._not_followed(IndexBusyError(index, 1))
    assert caplog.text.count("could not be followed") == 1
    opening._not_followed(SeedsNotFoundError(seeds))
    assert caplog.text.count("could not be followed") == 2


def test_lines_of_what_an_index_lacks_name_some_documents():
    many = tuple(f"{number}.txt" for number in range(30))
    *_, line = stale_lines(Staleness("IndexBusyError", "Why.", checked=True, removed=many))
    assert line.startswith("Since then removed: 30 (0.txt, ")
    assert line.endswith(", …)")
