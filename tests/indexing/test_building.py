"""What a build decides: segments, changes, errors on the way; and what it tells."""

import threading

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import IndexBusyError, IndexStateError, ModelError
from qa.indexing import publishing
from qa.indexing.planning import deal_to_segments, index_fingerprint, segment_number
from qa.knowledge_base import KnowledgeBase
from qa.settings import SplitterSettings
from support.fake_encoder import FakeEncoder, build, generation_files

sizes_of = st.dictionaries(st.text(min_size=1, max_size=12), st.integers(1, 40), max_size=60)


@given(sizes=sizes_of, segment_passages=st.integers(1, 50))
def test_every_document_is_dealt_to_one_segment_by_its_path(sizes, segment_passages):
    segments = deal_to_segments(sizes, segment_passages)
    n_segments = len(segments)
    assert n_segments & (n_segments - 1) == 0
    assert n_segments * segment_passages >= sum(sizes.values())
    assert n_segments == 1 or n_segments // 2 * segment_passages < sum(sizes.values())
    assert sorted(path for segment in segments for path in segment) == sorted(sizes)
    for number, segment in enumerate(segments):
        assert segment == sorted(segment)
        assert all(segment_number(path, n_segments) == number for path in segment)


def test_segment_numbers_are_the_same_in_every_process():
    # Python's own hash is salted; these numbers must hold for ever, or old indexes are rewritten.
    assert [segment_number(path, 1024) for path in ("a.md", "ar/تقرير.md", "z/z.txt")] == [
        segment_number_by_hand(path) for path in ("a.md", "ar/تقرير.md", "z/z.txt")
    ]


def segment_number_by_hand(path):
    import hashlib

    return int(hashlib.sha256(path.encode("utf-8")).hexdigest()[:16], 16) % 1024


def test_the_fingerprint_depends_on_the_model_and_the_settings():
    one = index_fingerprint("m", SplitterSettings(192))
    assert one == index_fingerprint("m", SplitterSettings(192))
    assert (
        len(
            {
                one,
                index_fingerprint("n", SplitterSettings(192)),
                index_fingerprint("m", SplitterSettings(191)),
            }
        )
        == 3
    )


def test_the_same_text_in_two_documents_is_encoded_once(tmp_path):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name in ("one", "two"):
        (seeds / f"{name}.md").write_text("# Title\n\nThe same text stands in both documents.\n")
    encoder = FakeEncoder()
    report = build(seeds, tmp_path / "index", encoder)
    assert (report.n_documents, report.n_passages, report.n_encoded) == (2, 2, 1)
    with KnowledgeBase.open(None, tmp_path / "index", encoder=encoder) as kb:
        (hit,) = kb.search("same text")
        places = {passage.document.path for passage in (hit.passage, *hit.duplicates)}
        assert places == {"one.md", "two.md"}


def test_progress_is_told_stage_by_stage_and_reaches_its_total(seeds, tmp_path):
    told = []
    report = build(seeds, tmp_path / "index", progress=told.append)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["preparing", "parsing", "encoding", "writing"]
    for stage in stages:
        done = [progress.done for progress in told if progress.stage == stage]
        assert done == sorted(done)
    encoding = [progress for progress in told if progress.stage == "encoding"]
    assert encoding[-1].done == encoding[-1].total == report.n_encoded


def test_a_build_that_holds_the_lock_is_waited_for_and_then_named(seeds, tmp_path):
    (tmp_path / "index").mkdir()
    with FileLock(tmp_path / "index" / "build.lock"), pytest.raises(IndexBusyError, match="index"):
        build(seeds, tmp_path / "index", lock_seconds=0.05)
    assert build(seeds, tmp_path / "index", lock_seconds=0.05).published


def test_builds_from_two_threads_take_turns(seeds, tmp_path):
    reports = []
    threads = [
        threading.Thread(target=lambda: reports.append(build(seeds, tmp_path / "index")))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.published for report in reports) == [False, False, True]


class FailingEncoder(FakeEncoder):
    """Encodes so many batches and then fails, as a model that runs out of memory does."""

    def encode_passages(self, texts, progress=None):
        raise ModelError("out of memory")


def test_an_encoder_that_fails_leaves_the_last_generation(seeds, tmp_path):
    index = tmp_path / "index"
    build(seeds, index)
    before = generation_files(index)
    (seeds / "new.txt").write_text("A new document that cannot be encoded today.")
    with pytest.raises(ModelError, match="memory"):
        build(seeds, index, FailingEncoder())
    assert generation_files(index) == before
    assert build(seeds, index).added == ("new.txt",)


def test_a_full_disk_is_told_and_leaves_the_last_generation(seeds, tmp_path, monkeypatch):
    index = tmp_path / "index"
    build(seeds, index)
    before = generation_files(index)
    (seeds / "new.txt").write_text("A new document for which there is no room.")

    def no_room(*_args, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "sync_file", no_room)
        with pytest.raises(IndexStateError, match="No space left"):
            build(seeds, index)
    assert generation_files(index) == before
    assert build(seeds, index).added == ("new.txt",)
    build(seeds, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")
    assert not [p for p in (index / "generations").iterdir() if not p.name.isdigit()]


def test_where_links_cannot_be_made_files_are_copied(seeds, tmp_path, monkeypatch):
    from pathlib import Path

    index = tmp_path / "index"
    build(seeds, index)
    (seeds / "en/library.md").write_text("# The library\n\nIt has moved to the harbour.\n")

    def refuse(_self, _target):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    build(seeds, index)
    build(seeds, tmp_path / "scratch")
    assert generation_files(index) == generation_files(tmp_path / "scratch")


def test_an_empty_folder_builds_an_empty_index_once(tmp_path):
    (tmp_path / "seeds").mkdir()
    report = build(tmp_path / "seeds", tmp_path / "index")
    assert (report.n_documents, report.n_passages, report.published) == (0, 0, True)
    again = build(tmp_path / "seeds", tmp_path / "index")
    assert not again.published
    assert again.generation == report.generation
    (tmp_path / "seeds" / "a.txt").write_text("The first document has arrived.")
    assert build(tmp_path / "seeds", tmp_path / "index").reason == ""


def test_the_vectors_of_a_generation_are_those_of_its_texts(seeds, tmp_path):
    encoder = FakeEncoder()
    build(seeds, tmp_path / "index", encoder)
    with KnowledgeBase.open(None, tmp_path / "index", encoder=encoder) as kb:
        for text in encoder.encoded:
            own = encoder.encode_question(text).vector
            best = kb._generation.nearest(own, 1)[1][0]
            width = 5 / len(own) ** 0.5 / 127  # of a level: larger components are cut
            kept = np.clip(np.round(own.astype(float) / width), -127, 127) * width
            assert best >= kept @ own - 1e-6
            np.testing.assert_allclose(np.linalg.norm(own), 1.0, atol=1e-6)
