"""A data set's passages as documents under a folder, and the index of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

import regex

from qa.encoding.protocol import Encoder
from qa.evaluation.datasets import Dataset, folder_name
from qa.indexing.building import build_index
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.reports import ProgressListener
from qa.settings import cache_folder

_DIGEST_LENGTH = 12  # hex digits
_LONGEST_NAME = 240  # bytes of a file's name, leaving room for its ending
_NOT_IN_FILE_NAMES = regex.compile(r'[\p{C}/\\:*?"<>|]')
_UNTITLED = "p1"  # letters and digits in one word: an identifier, which is not encoded as a title


def corpus_folder(folder: Path, passage_language: str | None) -> Path:
    """Where in the cache the passages of a data set are indexed.

    It is named for the data set, so that a reader knows it, and by a digest of the data set's
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
    """Write each passage of a data set as a document of its own.

    It is in a folder named by its identifier, and the file's name is its title, which is encoded
    with it as that of any document is. Its identifier is not.
    """
    seeds.mkdir(parents=True, exist_ok=True)
    documents = {
        seeds / document_path(dataset, identifier): text
        for identifier, text in dataset.passages.items()
    }
    for path in seeds.rglob("*.txt"):
        if path not in documents:
            path.unlink()
    for path, text in documents.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def document_path(dataset: Dataset, identifier: str) -> str:
    """The path of the document that a passage is written to."""
    return f"{folder_name(identifier)}/{_file_name(dataset.titles.get(identifier, ''))}"


def identifier_of(path: str) -> str:
    """The identifier of the passage that a document was written from."""
    return unquote(path.partition("/")[0])


def _file_name(title: str) -> str:
    """A title as a file's name, without what some file system refuses or the reader passes over."""
    words = " ".join(_NOT_IN_FILE_NAMES.sub(" ", title).split()).lstrip(".~ ")
    shortened = words.encode()[:_LONGEST_NAME].decode(errors="ignore").strip()
    return f"{shortened or _UNTITLED}.txt"
