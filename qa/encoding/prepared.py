"""The folder of a prepared model: its graph, what belongs to it and a description."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from qa.encoding.remembered import RememberedDigests, digest_of

GRAPH = "model.xml"
TOKENIZER = "tokenizer.json"
DESCRIPTION = "prepared.json"
CHECKED = "checked.json"
COMPILED = "compiled"
BATCHES = "batches.json"
VERSION = 4
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
        files: Hex sha256 of each of the folder's other files by name.
    """

    fingerprint: str
    dimension: int
    max_tokens: int
    pad_id: int
    question_prompt: str
    passage_prompt: str
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreparedFiles:
    """What there is to know of a folder that needs no other description.

    Attributes:
        files: Hex sha256 of each of the folder's other files by name.
    """

    files: Mapping[str, str] = field(default_factory=dict)


def make_prepared(target: Path, fill: Callable[[Path], PreparedModel | PreparedFiles]) -> None:
    """Make the folder `target`, complete or not at all, in place of one that may be there.

    Args:
        target: The folder.
        fill: Writes the files into an empty folder, and describes them.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".preparing-") as name:
        folder = Path(name) / "model"
        folder.mkdir()
        _write_description(fill(folder), folder)
        if target.exists():
            target.rename(Path(name) / "replaced")
        folder.rename(target)  # the commit point: all or nothing


def _write_description(prepared: PreparedModel | PreparedFiles, folder: Path) -> None:
    """Write the description, the last file of a complete folder, with the digests of the others."""
    files = {path.name: digest_of(path) for path in sorted(folder.iterdir())}
    text = json.dumps(asdict(replace(prepared, files=files)), indent=1, ensure_ascii=False)
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def read_prepared(folder: Path) -> PreparedModel:
    """Read the description back.

    Raises:
        OSError, ValueError, TypeError: It is missing or not such a description.
    """
    return PreparedModel(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))


def read_prepared_files(folder: Path) -> PreparedFiles:
    """The same of a folder that was described by its files alone."""
    return PreparedFiles(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))


def check_prepared(prepared: PreparedModel | PreparedFiles, folder: Path) -> None:
    """Compare the folder's files with their recorded digests.

    That is done once: files of which nothing has changed since, by what the system notes of them,
    are taken for those that were compared.

    Raises:
        OSError, ValueError: One is missing or was altered.
    """
    digests = RememberedDigests(folder / CHECKED)
    for name, digest in prepared.files.items():
        if digests.of(folder / name) != digest:
            raise ValueError(f"{name} was altered")
