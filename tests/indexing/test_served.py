"""What is served is what was written, whatever becomes of the files of an open index."""

import os
import shutil
import socket
import stat
import threading
import time
from contextlib import suppress

import pytest

from qa.errors import IndexDamagedError, IndexMissingError, IndexStateError, QAError
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase
from support.damages import cut, flipped, place_of, rewrite
from support.fake_encoder import FakeEncoder, build, generation_files
from support.sample_documents import write_seeds

READ_LATER = ("texts.utf8", "tokens.bin", "lexical-postings.bin")
QUESTIONS = ("library books", "متى تفتح المكتبة؟", "river", "history of the city")
WAIT_SECONDS = 30


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Documents, their index, and a like one whose files are foreign to it."""
    work = tmp_path_factory.mktemp("served")
    for name in ("mine", "other"):
        seeds = write_seeds(work / name / "seeds")
        for path in seeds.rglob("*.*"):
            path.write_text(path.read_text() + f"\n\nThese are the words of {name}, {name}.\n")
        build(seeds, work / name / "index")
    return work


@pytest.fixture(scope="module")
def truth(built):
    """The texts of the documents, and what the questions find, from an index nobody touches."""
    generation = Generation.open(Layout(built / "mine" / "index"))
    texts = {
        info.path: generation.split_document(info.path).document.text
        for info in generation.documents()
    }
    with KnowledgeBase.open(None, built / "mine" / "index", encoder=FakeEncoder()) as kb:
        found = {question: kb.search(question) for question in QUESTIONS}
    assert all(found.values())
    return texts, found


def flip_every_byte(path, _other):
    rewrite(path, bytes(byte ^ 1 for byte in path.read_bytes()))


def empty(path, _other):
    os.truncate(path, 0)


def append(path, _other):
    with path.open("ab") as file:
        file.write(b"more")


def overwrite_by_another(path, other):
    rewrite(path, other.read_bytes())


def replace_by_another(path, other):
    shutil.copyfile(other, path.with_name("draft"))
    path.with_name("draft").replace(path)


def remove(path, _other):
    path.unlink()


def swap(path, _other):
    beside = next(p for p in sorted(path.parent.rglob("*")) if p != path and p.is_file())
    mine = path.read_bytes()
    rewrite(path, beside.read_bytes())
    rewrite(beside, mine)


DAMAGES = [
    flipped,
    flip_every_byte,
    empty,
    cut,
    append,
    overwrite_by_another,
    replace_by_another,
    remove,
    swap,
]


def served(kb, truth):
    """How much was answered, each as it should be, and which files were named instead."""
    texts, found = truth
    answered, named = 0, set()
    for question, hits in found.items():
        try:
            assert kb.search(question) == hits
            for citation in kb.ask(question).citations:
                passage = citation.passage
                text = texts[passage.document.path]
                assert text[passage.start : passage.end] == passage.text
            answered += 1
        except IndexDamagedError as error:
            named.add(error.file)
    for path, text in texts.items():
        try:
            assert kb.document(path).text == text
            answered += 1
        except IndexDamagedError as error:
            named.add(error.file)
    return answered, named


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_under_an_open_index_is_answered_from(built, truth, tmp_path, damage):
    names = sorted(generation_files(built / "mine" / "index"))
    last = names[-1].partition("/")[0]
    some = {name for name in names if name.startswith((last, "manifest"))}
    read_later = {f"{last}/{name}" for name in READ_LATER}
    # Each damage has these, and a third of the others, so that each file has three of nine.
    others = sorted(some - read_later)[DAMAGES.index(damage) % 3 :: 3]
    damage_each([*others, *sorted(read_later)], built, truth, tmp_path, damage)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_to_any_file_is(built, truth, tmp_path, damage):
    damage_each(sorted(generation_files(built / "mine" / "index")), built, truth, tmp_path, damage)


def damage_each(names, built, truth, tmp_path, damage):
    named_somewhere, known = set(), generation_files(built / "mine" / "index")
    for number, name in enumerate(names):
        index = tmp_path / str(number)
        shutil.copytree(built / "mine" / "index", index)
        with KnowledgeBase.open(None, index, encoder=FakeEncoder(), reader=False) as kb:
            damage(place_of(index, name), place_of(built / "other" / "index", name))
            answered, named = served(kb, truth)
        assert answered or named
        assert named <= {f"generations/000001/{other}" for other in known}
        if damage is not swap:  # which damages two
            assert named <= {f"generations/000001/{name}"}
        named_somewhere |= {file.rpartition("/")[2] for file in named}
    if damage in (flip_every_byte, empty, cut, overwrite_by_another):
        assert named_somewhere >= set(READ_LATER)
    if damage in (replace_by_another, remove, append):  # what is open is as it was
        assert not named_somewhere


@pytest.mark.parametrize("name", ["texts.utf8", "tokens.bin"])
def test_an_index_with_documents_is_built_anew_and_answers(built, truth, tmp_path, name):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    shutil.copytree(built / "mine" / "seeds", seeds)
    with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), reader=False) as kb:
        before = [kb.search(question) for question in QUESTIONS]
        first = kb.generation
        for path in (index / "generations").rglob(name):
            flip_every_byte(path, None)
        assert [kb.search(question) for question in QUESTIONS] == before
        assert kb.generation > first
        assert kb.stale is None
    for path, text in truth[0].items():
        with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as again:
            assert again.document(path).text == text


def test_an_index_that_is_followed_is_built_anew_behind(built, tmp_path):
    seeds, index = tmp_path / "seeds", tmp_path / "index"
    shutil.copytree(built / "mine" / "seeds", seeds)
    with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), reader=False) as kb:
        before = kb.search(QUESTIONS[0])
        kb.follow(sweep_seconds=0.2)
        first = kb.generation
        for path in (index / "generations").rglob("texts.utf8"):
            flip_every_byte(path, None)
        end = time.monotonic() + WAIT_SECONDS
        while kb.generation == first:
            assert time.monotonic() < end
            with suppress(IndexDamagedError):
                assert kb.search(QUESTIONS[0]) == before
            time.sleep(0.02)
        assert kb.search(QUESTIONS[0]) == before


def test_an_index_whose_files_come_back_answers_again(built, truth, tmp_path):
    index = tmp_path / "index"
    shutil.copytree(built / "mine" / "index", index)
    with KnowledgeBase.open(None, index, encoder=FakeEncoder(), reader=False) as kb:
        sound = {path: path.read_bytes() for path in index.rglob("texts.utf8")}
        for path in sound:
            flip_every_byte(path, None)
        with pytest.raises(IndexDamagedError, match="qa build"):
            kb.search(QUESTIONS[0])
        for path, data in sound.items():
            path.with_name("draft").write_bytes(data)
            path.with_name("draft").replace(path)
        assert kb.search(QUESTIONS[0]) == truth[1][QUESTIONS[0]]


# What is no file


def make_a_pipe(path):
    os.mkfifo(path)


def make_a_folder(path):
    path.mkdir()


def make_a_link(path):
    (path.parent / "elsewhere").write_bytes(b"000001 abc")
    path.symlink_to("elsewhere")


def make_a_loose_link(path):
    path.symlink_to("nowhere")


def make_a_socket(path):
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)  # the name of a socket may have 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)
        os.close(here)


def make_a_device(path):
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # endless zeros
    except PermissionError:
        pytest.skip("only root makes devices")


def without_a_wait(work):
    """What a call gives or raises; it fails where it waits."""
    outcome = []

    def call():
        try:
            outcome.append(work())
        except QAError as error:
            outcome.append(error)

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(WAIT_SECONDS)
    assert outcome, "it waits"
    return outcome[0]


BLOCKS = [
    make_a_pipe,
    make_a_folder,
    make_a_link,
    make_a_loose_link,
    make_a_socket,
    make_a_device,
]
BLOCKED = ["CURRENT", "manifest.json", "segment-001/texts.utf8", "segment-001/passages.npy"]


@pytest.mark.parametrize("block", BLOCKS)
def test_what_stands_in_the_place_of_a_file_is_told(built, tmp_path, block):
    for number, name in enumerate([*BLOCKED, "cache", "build.lock"]):
        index = tmp_path / str(number)
        shutil.copytree(built / "mine" / "index", index)
        places = {"CURRENT": index / "CURRENT", "build.lock": index / "build.lock"}
        places["cache"] = Layout(index).cache
        path = places[name] if name in places else place_of(index, name)
        path.unlink(missing_ok=True)
        block(path)
        used = without_a_wait(
            lambda index=index: KnowledgeBase.open(None, index, encoder=FakeEncoder())
        )
        if name in BLOCKED:
            assert isinstance(used, IndexDamagedError)
            assert used.file.endswith(name)
            assert "in its place" in used.reason
            assert "qa build" in str(used)
        else:
            assert used.search("library")
        if "/" in name:
            continue  # a build makes other files of a segment, never these
        built_again = without_a_wait(
            lambda index=index: build(built / "mine" / "seeds", index, lock_seconds=1)
        )
        if name == "build.lock" or (name == "CURRENT" and block is make_a_folder):
            assert isinstance(built_again, IndexStateError)
            assert "Remove it" in str(built_again)
            assert name in str(built_again)
        else:
            assert not isinstance(built_again, Exception), built_again
            with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as kb:
                assert kb.search("library")


def test_a_pointer_that_is_gone_is_no_index(built, tmp_path):
    shutil.copytree(built / "mine" / "index", tmp_path / "index")
    (tmp_path / "index" / "CURRENT").unlink()
    with pytest.raises(IndexMissingError, match="qa build"):
        KnowledgeBase.open(None, tmp_path / "index", encoder=FakeEncoder())
