"""What a build encodes goes into the cache as it comes; what fails takes nothing with it."""

import pytest

from qa.corpus.languages import DocumentLanguages
from qa.encoding.tokens import PassageEncodings
from qa.indexing.cache import EmbeddingCache
from qa.indexing.embedding import KEPT_AT_ONCE, Embedder
from qa.indexing.measuring import ProgressMeter
from qa.indexing.segment import SplitDocument
from qa.indexing.stumbling import encode_each
from qa.records import Document, Span
from support.fake_encoder import FakeEncoder

TEXTS = [f"Text {number} tells of the harbour." for number in range(150)]


def keyed(texts):
    return [(text.encode(), text) for text in texts]


def documents_of(embedder, *groups):
    """A document of each group of texts, with the keys of its passages."""
    for texts in groups:
        text = "\n".join(texts)
        spans, start = [], 0
        for one in texts:
            spans.append(Span(start, start + len(one)))
            start += len(one) + 1
        document = Document(path="a.txt", title="", sha256="", text=text)
        languages = DocumentLanguages("en", ("en",) * len(texts))
        split = SplitDocument(document, tuple(spans), languages)
        yield embedder.keys(split.encoded_texts()), split


def encode(embedder, cache, *groups, pause=lambda: None):
    return embedder.encode(list(documents_of(embedder, *groups)), cache, pause)


def encoded_texts(texts):
    """What is encoded of passages with nothing above them."""
    return [f"\n{text}" for text in texts]


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
    found = list(encode_each(encoder, keyed(TEXTS), is_interruption))
    assert sorted(key.decode() for key, _ in found) == sorted(TEXTS)
    for key, one in found:
        if key.decode() in encoder.bad:
            assert isinstance(one, ArithmeticError)
        else:
            assert one == FakeEncoder().encode_passages([key.decode()]).to_bytes()[0]


def test_an_encoder_that_fails_at_any_text_ends_the_build():
    encoder = ByLength([*TEXTS, "Hello."])
    with pytest.raises(ArithmeticError):
        list(encode_each(encoder, keyed(TEXTS), is_interruption))


def test_each_text_is_encoded_once_whatever_documents_have_it(tmp_path):
    encoder = ByLength()
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        embedder = embedder_of(encoder)
        assert encode(embedder, cache, TEXTS[:90], TEXTS[60:]) == (150, {})
        assert sorted(encoder.encoded) == sorted(encoded_texts(TEXTS))
        assert encode(embedder, cache, TEXTS) == (0, {})
        got = embedder.encodings(encoded_texts(TEXTS), cache)
    assert got.to_bytes() == FakeEncoder().encode_passages(encoded_texts(TEXTS)).to_bytes()
    assert len(encoder.encoded) == 150


def test_no_more_texts_are_in_memory_than_the_encoder_has_in_hand():
    """7 lengths of which 7 texts each can wait, and a batch."""
    most, given = 0, []

    def giving():
        for number in range(3_000):
            given.append(number)
            yield number.to_bytes(4), f"{number} " + "x" * (number % 7)

    found = 0
    for _ in encode_each(ByLength(), giving(), is_interruption):
        found += 1
        most = max(most, len(given) - found)
    assert found == 3_000
    assert most < 8 * 8


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
            encode(embedder_of(encoder), cache, TEXTS, pause=pause)
        again = ByLength()
        encode(embedder_of(again), cache, TEXTS)
    lost = len(encoder.encoded) + len(again.encoded) - 150
    assert 0 <= lost < KEPT_AT_ONCE + 8
    assert len(encoder.encoded) < 150


def test_progress_reaches_its_total(tmp_path):
    told = []
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        encoder = ByLength(encoded_texts([TEXTS[7]]))
        n_encoded, faults = encode(embedder_of(encoder, told.append), cache, TEXTS)
    assert (n_encoded, len(faults)) == (149, 1)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert (told[-1].done, told[-1].total) == (150, 150)


def test_a_damaged_entry_is_encoded_again(tmp_path):
    with EmbeddingCache(tmp_path / "cache.sqlite") as cache:
        embedder = embedder_of(FakeEncoder())
        encode(embedder, cache, TEXTS[:3])
        texts = encoded_texts(TEXTS[:3])
        cache.keep_only(embedder.keys(texts[:1]))
        got = embedder.encodings(texts, cache)
    assert isinstance(got, PassageEncodings)
    assert got.to_bytes() == FakeEncoder().encode_passages(texts).to_bytes()
