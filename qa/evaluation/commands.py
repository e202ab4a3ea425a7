"""What `qa eval` takes and does; the command line prints what comes back."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.evaluation.datasets import Dataset, load_dataset, with_strangers
from qa.evaluation.lines import evaluation_lines
from qa.evaluation.running import Meter, evaluate
from qa.reports import ProgressListener
from qa.settings import cache_folder

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a command has to tell.

    Attributes:
        value: For programs, as JSON.
        lines: For people.
    """

    value: object
    lines: Iterable[str]


def add_eval_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `qa eval` takes."""
    parser.add_argument(
        "dataset",
        type=Path,
        metavar="FOLDER",
        help="a data set: passages.jsonl, questions.jsonl, and the like",
    )
    for kind in ("question", "passage"):
        parser.add_argument(
            f"--{kind}-language", metavar="CODE", help=f"only {kind}s in this language"
        )
    parser.add_argument(
        "--strangers",
        type=Path,
        metavar="FOLDER",
        help="another data set, whose questions are asked too, as ones that nothing answers",
    )
    parser.add_argument(
        "--n-strangers",
        type=_count,
        default=200,
        metavar="N",
        help="how many of its questions, drawn by a fixed seed [200]",
    )


def run_eval(
    arguments: argparse.Namespace,
    progress: ProgressListener,
    meter: Meter,
    encoder: Encoder | None = None,
) -> Told:
    """Measure retrieval, answer sentences and refusal on a data set.

    Raises:
        DatasetError: A folder is no data set, or a flag asks for what is not in it.
    """
    dataset = _dataset(arguments)
    part = "-".join([dataset.name, arguments.passage_language or "all"])
    folder = cache_folder() / "evaluation" / part
    evaluation = evaluate(
        dataset,
        folder,
        encoder or OpenVinoEncoder(arguments.model),
        progress=progress,
        meter=meter,
    )
    return Told(_plain(asdict(evaluation)), evaluation_lines(evaluation))


def _dataset(arguments: argparse.Namespace) -> Dataset:
    dataset = load_dataset(
        arguments.dataset, arguments.question_language, arguments.passage_language
    )
    if arguments.strangers:
        others = load_dataset(arguments.strangers)
        dataset = with_strangers(dataset, others, arguments.n_strangers)
    return dataset


def _count(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= value <= _MOST:
        raise argparse.ArgumentTypeError(
            f"a whole number from 1 to {_MOST:,} is wanted, not {text!r}"
        )
    return value


def _plain(value: Any) -> Any:  # noqa: ANN401  (JSON is of any kind)
    """What JSON can hold: a figure that is not defined is null."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
