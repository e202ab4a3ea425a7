"""Asking a cluster: the answers of one machine, whatever node is lost, and none from a part."""

import dataclasses
import itertools
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from qa.encoding.encoder import OpenVinoEncoder
from qa.errors import IndexDamagedError, PartMissingError
from qa.evaluation.corpora import write_documents
from qa.evaluation.datasets import load_dataset
from qa.indexing.building import build_index
from qa.knowledge_base import KnowledgeBase
from qa.records import Scope
from support.fake_encoder import FakeEncoder, build
from support.paths import ROOT, SHARED_DATASETS, TESTS
from support.ray_cluster import NODE, kill
from support.sample_documents import write_seeds

pytestmark = pytest.mark.ray

POOL = SHARED_DATASETS / "_pool_ar"
QUESTIONS = [
    "When does it open on Fridays?",
    "Who founded the library?",
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "What is said of note 1234?",
    "Quand la bibliothèque a-t-elle été fondée ?",
    "图书馆几点开门？",
    "zebra crossing",
]


def write_many(folder, n_documents=60):
    write_seeds(folder)
    for number in range(n_documents):
        words = " ".join(f"note{number * place}." for place in range(60))
        (folder / f"note-{number:02d}.txt").write_text(f"Note {number}. {words}\n")
    return folder


def opened(index, **options):
    options = {"encoder": FakeEncoder(), "reader": False} | options
    return KnowledgeBase.open(None, index, **options)


def said(answer):
    """An answer without the time it took."""
    return dataclasses.replace(answer, elapsed_ms=0.0)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of many small segments."""
    folder = tmp_path_factory.mktemp("asked")
    build(write_many(folder / "seeds"), folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def here(index):
    return opened(index)


@pytest.fixture(scope="module")
def there(index, ray_cluster):
    return opened(index, ray=ray_cluster.address)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_cluster_answers_as_one_machine(here, there, question):
    assert there.search(question, top_k=20) == here.search(question, top_k=20)
    for options in ({}, {"explain": True}, {"scope": Scope(languages=("en",))}):
        assert said(there.ask(question, **options)) == said(here.ask(question, **options))
    assert there.by_source(question) == here.by_source(question)


def test_everything_else_is_the_same_too(here, there):
    assert there.documents() == here.documents()
    assert there.document("en/library.md") == here.document("en/library.md")
    first = here.search("the library")[0].passage
    assert there.similar(first) == here.similar(first)
    assert there.suggestions("en/library.md") == here.suggestions("en/library.md")
    summary = "What are these documents about?"
    assert said(there.ask(summary)) == said(here.ask(summary))


def test_every_call_of_a_generation_is_the_same(here, there):
    one, many = here._generation, there._generation
    assert len(many._parts.asked) == 2
    vector = FakeEncoder().vector("the library opens")
    rows = np.array([5, 3, len(one) - 1, 0, 17])
    np.testing.assert_array_equal(many.cosines(vector, rows), one.cosines(vector, rows))
    np.testing.assert_array_equal(many.vectors(np.sort(rows)), one.vectors(np.sort(rows)))
    for mask in (None, *one.masks_by_language, np.arange(len(one)) % 3 == 0):
        for found, expected in zip(
            many.nearest(vector, 12, mask), one.nearest(vector, 12, mask), strict=True
        ):
            np.testing.assert_array_equal(found, expected)
    for found, expected in zip(many.tokens_of(rows), one.tokens_of(rows), strict=True):
        np.testing.assert_array_equal(found.codes, expected.codes)


def test_each_part_is_on_two_nodes(there):
    for part in there._generation._parts.asked:
        assert len(set(part.nodes)) == 2


def test_a_node_that_is_killed_costs_no_answer(ray_cluster, index, here):
    node = ray_cluster.add_node(wait=True, **NODE)
    kb = opened(index, ray=ray_cluster.address)
    held = [part for part in kb._generation._parts.asked if node.node_id in part.nodes]
    assert held, "the node has a part"
    expected = {question: said(here.ask(question)) for question in QUESTIONS}
    asked, lost = itertools.count(), threading.Event()

    def ask(question):
        if next(asked) == 20:
            kill(node)
            lost.set()
        return question, said(kb.ask(question))

    with ThreadPoolExecutor(4) as threads:
        for question, answer in threads.map(ask, QUESTIONS * 20):
            assert answer == expected[question]
    assert lost.is_set()
    ray_cluster.remove_node(node, allow_graceful=False)
    for part in held:  # its copies were made anew, on nodes that are there
        assert node.node_id not in part.nodes
        assert len(set(part.nodes)) == 2


def test_a_new_generation_comes_without_a_gap(ray_cluster, tmp_path):
    seeds = write_many(tmp_path / "seeds", 20)
    build(seeds, tmp_path / "index")
    kb = opened(tmp_path / "index", ray=ray_cluster.address)
    question = "When does it open on Fridays?"
    before = said(opened(tmp_path / "index").ask(question))
    (seeds / "en" / "hours.md").write_text("# Hours\n\nOn Fridays it opens at three now.\n")
    ended, answers = threading.Event(), []

    def ask():
        while not ended.is_set():
            answers.append(said(kb.ask(question)))

    with ThreadPoolExecutor(2) as threads:
        asking = [threads.submit(ask) for _ in range(2)]
        build(seeds, tmp_path / "index")
        after = said(opened(tmp_path / "index").ask(question))
        while kb.generation == before.generation:
            assert not any(one.done() for one in asking), "asking ended by an error"
        ended.set()
        for one in asking:
            one.result()
    answers.append(said(kb.ask(question)))
    assert before != after
    assert all(answer in (before, after) for answer in answers)
    assert (answers[0], answers[-1]) == (before, after)


def test_damage_is_named_by_the_node_that_meets_it(ray_cluster, tmp_path):
    build(write_many(tmp_path / "seeds", 10), tmp_path / "index")
    kb = opened(tmp_path / "index", ray=ray_cluster.address)
    for file in (tmp_path / "index").rglob("tokens.bin"):
        file.write_bytes(bytes(file.stat().st_size))
    with pytest.raises(IndexDamagedError, match=r"tokens\.bin"):
        kb.ask("When does it open on Fridays?")


def test_without_a_node_there_is_no_answer():
    """In a process of its own, for a process is connected to one cluster."""
    pytest.importorskip("ray", reason="needs Ray: `make test-ray` installs it")
    script = TESTS / "support" / "deserted_cluster.py"
    found = subprocess.run(
        [sys.executable, script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr[-2_000:]
    assert found.stdout.split() == ["answered", PartMissingError.__name__]


@pytest.mark.skipif(not POOL.is_dir(), reason="no development data beside the tree")
@pytest.mark.parametrize(
    "make_encoder",
    [FakeEncoder, pytest.param(OpenVinoEncoder, marks=[pytest.mark.long, pytest.mark.model])],
)
def test_every_question_of_the_arabic_pool_has_the_same_hits(ray_cluster, tmp_path, make_encoder):
    dataset, encoder = load_dataset(POOL), make_encoder()
    write_documents(dataset, tmp_path / "seeds")
    build_index(tmp_path / "seeds", tmp_path / "index", encoder, segment_passages=500)
    one = opened(tmp_path / "index", encoder=encoder)
    many = opened(tmp_path / "index", encoder=encoder, ray=ray_cluster.address)
    assert len(many._generation._parts.asked) == 2
    questions = [question.text for question in dataset.questions]
    assert len(questions) > 1_000
    with ThreadPoolExecutor(2) as threads:
        for found, expected in zip(
            threads.map(many.search, questions), map(one.search, questions), strict=True
        ):
            assert found == expected
