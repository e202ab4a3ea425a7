"""What the reader learns from: questions with passages that answer them, and that only seem to.

Drawn without end from a seed: the language first, by the power .4 of its questions, then a set of
that language, then a question. Half keep their passage; the others lose the sentence that answers,
or are put to another passage that is much like it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qa.corpus.sentences import sentence_spans
from qa.encoding.protocol import Encoder
from qa.records import Span
from training.mining import Neighbours
from training.noise import misspelt
from training.sets import SourcePassage, SourceQuestion, SourceSet, is_apart, without_answer
from training.swaps import swapped

LANGUAGE_POWER = 0.4
SET_POWER = 0.5
TRANSLATED_SHARE = 0.4
"""How much less a set is drawn that was translated by a machine ("_mt")."""

OVERSAMPLED = {"ar": 5.0, "fa": 1.5, "en": 1.6}
RARE = ("bem", "fon", "ha", "ig", "rw", "sw", "tw", "yo", "zu")
"""Languages of which the encoder knows little: drawn a third as often."""

CUT, OTHER, SWAPPED = 0.23, 0.2, 0.08
"""Shares of questions whose sentence is cut, that are put to another passage, and in which a number
or name is exchanged where one can be: in some two of a hundred."""

STRANGER = 0.15
"""Share of those other passages that are any of the set, and not like the question."""

CROSSED = 0.6
"""Share of draws from XQuAD in which the passage is in another language than the question."""

TITLED = 0.5
WINDOW_CHARACTERS = (250, 900)
"""Least and greatest length of what is read at once; a passage in service has some 800."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Attributes:
        question: The question.
        title: What stands above the passage, or "".
        text: The passage, or a part of it.
        answers: Whether the text answers.
        span: Where; None where it does not, or where that is not known.
    """

    question: str
    title: str
    text: str
    answers: bool
    span: Span | None


@dataclass
class _Pool:
    """The questions of one language in one set."""

    source: SourceSet
    questions: list[SourceQuestion] = field(default_factory=list)


def _weight(pool: _Pool) -> float:
    """How often a set is drawn among those of its language."""
    share = TRANSLATED_SHARE if pool.source.name.endswith("_mt") else 1.0
    return share * float(len(pool.questions) ** SET_POWER)


class ExampleStream:
    """Examples without end, the same for the same seed."""

    def __init__(
        self, sets: Sequence[SourceSet], seed: int, encoder: Encoder, folder: Path
    ) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.encoder = encoder
        self.neighbours: dict[str, Neighbours] = {}
        self.pools: dict[str, dict[str, _Pool]] = defaultdict(dict)
        self.parallel: dict[str, list[str]] = defaultdict(list)
        for source in sets:
            for question in source.questions:
                if is_apart(source.name, source.passages[question.passage_id].article):
                    continue
                if question.parallel:
                    self.parallel[question.parallel].append(question.text)
                pools = self.pools[question.language]
                pools.setdefault(source.name, _Pool(source)).questions.append(question)
        self.languages = sorted(self.pools)
        counts = [
            sum(len(pool.questions) for pool in self.pools[code].values())
            for code in self.languages
        ]
        self.weights = [
            n**LANGUAGE_POWER * OVERSAMPLED.get(code, 0.33 if code in RARE else 1.0)
            for code, n in zip(self.languages, counts, strict=True)
        ]

    def __iter__(self) -> Iterator[Example]:
        while True:
            (language,) = self.random.choices(self.languages, self.weights)
            pools = list(self.pools[language].values())
            (pool,) = self.random.choices(pools, [_weight(pool) for pool in pools])
            example = self._example(pool.source, self.random.choice(pool.questions))
            if example:
                yield example

    def _example(self, source: SourceSet, question: SourceQuestion) -> Example | None:
        passage = source.passages[question.passage_id]
        if question.parallel and self.random.random() < CROSSED:
            question = self._crossed(question)
        if not question.answerable or not question.has_span:
            return self._whole(question, passage)
        kind = self.random.random()
        if kind < CUT:
            return self._cut(question, passage)
        if kind < CUT + OTHER:
            return self._other(source, question, passage)
        if kind < CUT + OTHER + SWAPPED:
            other = swapped(question.text, passage.text, self.random)
            if other:
                return self._unanswered(replace(question, text=other), passage)
        return self._answered(question, passage)

    def _crossed(self, question: SourceQuestion) -> SourceQuestion:
        """The same question in any of its languages, asked of the same passage."""
        return replace(question, text=self.random.choice(self.parallel[question.parallel]))

    def _answered(self, question: SourceQuestion, passage: SourcePassage) -> Example | None:
        if not question.answers:
            return None
        answer = min(question.answers, key=lambda span: span.end - span.start)
        window = self._window(passage.text, answer)
        span = Span(answer.start - window.start, answer.end - window.start)
        return self._made(question, passage, window, True, span)

    def _unanswered(self, question: SourceQuestion, passage: SourcePassage) -> Example | None:
        """The passage as where it answers, for a question that it does not answer."""
        answered = self._answered(question, passage)
        return replace(answered, answers=False, span=None) if answered else None

    def _whole(self, question: SourceQuestion, passage: SourcePassage) -> Example:
        """A passage of which only that it answers, or does not, is known."""
        window = Span(0, min(len(passage.text), WINDOW_CHARACTERS[1]))
        return self._made(question, passage, window, question.answerable, None)

    def _cut(self, question: SourceQuestion, passage: SourcePassage) -> Example | None:
        """The passage without its answer, where that can be had."""
        rest = without_answer(passage, question)
        if not rest:
            return None
        cut = SourcePassage("", passage.article, passage.title, passage.language, rest)
        place = min(self.random.randrange(len(rest)), len(rest) - 1)
        return self._made(question, cut, self._window(rest, Span(place, place + 1)), False, None)

    def _other(
        self, source: SourceSet, question: SourceQuestion, passage: SourcePassage
    ) -> Example | None:
        """Another passage that is like the question, and does not hold the answer's words."""
        said = {passage.text[a.start : a.end].casefold() for a in question.answers}
        others = [
            one
            for one in self._candidates(source, question, passage)
            if one.passage_id != passage.passage_id
            and not any(words in one.text.casefold() for words in said)
        ]
        if not others:
            return None
        # The first are the hardest: drawn by their rank.
        (other,) = self.random.choices(others, [1 / (2 + rank) for rank in range(len(others))])
        place = self.random.randrange(len(other.text))
        window = self._window(other.text, Span(place, place + 1))
        return self._made(question, other, window, False, None)

    def _candidates(
        self, source: SourceSet, question: SourceQuestion, passage: SourcePassage
    ) -> Sequence[SourcePassage]:
        near = self._neighbours(source, passage.language)
        if self.random.random() < STRANGER:
            return [self.random.choice(near.passages)]
        if question.language != passage.language:
            return near.near_in_meaning(question.text)
        return near.near(question.text, self.random)

    def _neighbours(self, source: SourceSet, language: str) -> Neighbours:
        key = f"{source.name}/{language}"
        if key not in self.neighbours:
            kept = [
                one
                for one in source.passages.values()
                if one.language == language and not is_apart(source.name, one.article)
            ]
            self.neighbours[key] = Neighbours(kept, self.encoder, self.folder)
        return self.neighbours[key]

    def _window(self, text: str, needed: Span) -> Span:
        """Whole sentences around a span, of a length that is drawn."""
        wanted = self.random.randint(*WINDOW_CHARACTERS)
        before = self.random.random() * wanted
        first, last = needed.start - before, needed.end + wanted - before
        kept = [
            s
            for s in sentence_spans(text)
            if (s.start >= first and s.end <= last)
            or (s.start < needed.end and needed.start < s.end)
        ]
        if not kept:
            return needed
        return Span(min(kept[0].start, needed.start), max(kept[-1].end, needed.end))

    def _made(
        self,
        question: SourceQuestion,
        passage: SourcePassage,
        window: Span,
        answers: bool,
        span: Span | None,
    ) -> Example:
        titled = self.random.random() < TITLED
        return Example(
            misspelt(question.text, question.language, self.random),
            passage.title.replace("_", " ") if titled else "",
            passage.text[window.start : window.end],
            answers,
            span,
        )
