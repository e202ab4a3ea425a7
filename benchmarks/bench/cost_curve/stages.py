"""The stages of one point of the curve, each a process: building, and asking.

    python -m bench.cost_curve.stages build FOLDER PATH
    python -m bench.cost_curve.stages ask FOLDER N_QUESTIONS

FOLDER has `seeds` and, once it is built, `index`; the folder above it `known.npz` and `task.json`.
Each prints its record as JSON on the last line of its output.
"""

from __future__ import annotations

import inspect
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from bench.comparing import DEPTH, judge, size_on_disk
from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.cost_curve.perturbing import PerturbingEncoder, read_known
from bench.cost_curve.points import Built
from bench.cost_curve.recombining import source_of
from bench.interleaving import percentile
from bench.results import Turn
from bench.task import Question, read_task
from bench.worker import cpu_seconds, peak_bytes
from qa import KnowledgeBase
from qa.answering import repeated
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.indexing.building import build_index
from qa.records import Hit
from qa.reports import BuildReport

CANDIDATES = 30
"""Passages that late interaction compares."""

_WARMING = 5  # questions asked before the clock runs


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking a corpus took; the fields are those of `Point`."""

    open: Turn
    memory_bytes: int
    question_p50_ms: float
    question_p95_ms: float
    question_cpu_ms: float
    recall: float | None
    ndcg_at_10: float
    ndcg_at_10_exact: float | None


def build_stage(folder: Path, edited: str, encoder: Encoder) -> Built:
    """Build from nothing, again, and after an edit of one document."""
    seeds, index = folder / "seeds", folder / "index"

    def build() -> tuple[Turn, BuildReport]:
        wall, cpu = time.perf_counter(), cpu_seconds()
        report = build_index(seeds, index, encoder)
        return Turn(time.perf_counter() - wall, cpu_seconds() - cpu), report

    scratch, report = build()
    build()  # the first look at a new generation compares its files with their checksums
    unchanged, _ = build()
    size = size_on_disk(index)
    path = seeds / edited
    if path.is_dir():
        (path,) = path.iterdir()
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\nOne more line.\n", encoding="utf-8")
    refresh, _ = build()
    return Built(report.n_passages, scratch, peak_bytes(), unchanged, refresh, size)


def ask_stage(folder: Path, n_questions: int, encoder: PerturbingEncoder) -> Asked:
    """Open the index and ask it questions without the reader."""
    asked = read_task(folder.parent / "task.json").questions[:n_questions]
    questions = [one.text for one in asked]
    repeated.KEPT_ANSWERS = 0  # each question is timed as one that nobody asked before
    wall, cpu = time.perf_counter(), time.process_time()
    kb = KnowledgeBase.open(seeds=None, index=folder / "index", encoder=encoder, reader=False)
    opened = Turn(time.perf_counter() - wall, time.process_time() - cpu)
    encoder.encode_question(questions[0])  # loads the model
    for question in questions[:_WARMING]:
        kb.ask(question)
    turns = [_asked(kb, encoder, question) for question in questions]
    walls = [1000 * turn.wall for turn in turns]
    memory = int(psutil.Process().memory_info().rss)
    usual, exact = searches(kb)
    return Asked(
        open=opened,
        memory_bytes=memory,
        question_p50_ms=percentile(walls, 50),
        question_p95_ms=percentile(walls, 95),
        question_cpu_ms=1000 * sum(turn.cpu for turn in turns) / len(turns),
        recall=recall(usual, exact, questions) if exact else None,
        ndcg_at_10=mean_ndcg(usual, asked),
        ndcg_at_10_exact=mean_ndcg(exact, asked) if exact else None,
    )


def _asked(kb: KnowledgeBase, encoder: PerturbingEncoder, question: str) -> Turn:
    """What a question took without its encoding."""
    encoding = Turn(encoder.seconds, encoder.cpu_seconds)
    wall, cpu = time.perf_counter(), time.process_time()
    kb.ask(question)
    return Turn(
        time.perf_counter() - wall - (encoder.seconds - encoding.wall),
        time.process_time() - cpu - (encoder.cpu_seconds - encoding.cpu),
    )


Search = Callable[[str, int], list[Hit]]


def searches(kb: KnowledgeBase) -> tuple[Search, Search | None]:
    """The search as it is, and the exact one where that is another."""

    def usual(question: str, top_k: int) -> list[Hit]:
        return kb.search(question, top_k=top_k)

    def exact(question: str, top_k: int) -> list[Hit]:
        search: Callable[..., list[Hit]] = kb.search
        return search(question, top_k=top_k, exact=True)

    return usual, exact if "exact" in inspect.signature(kb.search).parameters else None


def recall(found: Search, exact: Search, questions: list[str]) -> float:
    """The share of the exact search's candidates that the usual one finds, mean over questions."""
    shares = []
    for question in questions:
        wanted = {hit.passage.passage_id for hit in exact(question, CANDIDATES)}
        shares.append(
            sum(hit.passage.passage_id in wanted for hit in found(question, CANDIDATES))
            / len(wanted)
        )
    return sum(shares) / len(shares)


def mean_ndcg(search: Search, questions: Sequence[Question]) -> float:
    """Of rankings in which the recombined documents stand too, as ones that answer nothing."""
    rankings = []
    for question in questions:
        hits = search(question.text, PASSAGES_FOR_EACH_DOCUMENT * DEPTH)
        found = (one for hit in hits for one in (hit.passage, *hit.duplicates))
        rankings.append(first_documents((source_of(one.document.path) for one in found), DEPTH))
    return judge(questions, rankings).ndcg_at_10


def main() -> None:
    """Run one stage."""
    stage, folder, argument = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    encoder = OpenVinoEncoder()
    record: Built | Asked
    if stage == "build":
        known = PerturbingEncoder(encoder, read_known(folder.parent / "known.npz"))
        record = build_stage(folder, argument, known)
    else:
        record = ask_stage(folder, int(argument), PerturbingEncoder(encoder))
    print(json.dumps(asdict(record)))


if __name__ == "__main__":
    main()
