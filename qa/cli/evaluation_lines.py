"""Evaluations and calibrations as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qa.evaluation.calibrating import Calibration, Fit
from qa.evaluation.crosslingual import Matrix
from qa.evaluation.evaluating import Evaluation, Group, Refusal
from qa.evaluation.judging import JudgedAnswers
from qa.evaluation.metrics import Figure


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
        yield f"  answer sentence {name:20} {_figure(figure)}"
    yield from _refusal_lines(whole.refusal)
    yield f"  calibration error of the confidence  {_figure(whole.reliability.error)}"
    times = ", ".join(f"{name} {value:.0f} ms" for name, value in evaluation.latency_ms.items())
    yield f"  one answer: {times}"
    if parts:
        yield ""
        yield f"  {'part':26} {'n':>5} {'nDCG@10':>22} {'R@1':>22} {'sentence in passage':>22}"
    for part in parts:
        fused = part.ranking.get("fused", {})
        shown = (fused.get("nDCG@10"), fused.get("R@1"), part.marks.get("in the known passage"))
        written = " ".join(f"{_figure(figure) if figure else '–':>22}" for figure in shown)
        yield f"  {part.name:26} {part.n_questions:>5,} {written}"
        if part.refusal.auroc:
            yield f"  {'':26} {'':5} refusal AUROC {_figure(part.refusal.auroc)}"


def matrix_lines(matrix: Matrix) -> Iterator[str]:
    """A table for each figure: a row for the questions' language, a column for the passages'."""
    values = {(c.question_language, c.passage_language): c.figures for c in matrix.cells}
    for measure in matrix.same_language | matrix.across:
        yield f"{matrix.dataset}, {measure}: questions in (row), passages in (column)"
        yield "     " + "".join(f"{code:>7}" for code in matrix.languages)
        for asked in matrix.languages:
            row = (values.get((asked, found), {}).get(measure) for found in matrix.languages)
            yield f"{asked:5}" + "".join(f"{f.value:7.3f}" if f else f"{'–':>7}" for f in row)
        for name, means in (("same language", matrix.same_language), ("across", matrix.across)):
            if measure in means:
                yield f"  mean, {name}: {means[measure]:.3f}"
        yield ""


def judged_lines(judged: JudgedAnswers) -> Iterator[str]:
    """How the present answers to judged questions fare."""
    yield (
        f"{judged.n_judgements:,} judged answers, {judged.n_supported:,} of them by passages that "
        f"answer; {judged.n_left_out:,} judgements could not be used"
    )
    if judged.state_right:
        yield f"  state right        {_figure(judged.state_right)}"
    if judged.auroc:
        yield f"  AUROC              {_figure(judged.auroc)}"
    if judged.reliability:
        yield f"  calibration error  {_figure(judged.reliability.error)}"


def calibration_lines(calibration: Calibration) -> Iterator[str]:
    """What calibrating did or would do."""
    yield (
        f"{calibration.n_judgements:,} judged questions, {calibration.n_supported:,} with passages "
        f"that answer; {calibration.n_left_out:,} judgements could not be used"
    )
    yield from _fit_lines("before", calibration.before)
    yield from _fit_lines("after (cross-validated)", calibration.after)
    if calibration.written:
        yield f"Written to '{calibration.written}'; undo with: qa calibrate --reset"
    else:
        yield "Nothing was written (--dry-run)."


def _fit_lines(name: str, fit: Fit) -> Iterator[str]:
    yield f"  {name}: log loss {fit.log_loss:.3f}, AUROC {fit.auroc:.3f}"
    for kind, shares in fit.states.items():
        yield f"    {kind}: {_shares(shares)}"


def _ranking_lines(group: Group) -> Iterator[str]:
    if not group.ranking:
        return
    yield "  " + " " * 8 + "".join(f"{stage:>24}" for stage in group.ranking)
    for measure in group.ranking["fused"]:
        figures = (figures[measure] for figures in group.ranking.values())
        yield f"  {measure:8}" + "".join(f"{_figure(figure):>24}" for figure in figures)


def _refusal_lines(refusal: Refusal) -> Iterator[str]:
    if refusal.auroc:
        yield f"  refusal AUROC, its own unanswerable questions  {_figure(refusal.auroc)}"
    if refusal.strangers_auroc:
        yield f"  refusal AUROC, questions of another set        {_figure(refusal.strangers_auroc)}"
    for name, figures in (("answered", refusal.answered), ("not found", refusal.not_found)):
        if figures:
            written = ", ".join(
                f"{measure} {_figure(figure)}" for measure, figure in figures.items()
            )
            yield f"  judged {name}: {written}"
    for kind, shares in refusal.states.items():
        yield f"  {kind}: {_shares(shares)}"


def _shares(shares: dict[str, float]) -> str:
    return ", ".join(f"{state} {share:.1%}" for state, share in shares.items() if share)


def _figure(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
