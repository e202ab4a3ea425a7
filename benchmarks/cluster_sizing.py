"""What a passage costs a cluster: bytes and milliseconds, from an index that there is.

    python benchmarks/cluster_sizing.py INDEX [--model NAME] [--passages 10000000 100000000]

INDEX is an index folder; it is read alone. Bytes are those of its files, by who keeps them: the
nodes that search, the machine that asks, and the disk. Milliseconds are of a processor: encoding
some of its passages again, writing a segment of the usual size (its documents, repeated), and
searching that once and four times over for some of its own lines: what four times over takes
more is the passages', the rest is the question's. Then the same for more passages, by
multiplication (docs/scaling.md).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np

from qa.answering.encoded_question import QuestionGrams
from qa.corpus.analysis import gram_hashes
from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing.files import FileReader
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.indexing.segment import Segment
from qa.indexing.segment_writing import write_segment
from qa.indexing.writing import SEGMENT_PASSAGES, part_of
from qa.scaling.part import COPIES, Part, number_of_parts
from qa.settings import EMBEDDED_MODEL

NODE_BYTES = 32 * 10**9
NODE_PROCESSORS = 8
"""A node of the sizing: common to rent."""

ENCODED = 64
QUESTIONS = 20
ROUNDS = 5

# Files by who has read them into memory: those that search, and who asks. The others stay on disk.
SEARCHED = {"vectors.faiss", "lexical-grams.npy", "lexical-postings.bin", "tokens.npy"}
SEARCHED |= {"passages.npy", "languages.npy"}
ASKED = {"documents.jsonl", "passages.npy", "languages.npy", "digests.npy", "sketches.npy"}
ASKED |= {"words.utf8"}
WIDENED_BYTES = 17
"""Of a row of the machine that asks, besides its files: the number of its language, its place among
those of the language, and whether it is in it."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a passage costs.

    Attributes:
        disk_bytes: Of the index.
        cache_bytes: Of the embedding cache beside it.
        node_bytes: Of memory, on each node that has it.
        asking_bytes: Of memory, where questions are asked.
        encoding_ms: Of a processor, once.
        writing_ms: Of a processor, whenever its segment is written.
        searching_us: Microseconds of a processor, for each question.
        question_ms: Of a processor, for each question and part, however many passages it has.
    """

    disk_bytes: float
    cache_bytes: float
    node_bytes: float
    asking_bytes: float
    encoding_ms: float
    writing_ms: float
    searching_us: float
    question_ms: float


@dataclass(frozen=True, slots=True)
class Size:
    """What so many passages need.

    Attributes:
        disk_gb: Of the folder of the index, its cache included.
        nodes: That keep all parts twice in memory.
        asking_gb: Memory of the machine that asks.
        encoding_days: On all processors of these nodes.
        writing_hours: Of one processor, all segments.
        question_ms: Of the clock, while nothing else is asked and no node is missing: a part is
            searched by one processor. What Ray and the network add is not in it.
    """

    disk_gb: float
    nodes: int
    asking_gb: float
    encoding_days: float
    writing_hours: float
    question_ms: float


def size_of(n_passages: int, costs: Costs) -> Size:
    """What so many passages need, by multiplication."""
    nodes = max(COPIES, int(-(-COPIES * n_passages * costs.node_bytes // NODE_BYTES)))
    processors = nodes * NODE_PROCESSORS
    parts = number_of_parts(n_passages, nodes, processors)
    return Size(
        disk_gb=n_passages * (costs.disk_bytes + costs.cache_bytes) / 1e9,
        nodes=nodes,
        asking_gb=n_passages * costs.asking_bytes / 1e9,
        encoding_days=n_passages * costs.encoding_ms / 1e3 / processors / 86_400,
        writing_hours=n_passages * costs.writing_ms / 1e3 / 3_600,
        question_ms=costs.question_ms + n_passages / parts * costs.searching_us / 1e3,
    )


def measured(index: Path, model: str) -> Costs:
    """What a passage of an index costs."""
    layout = Layout(index)
    generation = Generation.open(layout)
    n, records = len(generation), generation.manifest.files.items()
    sizes = [(Path(name).name, record.n_bytes) for name, record in records]
    encoder = OpenVinoEncoder(model)
    with tempfile.TemporaryDirectory() as folder:
        segment, writing_ms = _usual_segment(generation, Path(folder))
        once, four_times = (_searching_ms(generation, [segment] * k, encoder) for k in (1, 4))
    slope_ms = max(four_times - once, 0.0) / (3 * len(segment))
    return Costs(
        disk_bytes=sum(n_bytes for _, n_bytes in sizes) / n,
        cache_bytes=layout.cache.stat().st_size / n if layout.cache.exists() else 0.0,
        node_bytes=sum(n_bytes for name, n_bytes in sizes if name in SEARCHED) / n,
        asking_bytes=sum(n_bytes for name, n_bytes in sizes if name in ASKED) / n + WIDENED_BYTES,
        encoding_ms=_encoding_ms(generation, encoder),
        writing_ms=writing_ms,
        searching_us=1e3 * slope_ms,
        question_ms=max(once - slope_ms * len(segment), 0.0),
    )


def _sample(generation: Generation, number: int) -> list[str]:
    rows = np.linspace(0, len(generation) - 1, number).astype(int).tolist()
    return [generation.passage(row).text for row in rows]


def _encoding_ms(generation: Generation, encoder: OpenVinoEncoder) -> float:
    texts = _sample(generation, ENCODED)
    encoder.encode_passages(texts)  # every length is compiled
    began = time.process_time()
    encoder.encode_passages(texts)
    return 1e3 * (time.process_time() - began) / len(texts)


def _usual_segment(generation: Generation, folder: Path) -> tuple[Segment, float]:
    """A segment of the usual size, of repeated documents; milliseconds a passage to write it."""
    parts = [part_of(generation, info.path) for info in generation.documents()]
    repeated = [
        (replace(split, document=replace(split.document, path=f"{i:06d}/{number:06d}")), own)
        for i in range(-(-SEGMENT_PASSAGES // len(generation)))
        for number, (split, own) in enumerate(parts)
    ]
    began = time.process_time()
    write_segment(folder, repeated, generation.dimension)
    taken = time.process_time() - began
    segment = Segment(FileReader(folder))
    return segment, 1e3 * taken / len(segment)


def _searching_ms(
    generation: Generation, segments: list[Segment], encoder: OpenVinoEncoder
) -> float:
    """Milliseconds of a processor that a part of some segments is busy with a question."""
    questions = [text.split("\n")[0][:80] for text in _sample(generation, QUESTIONS)]
    encoded = [(encoder.encode_question(one).vector, gram_hashes(one)) for one in questions]
    searched = Generation(generation.name, generation.manifest, segments)
    part = Part(searched)
    rounds: list[list[float]] = []
    for _ in range(ROUNDS):
        rounds.append([])
        for vector, grams in encoded:
            began = time.process_time()
            own = QuestionGrams.of(grams, searched)  # which asks for frequencies
            weighed = own.hashes, own.counted_weights
            part.lexical_sums(*weighed)
            part.best(*weighed, 100, None)
            rows, _ = part.near(vector, 250, None)
            part.cosines(vector, np.sort(rows))
            part.tokens_of(rows[:30])
            rounds[-1].append(1e3 * (time.process_time() - began))
    # In the first round much is read for the first time; in any the machine may be busy.
    return float(np.min(rounds, axis=0).mean())


def table(sizes: Sequence[int], costs: Costs) -> list[str]:
    """Rows of a Markdown table, one for each number of passages."""
    names = [field.name for field in fields(Size)]
    lines = [f"| passages | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for n_passages in sizes:
        found = asdict(size_of(n_passages, costs))
        values = [_rounded(found[name]) for name in names]
        lines.append(f"| {n_passages:,} | {' | '.join(values)} |")
    return lines


def _rounded(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"


def main() -> None:
    """Measure, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, help="an index folder")
    parser.add_argument("--model", default=EMBEDDED_MODEL, help="the model it was built with")
    parser.add_argument(
        "--passages",
        type=int,
        nargs="+",
        default=[10**7, 10**8, 10**9],
        help="how many passages to say the needs of",
    )
    arguments = parser.parse_args()
    # As printed, so that whoever multiplies it again finds the same.
    found = asdict(measured(arguments.index, arguments.model))
    costs = Costs(**{name: round(value, 2) for name, value in found.items()})
    for name, value in asdict(costs).items():
        print(f"{name:14} {value:10,.2f}")
    print("\n".join(table(arguments.passages, costs)))


if __name__ == "__main__":
    main()
