"""Compute the embedded model's mean token state and write `qa/encoding/embedded_token_mean.npy`.

    python benchmarks/fit_token_mean.py ../shared/datasets

The mean over every token of every sixth TyDi QA passage in Arabic and English (development data).
With it, late interaction alone has nDCG@10 .927 for English questions on XQuAD's Arabic passages,
.916 without any centring, and .921 with the mean of those passages themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.graph import Graph
from qa.encoding.prepared import GRAPH, TOKENIZER
from qa.evaluation.datasets import load_dataset

TARGET = Path(__file__).parents[1] / "qa" / "encoding" / "embedded_token_mean.npy"
EVERY = 6
PROMPT = "passage: "


def main() -> None:
    """Run the sample through the prepared graph and average the tokens' states."""
    encoder = OpenVinoEncoder()
    encoder.count_tokens([""])  # prepares the model where that was not done yet
    graph = Graph(encoder.prepared_folder() / GRAPH)
    tokenizer = Tokenizer.from_file(str(encoder.prepared_folder() / TOKENIZER))
    n_prompt = len(tokenizer.encode(PROMPT).ids) - 1  # without the closing special token
    texts = list(load_dataset(Path(sys.argv[1]) / "tydiqa_goldp_dev").passages.values())[::EVERY]
    states = []
    for text in texts:
        ids = np.array([tokenizer.encode(PROMPT + text).ids[: encoder.max_tokens]], dtype=np.int64)
        states.append(graph.run(ids, np.ones_like(ids))[1][0][n_prompt:-1])
    np.save(TARGET, np.concatenate(states).mean(axis=0).astype(np.float32), allow_pickle=False)


if __name__ == "__main__":
    main()
