"""Which document a step of the build stumbles over, so that the others go on without it.

The encoder takes texts of many documents at once, and a segment is written of many. What fails for
all of them together is tried with fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.indexing.files import FileReader
from qa.indexing.segment import Segment, SplitDocument, write_segment

PLAIN = "Hello."
"""What any encoder that can be run at all encodes."""

Encoded = bytes | BaseException
"""A text's encoding, or what the encoder made of it instead."""

IsOfBuild = Callable[[BaseException], bool]
"""Tells an error that ends the whole build, such as an interruption, from one of a document."""


def encode_each(
    encoder: Encoder, texts: Sequence[str], progress: Callable[[int], None], is_of_build: IsOfBuild
) -> list[Encoded]:
    """Encode texts, in input order.

    Raises:
        BaseException: What ends the build, and what the encoder raises of any text.
    """
    try:
        return _encoded(encoder, texts, progress)
    except BaseException as error:
        if is_of_build(error):
            raise
        encoder.encode_passages([PLAIN])
        return _encoded_apart(encoder, texts, error, is_of_build)


def _encoded_apart(
    encoder: Encoder, texts: Sequence[str], error: BaseException, is_of_build: IsOfBuild
) -> list[Encoded]:
    """The same of texts that gave an error together, half of them at a time."""
    if len(texts) == 1:
        return [error]
    found: list[Encoded] = []
    for some in (texts[: len(texts) // 2], texts[len(texts) // 2 :]):
        try:
            found += _encoded(encoder, some, None)
        except BaseException as error_of_some:
            if is_of_build(error_of_some):
                raise
            found += _encoded_apart(encoder, some, error_of_some, is_of_build)
    return found


def _encoded(
    encoder: Encoder, texts: Sequence[str], progress: Callable[[int], None] | None
) -> list[Encoded]:
    encodings = encoder.encode_passages(texts, progress)
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
