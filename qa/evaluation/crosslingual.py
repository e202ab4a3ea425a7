"""Questions in each language of a data set, asked of its passages in each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.encoding.protocol import Encoder
from qa.errors import DatasetError
from qa.evaluation.corpora import corpus_folder, open_corpus
from qa.evaluation.datasets import Dataset, languages_of, load_dataset
from qa.evaluation.metrics import Bootstrap, Figure, ndcg, success
from qa.evaluation.outcomes import CachingEncoder, search_documents
from qa.evaluation.sampling import only_titles, sample_questions
from qa.evaluation.tracking import Tracker
from qa.indexing.generation import Generation
from qa.reader.reader import Reader
from qa.reports import ProgressListener

SENTENCE = "sentence in passage"

LanguagePair = tuple[str, str]
"""The language of a question, and that of the passages."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Questions in one language on passages in one.

    Attributes:
        question_language: Code of the questions' language.
        passage_language: Code of the passages' language.
        figures: nDCG@10, R@1 and the share of right marks inside the known passage.
    """

    question_language: str
    passage_language: str
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Figures of every pair of languages.

    Attributes:
        dataset: Name of the data set.
        languages: The languages, sorted.
        cells: One for each pair, by the questions' language, then by the passages'.
        same_language: Mean of each figure over the pairs of a language with itself.
        across: Mean of each figure over the other pairs; empty with one language.
    """

    dataset: str
    languages: tuple[str, ...]
    cells: tuple[Cell, ...]
    same_language: dict[str, float]
    across: dict[str, float]


def evaluate_languages(
    folder: Path,
    encoder: Encoder,
    *,
    reader: Reader | None = None,
    languages: Sequence[str] = (),
    titles: Collection[str] = (),
    n_questions: int | None = None,
    progress: ProgressListener | None = None,
    track: Tracker = iter,
) -> Matrix:
    """Ask the questions of every language of the passages of every language.

    The passages of each language are indexed in the cache folder; what is there is used again.

    Args:
        folder: The data set.
        encoder: The encoder.
        reader: What reads the first hits; None to search without.
        languages: Codes of the languages; () for all of the passages'.
        titles: Only questions on passages of these titles; () for all.
        n_questions: Questions of each language, the same in all, by a fixed seed; None for all.
        progress: Told how far a build is.
        track: Shows how far the asking is.

    Raises:
        DatasetError: The folder is no data set, or not in one of these languages.
    """
    chosen = _chosen(folder, languages)
    datasets = {code: load_dataset(folder, None, code) for code in chosen}
    if titles:
        datasets = {code: only_titles(dataset, titles) for code, dataset in datasets.items()}
    datasets = {code: sample_questions(data, n_questions) for code, data in datasets.items()}
    corpora = {
        code: open_corpus(dataset, corpus_folder(folder, code), encoder, progress)
        for code, dataset in datasets.items()
    }
    values = _ask_every_corpus(datasets, corpora, CachingEncoder(encoder), reader, track)
    return _matrix(datasets[chosen[0]].name, chosen, values)


def _ask_every_corpus(
    datasets: Mapping[str, Dataset],
    corpora: Mapping[str, Generation],
    encoder: Encoder,
    reader: Reader | None,
    track: Tracker,
) -> dict[LanguagePair, dict[str, list[float]]]:
    """Ask each question of the corpus of each language.

    Args:
        datasets: By language of the passages; the questions are the same, those of all languages.
        corpora: The same, indexed.
        encoder: The encoder; it is given each question once for each corpus.
        reader: What reads the first hits; None to search without.
        track: Shows how far the asking is.

    Returns:
        One value a question of each measure, by pair of languages.
    """
    same_question = {
        code: {(question.question_id, question.language): question for question in data.questions}
        for code, data in datasets.items()
    }
    first = next(iter(datasets.values()))
    asked = [question for question in first.questions if question.language in datasets]
    values: dict[LanguagePair, dict[str, list[float]]] = {}
    for each in track(asked):
        for code in datasets:
            question = same_question[code][each.question_id, each.language]
            if not question.relevant:
                continue
            found = search_documents(corpora[code], encoder, datasets[code], question, reader)
            pair = values.setdefault(
                (each.language, code), {"nDCG@10": [], "R@1": [], SENTENCE: []}
            )
            pair["nDCG@10"].append(ndcg(found.ranking, question.relevant, 10))
            pair["R@1"].append(success(found.ranking, question.relevant, 1))
            if found.marked_in_known is not None:
                pair[SENTENCE].append(float(found.marked_in_known))
    return values


def _chosen(folder: Path, languages: Sequence[str]) -> tuple[str, ...]:
    there = languages_of(folder)
    chosen = tuple(sorted(set(languages))) or there
    for code in chosen:
        if code not in there:
            raise DatasetError(
                f"The data set '{folder}' has no passages in '{code}'; it has {', '.join(there)}."
            )
    if not chosen:
        raise DatasetError(f"The data set '{folder}' has no passages.")
    return chosen


def _matrix(
    name: str, languages: tuple[str, ...], values: dict[LanguagePair, dict[str, list[float]]]
) -> Matrix:
    cells = tuple(
        Cell(asked, found, {name: _mean(name, some) for name, some in own.items() if some})
        for (asked, found), own in sorted(values.items())
    )
    same = [cell for cell in cells if cell.question_language == cell.passage_language]
    across = [cell for cell in cells if cell.question_language != cell.passage_language]
    return Matrix(name, languages, cells, _means(same), _means(across))


def _mean(measure: str, values: Sequence[float]) -> Figure:
    return Bootstrap(len(values)).means({measure: values})[measure]


def _means(cells: Sequence[Cell]) -> dict[str, float]:
    gathered: defaultdict[str, list[float]] = defaultdict(list)
    for cell in cells:
        for measure, figure in cell.figures.items():
            gathered[measure].append(figure.value)
    return {measure: sum(some) / len(some) for measure, some in gathered.items()}
