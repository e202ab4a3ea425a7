"""How questions are weighed, what is cut, and where the threshold is put."""

import json
from importlib.resources import files

import numpy as np
import pytest

from qa.evaluation.datasets import Dataset, Question
from qa.reader.weights import reader_fingerprint
from qa.records import Span
from training.fit_confidence import cheapest_threshold, cut_passages, kind_of, shares_of

GROUPS = np.array(["cut-ar"] * 5 + ["cut-en"] * 20 + ["tydi-ar"] * 50)


def test_every_kind_weighs_the_same_and_its_groups_do():
    shares = shares_of(GROUPS)
    sums = {group: shares[group == GROUPS].sum() for group in np.unique(GROUPS)}
    assert sums["cut-ar"] == pytest.approx(sums["cut-en"])
    assert sums["tydi-ar"] == pytest.approx(2 * sums["cut-en"])
    assert shares.mean() == pytest.approx(1)
    assert {kind_of(group) for group in sums} == {"cut", "tydi"}


def test_of_calibrated_chances_an_answer_is_called_one_above_three_quarters():
    draw = np.random.default_rng(5)
    chances = draw.random(200_000)
    right = draw.random(200_000) < chances
    # Calling costs 3 (1 - p), not calling p: even at p = 3/4.
    assert cheapest_threshold(chances, right, np.ones(200_000)) == pytest.approx(0.75, abs=0.02)


def test_the_sentence_that_most_questions_need_is_cut():
    text = "Anna built it. It has 40 rooms. Nobody lives there."
    rooms, builder = Span(text.index("40"), text.index("40") + 2), Span(0, 4)
    asked = [("q1", rooms), ("q2", rooms), ("q3", builder)]
    questions = [
        Question(
            key, "en", "?", frozenset({"p"}), True, known_passage="p", answers={"p": (answer,)}
        )
        for key, answer in asked
    ]
    passages, missing = cut_passages(Dataset("d", {"p": text}, tuple(questions)), questions)
    assert missing == {"q1", "q2"}
    assert "40" not in passages["p"]
    assert "Anna built it." in passages["p"]
    assert passages["p"].endswith("Nobody lives there.")


def test_the_shipped_confidence_is_of_the_shipped_reader():
    shipped = json.loads(files("qa.answering").joinpath("confidence.json").read_text("utf-8"))
    assert shipped["reader"] == reader_fingerprint()
