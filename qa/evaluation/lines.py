"""Evaluations as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qa.evaluation.metrics import Figure
from qa.evaluation.running import Evaluation, Group, Refusal


def evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """An evaluation: a table for all questions, then a line for each language and source."""
    whole, *parts = evaluation.groups
    yield (
        f"{evaluation.dataset}: {evaluation.n_passages:,} passages, {whole.n_questions:,} "
        f"questions, {whole.n_answerable:,} of them answerable, {whole.n_judged:,} with a known "
        "passage. In brackets: 95 % intervals."
    )
    yield from _ranking_lines(whole)
    for name, figure in whole.marks.items():
        yield f"  answer sentence {name:20} {_told(figure)}"
    yield from _refusal_lines(whole.refusal)
    yield f"  calibration error of the confidence  {_told(whole.reliability.error)}"
    times = ", ".join(f"{name} {value:.0f} ms" for name, value in evaluation.latency_ms.items())
    yield f"  one answer: {times}"
    if parts:
        yield ""
        yield f"  {'part':26} {'n':>5} {'nDCG@10':>22} {'R@1':>22} {'sentence in passage':>22}"
    for part in parts:
        fused = part.ranking.get("fused", {})
        shown = (fused.get("nDCG@10"), fused.get("R@1"), part.marks.get("in the known passage"))
        told = " ".join(f"{_told(figure) if figure else '–':>22}" for figure in shown)
        yield f"  {part.name:26} {part.n_questions:>5,} {told}"
        if part.refusal.auroc:
            yield f"  {'':26} {'':5} refusal AUROC {_told(part.refusal.auroc)}"


def _ranking_lines(group: Group) -> Iterator[str]:
    if not group.ranking:
        return
    yield "  " + " " * 8 + "".join(f"{leg:>24}" for leg in group.ranking)
    for measure in group.ranking["fused"]:
        figures = (figures[measure] for figures in group.ranking.values())
        yield f"  {measure:8}" + "".join(f"{_told(figure):>24}" for figure in figures)


def _refusal_lines(refusal: Refusal) -> Iterator[str]:
    if refusal.auroc:
        yield f"  refusal AUROC, its own unanswerable questions  {_told(refusal.auroc)}"
    if refusal.strangers_auroc:
        yield f"  refusal AUROC, questions of another set        {_told(refusal.strangers_auroc)}"
    for name, figures in (("answered", refusal.answered), ("not found", refusal.not_found)):
        if figures:
            told = ", ".join(f"{measure} {_told(figure)}" for measure, figure in figures.items())
            yield f"  judged {name}: {told}"
    for kind, shares in refusal.states.items():
        told = ", ".join(f"{state} {share:.1%}" for state, share in shares.items() if share)
        yield f"  {kind}: {told}"


def _told(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
