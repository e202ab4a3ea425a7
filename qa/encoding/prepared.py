"""The folder of a prepared model: graph, tokenizer and a description, read without torch."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

GRAPH = "model.xml"
TOKENIZER = "tokenizer.json"
DESCRIPTION = "prepared.json"
CHECKED = "checked.json"
COMPILED = "compiled"
VERSION = 4
"""Raised when the folder's contents change."""

_SETTLED_NANOSECONDS = 2_000_000_000


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


def make_prepared(target: Path, fill: Callable[[Path], PreparedModel]) -> None:
    """Make the folder `target`, complete or not at all, in place of one that may be there.

    Args:
        target: The folder.
        fill: Writes graph and tokenizer into an empty folder, and describes them.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".preparing-") as name:
        folder = Path(name) / "model"
        folder.mkdir()
        _write_description(fill(folder), folder)
        if target.exists():
            target.rename(Path(name) / "replaced")
        folder.rename(target)  # the commit point: all or nothing


def _write_description(prepared: PreparedModel, folder: Path) -> None:
    """Write the description, the last file of a complete folder, with the digests of the others."""
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    text = json.dumps(asdict(replace(prepared, files=files)), indent=1, ensure_ascii=False)
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def read_prepared(folder: Path) -> PreparedModel:
    """Read the description back.

    Raises:
        OSError, ValueError, TypeError: It is missing or not such a description.
    """
    return PreparedModel(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))


def check_prepared(prepared: PreparedModel, folder: Path) -> None:
    """Compare the folder's files with their recorded digests.

    That is done once: files of which nothing has changed since, by what the system notes of them,
    are taken for those that were compared.

    Raises:
        OSError, ValueError: One is missing or was altered.
    """
    stamps = {name: _stamp(folder / name) for name in prepared.files}
    checked = {"description": _digest(folder / DESCRIPTION), "stamps": stamps}
    if _read_checked(folder) == checked:
        return
    for name, digest in prepared.files.items():
        if _digest(folder / name) != digest:
            raise ValueError(f"{name} was altered")
    settled = time.time_ns() - max((stamp[2] for stamp in stamps.values()), default=0)
    if settled > _SETTLED_NANOSECONDS:  # what is written within a tick has the same stamp
        with suppress(OSError):  # then it is compared again the next time
            _replace(folder / CHECKED, json.dumps(checked))


def _stamp(path: Path) -> list[int]:
    """What the system notes of a file that changes with it."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _read_checked(folder: Path) -> object:
    try:
        return json.loads((folder / CHECKED).read_bytes())
    except (OSError, ValueError):
        return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
