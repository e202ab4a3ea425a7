"""Tables as lines: whatever the table, each value stands after the name of its own column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.tables.grid import cells_with_names, named_rows, table_lines

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzابتثجحخد", min_size=1, max_size=6)
CELLS = st.one_of(st.just(""), WORDS, st.integers(0, 9999).map(str), st.just("-"))


@st.composite
def tables(draw):
    width = draw(st.integers(2, 6))
    names = draw(st.lists(WORDS, min_size=width, max_size=width, unique=True))
    row = st.lists(CELLS, min_size=width, max_size=width).filter(lambda row: len(set(row)) > 1)
    return names, draw(st.lists(row, min_size=1, max_size=12))


@settings(max_examples=200, deadline=None)
@given(tables())
def test_each_value_stands_after_the_name_of_its_column(table):
    names, rows = table
    lines = table_lines([names, *rows], 1)
    lines = lines[len(lines) - len(rows) :]
    for row, line in zip(rows, lines, strict=True):
        expected = [f"{name}: {cell}" for name, cell in zip(names, row, strict=True) if cell]
        assert line.split(" | ") == expected


@settings(max_examples=200, deadline=None)
@given(tables(), st.sampled_from([None, 0, 1, 2]))
def test_nothing_of_a_table_is_lost_and_nothing_added(table, n_name_rows):
    names, rows = table
    text = "\n".join(table_lines([names, *rows], n_name_rows))
    for cell in (*names, *(cell for row in rows for cell in row)):
        assert cell in text
    inside = set(" ".join([*names, *(cell for row in rows for cell in row)]))
    assert set(text) <= inside | set("|: \n")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=40), st.booleans())
def test_a_guessed_name_is_the_cell_above(rows, is_record_table):
    numbered = list(enumerate(rows, 1))
    seen = set()
    for row in named_rows(numbered, is_record_table=is_record_table):
        seen.add(row.number)
        for column, (name, cell) in enumerate(zip(row.names, row.cells, strict=False)):
            # The name of a group of columns stands above the first of them.
            above = [c for r in rows[: row.number - 1] for c in r[: column + 1]]
            assert not (name and cell) or all(part in above for part in name.split())
    # What is not written is empty, or names columns in the lines of others, or repeats them.
    text = "\n".join(
        "\n".join(cells_with_names(row.names, row.cells))
        for row in named_rows(numbered, is_record_table=is_record_table)
    )
    for number, cells in numbered:
        assert number in seen or all(cell in text for cell in cells)


@settings(max_examples=100, deadline=None)
@given(tables(), st.data())
def test_empty_cells_keep_their_place_where_no_names_are_known(table, data):
    _, rows = table
    for row, line in zip([r for r in rows if any(r)], table_lines(rows, 0), strict=True):
        cells = line.split(" | ") if line else []
        assert [cell.strip() for cell in cells] == row[: len(cells)]
        assert not any(row[len(cells) :])


def written(source: str, **options) -> list[str]:
    rows = [[cell.strip() for cell in line.split(",")] for line in source.strip("\n").split("\n")]
    named = named_rows(list(enumerate(rows, 1)), **options)
    return [" | ".join(cells_with_names(row.names, row.cells)) for row in named]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (",name,pay\n0,Karwan,12\n1,Hana,9", "0 | name: Karwan | pay: 12"),
        ("Country,2019,2020\nIraq,39,40\nOman,4,5", "Country: Iraq | 2019: 39 | 2020: 40"),
        ("کشور,۱۴۰۱,۱۴۰۲\nایران,۳,۴\nعراق,۵,۶", "کشور: ایران | ۱۴۰۱: ۳ | ۱۴۰۲: ۴"),
        ("देश,२०१९,२०२०\nभारत,३,४\nनेपाल,५,६", "देश: भारत | २०१९: ३ | २०२०: ४"),
        ("#,Plant\n1,Fig\n2,Olive", "#: 1 | Plant: Fig"),
        ("№,%,Name\n1,5,Fig\n2,7,Oak", "№: 1 | %: 5 | Name: Fig"),
        ("Office,Phone,Phone\nA,1,2\nB,3,4", "Office: A | Phone: 1 | Phone: 2"),
        ("Name,City,\nAli,Basra,\nHana,Mosul,", "Name: Ali | City: Basra"),
        ("Name,,City\nAli,x,Basra\nHana,y,Mosul", "Name: Ali | x | City: Basra"),
        ("Week,1,2,3,4\nRice,5,6,2,9\nOats,1,1,0,3", "Week: Rice | 1: 5 | 2: 6 | 3: 2 | 4: 9"),
        (
            "Age,0-14,15-64,65+\nIraq,37,59,3\nOman,2,7,1",
            "Age: Iraq | 0-14: 37 | 15-64: 59 | 65+: 3",
        ),
        ("Day,1/5/24,2/5/24\nRice,5,6\nOats,7,8", "Day: Rice | 1/5/24: 5 | 2/5/24: 6"),
    ],
)
def test_names_that_are_no_words(source, expected):
    assert written(source)[0] == expected


@pytest.mark.parametrize(
    "source",
    [
        "Basra,34.1,12\nErbil,22.8,40",
        "Basra,2019,12\nErbil,2020,40\nDuhok,2021,7",
        "Ali,Basra,cook\nHana,Mosul,smith\nZahra,Basra,cook",
        "1,2,3\n4,5,6\n7,8,9",
        "Ali,1999,2020\nHana,1987,2003",
        "Ali,2019,2020\nHana,2020,2021\nZahra,2018,2019",
        "a@b.example,Ali,x\nc@d.example,Hana,y",
        "Basra,12 kg,4\nErbil,15 kg,5\nDuhok,9 kg,6",
        "Owner:,Ministry\nAddress:,Basra",
    ],
)
def test_a_table_without_names_gets_none(source):
    assert written(source)[0] == source.split("\n")[0].replace(",", " | ")


@pytest.mark.parametrize(
    "above",
    [
        "Table 4: harvest,,",
        "Table 4: harvest\n,,",
        "Table 4: harvest\nin tons of 2024\n\n\n",
        "Table 4: harvest,,\nSource: Ministry,2024,",
        "جدول ٤,,\n\n",
    ],
)
def test_lines_above_the_names(above):
    lines = written(f"{above}\nDistrict,Wheat,Rice\nHilla,120,15\nNajaf,60,90")
    assert lines[-2:] == [
        "District: Hilla | Wheat: 120 | Rice: 15",
        "District: Najaf | Wheat: 60 | Rice: 90",
    ]
    assert lines[0] == above.split("\n")[0].rstrip(",")


def test_a_question_above_short_answers_is_a_name():
    question = "How much did you like the food in the house " + "and in the garden " * 4 + "(1-5)?"
    assert written(f"Person,{question}\nAli,4\nHana,5")[0] == f"Person: Ali | {question}: 4"
    prose = "It is a long way to the sea from here " * 4
    assert written(f"Ali,{prose}\nHana,{prose}too")[0] == f"Ali | {prose.strip()}"


def test_an_empty_row_below_the_names():
    assert written("Name,City\n,\nAli,Basra\nHana,Kut")[0] == "Name: Ali | City: Basra"
    assert written("Owner,Ministry\n,\nItem,Price\nSoap,3\nRice,4") == [
        "Owner | Ministry",
        "Item: Soap | Price: 3",
        "Item: Rice | Price: 4",
    ]


def test_a_row_of_units_costs_no_name():
    lines = written("District,Wheat,Rice\n,tons,tons\nHilla,120,15\nNajaf,60,90")
    assert lines == [
        "Wheat: tons | Rice: tons",
        "District: Hilla | Wheat: 120 | Rice: 15",
        "District: Najaf | Wheat: 60 | Rice: 90",
    ]


def test_names_of_groups_go_before_those_of_their_columns():
    for groups in (",2019,,2020,", "District,2019,2019,2020,2020"):
        lines = written(f"{groups}\nDistrict,Wheat,Rice,Wheat,Rice\nHilla,1,2,3,4\nKut,5,6,7,8")
        assert lines[0] == (
            "District: Hilla | 2019 Wheat: 1 | 2019 Rice: 2 | 2020 Wheat: 3 | 2020 Rice: 4"
        )


def test_tables_below_each_other_have_their_own_names_and_notes_none():
    lines = written(
        "Name,City,Age\nAli,Basra,30\nHana,Kut,31\n,,\nZahra,Mosul,28\n,,\n"
        "Item,Price,Weight\nSoap,3,1\nRice,2,5\n,,\nSource: Ministry,,"
    )
    assert lines == [
        "Name: Ali | City: Basra | Age: 30",
        "Name: Hana | City: Kut | Age: 31",
        "Name: Zahra | City: Mosul | Age: 28",
        "Item: Soap | Price: 3 | Weight: 1",
        "Item: Rice | Price: 2 | Weight: 5",
        "Source: Ministry",
    ]


def test_a_cell_over_all_columns_is_no_value_of_each():
    wide = ["Northern region"] * 3
    lines = table_lines([["Hours"] * 3, ["Day", "Noon", "Evening"], ["Fri", "", "18"], wide], 2)
    assert lines == ["Hours", "Day | Noon | Evening", "Day: Fri | Evening: 18", "Northern region"]


def test_names_that_come_again_on_each_page_are_not_rows():
    names = ["Day", "Noon", "Evening"]
    lines = table_lines([names, ["Fri", "12", "18"], names, ["Sat", "11", "17"]])
    assert lines == ["Day: Fri | Noon: 12 | Evening: 18", "Day: Sat | Noon: 11 | Evening: 17"]


def test_terms_with_their_values_are_no_records():
    assert table_lines([["Name", "Ali"], ["City", "Basra"]]) == ["Name | Ali", "City | Basra"]
    assert table_lines([["Item", "Price"], ["Soap", "3"]]) == ["Item: Soap | Price: 3"]
