"""Questions in each language of a data set, asked of its passages in each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.encoding.protocol import Encoder
from qa.errors import DatasetError
from qa.evaluation.asking import LastQuestion, look_up, open_corpus
from qa.evaluation.datasets import languages_of, load_dataset
from qa.evaluation.metrics import Bootstrap, Figure, ndcg, success
from qa.evaluation.running import Meter
from qa.evaluation.sampling import sample_questions
from qa.reports import ProgressListener

SENTENCE = "sentence in passage"


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
    work: Path,
    encoder: Encoder,
    *,
    languages: Sequence[str] = (),
    n_questions: int | None = None,
    progress: ProgressListener | None = None,
    meter: Meter = iter,
) -> Matrix:
    """Ask the questions of every language of the passages of every language.

    Args:
        folder: The data set.
        work: Where a folder for each language is made; what is there is used again.
        encoder: The encoder.
        languages: Codes of the languages; () for all of the passages'.
        n_questions: Questions of each language, the same in all, by a fixed seed; None for all.
        progress: Told how far a build is.
        meter: Shows how far the asking is.

    Raises:
        DatasetError: The folder is no data set, or not in one of these languages.
    """
    chosen = _chosen(folder, languages)
    datasets = {
        code: sample_questions(load_dataset(folder, None, code), n_questions) for code in chosen
    }
    corpora = {
        code: open_corpus(dataset, work / f"{dataset.name}-{code}", encoder, progress)
        for code, dataset in datasets.items()
    }
    twin = {
        code: {(q.question_id, q.language): q for q in dataset.questions}
        for code, dataset in datasets.items()
    }
    asked = [q for q in datasets[chosen[0]].questions if q.language in chosen]
    values: defaultdict[tuple[str, str], dict[str, list[float]]] = defaultdict(
        lambda: {"nDCG@10": [], "R@1": [], SENTENCE: []}
    )
    own = LastQuestion(encoder)
    for each in meter(asked):
        for code in chosen:
            question = twin[code][each.question_id, each.language]
            if not question.relevant:
                continue
            ranking, marked = look_up(corpora[code], own, datasets[code], question)
            cell = values[each.language, code]
            cell["nDCG@10"].append(ndcg(ranking, question.relevant, 10))
            cell["R@1"].append(success(ranking, question.relevant, 1))
            if marked is not None:
                cell[SENTENCE].append(float(marked))
    return _matrix(datasets[chosen[0]].name, chosen, values)


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
    name: str, languages: tuple[str, ...], values: dict[tuple[str, str], dict[str, list[float]]]
) -> Matrix:
    cells = tuple(
        Cell(*pair, {m: Bootstrap(len(v)).means({m: v})[m] for m, v in own.items() if v})
        for pair, own in sorted(values.items())
    )
    same = [cell for cell in cells if cell.question_language == cell.passage_language]
    across = [cell for cell in cells if cell.question_language != cell.passage_language]
    return Matrix(name, languages, cells, _means(same), _means(across))


def _means(cells: Sequence[Cell]) -> dict[str, float]:
    gathered: defaultdict[str, list[float]] = defaultdict(list)
    for cell in cells:
        for measure, figure in cell.figures.items():
            gathered[measure].append(figure.value)
    return {measure: sum(some) / len(some) for measure, some in gathered.items()}
