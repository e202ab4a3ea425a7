"""Spreadsheets (.xlsx) to text: each sheet a section, each row with the names of its columns.

The only module that imports openpyxl. Formulas give the values that the file keeps of them.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from qa.corpus.blocks import Block, Extract
from qa.corpus.dates import stated_date
from qa.corpus.tables.delimited import without_empty_lines
from qa.corpus.tables.grid import named_rows
from qa.corpus.tables.row_blocks import part, row_blocks
from qa.corpus.tables.sheet_margins import margins_of
from qa.corpus.tables.sheet_notes import notes_of
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""An .xlsx is a zip; one that unpacks to more than this is a bomb, or is full of pictures."""

MAX_ELEMENTS = 8_000_000
"""XML elements of the sheets and their texts, two or three for a cell."""

MAX_CELLS = 4_000_000
"""Cells of a workbook, empty ones between filled ones counted too."""

_BLOCK_BYTES = 1024 * 1024
_CORE = "docProps/core.xml"


@dataclass(slots=True)
class _Sheet:
    """A sheet that is being read.

    Attributes:
        rows: By their number, the texts of the filled cells by their column.
        bold: Numbers of the rows in which every filled cell is bold.
        merged: Cell ranges that are one cell: first column and row, last column and row.
        n_uncalculated: Formulas whose value was never stored.
        margins: What is printed above and below the cells.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    bold: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    n_uncalculated: int = 0
    margins: tuple[str, ...] = ()


def parse_spreadsheet(data: bytes) -> Extract:
    """Parse an Excel workbook.

    Raises:
        DocumentParseError: "broken": it is no workbook. "encrypted": it has a password or is an old
            .xls. "too_large": it unpacks to too many bytes, elements or cells.
    """
    with _archive(data) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of formats and extensions that change no text
        try:
            # The whole file is in memory, so there is nothing to close.
            workbook = load_workbook(io.BytesIO(data), True, data_only=True, keep_links=False)
            return _extract(workbook, archive)
        except (DocumentParseError, MemoryError, RecursionError):
            raise
        except Exception as error:  # a damaged part raises almost anything
            raise DocumentParseError("broken", Finding.of("broken_spreadsheet")) from error


def _archive(data: bytes) -> zipfile.ZipFile:
    """Open the zip after making sure that it is one, of bearable size."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentParseError("encrypted", Finding.of("encrypted_spreadsheet"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        too_large = _is_too_large(archive)
    except Exception as error:  # zipfile raises half a dozen kinds
        raise DocumentParseError("broken", Finding.of("broken_spreadsheet")) from error
    if too_large:
        raise _too_large()
    return archive


def _is_too_large(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        return True
    n_elements = 0
    for entry in entries:
        if entry.filename.lower().endswith(".xml"):
            with archive.open(entry) as stream:
                while block := stream.read(_BLOCK_BYTES):
                    n_elements += block.count(b"<") - block.count(b"</")
                    if n_elements > MAX_ELEMENTS:
                        return True
    return False


def _too_large() -> DocumentParseError:
    return DocumentParseError("too_large", Finding.of("many_cells", MAX_CELLS))


def _extract(workbook: Any, archive: zipfile.ZipFile) -> Extract:  # noqa: ANN401 (untyped library)
    blocks: list[Block] = []
    margins: list[str] = []
    unread: Counter[str] = Counter()
    cells_left = MAX_CELLS
    for worksheet in workbook.worksheets:
        sheet = _read(worksheet, cells_left)
        rows = list(_rows(sheet, cells_left))
        cells_left -= sum(len(cells) for _, cells in rows)
        margins += sheet.margins
        notes, left_out = notes_of(archive, worksheet._worksheet_path)
        unread.update(left_out)
        unread["uncalculated formula"] += sheet.n_uncalculated
        if not rows and not notes:
            continue
        blocks.append(Block(worksheet.title, "heading", level=1))
        declared = frozenset(n for n in sheet.bold if n + 1 not in sheet.bold)
        named = named_rows(rows, has_merged_cells=True, declared=declared)
        blocks += row_blocks(named, sum(any(cells) for _, cells in rows))
        blocks += [part(note) for note in notes]
    if blocks:
        blocks += [part(text) for text in dict.fromkeys(margins)]
    unread["chart sheet"] = len(workbook.chartsheets)
    properties = workbook.properties
    # The library fills in itself and the present moment where the file says nothing.
    core = archive.read(_CORE) if _CORE in archive.namelist() else b""
    date = properties.modified.date().isoformat() if b"modified>" in core else ""
    author = properties.creator if b"creator>" in core else ""
    return Extract(
        tuple(blocks),
        (properties.title or "").strip() if core else "",
        author="" if author in (None, "openpyxl") else author.strip(),
        date=stated_date(date),
        unread=unread,
    )


def _read(worksheet: Any, cells_left: int) -> _Sheet:  # noqa: ANN401
    """Read the filled cells of a sheet, however far apart they are.

    The library's own rows are padded to the size that the file claims.
    """
    sheet = _Sheet()
    book = worksheet.parent
    looks: dict[int, tuple[bool, bool]] = {}
    with worksheet._get_source() as source:
        parser = _SheetParser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            row: dict[int, str] = {}
            is_bold = True
            for cell in cells:
                style = cell["style_id"]
                if style not in looks:
                    looks[style] = _look(ReadOnlyCell(worksheet, **cell))
                text = _shown(cell["value"], is_percent=looks[style][0])
                if text:
                    row[cell["column"]] = text
                    is_bold &= looks[style][1]
            cells_left -= len(row)
            if cells_left < 0:
                raise _too_large()
            if row:
                sheet.rows[number] = row
                if is_bold and len(row) > 1:
                    sheet.bold.add(number)
    merged = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
    sheet.merged = [cell_range.bounds for cell_range in merged]
    sheet.n_uncalculated = parser.n_uncalculated
    sheet.margins = tuple(margins_of(getattr(parser, "HeaderFooter", None)))
    return sheet


class _SheetParser(WorkSheetParser):  # type: ignore[misc]
    """The library's reader of a sheet, which tells besides how many formulas have no value."""

    n_uncalculated = 0

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401
        cell: dict[str, Any] = super().parse_cell(element)
        is_empty = cell["value"] is None and element.get("t") != "str"  # which is a text of nothing
        self.n_uncalculated += is_empty and element.find(FORMULA_TAG) is not None
        return cell


def _look(cell: Any) -> tuple[bool, bool]:  # noqa: ANN401
    """Whether a cell's style shows hundredths, and whether it is bold."""
    try:
        return "%" in cell.number_format, bool(cell.font.b)
    except (IndexError, AttributeError):  # a style that the file does not have
        return False, False


def _shown(value: object, *, is_percent: bool = False) -> str:
    """A cell's value as text: dates by ISO 8601, numbers without the noise of binary fractions."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, is_percent=is_percent)
        case datetime.datetime() | datetime.time() | datetime.timedelta():
            return _time(value)
    return without_empty_lines(str(value).replace("\r\n", "\n").replace("_x000D_", ""))


def _time(value: datetime.datetime | datetime.time | datetime.timedelta) -> str:
    """A day, a time or both by ISO 8601; a duration in hours and minutes."""
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        text = f"{minutes // 60}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text
    unit = "seconds" if value.second else "minutes"
    if isinstance(value, datetime.time):
        return value.isoformat(unit)
    return value.isoformat(" ", unit) if value.time() != datetime.time() else str(value.date())


def _number(value: float, *, is_percent: bool) -> str:
    """A number in its 15 digits, as spreadsheets have them, and never in powers of ten."""
    text = f"{value:.15g}"
    if is_percent or "e" in text:
        text = f"{Decimal(text) * (100 if is_percent else 1):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if is_percent else text


def _rows(sheet: _Sheet, cells_left: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet without its unused columns; an empty one where rows are left out."""
    used = sorted({column for row in sheet.rows.values() for column in row})
    place = {column: n for n, column in enumerate(used)}
    _repeat_merged(sheet, used, cells_left)
    last = 0
    for number, row in sorted(sheet.rows.items()):
        if last and number > last + 1:
            yield last + 1, []
        last = number
        cells = [""] * (place[max(row)] + 1)
        cells_left -= len(cells)
        if cells_left < 0:
            raise _too_large()
        for column, text in row.items():
            cells[place[column]] = text
        yield number, cells


def _repeat_merged(sheet: _Sheet, used: list[int], cells_left: int) -> None:
    """Write merged cells into all that they cover, as far as the sheet is used."""
    numbers = sorted(sheet.rows)
    alone = {number for number, row in sheet.rows.items() if len(row) == 1}
    for first_column, first_row, last_column, last_row in sheet.merged:
        text = sheet.rows.get(first_row, {}).get(first_column)
        if not text:
            continue
        columns = [column for column in used if first_column <= column <= last_column]
        if first_row == last_row and len(columns) > 1 and len(used) > 2 and first_row in alone:
            columns = used  # a title, as wide as the table or not
        rows = [number for number in numbers if first_row <= number <= last_row]
        cells_left -= len(columns) * len(rows)
        if cells_left < 0:
            raise _too_large()
        for number in rows:
            for column in columns:
                sheet.rows[number].setdefault(column, text)
