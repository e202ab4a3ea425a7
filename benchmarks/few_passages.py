"""Corpora of one passage each: are questions it answers told from questions on other subjects?

    python benchmarks/few_passages.py ../shared/datasets/xquad ar en de zh

Of each language, PASSAGES passages are indexed alone. Each is asked QUESTIONS of its own questions,
and as many on other articles. Told are the AUROC of the confidence, and how many are called
answered.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import numpy as np

from qa import KnowledgeBase
from qa.encoding.encoder import OpenVinoEncoder
from qa.evaluation.datasets import Dataset, load_dataset
from qa.evaluation.metrics import auroc

PASSAGES = 8
QUESTIONS = 4


def article(passage_id: str) -> str:
    """The article that a passage is from."""
    return passage_id.rsplit("-p", 1)[0]


def ask_alone(
    passage_id: str, dataset: Dataset, work: Path, encoder: OpenVinoEncoder, draw: random.Random
) -> list[tuple[float, bool, bool]]:
    """Confidence, state and truth of each question asked of a passage alone."""
    seeds = work / "seeds"
    seeds.mkdir(parents=True)
    (seeds / "passage.txt").write_text(dataset.passages[passage_id], encoding="utf-8")
    own = [q for q in dataset.questions if passage_id in q.relevant][:QUESTIONS]
    others = [
        q
        for q in dataset.questions
        if all(article(other) != article(passage_id) for other in q.relevant)
    ]
    asked = [(q, True) for q in own] + [(q, False) for q in draw.sample(others, QUESTIONS)]
    with KnowledgeBase.open(seeds, work / "index", encoder=encoder) as kb:
        answers = [(kb.ask(question.text), truth) for question, truth in asked]
    return [(answer.confidence, answer.found, truth) for answer, truth in answers]


def main() -> None:
    """Ask, and print a line for each language."""
    folder, *languages = sys.argv[1:]
    encoder, draw = OpenVinoEncoder(), random.Random(3)
    for language in languages:
        dataset = load_dataset(Path(folder), language, language)
        outcomes: list[tuple[float, bool, bool]] = []
        for passage_id in draw.sample(sorted(dataset.passages), PASSAGES):
            with tempfile.TemporaryDirectory() as work:
                outcomes += ask_alone(passage_id, dataset, Path(work), encoder, draw)
        confidences = np.array([confidence for confidence, _, _ in outcomes])
        truths = np.array([truth for _, _, truth in outcomes])
        told = [[found for _, found, true in outcomes if true is kind] for kind in (True, False)]
        print(
            f"{language}: AUROC {auroc(confidences, truths)[0]:.3f}; called answered: own questions"
            f" {sum(told[0])} of {len(told[0])}, foreign ones {sum(told[1])} of {len(told[1])}",
            flush=True,
        )


if __name__ == "__main__":
    main()
