"""What a build encodes goes into the cache as it comes; what fails takes nothing with it."""

import pytest

from qa.encoding.tokens import PassageEncodings
from qa.indexing.cache import EmbeddingCache
from qa.indexing.embedding import KEPT_AT_ONCE, Embedder
from qa.indexing.measuring import ProgressMeter
from qa.indexing.stumbling import encode_each
from support.fake_encoder import FakeEncoder

TEXTS = [f"Text {number} tells of the harbour." for number in range(150)]


class ByLength(FakeEncoder):
    """Holds texts back, as the real encoder does: gives those of one length together, and fails at
    some."""

    def __init__(self, bad=()):
        super().__init__()
        self.bad = set(bad)

    def encode_passages(self, texts, progress=None):
        if self.bad & set(texts):
            raise ArithmeticError("a number is none")
        return super().encode_passages(texts, progress)

    def encode_stream(self, texts):
        waiting = {}
        for number, text in enumerate(texts):
            alike = waiting.setdefault(len(text) % 7, {})
            alike[number] = text
            if len(alike) == 8:
                yield list(alike), self.encode_passages(list(alike.values()))
                alike.clear()
        for alike in waiting.values():
            if alike:
                yield list(alike), self.encode_passages(list(alike.values()))


def is_interruption(error):
    return isinstance(error, KeyboardInterrupt)


def embedder_of(encoder, listener=None):
    return Embedder(encoder, ProgressMeter(listener), is_interruption)


@pytest.mark.parametrize("bad", [(), (0,), (149,), (3, 4, 5), range(0, 150, 10), range(150)])
def test_texts_that_fail_are_told_and_all_others_encoded(bad):
    encoder = ByLength([TEXTS[number] for number in bad])
    found = list(encode_each(encoder, TEXTS, is_interruption))
    assert sorted(number for number, _ in found) == list(range(150))
    truth = FakeEncoder().encode_passages(TEXTS).to_bytes()
    for number, one in found:
        if number in set(bad):
            assert isinstance(one, ArithmeticError)
        else:
            assert one == truth[number]


def test_an_encoder_that_fails_at_any_text_ends_the_build():
    encoder = ByLength([*TEXTS, "Hello."])
    with pytest.raises(ArithmeticError):
        list(encode_each(encoder, TEXTS, is_interruption))


def test_each_text_is_encoded_once_whatever_documents_have_it(tmp_path):
    encoder = ByLength()
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        embedder = embedder_of(encoder)
        assert embedder.encode([TEXTS[:90], TEXTS[60:]], cache, lambda: None) == (150, {})
        assert sorted(encoder.encoded) == sorted(TEXTS)
        assert embedder.encode([TEXTS], cache, lambda: None) == (0, {})
        got = embedder.encodings(TEXTS, cache)
    assert got.to_bytes() == FakeEncoder().encode_passages(TEXTS).to_bytes()
    assert len(encoder.encoded) == 150


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, RuntimeError])
def test_what_an_interruption_loses_is_bounded(tmp_path, interruption):
    """Whatever ends it: a key that is pressed, or what a batch puts aside."""

    class Interrupted(ByLength):
        def encode_passages(self, texts, progress=None):
            if interruption is KeyboardInterrupt and len(self.encoded) >= 100:
                raise KeyboardInterrupt
            return super().encode_passages(texts, progress)

    encoder = Interrupted()

    def pause():
        if interruption is RuntimeError and len(encoder.encoded) >= 100:
            raise RuntimeError

    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        with pytest.raises(interruption):
            embedder_of(encoder).encode([TEXTS], cache, pause)
        again = ByLength()
        embedder_of(again).encode([TEXTS], cache, lambda: None)
    lost = len(encoder.encoded) + len(again.encoded) - 150
    assert 0 <= lost < KEPT_AT_ONCE + 8
    assert len(encoder.encoded) < 150


def test_progress_reaches_its_total(tmp_path):
    told = []
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        encoder = ByLength([TEXTS[7]])
        n_encoded, faults = embedder_of(encoder, told.append).encode([TEXTS], cache, lambda: None)
    assert (n_encoded, len(faults)) == (149, 1)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert (told[-1].done, told[-1].total) == (150, 150)


def test_a_damaged_entry_is_encoded_again(tmp_path):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        embedder = embedder_of(FakeEncoder())
        embedder.encode([TEXTS[:3]], cache, lambda: None)
        cache.keep_only([embedder.key(TEXTS[0])])
        got = embedder.encodings(TEXTS[:3], cache)
    assert isinstance(got, PassageEncodings)
    assert got.to_bytes() == FakeEncoder().encode_passages(TEXTS[:3]).to_bytes()
