"""Whatever happens to the documents, an incremental build equals a build from nothing."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fake_encoder import FakeEncoder, build, generation_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.corpus.reading import read_document
from qa.corpus.scanning import scan_seeds
from qa.errors import DocumentReadError
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parent.parent

PATHS = ["a.md", "b.txt", "sub/a.md", "sub/ب.txt", "تقرير.md", "z z.txt"]
SENTENCE = "In {} the library lent {} books, and the reading room was open for {} hours a day. "
TEXTS = [
    "# Report\n\nOne short passage.\n",
    "Just a line without a title",
    "# تقرير\n\nافتتحت المكتبة سنة 1998. وهي مفتوحة للجميع دون اشتراك.\n\n"
    "## الإعارة\n\nتعار الكتب أسبوعين.\n",
    "# Years\n\n" + "".join(SENTENCE.format(1990 + i, i * 37, i % 24) for i in range(12)),
    "# Long\n\n" + "".join(f"## Part {i}\n\n{SENTENCE.format(i, i, i)}\n\n" for i in range(30)),
    "图书馆每天早上八点开门。晚上十点关门。",
]
path_of = st.sampled_from(PATHS)
operations = st.one_of(
    st.tuples(st.just("write"), path_of, st.sampled_from(TEXTS)),
    st.tuples(st.just("rename"), path_of, path_of),
    st.tuples(st.just("delete"), path_of, st.none()),
    st.tuples(st.just("empty"), path_of, st.none()),
    st.tuples(st.just("break"), path_of, st.none()),
    st.tuples(st.just("touch"), path_of, st.none()),
)


def apply(seeds, operation, path, argument):
    location = seeds / path
    location.parent.mkdir(parents=True, exist_ok=True)
    if operation == "write":
        location.write_text(argument, encoding="utf-8")
    elif operation == "empty":
        location.write_bytes(b"")
    elif operation == "break":
        location.write_bytes(b"\x00\x01\x02\xff" * 50)
    elif not location.exists():
        return
    elif operation == "rename":
        (seeds / argument).parent.mkdir(parents=True, exist_ok=True)
        location.rename(seeds / argument)
    elif operation == "delete":
        location.unlink()
    elif operation == "touch":
        location.write_bytes(location.read_bytes())


def found(index):
    with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as kb:
        return [
            [(hit.passage.passage_id, hit.passage.text, hit.score) for hit in kb.search(question)]
            for question in ("library books", "متى افتتحت المكتبة؟", "图书馆")
        ]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.lists(operations, min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_sequence_of_changes_gives_the_bytes_of_a_build_from_nothing(steps):
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        seeds, index = work / "seeds", work / "index"
        seeds.mkdir()
        ever_encoded = set()
        for number, step in enumerate(steps):
            for change in step:
                apply(seeds, *change)
            encoder, fresh = FakeEncoder(), FakeEncoder()
            report = build(seeds, index, encoder)
            build(seeds, work / f"scratch-{number}", fresh)
            assert generation_files(index) == generation_files(work / f"scratch-{number}")
            assert found(index) == found(work / f"scratch-{number}")
            # Encoded is what was never encoded for this index before, once each, and nothing else.
            assert sorted(encoder.encoded) == sorted(set(fresh.encoded) - ever_encoded)
            assert report.n_encoded == len(encoder.encoded)
            ever_encoded |= set(encoder.encoded)
            # Every file is either a document of the index or a problem of the report.
            scan = scan_seeds(seeds)
            indexed = {document.path for document in Generation.open(Layout(index)).documents()}
            told = {problem.path for problem in report.problems}
            assert indexed | told == {file.path for file in scan.files} | {
                problem.path for problem in scan.problems
            }
            assert not indexed & told
            for file in scan.files:
                if file.path in indexed:
                    text = Generation.open(Layout(index)).split_document(file.path).document.text
                    assert text == read_document(file).text
                else:
                    with pytest.raises(DocumentReadError):
                        read_document(file)
            again = FakeEncoder()
            repeated = build(seeds, index, again)
            assert not repeated.published
            assert repeated.n_encoded == 0
            assert again.encoded == []
            assert repeated.generation == report.generation
            shutil.rmtree(work / f"scratch-{number}")


def long_text(name, n_parts=20):
    parts = (f"## {name} {i}\n\n{SENTENCE.format(i, i * 3, i * 7)}\n\n" for i in range(n_parts))
    return f"# {name}\n\n" + "".join(parts)


@pytest.fixture
def many(tmp_path):
    """Twelve documents of some twenty passages, in several shards."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in "abcdefghijkl":
        (folder / f"{name}.md").write_text(long_text(name))
    return folder


def test_the_report_tells_what_changed(seeds, tmp_path):
    index = tmp_path / "index"
    first = build(seeds, index)
    assert len(first.added) == first.n_documents == 6
    assert first.reason == "there was no index"
    (seeds / "en/library.md").write_text("# New\n\nThe library has moved to the harbour.\n")
    (seeds / "fr/guide.txt").unlink()
    (seeds / "new.txt").write_text("A new document about the harbour and its ships.")
    (seeds / "broken.txt").write_bytes(b"\0" * 100)
    report = build(seeds, index)
    assert report.published
    assert report.reason == ""
    assert (report.added, report.changed, report.removed) == (
        ("new.txt",),
        ("en/library.md",),
        ("fr/guide.txt",),
    )
    assert report.unchanged == 4
    assert report.n_documents == 6
    assert [problem.path for problem in report.problems] == ["broken.txt"]
    (seeds / "broken.txt").unlink()
    mended = build(seeds, index)
    assert mended.published
    assert mended.problems == ()
    assert mended.n_encoded == 0


def test_a_document_that_loses_its_text_leaves_the_index(seeds, tmp_path):
    index = tmp_path / "index"
    build(seeds, index, shard_passages=1000)
    (seeds / "en/library.md").write_bytes(b"")
    report = build(seeds, index, shard_passages=1000)
    assert report.removed == ("en/library.md",)
    with KnowledgeBase.open(None, index, encoder=FakeEncoder()) as kb:
        assert "en/library.md" not in {document.path for document in kb.documents()}
        assert all(hit.passage.document.path != "en/library.md" for hit in kb.search("library"))


def test_one_edit_encodes_its_passages_only(many, tmp_path):
    index = tmp_path / "index"
    build(many, index)
    before = long_text("c")
    (many / "c.md").write_text(before.replace("c 7", "seven"))
    encoder = FakeEncoder()
    report = build(many, index, encoder)
    assert report.changed == ("c.md",)
    assert report.n_encoded == len(encoder.encoded) == 1
    assert "seven" in encoder.encoded[0]


def test_untouched_shards_are_shared_and_touched_ones_are_not(many, tmp_path):
    index = tmp_path / "index"
    old = build(many, index).generation
    (many / "c.md").write_text(long_text("c").replace("c 7", "seven"))
    new = build(many, index).generation
    folders = index / "generations"
    shards = sorted(path.name for path in (folders / new).iterdir() if path.is_dir())
    assert len(shards) >= 4
    shared = [
        all(
            path.samefile(folders / old / shard / path.name)
            for path in (folders / new / shard).iterdir()
        )
        for shard in shards
    ]
    assert shared.count(False) == 1


def test_a_renamed_document_is_not_encoded_again(many, tmp_path):
    index = tmp_path / "index"
    build(many, index)
    (many / "c.md").rename(many / "elsewhere.md")
    encoder = FakeEncoder()
    report = build(many, index, encoder)
    assert (report.added, report.removed) == (("elsewhere.md",), ("c.md",))
    assert encoder.encoded == []


def test_growth_and_shrinkage_change_the_number_of_shards(many, tmp_path):
    index = tmp_path / "index"
    build(many, index)
    n_shards = len(Generation.open(Layout(index)).manifest.shards)
    for name in "abcdefghij":
        (many / f"{name}.md").unlink()
    encoder = FakeEncoder()
    build(many, index, encoder)
    assert len(Generation.open(Layout(index)).manifest.shards) < n_shards
    assert encoder.encoded == []
    build(many, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def test_without_its_cache_a_build_still_goes_on(many, tmp_path):
    index = tmp_path / "index"
    build(many, index)
    shutil.rmtree(index / "cache")
    (many / "c.md").write_text(long_text("c", 3))
    encoder = FakeEncoder()
    build(many, index, encoder)
    build(many, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")
    # The other documents' vectors come from the generation before.
    (edited,) = (d for d in Generation.open(Layout(index)).documents() if d.path == "c.md")
    assert len(encoder.encoded) == edited.n_passages


def test_old_generations_are_pruned(many, tmp_path):
    index = tmp_path / "index"
    for number in range(5):
        (many / "c.md").write_text(long_text("c", number + 1))
        last = build(many, index).generation
    kept = sorted(path.name for path in (index / "generations").iterdir())
    assert kept == [f"{int(last) - 1:06d}", last]


def test_other_settings_or_another_encoder_build_everything_anew(seeds, tmp_path):
    index = tmp_path / "index"
    build(seeds, index)
    other = FakeEncoder("fake-2")
    report = build(seeds, index, other)
    assert "fake-1" in report.reason
    assert report.n_encoded == report.n_passages
    build(seeds, tmp_path / "scratch", FakeEncoder("fake-2"))
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def test_a_build_with_nothing_to_do_loads_no_model_library(seeds, tmp_path):
    # The real encoder, and the fingerprint it has without being loaded.
    from qa.encoding.embedded import FINGERPRINT

    index = tmp_path / "index"
    build(seeds, index, FakeEncoder(FINGERPRINT), settings=None)
    code = f"""
import sys
from pathlib import Path
from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing.building import build_index
report = build_index(Path({str(seeds)!r}), Path({str(index)!r}), OpenVinoEncoder())
assert not report.published
heavy = {{"torch", "transformers", "sentence_transformers", "openvino", "gradio",
         "langchain_text_splitters"}}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    # The settings above are the defaults, but the shards are smaller: that alone rebuilds nothing.
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
