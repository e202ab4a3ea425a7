"""Encoding the sets once: unrounded token vectors, vectors and questions, kept as arrays."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.tokens import PassageEncodings, TokenMatrix, rotate
from qa.evaluation.corpora import open_corpus
from qa.evaluation.datasets import Dataset, load_dataset
from qa.indexing.generation import Generation

OTHER_SETS = (
    *("amqa", "cmrc2018", "covidqa", "drcd", "enelpi_tr", "epqa_dev_rank", "faquad", "heq"),
    *("iapp_thai", "idk_mrc", "jsquad", "kazqad_val", "kobest_boolq_rank", "nq_open_oracle"),
    *("omos_qa", "omos_qa_mt", "piaf_v1", "pquad", "squadshifts", "swequad_mc"),
    "tydi_goldp_other",
)
"""Sets that are not measured with: what is learnt is learnt on these."""

PASSAGES_OF_EACH = 180
"""Passages taken of each, evenly spread."""

LONGEST = 800
"""Characters taken of one: about what the splitter makes a passage of."""


@dataclass(frozen=True, slots=True)
class EncodedPassages:
    """Passages as the encoder gives them, before anything is rounded.

    Attributes:
        vectors: Unit rows, float32, shape (n, dimension).
        tokens: Token vectors in the rotated space, float16, shape (n_tokens, dimension).
        offsets: How many tokens stand before each passage's, int64, shape (n + 1,).
        ids: Vocabulary number of each token, int32, shape (n_tokens,).
        remaining: Code points from the end of each token to the end of its text, int32,
            shape (n_tokens,).
    """

    vectors: npt.NDArray[np.float32]
    tokens: npt.NDArray[np.float16]
    offsets: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    remaining: npt.NDArray[np.int32]

    def save(self, folder: Path) -> None:
        """Write each array to a file of its name."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.__slots__:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> EncodedPassages:
        """Read them back; the tokens, which are many, as they are asked for."""
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in cls.__slots__))


class KeepingEncoder(OpenVinoEncoder):
    """The program's encoder, which keeps the token vectors that it is about to round."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Any] = ()
        self._rotated: dict[int, TokenMatrix] = {}
        self.kept: dict[str, tuple[npt.NDArray[np.float16], list[int], npt.NDArray[np.int32]]] = {}

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """As the encoder does."""
        encodings = super().encode_passages(texts, progress)
        for text, row in zip(texts, self._rows, strict=True):
            ids = [row.ids[place] for place in row.inner]
            rotated = self._rotated[id(row)].astype(np.float16)
            self.kept[text] = rotated, ids, row.remaining
        self._rotated.clear()
        return encodings

    def _tokenize(self, texts, prompt):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        self._rows = super()._tokenize(texts, prompt)
        return self._rows

    def _run(self, batch, length):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        vectors, states = super()._run(batch, length)
        for row, own in zip(batch, states, strict=True):
            self._rotated[id(row)] = rotate(own[row.inner], self._statistics.token_mean)
        return vectors, states


def encoded_texts(generation: Generation) -> Iterator[str]:
    """What is encoded of each row, in order."""
    for row in range(len(generation)):
        passage = generation.passage(row)
        yield f"{generation.context(passage)}\n{passage.text}"


def joined(encoder: KeepingEncoder, texts: Sequence[str], vectors: object) -> EncodedPassages:
    """The kept arrays of some texts, one after the other."""
    kept = [encoder.kept[text] for text in texts]
    return EncodedPassages(
        np.asarray(vectors, dtype=np.float32),
        np.concatenate([tokens for tokens, _, _ in kept]),
        np.cumsum([0, *(len(ids) for _, ids, _ in kept)], dtype=np.int64),
        np.concatenate([np.array(ids, dtype=np.int32) for _, ids, _ in kept]),
        np.concatenate([remaining for _, _, remaining in kept]),
    )


def encode_corpus(encoder: KeepingEncoder, dataset: Dataset, folder: Path) -> None:
    """Index a data set's passages as the program does, and keep what it rounds."""
    generation = open_corpus(dataset, folder, encoder)
    texts = list(encoded_texts(generation))
    missing = [text for text in texts if text not in encoder.kept]
    encoder.encode_passages(missing)
    vectors = generation.vectors(np.arange(len(generation)))
    joined(encoder, texts, vectors).save(folder / "passages")


def other_passages(data: Path) -> list[str]:
    """Passages of other sets than those that are measured with."""
    texts = []
    for name in OTHER_SETS:
        with gzip.open(data / "train" / name / "passages.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        texts += [row["text"][:LONGEST] for row in rows[:: max(1, len(rows) // PASSAGES_OF_EACH)]]
    return list(dict.fromkeys(texts))


CORPORA = (
    *(("xquad", language) for language in ("ar", "en")),
    ("_pool_ar", "ar"),
    *(("tydiqa_goldp_dev", language) for language in ("ar", "en")),
    *(("xquad", language) for language in ("zh", "ru", "th", "tr", "de", "hi", "es", "vi")),
    *(("xquad", language) for language in ("el", "ro")),
)
"""Which sets are indexed, and in which language: one index for each."""


def encode_all(data: Path, folder: Path) -> None:
    """Encode the passages of every set; what is there is kept."""
    encoder = KeepingEncoder()
    if not (folder / "other" / "vectors.npy").exists():
        texts = other_passages(data)
        encodings = encoder.encode_passages(texts)
        joined(encoder, texts, encodings.vectors).save(folder / "other")
    for name, language in CORPORA:
        target = folder / "corpora" / f"{name}-{language}"
        if (target / "passages" / "vectors.npy").exists():
            continue
        encoder.kept.clear()
        encode_corpus(encoder, load_dataset(data / name, language, language), target)
        print(target.name, flush=True)
