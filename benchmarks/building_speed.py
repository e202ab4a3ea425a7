"""What a build's encoding takes beside the model alone: processor time of both, interleaved.

    python benchmarks/building_speed.py [PASSAGES_JSONL] [--passages N] [--rounds N]

Three ways over the same passages, in turns:

    model     OpenVINO alone: the batches that the encoder makes, with nothing around them
    encoder   the encoder: texts in; vectors and token vectors out
    build     `qa build`'s encoding: the cache asked and filled too

"model" is the floor. A line before tells how many of the computed tokens are padding, of all the
passages in the file, and how many are padding and repeated rows where batches are filled up.

Without a file of passages (JSON lines with "text") it takes the documents of the repository.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from qa.corpus.languages import DocumentLanguages
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.corpus.splitting import split_document
from qa.encoding import encoder as encoding
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.graph import openvino
from qa.encoding.prepared import GRAPH
from qa.indexing.cache import EmbeddingCache
from qa.indexing.embedding import Embedder
from qa.indexing.measuring import ProgressMeter
from qa.indexing.segment import SplitDocument
from qa.records import Document, Span
from qa.settings import SplitterSettings

_PAD = 1  # of XLM-RoBERTa's vocabulary


def main() -> None:
    """Time the three ways and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages_jsonl", nargs="?", type=Path)
    parser.add_argument("--passages", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    encoder = OpenVinoEncoder()
    texts = _texts(arguments.passages_jsonl, encoder)
    counts = [min(count, encoder.max_tokens) for count in encoder.count_tokens(texts)]
    _tell_padding(counts, encoder.max_tokens)
    texts, counts = texts[: arguments.passages], counts[: arguments.passages]
    print(f"{len(texts)} passages, {sum(counts):,} tokens, {encoder.numeric_mode}, {_processor()}")
    path = encoder.prepared_folder() / GRAPH
    graph = openvino.Core().compile_model(path, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
    request = graph.create_infer_request()
    batches = _batches(counts, encoder.max_tokens)
    ways: dict[str, Callable[[], None]] = {
        "model": lambda: _run(request, batches),
        "encoder": lambda: _encode(encoder, texts),
        "build": lambda: _build(encoder, texts),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()  # shapes are compiled once
    for _ in range(arguments.rounds):
        for name, way in ways.items():
            took[name].append(_processor_seconds(way))
    floor = statistics.median(took["model"])
    for name, seconds in took.items():
        middle = statistics.median(seconds)
        print(f"{name:8} {middle:7.2f} s of processor time, {floor / middle:.1%} of it the model's")


def _texts(file: Path | None, encoder: OpenVinoEncoder) -> list[str]:
    """Passages of a file, or of the repository's own documents."""
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        return list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    texts: list[str] = []
    for found in scan_seeds(Path("seeds")).files:
        document = parse_document(found)
        count, limit = encoder.count_tokens, encoder.max_tokens
        spans = split_document(document, count, limit, SplitterSettings())
        texts += [document.text[span.start : span.end] for span in spans]
    return texts


def _tell_padding(counts: Sequence[int], most: int) -> None:
    """How many of the computed tokens are no passage's own."""
    batches, own = _batches(counts, most), sum(counts)
    short = sum(length * len(rows) for length, rows in batches)
    filled = sum(length * encoding.BATCH_SIZE for length, _ in batches)
    print(
        f"{len(counts):,} passages: {1 - own / short:.1%} of the tokens are padding; "
        f"{1 - own / filled:.1%} with repeated rows, where batches are filled up"
    )


def _batches(counts: Sequence[int], most: int) -> list[tuple[int, list[int]]]:
    """The encoder's batches: the padded length, and the tokens of each row."""
    by_length: dict[int, list[int]] = {}
    for count in counts:
        by_length.setdefault(encoding.padded_length(count, most), []).append(count)
    return [
        (length, rows[first : first + encoding.BATCH_SIZE])
        for length, rows in sorted(by_length.items())
        for first in range(0, len(rows), encoding.BATCH_SIZE)
    ]


def _run(request: openvino.InferRequest, batches: Sequence[tuple[int, list[int]]]) -> None:
    """The model alone, on batches of such shapes."""
    for length, rows in batches:
        places = np.arange(length)[None, :] < np.array(rows)[:, None]
        ids = np.where(places, 1_000 + np.arange(length), _PAD).astype(np.int64)
        request.infer({"input_ids": ids, "attention_mask": places.astype(np.int64)})


def _encode(encoder: OpenVinoEncoder, texts: Sequence[str]) -> None:
    for _ in encoder.encode_stream(texts):
        pass


def _build(encoder: OpenVinoEncoder, texts: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        embedder = Embedder(encoder, ProgressMeter(None), lambda _: True)
        splits = [_document_of(text) for text in texts]
        documents = [(embedder.keys(split.encoded_texts()), split) for split in splits]
        with EmbeddingCache(Path(folder) / "embeddings.sqlite") as cache:
            embedder.encode(documents, cache, lambda: None)


def _document_of(text: str) -> SplitDocument:
    """A document of one passage, with nothing above it."""
    document = Document(path="", title="", sha256="", text=text)
    return SplitDocument(document, (Span(0, len(text)),), DocumentLanguages("", ("",)))


def _processor_seconds(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _processor() -> str:
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
