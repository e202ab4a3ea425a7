"""The flags of `qa eval` and `qa calibrate`."""

from __future__ import annotations

import argparse
from pathlib import Path

from qa.cli.argument_types import language_codes, picture_path, question_count
from qa.settings import DEFAULT_READER

_DATASET = "a data set: passages.jsonl, questions.jsonl, and the like"
_EVAL = """\
The passages of the data set are indexed as documents in the cache folder, where they are used again
the next time, and every question is asked. Figures come with 95 % bootstrap intervals.

examples:
  qa eval ../shared/datasets/_pool_ar --plot figures.png
  qa eval ../shared/datasets/xquad --question-language en --passage-language ar
  qa eval ../shared/datasets/xquad --cross-lingual --languages ar,en,de
  qa eval ../shared/datasets/nomiracl --passage-language ar --strangers ../shared/datasets/xquad
  qa eval --feedback                    the present index, by what visitors judged on the page
"""

_CALIBRATE = """\
The weights begin at the shipped ones and are drawn back to them as hard as 25 judgements would draw
them. Before and after are compared by cross-validation. The result is confidence.json in the index
folder; chats in progress use it from their next question on.

examples:
  qa calibrate --dry-run                what the judgements given on the page would change
  qa calibrate                          fit and use it
  qa calibrate my-questions/            judgements on the page, if any, and a data set
  qa calibrate --reset                  back to the shipped confidence
"""


def add_eval_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `qa eval` takes; what is parsed has the parser's own `error` as `refuse`."""
    _explain(parser, _EVAL)
    parser.set_defaults(refuse=parser.error)
    add = parser.add_argument
    add("dataset", type=Path, nargs="?", metavar="FOLDER", help=_DATASET)
    add("--feedback", action="store_true", help="instead: judgements given on the page")
    for kind in ("question", "passage"):
        add(f"--{kind}-language", metavar="CODE", help=f"only {kind}s in this language")
    add("--cross-lingual", action="store_true", help="every pair of languages, as a table")
    add(
        "--languages",
        type=language_codes,
        default=(),
        metavar="CODES",
        help="with --cross-lingual, only these: ar,en,…",
    )
    _add_n_questions(parser)
    add_reader_flag(parser)
    add(
        "--titles",
        type=Path,
        metavar="FILE",
        help="only questions on passages of these titles, one a line: those that nothing was "
        "trained on, say",
    )
    add(
        "--strangers",
        type=Path,
        metavar="FOLDER",
        help="another data set, whose questions are asked too, as ones that nothing answers",
    )
    add(
        "--n-strangers",
        type=question_count,
        default=200,
        metavar="N",
        help="how many of them, drawn by a fixed seed [200]",
    )
    add(
        "--plot",
        type=picture_path,
        metavar="FILE",
        help="draw the confidence's reliability and the stages into a .png or .svg (needs the "
        "extra 'eval')",
    )


def add_calibrate_flags(parser: argparse.ArgumentParser) -> None:
    """Add what `qa calibrate` takes."""
    _explain(parser, _CALIBRATE)
    add = parser.add_argument
    add("dataset", type=Path, nargs="?", metavar="FOLDER", help=_DATASET)
    _add_n_questions(parser)
    add_reader_flag(parser)
    add("--dry-run", action="store_true", help="only show before and after")
    add("--reset", action="store_true", help="remove what was fitted")


def add_reader_flag(parser: argparse.ArgumentParser, *, default: bool = DEFAULT_READER) -> None:
    """Add whether the first passages are read."""
    parser.add_argument(
        "--reader",
        action=argparse.BooleanOptionalAction,
        default=default,
        help="have the reader read the first passages: slower, better at marks and at refusing",
    )


def misuse_of_eval(arguments: argparse.Namespace) -> str:
    """Why the flags of `qa eval` do not go together; "" where they do."""
    alone = arguments.question_language or arguments.passage_language or arguments.strangers
    some = arguments.n_questions or arguments.titles
    if bool(arguments.dataset) == arguments.feedback:
        return "name the folder of a data set, or --feedback"
    if arguments.feedback and (alone or arguments.cross_lingual or some):
        return "--feedback goes with --plot only"
    if arguments.cross_lingual and alone:
        return "--cross-lingual takes every language, or --languages, and no --strangers"
    if arguments.languages and not arguments.cross_lingual:
        return "--languages goes with --cross-lingual"
    return ""


def _explain(parser: argparse.ArgumentParser, text: str) -> None:
    parser.epilog = text
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def _add_n_questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--n-questions",
        type=question_count,
        metavar="N",
        help="only so many questions of each language, drawn by a fixed seed",
    )
