"""Batches are left short only where a machine was found to give the same bits with any number."""

import numpy as np
import pytest

from qa.encoding import encoder as encoding
from qa.encoding.batch_sizes import TRIED_LENGTHS, sizes_agree
from qa.encoding.encoder import BATCH_SIZE, OpenVinoEncoder

WHOLE = 8
TEXTS = [f"{'word ' * n}and some more of the text" for n in (1, 2, 3, 40, 41, 90)]


@pytest.fixture(scope="module")
def encoder():
    return OpenVinoEncoder()


class Model:
    """Rows of numbers that depend on their own ids, and, where it is wrong, on the company."""

    def __init__(self, wrong=lambda _n_rows, _length: False):
        self.wrong, self.runs = wrong, []

    def __call__(self, ids, mask):
        self.runs.append(ids.shape)
        vectors = (ids * mask).sum(axis=1, keepdims=True).astype(np.float32)
        states = (ids * mask)[:, :, None].astype(np.float32)
        if self.wrong(*ids.shape):
            states[-1, -1] += 1e-3
        return vectors, states


def agree(model, tmp_path, machine="one", most_tokens=512):
    return sizes_agree(model, WHOLE, most_tokens, tmp_path / "batches.json", machine)


def test_every_number_of_rows_is_tried_once_a_machine(tmp_path):
    model = Model()
    assert agree(model, tmp_path)
    assert {shape[0] for shape in model.runs} == set(range(1, WHOLE + 1))
    assert {shape[1] for shape in model.runs} == set(TRIED_LENGTHS)
    model.runs.clear()
    assert agree(model, tmp_path)
    assert not model.runs
    assert agree(model, tmp_path, "another")
    assert model.runs


@pytest.mark.parametrize("n_rows", range(1, WHOLE))
@pytest.mark.parametrize("length", TRIED_LENGTHS)
def test_one_other_bit_is_enough_to_refuse(tmp_path, n_rows, length):
    wrong = Model(lambda *shape: shape == (n_rows, length))
    assert not agree(wrong, tmp_path)
    assert not agree(Model(), tmp_path), "it is remembered"
    assert agree(Model(), tmp_path, "another")


def test_texts_longer_than_the_model_reads_are_not_tried(tmp_path):
    model = Model()
    assert agree(model, tmp_path, most_tokens=64)
    assert {shape[1] for shape in model.runs} == {48}


@pytest.mark.parametrize("content", ["", "[", "[1]", '{"one": "yes"}'])
def test_a_damaged_note_is_written_anew(tmp_path, content):
    (tmp_path / "batches.json").write_text(content)
    assert not agree(Model(lambda n_rows, _: n_rows == 3), tmp_path)
    assert not agree(Model(), tmp_path)


def test_where_nothing_can_be_written_it_is_tried_again(tmp_path):
    (tmp_path / "batches.json").mkdir()
    for _ in range(2):
        model = Model()
        assert agree(model, tmp_path)
        assert model.runs


@pytest.mark.model
@pytest.mark.parametrize("agreed", [True, False])
def test_a_batch_is_filled_up_only_where_it_must_be(encoder, monkeypatch, agreed):
    used, shapes = OpenVinoEncoder(), []
    monkeypatch.setattr(encoding, "sizes_agree", lambda *_: agreed)
    graph = used._load().graph
    run = graph.run

    def listened(ids, mask):
        shapes.append(ids.shape)
        return run(ids, mask)

    monkeypatch.setattr(graph, "run", listened)
    found = used.encode_passages(TEXTS)
    assert sum(n_rows for n_rows, _ in shapes) == (
        len(TEXTS) if agreed else BATCH_SIZE * len(shapes)
    )
    expected = encoder.encode_passages(TEXTS)
    np.testing.assert_array_equal(found.vectors, expected.vectors)
    assert found.to_bytes() == expected.to_bytes()


@pytest.mark.model
def test_this_machine_is_right_about_itself(encoder):
    """Whatever it found, texts of all lengths are the same bits alone and together."""
    texts = ["word " * n for n in range(1, 240, 17)]
    together = encoder.encode_passages(texts * 3).to_bytes()
    assert together == 3 * [encoder.encode_passages([text]).to_bytes()[0] for text in texts]
