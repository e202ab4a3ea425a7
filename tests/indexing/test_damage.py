"""Damage is named, and the next build mends it."""

import ast
import json
import shutil
import sqlite3

import pytest

from qa.errors import (
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexStateError,
    SeedsNotFoundError,
)
from qa.indexing.files import FileRecord
from qa.indexing.layout import FORMAT_VERSION
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files
from support.paths import ROOT
from support.sample_documents import write_seeds

PACKAGE = ROOT / "qa"

SEGMENT_FILES = [
    "documents.jsonl",
    "texts.utf8",
    "passages.npy",
    "digests.npy",
    "languages.npy",
    "sketches.npy",
    "vectors.faiss",
    "moments.npy",
    "lexical-grams.npy",
    "lexical-postings.bin",
    "tokens.bin",
    "tokens.npy",
    "words.utf8",
    "word-counts.npy",
]
FILES = ["CURRENT", "manifest.json", *(f"segment-001/{name}" for name in SEGMENT_FILES)]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two indexes of like documents, each of several segments."""
    work = tmp_path_factory.mktemp("damage")
    for name in ("one", "three"):
        seeds = write_seeds(work / name / "seeds")
        for path in seeds.rglob("*.*"):
            line = f"\n\nThere are {len(name) * 'many '}words in {name}.\n"
            path.write_text(path.read_text() + len(name) * line)
        build(seeds, work / name / "index")
    return work


@pytest.fixture
def work(built, tmp_path):
    """A copy of the first index and its documents, free to be damaged."""
    shutil.copytree(built / "one", tmp_path / "one")
    return tmp_path / "one"


def open_as_it_is(index, encoder=None):
    return KnowledgeBase.open(None, index, encoder=encoder or FakeEncoder())


def location(index, name):
    if name == "CURRENT":
        return index / name
    return index / "generations" / (index / "CURRENT").read_text().split()[0] / name


def remove(path, _other):
    path.unlink()


def cut_short(path, _other):
    path.write_bytes(path.read_bytes()[:-3])


def flip_a_bit(path, _other):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def empty(path, _other):
    path.write_bytes(b"")


def replace_by_another(path, other):
    path.write_bytes(other.read_bytes())


def make_a_folder(path, _other):
    path.unlink()
    path.mkdir()


DAMAGES = [remove, cut_short, flip_a_bit, empty, replace_by_another, make_a_folder]


def test_every_file_of_a_generation_is_damaged_below(built):
    names = set(generation_files(built / "one" / "index"))
    assert len({name.split("/")[0] for name in names}) > 2
    assert {name for name in names if name.startswith("segment-001")} | {
        "CURRENT",
        "manifest.json",
    } == set(FILES)


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, DAMAGES[number % len(DAMAGES)]) for number, name in enumerate(FILES)],
)
def test_a_damaged_file_is_named_and_the_next_build_mends_it(built, work, name, damage):
    damage_and_mend(built, work, name, damage)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_any_file_damaged_in_any_way_is(built, work, name, damage):
    damage_and_mend(built, work, name, damage)


def damage_and_mend(built, work, name, damage):
    index = work / "index"
    sound = generation_files(index)
    path, other = location(index, name), location(built / "three" / "index", name)
    assert path.read_bytes() != other.read_bytes()
    damage(path, other)
    with pytest.raises((IndexDamagedError, IndexMissingError)) as caught:
        open_as_it_is(index)
    if name == "CURRENT" and damage is remove:
        assert isinstance(caught.value, IndexMissingError)
    elif name == "CURRENT":
        # A pointer that reads well but is wrong shows in the manifest it leads to.
        assert caught.value.file in ("CURRENT", "generations/000001/manifest.json")
    else:
        assert caught.value.file == f"generations/000001/{name}"
        assert name in str(caught.value)
    assert "qa build" in str(caught.value)
    if name == "CURRENT" and damage is make_a_folder:
        with pytest.raises(IndexStateError, match="CURRENT"):  # whose folder that is, who knows
            build(work / "seeds", index)
        return
    report = build(work / "seeds", index)
    assert report.published
    assert report.reason
    assert report.n_encoded == 0  # all of it comes from the cache
    assert generation_files(index) == sound
    with open_as_it_is(index) as kb:
        assert kb.search("library")


@pytest.mark.parametrize(
    "pointer",
    [
        b"\xff\xfe",
        b"000001",
        b"../../etc abc\n",
        b"000009 abc\n",
        b"9" * 3000 + b" abc\n",
        b"\x00 \x00",
        "١ abc".encode(),
        b"a b c",
    ],
)
def test_a_pointer_to_nowhere_is_damage(work, pointer):
    (work / "index" / "CURRENT").write_bytes(pointer)
    with pytest.raises(IndexDamagedError):
        open_as_it_is(work / "index")
    assert build(work / "seeds", work / "index").published


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "null",
        "7",
        '"text"',
        "{}",
        '{"format_version": %d}',
        '{"format_version": %d, "files": [], "segments": [], "problems": []}',
        '{"format_version": %d, "files": {"a": 1}, "segments": [], "problems": []}',
        '{"format_version": %d, "files": {}, "segments": 3, "problems": []}',
        '{"format_version": %d, "files": {}, "segments": [], "problems": [1], "model": "fake-1"}',
    ],
)
def test_a_foreign_manifest_with_a_fitting_pointer_is_damage(work, manifest):
    index = work / "index"
    path = location(index, "manifest.json")
    path.write_text(manifest.replace("%d", str(FORMAT_VERSION)))
    (index / "CURRENT").write_text(f"000001 {FileRecord.of(path).sha256}\n")
    with pytest.raises(IndexDamagedError, match=r"manifest\.json"):
        open_as_it_is(index)
    assert build(work / "seeds", index).reason


def rewrite_manifest(index, **values):
    path = location(index, "manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | values))
    (index / "CURRENT").write_text(f"000001 {FileRecord.of(path).sha256}\n")


def test_another_format_version_is_a_mismatch(work):
    rewrite_manifest(work / "index", format_version=999)
    with pytest.raises(IndexMismatchError, match="999"):
        open_as_it_is(work / "index")
    assert "999" in build(work / "seeds", work / "index").reason


def test_an_index_of_an_older_format_is_built_anew_without_encoding(work):
    before = build(work / "seeds", work / "index")
    rewrite_manifest(work / "index", format_version=3)
    report = build(work / "seeds", work / "index")
    assert report.reason == "it was built for format version 3"
    assert (report.published, report.n_encoded) == (True, 0)
    assert report.n_passages == before.n_passages > 0


def test_another_model_is_a_mismatch_and_a_refresh_rebuilds(work):
    index = work / "index"
    with pytest.raises(IndexMismatchError) as caught:
        open_as_it_is(index, FakeEncoder("fake-2"))
    assert (caught.value.expected, caught.value.actual) == ("fake-2", "fake-1")
    with KnowledgeBase.open(work / "seeds", index, encoder=FakeEncoder("fake-2")) as kb:
        assert kb.search("library")


def test_an_empty_or_foreign_folder_holds_no_index(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(IndexMissingError, match="qa build"):
        open_as_it_is(tmp_path)
    with pytest.raises(IndexMissingError):
        open_as_it_is(tmp_path / "nothing")


# The embedding cache


def other_text(seeds):
    """Force a build that reads the cache and encodes little."""
    location(seeds.parent / "index", "manifest.json").unlink()
    (seeds / "extra.txt").write_text("Another document about something else.")


def damage_cache(path, how):
    data = bytearray(path.read_bytes())
    if how == "emptied":
        data = b""
    elif how == "garbage":
        data = b"not a database" * 500
    elif how == "cut":
        data = data[: len(data) // 2]
    elif how == "head":
        data[:100] = bytes(100)
    elif how == "middle":
        data[5000:9000] = bytes(range(256)) * 15 + bytes(160)
    path.write_bytes(data)


@pytest.mark.parametrize("how", ["missing", "emptied", "garbage", "cut", "head", "middle"])
def test_a_damaged_cache_is_set_aside(work, tmp_path, how):
    cache = work / "index" / "cache" / "embeddings.sqlite"
    if how == "missing":
        cache.unlink()
    else:
        damage_cache(cache, how)
    other_text(work / "seeds")
    build(work / "seeds", work / "index")
    build(work / "seeds", tmp_path / "scratch")
    assert generation_files(work / "index") == generation_files(tmp_path / "scratch")


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 12))]
)
def test_flipped_bits_in_the_cache_never_reach_an_index(work, tmp_path, seed):
    import random

    cache = work / "index" / "cache" / "embeddings.sqlite"
    data = bytearray(cache.read_bytes())
    rng = random.Random(seed)
    for _ in range(30):
        data[rng.randrange(100, len(data))] ^= 1 << rng.randrange(8)
    cache.write_bytes(data)
    other_text(work / "seeds")
    build(work / "seeds", work / "index")
    build(work / "seeds", tmp_path / "scratch")
    assert generation_files(work / "index") == generation_files(tmp_path / "scratch")


def test_a_flipped_vector_is_a_miss(work, tmp_path):
    cache = work / "index" / "cache" / "embeddings.sqlite"
    connection = sqlite3.connect(cache)
    ((key, encoding),) = connection.execute("SELECT key, encoding FROM embeddings LIMIT 1")
    flipped = bytes([encoding[0] ^ 1]) + encoding[1:]
    with connection:
        connection.execute("UPDATE embeddings SET encoding = ? WHERE key = ?", (flipped, key))
    connection.close()
    location(work / "index", "manifest.json").unlink()
    report = build(work / "seeds", work / "index")
    assert report.n_encoded == 1
    build(work / "seeds", tmp_path / "scratch")
    assert generation_files(work / "index") == generation_files(tmp_path / "scratch")


def test_a_foreign_database_is_no_cache(work, tmp_path):
    cache = work / "index" / "cache" / "embeddings.sqlite"
    cache.unlink()
    connection = sqlite3.connect(cache)
    with connection:
        connection.execute("CREATE TABLE embeddings (name TEXT, age INTEGER)")
    connection.close()
    other_text(work / "seeds")
    build(work / "seeds", work / "index")
    build(work / "seeds", tmp_path / "scratch")
    assert generation_files(work / "index") == generation_files(tmp_path / "scratch")


# Folders that cannot be


@pytest.mark.parametrize("inside", [".", "index", "a/b/index"])
def test_an_index_among_the_documents_is_refused(seeds, inside):
    before = sorted(seeds.rglob("*"))
    with pytest.raises(IndexStateError, match="--index"):
        build(seeds, seeds / inside)
    assert sorted(seeds.rglob("*")) == before


def test_a_link_into_the_documents_is_refused_too(seeds, tmp_path):
    (tmp_path / "link").symlink_to(seeds / "en", target_is_directory=True)
    with pytest.raises(IndexStateError, match="--index"):
        build(seeds, tmp_path / "link")


def test_an_index_path_that_is_a_file_is_told(seeds, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(IndexStateError, match="file"):
        build(seeds, tmp_path / "file")
    with pytest.raises(IndexStateError):
        open_as_it_is(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_documents_that_are_nowhere_are_told_and_nothing_is_made(tmp_path):
    with pytest.raises(SeedsNotFoundError):
        build(tmp_path / "nowhere", tmp_path / "index")
    assert not (tmp_path / "index" / "CURRENT").exists()


# No code in data


def test_nothing_is_pickled():
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                for name in names:
                    assert name.split(".")[0] not in {
                        "pickle",
                        "joblib",
                        "dill",
                        "shelve",
                        "marshal",
                    }
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in {"load", "save"}:
                called = ast.unparse(node.func)
                if called in {"np.load", "numpy.load", "np.save", "numpy.save"}:
                    options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                    assert options.get("allow_pickle") == "False", f"{path}:{node.lineno}"
                assert called != "torch.load", f"{path}:{node.lineno}"
