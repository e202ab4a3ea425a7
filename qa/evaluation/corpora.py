"""A data set's passages as documents under a folder, and the index of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote, unquote

from qa.encoding.protocol import Encoder
from qa.evaluation.datasets import Dataset
from qa.indexing.building import build_index
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.reports import ProgressListener
from qa.settings import cache_folder

_DIGEST_LENGTH = 12  # hex digits


def corpus_folder(folder: Path, passage_language: str | None) -> Path:
    """Where in the cache the passages of a data set are indexed.

    It is named for the data set, so that a person knows it, and by a digest of the data set's
    place, so that two sets of one name have two.

    Args:
        folder: The data set.
        passage_language: The language its passages are kept to; None for all.
    """
    place = folder.resolve()
    digest = hashlib.sha256(str(place).encode(errors="surrogateescape")).hexdigest()
    name = f"{place.name}-{passage_language or 'all'}-{digest[:_DIGEST_LENGTH]}"
    return cache_folder() / "evaluation" / name


def open_corpus(
    dataset: Dataset, folder: Path, encoder: Encoder, progress: ProgressListener | None = None
) -> Generation:
    """Index a data set's passages as documents under a folder; what is there is used again."""
    write_documents(dataset, folder / "seeds")
    build_index(folder / "seeds", folder / "index", encoder, progress=progress)
    return Generation.open(Layout(folder / "index"))


def write_documents(dataset: Dataset, seeds: Path) -> None:
    """Write each passage of a data set as a document of its own, named by its identifier."""
    seeds.mkdir(parents=True, exist_ok=True)
    wanted = {document_path(identifier) for identifier in dataset.passages}
    for path in seeds.iterdir():
        if path.name not in wanted:
            path.unlink()
    for identifier, text in dataset.passages.items():
        (seeds / document_path(identifier)).write_text(text, encoding="utf-8", newline="")


def document_path(identifier: str) -> str:
    """The path of the document that a passage is written to."""
    return f"{quote(identifier, safe='')}.txt"


def identifier_of(path: str) -> str:
    """The identifier of the passage that a document was written from."""
    return unquote(path.removesuffix(".txt"))
