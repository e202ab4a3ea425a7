"""The reader as it is kept: the same numbers, whatever became of what was kept."""

import shutil

import numpy as np
import pytest

from qa.encoding.embedded import WordEmbeddings
from qa.encoding.prepared import COMPILED, GRAPH
from qa.reader import network
from qa.reader.network import load_network, network_folder
from support.damages import cut, flipped, missing, rewrite

pytestmark = pytest.mark.model


def emptied(path, _foreign):
    """It holds nothing."""
    rewrite(path, b"")


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """A cache folder of this test alone."""
    monkeypatch.setenv("SANAD_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def scores(loaded):
    """What the network says of some tokens."""
    ids = np.random.default_rng(3).integers(5, 250_000, (2, 32))
    words = loaded.words[ids] + loaded.types[0] + loaded.places[:32]
    return loaded.graph.run(words, np.ones((2, 32), dtype=np.float32))


@pytest.fixture(scope="module")
def unkept():
    return scores(network._unkept(WordEmbeddings()))


def test_what_is_kept_says_the_same(own_cache, unkept):
    first, again = load_network(), load_network()
    assert list((network_folder() / COMPILED).iterdir())
    np.testing.assert_array_equal(scores(first), unkept)
    np.testing.assert_array_equal(scores(again), unkept)
    np.testing.assert_array_equal(first.places, network._unkept(first.words).places)
    np.testing.assert_array_equal(first.types, network._unkept(first.words).types)


@pytest.mark.parametrize("damage", [flipped, cut, emptied, missing])
@pytest.mark.parametrize("name", [GRAPH, "model.bin", "places.npy", "types.npy", "prepared.json"])
def test_damage_to_what_is_kept_is_noticed(own_cache, unkept, name, damage):
    load_network()
    damage(network_folder() / name, b"")
    np.testing.assert_array_equal(scores(load_network()), unkept)


@pytest.mark.parametrize("damage", [flipped, cut, emptied])
def test_a_damaged_compiled_reader_says_the_same(own_cache, unkept, damage):
    load_network()
    for file in (network_folder() / COMPILED).iterdir():
        damage(file, b"")
    np.testing.assert_array_equal(scores(load_network()), unkept)


def test_where_nothing_can_be_kept_it_reads_all_the_same(own_cache, unkept):
    own_cache.write_text("no folder")
    np.testing.assert_array_equal(scores(load_network()), unkept)


def test_what_another_process_took_away_is_made_again(own_cache, unkept):
    load_network()
    shutil.rmtree(network_folder() / COMPILED)
    (network_folder() / GRAPH).unlink()
    np.testing.assert_array_equal(scores(load_network()), unkept)
