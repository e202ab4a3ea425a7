"""A data set's passages as documents under a folder, and the index of them."""

from __future__ import annotations

import hashlib
import re
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
_UNTITLED = "p0"  # an identifier, which is not read as a title
_NAME_BYTES = 200  # of 255 that file systems allow
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


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
    """Write each passage of a data set as a document in a folder of its own.

    The folder is named by the passage's identifier, the file by its title, which is so that of the
    document.
    """
    names = [
        document_folder(identifier) + _file_name(dataset.titles.get(identifier, ""))
        for identifier in dataset.passages
    ]
    wanted = set(names)
    for path in list(seeds.rglob("*.txt")):
        if path.relative_to(seeds).as_posix() not in wanted:
            path.unlink()
    for text, name in zip(dataset.passages.values(), names, strict=True):
        path = seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def document_folder(identifier: str) -> str:
    """The folder of the document that a passage is written to, with a closing "/"."""
    return f"{quote(identifier, safe='')}/"


def identifier_of(path: str) -> str:
    """The identifier of the passage that a document was written from."""
    return unquote(path.partition("/")[0])


def _file_name(title: str) -> str:
    """A file name that gives a document its title."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", title).split())
    kept = plain.encode(errors="ignore")[:_NAME_BYTES].decode(errors="ignore").strip(" .")
    return f"{kept or _UNTITLED}.txt"
