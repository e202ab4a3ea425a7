"""One command for each part of the experiment."""

from __future__ import annotations

import argparse
from pathlib import Path

from .decoding import report_decoding
from .encoding import encode_all
from .lexical import try_lexical
from .questions import HALVES, encode_questions
from .tokens import try_codecs
from .vectors import try_first_pass, try_rounding

PARTS = ("encode", "tokens", "decoding", "vectors", "first-pass", "lexical")


def main() -> None:
    """Run the part that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("folder", type=Path, help="where the encoded sets are kept")
    parser.add_argument("--data", type=Path, help="the development sets, for encode")
    parser.add_argument("--half", choices=HALVES, default=HALVES[0], help="of the articles")
    parser.add_argument("--sizes", type=int, nargs="*", default=(256_000, 1_000_000))
    options = parser.parse_args()
    match options.part:
        case "encode":
            encode_all(options.data, options.folder)
            encode_questions(options.data, options.folder)
        case "tokens":
            try_codecs(options.folder, options.half)
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
