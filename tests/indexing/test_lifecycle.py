"""Whatever happens to the documents, an incremental build equals a build from nothing."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.corpus import parser_process
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.errors import DocumentParseError, ModelError
from qa.indexing import batching, building
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files
from support.faults import ACTS, FAULTS
from support.paths import ROOT
from support.sample_documents import SEEDS

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
@given(
    steps=st.lists(st.lists(operations, min_size=1, max_size=4), min_size=1, max_size=5),
    passages=st.sampled_from([8, 40, 1_000]),
)
def test_any_sequence_of_changes_gives_the_bytes_of_a_build_from_nothing(steps, passages):
    """Where segments are small many are written anew, where they are large one is rewritten."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        seeds, index = work / "seeds", work / "index"
        seeds.mkdir()
        ever_encoded = set()
        for number, step in enumerate(steps):
            for change in step:
                apply(seeds, *change)
            encoder, fresh = FakeEncoder(), FakeEncoder()
            report = build(seeds, index, encoder, segment_passages=passages)
            build(seeds, work / f"scratch-{number}", fresh, segment_passages=passages)
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
                    assert text == parse_document(file).text
                else:
                    with pytest.raises(DocumentParseError):
                        parse_document(file)
            again = FakeEncoder()
            repeated = build(seeds, index, again, segment_passages=passages)
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
    """Twelve documents of some twenty passages, in several segments."""
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
    build(seeds, index, segment_passages=1000)
    (seeds / "en/library.md").write_bytes(b"")
    report = build(seeds, index, segment_passages=1000)
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


def test_untouched_segments_are_shared_and_touched_ones_are_not(many, tmp_path):
    index = tmp_path / "index"
    old = build(many, index).generation
    (many / "c.md").write_text(long_text("c").replace("c 7", "seven"))
    new = build(many, index).generation
    folders = index / "generations"
    segments = sorted(path.name for path in (folders / new).iterdir() if path.is_dir())
    assert len(segments) >= 4
    shared = [
        all(
            path.samefile(folders / old / segment / path.name)
            for path in (folders / new / segment).iterdir()
        )
        for segment in segments
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


def test_growth_and_shrinkage_change_the_number_of_segments(many, tmp_path):
    index = tmp_path / "index"
    build(many, index)
    n_segments = len(Generation.open(Layout(index)).manifest.segments)
    for name in "abcdefghij":
        (many / f"{name}.md").unlink()
    encoder = FakeEncoder()
    build(many, index, encoder)
    assert len(Generation.open(Layout(index)).manifest.segments) < n_segments
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
    # All vectors come from the generation before, of c.md too, which has only lost its end.
    assert encoder.encoded == []
    shutil.rmtree(index / "cache")
    (many / "c.md").write_text(long_text("c", 3) + "One more sentence stands at its end.\n")
    build(many, index, encoder)
    assert len(encoder.encoded) == 1


def test_old_generations_are_pruned(many, tmp_path):
    index = tmp_path / "index"
    for number in range(7):
        (many / "c.md").write_text(long_text("c", number + 1))
        build(many, index)
    kept = sorted(path.name for path in (index / "generations").iterdir())
    assert kept == ["000003", "000004", "000005", "000006", "000007"]


def test_other_settings_or_another_encoder_build_everything_anew(seeds, tmp_path):
    index = tmp_path / "index"
    build(seeds, index)
    other = FakeEncoder("fake-2")
    report = build(seeds, index, other)
    assert "fake-1" in report.reason
    assert report.n_encoded == report.n_passages
    build(seeds, tmp_path / "scratch", FakeEncoder("fake-2"))
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def nothing(_folder):
    """All stays as it was."""


def deleted(folder):
    (folder / "fr/guide.txt").unlink()


def renamed(folder):
    (folder / "en/library.md").rename(folder / "reading room.md")


def copied(folder):
    shutil.copy2(folder / "en/library.md", folder / "copy.md")


@pytest.mark.parametrize("change", [nothing, deleted, renamed, copied])
def test_a_build_with_nothing_to_encode_loads_no_model_library(seeds, tmp_path, change):
    # The real encoder, and the fingerprint it has without being loaded.
    from qa.encoding.encoder import OpenVinoEncoder

    index = tmp_path / "index"
    build(seeds, index, FakeEncoder(OpenVinoEncoder().fingerprint), settings=None)
    change(seeds)
    code = """
import sys
from qa.cli.program import main
assert main(["build", "--seeds", sys.argv[1], "--index", sys.argv[2], "--json"]) == 0
heavy = {"torch", "transformers", "sentence_transformers", "openvino", "tokenizers", "gradio",
         "langchain_text_splitters"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    # The settings above are the defaults, but the segments are smaller: that rebuilds nothing.
    command = [sys.executable, "-c", code, str(seeds), str(index)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    report = json.loads(done.stdout)
    assert report["published"] == (change is not nothing)
    assert report["n_encoded"] == 0
    assert report["reason"] == ""


# One file and the rest

HALF = "\\ud800"
HALVED = {
    "key.jsonl": f'{{"text": "hello world of words", "{HALF}key": 1}}',
    "key.json": f'[{{"text": "hello world of words", "{HALF}key": 1}}]',
    "name.json": f'{{"{HALF}name": "hello world of words"}}',
    "title.jsonl": f'{{"title": "a {HALF} title", "text": "hello world of words"}}',
    "value.json": f'{{"body": "hello {HALF} world of words", "notes": "{HALF}"}}',
    "page.html": "<title>&#xD800; title</title><h1>&#xD800; head</h1><p>hello world of words</p>",
    "text.md": "---\ntitle: &#xD800; title\n---\n# &#xD800; head\n\nhello &#55296; world\n",
}


@pytest.mark.parametrize("name", HALVED)
def test_half_characters_stop_no_build(seeds, tmp_path, name):
    (seeds / name).write_text(HALVED[name])
    report = build(seeds, tmp_path / "index")
    assert report.problems == ()
    assert name in report.added
    generation = Generation.open(Layout(tmp_path / "index"))
    document = generation.split_document(name).document
    assert "hello" in document.text
    told = [document.text, document.title, *map(str, document.notes)]
    told += [section.label for section in document.sections]
    assert not any("\ud800" <= character <= "\udfff" for text in told for character in text)


STAGES = {"split_document": building, "identify_languages": batching}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_any_fault_of_one_file_is_its_problem_alone(seeds, tmp_path, monkeypatch, fault, stage):
    """A real build, in which one file makes one stage fail."""
    (seeds / "bad.txt").write_text("stumbling block")
    module = STAGES[stage]
    sound = getattr(module, stage)

    def stumble(*arguments):
        if "stumbling block" in repr(arguments):
            raise FAULTS[fault]
        return sound(*arguments)

    monkeypatch.setattr(module, stage, stumble)
    report = build(seeds, tmp_path / "index")
    (problem,) = report.problems
    assert problem.path == "bad.txt"
    assert problem.kind in {"fault", "broken", "too_large"}
    assert problem.message.encode()
    with KnowledgeBase.open(None, tmp_path / "index", encoder=FakeEncoder()) as kb:
        assert [document.path for document in kb.documents()] == sorted(SEEDS)
    # The report holds until the file changes; then it is read again.
    monkeypatch.setattr(module, stage, sound)
    (seeds / "bad.txt").write_text("No stumbling any more.")
    assert build(seeds, tmp_path / "index").problems == ()


@pytest.mark.parametrize("act", [*FAULTS, *ACTS])
def test_whatever_a_file_does_to_its_parser_the_others_are_read(seeds, tmp_path, monkeypatch, act):
    monkeypatch.setattr(parser_process, "_WORKER", "support.stumbling_parser_worker")
    monkeypatch.setattr(parser_process, "CPU_SECONDS", 2)
    (seeds / "bad.txt").write_text(f"stumble: {act}\nhello")
    report = build(seeds, tmp_path / "index")
    assert {problem.path for problem in report.problems} <= {"bad.txt"}
    assert len(report.problems) == (act != "chatter")
    with KnowledgeBase.open(None, tmp_path / "index", encoder=FakeEncoder()) as kb:
        assert {document.path for document in kb.documents()} >= set(SEEDS)


def test_an_interrupted_build_ends(seeds, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "split_document", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(seeds, tmp_path / "index")


def test_a_model_that_cannot_be_run_is_no_problem_of_a_file(seeds, tmp_path):
    class Broken(FakeEncoder):
        def count_tokens(self, texts):
            raise ModelError("The model cannot be run.")

    with pytest.raises(ModelError):
        build(seeds, tmp_path / "index", Broken())
