"""Encoding what a build needs: texts by content, each once, into the cache as they come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.indexing.cache import EmbeddingCache, embedding_key
from qa.indexing.generation import Generation
from qa.indexing.measuring import ProgressMeter
from qa.indexing.planning import numeric_mode_of, vectors_name
from qa.indexing.segment import SplitDocument
from qa.indexing.stumbling import IsOfBuild, encode_each

KEPT_AT_ONCE = 32
"""Texts between two commits to the cache: what a kill can lose, with those of one length that wait
for others in the encoder, which are not encoded yet."""


class Embedder:
    """Encodes texts that the cache lacks, and gives back what it has."""

    def __init__(
        self, encoder: Encoder, progress: ProgressMeter, is_interruption: IsOfBuild
    ) -> None:
        """Prepare.

        Args:
            encoder: Encodes passages.
            progress: Told how far it is.
            is_interruption: Tells an error that ends the build from one of a text.
        """
        self._encoder = encoder
        self._progress = progress
        self._is_interruption = is_interruption

    def keys(self, texts: Iterable[str]) -> list[bytes]:
        """The cache's keys of texts."""
        name = vectors_name(self._encoder.fingerprint, self._encoder.numeric_mode)
        return [embedding_key(name, text) for text in texts]

    def encode(
        self,
        documents: Collection[tuple[list[bytes], SplitDocument]],
        cache: EmbeddingCache,
        pause: Callable[[], None],
    ) -> tuple[int, dict[bytes, BaseException]]:
        """Encode into the cache what it lacks: how many texts, and what cannot be encoded.

        No more texts are in memory than the encoder has in hand.

        Args:
            documents: Each with the keys of its passages' texts.
            cache: Holds what is encoded, from then on.
            pause: Called between two steps; what it raises ends the encoding.
        """
        lacking = cache.missing(key for keys, _ in documents for key in keys)
        n_lacking = len(lacking)
        self._progress.tell("encoding", 0, n_lacking)
        faults: dict[bytes, BaseException] = {}
        encoded: dict[bytes, bytes] = {}
        pause()
        wanted = _taken_from(lacking, documents)
        found = encode_each(self._encoder, wanted, self._is_interruption)
        for n_done, (key, one) in enumerate(found, 1):
            if isinstance(one, BaseException):
                faults[key] = one
            else:
                encoded[key] = one
            self._progress.tell("encoding", n_done, n_lacking)
            if len(encoded) >= KEPT_AT_ONCE:
                cache.put(encoded)
                encoded.clear()
                pause()
        cache.put(encoded)
        return n_lacking - len(faults), faults

    def take_over(
        self,
        documents: Iterable[SplitDocument],
        previous: Generation,
        cache: EmbeddingCache,
    ) -> None:
        """Put into the cache what a generation knows of the last version of documents.

        Args:
            documents: As they are now.
            previous: The generation, of the same encoder.
            cache: Holds what was found, from then on.
        """
        if numeric_mode_of(previous.manifest.fingerprint) != self._encoder.numeric_mode:
            return
        for split in documents:
            path = split.document.path
            try:
                segment = previous.segment_with(path)
            except KeyError:
                continue  # it is new
            old = self.keys(segment.split_document(path).encoded_texts())
            now = self.keys(split.encoded_texts())
            if wanted := cache.missing(set(now).intersection(old)):
                known = zip(old, segment.part(path).encodings(), strict=True)
                cache.put({key: data for key, data in known if key in wanted})

    def encodings(self, texts: Sequence[str], cache: EmbeddingCache) -> PassageEncodings:
        """The encodings of texts, from the cache; encoded again where it was damaged meanwhile."""
        keys = self.keys(texts)
        found = cache.get(keys)
        if lost := [i for i, key in enumerate(keys) if key not in found]:
            again = self._encoder.encode_passages([texts[i] for i in lost]).to_bytes()
            found |= dict(zip([keys[i] for i in lost], again, strict=True))
        return PassageEncodings.from_bytes([found[key] for key in keys], self._encoder.dimension)


def _taken_from(
    lacking: set[bytes], documents: Iterable[tuple[list[bytes], SplitDocument]]
) -> Iterator[tuple[bytes, str]]:
    """Key and text of what is lacking, each once; texts are made as they are wanted."""
    for keys, split in documents:
        if lacking.isdisjoint(keys):
            continue
        for key, text in zip(keys, split.encoded_texts(), strict=True):
            if key in lacking:
                lacking.remove(key)
                yield key, text
