"""Turn one file into one document: decode it, take its text out of its format, clean it.

A `SourceFile` goes in, a `Document` comes out. Each format has a module of its own, loaded when
the first file of that format is read, so that a folder of plain texts loads no PDF library.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from importlib import import_module

from qa.corpus.blocks import Extract, assemble, clean_characters, finish
from qa.corpus.context import title_from_path
from qa.corpus.formats import FORMATS, Format, suffix_of
from qa.corpus.listing import unsupported
from qa.corpus.scanning import SourceFile, open_regular
from qa.errors import DocumentParseError, words_of
from qa.findings import Finding
from qa.records import Document

_LOG = logging.getLogger(__name__)

PARSER_VERSION = 2
"""Part of the index's fingerprint: raised whenever parsing changes the text it gives."""

MAX_TITLE = 150
"""Characters of a title that are kept."""

TOO_MUCH_MEMORY = Finding.of("too_much_memory")
"""What a report says of a file that needs more memory than it may take."""

Parser = Callable[[bytes], Extract]
"""Turns the bytes of a file into its blocks; raises DocumentParseError."""

# Loaded by name: their libraries take up to a second, and most folders need few of them.
PARSERS: dict[Format, tuple[str, str]] = {
    "text": ("plain_text", "parse_text"),
    "markdown": ("markdown", "parse_markdown"),
    "webpage": ("html.webpage", "parse_webpage"),
    "pdf": ("pdf.paragraphs", "parse_pdf"),
    "word": ("office.word", "parse_word"),
    "opendocument": ("office.opendocument", "parse_open_document"),
    "presentation": ("office.presentation", "parse_presentation"),
    "rich_text": ("office.rich_text", "parse_rich_text"),
    "spreadsheet": ("tables.spreadsheet", "parse_spreadsheet"),
    "table": ("tables.delimited", "parse_table"),
    "records": ("tables.json_records", "parse_records"),
    "json": ("tables.json_records", "parse_json"),
    "book": ("epub", "parse_epub"),
    "mail": ("mail", "parse_mail"),
    "saved_page": ("mail", "parse_saved_page"),
    "picture": ("picture", "parse_picture"),
    "subtitles": ("subtitles", "parse_subtitles"),
}
"""Format → the module, under `qa.corpus`, and the function that parses it."""

FAULT_CHARACTERS = 200
"""Of an unforeseen error's message that a report repeats."""


def parse_document(file: SourceFile) -> Document:
    """Parse one file.

    Raises:
        DocumentParseError: The file gives no text; its `kind` is "empty", "binary", "encoding",
            "broken", "encrypted", "too_large", "unsupported", "unreadable", or "fault" where the
            program itself stumbles over it.
    """
    try:
        return _parse(file)
    except (DocumentParseError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise problem_of(file, error) from error


def problem_of(file: SourceFile, error: BaseException) -> DocumentParseError:
    """What a report says of a file that made the program fail, in whatever way.

    A fault of the program is logged. Whatever one file does to a parser, the others are read. A
    parser in Rust panics past `Exception`.
    """
    if isinstance(error, DocumentParseError):
        return error
    if isinstance(error, RecursionError):
        return DocumentParseError("broken", Finding.of("nested"))
    if isinstance(error, MemoryError):
        return DocumentParseError("too_large", TOO_MUCH_MEMORY)
    reason = clean_characters(f"{type(error).__name__}: {words_of(error)}")[:FAULT_CHARACTERS]
    _LOG.error("A fault of the program while reading '%s'", file.path, exc_info=error)
    return DocumentParseError("fault", Finding.of("fault", reason))


def _parse(file: SourceFile) -> Document:
    data = read_bytes(file)
    if not data.strip():
        raise DocumentParseError("empty", Finding.of("empty_file"))
    extract = finish(_extract(file.path, data))
    text, sections = assemble(extract.blocks)
    if not any(character.isalnum() for character in text):
        raise DocumentParseError("empty", Finding.of("no_text"))
    return Document(
        path=file.path,
        title=_title(file.path, extract),
        sha256=file.sha256,
        text=text,
        sections=sections,
        notes=extract.notes,
        author=extract.author[:MAX_TITLE].strip(),
        date=extract.date or file.date,
        dated_by_file=bool(file.date and not extract.date),
    )


def read_bytes(file: SourceFile) -> bytes:
    """Read a file's bytes and make sure that they are those that were scanned.

    Raises:
        DocumentParseError: "unreadable": they are not, or cannot be read.
    """
    try:
        with open_regular(file.location) as stream:
            data = stream.read(file.n_bytes + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentParseError("unreadable", Finding.of("unreadable", reason)) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DocumentParseError("unreadable", Finding.of("changed_meanwhile"))
    return data


def _extract(path: str, data: bytes) -> Extract:
    """Take the text out of a file's format."""
    file_format = FORMATS.get(suffix_of(path))
    if file_format is None:
        raise DocumentParseError("unsupported", unsupported(path))
    return _parser(file_format)(data)


def _parser(file_format: Format) -> Parser:
    """Load the module of a format and return its parser."""
    module, name = PARSERS[file_format]
    parser: Parser = getattr(import_module(f"qa.corpus.{module}"), name)
    return parser


def _title(path: str, extract: Extract) -> str:
    """The file's own title, or the file's name."""
    return extract.title[:MAX_TITLE].strip() or title_from_path(path) or path
