"""The reader's weights: a data file of the package, checked when it is read."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load

from qa.errors import ModelError

START, END, EVIDENCE, ANSWERS = range(4)
"""What the four numbers of a token are: log-odds of the answer's first and last token (of one
another), of a token of evidence, and, at the first token, of the passage answering at all."""

WEIGHTS = "reader.safetensors"
DESCRIPTION = "reader.json"


def reader_folder() -> Path:
    """Where the weights are."""
    return Path(__file__).parent


@cache
def reader_fingerprint() -> str:
    """Names the weights: what was fitted to one reader does not suit another."""
    described = json.loads((reader_folder() / DESCRIPTION).read_text(encoding="utf-8"))
    return str(described["sha256"])


def read_weights() -> dict[str, npt.NDArray[np.generic]]:
    """The arrays, by the names of `BertModel`, with "heads.weight" and "heads.bias".

    Raises:
        ModelError: The file is missing or is not the one that belongs to this version.
    """
    path = reader_folder() / WEIGHTS
    try:
        data = path.read_bytes()
        expected = reader_fingerprint()
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"The reader's weights cannot be read ({error}). {_MEND}") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelError(f"The reader's weights at '{path}' are not the expected file. {_MEND}")
    arrays: dict[str, npt.NDArray[np.generic]] = load(data)
    return arrays


_MEND = (
    "Reinstall the program with: pip install --force-reinstall --no-deps sanad-qa, or ask without "
    "the reader: qa ask --no-reader"
)
