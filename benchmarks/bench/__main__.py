"""`python -m bench`: compare, draw the curve, measure the reader, and report.

make bench
make bench BENCH="--questions 100 --only sanad script"
make bench BENCH="--only --curve 4000 16000 64000 256000 1000000"
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.comparing import Comparison, Extent
from bench.contestants.entries import ENTRIES, LEANN, OWN
from bench.cost_curve.drawing import draw_curve
from bench.cost_curve.points import Point
from bench.machine import this_machine
from bench.model import save_model
from bench.plots import plot_curve, plot_speed
from bench.processes import ContestantError, Place
from bench.reader_table import SETS, measure_reader, published_figures, reader_section
from bench.report import Report
from bench.results import Result
from bench.sources import data_set_task, shipped_task
from bench.task import Task

ROOT = Path(__file__).parents[2]
SMALL_CURVE = (4_000, 16_000)
NAMES = tuple(entry.name for entry in ENTRIES)


def options() -> argparse.Namespace:
    """What was asked for."""
    description = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m bench", description=description)
    parser.add_argument(
        "--dataset",
        type=Path,
        default=ROOT.parent / "shared/datasets/_pool_ar",
        help="a data set; where it is missing, the documents that come with the program",
    )
    parser.add_argument("--questions", type=int, default=200, help="questions asked")
    parser.add_argument("--documents", type=int, default=400, help="documents built in each round")
    parser.add_argument(
        "--rounds",
        type=int,
        nargs=3,
        default=(3, 3, 8),
        metavar=("BUILD", "FIRST", "ASK"),
        help="rounds of building, of first answers, of asking",
    )
    parser.add_argument(
        "--only",
        nargs="*",
        choices=NAMES,
        default=NAMES,
        metavar="NAME",
        help=f"whom to compare: {', '.join(NAMES)}; without a name nobody",
    )
    parser.add_argument(
        "--curve",
        type=int,
        nargs="*",
        default=SMALL_CURVE,
        metavar="PASSAGES",
        help="sizes of the curve; without a number none",
    )
    parser.add_argument(
        "--curve-questions", type=int, default=100, help="questions asked at each size"
    )
    parser.add_argument(
        "--reader",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="measure the reader too, where the data sets are, which takes minutes",
    )
    parser.add_argument(
        "--work", type=Path, help="where indices are made, and left; a temporary folder without it"
    )
    parser.add_argument(
        "--leann-python",
        type=Path,
        default=ROOT / ".venv-bench/leann/bin/python",
        help="Python of the environment that has LEANN",
    )
    parser.add_argument(
        "--output", type=Path, default=Path("bench"), help="the folder of the report"
    )
    return parser.parse_args()


def the_task(chosen: argparse.Namespace, tell: Callable[[str], None]) -> Task:
    """The data set, or the documents that come with the program."""
    if (chosen.dataset / "passages.jsonl").is_file():
        return data_set_task(chosen.dataset, chosen.questions)
    tell(f"there is no data set at '{chosen.dataset}': the documents in seeds/ are used")
    questions = ROOT / "tests/data/seed_questions.jsonl"
    return shipped_task(ROOT / "seeds", questions, chosen.questions)


def compared(
    chosen: argparse.Namespace, task: Task, work: Path, tell: Callable[[str], None]
) -> tuple[Result, ...]:
    """What comes of those to be compared."""
    entries = [entry for entry in ENTRIES if entry.name in {*chosen.only, OWN.name}]
    if not chosen.only:
        return ()
    tell("writing the model")
    save_model(work / "model")
    place = Place(work / "task.json", work / "model", work, {LEANN: chosen.leann_python})
    builds, firsts, asks = chosen.rounds
    extent = Extent(chosen.documents, builds, firsts, asks)
    return Comparison(entries, task, extent, place, tell).run()


def report(chosen: argparse.Namespace, task: Task, work: Path, tell: Callable[[str], None]) -> None:
    """Measure what was asked for and write it all."""
    chosen.output.mkdir(parents=True, exist_ok=True)
    results = compared(chosen, task, work, tell)
    points: tuple[Point, ...] = ()
    if chosen.curve:
        points = draw_curve(task, chosen.curve, chosen.curve_questions, work / "curve", tell=tell)
    reading = ""
    if not all((chosen.dataset.parent / name).is_dir() for name in SETS.values()):
        tell(f"the reader is not measured: there are no {', '.join(SETS.values())} to read")
    elif chosen.reader:
        tell("measuring the reader")
        reading = reader_section(published_figures(), measure_reader(chosen.dataset.parent))
    said = f"{len(task.documents):,} documents ({task.name}), {len(task.questions):,} questions."
    made = Report(this_machine(), said, results, points, reading)
    (chosen.output / "report.json").write_text(made.to_json(), encoding="utf-8")
    (chosen.output / "report.md").write_text(made.to_markdown(), encoding="utf-8")
    if results:
        plot_speed(results, chosen.output / "speed.svg")
    if points:
        plot_curve(points, chosen.output / "curve.svg")


def main() -> None:
    """Measure and report."""
    chosen = options()
    started = time.monotonic()

    def tell(what: str) -> None:
        print(f"[{time.monotonic() - started:6.0f} s] {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as temporary:
        work = (chosen.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        try:
            report(chosen, the_task(chosen, tell), work, tell)
        except ContestantError as error:
            sys.exit(str(error))
    print(f"{chosen.output / 'report.md'} is written.")


if __name__ == "__main__":
    main()
