"""Evaluations as pictures; the only module that needs matplotlib."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import PlotError
from qa.evaluation.crosslingual import Matrix
from qa.evaluation.evaluating import Evaluation, Group
from qa.evaluation.reliability import Reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg")
_COMPARED = ("R@1", "MRR@10", "nDCG@10")


def check_plot(path: Path) -> None:
    """Make sure, before the work that it shows, that a plot can be drawn and written.

    Raises:
        PlotError: matplotlib is not installed, or there is no such folder to write to.
    """
    if find_spec("matplotlib") is None:
        raise PlotError(
            "A plot needs matplotlib, which is not installed: pip install 'sanad-qa[eval]'"
        )
    if not path.parent.is_dir():
        raise PlotError(f"There is no folder '{path.parent}' to write the plot to: create it.")


def plot_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Draw the confidence's reliability and a comparison of the stages.

    Raises:
        PlotError: The file cannot be written.
    """
    whole = evaluation.groups[0]
    figure, axes = _figure(1 + bool(whole.ranking))
    _draw_reliability(axes[0], whole.reliability)
    if whole.ranking:
        _draw_stages(axes[1], whole)
    _save(figure, path)


def plot_reliability(reliability: Reliability, path: Path) -> None:
    """Draw the confidence's reliability alone.

    Raises:
        PlotError: The file cannot be written.
    """
    figure, axes = _figure(1)
    _draw_reliability(axes[0], reliability)
    _save(figure, path)


def plot_matrix(matrix: Matrix, path: Path) -> None:
    """Draw nDCG@10 of every pair of languages.

    Raises:
        PlotError: The file cannot be written.
    """
    figure, (axes,) = _figure(1)
    places = {code: place for place, code in enumerate(matrix.languages)}
    values = np.full((len(places), len(places)), np.nan)
    for cell in matrix.cells:
        row, column = places[cell.question_language], places[cell.passage_language]
        values[row, column] = cell.figures["nDCG@10"].value
        axes.text(column, row, f"{values[row, column]:.2f}", ha="center", va="center", size=7)
    axes.imshow(values, cmap="YlGn", vmin=0.5, vmax=1.0)
    axes.set_xticks(range(len(places)), matrix.languages)
    axes.set_yticks(range(len(places)), matrix.languages)
    axes.set(xlabel="language of the passages", ylabel="of the questions", title="nDCG@10")
    _save(figure, path)


def _draw_reliability(axes: Axes, reliability: Reliability) -> None:
    confidences = [each.confidence for each in reliability.bins]
    supported = [each.supported for each in reliability.bins]
    sizes = [20 + 200 * each.n / reliability.error.n for each in reliability.bins]
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label="as it should be")
    axes.plot(confidences, supported, color="tab:blue")
    axes.scatter(confidences, supported, s=sizes, color="tab:blue", label="answers, by number")
    axes.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal")
    axes.set(xlabel="confidence", ylabel="share whose passages answer")
    error = reliability.error
    axes.set_title(f"calibration error {error.value:.3f} [{error.low:.3f}, {error.high:.3f}]")
    axes.legend(loc="upper left")


def _draw_stages(axes: Axes, group: Group) -> None:
    width = 0.8 / len(group.ranking)
    for number, (stage, figures) in enumerate(group.ranking.items()):
        shown = [figures[measure] for measure in _COMPARED]
        values = [figure.value for figure in shown]
        errors = [[f.value - f.low for f in shown], [f.high - f.value for f in shown]]
        places = np.arange(len(_COMPARED)) + number * width
        axes.bar(places, values, width * 0.9, yerr=errors, capsize=3, label=stage)
    lowest = min(figures[m].low for figures in group.ranking.values() for m in _COMPARED)
    axes.set_ylim(max(0.0, lowest - 0.1), 1.0)
    axes.set_xticks(np.arange(len(_COMPARED)) + 0.4 - width / 2, _COMPARED)
    axes.set_title(f"stages, {group.n_judged:,} questions, 95 % intervals")
    axes.legend(loc="lower right")


def _figure(n_axes: int) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure  # noqa: PLC0415  (only for those who plot)

    figure = Figure(figsize=(6.0 * n_axes, 5.5), layout="constrained")
    return figure, list(figure.subplots(1, n_axes, squeeze=False)[0])


def _save(figure: Figure, path: Path) -> None:
    try:
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)
    except OSError as error:
        raise PlotError(f"'{path}' cannot be written ({error.strerror}).") from error
