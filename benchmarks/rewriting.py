"""How much of what a human rewrite of a follow-up finds does the completed question find?

    python benchmarks/rewriting.py [--half tuning] [--limit N] ../shared/datasets/train INDEX

Over English passages of the folder's question-answering sets (a sample by a fixed seed, indexed
once in INDEX, some ten minutes), each question with a conversation before it is searched for
as its human rewrite, as it is typed, and completed from the questions before it. Told is the mean
share of the rewrite's first ten passages that are among the first ten of the other two, by set and
in all, and the same of the questions that were completed. Rules are tuned on the odd-numbered lines
of a set (`--half tuning`), and measured on the others.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa import KnowledgeBase
from qa.errors import QuestionError
from qa.evaluation.corpora import write_documents
from qa.evaluation.datasets import Dataset
from qa.understanding.follow_ups import complete_question
from qa.understanding.question import prepare_question

REWRITTEN = ("canard_dev", "treccast", "trec_ikat", "mtrag_rewrite", "alexa_cqr")
PASSAGES = 8_000
FIRST = 10
_SEED = 14


@dataclass(frozen=True, slots=True)
class Turn:
    """A question within a conversation.

    Attributes:
        before: The questions before it, oldest first.
        question: As typed.
        rewrite: As a person wrote it to be understood alone.
    """

    before: tuple[str, ...]
    question: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of the rewrite's first passages.

    Attributes:
        turn: The question.
        completed: What was searched for.
        raw_share: The share that the question as typed finds.
        completed_share: The share that the completed question finds.
    """

    turn: Turn
    completed: str
    raw_share: float
    completed_share: float


def main() -> None:
    """Build the index where there is none, ask, and print a line for each set and one for all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("datasets", type=Path, help="the folder of the training sets")
    parser.add_argument("index", type=Path, help="where the passages are indexed, once")
    parser.add_argument("--limit", type=int, help="questions of each set")
    parser.add_argument("--half", choices=("tuning", "held-out"), default="held-out")
    parser.add_argument("--show", type=int, default=0, help="questions that lose most, of each set")
    given = parser.parse_args()
    every: list[Outcome] = []
    with open_passages(given.datasets, given.index) as kb:
        for name in REWRITTEN:
            turns = list(turns_of(given.datasets / name, tuning=given.half == "tuning"))
            outcomes = [measure(kb, turn) for turn in turns[: given.limit]]
            print(line(name, outcomes), flush=True)
            for outcome in sorted(outcomes, key=lambda o: o.completed_share)[: given.show]:
                print(f"  {outcome.completed_share:.1f} ({outcome.raw_share:.1f}) "
                      f"{outcome.completed!r} for {outcome.turn.rewrite!r}")  # fmt: skip
            every += outcomes
    print(line("all", every))


def open_passages(datasets: Path, index: Path) -> KnowledgeBase:
    """The index of the pooled passages, built or finished where it is not whole."""
    seeds = index / "seeds"
    if not seeds.is_dir():
        write_documents(pooled(datasets), seeds)
    return KnowledgeBase.open(seeds, index / "index", reader=False)


def pooled(datasets: Path) -> Dataset:
    """A sample of the English passages of every set, each text once."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(datasets.glob("*/passages.jsonl.gz")):
        for passage in _read(path):
            if passage["lang"] == "en":
                texts.setdefault(passage["text"], passage)
    chosen = random.Random(_SEED).sample(list(texts.values()), min(PASSAGES, len(texts)))
    return Dataset(
        "pooled",
        {passage["id"]: passage["text"] for passage in chosen},
        (),
        titles={passage["id"]: passage.get("title", "") for passage in chosen},
    )


def turns_of(folder: Path, *, tuning: bool) -> Iterator[Turn]:
    """The questions of a half of a rewriting set that have a conversation before them."""
    for number, row in enumerate(_read(folder / "rewrites.jsonl.gz"), 1):
        if row["after"] and (number % 2 == 1) == tuning:
            try:
                before = tuple(prepare_question(question) for question in row["after"])
                asked = prepare_question(row["question"]), prepare_question(row["rewrite"])
            except QuestionError:  # a turn without a word
                continue
            yield Turn(before, *asked)


def _read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def measure(kb: KnowledgeBase, turn: Turn) -> Outcome:
    """Search three times, and compare what is found."""
    completed = complete_question(turn.question, turn.before)
    wanted = found(kb, turn.rewrite)
    raw = wanted if turn.question == turn.rewrite else found(kb, turn.question)
    after = raw if completed == turn.question else found(kb, completed)
    return Outcome(
        turn, completed, len(wanted & raw) / len(wanted), len(wanted & after) / len(wanted)
    )


def found(kb: KnowledgeBase, question: str) -> frozenset[str]:
    """The first passages."""
    return frozenset(hit.passage.passage_id for hit in kb.search(question, top_k=FIRST))


def line(name: str, outcomes: list[Outcome]) -> str:
    """The mean shares, in all and where the question was completed."""
    kept = [o for o in outcomes if o.completed != o.turn.question]
    return f"{name}: {_means(outcomes)}; of these completed: {_means(kept)}"


def _means(outcomes: list[Outcome]) -> str:
    if not outcomes:
        return "none"
    raw = float(np.mean([o.raw_share for o in outcomes]))
    after = float(np.mean([o.completed_share for o in outcomes]))
    return f"{len(outcomes)} questions, raw {raw:.3f}, completed {after:.3f}"


if __name__ == "__main__":
    main()
