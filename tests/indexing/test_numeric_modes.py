"""Vectors that two kinds of processors have computed are never in one index."""

import json

import pytest

from qa.indexing.carrying import export_index
from qa.indexing.generation import Generation
from qa.indexing.importing import import_index
from qa.indexing.layout import Layout
from qa.indexing.planning import numeric_mode_of
from qa.knowledge_base import KnowledgeBase
from qa.settings import SplitterSettings
from support.fake_encoder import FakeEncoder, build, generation_files, grow


class Elsewhere(FakeEncoder):
    """The same model on another kind of processor: all its vectors are a little otherwise."""

    numeric_mode = "bfloat16"

    def vector(self, text):
        own = super().vector(text)
        own[0] += 0.001
        return own


@pytest.fixture
def carried(seeds, tmp_path):
    """An index that was built elsewhere, its cache with it."""
    build(seeds, tmp_path / "index", Elsewhere())
    return tmp_path / "index"


def mode_of(index):
    return numeric_mode_of(Generation.open(Layout(index)).manifest.fingerprint)


def test_a_generation_says_in_what_numbers_it_was_computed(carried):
    assert mode_of(carried) == "bfloat16"
    manifest = next(carried.glob("generations/*/manifest.json"))
    assert "computed in bfloat16" in json.loads(manifest.read_text())["fingerprint"]


def test_it_is_answered_from_and_kept_while_nothing_has_to_be_encoded(seeds, carried):
    with KnowledgeBase.open(None, carried, encoder=FakeEncoder(), reader=False) as kb:
        assert kb.search("library")
    assert not build(seeds, carried).published
    (seeds / "fr/guide.txt").unlink()
    (seeds / "en/library.md").rename(seeds / "reading room.md")
    encoder = FakeEncoder()
    report = build(seeds, carried, encoder)
    assert (report.published, report.reason, encoder.encoded) == (True, "", [])
    assert mode_of(carried) == "bfloat16"


@pytest.mark.parametrize("work", [build, grow])
def test_what_has_to_be_encoded_builds_it_anew_and_says_why(seeds, carried, tmp_path, work):
    (seeds / "new.txt").write_text("A new text of the harbour.")
    encoder = FakeEncoder()
    done = work(seeds, carried, encoder)
    reports = [done] if work is build else list(done)
    assert "another kind of processor" in reports[0].reason
    assert "bfloat16" in reports[0].reason
    assert "float32" in reports[0].reason
    # The cache has nothing of this kind: everything is encoded.
    assert sum(report.n_encoded for report in reports) == len(encoder.encoded)
    assert len(set(encoder.encoded)) == reports[-1].n_passages
    build(seeds, tmp_path / "scratch")
    assert generation_files(carried) == generation_files(tmp_path / "scratch")
    assert build(seeds, carried).reason == ""
    (seeds / "new.txt").write_text("Another text of the harbour.")
    assert build(seeds, carried).reason == ""


def test_back_where_it_was_built_the_cache_knows_every_text(seeds, carried):
    (seeds / "new.txt").write_text("A new text of the harbour.")
    build(seeds, carried, FakeEncoder())
    (seeds / "new.txt").write_text("Another text of the harbour.")
    encoder = Elsewhere()
    build(seeds, carried, encoder)
    assert len(encoder.encoded) == 1
    assert mode_of(carried) == "bfloat16"


def test_an_export_is_taken_in_and_asked_on_any_processor(carried, tmp_path):
    export_index(carried, tmp_path / "library.tar")
    here = tmp_path / "here"
    import_index(tmp_path / "library.tar", here, FakeEncoder(), settings=SplitterSettings(24))
    assert mode_of(here) == "bfloat16"
    with KnowledgeBase.open(None, here, encoder=FakeEncoder(), reader=False) as kb:
        assert kb.search("library")[0].passage.document.path == "en/library.md"
