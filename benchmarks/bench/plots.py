"""The report's pictures, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from bench.cost_curve.points import Point
from bench.interleaving import percentile
from bench.results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_speed(results: Sequence[Result], path: Path) -> None:
    """A question's time against how good what is found is, and passages built a second."""
    figure = Figure(figsize=(12.0, 5.0), layout="constrained")
    asked, built = figure.subplots(1, 2)
    for result in results:
        if result.asking and result.quality:
            middle = 1000 * percentile(result.asking.seconds, 50)
            asked.scatter(
                middle, result.quality.ndcg_at_10, marker="x" if result.entry.is_limit else "o"
            )
            asked.annotate(result.entry.name, (middle, result.quality.ndcg_at_10), fontsize=8)
    asked.set(xscale="log", xlabel="one question, p50 ms", ylabel="nDCG@10")
    some = [(result, result.building) for result in results if result.building]
    speeds = [one.n_passages / median(t.wall for t in one.rounds) for _, one in some]
    built.barh([result.entry.name for result, _ in some], speeds)
    built.set(xscale="log", xlabel="passages built a second")
    figure.savefig(path, metadata={"Date": None})


def plot_curve(points: Sequence[Point], path: Path) -> None:
    """What grows with the corpus, each on two logarithmic axes."""
    sizes = [point.n_passages for point in points]
    drawn = {
        "one question without encoder and reader, ms": {
            "p50": [point.question_p50_ms for point in points],
            "p95": [point.question_p95_ms for point in points],
        },
        "memory, MB": {
            "asking": [point.memory_bytes / 1e6 for point in points],
            "building": [point.build_peak_bytes / 1e6 for point in points],
        },
        "disk, kB a passage": {"": [p.index_bytes / p.n_passages / 1000 for p in points]},
        "CPU seconds": {
            "one edit": [point.refresh.cpu for point in points],
            "nothing changed": [point.unchanged.cpu for point in points],
            "open": [point.open.cpu for point in points],
        },
    }
    figure = Figure(figsize=(12.0, 9.0), layout="constrained")
    axes: list[Axes] = list(figure.subplots(2, 2).flat)
    for own, (name, lines) in zip(axes, drawn.items(), strict=True):
        for label, values in lines.items():
            own.plot(sizes, values, marker="o", label=label)
        own.set(xscale="log", yscale="log", xlabel="passages", title=name)
        if len(lines) > 1:
            own.legend()
    figure.savefig(path, metadata={"Date": None})
