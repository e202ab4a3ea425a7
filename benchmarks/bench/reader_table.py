"""The reader's figures, measured again beside those that were published."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.report import table

ALLOWED = 0.005
"""How much worse a figure may be."""

COLUMNS = ("F1 of the span", "right sentence by it", "by the evidence", "AUROC")
"""What `training.measure_reader` prints of each set and language."""

PUBLISHED = Path(__file__).with_name("reader_figures.json")

Figures = dict[str, list[float]]
"""By set and language, in the order of `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Worse:
    """A figure that is worse than was published by more than is allowed."""

    row: str
    column: str
    published: float
    now: float


def parse_figures(output: str) -> Figures:
    """The figures in the output of `training.measure_reader`, by "set language".

    A line is a set, a language or "mean", for a language the number of questions, and four figures.
    """
    figures = {}
    for line in output.splitlines():
        name, language, *numbers = line.split()
        figures[f"{name} {language}"] = [float(number) for number in numbers[-len(COLUMNS) :]]
    return figures


def measure_reader(datasets: Path) -> Figures:
    """Run `training.measure_reader` on the development sets."""
    done = subprocess.run(
        [sys.executable, "-m", "training.measure_reader", str(datasets)],
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    return parse_figures(done.stdout)


def published_figures() -> Figures:
    """Those that the documentation's table is from."""
    figures: Figures = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return figures


def worse(published: Figures, now: Figures) -> list[Worse]:
    """What has become worse by more than is allowed; a row that is gone is as bad as can be."""
    missing = [float("-inf")] * len(COLUMNS)
    return [
        Worse(row, column, before, after)
        for row, values in published.items()
        for column, before, after in zip(COLUMNS, values, now.get(row, missing), strict=True)
        if not after >= before - ALLOWED - 1e-9
    ]


def reader_section(published: Figures, now: Figures) -> str:
    """Each row with what was published and what is now, and which are worse."""
    rows = [
        [row, *(f"{b:.3f} → {a:.3f}" for b, a in zip(values, now[row], strict=True))]
        for row, values in published.items()
        if row in now
    ]
    found = worse(published, now)
    verdict = (
        f"No figure is worse by more than {ALLOWED}."
        if not found
        else "Worse: "
        + "; ".join(f"{o.row}, {o.column}: {o.published:.3f} → {o.now:.3f}" for o in found)
    )
    return f"{verdict}\n\n{table(('set, language', *COLUMNS), rows)}"
