"""Passages like one that is shown are those whose vectors are nearest."""

import random
from itertools import pairwise

import numpy as np
import pytest

from qa import Scope
from support.fake_encoder import build


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index of documents, one of which stands there twice."""
    seeds = tmp_path_factory.mktemp("seeds")
    words = [
        "boat",
        "pier",
        "lamp",
        "ferry",
        "storm",
        "light",
        "harbour",
        "rope",
        "salt",
        "crane",
        "gull",
        "wave",
        "anchor",
    ]
    draw = random.Random(7)
    for number in range(20):
        text = f"The {' '.join(draw.sample(words, 7))}, all in one."
        (seeds / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (seeds / "copy.txt").write_text((seeds / "03.txt").read_text(), encoding="utf-8")
    build(seeds, seeds.parent / "of-similar")
    return seeds.parent / "of-similar"


def test_the_nearest_come_first_without_the_passage_and_its_copies(kb, generation):
    rows = np.arange(len(generation))
    vectors = generation.vectors(rows)
    for row in rows.tolist():
        passage = generation.passage(row)
        found = kb.similar(passage, top_k=5)
        cosines = vectors @ vectors[row]
        texts = [generation.passage(i).text for i in np.argsort(-cosines, kind="stable").tolist()]
        expected = [text for text in dict.fromkeys(texts) if text != passage.text]
        assert [hit.passage.text for hit in found] == expected[:5]
        assert [hit.rank for hit in found] == [1, 2, 3, 4, 5]
        assert all(a.score >= b.score for a, b in pairwise(found))
        assert passage.text not in {hit.passage.text for hit in found}


def test_a_scope_and_a_changed_document_are_respected(kb, generation):
    passage = generation.passage(0)
    other = generation.passage(1).document.path
    assert {
        hit.passage.document.path for hit in kb.similar(passage, scope=Scope(documents=(other,)))
    } <= {other}
    with pytest.raises(ValueError, match="top_k"):
        kb.similar(passage, top_k=0)
