"""Measure the reader alone, in known passages of the articles that were kept from training.

    python -m training.measure_reader ../shared/datasets

By set and language: F1 of the span (SQuAD's measure), the share of questions whose sentence holds
the answer (by the span, by the evidence), and the AUROC of the whole passage against the same one
without the sentence that answers.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qa.evaluation.metrics import auroc
from qa.reader.reader import PassageText, Reader, Reading
from qa.records import Span
from training.sets import SourcePassage, SourceQuestion, is_apart, read_set, without_answer

SETS = ("xquad", "arcd", "tydiqa_goldp_dev")
MOST = 150
"""Questions of a set and a language."""

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")


def words_of(text: str) -> list[str]:
    """The words of an answer, as SQuAD and MLQA count them."""
    plain = "".join(c for c in text.casefold() if unicodedata.category(c)[0] != "P")
    plain = re.sub(r"\b(a|an|the)\b", " ", plain)
    words: list[str] = []
    for word in plain.split():
        words += list(word) if _UNSPACED.search(word) else [re.sub(r"^ال", "", word)]
    return words


def f1(found: str, answer: str) -> float:
    """Overlap of two answers in words."""
    mine, theirs = words_of(found), words_of(answer)
    common = sum((Counter(mine) & Counter(theirs)).values())
    if not common:
        return float(mine == theirs)
    return 2 * common / (len(mine) + len(theirs))


def questions(data: Path, name: str) -> Iterator[tuple[SourceQuestion, SourcePassage]]:
    """Questions on articles kept apart, at most so many of each language."""
    source = read_set(data / name)
    seen: Counter[str] = Counter()
    for question in source.questions:
        passage = source.passages[question.passage_id]
        if question.answers and is_apart(name, passage.article):
            seen[question.language] += 1
            if seen[question.language] <= MOST:
                yield question, passage


def holds(sentence: Span, answers: tuple[Span, ...]) -> bool:
    """Whether a sentence holds the beginning of an answer."""
    return any(sentence.start <= answer.start < sentence.end for answer in answers)


def measure(reader: Reader, question: SourceQuestion, passage: SourcePassage) -> dict[str, float]:
    """What came of one question."""
    rest = without_answer(passage, question)
    texts = [PassageText("", passage.text)] + ([PassageText("", rest)] if rest else [])
    whole, *without = reader.read(question.text, texts)
    span = whole.span or Span(0, 0)
    found = passage.text[span.start : span.end]
    measured = {
        "f1": max(f1(found, passage.text[a.start : a.end]) for a in question.answers),
        "by span": _marked(whole, whole.spans, question),
        "by evidence": _marked(whole, whole.evidence, question),
        "whole": whole.answers,
    }
    if without:
        measured["cut"] = without[0].answers
    return measured


def _marked(reading: Reading, scores: tuple[float, ...], question: SourceQuestion) -> float:
    return float(holds(reading.sentences[int(np.argmax(scores))], question.answers))


def main() -> None:
    """Print a line for each set and language."""
    reader = Reader()
    for name in sys.argv[2:] or SETS:
        outcomes: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
        for question, passage in questions(Path(sys.argv[1]), name):
            outcomes[question.language].append(measure(reader, question, passage))
        means: list[list[float]] = []
        for language, measured in sorted(outcomes.items()):
            both = [one for one in measured if "cut" in one]
            scores = np.array([one[key] for one in both for key in ("whole", "cut")])
            area = auroc(scores, np.tile([True, False], len(both)))[0] if both else float("nan")
            keys = ("f1", "by span", "by evidence")
            line = [*(float(np.mean([m[key] for m in measured])) for key in keys), float(area)]
            means.append(line)
            print(name, language, len(measured), *(f"{value:.3f}" for value in line), flush=True)
        print(name, "mean", *(f"{value:.3f}" for value in np.nanmean(means, axis=0)), flush=True)


if __name__ == "__main__":
    main()
