"""What the rest of the program asks of an encoder: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from qa.encoding.tokens import PassageEncodings, QuestionEncoding


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their similarity.

    An encoder is pure: a text's vector does not depend on the texts encoded with it.
    """

    def __hash__(self) -> int:
        """What was encoded with it can be kept for it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Names the weights and prompts: equal fingerprints mean interchangeable vectors."""
        ...

    @property
    def numeric_mode(self) -> str:
        """In what numbers this processor computes ("bfloat16"): another mode, other vectors.

        They are near enough to be compared, and are not mixed in one index.
        """
        ...

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Most tokens the model sees; what is longer is cut."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text as a passage, prompt and special tokens included."""
        ...

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """Vectors of passages and of their tokens, in input order.

        `progress` is told the number of texts done so far.
        """
        ...

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """The same, a few at a time, in the order that takes least.

        Texts are taken as they are needed, and those of one length go together, however far apart
        they come. Each yield has the numbers of some texts, from 0, and their encodings.
        """
        ...

    def encode_question(self, text: str) -> QuestionEncoding:
        """The vectors of a question and of its tokens."""
        ...
