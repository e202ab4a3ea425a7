"""`qa eval` and `qa calibrate`, from parsed arguments to what they have to show."""

from __future__ import annotations

import argparse
import math
from dataclasses import asdict
from typing import Any

from qa.answering.confidence import shipped_model
from qa.cli.evaluation_lines import (
    calibration_lines,
    evaluation_lines,
    judged_lines,
    matrix_lines,
)
from qa.cli.printing import CommandResult
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.evaluation.calibrating import (
    Example,
    calibrate,
    dataset_examples,
    judged_examples,
    remove_calibration,
    write_calibration,
)
from qa.evaluation.corpora import corpus_folder, open_corpus
from qa.evaluation.crosslingual import evaluate_languages
from qa.evaluation.datasets import Dataset, load_dataset
from qa.evaluation.evaluating import evaluate
from qa.evaluation.jsonl import read_lines
from qa.evaluation.judgements import read_judgements
from qa.evaluation.judging import evaluate_judgements
from qa.evaluation.outcomes import CachingReader
from qa.evaluation.plotting import check_plot, plot_evaluation, plot_matrix, plot_reliability
from qa.evaluation.sampling import only_titles, sample_questions, with_strangers
from qa.evaluation.tracking import Tracker
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase
from qa.reader.reader import Reader
from qa.reports import ProgressListener


def run_eval(
    arguments: argparse.Namespace,
    progress: ProgressListener,
    track: Tracker,
    encoder: Encoder | None = None,
) -> CommandResult:
    """Measure on a data set, on all pairs of its languages, or on visitors' judgements.

    Raises:
        DatasetError: A folder is no data set, or a flag asks for what is not in it.
        PlotError: A plot is wanted and cannot be made.
        IndexStateError: Judgements are to be measured on and the index cannot be opened.
    """
    if arguments.plot:
        check_plot(arguments.plot)
    used = encoder or OpenVinoEncoder(arguments.model)
    if arguments.feedback:
        return _eval_feedback(arguments, track, used)
    if arguments.cross_lingual:
        return _eval_languages(arguments, progress, track, used)
    return _eval_dataset(arguments, progress, track, used)


def run_calibrate(
    arguments: argparse.Namespace,
    progress: ProgressListener,
    track: Tracker,
    encoder: Encoder | None = None,
) -> CommandResult:
    """Fit the confidence of an index to judgements, show what that would do, or undo it.

    Raises:
        CalibrationError: There are too few judgements, or the file cannot be written.
        DatasetError: The feedback or the data set is missing or malformed.
        IndexStateError: The index cannot be opened.
    """
    layout = Layout(arguments.index)
    if arguments.reset:
        return _reset(layout)
    used = encoder or OpenVinoEncoder(arguments.model)
    reader = _reader(arguments, used)
    examples: list[Example] = []
    n_left_out = 0
    if arguments.dataset is None or layout.feedback.exists():
        judged = _judged_examples(layout, used, track, reader)
        examples += [example for example in judged if example is not None]
        n_left_out = len(judged) - len(examples)
    if arguments.dataset is not None:
        examples += _dataset_examples(arguments, used, progress, track, reader)
    read = reader is not None
    prior = shipped_model(used.fingerprint, read=read)
    calibration = calibrate(examples, prior, n_left_out)
    if not arguments.dry_run:
        calibration = write_calibration(layout, calibration, used.fingerprint, read=read)
    return CommandResult(_as_json(asdict(calibration)), calibration_lines(calibration))


def _eval_dataset(
    arguments: argparse.Namespace, progress: ProgressListener, track: Tracker, encoder: Encoder
) -> CommandResult:
    dataset = _dataset(arguments)
    folder = corpus_folder(arguments.dataset, arguments.passage_language)
    reader = _reader(arguments, encoder)
    evaluation = evaluate(dataset, folder, encoder, reader=reader, progress=progress, track=track)
    if arguments.plot:
        plot_evaluation(evaluation, arguments.plot)
    return CommandResult(_as_json(asdict(evaluation)), evaluation_lines(evaluation))


def _eval_languages(
    arguments: argparse.Namespace, progress: ProgressListener, track: Tracker, encoder: Encoder
) -> CommandResult:
    matrix = evaluate_languages(
        arguments.dataset,
        encoder,
        reader=_reader(arguments, encoder),
        languages=arguments.languages,
        titles=read_lines(arguments.titles) if arguments.titles else (),
        n_questions=arguments.n_questions,
        progress=progress,
        track=track,
    )
    if arguments.plot:
        plot_matrix(matrix, arguments.plot)
    return CommandResult(_as_json(asdict(matrix)), matrix_lines(matrix))


def _eval_feedback(
    arguments: argparse.Namespace, track: Tracker, encoder: Encoder
) -> CommandResult:
    judgements = read_judgements(Layout(arguments.index).feedback)
    with KnowledgeBase.open(None, arguments.index, encoder=encoder) as kb:
        judged = evaluate_judgements(kb, judgements, track, reader=arguments.reader)
    if arguments.plot and judged.reliability:
        plot_reliability(judged.reliability, arguments.plot)
    return CommandResult(_as_json(asdict(judged)), judged_lines(judged))


def _dataset(arguments: argparse.Namespace) -> Dataset:
    dataset = load_dataset(
        arguments.dataset, arguments.question_language, arguments.passage_language
    )
    if arguments.titles:
        dataset = only_titles(dataset, read_lines(arguments.titles))
    dataset = sample_questions(dataset, arguments.n_questions)
    if arguments.strangers:
        others = load_dataset(arguments.strangers)
        dataset = with_strangers(dataset, others, arguments.n_strangers)
    return dataset


def _judged_examples(
    layout: Layout, encoder: Encoder, track: Tracker, reader: Reader | None
) -> list[Example | None]:
    """What visitors judged on the index; None for a judgement that cannot be used."""
    judgements = read_judgements(layout.feedback)
    with KnowledgeBase.open(None, layout.root, encoder=encoder):  # it fits this encoder
        generation = Generation.open(layout)
    return list(judged_examples(generation, encoder, track(judgements), reader))


def _dataset_examples(
    arguments: argparse.Namespace,
    encoder: Encoder,
    progress: ProgressListener,
    track: Tracker,
    reader: Reader | None,
) -> list[Example]:
    dataset = sample_questions(load_dataset(arguments.dataset), arguments.n_questions)
    folder = corpus_folder(arguments.dataset, None)
    corpus = open_corpus(dataset, folder, encoder, progress)
    return list(dataset_examples(corpus, encoder, dataset, track, reader))


def _reader(arguments: argparse.Namespace, encoder: Encoder) -> Reader | None:
    """The reader, kept from reading twice what is measured in two ways."""
    return CachingReader.beside(encoder) if arguments.reader else None


def _reset(layout: Layout) -> CommandResult:
    path = str(layout.calibration)
    if remove_calibration(layout):
        return CommandResult(
            {"removed": path}, [f"Removed '{path}': the shipped confidence is back."]
        )
    return CommandResult({"removed": ""}, ["The confidence is the shipped one already."])


def _as_json(value: Any) -> Any:  # noqa: ANN401  (JSON is of any kind)
    """What JSON can hold: a figure that is not defined is null."""
    if isinstance(value, dict):
        return {name: _as_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
