"""Whether a question is drawn to passages in its own language: one index, half in each language.

    python benchmarks/language_balance.py ../shared/datasets/xquad [LANGUAGE LANGUAGE]

The data set has every passage in both languages (Arabic and English unless told otherwise). The
index holds each in one of them only, by turns in order of their identifiers, and every question is
asked in both. A retrieval blind to language does as well across languages as within one, and half
of the first ten documents found are in the question's language.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.evaluation.corpora import open_corpus
from qa.evaluation.datasets import Dataset, Question, load_dataset
from qa.evaluation.metrics import Bootstrap, Figure, ndcg, success
from qa.evaluation.outcomes import search_documents
from qa.settings import EMBEDDED_MODEL

Pair = tuple[str, str]
"""The language of a question, and that of the passage that answers it; "any" for both kinds."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """A data set whose passages stand in two languages by turns.

    Attributes:
        dataset: Its passages, and their questions in both languages.
        written_in: The language of each passage, by identifier.
    """

    dataset: Dataset
    written_in: Mapping[str, str]


def main() -> None:
    """Build the index in a folder that is removed again, and print a line for each pair."""
    folder, *given = sys.argv[1:]
    first, second = given or ("ar", "en")
    with tempfile.TemporaryDirectory() as work:
        mixture = mix(Path(folder), (first, second))
        for line in lines(measure(mixture, Path(work), OpenVinoEncoder(EMBEDDED_MODEL))):
            print(line)


def mix(folder: Path, languages: Pair) -> Mixture:
    """Take each passage in one language, by turns, and its questions in both.

    Raises:
        DatasetError: The folder is no data set, or not in one of these languages.
    """
    texts = {code: load_dataset(folder, None, code) for code in languages}
    one, other = (dataset.passages for dataset in texts.values())
    written_in = {key: languages[i % 2] for i, key in enumerate(sorted(one.keys() & other.keys()))}
    questions = tuple(
        replace(question, answers={})  # no mark is looked at
        for question in texts[languages[0]].questions
        if question.language in languages and len(question.relevant & written_in.keys()) == 1
    )
    passages = {key: texts[code].passages[key] for key, code in written_in.items()}
    return Mixture(Dataset(folder.name, passages, questions), written_in)


def measure(mixture: Mixture, work: Path, encoder: Encoder) -> dict[Pair, dict[str, Figure]]:
    """R@1, nDCG@10 and the share of the first ten in the question's language, by pair."""
    generation = open_corpus(mixture.dataset, work, encoder)
    values: defaultdict[Pair, defaultdict[str, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for question in mixture.dataset.questions:
        ranking = search_documents(generation, encoder, mixture.dataset, question).ranking
        own = [mixture.written_in[key] == question.language for key in ranking[:10]]
        for pair in _pairs(question, mixture.written_in):
            values[pair]["R@1"].append(success(ranking, question.relevant, 1))
            values[pair]["nDCG@10"].append(ndcg(ranking, question.relevant, 10))
            values[pair]["own language"].append(sum(own) / len(own))
    return {
        pair: Bootstrap(len(cell["R@1"])).means(dict(cell)) for pair, cell in sorted(values.items())
    }


def lines(figures: Mapping[Pair, Mapping[str, Figure]]) -> Iterator[str]:
    """The figures with their 95 % intervals, a line for each pair."""
    for (asked, written), cell in figures.items():
        told = ", ".join(
            f"{name} {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
            for name, figure in cell.items()
        )
        yield f"asked in {asked}, answered in {written} ({cell['R@1'].n} questions): {told}"


def _pairs(question: Question, written_in: Mapping[str, str]) -> tuple[Pair, Pair]:
    (answering,) = question.relevant & written_in.keys()
    return (question.language, written_in[answering]), (question.language, "any")


if __name__ == "__main__":
    main()
