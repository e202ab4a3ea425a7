"""The dense retriever against plain matrix products."""

import faiss
import numpy as np
import pytest

from qa.indexing.dense import DenseIndex


def unit_rows(n_rows, dimension=48, seed=0):
    rows = np.random.default_rng(seed).normal(size=(n_rows, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def rounded(vectors):
    """What an index keeps of unit rows, worked out by hand."""
    width = min(1, 5 / vectors.shape[1] ** 0.5) / 127
    return np.clip(np.round(vectors.astype(np.float64) / width), -127, 127) * width


@pytest.mark.parametrize("dimension", [24, 32, 48, 100, 384])
@pytest.mark.parametrize("top_k", [1, 100, 5000])
def test_search_finds_what_sorting_all_products_finds(tmp_path, top_k, dimension):
    """But for the rounding of the question, in 127 steps of its largest component."""
    vectors = unit_rows(2000, dimension)
    DenseIndex.build(vectors).save(tmp_path / "v.faiss")
    index = DenseIndex.of((tmp_path / "v.faiss").read_bytes())
    for question in unit_rows(20, dimension, seed=1):
        steps = 127 / np.abs(question).max()
        cosines = rounded(vectors) @ (np.round(question * steps) / steps)
        rows, scores = index.search(question, top_k)
        expected = np.argsort(-cosines, kind="stable")[:top_k]
        assert len(rows) == len(set(rows.tolist())) == min(top_k, 2000)
        np.testing.assert_allclose(cosines[rows], cosines[expected], atol=3e-4)
        np.testing.assert_allclose(scores, cosines[rows], atol=3e-4)  # a level lies on an edge


def test_vectors_come_back_rounded_and_rounding_them_again_changes_nothing(tmp_path):
    vectors = unit_rows(300)
    DenseIndex.build(vectors).save(tmp_path / "v.faiss")
    index = DenseIndex.of((tmp_path / "v.faiss").read_bytes())
    assert (len(index), index.dimension) == (300, 48)
    rows = np.array([299, 0, 17, 17])
    np.testing.assert_allclose(index.vectors(rows), rounded(vectors)[rows], atol=1e-6)
    again = DenseIndex.build(index.vectors(np.arange(300)))
    np.testing.assert_array_equal(again.levels(rows), index.levels(rows))
    assert index.vectors(np.array([], dtype=np.int64)).shape == (0, 48)


def test_an_empty_index_finds_nothing(tmp_path):
    DenseIndex.build(np.empty((0, 48), np.float32)).save(tmp_path / "v.faiss")
    index = DenseIndex.of((tmp_path / "v.faiss").read_bytes())
    rows, scores = index.search(unit_rows(1)[0], 10)
    assert len(rows) == len(scores) == len(index) == 0


def test_a_question_of_another_dimension_is_refused():
    with pytest.raises(ValueError, match="48"):
        DenseIndex.build(unit_rows(5)).search(np.zeros(7, np.float32), 3)


def test_what_is_not_such_an_index_is_refused(tmp_path):
    for garbage in (b"", b"not an index" * 100, b"IxFI" + b"\xff" * 500):
        with pytest.raises(ValueError, match="FAISS"):
            DenseIndex.of(garbage)
    graph = faiss.IndexHNSWFlat(48, 8)
    graph.add(unit_rows(10))
    faiss.write_index(graph, str(tmp_path / "graph"))
    with pytest.raises(ValueError, match="signed bytes"):
        DenseIndex.of((tmp_path / "graph").read_bytes())
