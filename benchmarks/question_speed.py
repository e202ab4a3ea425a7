"""Time a question from end to end, and each stage of it.

    python benchmarks/question_speed.py ../shared/datasets/_pool_ar --n-questions 300

Questions are asked one after the other of a warm index. "without late interaction" is the whole
less the comparison of tokens: what both retrievers, the confidence and the marks take. "with the
reader" is the whole again, with the first hits read.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np

from qa.answering.composing import answer_question
from qa.answering.encoded_question import EncodedQuestion
from qa.answering.fusion import fuse_scores
from qa.answering.reranking import RERANKED_HITS, rerank
from qa.answering.retrieval import CANDIDATES_PER_RETRIEVER
from qa.encoding.encoder import OpenVinoEncoder
from qa.evaluation.corpora import open_corpus
from qa.evaluation.datasets import load_dataset
from qa.indexing.generation import Generation
from qa.reader.reader import Reader
from qa.understanding.question import prepare_question

WARMING = 20  # questions asked before the clock runs


def stages(
    generation: Generation, encoder: OpenVinoEncoder, reader: Reader, question: str
) -> dict[str, float]:
    """Milliseconds of each stage of one question, and of the whole asked for itself."""
    clock = [time.perf_counter()]
    encoding = encoder.encode_question(question)
    clock.append(time.perf_counter())
    encoded = EncodedQuestion.from_encoding(question, encoding, generation)
    rows, _ = generation.nearest(encoding.vector, CANDIDATES_PER_RETRIEVER, None)
    fused = fuse_scores(generation, encoded, np.sort(rows))
    clock.append(time.perf_counter())
    rerank(generation, encoded, fused, fused.order[:RERANKED_HITS])
    clock.append(time.perf_counter())
    answer_question(generation, encoder, question, 3)
    clock.append(time.perf_counter())
    answer_question(generation, encoder, question, 3, reader=reader)
    clock.append(time.perf_counter())
    names = ("encoding", "both retrievers", "late interaction", "whole", "with the reader")
    return dict(zip(names, (1000 * (b - a) for a, b in pairwise(clock)), strict=True))


def main() -> None:
    """Ask and print percentiles."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--n-questions", type=int, default=300)
    options = parser.parse_args()
    dataset, encoder = load_dataset(options.dataset), OpenVinoEncoder()
    reader = Reader.beside(encoder)
    questions = [prepare_question(question.text) for question in dataset.questions]
    times: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as work:
        generation = open_corpus(dataset, Path(work), encoder)
        for number, question in enumerate(questions[: WARMING + options.n_questions]):
            for name, elapsed in stages(generation, encoder, reader, question).items():
                if number >= WARMING:
                    times[name].append(elapsed)
        n_passages = len(generation)
    whole, late = (np.array(times[name]) for name in ("whole", "late interaction"))
    times["without late interaction"] = list(whole - late)
    print(f"{n_passages:,} passages, {len(whole)} questions; {platform.machine()}, ms")
    for name, values in times.items():
        middle, high = np.percentile(values, [50, 95])
        print(f"{name:<26} p50 {middle:6.1f}  p95 {high:6.1f}")


if __name__ == "__main__":
    main()
