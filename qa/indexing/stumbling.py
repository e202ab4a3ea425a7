"""Which document a step of the build stumbles over, so that the others go on without it.

The encoder takes texts of many documents at once, and a segment is written of many. What fails for
all of them together is tried with fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.indexing.files import FileReader
from qa.indexing.segment import Segment, SplitDocument
from qa.indexing.segment_writing import write_segment

PLAIN = "Hello."
"""What any encoder that can be run at all encodes."""

_TRIED_TOGETHER = 32  # texts that are tried with each other once some have failed

Encoded = bytes | BaseException
"""A text's encoding, or what the encoder made of it instead."""

IsOfBuild = Callable[[BaseException], bool]
"""Tells an error that ends the whole build, such as an interruption, from one of a document."""


def encode_each(
    encoder: Encoder, texts: Iterable[tuple[bytes, str]], is_of_build: IsOfBuild
) -> Iterator[tuple[bytes, Encoded]]:
    """Encode texts: the key of each and what came of it, in the order in which they are done.

    They are taken as the encoder needs them, and kept no longer than that.

    Raises:
        BaseException: What ends the build, and what the encoder raises of any text.
    """
    given = _Given(texts)
    while not given.are_all:
        stream = encoder.encode_stream(given)
        while found := _next_of(stream, encoder, given, is_of_build):
            yield from found
        # What has ended the stream is among what the encoder has taken and not given back.
        yield from _tried_apart(encoder, given.waiting, is_of_build)
        given.waiting.clear()


class _Given:
    """Texts as an encoder takes them.

    Attributes:
        keys: Of those that the encoder has taken, in order.
        waiting: Those of them that it has not given back, by key.
        are_all: Whether no more come.
    """

    def __init__(self, texts: Iterable[tuple[bytes, str]]) -> None:
        self.keys: list[bytes] = []
        self.waiting: dict[bytes, str] = {}
        self.are_all = False
        self._texts = iter(texts)

    def __iter__(self) -> Iterator[str]:
        self.keys = []
        for key, text in self._texts:
            self.keys.append(key)
            self.waiting[key] = text
            yield text
        self.are_all = True

    def take_back(self, number: int) -> bytes:
        """The key of a text that was encoded."""
        key = self.keys[number]
        del self.waiting[key]
        return key


def _next_of(
    stream: Iterator[tuple[Sequence[int], PassageEncodings]],
    encoder: Encoder,
    given: _Given,
    is_of_build: IsOfBuild,
) -> list[tuple[bytes, Encoded]]:
    """What comes next of a stream; nothing where it has ended."""
    try:
        numbers, encodings = next(stream)
        return list(zip(map(given.take_back, numbers), _data_of(encodings), strict=True))
    except StopIteration:
        return []
    except BaseException as error:
        if is_of_build(error) or not given.waiting:
            raise
        encoder.encode_passages([PLAIN])
        return []


def _tried_apart(
    encoder: Encoder, texts: Mapping[bytes, str], is_of_build: IsOfBuild
) -> Iterator[tuple[bytes, Encoded]]:
    """The same of texts among which one gives an error, some at a time."""
    keys = list(texts)
    for first in range(0, len(keys), _TRIED_TOGETHER):
        some = keys[first : first + _TRIED_TOGETHER]
        own = [texts[key] for key in some]
        try:
            found = _encoded(encoder, own)
        except BaseException as error:
            if is_of_build(error):
                raise
            found = _encoded_apart(encoder, own, error, is_of_build)
        yield from zip(some, found, strict=True)


def _encoded_apart(
    encoder: Encoder, texts: Sequence[str], error: BaseException, is_of_build: IsOfBuild
) -> list[Encoded]:
    """The same of texts that gave an error together, half of them at a time."""
    if len(texts) == 1:
        return [error]
    found: list[Encoded] = []
    for some in (texts[: len(texts) // 2], texts[len(texts) // 2 :]):
        try:
            found += _encoded(encoder, some)
        except BaseException as error_of_some:
            if is_of_build(error_of_some):
                raise
            found += _encoded_apart(encoder, some, error_of_some, is_of_build)
    return found


def _encoded(encoder: Encoder, texts: Sequence[str]) -> list[Encoded]:
    return _data_of(encoder.encode_passages(texts))


def _data_of(encodings: PassageEncodings) -> list[Encoded]:
    return [
        data if np.isfinite(vector).all() else ArithmeticError("its vector is none")
        for data, vector in zip(encodings.to_bytes(), encodings.vectors, strict=True)
    ]


def stumbled_over(
    documents: Mapping[str, tuple[SplitDocument, PassageEncodings]], folder: Path
) -> dict[str, BaseException]:
    """Documents of which no segment can be written, by path, each with the error.

    Args:
        documents: With their encodings.
        folder: An empty folder, to write into.

    Raises:
        OSError: The disk is full, or the like.
    """
    found: dict[str, BaseException] = {}
    for number, (path, (split, encodings)) in enumerate(documents.items()):
        part = folder / str(number)
        part.mkdir()
        try:
            write_segment(part, [(split, encodings)], encodings.vectors.shape[1])
            Segment(FileReader(part))
        except (OSError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 (whatever it is, the others are tried)
            found[path] = error
    return found
