"""Encoding what a build needs: texts by content, each once, into the cache as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.indexing.cache import EmbeddingCache, embedding_key
from qa.indexing.measuring import ProgressMeter
from qa.indexing.planning import vectors_name
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

    def key(self, text: str) -> bytes:
        """The cache's key of a text."""
        name = vectors_name(self._encoder.fingerprint, self._encoder.numeric_mode)
        return embedding_key(name, text)

    def encode(
        self,
        texts_of_documents: Iterable[Sequence[str]],
        cache: EmbeddingCache,
        pause: Callable[[], None],
    ) -> tuple[int, dict[bytes, BaseException]]:
        """Encode into the cache what it lacks: how many texts, and what cannot be encoded.

        Args:
            texts_of_documents: The texts of each document.
            cache: Holds what is encoded, from then on.
            pause: Called between two steps; what it raises ends the encoding.
        """
        texts = {self.key(text): text for own in texts_of_documents for text in own}
        lacking = cache.missing(texts)
        wanted = [(key, text) for key, text in texts.items() if key in lacking]
        keys = [key for key, _ in wanted]
        self._progress.tell("encoding", 0, len(wanted))
        faults: dict[bytes, BaseException] = {}
        encoded: dict[bytes, bytes] = {}
        pause()
        found = encode_each(self._encoder, [text for _, text in wanted], self._is_interruption)
        for n_done, (number, one) in enumerate(found, 1):
            if isinstance(one, BaseException):
                faults[keys[number]] = one
            else:
                encoded[keys[number]] = one
            self._progress.tell("encoding", n_done, len(wanted))
            if len(encoded) >= KEPT_AT_ONCE:
                cache.put(encoded)
                encoded.clear()
                pause()
        cache.put(encoded)
        return len(wanted) - len(faults), faults

    def encodings(self, texts: Sequence[str], cache: EmbeddingCache) -> PassageEncodings:
        """The encodings of texts, from the cache; encoded again where it was damaged meanwhile."""
        keys = [self.key(text) for text in texts]
        found = cache.get(keys)
        if lost := [i for i, key in enumerate(keys) if key not in found]:
            again = self._encoder.encode_passages([texts[i] for i in lost]).to_bytes()
            found |= dict(zip([keys[i] for i in lost], again, strict=True))
        return PassageEncodings.from_bytes([found[key] for key in keys], self._encoder.dimension)
