"""Negatives are what is like the question: by its words, and by its vector."""

import random

import numpy as np

from tests.support.fake_encoder import FakeEncoder
from training.mining import LIKE, Neighbours
from training.sets import SourcePassage

SUBJECTS = ("gate", "bridge", "tower", "market", "garden", "well")


def _passages():
    return [
        SourcePassage(f"{subject}{n}", subject, "", "en", f"The {subject} of valley {n} is old.")
        for n in range(10)
        for subject in SUBJECTS
    ]


def test_the_nearest_by_words_and_by_vector_are_of_the_subject(tmp_path):
    encoder = FakeEncoder()
    neighbours = Neighbours(_passages(), encoder, tmp_path)
    for subject in SUBJECTS:
        question = f"how old is the {subject} of the valley?"
        cosines = {
            one.passage_id: float(encoder.vector(one.text) @ encoder.vector(question))
            for one in _passages()
        }
        near = neighbours.near_in_meaning(question)
        assert len(near) == LIKE
        found = [cosines[one.passage_id] for one in near]
        assert np.allclose(found, sorted(cosines.values(), reverse=True)[:LIKE], atol=1e-6)
        draw = random.Random(2)
        both = [neighbours.near(question, draw) for _ in range(12)]
        assert any(one != near for one in both)
        assert any(one == near for one in both)
        by_words = [one for one in both if one != near]
        assert all([p.article for p in one[:5]] == [subject] * 5 for one in by_words)


def test_passages_are_embedded_once(tmp_path):
    first, again = FakeEncoder(), FakeEncoder()
    one = Neighbours(_passages(), first, tmp_path)
    other = Neighbours(_passages(), again, tmp_path)
    assert len(first.encoded) == len(_passages())
    assert again.encoded == []
    assert np.array_equal(one.vectors, other.vectors)
    changed = FakeEncoder("fake-2")
    Neighbours(_passages(), changed, tmp_path)
    assert len(changed.encoded) == len(_passages())
