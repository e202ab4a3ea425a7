"""The reader's graph, held to the same network in torch, and its embeddings to the whole table."""

import numpy as np
import pytest

from qa.encoding.embedded import WordEmbeddings, read_embedded_model
from qa.encoding.transformer import TransformerShape
from qa.errors import ModelError
from qa.reader import weights
from qa.reader.graph import ReaderGraph, reader_graph

pytestmark = pytest.mark.model

TOLERANCE = 2e-3
"""Of log-odds that range over some 20: both are float32, summed in another order."""


@pytest.fixture(scope="module")
def source():
    return read_embedded_model()


def dequantised(arrays):
    values = {}
    for name, array in arrays.items():
        if name.endswith(".scale"):
            continue
        scale = arrays.get(f"{name}.scale", np.float32(1))
        values[name] = array.astype(np.float32) * scale
    return values


def torch_scores(source, arrays, ids, types, mask):
    """The four numbers of each token, by Hugging Face's BERT."""
    import torch

    from qa.encoding.preparing import embedded_bert

    values = dequantised(arrays)
    bert = embedded_bert(source).eval()
    words = source.weights["embeddings.word_embeddings.weight"]
    values["embeddings.word_embeddings.weight"] = words
    shapes = bert.state_dict()
    own = {name: values[name] for name in shapes if name in values}
    missing = set(shapes) - set(own)
    assert missing <= {"embeddings.position_ids"}
    bert.load_state_dict(
        {name: torch.from_numpy(v).reshape(shapes[name].shape) for name, v in own.items()},
        strict=False,
    )
    given = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
    with torch.no_grad():
        states = bert(**{name: torch.from_numpy(v) for name, v in given.items()})
    last = states.last_hidden_state.numpy()
    return last @ values["heads.weight"].T + values["heads.bias"]


def test_the_graph_is_the_network_that_was_trained(source):
    arrays = weights.read_weights()
    draw = np.random.default_rng(5)
    ids = draw.integers(5, 250_000, (3, 48))
    mask = np.ones((3, 48), dtype=np.int64)
    mask[1, 30:] = mask[2, 17:] = 0
    types = np.zeros((3, 48), dtype=np.int64)
    types[:, 12:] = 1
    expected = torch_scores(source, arrays, ids, types, mask)
    shape = TransformerShape(source.hidden, source.layers, source.heads, source.layer_norm_epsilon)
    words = (
        WordEmbeddings()[ids]
        + arrays["embeddings.token_type_embeddings.weight"].astype(np.float32)[types]
        + arrays["embeddings.position_embeddings.weight"].astype(np.float32)[:48]
    )
    scores = ReaderGraph(reader_graph(arrays, shape)).run(words, mask.astype(np.float32))
    seen = mask.astype(bool)
    np.testing.assert_allclose(scores[seen], expected[seen], atol=TOLERANCE, rtol=0)


def test_embeddings_are_unpacked_one_by_one_as_all_at_once(source):
    table = source.weights["embeddings.word_embeddings.weight"].reshape(-1, source.hidden)
    ids = np.array([[0, 1, 2, 250_036], [99, 100_000, 7, 7]])
    np.testing.assert_array_equal(WordEmbeddings()[ids], table[ids])


def test_what_stays_the_encoders_is_the_encoders(source):
    """Embeddings of places and kinds, and what scales them, are shipped as they were."""
    arrays = weights.read_weights()
    kept = [name for name in arrays if name.startswith("embeddings.")]
    assert len(kept) == 4
    for name in kept:
        own = source.weights[name].reshape(arrays[name].shape)
        np.testing.assert_allclose(arrays[name], own, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("damage", [b"", b"not weights", None])
def test_weights_that_are_not_the_expected_are_named(tmp_path, monkeypatch, damage):
    monkeypatch.setattr(weights, "reader_folder", lambda: tmp_path)
    (tmp_path / weights.DESCRIPTION).write_text('{"sha256": "0"}')
    if damage is not None:
        (tmp_path / weights.WEIGHTS).write_bytes(damage)
    with pytest.raises(ModelError, match="--no-reader"):
        weights.read_weights()
