"""Which file endings stand for which format."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

Format = Literal[
    "text",
    "markdown",
    "webpage",
    "pdf",
    "word",
    "spreadsheet",
    "opendocument",
    "presentation",
    "rich_text",
    "table",
    "records",
    "json",
    "book",
    "mail",
    "saved_page",
    "subtitles",
    "picture",
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
    ".docm": "word",
    ".odt": "opendocument",
    ".pptx": "presentation",
    ".pptm": "presentation",
    ".rtf": "rich_text",
    ".xlsx": "spreadsheet",
    ".xlsm": "spreadsheet",
    ".csv": "table",
    ".tsv": "table",
    ".jsonl": "records",
    ".ndjson": "records",
    ".json": "json",
    ".epub": "book",
    ".eml": "mail",
    ".mhtml": "saved_page",
    ".mht": "saved_page",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "picture"),
}
"""Ending, in lower case → format."""

RECOGNISED: frozenset[Format] = frozenset(("picture", "pdf"))
"""Formats whose text may have to be recognised."""

SAVED_AS = {
    ".doc": ".docx",
    ".dot": ".docx",
    ".wps": ".docx",
    ".pages": ".docx",
    ".ppt": ".pptx",
    ".pps": ".pptx",
    ".odp": ".pptx",
    ".key": ".pptx",
    ".xls": ".xlsx",
    ".numbers": ".xlsx",
}
"""Endings of documents that cannot be read, and what their programs can save them as."""

SUPPORTED_SUFFIXES = tuple(suffix for suffix, kind in FORMATS.items() if kind != "picture")
"""The endings, in the order in which messages name them; pictures need a program besides."""


def suffix_of(path: str) -> str:
    """Return the ending of a path in lower case, with its dot; "" where there is none."""
    return PurePosixPath(path).suffix.lower()


def is_supported(path: str) -> bool:
    """Whether a file of this name can be read."""
    return suffix_of(path) in FORMATS
