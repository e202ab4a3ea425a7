"""The embedding cache gives back what was put, or nothing."""

import sqlite3

import numpy as np
import pytest

from qa.indexing.cache import EmbeddingCache, embedding_key


def encodings(n_rows, seed=0):
    """Random bytes of several lengths, by the keys of as many texts."""
    generator = np.random.default_rng(seed)
    return {key: generator.bytes(64 + i % 7) for i, key in enumerate(keys(n_rows))}


def keys(n_keys):
    return [embedding_key("model", f"text {i}") for i in range(n_keys)]


def test_keys_tell_models_and_texts_apart():
    pairs = [("a", "bc"), ("ab", "c"), ("a", "b"), ("a\0b", "c"), ("a", "b\0c"), ("a", "")]
    assert len({embedding_key(*pair) for pair in pairs}) >= len(pairs) - 1
    assert embedding_key("a", "bc") == embedding_key("a", "bc")


def test_encodings_come_back_with_the_same_bits_in_another_session(tmp_path):
    kept = encodings(1300)
    with EmbeddingCache(tmp_path / "sub" / "cache.sqlite") as cache:
        cache.put(kept)
    with EmbeddingCache(tmp_path / "sub" / "cache.sqlite") as cache:
        asked = [*keys(1300), embedding_key("other", "text 1")]
        found = cache.get(asked)
        assert found == kept
        assert cache.missing(asked) == {asked[-1]}


def test_a_later_encoding_replaces_an_earlier_one(tmp_path):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        cache.put(encodings(1))
        cache.put(encodings(1, seed=1))
        assert cache.get(keys(1)) == encodings(1, seed=1) != encodings(1)


def test_pruning_keeps_the_newest(tmp_path):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        cache.put(encodings(10))
        cache.prune(100)
        assert cache.missing(keys(10)) == set()
        cache.prune(4)
        assert cache.missing(keys(10)) == set(keys(10)[:6])


def test_the_room_of_what_was_dropped_is_given_back(tmp_path):
    path = tmp_path / "cache.sqlite"
    sizes = []
    for n_kept in (3000, 2000, 500):
        with EmbeddingCache(path) as cache:
            if not sizes:
                cache.put(encodings(3000))
            cache.prune(n_kept)
        sizes.append(path.stat().st_size)
    assert sizes[0] == sizes[1] > 3 * sizes[2]  # a third that is empty is written over soon
    with EmbeddingCache(path) as cache:
        cache.prune(100)  # the newest are still those
        kept = dict(list(encodings(3000).items())[2900:])
        assert cache.get(keys(3000)) == kept


@pytest.mark.parametrize("column", ["checksum", "encoding", "key"])
def test_an_altered_row_is_a_miss(tmp_path, column):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        cache.put(encodings(3))
    value = {"checksum": 1, "encoding": "text", "key": b"\0" * 32}[column]
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
        cache.put(encodings(2000))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xaa" * (len(data) - 8192)
    path.write_bytes(data)
    with EmbeddingCache(path) as cache:
        assert cache.missing(keys(2000)) == set(keys(2000))
        cache.put(encodings(5))
        assert cache.missing(keys(5)) == set()
        cache.prune(1)
    assert path.with_suffix(".damaged").exists()


def test_a_sound_cache_that_another_program_holds_is_not_thrown_away(tmp_path):
    path = tmp_path / "cache.sqlite"
    with EmbeddingCache(path) as cache:
        cache.put(encodings(3))
        holder = sqlite3.connect(path)
        holder.execute("BEGIN IMMEDIATE")
        cache._connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            cache.put(encodings(4))
        holder.close()
        assert cache.missing(keys(3)) == set()
    assert not path.with_suffix(".damaged").exists()
