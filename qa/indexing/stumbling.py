"""Which document a step of the build stumbles over, so that the others go on without it.

The encoder takes texts of many documents at once, and a segment is written of many. What fails for
all of them together is tried with fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.indexing.files import FileReader
from qa.indexing.segment import Segment, SplitDocument, write_segment

PLAIN = "Hello."
"""What any encoder that can be run at all encodes."""

_TRIED_TOGETHER = 32  # texts that are tried with each other once some have failed

Encoded = bytes | BaseException
"""A text's encoding, or what the encoder made of it instead."""

IsOfBuild = Callable[[BaseException], bool]
"""Tells an error that ends the whole build, such as an interruption, from one of a document."""


def encode_each(
    encoder: Encoder, texts: Sequence[str], is_of_build: IsOfBuild
) -> Iterator[tuple[int, Encoded]]:
    """Encode texts: the number of each and what came of it, in the order in which they are done.

    Raises:
        BaseException: What ends the build, and what the encoder raises of any text.
    """
    left = set(range(len(texts)))
    while left:
        numbers, given = sorted(left), list[int]()
        stream = encoder.encode_stream(_giving(numbers, texts, given))
        while found := _next_of(stream, encoder, numbers, is_of_build):
            yield from found
            left -= {number for number, _ in found}
        # What has ended the stream is among what the encoder has taken and not given back.
        doubtful = [number for number in given if number in left] or sorted(left)
        yield from _tried_apart(encoder, doubtful, texts, is_of_build)
        left -= set(doubtful)


def _giving(numbers: Sequence[int], texts: Sequence[str], given: list[int]) -> Iterator[str]:
    """Some of the texts, each noted before it is given."""
    for number in numbers:
        given.append(number)
        yield texts[number]


def _next_of(
    stream: Iterator[tuple[Sequence[int], PassageEncodings]],
    encoder: Encoder,
    numbers: Sequence[int],
    is_of_build: IsOfBuild,
) -> list[tuple[int, Encoded]]:
    """What comes next of a stream, by the numbers of the texts; nothing where it has ended."""
    try:
        places, encodings = next(stream)
        return list(zip((numbers[place] for place in places), _data_of(encodings), strict=True))
    except StopIteration:
        return []
    except BaseException as error:
        if is_of_build(error):
            raise
        encoder.encode_passages([PLAIN])
        return []


def _tried_apart(
    encoder: Encoder, numbers: Sequence[int], texts: Sequence[str], is_of_build: IsOfBuild
) -> Iterator[tuple[int, Encoded]]:
    """The same of texts among which one gives an error, some at a time."""
    for first in range(0, len(numbers), _TRIED_TOGETHER):
        some = numbers[first : first + _TRIED_TOGETHER]
        own = [texts[number] for number in some]
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
            write_segment(part, [split], encodings)
            Segment(FileReader(part))
        except (OSError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 (whatever it is, the others are tried)
            found[path] = error
    return found
