"""Stamps spare the hashing of files that look as they did, and hide no change for long."""

import os
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus import scanning
from qa.corpus.listing import list_seeds
from qa.indexing import surveying
from qa.indexing.files import FileReader
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.indexing.purging import purge_documents
from qa.indexing.stamps import SWEEP_BUILDS, StampTable, read_stamps, write_stamps
from qa.indexing.verifying import verify_index
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files

N_FILES = 250


@pytest.fixture
def settled(monkeypatch):
    """Trust files that are seconds old: a test has no time to wait."""
    monkeypatch.setattr(surveying, "_SETTLING_NS", 0)


@pytest.fixture
def many(tmp_path):
    """A folder of many small documents, and its index."""
    seeds = tmp_path / "seeds"
    for number in range(N_FILES):
        folder = seeds / f"part-{number % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"note-{number}.txt").write_text(f"Note {number} tells of the harbour.")
    return seeds


@pytest.fixture
def opened(monkeypatch):
    """The documents that were opened to be hashed."""
    seen = []
    sound = scanning.open_regular

    def note(location):
        seen.append(location.name)
        return sound(location)

    monkeypatch.setattr(scanning, "open_regular", note)
    return seen


def has_been_built(seeds, index):
    build(seeds, index, segment_passages=64)


def table_of(seeds, index):
    return read_stamps(Layout(index).stamps, seeds.resolve())


def test_what_looks_as_it_did_is_not_hashed_again_but_for_a_hundredth(
    many, tmp_path, opened, settled
):
    index = tmp_path / "index"
    has_been_built(many, index)
    assert len(opened) == N_FILES
    for number in range(3):
        opened.clear()
        assert not build(many, index, segment_passages=64).published
        assert len(opened) == -(-N_FILES // SWEEP_BUILDS), number


def test_every_file_is_hashed_again_within_a_hundred_builds(many, tmp_path, opened, settled):
    index = tmp_path / "index"
    has_been_built(many, index)
    opened.clear()
    for _ in range(SWEEP_BUILDS):
        build(many, index, segment_passages=64)
    assert set(opened) == {path.name for path in many.rglob("*.txt")}


def test_with_nothing_changed_the_generation_is_not_opened(many, tmp_path, monkeypatch, settled):
    index = tmp_path / "index"
    has_been_built(many, index)
    held = []
    sound = FileReader.hold
    monkeypatch.setattr(FileReader, "hold", lambda *at: held.append(at[1]) or sound(*at))
    first = build(many, index, segment_passages=64)
    held.clear()
    with monkeypatch.context() as patch:
        patch.setattr(Generation, "of", None)  # to open it would be a fault
        again = build(many, index, segment_passages=64)
    assert held == []
    assert (again.generation, again.published) == (first.generation, False)
    assert (again.n_documents, again.n_passages, again.unchanged) == (N_FILES,) * 3


def test_the_report_of_a_build_with_nothing_to_do_is_whole(seeds, tmp_path, settled):
    (seeds / "film.mp4").write_text("x")
    (seeds / "empty.txt").write_text("")
    (seeds / "odd.txt").write_bytes(b"A text with a half character: \\ud800 is none.")
    (seeds / "page.html").write_text("<p>Text of a page.</p><script>unread()</script>")
    index = tmp_path / "index"
    first = build(seeds, index)
    again = build(seeds, index)
    assert not again.published
    assert again.problems == first.problems != ()
    assert again.notes == first.notes
    assert again.unchanged == first.n_documents


def changed(path):
    path.write_text(path.read_text().upper())


def changed_in_secret(path):
    """Other bytes, as many, last changed when the others were."""
    before = path.stat()
    path.write_text(path.read_text().upper())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path):
    other = path.with_name("other")
    shutil.copy2(path, other)
    changed_in_secret(other)
    other.replace(path)


@pytest.mark.parametrize("change", [changed, changed_in_secret, replaced])
def test_a_change_that_can_be_seen_is_found_at_once(many, tmp_path, change, settled):
    index = tmp_path / "index"
    has_been_built(many, index)
    build(many, index, segment_passages=64)
    change(many / "part-3" / "note-10.txt")
    report = build(many, index, segment_passages=64)
    assert report.changed == ("part-3/note-10.txt",)
    build(many, tmp_path / "scratch", segment_passages=64)
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def hide(seeds, index, path):
    """Have a changed file look as the stamps say: a change that no stamp shows."""
    table = table_of(seeds, index)
    stamps = table.stamps.copy()
    stamps[table.rows[path]] = list_seeds(seeds).stamps[path]
    write_stamps(
        Layout(index).stamps,
        StampTable(
            table.root,
            table.build,
            table.rows,
            stamps,
            table.digests,
            table.hashed_in,
            table.conclusion,
        ),
    )


def test_a_change_that_no_stamp_shows_is_found_within_a_hundred_builds(seeds, tmp_path, settled):
    index = tmp_path / "index"
    build(seeds, index)
    (seeds / "fr/guide.txt").write_text("Guide\n\nLa bibliothèque a été fermée en 2001.\n")
    hide(seeds, index, "fr/guide.txt")
    assert not build(seeds, index).published  # it is hidden
    reports = (build(seeds, index) for _ in range(SWEEP_BUILDS - 1))
    report = next(report for report in reports if report.published)
    assert report.changed == ("fr/guide.txt",)
    build(seeds, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def test_with_check_a_change_that_no_stamp_shows_is_found_at_once(many, tmp_path, settled):
    index = tmp_path / "index"
    has_been_built(many, index)
    (many / "part-6" / "note-6.txt").write_text("Note 6 tells of the lighthouse.")
    hide(many, index, "part-6/note-6.txt")
    assert not build(many, index, segment_passages=64).published
    report = build(many, index, segment_passages=64, check=True)
    assert report.changed == ("part-6/note-6.txt",)


def test_a_file_that_has_just_changed_is_hashed_again(seeds, tmp_path, opened):
    # With the true rule: it may change once more before the clock of its file system ticks.
    index = tmp_path / "index"
    build(seeds, index)
    opened.clear()
    assert not build(seeds, index).published
    assert len(opened) == 6


def remove(path):
    path.unlink()


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-100])


def garble(path):
    path.write_bytes(bytes(byte ^ 5 for byte in path.read_bytes()))


def empty(path):
    path.write_bytes(b"")


def make_a_folder(path):
    path.unlink()
    path.mkdir()


def make_a_pipe(path):
    path.unlink()
    os.mkfifo(path)


def of_another_folder(path):
    table = read_stamps(path, path.parents[2] / "seeds")
    moved = StampTable("/elsewhere", table.build, table.rows, table.stamps, table.digests)
    write_stamps(path, moved)


def of_objects(path):
    np.savez(path, head=np.array([{}], dtype=object), allow_pickle=True)


DAMAGES = [remove, cut_short, garble, empty, make_a_folder, of_another_folder, of_objects]
DAMAGES += [make_a_pipe] if hasattr(os, "mkfifo") else []


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_sound_stamps_everything_is_hashed_and_nothing_fails(
    seeds, tmp_path, opened, damage, settled
):
    index = tmp_path / "index"
    build(seeds, index)
    damage(Layout(index).stamps)
    opened.clear()
    assert not build(seeds, index).published
    assert len(opened) == 6
    (seeds / "fr/guide.txt").unlink()
    assert build(seeds, index).removed == ("fr/guide.txt",)
    build(seeds, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def a_file_of(index, ending="texts.utf8"):
    return max(
        index.glob(f"generations/*/segment-*/{ending}"), key=lambda path: path.stat().st_size
    )


def flip_in_secret(path):
    """A bit of a file flips, as on a failing disk: nothing else shows it."""
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def damaged(seeds, tmp_path, settled):
    """An index with a flipped bit that no stamp shows, and its sound files."""
    index = tmp_path / "index"
    build(seeds, index)
    build(seeds, index)
    sound = generation_files(index)
    flip_in_secret(a_file_of(index))
    assert not build(seeds, index).published
    return index, sound


def test_with_check_a_flipped_bit_of_the_index_is_found(seeds, damaged):
    index, sound = damaged
    assert build(seeds, index, check=True).reason
    assert generation_files(index) == sound


def test_what_verify_has_found_the_next_build_mends(seeds, damaged):
    index, sound = damaged
    assert not verify_index(seeds, index).sound
    assert build(seeds, index).reason
    assert generation_files(index) == sound


def test_an_index_that_cannot_be_opened_is_built_anew(seeds, damaged):
    index, sound = damaged
    encoder = FakeEncoder()
    with KnowledgeBase.open(seeds, index, encoder=encoder, reader=False) as kb:
        assert kb.search("library")
    assert {name.split("/")[-1] for name in generation_files(index)} == {
        name.split("/")[-1] for name in sound
    }


def test_a_purge_forgets_the_names_that_stamps_have(seeds, tmp_path):
    index = tmp_path / "index"
    build(seeds, index)
    assert b"fr/guide.txt" in Layout(index).stamps.read_bytes()
    (seeds / "fr/guide.txt").unlink()
    purge_documents(seeds, index, "fr/guide.txt")
    left = [path for path in index.rglob("*") if path.is_file()]
    assert not [path for path in left if b"fr/guide.txt" in path.read_bytes()]


changes = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), min_size=150, max_size=150
)


@settings(max_examples=25, deadline=None)
@given(changes=changes)
def test_no_file_goes_unhashed_for_a_hundred_builds_however_many_come_and_go(changes):
    """The table alone, over 150 builds in which files come, go and change."""
    table, there, hashed_in = StampTable("/seeds"), {}, {}
    for build_number, (coming, going, changing) in enumerate(changes, 1):
        due = [path for path in table.due() if path in there]
        for path in list(there)[:going]:
            del there[path]
        there |= {f"{build_number}-{n}": build_number for n in range(coming)}
        if changing and there:
            there[next(iter(there))] += 1
        stamps = {path: (1, version, 0, 0) for path, version in there.items()}
        unlike = table.unlike(stamps)
        hashed = {path for path in [*due, *unlike] if path in there}
        hashed_in |= dict.fromkeys(hashed, build_number)
        table = table.anew({p: (s, "00" * 32) for p, s in stamps.items()}, hashed, None)
        assert not set(table.unlike(stamps))
        assert all(build_number - hashed_in[path] < SWEEP_BUILDS for path in there)
