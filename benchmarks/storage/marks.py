"""Whether the likest sentence of the known passage is still the one that answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.encoded_question import EncodedQuestion
from qa.answering.highlight import likeness
from qa.answering.reranking import TokenMatch
from qa.corpus.analysed_text import analysed
from qa.corpus.sentences import sentence_spans
from qa.errors import QuestionError
from qa.evaluation.datasets import load_dataset
from qa.records import Span
from qa.understanding.question import prepare_question

from .questions import TASKS
from .token_codecs import CODECS, Codec, Stored, today
from .tokens import Setting, Store, by_kind, difference, mean_of, settings

Rights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Marked:
    """A question whose answer's place is known.

    Attributes:
        question: The question.
        row: The passage that holds the answer.
        text: Its text.
        spans: Its sentences.
        answer: The sentence that answers, by the data set.
    """

    question: EncodedQuestion
    row: int
    text: str
    spans: tuple[Span, ...]
    answer: Span


def try_marks(folder: Path, data: Path, half: str, codecs: Mapping[str, Codec] = CODECS) -> None:
    """Print, for each codec, how many sentences are right against today's."""
    ready = settings(folder, half, [task for task in TASKS if task.dataset == "xquad"])
    marked = [list(_marked(one, data)) for one in ready]
    now = _all_rights(ready, marked, today)
    print("right sentences with today's: " + "; ".join(by_kind(ready, now, mean_of)))
    for name, codec in codecs.items():
        then = _all_rights(ready, marked, codec)
        lost = [after - before for after, before in zip(then, now, strict=True)]
        print(f"{name}: {'; '.join(by_kind(ready, lost, difference))}", flush=True)


def _marked(setting: Setting, data: Path) -> Iterator[Marked]:
    """The questions of a setting whose answer stands in one passage of several sentences."""
    task, generation = setting.task, setting.corpus.generation
    asked = {(one.text, one.relevant): one for one in setting.asked}
    rows: dict[str, list[int]] = {}
    for row, identifier in enumerate(setting.corpus.identifiers):
        rows.setdefault(identifier, []).append(row)
    for question in load_dataset(data / task.dataset, task.asked, task.corpus).questions:
        try:
            prepared = prepare_question(question.text)
        except QuestionError:
            continue
        one = asked.get((prepared, frozenset(question.relevant)))
        for identifier in question.relevant if one else ():
            for row in rows.get(identifier, ()):
                passage = generation.passage(row)
                sentences = tuple(sentence_spans(passage.text))
                for answer in question.answers.get(identifier, ())[:1]:
                    inside = passage.start <= answer.start and answer.end <= passage.end
                    if one and inside and len(sentences) > 1:
                        moved = Span(answer.start - passage.start, answer.end - passage.start)
                        weighed = one.in_generation(generation)
                        yield Marked(weighed, row, passage.text, sentences, moved)


def _all_rights(ready: list[Setting], marked: list[list[Marked]], codec: Codec) -> list[Rights]:
    rights = []
    for setting, some in zip(ready, marked, strict=True):
        passages = setting.corpus.passages
        store = Store(setting.corpus, codec)
        kept = {row: store(row) for row in {one.row for one in some}}
        own_remaining = np.split(passages.remaining, passages.offsets[1:-1])
        rights.append(
            np.array([_is_right(one, kept[one.row], own_remaining[one.row]) for one in some])
        )
    return rights


def _is_right(one: Marked, stored: Stored, remaining: npt.NDArray[np.int32]) -> float:
    """1 if the likest sentence holds most of the answering one, else 0."""
    similarities = one.question.encoding.tokens @ stored.rows.T
    match = TokenMatch(similarities[:, stored.labels], remaining)
    best = one.spans[int(np.argmax(likeness(match, analysed(one.text), one.question.grams)))]
    shared = min(best.end, one.answer.end) - max(best.start, one.answer.start)
    return float(shared * 2 > one.answer.end - one.answer.start)
