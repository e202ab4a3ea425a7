"""The embedding cache gives back what was put, or nothing."""

import sqlite3

import numpy as np
import pytest

from qa.indexing.cache import EmbeddingCache, embedding_key


def rows(n_rows, seed=0):
    return np.random.default_rng(seed).normal(size=(n_rows, 16)).astype(np.float32)


def keys(n_keys):
    return [embedding_key("model", f"text {i}") for i in range(n_keys)]


def test_keys_tell_models_and_texts_apart():
    pairs = [("a", "bc"), ("ab", "c"), ("a", "b"), ("a\0b", "c"), ("a", "b\0c"), ("a", "")]
    assert len({embedding_key(*pair) for pair in pairs}) >= len(pairs) - 1
    assert embedding_key("a", "bc") == embedding_key("a", "bc")


def test_vectors_come_back_with_the_same_bits_in_another_session(tmp_path):
    vectors = rows(1300)
    with EmbeddingCache(tmp_path / "sub" / "cache.sqlite") as cache:
        cache.put(keys(1300), vectors)
    with EmbeddingCache(tmp_path / "sub" / "cache.sqlite") as cache:
        asked = [*keys(1300), embedding_key("other", "text 1")]
        found = cache.get(asked)
        assert list(found) != []
        for key, vector in zip(keys(1300), vectors, strict=True):
            np.testing.assert_array_equal(found[key], vector)
        assert cache.missing(asked) == {asked[-1]}
        assert len(found) == 1300


def test_a_later_vector_replaces_an_earlier_one(tmp_path):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        cache.put(keys(1), rows(1))
        cache.put(keys(1), rows(1, seed=1))
        np.testing.assert_array_equal(cache.get(keys(1))[keys(1)[0]], rows(1, seed=1)[0])


def test_pruning_keeps_the_newest(tmp_path):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        cache.put(keys(10), rows(10))
        cache.prune(100)
        assert cache.missing(keys(10)) == set()
        cache.prune(4)
        assert cache.missing(keys(10)) == set(keys(10)[:6])


@pytest.mark.parametrize("column", ["checksum", "vector", "key"])
def test_an_altered_row_is_a_miss(tmp_path, column):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        cache.put(keys(3), rows(3))
    value = {"checksum": 1, "vector": "text", "key": b"\0" * 32}[column]
    connection = sqlite3.connect(tmp_path / "cache.sqlite")
    with connection:
        connection.execute(
            f"UPDATE embeddings SET {column} = ? WHERE key = ?",  # noqa: S608
            (value, keys(3)[1]),
        )
    connection.close()
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        assert cache.missing([*keys(3), b"\0" * 32]) == {keys(3)[1], b"\0" * 32}


def test_damage_found_on_the_way_starts_a_new_file(tmp_path):
    path = tmp_path / "cache.sqlite"
    with EmbeddingCache(path) as cache:
        cache.put(keys(2000), rows(2000))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xaa" * (len(data) - 8192)
    path.write_bytes(data)
    with EmbeddingCache(path) as cache:
        assert cache.missing(keys(2000)) == set(keys(2000))
        cache.put(keys(5), rows(5))
        assert cache.missing(keys(5)) == set()
        cache.prune(1)
    assert path.with_suffix(".damaged").exists()


def test_a_sound_cache_that_another_program_holds_is_not_thrown_away(tmp_path):
    path = tmp_path / "cache.sqlite"
    with EmbeddingCache(path) as cache:
        cache.put(keys(3), rows(3))
        holder = sqlite3.connect(path)
        holder.execute("BEGIN IMMEDIATE")
        cache._connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            cache.put(keys(4), rows(4))
        holder.close()
        assert cache.missing(keys(3)) == set()
    assert not path.with_suffix(".damaged").exists()
