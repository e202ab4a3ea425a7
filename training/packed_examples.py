"""Batches of examples from a pack, without end, made of numbers alone.

An example here is a question with its passage, and beside it the same question with a passage that
does not answer: the same one without the sentence that answers, a neighbour, one of which a number
or a name was exchanged. What tells the two apart is what has to be learnt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LANGUAGE_POWER, SET_POWER = 0.4, 0.5
OVERSAMPLED = {"ar": 3.0, "fa": 1.5, "en": 1.6}
RARE = {"bem", "fon", "ha", "ig", "rw", "sw", "tw", "yo", "zu"}
TRANSLATED_SHARE = 0.4
"""How often languages and sets are drawn: as in `examples`, which needs all of this program, but
Arabic less often, of which a long run would see the same questions too many times."""

CROSSED = 0.6
TITLED = 0.5
CUT, NEIGHBOUR, STRANGER, EXCHANGED = 0.42, 0.36, 0.06, 0.08
"""Shares of what stands beside an example; of the rest nothing does."""

WINDOW_TOKENS = (50, 230)
LEAST_REST = 20
LONGEST_SPAN = 24
QUESTION_TOKENS, PAIR_TOKENS = 48, 288
BATCH = 256
POOL = 12
"""Batches whose examples are sorted by length together."""

Ints = npt.NDArray[np.int32]
NOWHERE = (-1, -1)


class Pack:
    """The arrays of a pack, and the passages near each question."""

    def __init__(self, folder: Path) -> None:
        saved = np.load(folder / "pack.npz")
        self._flat: dict[str, Ints] = {"sentences": saved["sentences"]}
        for name in ("tokens", "titles", "spellings"):
            low, high = (saved[f"{name}_{part}"].astype(np.int32) for part in ("low", "high"))
            self._flat[name] = low | high << 16
        self._starts: dict[str, Ints] = {name: saved[f"{name}_starts"] for name in self._flat}
        self.passages: Ints = saved["passages"]
        self.questions: Ints = saved["questions"]

    def _row(self, name: str, number: int) -> Ints:
        starts = self._starts[name]
        return self._flat[name][starts[number] : starts[number + 1]]

    def tokens(self, passage: int) -> Ints:
        """Token ids of a passage."""
        return self._row("tokens", passage)

    def sentences(self, passage: int) -> Ints:
        """First token of each of its sentences."""
        return self._row("sentences", passage)

    def title(self, passage: int) -> Ints:
        """Token ids of its title."""
        return self._row("titles", passage)

    def spelling(self, number: int) -> Ints:
        """Token ids of a question in one spelling."""
        return self._row("spellings", number)


@dataclass(frozen=True, slots=True)
class Row:
    """One question with one passage, as tokens.

    Attributes:
        ids: Tokens of both.
        inner: Where the passage's begin; the last token is no part of it.
        span: First and last token of the answer, or (-1, -1).
        evidence: First and one past the last token of the sentences that answer, or (-1, -1).
        answers: Whether the passage answers.
        judged: Whether the evidence is known.
    """

    ids: Ints
    inner: int
    span: tuple[int, int]
    evidence: tuple[int, int]
    answers: bool
    judged: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Part of a passage: its tokens, and there the answer and its sentences."""

    ids: Ints
    span: tuple[int, int] = NOWHERE
    evidence: tuple[int, int] = NOWHERE


class PackedExamples:
    """Examples without end; the same for the same seed.

    Args:
        pack: The arrays.
        near: Passages like each question, the nearest first, shape (questions, k); -1 for none.
        described: What `packing` wrote of it: languages, groups, how many spellings.
        seed: What is drawn.
    """

    def __init__(
        self,
        pack: Pack,
        near: Ints,
        described: dict[str, Any],
        seed: int,
    ) -> None:
        self.pack, self.near, self.spellings = pack, near, int(described["spellings"])
        self.draw = np.random.default_rng(seed)
        self.by_group: dict[int, Ints] = {
            int(group): np.flatnonzero(pack.passages[:, 0] == group).astype(np.int32)
            for group in np.unique(pack.passages[:, 0])
        }
        self.parallel = _members(pack.questions[:, 7])
        self.translations = _members(pack.passages[:, 1])
        self._weigh(described["languages"], described["groups"])

    def _weigh(self, languages: list[str], groups: list[str]) -> None:
        """How often each set of each language is drawn."""
        questions = self.pack.questions
        group = self.pack.passages[questions[:, 0], 0]
        sets = [name.split("/")[0] for name in groups]
        numbers = {name: i for i, name in enumerate(dict.fromkeys(sets))}
        of_question = np.array([numbers[name] for name in sets])[group]
        self.cells: list[Ints] = []
        weights: list[float] = []
        for code, language in enumerate(languages):
            mine = np.flatnonzero(questions[:, 6] == code)
            wanted = len(mine) ** LANGUAGE_POWER
            wanted *= OVERSAMPLED.get(language, 1 / 3 if language in RARE else 1.0)
            cells = [mine[of_question[mine] == number] for number in np.unique(of_question[mine])]
            shares = np.array([len(cell) ** SET_POWER for cell in cells])
            for i, cell in enumerate(cells):
                name = sets[group[cell[0]]]
                shares[i] *= TRANSLATED_SHARE if name.endswith("_mt") else 1.0
            self.cells += [cell.astype(np.int32) for cell in cells]
            weights += (wanted * shares / shares.sum()).tolist()
        self.chances = np.cumsum(weights) / np.sum(weights)

    def examples(self) -> Iterator[tuple[Row, ...]]:
        """One row or two of one question, the one that is answered first."""
        while True:
            cell = self.cells[int(np.searchsorted(self.chances, self.draw.random()))]
            rows = self._example(int(cell[self.draw.integers(len(cell))]))
            if rows:
                yield rows

    def _example(self, number: int) -> tuple[Row, ...]:
        passage, first, last, answerable, spelling, exchanged, _, parallel = map(
            int, self.pack.questions[number]
        )
        asked = number
        if parallel >= 0 and self.draw.random() < CROSSED:
            asked = int(self.draw.choice(self.parallel[parallel]))
            spelling = int(self.pack.questions[asked, 4])
        question = self.pack.spelling(spelling + int(self.draw.integers(self.spellings)))
        if first < 0:
            chosen = Chosen(self.pack.tokens(passage)[: WINDOW_TOKENS[1]])
            return (self._row(question, passage, chosen, answers=bool(answerable)),)
        gold = self._row(question, passage, self._around(passage, first, last), answers=True)
        other = self._beside(question, passage, number, (first, last), exchanged)
        return (gold, other) if other else (gold,)

    def _beside(
        self, question: Ints, passage: int, number: int, span: tuple[int, int], exchanged: int
    ) -> Row | None:
        """The question with a passage that does not answer it; None where none can be had."""
        kind = self.draw.random()
        if kind < CUT:
            rest = self._without(passage, *span)
            return self._row(question, passage, rest) if rest else None
        if kind < CUT + NEIGHBOUR + STRANGER:
            near = kind < CUT + NEIGHBOUR
            other = self._near(number, passage) if near else self._stranger(passage, span)
            return self._row(question, other, self._anywhere(other)) if other >= 0 else None
        if kind < CUT + NEIGHBOUR + STRANGER + EXCHANGED and exchanged >= 0:
            asked = self.pack.spelling(exchanged)
            return self._row(asked, passage, self._as_unanswered(passage, span))
        return None

    def _near(self, number: int, passage: int) -> int:
        """A passage like a question; -1 for none. The first are the hardest: drawn by rank."""
        near = self.near[number][self.near[number] >= 0]
        if not len(near):
            return -1
        weights = 1 / (2 + np.arange(len(near)))
        drawn = int(self.draw.choice(near, p=weights / weights.sum()))
        return self._translated(drawn, passage)

    def _stranger(self, passage: int, span: tuple[int, int]) -> int:
        """Any passage of the set that does not hold the answer; -1 for none."""
        other = int(self.draw.choice(self.by_group[int(self.pack.passages[passage, 0])]))
        vain = other == passage or holds(self.pack.tokens(other), self._said(passage, span))
        return -1 if vain else other

    def _translated(self, other: int, passage: int) -> int:
        """A passage in the language of another, where it has translations."""
        key, group = int(self.pack.passages[other, 1]), self.pack.passages[passage, 0]
        if key < 0 or self.pack.passages[other, 0] == group:
            return other
        members = self.translations[key]
        same = members[self.pack.passages[members, 0] == group]
        return int(same[0]) if len(same) else other

    def _said(self, passage: int, span: tuple[int, int]) -> Ints:
        return self.pack.tokens(passage)[span[0] : span[1] + 1]

    def _as_unanswered(self, passage: int, span: tuple[int, int]) -> Chosen:
        return Chosen(self._around(passage, *span).ids)

    def _around(self, passage: int, first: int, last: int) -> Chosen:
        """Whole sentences around the answer, of a length that is drawn."""
        tokens, starts = self.pack.tokens(passage), self.pack.sentences(passage)
        ends = np.append(starts[1:], len(tokens))
        wanted = int(self.draw.integers(*WINDOW_TOKENS))
        before = self.draw.random() * wanted
        held = (starts <= last) & (ends > first)
        kept = held | ((starts >= first - before) & (ends <= last + wanted - before))
        low, high = int(starts[kept][0]), int(ends[kept][-1])
        # Never more than fits before the answer's end.
        low = max(low, last + 1 - (PAIR_TOKENS - QUESTION_TOKENS - 32))
        evidence = (max(int(starts[held][0]), low) - low, int(ends[held][-1]) - low)
        span = (first - low, last - low) if last - first < LONGEST_SPAN else NOWHERE
        return Chosen(tokens[low:high], span if first >= low else NOWHERE, evidence)

    def _without(self, passage: int, first: int, last: int) -> Chosen | None:
        """The passage without the sentences that answer, or a part of it."""
        tokens, starts = self.pack.tokens(passage), self.pack.sentences(passage)
        ends = np.append(starts[1:], len(tokens))
        held = (starts <= last) & (ends > first)
        low, high = int(starts[held][0]), int(ends[held][-1])
        rest = np.concatenate([tokens[:low], tokens[high:]])
        if len(rest) < LEAST_REST or holds(rest, tokens[first : last + 1]):
            return None
        wanted = int(self.draw.integers(*WINDOW_TOKENS))
        # Around where the sentence was, as around the answer where it is there.
        begin = int(np.clip(low - self.draw.random() * wanted, 0, max(0, len(rest) - wanted)))
        begins = np.append(starts[~held], len(rest))
        begins = np.where(begins > low, begins - (high - low), begins)
        begin = int(begins[np.searchsorted(begins, begin, side="right") - 1]) if begin else 0
        return Chosen(rest[begin : begin + wanted])

    def _anywhere(self, passage: int) -> Chosen:
        """Whole sentences of a passage from a place that is drawn."""
        tokens, starts = self.pack.tokens(passage), self.pack.sentences(passage)
        wanted = int(self.draw.integers(*WINDOW_TOKENS))
        begin = int(self.draw.choice(starts)) if len(tokens) > wanted else 0
        begin = min(begin, max(0, len(tokens) - wanted // 2))
        return Chosen(tokens[begin : begin + wanted])

    def _row(self, question: Ints, passage: int, chosen: Chosen, *, answers: bool = False) -> Row:
        title = self.pack.title(passage) if self.draw.random() < TITLED else np.empty(0, np.int32)
        before = np.concatenate([[0], question, [2], title, [2]]).astype(np.int32)
        ids = chosen.ids[: PAIR_TOKENS - len(before) - 1]
        inner, end = len(before), len(before) + len(ids)
        first, last = (place + inner if place >= 0 else -1 for place in chosen.span)
        span = (first, last) if 0 <= last < end else NOWHERE
        low, high = chosen.evidence
        evidence = (low + inner, min(high + inner, end)) if low >= 0 else NOWHERE
        judged = not answers or low >= 0
        whole = np.concatenate([before, ids, [2]]).astype(np.int32)
        return Row(whole, inner, span, evidence, answers, judged)


def _members(keys: Ints) -> dict[int, Ints]:
    order = np.argsort(keys, kind="stable").astype(np.int32)
    values, firsts = np.unique(keys[order], return_index=True)
    parts = np.split(order, firsts[1:])
    return {int(value): part for value, part in zip(values, parts, strict=True) if value >= 0}


def holds(tokens: Ints, said: Ints) -> bool:
    """Whether some tokens stand among others, one after the other."""
    if len(said) == 0 or len(said) > len(tokens):
        return False
    places = np.flatnonzero(tokens[: len(tokens) - len(said) + 1] == said[0])
    return any(np.array_equal(tokens[p : p + len(said)], said) for p in places)


def batches(examples: Iterator[tuple[Row, ...]]) -> Iterator[dict[str, npt.NDArray[np.generic]]]:
    """Batches of some `BATCH` rows of like length; rows of one question stay together."""
    draw = np.random.default_rng(0)
    while True:
        pool: list[tuple[Row, ...]] = []
        while sum(map(len, pool)) < BATCH * POOL:
            pool += [next(examples) for _ in range(BATCH)]
        pool.sort(key=lambda rows: max(len(row.ids) for row in rows))
        parts: list[list[tuple[Row, ...]]] = [[]]
        for rows in pool:
            if sum(map(len, parts[-1])) + len(rows) > BATCH:
                parts.append([])
            parts[-1].append(rows)
        for i in draw.permutation(len(parts)).tolist():
            yield batch_of(parts[i])


def batch_of(examples: list[tuple[Row, ...]]) -> dict[str, npt.NDArray[np.generic]]:
    """Rows as arrays; `pairs` are the numbers of two rows of one question, the answered first."""
    rows = [row for example in examples for row in example]
    length = -(-max(len(row.ids) for row in rows) // 16) * 16
    n = len(rows)
    ids = np.ones((n, length), dtype=np.int32)
    places = np.zeros((n, 6), dtype=np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = row.ids
        places[i] = (len(row.ids), row.inner, *row.span, *row.evidence)
    firsts = np.cumsum([0, *(len(example) for example in examples)])[:-1]
    pairs = [(a, a + 1) for a, example in zip(firsts, examples, strict=True) if len(example) == 2]
    return {
        "ids": ids,
        "places": places,
        "answers": np.array([row.answers for row in rows], dtype=np.float32),
        "judged": np.array([row.judged for row in rows], dtype=np.float32),
        "pairs": np.array(pairs, dtype=np.int64).reshape(-1, 2),
    }
