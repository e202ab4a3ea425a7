"""The dense retriever against plain matrix products."""

import faiss
import numpy as np
import pytest

from qa.indexing.dense import DenseIndex


def unit_rows(n_rows, dimension=48, seed=0):
    rows = np.random.default_rng(seed).normal(size=(n_rows, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("top_k", [1, 7, 100, 5000])
def test_search_equals_sorting_all_products(tmp_path, top_k):
    vectors = unit_rows(2000)
    DenseIndex.build(vectors).save(tmp_path / "v.faiss")
    index = DenseIndex.of((tmp_path / "v.faiss").read_bytes())
    for question in unit_rows(20, seed=1):
        cosines = vectors.astype(np.float64) @ question.astype(np.float64)
        rows, scores = index.search(question, top_k)
        expected = np.argsort(-cosines, kind="stable")[:top_k]
        assert len(rows) == min(top_k, 2000)
        # Cosines that are alike to single precision may stand in either order.
        assert len(set(rows.tolist())) == len(rows)
        np.testing.assert_allclose(cosines[rows], cosines[expected], atol=1e-6)
        np.testing.assert_allclose(scores, cosines[rows], atol=1e-6)


def test_vectors_come_back_with_the_same_bits(tmp_path):
    vectors = unit_rows(300)
    DenseIndex.build(vectors).save(tmp_path / "v.faiss")
    index = DenseIndex.of((tmp_path / "v.faiss").read_bytes())
    assert (len(index), index.dimension) == (300, 48)
    rows = np.array([299, 0, 17, 17])
    np.testing.assert_array_equal(index.vectors(rows), vectors[rows])
    assert index.vectors(np.array([], dtype=np.int64)).shape == (0, 48)


def test_an_empty_index_finds_nothing(tmp_path):
    DenseIndex.build(np.empty((0, 48), np.float32)).save(tmp_path / "v.faiss")
    index = DenseIndex.of((tmp_path / "v.faiss").read_bytes())
    rows, scores = index.search(unit_rows(1)[0], 10)
    assert len(rows) == len(scores) == len(index) == 0


def test_a_question_of_another_dimension_is_refused():
    with pytest.raises(ValueError, match="48"):
        DenseIndex.build(unit_rows(5)).search(np.zeros(7, np.float32), 3)


def test_what_is_not_a_flat_index_is_refused(tmp_path):
    for garbage in (b"", b"not an index" * 100, b"IxFI" + b"\xff" * 500):
        with pytest.raises(ValueError, match="FAISS"):
            DenseIndex.of(garbage)
    graph = faiss.IndexHNSWFlat(48, 8)
    graph.add(unit_rows(10))
    faiss.write_index(graph, str(tmp_path / "graph"))
    with pytest.raises(ValueError, match="flat"):
        DenseIndex.of((tmp_path / "graph").read_bytes())
