"""One command for each part of the experiment."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .decoding import report_decoding
from .encoding import encode_all
from .learnt import learn_basis, learnt_codecs
from .lexical import try_lexical
from .marks import try_marks
from .questions import HALVES, encode_questions
from .structure import report_structure
from .token_codecs import CODECS, Codec
from .tokens import try_codecs
from .vectors import try_first_pass, try_rounding

PARTS = (
    "encode",
    "structure",
    "basis",
    "tokens",
    "marks",
    "decoding",
    "vectors",
    "first-pass",
    "lexical",
)


def chosen(codecs: dict[str, Codec], names: Sequence[str]) -> dict[str, Codec]:
    """Those of some names, or all."""
    return {name: codecs[name] for name in names or codecs}


def main() -> None:
    """Run the part that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("folder", type=Path, help="where the encoded sets are kept")
    parser.add_argument("--data", type=Path, help="the development sets")
    parser.add_argument("--only", nargs="*", default=(), help="codecs by name; all of them")
    parser.add_argument("--half", choices=HALVES, default=HALVES[0], help="of the articles")
    parser.add_argument("--sizes", type=int, nargs="*", default=(256_000, 1_000_000))
    options = parser.parse_args()
    match options.part:
        case "encode":
            encode_all(options.data, options.folder)
            encode_questions(options.data, options.folder)
        case "structure":
            report_structure(options.folder)
        case "basis":
            learn_basis(options.folder)
        case "tokens":
            codecs = CODECS | learnt_codecs(options.folder)
            try_codecs(options.folder, options.half, chosen(codecs, options.only))
        case "marks":
            codecs = chosen(CODECS | learnt_codecs(options.folder), options.only)
            try_marks(options.folder, options.data, options.half, codecs)
        case "decoding":
            report_decoding(options.folder)
        case "vectors":
            try_rounding(options.folder, options.half)
        case "first-pass":
            try_first_pass(options.folder, options.sizes)
        case "lexical":
            try_lexical(options.folder, options.half)


if __name__ == "__main__":
    main()
