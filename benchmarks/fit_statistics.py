"""Compute what the embedded model's vectors share, and write it beside `qa/encoding/statistics.py`.

    python benchmarks/fit_statistics.py ../shared/datasets
    python benchmarks/fit_statistics.py ../shared/datasets basis    # only the last of the three

- `embedded_token_mean.npy`: the mean state over every token of every sixth TyDi QA passage in
  Arabic and English. With it, late interaction alone has nDCG@10 .927 for English questions on
  XQuAD's Arabic passages, .916 without any centring, and .921 with the mean of those passages.
- `embedded_language_directions.npy`: the directions in which the mean vectors of XQuAD's passages
  in its 12 languages differ. The passages are translations of each other, so that the languages
  are all that differs.
- `embedded_token_basis.npy`: the directions in which the token vectors of a passage differ from
  their mean, and how far, over passages of 21 sets in as many languages that nothing else is
  measured with (`OTHER_SETS`).
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.graph import Graph, TokenStates
from qa.encoding.prepared import GRAPH, TOKENIZER
from qa.encoding.statistics import DIRECTIONS_FILE, MEAN_FILE, VectorStatistics
from qa.encoding.tokens import BASIS_FILE, rotate
from qa.evaluation.datasets import languages_of, load_dataset
from qa.vectors import EmbeddingMatrix, EmbeddingVector

FOLDER = Path(__file__).parents[1] / "qa" / "encoding"
EVERY = 6
PROMPT = "passage: "

OTHER_SETS = (
    *("amqa", "cmrc2018", "covidqa", "drcd", "enelpi_tr", "epqa_dev_rank", "faquad", "heq"),
    *("iapp_thai", "idk_mrc", "jsquad", "kazqad_val", "kobest_boolq_rank", "nq_open_oracle"),
    *("omos_qa", "omos_qa_mt", "piaf_v1", "pquad", "squadshifts", "swequad_mc"),
    "tydi_goldp_other",
)
PASSAGES_OF_EACH = 60
LONGEST = 800  # characters taken of one: about what the splitter makes a passage of


class RawModel:
    """The prepared model, without anything taken off its vectors."""

    def __init__(self) -> None:
        encoder = OpenVinoEncoder()
        encoder.count_tokens([""])  # prepares the model where that was not done yet
        self.graph = Graph(encoder.prepared_folder() / GRAPH)
        self.tokenizer = Tokenizer.from_file(str(encoder.prepared_folder() / TOKENIZER))
        self.max_tokens = encoder.max_tokens
        self.n_prompt = len(self.tokenizer.encode(PROMPT).ids) - 1  # without the closing token

    def run(self, text: str) -> tuple[EmbeddingVector, TokenStates]:
        """The vector of a passage and the states of its own tokens."""
        ids = np.array([self.tokenizer.encode(PROMPT + text).ids[: self.max_tokens]], np.int64)
        vectors, states = self.graph.run(ids, np.ones_like(ids))
        return vectors[0], states[0][self.n_prompt : -1]


def token_mean(model: RawModel, texts: Iterable[str]) -> EmbeddingVector:
    """Mean of the token states of texts."""
    mean: EmbeddingVector = np.concatenate([model.run(text)[1] for text in texts]).mean(axis=0)
    return mean.astype(np.float32)


def language_directions(model: RawModel, languages: Iterable[Iterable[str]]) -> EmbeddingMatrix:
    """Orthonormal directions spanned by the differences of the languages' mean vectors.

    Args:
        model: The model.
        languages: The same texts in each language.
    """
    means = np.array([np.mean([model.run(text)[0] for text in texts], 0) for texts in languages])
    _, _, directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
    kept: EmbeddingMatrix = directions[:-1].astype(np.float32)  # the means' mean takes one away
    return kept


def token_basis(model: RawModel, texts: Iterable[str]) -> np.ndarray:
    """Directions of token vectors around their passage's mean, and last the deviations.

    Returns:
        Orthonormal columns and a row, float16, shape (dimension + 1, dimension).
    """
    mean = VectorStatistics.of_embedded_model().token_mean
    covariance, n_tokens = np.zeros((len(mean), len(mean))), 0
    for text in texts:
        vectors = rotate(model.run(text)[1], mean)
        rest = vectors - vectors.mean(axis=0)
        covariance += rest.T @ rest
        n_tokens += len(rest)
    variances, directions = np.linalg.eigh(covariance / n_tokens)
    deviations = np.sqrt(np.maximum(variances[::-1], 0))
    return np.vstack([directions[:, ::-1], deviations]).astype(np.float16)


def other_passages(data: Path) -> Iterator[str]:
    """Passages of sets that are not measured with, evenly spread."""
    for name in OTHER_SETS:
        with gzip.open(data / "train" / name / "passages.jsonl.gz", "rt", encoding="utf-8") as file:
            texts = [json.loads(line)["text"][:LONGEST] for line in file]
        yield from texts[:: max(1, len(texts) // PASSAGES_OF_EACH)]


def main() -> None:
    """Run the samples through the prepared graph."""
    data, model = Path(sys.argv[1]), RawModel()
    if sys.argv[2:] != ["basis"]:
        fit_shared(model, data)
    basis = token_basis(model, other_passages(data))
    np.save(FOLDER / BASIS_FILE, basis, allow_pickle=False)


def fit_shared(model: RawModel, data: Path) -> None:
    """Write the mean and the directions of languages."""
    sample = [*load_dataset(data / "tydiqa_goldp_dev").passages.values()][::EVERY]
    np.save(FOLDER / MEAN_FILE, token_mean(model, sample), allow_pickle=False)
    xquad = data / "xquad"
    texts = [load_dataset(xquad, code, code).passages.values() for code in languages_of(xquad)]
    np.save(FOLDER / DIRECTIONS_FILE, language_directions(model, texts), allow_pickle=False)


if __name__ == "__main__":
    main()
