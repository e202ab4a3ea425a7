"""Spreadsheets: what openpyxl writes is what comes out, each value with the name of its column."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from qa.corpus.tables.spreadsheet import parse_spreadsheet
from qa.errors import DocumentParseError
from support.parsing_samples import read_bytes


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows, **cells) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place, value in cells.items():
        book.active[place] = value
    return saved(book)


def changed(data: bytes, change, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The same workbook with one part of its zip changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == part else content)
    return stream.getvalue()


def texts(data: bytes) -> list[str]:
    return [block.text.replace("\n", " | ") for block in parse_spreadsheet(data).blocks]


def test_sheets_are_sections_and_rows_name_their_columns(tmp_path):
    book = Workbook()
    book.active.title = "Harvest"
    for row in (["Table 4"], ["District", 2019, "Share"], ["Hilla", 0, 0.255], ["Kut", None, 1]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active["C3"].number_format = "0.0%"
    hidden = book.create_sheet("مخفية")
    hidden.sheet_state = "hidden"
    hidden.append(["الاسم", "المدينة"])
    hidden.append(["دلشاد", "أربيل"])
    book.create_sheet("Empty")
    book.properties.title, book.properties.creator = "The book", "Layla"
    book.properties.modified = datetime.datetime(2024, 5, 2)
    data = changed(
        saved(book),
        lambda core: re.sub(r"2\d{3}-\d\d-\d\dT", "2024-05-02T", core),
        "docProps/core.xml",
    )
    document = read_bytes(tmp_path, "a.xlsx", data)
    assert document.text == (
        "Harvest\n\nTable 4\n\nDistrict: Hilla\n2019: 0\nShare: 25.5%\n\n"
        "District: Kut\nShare: 1\n\n"
        "مخفية\n\nالاسم: دلشاد\nالمدينة: أربيل"
    )
    assert (document.title, document.author, document.date) == ("The book", "Layla", "2024-05-02")
    assert [s.label for s in document.sections] == ["Harvest", "1", "3", "4", "مخفية", "2"]
    assert read_bytes(tmp_path, "a.xlsm", data).text == document.text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (10**15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (-2.50, "-2.5"),
        (True, "TRUE"),
        (datetime.date(2024, 5, 2), "2024-05-02"),
        (datetime.datetime(2024, 5, 2, 14, 30), "2024-05-02 14:30"),
        (datetime.time(9, 5), "09:05"),
        (datetime.timedelta(hours=30), "30:00"),
        ("two\n\nlines", "two | lines"),
        ("#N/A", "#N/A"),
    ],
)
def test_values_as_they_are_shown(value, shown):
    assert (
        texts(workbook(["Item", "Value"], ["a", value], ["b", 7]))[1] == f"Item: a | Value: {shown}"
    )


def test_merged_cells_are_repeated_in_what_they_cover():
    book = Workbook()
    for row in (
        ["District", 2019, None, 2020, None],
        [None, "Wheat", "Rice", "Wheat", "Rice"],
        ["Hilla", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
        ["North"],
        ["Kut", 9, 9, 9, 8],
    ):
        book.active.append(row)
    for cells in ("A1:A2", "B1:C1", "D1:E1", "A3:A4", "A5:E5"):
        book.active.merge_cells(cells)
    assert texts(saved(book))[1:] == [
        "District: Hilla | 2019 Wheat: 1 | 2019 Rice: 2 | 2020 Wheat: 3 | 2020 Rice: 4",
        "District: Hilla | 2019 Wheat: 5 | 2019 Rice: 6 | 2020 Wheat: 7 | 2020 Rice: 8",
        "North",
        "District: Kut | 2019 Wheat: 9 | 2019 Rice: 9 | 2020 Wheat: 9 | 2020 Rice: 8",
    ]


def test_bold_cells_name_columns():
    book = Workbook()
    for row in (["Year", 1, 7], ["a", 3, 4], ["b", 5, 6]):
        book.active.append(row)
    for cell in book.active[1]:
        cell.font = Font(bold=True)
    assert texts(saved(book))[1] == "Year: a | 1: 3 | 7: 4"


def test_formulas_give_their_stored_value_or_are_counted():
    data = workbook(["Item", "Sum"], ["a", "=1+1"], ["b", "=2+2"])
    stored = changed(
        data,
        lambda xml: xml.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>").replace(
            "<f>1+1</f><v />", "<f>1+1</f><v>2</v>"
        ),
    )
    extract = parse_spreadsheet(stored)
    assert [block.text for block in extract.blocks[1:]] == ["Item: a\nSum: 2", "Item: b"]
    assert {kind: n for kind, n in extract.unread.items() if n} == {"uncalculated formula": 1}


def test_comments_are_read():
    book = Workbook()
    book.active.append(["Item", "Price"])
    book.active.append(["Soap", 3])
    book.active["B2"].comment = Comment("since May", "Layla")
    assert texts(saved(book))[1:] == ["Item: Soap | Price: 3", "B2: since May"]


CELL = st.one_of(st.integers(0, 99), st.sampled_from(["a", "نص"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELL, st.none() | CELL, st.dates()), min_size=1, max_size=8))
def test_each_cell_stands_after_the_name_of_its_column(rows):
    expected = []
    for row in rows:
        cells = zip(("Name", "City", "Day"), row, strict=True)
        expected.append(" | ".join(f"{name}: {cell}" for name, cell in cells if cell is not None))
    names = ["Name", "City", "Day"]
    assert texts(workbook(names, *rows))[1 : len(rows) + 1] == expected
    assert texts(workbook(names, [], *rows))[1 : len(rows) + 1] == expected


def test_a_sheet_that_claims_to_be_huge_is_read_at_once():
    claimed = lambda xml: re.sub(r'ref="[^"]*"', 'ref="A1:XFD1048576"', xml, count=1)  # noqa: E731
    assert texts(changed(workbook(["Item", "Price"], ["Soap", 3]), claimed))[1:] == [
        "Item: Soap | Price: 3"
    ]
    far = workbook(["Item", "Price"], ["Soap", 3], XFD1048576="far")
    assert texts(far)[1] == "Item: Soap | Price: 3"
    assert texts(far)[2].endswith("far")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lambda: b"no zip", "broken"),
        (lambda: b"PK\x03\x04 junk", "broken"),
        (lambda: workbook(["a"])[:-200], "broken"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
        (
            lambda: changed(
                workbook(["a"]),
                lambda xml: xml.replace("<sheetData>", "<sheetData>" + "<row/>" * 9_000_000),
            ),
            "too_large",
        ),
        (
            lambda: changed(
                workbook(["a", "b"]),
                lambda xml: xml.replace(
                    "</sheetData>",
                    "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 3000))
                    + "</sheetData><mergeCells>"
                    + '<mergeCell ref="A1:B1048576"/>' * 2000
                    + "</mergeCells>",
                ),
            ),
            "too_large",
        ),
    ],
)
def test_files_that_give_no_text(data, kind):
    with pytest.raises(DocumentParseError) as caught:
        parse_spreadsheet(data())
    assert caught.value.kind == kind


def test_headers_and_footers_stand_once_at_the_end():
    book = Workbook()
    for sheet in (book.active, book.create_sheet()):
        sheet.append(["Weir", "Depth"])
        sheet.append(["Kut", 3])
        sheet.oddHeader.left.text = "Ministry of Water && Land"
        sheet.oddHeader.center.text = "Page &P of &N"
        sheet.oddFooter.right.text = "&8مسودة للنقاش"
        sheet.firstFooter.left.text = "&D"
    read = texts(saved(book))
    assert read[-2:] == ["Ministry of Water & Land", "مسودة للنقاش"]
    assert not [text for text in read[:-2] if "Ministry" in text or "Page" in text]
