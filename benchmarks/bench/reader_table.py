"""The reader's figures, measured again beside those of its model card."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.report import table

ALLOWED = 0.005
"""How much worse a figure may be."""

COLUMNS = ("F1 of the span", "right sentence by it", "AUROC")
"""Of each set and language."""

SETS = {"XQuAD": "xquad", "TyDi QA": "tydiqa_goldp_dev", "ARCD": "arcd"}
"""Folder of each set, by its name in the model card."""

CARD = Path(__file__).parents[2] / "qa/reader/CARD.md"

Figures = dict[str, list[float]]
"""By folder and language, in the order of `COLUMNS`."""

_ROW = re.compile(r"\| ([\w ]+?),? (\w+) \| \d* ?\| (\.\d+) \| (\.\d+) \| (\.\d+) \|")


@dataclass(frozen=True, slots=True)
class Worse:
    """A figure that is worse than was published by more than is allowed."""

    row: str
    column: str
    published: float
    now: float


def parse_figures(output: str) -> Figures:
    """The figures in the output of `training.measure_reader`.

    A line is a folder, a language or "mean", for a language the number of questions, and F1, right
    sentence by the span and by the evidence, AUROC.
    """
    figures = {}
    for line in output.splitlines():
        folder, language, *numbers = line.split()
        f1, by_span, _by_evidence, area = map(float, numbers[-4:])
        figures[f"{folder} {language}"] = [f1, by_span, area]
    return figures


def measure_reader(datasets: Path) -> Figures:
    """Run `training.measure_reader` on the development sets."""
    done = subprocess.run(
        [sys.executable, "-m", "training.measure_reader", str(datasets.resolve())],
        cwd=CARD.parents[2],
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    return parse_figures(done.stdout)


def published_figures() -> Figures:
    """Those of the model card."""
    return {
        f"{SETS[name]} {language}": [float(figure) for figure in figures]
        for name, language, *figures in _ROW.findall(CARD.read_text(encoding="utf-8"))
    }


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
