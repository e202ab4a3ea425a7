"""The curve: recombined text, drawn vectors, and a point measured by the real index."""

from dataclasses import asdict
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest
from lxml import etree

from bench.cost_curve.drawing import point_of, record_known
from bench.cost_curve.perturbing import SPREAD, PerturbingEncoder, read_known
from bench.cost_curve.recombining import (
    PARAGRAPHS,
    passages_in,
    recombined_documents,
    sentences_of,
    source_of,
    write_corpus,
)
from bench.cost_curve.stages import CANDIDATES, ask_stage, build_stage, recall
from bench.machine import this_machine
from bench.plots import plot_curve
from bench.report import Report
from bench.task import Question, Task, write_task
from qa.evaluation.corpora import document_folder
from support.fake_encoder import FakeEncoder

DOCUMENTS = {
    f"note {number}": f"Committee {number} met on day {7 * number}. It counted {number} wells. "
    f"The next meeting of committee {number} is in house {number + 40}."
    for number in range(12)
}
TASK = Task(
    "notes",
    DOCUMENTS,
    (),
    tuple(Question(f"When did committee {n} meet?", (f"note {n}",)) for n in (3, 5)),
)
SIZE = 120


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("curve")
    record_known(TASK, folder, FakeEncoder())
    write_task(TASK, folder / "task.json")
    return folder


@pytest.fixture
def encoder(work):
    return PerturbingEncoder(FakeEncoder(), read_known(work / "known.npz"))


def test_recombined_text_is_of_whole_sentences_and_the_same_every_time():
    texts = list(DOCUMENTS.values())
    (path, text), (other, _) = islice(recombined_documents(texts), 2)
    assert next(recombined_documents(texts)) == (path, text)
    assert path != other
    paragraphs = text.split("\n\n")
    assert len(paragraphs) == PARAGRAPHS
    sentences = set(sentences_of(texts))
    shortest = min(map(len, texts))
    for paragraph in paragraphs:
        assert set(sentences_of([paragraph])) <= sentences
        assert len(paragraph) >= shortest


def test_a_corpus_has_the_real_documents_and_no_other_answer(tmp_path):
    count = passages_in(FakeEncoder())
    last = write_corpus(DOCUMENTS, ["note 3"], SIZE, tmp_path, count)
    for name, text in DOCUMENTS.items():
        (path,) = (tmp_path / document_folder(name)).iterdir()
        assert path.read_text(encoding="utf-8") == text
        assert source_of(path.relative_to(tmp_path).as_posix()) == name
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("recombined/**/*.txt")]
    assert sum(map(count, texts)) + len(DOCUMENTS) >= SIZE
    assert not any("Committee 3 met" in text for text in texts)
    assert any("Committee 5 met" in text for text in texts)
    assert source_of(last) == last
    assert (tmp_path / last).is_file()


def test_what_is_known_keeps_its_encoding_to_the_last_bit(work, encoder):
    known = read_known(work / "known.npz")
    truth = FakeEncoder().encode_passages(list(known.texts))
    assert len(known.texts) == len(DOCUMENTS)
    assert encoder.encode_passages(list(known.texts)).to_bytes() == truth.to_bytes()


def test_a_drawn_encoding_is_a_function_of_the_text_alone(encoder, work):
    texts = [f"Text {number} that nobody knows." for number in range(6)]
    alone = [encoder.encode_passages([text]).to_bytes()[0] for text in texts]
    again = PerturbingEncoder(FakeEncoder(), read_known(work / "known.npz"))
    assert again.encode_passages(texts[::-1]).to_bytes()[::-1] == alone
    assert len(set(alone)) == len(texts)


def test_a_drawn_vector_is_as_near_a_known_one_as_is_said(encoder, work):
    known = read_known(work / "known.npz").encodings.vectors
    drawn = encoder.encode_passages([f"Unknown text {n}." for n in range(200)]).vectors
    assert np.linalg.norm(drawn, axis=1) == pytest.approx(1, abs=1e-5)
    nearest = (drawn @ known.T).max(axis=1)
    # A random direction adds as much along the known vector as it takes, on average.
    assert nearest.mean() == pytest.approx(1 / np.hypot(1, SPREAD), abs=0.05)


def test_drawn_tokens_lie_in_their_text(encoder):
    text = "A text of which no token is known, though it has some letters."
    (tokens,) = encoder.encode_passages([text]).tokens
    assert (np.diff(tokens.remaining) < 0).all()
    assert tokens.remaining.min() >= 0
    assert tokens.remaining.max() < len(text)
    assert len(tokens.codes) == len(tokens.scales) == len(tokens.remaining)


def test_recall_is_the_share_of_the_exact_candidates():
    def hits(names):
        return [SimpleNamespace(passage=SimpleNamespace(passage_id=name)) for name in names]

    exact = hits(range(CANDIDATES))
    half = hits(range(CANDIDATES // 2, CANDIDATES // 2 + CANDIDATES))
    found = recall(lambda question, k: half, lambda question, k: exact, ["one", "two"])
    assert found == pytest.approx(0.5)


@pytest.fixture(scope="module")
def point(work):
    encoder = PerturbingEncoder(FakeEncoder(), read_known(work / "known.npz"))
    folder = work / "point"
    edited = write_corpus(
        DOCUMENTS, ["note 3", "note 5"], SIZE, folder / "seeds", passages_in(encoder)
    )
    built = build_stage(folder, edited, encoder)
    asked = ask_stage(folder, 2, PerturbingEncoder(FakeEncoder()))
    return built, asked


def test_a_point_is_measured_by_the_real_index(point):
    built, asked = point
    assert SIZE - 10 <= built.n_passages <= SIZE + PARAGRAPHS  # whole documents
    assert built.build.wall > 0 < built.refresh.wall
    assert built.index_bytes > built.n_passages * 32 * 4
    assert asked.question_p50_ms <= asked.question_p95_ms
    assert asked.question_cpu_ms > 0
    assert 0 <= asked.ndcg_at_10 <= 1
    assert asked.recall is None or asked.recall >= 0.9


def test_a_point_has_a_row_and_a_place_in_the_plot(point, tmp_path):
    built, asked = point
    whole = point_of({**asdict(built), **asdict(asked)})
    text = Report(this_machine(), "", (), (whole,), "").to_markdown()
    assert f"| {built.n_passages:,} | " in text
    plot_curve([whole], tmp_path / "curve.svg")
    drawn = etree.parse(tmp_path / "curve.svg")
    assert len(drawn.findall(".//{*}g[@id]")) > 4 * 5  # four axes, each with lines and labels
