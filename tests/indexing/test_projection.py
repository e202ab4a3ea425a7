"""The map: the same each time, true to the vectors, kept beside the index, and never in the way."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from qa import KnowledgeBase
from qa.indexing import projection
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.indexing.projection import draw_map, drawn_rows, place_passages, project
from support.fake_encoder import FakeEncoder, build


@pytest.fixture(scope="module")
def vectors():
    """Three hundred unit vectors about twelve centres."""
    random = np.random.default_rng(7)
    centres = random.normal(size=(12, 32))
    rows = centres[np.arange(300) % 12] + 0.25 * random.normal(size=(300, 32))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_neighbours_by_the_vectors_stay_neighbours(vectors):
    points = project(vectors)
    assert points.shape == (300, 2)
    assert points.min() == 0
    assert points.max() == 1
    by_chance = trustworthiness(vectors, np.random.default_rng(0).random((300, 2)), n_neighbors=10)
    assert by_chance < 0.6
    assert trustworthiness(vectors, points, n_neighbors=10) > 0.9
    own = [np.linalg.norm(points[i] - points[i + 12]) for i in range(288)]
    other = [np.linalg.norm(points[i] - points[i + 13]) for i in range(287)]
    assert np.mean(own) < np.mean(other) / 3


def test_the_same_vectors_give_the_same_map(vectors):
    assert np.array_equal(project(vectors), project(vectors))


@pytest.mark.parametrize("n", [0, 1, 2, 4, 5, 6, 20])
def test_the_smallest_corpora_have_a_map(vectors, n):
    points = project(vectors[:n])
    assert points.shape == (n, 2)
    assert np.all((points >= 0) & (points <= 1))
    assert len(np.unique(points, axis=0)) == n


def test_passages_that_are_all_alike_have_a_map(vectors):
    points = project(np.repeat(vectors[:1], 40, axis=0))
    assert points.shape == (40, 2)
    assert np.all(np.isfinite(points))


def test_a_large_corpus_is_drawn_by_evenly_spaced_passages(monkeypatch):
    assert drawn_rows(7).tolist() == list(range(7))
    monkeypatch.setattr(projection, "MAP_PASSAGES", 4)
    assert drawn_rows(4).tolist() == [0, 1, 2, 3]
    assert drawn_rows(9).tolist() == [0, 2, 4, 6]
    assert drawn_rows(0).tolist() == []


@pytest.fixture
def index(seeds, tmp_path):
    build(seeds, tmp_path / "index", segment_passages=4)
    return Layout(tmp_path / "index")


def test_every_point_is_the_passage_of_its_vector(index):
    generation = Generation.open(index)
    assert len(generation.manifest.segments) > 1
    drawn = draw_map(generation, index)
    assert [point.passage for point in drawn.points] == [
        generation.passage(row) for row in range(len(generation))
    ]
    rows = drawn_rows(len(generation))
    for row, vector in zip(rows, generation.vectors(rows), strict=True):
        assert generation.row(generation.passage(int(row))) == row
        # What is kept is rounded, so that its product with itself is nearly 1.
        expected = pytest.approx(float(vector @ vector), abs=1e-5)
        assert generation.cosines(vector, np.array([row])) == expected
    assert np.array_equal(generation.vectors(rows[3:5]), generation.vectors(rows)[3:5])


def test_a_map_is_kept_beside_the_index_and_not_made_twice(index, monkeypatch):
    first = draw_map(Generation.open(index), index)
    monkeypatch.setattr(projection, "project", None)
    assert draw_map(Generation.open(index), index) == first
    assert len(list(index.cache.parent.glob("map-*"))) == 1


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", b"x" * 4096, "other", "nan"])
def test_a_damaged_map_is_made_again(index, damage):
    first = draw_map(Generation.open(index), index)
    (file,) = index.cache.parent.glob("map-*")
    if damage == "other":
        np.save(file, np.zeros((3, 2), dtype=np.float32))
    elif damage == "nan":
        np.save(file, np.full((len(first.points), 2), np.nan, dtype=np.float32))
    else:
        file.write_bytes(damage)
    assert draw_map(Generation.open(index), index) == first


def test_a_map_that_cannot_be_kept_is_drawn_all_the_same(index, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(projection.np, "save", full)
    assert draw_map(Generation.open(index), index).points


def test_a_passage_that_is_not_drawn_is_placed_amid_its_nearest(index, monkeypatch):
    monkeypatch.setattr(projection, "MAP_PASSAGES", 6)
    generation = Generation.open(index)
    drawn = draw_map(generation, index)
    assert len(drawn.points) == 6 < drawn.n_passages == len(generation)
    every = [generation.passage(row) for row in range(len(generation))]
    placed = place_passages(every, drawn, generation)
    assert [point.passage for point in placed] == every
    shown = {point.passage.passage_id: point for point in drawn.points}
    rows = drawn_rows(len(generation))
    for row, point in enumerate(placed):
        if known := shown.get(point.passage.passage_id):
            assert point == known
            continue
        cosines = generation.vectors(rows) @ generation.vectors(np.array([row]))[0]
        near = [drawn.points[i] for i in sorted(range(6), key=lambda i: -cosines[i])[:3]]
        assert point.x == pytest.approx(np.mean([other.x for other in near]))
        assert point.y == pytest.approx(np.mean([other.y for other in near]))


def test_the_map_follows_the_documents(seeds, tmp_path):
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder()) as kb:
        before = kb.map()
        assert kb.map() is before
        hit = kb.search("library 1998", top_k=1)[0]
        assert kb.place_on_map([hit.passage])[0].passage == hit.passage
        (seeds / hit.passage.document.path).write_text("Nothing is as it was.", encoding="utf-8")
        kb.refresh()
        after = kb.map()
        assert after.generation == kb.generation != before.generation
        assert any(p.passage.text == "Nothing is as it was." for p in after.points)
        assert kb.place_on_map([hit.passage]) == ()
