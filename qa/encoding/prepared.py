"""The folder of a prepared model: graph, tokenizer and a description, read without torch."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

GRAPH = "model.xml"
TOKENIZER = "tokenizer.json"
DESCRIPTION = "prepared.json"
VERSION = 1
"""Raised when the folder's contents change."""


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """What the encoder needs to know of a model besides its graph and tokenizer.

    Attributes:
        fingerprint: Names the weights and prompts.
        dimension: Components of a vector.
        max_tokens: Most tokens the model sees.
        pad_id: Token id that fills short rows.
        question_prompt: What is put before a question.
        passage_prompt: What is put before a passage.
    """

    fingerprint: str
    dimension: int
    max_tokens: int
    pad_id: int
    question_prompt: str
    passage_prompt: str


def write_prepared(prepared: PreparedModel, folder: Path) -> None:
    """Write the description, the last file of a complete folder."""
    text = json.dumps(asdict(prepared), indent=1, ensure_ascii=False)
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def read_prepared(folder: Path) -> PreparedModel:
    """Read the description back.

    Raises:
        OSError, ValueError, TypeError: It is missing or not such a description.
    """
    return PreparedModel(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
