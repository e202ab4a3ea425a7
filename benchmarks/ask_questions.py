"""Ask a file of questions on a folder of documents and say which find their answer.

    python benchmarks/ask_questions.py QUESTIONS.jsonl SEEDS_FOLDER [--no-reader]

A question is found if one of the three passages shown holds a string of each entry of its `must`
(`|` separates alternatives). A question marked `unanswerable` should not be called answered.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from qa import AnswerState, KnowledgeBase


def main() -> None:
    """Ask every question; print the misses, then the counts."""
    questions = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    found: Counter[str] = Counter()
    states: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as index,
        KnowledgeBase.open(seeds=sys.argv[2], index=index) as kb,
    ):
        for row in questions:
            answer = kb.ask(row["question"], reader="--no-reader" not in sys.argv[3:])
            kind = row.get("unanswerable") or f"answerable ({row['lang']})"
            states[f"{kind}: {answer.state}"] += 1
            if "unanswerable" in row:
                if answer.state is AnswerState.ANSWERED:
                    print(f"called answered: {row['id']} {row['question']}")
                continue
            texts = [citation.passage.text for citation in answer.citations]
            hit = any(_holds(text, row["must"]) for text in texts)
            found[f"{row['lang']} {'found' if hit else 'missed'}"] += 1
            marked.update(_marked(row, answer.citations[0].marked_texts))
            if not hit:
                print(f"missed: {row['id']} {row['question']} ({answer.state})")
    for counts in (found, states, marked):
        print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


def _holds(text: str, must: list[str]) -> bool:
    return all(any(option in text for option in entry.split("|")) for entry in must)


def _marked(row: dict[str, Any], marks: tuple[str, ...]) -> list[str]:
    """Whether the first passage's mark holds the answer, where a mark was made."""
    if not marks:
        return []
    return ["mark right" if _holds(" ".join(marks), row["must"]) else "mark elsewhere"]


if __name__ == "__main__":
    main()
