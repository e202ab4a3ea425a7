"""Drawing questions from data sets: the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from qa.errors import DatasetError
from qa.evaluation.datasets import Dataset

Item = TypeVar("Item")

_SEED = 20_260_101


def sample_questions(dataset: Dataset, count: int | None) -> Dataset:
    """Keep `count` questions of each language, the same ones in all; None keeps all of them."""
    names = sorted({question.question_id for question in dataset.questions})
    if count is None or count >= len(names):
        return dataset
    drawn = set(_draw(names, count))
    kept = tuple(question for question in dataset.questions if question.question_id in drawn)
    return replace(dataset, questions=kept)


def only_titles(dataset: Dataset, titles: Collection[str]) -> Dataset:
    """Keep the questions that were asked about passages under some titles; the passages stay.

    Raises:
        DatasetError: No question is left.
    """
    kept = tuple(
        question
        for question in dataset.questions
        if any(dataset.titles.get(name, "").strip() in titles for name in question.relevant)
    )
    if not kept:
        raise DatasetError(f"No question of '{dataset.name}' is about a passage of these titles.")
    return replace(dataset, questions=kept)


def with_strangers(dataset: Dataset, others: Dataset, count: int) -> Dataset:
    """Add questions of another data set that no passage of this one answers.

    They are drawn by a fixed seed, in this data set's languages if the other has those. Left out
    are questions on a passage whose text is here too, and questions that are asked here as well.

    Raises:
        DatasetError: No question is left to be added.
    """
    texts = set(dataset.passages.values())
    asked = {question.text for question in dataset.questions}
    languages = {question.language for question in dataset.questions}
    free = [
        question
        for question in others.questions
        if question.text not in asked
        and not any(others.passages[name] in texts for name in question.relevant)
    ]
    own = [question for question in free if question.language in languages] or free
    if not own:
        raise DatasetError(
            f"Every question of '{others.name}' belongs to '{dataset.name}' too: name another set."
        )
    drawn = _draw(own, min(count, len(own)))
    added = tuple(
        replace(
            question,
            relevant=frozenset(),
            answerable=False,
            known_passage="",
            answers={},
            stranger=True,
            source=others.name,
        )
        for question in drawn
    )
    return replace(dataset, questions=dataset.questions + added)


def _draw(items: Sequence[Item], count: int) -> list[Item]:
    """Some items without repetition, the same ones every time."""
    return random.Random(_SEED).sample(items, count)  # noqa: S311  (no secret)
