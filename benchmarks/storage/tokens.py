"""What each way to store token vectors costs in bytes, in nDCG@10, and in processor time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.fusion import fuse_scores
from qa.answering.retrieval import CANDIDATES_PER_RETRIEVER, _candidates

from .questions import (
    TASKS,
    Asked,
    Corpus,
    Leading,
    Task,
    late_scores,
    leading_rows,
    load_asked,
    quality,
)
from .token_codecs import CODECS, Codec, Stored, today

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Setting:
    """A task ready to be tried: its corpus, its questions, and which rows lead for each."""

    task: Task
    corpus: Corpus
    asked: tuple[Asked, ...]
    leading: tuple[Leading, ...]

    def values(self, store: Sequence[Stored]) -> Values:
        """nDCG@10 of each question with the tokens so stored."""
        questions = [one.encoding.tokens for one in self.asked]
        late = late_scores(questions, self.leading, lambda row: store[row].rows)
        return np.array(
            [
                quality(lead.reranked(scores), self.corpus.identifiers, one.relevant)
                for one, lead, scores in zip(self.asked, self.leading, late, strict=True)
            ]
        )


def settings(folder: Path, half: str, tasks: Sequence[Task] = TASKS) -> list[Setting]:
    """The tasks whose questions are encoded, with the questions of one half."""
    corpora: dict[str, Corpus] = {}
    found = []
    for task in tasks:
        path = folder / "questions" / f"{task.name}.npz"
        if path.exists():
            name = f"{task.dataset}-{task.corpus}"
            corpus = corpora.setdefault(name, Corpus(folder / "corpora" / name))
            asked = load_asked(path)
            leading = _leading(folder / "leading" / f"{task.name}.npz", asked, corpus)
            kept = [i for i, one in enumerate(asked) if one.half == half]
            own = tuple(asked[i] for i in kept), tuple(leading[i] for i in kept)
            found.append(Setting(task, corpus, *own))
    return found


def _leading(path: Path, asked: Sequence[Asked], corpus: Corpus) -> list[Leading]:
    """The rows that lead for each question, found once."""
    generation = corpus.generation
    if not path.exists():
        leading = [_leading_of(one, corpus) for one in asked]
        path.parent.mkdir(exist_ok=True)
        np.savez(
            path,
            rows=np.concatenate([one.rows for one in leading]),
            scores=np.concatenate([one.scores for one in leading]),
            ends=np.cumsum([len(one.rows) for one in leading]),
        )
    arrays = np.load(path)
    cuts = arrays["ends"][:-1]
    n_languages = len(generation.rows_by_language)
    pairs = zip(np.split(arrays["rows"], cuts), np.split(arrays["scores"], cuts), strict=True)
    return [
        Leading(rows, scores, generation.language_numbers[rows], n_languages)
        for rows, scores in pairs
    ]


def _leading_of(one: Asked, corpus: Corpus) -> Leading:
    question = one.in_generation(corpus.generation)
    rows = _candidates(corpus.generation, question, CANDIDATES_PER_RETRIEVER, None)
    fused = fuse_scores(corpus.generation, question, rows)
    return leading_rows(rows, fused.order, fused.scores, corpus.generation)


def stored(corpus: Corpus, codec: Codec) -> list[Stored]:
    """Every passage of a corpus through a codec."""
    passages = corpus.passages
    parts = np.split(passages.tokens, passages.offsets[1:-1])
    return [codec(part.astype(np.float32)) for part in parts]


def try_codecs(folder: Path, half: str, codecs: Mapping[str, Codec] = CODECS) -> None:
    """Print a line for each codec: bytes, and what it costs against today's."""
    ready = settings(folder, half)
    corpora = {id(one.corpus): one.corpus for one in ready}
    n_tokens = sum(len(corpus.passages.tokens) for corpus in corpora.values())
    now = _all_values(ready, {key: stored(corpus, today) for key, corpus in corpora.items()})
    print("nDCG@10 with today's: " + "; ".join(by_kind(ready, now, mean_of)))
    for name, codec in codecs.items():
        started = time.process_time()
        kept = {key: stored(corpus, codec) for key, corpus in corpora.items()}
        passages = [one for some in kept.values() for one in some]
        milliseconds = 1000 * (time.process_time() - started) / len(passages)
        n_bytes = sum(one.n_bytes for one in passages)
        then = _all_values(ready, kept)
        lost = [after - before for after, before in zip(then, now, strict=True)]
        print(
            f"{name:34} {n_bytes / n_tokens:6.1f} B a token, {n_bytes / len(passages) / 1000:5.2f} "
            f"kB a passage; {'; '.join(by_kind(ready, lost, difference))}; "
            f"{milliseconds:.1f} ms to store a passage",
            flush=True,
        )


def _all_values(ready: Sequence[Setting], kept: Mapping[int, list[Stored]]) -> list[Values]:
    return [setting.values(kept[id(setting.corpus)]) for setting in ready]


def by_kind(
    ready: Sequence[Setting], found: Sequence[Values], shown: Callable[[Values], str]
) -> Iterator[str]:
    """What is shown of the values in one language, between two, and of the task that lost most."""
    pairs = list(zip(ready, found, strict=True))
    for between, name in ((False, "one language"), (True, "between two")):
        some = [values for one, values in pairs if one.task.between_languages is between]
        if some:
            yield f"{name} {shown(np.concatenate(some))}"
    mean, worst = min((float(values.mean()), one.task.name) for one, values in pairs)
    yield f"lowest {mean:+.4f} {worst}"


def mean_of(values: Values) -> str:
    """A mean, and over how many questions."""
    return f"{values.mean():.4f} (n = {len(values)})"


def difference(values: Values) -> str:
    """A mean difference and its standard error."""
    return f"{values.mean():+.4f} ±{values.std() / np.sqrt(len(values)):.4f}"
