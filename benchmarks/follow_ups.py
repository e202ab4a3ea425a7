"""Dialogues of two and three turns over the shipped documents: is the last turn understood?

    python benchmarks/follow_ups.py [DIALOGUES.jsonl] [SEEDS_FOLDER]

`tests/data/dialogues.jsonl` has 80 in Arabic and English, `tests/data/dialogues_many.jsonl` 200 in
ten languages. A last turn is answered if one of the three passages shown holds a string of each
entry of its `must` (`|` separates alternatives), asked with and without the turns before. One that
stands by itself must be answered the same after any other. Of the first file the part `held_out`
was written after the rules; of the second all was written without seeing them, and the rules were
not changed for its part `held_out`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa import Answer, KnowledgeBase
from qa.understanding.follow_ups import is_follow_up
from qa.understanding.more import asks_for_more

ROOT = Path(__file__).resolve().parents[1]
Dialogue = dict[str, Any]


def main() -> None:
    """Print the faults, then the figures of each part."""
    given = [Path(argument) for argument in sys.argv[1:]]
    path, seeds = [*given, *[ROOT / "tests/data/dialogues.jsonl", ROOT / "seeds"][len(given) :]]
    dialogues = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with (
        tempfile.TemporaryDirectory() as index,
        KnowledgeBase.open(seeds=seeds, index=index) as kb,
    ):
        for part in dict.fromkeys(dialogue["part"] for dialogue in dialogues):
            chosen = [dialogue for dialogue in dialogues if dialogue["part"] == part]
            print(f"{part}: {len(chosen)} dialogues")
            for language in dict.fromkeys(dialogue["lang"] for dialogue in chosen):
                _report_detection(language, [d for d in chosen if d["lang"] == language])
            _report_answers(kb, chosen)


def _turns(dialogue: Dialogue) -> list[str]:
    turns: list[str] = dialogue.get("turns") or [dialogue["first"], dialogue["second"]]
    return turns


def _leans(dialogue: Dialogue) -> bool:
    return dialogue["kind"] not in ("complete", "stand_alone")


def _report_detection(language: str, dialogues: list[Dialogue]) -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for dialogue in dialogues:
        last = _turns(dialogue)[-1]
        wanted, told = _leans(dialogue), is_follow_up(last) or asks_for_more(last)
        counts[wanted, told] += 1
        if wanted != told:
            print(f"  taken for the other kind: {dialogue['id']} {last}")
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    print(
        f"  {language}: precision {right}/{right + wrong}, recall {right}/{right + missed}, "
        f"stand-alone left alone {counts[False, False]}/{counts[False, False] + wrong}"
    )


def _report_answers(kb: KnowledgeBase, dialogues: list[Dialogue]) -> None:
    found: Counter[str] = Counter()
    totals = Counter(dialogue["kind"] for dialogue in dialogues)
    for dialogue in dialogues:
        *before, last = _turns(dialogue)
        history: list[Answer] = []
        for turn in before:
            history.append(kb.ask(turn, history=history))
        alone, after = kb.ask(last), kb.ask(last, history=history)
        kind = dialogue["kind"]
        found[f"{kind} same"] += _timeless(after) == _timeless(alone)
        found[f"{kind} alone"] += shows(alone, dialogue["must"])
        found[f"{kind} after"] += shows(after, dialogue["must"])
        if not shows(after, dialogue["must"]):
            print(f"  missed: {dialogue['id']} {kind}: {after.searched_for}")
    for kind, total in totals.items():
        print(
            f"  {kind}: answer shown without the conversation {found[f'{kind} alone']}/{total}, "
            f"with it {found[f'{kind} after']}/{total}; same answer {found[f'{kind} same']}/{total}"
        )


def _timeless(answer: Answer) -> Answer:
    """An answer without the time that it took."""
    return replace(answer, elapsed_ms=0.0, parts=tuple(map(_timeless, answer.parts)))


def shows(answer: Answer, must: list[str]) -> bool:
    """Whether one passage of an answer holds an alternative of each entry."""
    return any(
        all(any(option in citation.passage.text for option in entry.split("|")) for entry in must)
        for citation in answer.citations
    )


if __name__ == "__main__":
    main()
