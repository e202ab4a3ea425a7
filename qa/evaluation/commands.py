"""What `qa eval` and `qa calibrate` do; the command line prints what comes back."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from qa.answering.confidence import shipped_model
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.errors import CalibrationError
from qa.evaluation import lines
from qa.evaluation.asking import open_corpus
from qa.evaluation.calibrating import (
    Example,
    calibrate,
    calibration_file,
    dataset_examples,
    judged_examples,
)
from qa.evaluation.crosslingual import evaluate_languages
from qa.evaluation.datasets import Dataset, load_dataset
from qa.evaluation.flags import misuse_of_eval
from qa.evaluation.judgements import read_judgements
from qa.evaluation.judging import evaluate_judgements
from qa.evaluation.plotting import check_plot, plot_evaluation, plot_matrix, plot_reliability
from qa.evaluation.running import Meter, evaluate
from qa.evaluation.sampling import sample_questions, with_strangers
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout, write_durably
from qa.knowledge_base import KnowledgeBase
from qa.reports import ProgressListener
from qa.settings import cache_folder


@dataclass(frozen=True, slots=True)
class Told:
    """What a command has to tell.

    Attributes:
        value: For programs, as JSON.
        lines: For people.
    """

    value: object
    lines: Iterable[str]


def run_eval(
    arguments: argparse.Namespace,
    progress: ProgressListener,
    meter: Meter,
    encoder: Encoder | None = None,
) -> Told:
    """Measure on a data set, on all pairs of its languages, or on readers' judgements.

    Raises:
        DatasetError: A folder is no data set, or a flag asks for what is not in it.
        PlotError: A plot is wanted and cannot be made.
        IndexStateError: Judgements are to be measured on and the index cannot be opened.
    """
    if misuse := misuse_of_eval(arguments):
        arguments.refuse(misuse)  # ends the program as any wrong command line does
    if arguments.plot:
        check_plot(arguments.plot)
    used = encoder or OpenVinoEncoder(arguments.model)
    if arguments.feedback:
        return _eval_feedback(arguments, meter, used)
    if arguments.cross_lingual:
        return _eval_languages(arguments, progress, meter, used)
    dataset = _dataset(arguments)
    folder = _work_folder() / f"{dataset.name}-{arguments.passage_language or 'all'}"
    evaluation = evaluate(dataset, folder, used, progress=progress, meter=meter)
    if arguments.plot:
        plot_evaluation(evaluation, arguments.plot)
    return Told(_plain(asdict(evaluation)), lines.evaluation_lines(evaluation))


def run_calibrate(
    arguments: argparse.Namespace,
    progress: ProgressListener,
    meter: Meter,
    encoder: Encoder | None = None,
) -> Told:
    """Fit the confidence of an index to judgements, show what that would do, or undo it.

    Raises:
        CalibrationError: There are too few judgements, or the file cannot be written.
        DatasetError: The feedback or the data set is missing or malformed.
        IndexStateError: The index cannot be opened.
    """
    layout = Layout(arguments.index)
    if arguments.reset:
        return _reset(layout.calibration)
    used = encoder or OpenVinoEncoder(arguments.model)
    examples, n_left_out = _examples(arguments, layout, used, progress, meter)
    calibration = calibrate(examples, shipped_model(used.fingerprint), n_left_out)
    if not arguments.dry_run:
        try:
            layout.root.mkdir(parents=True, exist_ok=True)
            write_durably(layout.calibration, calibration_file(calibration, used.fingerprint))
        except OSError as error:
            raise CalibrationError(
                f"'{layout.calibration}' cannot be written ({error.strerror})."
            ) from error
        calibration = replace(calibration, written=str(layout.calibration))
    return Told(_plain(asdict(calibration)), lines.calibration_lines(calibration))


def _eval_languages(
    arguments: argparse.Namespace, progress: ProgressListener, meter: Meter, encoder: Encoder
) -> Told:
    matrix = evaluate_languages(
        arguments.dataset,
        _work_folder(),
        encoder,
        languages=arguments.languages,
        n_questions=arguments.n_questions,
        progress=progress,
        meter=meter,
    )
    if arguments.plot:
        plot_matrix(matrix, arguments.plot)
    return Told(_plain(asdict(matrix)), lines.matrix_lines(matrix))


def _eval_feedback(arguments: argparse.Namespace, meter: Meter, encoder: Encoder) -> Told:
    judgements = read_judgements(Layout(arguments.index).feedback)
    with KnowledgeBase.open(None, arguments.index, encoder=encoder) as kb:
        judged = evaluate_judgements(kb, judgements, meter)
    if arguments.plot and judged.reliability:
        plot_reliability(judged.reliability, arguments.plot)
    return Told(_plain(asdict(judged)), lines.judged_lines(judged))


def _dataset(arguments: argparse.Namespace) -> Dataset:
    dataset = load_dataset(
        arguments.dataset, arguments.question_language, arguments.passage_language
    )
    dataset = sample_questions(dataset, arguments.n_questions)
    if arguments.strangers:
        others = load_dataset(arguments.strangers)
        dataset = with_strangers(dataset, others, arguments.n_strangers)
    return dataset


def _examples(
    arguments: argparse.Namespace,
    layout: Layout,
    encoder: Encoder,
    progress: ProgressListener,
    meter: Meter,
) -> tuple[list[Example], int]:
    """Judged questions of the index's feedback and of a data set, and how many are left out."""
    examples: list[Example] = []
    n_left_out = 0
    if arguments.dataset is None or layout.feedback.exists():
        judgements = read_judgements(layout.feedback)
        with KnowledgeBase.open(None, layout.root, encoder=encoder):  # it fits this encoder
            generation = Generation.open(layout)
        for example in judged_examples(generation, encoder, meter(judgements)):
            if example is None:
                n_left_out += 1
            else:
                examples.append(example)
    if arguments.dataset is not None:
        dataset = sample_questions(load_dataset(arguments.dataset), arguments.n_questions)
        corpus = open_corpus(dataset, _work_folder() / f"{dataset.name}-all", encoder, progress)
        examples += dataset_examples(corpus, encoder, dataset, meter)
    return examples, n_left_out


def _reset(path: Path) -> Told:
    try:
        path.unlink()
    except FileNotFoundError:
        return Told({"removed": ""}, ["The confidence is the shipped one already."])
    except OSError as error:
        raise CalibrationError(f"'{path}' cannot be removed ({error.strerror}).") from error
    return Told({"removed": str(path)}, [f"Removed '{path}': the shipped confidence is back."])


def _work_folder() -> Path:
    return cache_folder() / "evaluation"


def _plain(value: Any) -> Any:  # noqa: ANN401  (JSON is of any kind)
    """What JSON can hold: a figure that is not defined is null."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
