"""Which file endings stand for which format."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

Format = Literal[
    "text", "markdown", "webpage", "pdf", "word", "spreadsheet", "table", "records", "json"
]

FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".rst": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "webpage",
    ".htm": "webpage",
    ".xhtml": "webpage",
    ".pdf": "pdf",
    ".docx": "word",
    ".xlsx": "spreadsheet",
    ".xlsm": "spreadsheet",
    ".csv": "table",
    ".tsv": "table",
    ".jsonl": "records",
    ".ndjson": "records",
    ".json": "json",
}
"""Ending, in lower case → format."""

SUPPORTED_SUFFIXES = tuple(FORMATS)
"""The endings, in the order in which messages name them."""


def suffix_of(path: str) -> str:
    """Return the ending of a path in lower case, with its dot; "" where there is none."""
    return PurePosixPath(path).suffix.lower()


def is_supported(path: str) -> bool:
    """Whether a file of this name can be read."""
    return suffix_of(path) in FORMATS
