"""What each way to store token vectors costs in bytes, in nDCG@10, and in processor time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
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

    def values(self, store: Callable[[int], Stored]) -> Values:
        """nDCG@10 of each question with the tokens of each row so stored."""
        questions = [one.encoding.tokens for one in self.asked]
        late = late_scores(questions, self.leading, lambda row: store(row).rows)
        return np.array(
            [
                quality(lead.reranked(scores), self.corpus.identifiers, one.relevant)
                for one, lead, scores in zip(self.asked, self.leading, late, strict=True)
            ]
        )


class Store:
    """The passages of a corpus through a codec, one at a time, and what they take."""

    def __init__(self, corpus: Corpus, codec: Codec) -> None:
        self._passages = corpus.passages
        self._codec = codec
        self.n_tokens: dict[int, int] = {}
        self.n_bytes: dict[int, int] = {}

    def __call__(self, row: int) -> Stored:
        """What is read back of a row."""
        first, last = self._passages.offsets[row : row + 2].tolist()
        found = self._codec(self._passages.tokens[first:last].astype(np.float32))
        self.n_tokens[row], self.n_bytes[row] = last - first, found.n_bytes
        return found


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
    arrays = dict(np.load(path))
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


def try_codecs(folder: Path, half: str, codecs: Mapping[str, Codec] = CODECS) -> None:
    """Print a line for each codec: bytes, and what it costs against today's."""
    ready = settings(folder, half)
    now = [one.values(Store(one.corpus, today)) for one in ready]
    print("nDCG@10 with today's: " + "; ".join(by_kind(ready, now, mean_of)), flush=True)
    for name, codec in codecs.items():
        stores = {id(one.corpus): Store(one.corpus, codec) for one in ready}
        then = [one.values(stores[id(one.corpus)]) for one in ready]
        lost = [after - before for after, before in zip(then, now, strict=True)]
        n_tokens, n_bytes = (
            [n for store in stores.values() for n in counts(store).values()]
            for counts in (attrgetter("n_tokens"), attrgetter("n_bytes"))
        )
        print(
            f"{name:34} {sum(n_bytes) / sum(n_tokens):6.1f} B a token, "
            f"{sum(n_bytes) / len(n_bytes) / 1000:5.2f} kB a passage; "
            f"{'; '.join(by_kind(ready, lost, difference))}",
            flush=True,
        )


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
