"""Torch and OpenVINO side by side on the same texts, in one run: times and their ratio.

python benchmarks/encoder_speed.py [SEEDS_FOLDER]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.corpus.splitting import split_document
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.preparing import embedded_sentence_transformer
from qa.settings import SplitterSettings

_ROUNDS = 3


def main() -> None:
    """Encode the passages of a folder both ways and print the medians of three rounds."""
    encoder = OpenVinoEncoder()
    torch_model = embedded_sentence_transformer()
    texts = []
    for file in scan_seeds(Path(sys.argv[1] if len(sys.argv) > 1 else "seeds")).files:
        document = parse_document(file)
        count, limit = encoder.count_tokens, encoder.max_tokens
        spans = split_document(document, count, limit, SplitterSettings())
        texts += [document.text[span.start : span.end] for span in spans]
    ours = encoder.encode_passages(texts).vectors
    theirs = torch_model.encode(texts, prompt_name="passage")
    print(f"{len(texts)} passages, least cosine of the two ways {(ours * theirs).sum(1).min():.5f}")
    question = texts[0][:80]
    _compare(
        "passages",
        lambda: encoder.encode_passages(texts).vectors,
        lambda: torch_model.encode(texts, prompt_name="passage"),
    )
    _compare(
        "one question",
        lambda: encoder.encode_question(question).vector,
        lambda: torch_model.encode([question], prompt_name="query"),
    )


def _compare(name: str, ours: Callable[[], np.ndarray], theirs: Callable[[], np.ndarray]) -> None:
    times: dict[str, list[float]] = {"openvino": [], "torch": []}
    for _ in range(_ROUNDS):
        for label, run in (("openvino", ours), ("torch", theirs)):
            started = time.perf_counter()
            run()
            times[label].append(time.perf_counter() - started)
    fast, slow = (statistics.median(times[label]) for label in ("openvino", "torch"))
    print(f"{name}: OpenVINO {fast:.3f} s, torch {slow:.3f} s, ratio {slow / fast:.1f}")


if __name__ == "__main__":
    main()
