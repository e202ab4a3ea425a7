"""Questions as people ask them, over the shipped documents: which get what a person would accept?

    python benchmarks/asked_questions.py [FILE] [--no-reader] [--misses]

`tests/data/asked.jsonl` was written before anything was tuned on it; the half `held_out` was never
looked at while tuning. `tests/data/asked_again.jsonl`, by another hand, was only ever counted. A
line has what would be accepted (`expect`, all of it): `state`: one of some; `must`: for each entry
one of its alternatives (`|`) stands in one of the first three passages cited; `mark`: one of them
in a mark; `searched_for_has`: one of them in what was searched for; `min_documents`: so many
documents are cited; `small_talk`: its kind; `parts`: the same for each question of several in one.
`--misses` names what of the half `tuned` was not met.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa import Answer, KnowledgeBase

ROOT = Path(__file__).resolve().parents[1]
ASKED = ROOT / "tests/data/asked.jsonl"
SHOWN = 3
PARTS = ("tuned", "held_out")


def main() -> None:
    """Ask every question; print what was not met, and a table by kind."""
    files = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("--")]
    path = files[0] if files else ASKED
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    met: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    with (
        tempfile.TemporaryDirectory() as index,
        KnowledgeBase.open(ROOT / "seeds", index, reader="--no-reader" not in sys.argv) as kb,
    ):
        for row in rows:
            faults = list(faults_of(ask(kb, row), row["expect"]))
            asked[row["kind"], row["part"]] += 1
            met[row["kind"], row["part"]] += not faults
            if faults and row["part"] == "tuned" and "--misses" in sys.argv:
                print(f"{row['id']} {row['kind']}: {row['question'][:100]}: {'; '.join(faults)}")
    for kind in [*dict.fromkeys(row["kind"] for row in rows), "all"]:
        parts = [(_sum(met, kind, part), _sum(asked, kind, part)) for part in PARTS]
        print(f"| {kind} | {' | '.join(f'{good} of {whole}' for good, whole in parts)} |")


def _sum(table: Counter[tuple[str, str]], kind: str, part: str) -> int:
    return sum(n for (k, p), n in table.items() if p == part and kind in (k, "all"))


def ask(kb: KnowledgeBase, row: dict[str, Any]) -> Answer:
    """The answer to a question, after those of the conversation before it."""
    history: list[Answer] = []
    for earlier in row.get("history", []):
        history.append(kb.ask(earlier, history=history))
    return kb.ask(row["question"], history=history)


def faults_of(answer: Answer, expect: dict[str, Any]) -> Iterator[str]:
    """What of the expectations an answer does not meet."""
    yield from _faults_of_citations(answer, expect)
    if answer.state not in expect.get("state", [answer.state]):
        yield f"is {answer.state} ({answer.confidence:.2f})"
    searched_for = expect.get("searched_for_has", "")
    if not _one_in(searched_for, [answer.searched_for]):
        yield f"searched for {answer.searched_for[:60]}"
    if answer.small_talk != expect.get("small_talk", answer.small_talk):
        yield f"small talk: {answer.small_talk}"
    parts = expect.get("parts", [])
    if len(parts) > 1 and len(answer.parts) != len(parts):
        yield f"has {len(answer.parts)} parts"
    for part, wanted in zip(answer.parts, parts, strict=False):
        yield from (f"part “{part.question[:30]}” {fault}" for fault in faults_of(part, wanted))


def _faults_of_citations(answer: Answer, expect: dict[str, Any]) -> Iterator[str]:
    parts = answer.parts or (answer,)
    shown = [c.passage.text for part in parts for c in part.citations[:SHOWN]]
    for entry in expect.get("must", []):
        if not _one_in(entry, shown):
            yield f"shows no {entry[:60]}"
    marks = [mark for citation in answer.citations for mark in citation.marked_texts]
    if "mark" in expect and not _one_in(expect["mark"], marks):
        yield f"marks no {expect['mark'][:60]}"
    documents = {citation.passage.document.path for citation in answer.citations}
    if len(documents) < expect.get("min_documents", 0):
        yield f"cites {len(documents)} documents"


def _one_in(alternatives: str, texts: list[str]) -> bool:
    return any(option in text for option in alternatives.split("|") for text in texts)


if __name__ == "__main__":
    main()
