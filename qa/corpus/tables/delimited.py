"""Delimited tables (.csv, .tsv) to text: each table row a block of "column: value" lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from qa.corpus.blocks import Extract, clean_characters
from qa.corpus.encodings import decode
from qa.corpus.tables.grid import named_rows
from qa.corpus.tables.row_blocks import row_blocks
from qa.errors import DocumentParseError
from qa.findings import Finding

DELIMITERS = ",;\t|"
SNIFFED_ROWS = 30
"""Table rows from which the delimiter is told."""

# What spreadsheet programs write above a table to say which delimiter it has.
_DELIMITER_LINE = re.compile(r'\n*"?sep=(?P<delimiter>[^"\n]|\\t)"?[ ,;\t]*(?:\n|\Z)', re.I)


def parse_table(data: bytes) -> Extract:
    """Parse comma-, semicolon-, tab- or bar-separated values.

    Raises:
        DocumentParseError: It is not text, or holds no table row.
    """
    decoded = decode(data)
    text = clean_characters(decoded.text)
    stated = _DELIMITER_LINE.match(text)
    if stated:
        text = text[stated.end() :]
    delimiter = stated["delimiter"].replace("\\t", "\t") if stated else _delimiter(text)
    table, n_rows, notes = _table(text, delimiter)
    if not n_rows:
        raise DocumentParseError("empty", Finding.of("empty_table"))
    blocks = tuple(row_blocks(named_rows(table), n_rows))
    return Extract(blocks, notes=(*decoded.notes, *notes))


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a delimited table, split anew each time: a list takes ten times the text."""

    text: str
    delimiter: str
    is_strict: bool = False
    has_quotes: bool = True

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(
            _lines(self.text),
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.has_quotes else csv.QUOTE_NONE,
            skipinitialspace=True,
            strict=self.is_strict,
        )
        for number, row in enumerate(reader, 1):
            yield number, [without_empty_lines(cell) for cell in row]


def _lines(text: str) -> Iterator[str]:
    """A text's lines with their ends, one at a time; a list of them or a stream takes far more."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def without_empty_lines(cell: str) -> str:
    """A cell without empty lines, which stand between table rows."""
    if "\n" not in cell:
        return cell.strip()
    return "\n".join(line for line in cell.split("\n") if line.strip()).strip()


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most table rows into the same number of cells, above one."""
    sample = text[:100_000].split("\n")[:SNIFFED_ROWS]

    def regularity(delimiter: str) -> float:
        reader = csv.reader(sample, delimiter=delimiter, skipinitialspace=True)
        widths = Counter(len(row) for row in reader if row)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return count * (1 + width / 1000) if width > 1 else 0

    _allow_long_cells(text)
    best = max(DELIMITERS, key=regularity)
    return best if regularity(best) else ","


def _allow_long_cells(text: str) -> None:
    # The module's limit (131,072 characters) guards streams; this text is in memory already.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))


def _table(text: str, delimiter: str) -> tuple[_Table, int, tuple[Finding, ...]]:
    """A table and its number of rows, read leniently where its quotation marks break the rules."""
    _allow_long_cells(text)
    strict = _Table(text, delimiter, is_strict=True)
    try:
        return strict, _n_rows(strict), ()
    except csv.Error as error:
        # A quotation mark that is never closed would swallow all table rows after it.
        unclosed = "unexpected end" in str(error)
    lenient = _Table(text, delimiter, has_quotes=not unclosed)
    return lenient, _n_rows(lenient), (Finding.of("irregular_quotes"),)


def _n_rows(table: _Table) -> int:
    return sum(any(cells) for _, cells in table)
