"""Both retrievers and their fusion against numpy over all passages; segments change no score."""

import math

import numpy as np
import pytest

from qa.answering.reranking import RERANKED_HITS
from qa.answering.retrieval import retrieve
from qa.corpus.analysis import gram_hashes
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.corpus.value_grams import passage_grams
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.understanding.spelling import as_spelt
from support.fake_encoder import TOKEN, FakeEncoder, build
from support.sample_documents import write_seeds
from support.scoring_truth import (
    late_interaction_contributions,
    lexical_scores,
    question_grams,
    retriever_contributions,
)

QUESTIONS = [
    "When was the library founded?",
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "图书馆什么时候开门？",
    "पुस्तकालय की स्थापना कब हुई?",
    "deux semaines",
    "library library books books 1998",
    "zzzz qqqq",
]
NAMES = ["reading", "room", "loan", "fee", "member", "hour", "shelf", "garden", "harbour", "ship"]


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    """The same 130 or so passages in one segment and in many."""
    work = tmp_path_factory.mktemp("retrieval")
    seeds = write_seeds(work / "seeds")
    for i in range(40):
        lines = [
            f"The {NAMES[(i + j) % 10]} of the {NAMES[(i * j + 3) % 10]} number {i * 6 + j} is old."
            for j in range(6)
        ]
        (seeds / f"extra-{i}.txt").write_text("\n\n".join(lines))
    generations = {}
    for segment_passages in (10_000, 40, 9, 2):
        index = work / f"index-{segment_passages}"
        build(seeds, index, segment_passages=segment_passages)
        generations[segment_passages] = Generation.open(Layout(index))
    return generations


def by_passage(generation, values):
    """Values of rows by passage, so that generations with other rows can be compared."""
    ids = [generation.passage(row).passage_id for row in range(len(generation))]
    assert len(set(ids)) == len(ids) == len(values)
    return dict(zip(ids, values, strict=True))


def all_vectors(generation):
    return np.concatenate(
        [
            generation.segment_with(d.path).encodings(d.path).vectors
            for d in segment_order(generation)
        ]
    ).astype(np.float64)


def segment_order(generation):
    """Documents in the order of their rows, by segment and path."""
    segments = {
        id(segment): segment for segment in map(generation.segment_with, paths_of(generation))
    }
    by_row = sorted(
        segments.values(), key=lambda segment: row_of(generation, segment.documents()[0].path)
    )
    return [info for segment in by_row for info in segment.documents()]


def paths_of(generation):
    return [info.path for info in generation.documents()]


def row_of(generation, path):
    rows = range(len(generation))
    return next(row for row in rows if generation.passage(row).document.path == path)


def test_the_corpora_have_one_segment_and_many(corpora):
    assert len(corpora[10_000].manifest.segments) == 1
    assert len(corpora[2].manifest.segments) >= 64
    assert len(corpora[10_000]) > 110


@pytest.mark.parametrize("segment_passages", [10_000, 40, 9, 2])
def test_rows_passages_and_vectors_belong_together(corpora, segment_passages):
    generation = corpora[segment_passages]
    encoder = FakeEncoder()
    vectors = all_vectors(generation)
    row = 0
    for info in segment_order(generation):
        split = generation.split_document(info.path)
        for span, text in zip(split.spans, split.encoded_texts(), strict=True):
            passage = generation.passage(row)
            assert (passage.document.path, passage.start, passage.end) == (
                info.path,
                span.start,
                span.end,
            )
            assert split.document.text[span.start : span.end] == passage.text
            assert passage.place.line == split.document.text.count("\n", 0, span.start) + 1
            exact = encoder.encode_question(text).vector
            np.testing.assert_allclose(vectors[row], exact, atol=1 / 250)  # half a level
            row += 1
    assert row == len(generation) == sum(d.n_passages for d in generation.documents())


@pytest.mark.parametrize("segment_passages", [10_000, 40, 9, 2])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_dense_retriever_equals_all_products(corpora, segment_passages, question):
    generation = corpora[segment_passages]
    vector = FakeEncoder().encode_question(question).vector
    cosines = all_vectors(generation) @ vector.astype(np.float64)
    rows, scores = generation.nearest(vector, 12)
    np.testing.assert_allclose(scores, np.sort(cosines)[::-1][:12], atol=1e-6)
    np.testing.assert_allclose(cosines[rows], scores, atol=1e-6)
    every = np.arange(len(generation))
    np.testing.assert_allclose(generation.cosines(vector, every), cosines, atol=1e-6)
    mean, deviation = generation.cosine_moments(vector)
    assert mean == pytest.approx(cosines.mean(), abs=1e-7)
    assert deviation == pytest.approx(cosines.std(), abs=1e-6)


@pytest.mark.parametrize("segment_passages", [40, 9, 2])
@pytest.mark.parametrize("question", QUESTIONS)
def test_segments_change_no_score(corpora, segment_passages, question):
    one, many = corpora[10_000], corpora[segment_passages]
    encoder = FakeEncoder()
    grams = gram_hashes(question)
    expected = by_passage(one, lexical_scores(one, grams))
    for passage_id, score in by_passage(many, lexical_scores(many, grams)).items():
        assert score == pytest.approx(expected[passage_id], rel=1e-12)
    np.testing.assert_array_equal(one.inverse_frequencies(grams), many.inverse_frequencies(grams))
    vector = encoder.encode_question(question).vector
    assert many.cosine_moments(vector) == pytest.approx(one.cosine_moments(vector), abs=1e-7)
    hits_of_one = retrieve(one, encoder, question, 15).hits
    hits_of_many = retrieve(many, encoder, question, 15).hits
    for mine, other in zip(hits_of_one, hits_of_many, strict=True):
        assert mine.score == pytest.approx(other.score, abs=1e-4)
    # Passages of the same score may change places, so the best are compared as sets by score.
    scores = {h.passage.passage_id: h.score for h in hits_of_one}
    for hit in hits_of_many:
        if hit.score > hits_of_one[-1].score + 1e-4:
            assert scores[hit.passage.passage_id] == pytest.approx(hit.score, abs=1e-4)


@pytest.mark.parametrize("question", QUESTIONS)
def test_late_interaction_is_the_mean_of_the_best_cosines(corpora, question):
    generation = corpora[10_000]
    encoder = FakeEncoder()
    texts = {
        f"{info.path}#{number}": text
        for info in generation.documents()
        for number, text in enumerate(generation.split_document(info.path).encoded_texts())
    }
    read = as_spelt(question, generation.vocabulary)
    for hit in retrieve(generation, encoder, question, 20).hits:
        text = texts[hit.passage.passage_id]
        words = np.array([encoder.vector(word) for word in TOKEN.findall(text)])
        asked = np.array([encoder.vector(word) for word in TOKEN.findall(read)])
        # Two bits a component in 32 dimensions: the fewer dimensions, the larger the rounding.
        assert hit.late_interaction == pytest.approx((asked @ words.T).max(axis=1).mean(), abs=0.12)


@pytest.mark.parametrize("segment_passages", [10_000, 9])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_fused_ranking_equals_numpy_over_all_passages(corpora, segment_passages, question):
    generation = corpora[segment_passages]
    encoder = FakeEncoder()
    read = as_spelt(question, generation.vocabulary)
    vector = encoder.encode_question(read).vector.astype(np.float64)
    cosines = all_vectors(generation) @ vector
    lexical = lexical_scores(generation, question_grams(read))  # itself held to the slow formula
    fused = sum(
        retriever_contributions(generation, cosines, lexical, known_share(generation, read))
    )
    fused_of = by_passage(generation, fused)
    every = retrieve(generation, encoder, question, len(generation)).hits
    # The best of numpy's fused order are looked at closely; ties at the edge may go either way.
    looked_at = {
        hit.passage.passage_id: hit.late_interaction
        for hit in every
        if hit.late_interaction is not None
    }
    edge = np.sort(fused)[::-1][RERANKED_HITS - 1]
    assert len(looked_at) == RERANKED_HITS
    assert all(fused_of[passage_id] >= edge - 1e-6 for passage_id in looked_at)
    languages = {hit.passage.passage_id: hit.passage.language for hit in every}
    added = late_interaction_contributions(looked_at, languages, list(looked_at))
    score_of = {
        passage_id: score + added.get(passage_id, min(added.values()))
        for passage_id, score in fused_of.items()
    }
    expected = sorted(score_of.values(), reverse=True)
    for top_k in (len(generation), 10):
        hits = retrieve(generation, encoder, question, top_k).hits
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        np.testing.assert_allclose([hit.score for hit in hits], expected[: len(hits)], atol=1e-3)
        cosine_of, lexical_of = by_passage(generation, cosines), by_passage(generation, lexical)
        assert len({hit.passage.passage_id for hit in hits}) == len(hits) == top_k
        for hit in hits:
            assert hit.score == pytest.approx(score_of[hit.passage.passage_id], abs=1e-3)
            assert hit.dense == pytest.approx(cosine_of[hit.passage.passage_id], abs=1e-6)
            assert hit.lexical == pytest.approx(lexical_of[hit.passage.passage_id])


@pytest.mark.parametrize("segment_passages", [10_000, 9])
def test_rows_are_told_apart_by_language_once_for_a_generation(
    corpora, segment_passages, monkeypatch
):
    monkeypatch.setattr("qa.indexing.generation.LANGUAGE_SAMPLE", 4)
    opened = corpora[segment_passages]
    generation = Generation(opened.name, opened.manifest, opened._segments)
    codes = [generation.passage(row).language for row in range(len(generation))]
    languages = sorted(set(codes))
    assert len(languages) > 2
    sample = []
    for number, language in enumerate(languages):
        own = [row for row, code in enumerate(codes) if code == language]
        assert generation.rows_by_language[number].tolist() == own
        assert np.flatnonzero(generation.masks_by_language[number]).tolist() == own
        assert {int(generation.language_numbers[row]) for row in own} == {number}
        sample += own[:: math.ceil(len(own) / 4)]
    assert generation.language_sample.tolist() == sample
    paths = [generation.passage(row).document.path for row in range(len(generation))]
    numbers = generation.document_numbers.tolist()
    assert len(set(zip(paths, numbers, strict=True))) == len(set(paths)) == len(set(numbers))
    for name in ("rows_by_language", "masks_by_language", "language_sample", "document_numbers"):
        assert getattr(generation, name) is getattr(generation, name)


def known_share(generation, question):
    """The share of a question's grams that any passage has, each weighed by its rarity."""
    passages = [
        set(passage_grams(text).tolist())
        for info in generation.documents()
        for text in generation.split_document(info.path).encoded_texts()
    ]
    known = total = 0.0
    for gram in set(question_grams(question).tolist()):
        n_with = sum(gram in passage for passage in passages)
        idf = math.log(1 + (len(passages) - n_with + 0.5) / (n_with + 0.5))
        total += idf
        known += idf if n_with else 0.0
    return known / total if total else 0.0


def test_a_single_passage_is_found_for_any_question(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("A single passage stands alone here.")
    build(tmp_path / "seeds", tmp_path / "index")
    generation = Generation.open(Layout(tmp_path / "index"))
    for question in QUESTIONS:
        (hit,) = retrieve(generation, FakeEncoder(), question, 10).hits
        assert np.isfinite(hit.score)


def test_an_empty_index_gives_no_hit(tmp_path):
    (tmp_path / "seeds").mkdir()
    build(tmp_path / "seeds", tmp_path / "index")
    generation = Generation.open(Layout(tmp_path / "index"))
    assert retrieve(generation, FakeEncoder(), "anything", 5).hits == ()
    assert generation.documents() == ()
    assert lexical_scores(generation, gram_hashes("anything")).shape == (0,)
    assert generation.cosine_moments(FakeEncoder().encode_question("x").vector) == (0.0, 0.0)


def test_the_index_holds_the_text_that_reading_gave(corpora, tmp_path):
    seeds = write_seeds(tmp_path / "seeds")
    for file in scan_seeds(seeds).files:
        document = corpora[9].split_document(file.path).document
        assert document == parse_document(file)
