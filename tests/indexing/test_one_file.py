"""One file never stops the rest: every fault, at every format and in every step of a build."""

import itertools
import threading

import numpy as np
import pytest

from qa.corpus import parser_process
from qa.errors import ModelError
from qa.indexing import building, segment, segment_writing
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder, build, generation_files, grow
from support.faults import ACTS, ANSWERS, FAULTS, MORE_ACTS, MORE_FAULTS
from support.format_samples import SAMPLES
from support.sample_documents import SEEDS

ERRORS = FAULTS | MORE_FAULTS
DEEDS = {**ACTS, **MORE_ACTS}
GARBAGE = [*ANSWERS, "a document with half a character"]
SLOW = {"hang", "wait", "fill_memory"}


@pytest.fixture
def stumbling(monkeypatch):
    monkeypatch.setattr(parser_process, "_WORKER", "support.stumbling_parser_worker")
    monkeypatch.setattr(parser_process, "CPU_SECONDS", 3)
    monkeypatch.setattr(parser_process, "CLOCK_SHARE", 2)


def check_rest(seeds, index, bad, make=build):
    """A build in which some files are bad: they are problems, and all others documents."""
    *_, report = make(seeds, index) if make is grow else [make(seeds, index)]
    assert {problem.path for problem in report.problems} == set(bad)
    assert all(problem.message.encode() for problem in report.problems)
    with KnowledgeBase.open(None, index, encoder=FakeEncoder(), reader=False) as kb:
        assert {document.path for document in kb.documents()} >= set(SEEDS)
        assert kb.problems() == report.problems
        assert kb.search("library")
    return report


def write_bad(seeds, words, suffixes):
    """A file of each ending for each word, named after what it does."""
    names = [f"stumble {word}{suffix}" for word, suffix in zip(words, suffixes, strict=True)]
    for name in names:
        (seeds / name).write_bytes(SAMPLES[f".{name.rpartition('.')[2]}"])
    return names


DEATHS = ["crash", "killed", "leave", "interrupt"]


def test_every_fault_at_some_format_and_every_format_at_some_fault(seeds, tmp_path, stumbling):
    bad = write_bad(seeds, ERRORS, itertools.islice(itertools.cycle(SAMPLES), len(ERRORS)))
    # Each of these needs a process of its own, which is soon there for a plain text.
    bad += write_bad(seeds, others := [*DEATHS, *GARBAGE], [".txt"] * len(others))
    report = check_rest(seeds, tmp_path / "index", bad)
    kinds = {
        problem.path.split()[1].rpartition(".")[0]: problem.kind for problem in report.problems
    }
    assert kinds["MemoryError"] == "too_large"
    assert kinds["KeyError"] == "fault"
    assert kinds["crash"] == kinds["killed"] == "broken"


def test_an_index_that_grows_goes_on_too(seeds, tmp_path, stumbling):
    bad = write_bad(seeds, words := ["Panic", "crash", "no json"], [".txt"] * len(words))
    check_rest(seeds, tmp_path / "index", bad, grow)


def test_what_takes_too_long_or_too_much_ends_alone(seeds, tmp_path, stumbling, monkeypatch):
    monkeypatch.setattr(parser_process, "CPU_SECONDS", 1)
    monkeypatch.setattr(parser_process, "CLOCK_SHARE", 5)
    bad = write_bad(seeds, sorted(SLOW), [".pdf", ".docx", ".html"])
    report = check_rest(seeds, tmp_path / "index", bad)
    assert {problem.kind for problem in report.problems} == {"too_large"}


@pytest.mark.long
@pytest.mark.parametrize("suffix", SAMPLES)
def test_every_fault_at_every_format(seeds, tmp_path, stumbling, suffix):
    words = [*ERRORS, *DEEDS.keys() - {"chatter"}, *GARBAGE]
    bad = write_bad(seeds, words, [suffix] * len(words))
    check_rest(seeds, tmp_path / "index", bad)


@pytest.mark.long
@pytest.mark.parametrize("suffix", [suffix for suffix in SAMPLES if suffix != ".png"])
def test_every_fault_at_every_stretch_of_every_parser(seeds, tmp_path, stumbling, suffix):
    """Parsers may go on over what a part of a file does to them, so some of these are read."""
    words = [f"{share} {word}" for share in (0.1, 0.3, 0.5, 0.7, 0.9) for word in ERRORS]
    bad = write_bad(seeds, words, [suffix] * len(words))
    report = build(seeds, tmp_path / "index")
    told = {problem.path for problem in report.problems}
    held = {d.path for d in Generation.open(Layout(tmp_path / "index")).documents()}
    assert told | held == {*bad, *SEEDS}
    assert not told & held
    assert told


class StumblingEncoder(FakeEncoder):
    """Cannot encode, or count, a text with a word in it."""

    def __init__(self, fault, *, counts=True):
        super().__init__()
        self.fault, self.counts = fault, counts

    def encode_passages(self, texts, progress=None):
        bad = [n for n, text in enumerate(texts) if "stumblingblock" in text]
        if bad and isinstance(self.fault, BaseException):
            raise self.fault
        encodings = super().encode_passages(texts, progress)
        encodings.vectors[bad] = self.fault if bad else 0
        return encodings

    def count_tokens(self, texts):
        if not self.counts and any("stumblingblock" in text for text in texts):
            raise self.fault
        return super().count_tokens(texts)


def check_stumbling(seeds, tmp_path, make, *arguments):
    """A document that a step cannot take is the only one that is not in."""
    alone = build(seeds, tmp_path / "alone")
    (seeds / "bad.txt").write_text("A stumblingblock lies here.")
    report = check_rest(seeds, tmp_path / "index", ["bad.txt"], make)
    assert report.problems[0].kind in {"fault", "broken", "too_large"}
    assert report.problems[0].sha256
    assert report.n_passages == alone.n_passages
    own, others = (generation_files(tmp_path / name) for name in ("index", "alone"))
    assert {name: own[name] for name in own if "/" in name} == {
        name: others[name] for name in others if "/" in name
    }
    assert not build(seeds, tmp_path / "index", *arguments).published


def sampled(names, sample):
    """Names as parameters, of which all but some take part in a long run alone."""
    return [n if n in sample else pytest.param(n, marks=pytest.mark.long) for n in names]


@pytest.mark.parametrize(
    "fault", sampled([*ERRORS, "ModelError", "nan"], {"UnspeakableError", "ModelError", "nan"})
)
def test_a_text_that_cannot_be_encoded_is_the_problem_of_its_file(seeds, tmp_path, fault):
    raised = {"ModelError": ModelError("It cannot be run."), "nan": np.nan} | ERRORS
    encoder = StumblingEncoder(raised[fault])
    check_stumbling(seeds, tmp_path, lambda *at: build(*at, encoder), encoder)


def test_a_text_that_cannot_be_counted_is_the_problem_of_its_file(seeds, tmp_path):
    encoder = StumblingEncoder(ModelError("It cannot be run."), counts=False)
    check_stumbling(seeds, tmp_path, lambda *at: build(*at, encoder), encoder)


@pytest.mark.parametrize("fault", sampled(ERRORS, {"Panic"}))
@pytest.mark.parametrize(
    "analysed_in",
    [(segment_writing, "passage_grams"), (segment, "passage_contexts")],
    ids=["passage_grams", "passage_contexts"],
)
def test_a_text_that_cannot_be_analysed_is_the_problem_of_its_file(
    seeds, tmp_path, monkeypatch, fault, analysed_in
):
    place, step = analysed_in
    sound = getattr(place, step)

    def stumble(given, *more):
        if "stumblingblock" in getattr(given, "text", given):
            raise ERRORS[fault]
        return sound(given, *more)

    monkeypatch.setattr(place, step, stumble)
    check_stumbling(seeds, tmp_path, build)


def test_an_encoder_that_encodes_nothing_is_no_problem_of_a_file(seeds, tmp_path):
    class Broken(FakeEncoder):
        def encode_passages(self, texts, progress=None):
            raise ModelError("The model cannot be run.")

    with pytest.raises(ModelError):
        build(seeds, tmp_path / "index", Broken())


class EndedError(Exception):
    """Raised by who is told of the progress."""


def test_whoever_is_told_of_the_progress_ends_a_build_while_a_file_is_split(
    seeds, tmp_path, monkeypatch
):
    monkeypatch.setattr("qa.indexing.measuring.TOLD_SECONDS", 0)
    told = []

    def listen(progress):
        told.append(progress.stage)
        if told.count("parsing") == 3:
            raise EndedError

    with pytest.raises(EndedError):
        build(seeds, tmp_path / "index", progress=listen)


def test_a_file_that_cannot_be_read_for_now_is_read_by_the_next_build(seeds, tmp_path, monkeypatch):
    build(seeds, tmp_path / "index")
    (seeds / "late.txt").write_text("A late text.")
    started = building.ParserPool.parse_each

    def no_process(pool, files, meanwhile):
        monkeypatch.setattr(parser_process.sys, "executable", "/nowhere/python")
        return started(pool, files, meanwhile)

    monkeypatch.setattr(building.ParserPool, "parse_each", no_process)
    report = build(seeds, tmp_path / "index")
    assert [problem.kind for problem in report.problems] == ["unreadable"]
    assert not build(seeds, tmp_path / "index").published  # it is tried, and nothing is written
    monkeypatch.undo()
    mended = build(seeds, tmp_path / "index")
    assert (mended.added, mended.problems) == (("late.txt",), ())


# Following


def until(condition):
    end = threading.Event()
    for _ in range(600):
        if condition():
            return
        end.wait(0.05)
    raise AssertionError("waited in vain")


FULL = OSError(28, "OS file watch limit reached.")


@pytest.mark.parametrize("fault", [FULL, *(FAULTS[f] for f in ("Panic", "UnspeakableError"))])
def test_a_folder_that_cannot_be_watched_is_looked_through(seeds, tmp_path, monkeypatch, fault):
    from qa.indexing import following

    sound = following.watch

    def full(*_, **__):
        raise fault

    monkeypatch.setattr(following, "watch", full)
    told = []
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder(), reader=False) as kb:
        kb.follow(on_error=told.append, sweep_seconds=0.2)
        until(lambda: kb.unwatched)
        (seeds / "new.txt").write_text("A new text of the harbour.")
        until(lambda: "new.txt" in {document.path for document in kb.documents()})
        assert len(told) == 1
        assert kb.failure is None
        monkeypatch.setattr(following, "watch", sound)  # others let go of their watches
        until(lambda: not kb.unwatched)


def test_a_folder_that_cannot_be_read_empties_no_index(seeds, tmp_path, monkeypatch):
    from qa.corpus import scanning

    sound = scanning.os.scandir

    def refused(folder):
        if str(folder) == str(seeds):
            raise PermissionError(13, "Permission denied")
        return sound(folder)

    told = []
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder(), reader=False) as kb:
        monkeypatch.setattr(scanning.os, "scandir", refused)
        kb.follow(on_error=told.append, sweep_seconds=0.2)
        until(lambda: kb.failure)
        assert "Permission denied" in str(kb.failure)
        assert {document.path for document in kb.documents()} == set(SEEDS)
        monkeypatch.setattr(scanning.os, "scandir", sound)
        (seeds / "new.txt").write_text("A new text of the harbour.")
        until(lambda: "new.txt" in {document.path for document in kb.documents()})
        until(lambda: kb.failure is None)
    assert told
