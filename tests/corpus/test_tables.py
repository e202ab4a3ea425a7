"""Delimited tables: what stands above their rows, which row names the columns, how large."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.tables.delimited import parse_table
from qa.corpus.tables.row_blocks import MAX_ROW_BLOCKS

NAMES = ["District", "Wheat", "Rice"]
ROWS = [["Hilla", "120", "15"], ["Najaf", "", "90"], ["Kut, east", "7", '8 "or so"']]
LINES = [
    "District: Hilla\nWheat: 120\nRice: 15",
    "District: Najaf\nRice: 90",
    'District: Kut, east\nWheat: 7\nRice: 8 "or so"',
]


def source(rows, delimiter=",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def texts(text: str) -> list[str]:
    return [block.text for block in parse_table(text.encode()).blocks]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "sep={}\n", "\ufeffsep={}\r\n", '"sep={}"\n'])
def test_a_line_that_states_the_delimiter_is_none_of_the_table(delimiter, above):
    if above == '"sep={}"\n' and delimiter == "\t":
        above = '"sep=\\t"\n'
    text = above.format(delimiter) + source([NAMES, *ROWS], delimiter)
    assert texts(text) == LINES


def test_titles_above_a_table_and_notes_below_it():
    rows = [["Table 4", "", ""], ["of 2024", "", ""], ["", "", ""], NAMES, *ROWS]
    assert texts(source([*rows, ["", "", ""], ["Source: Ministry", "", ""]])) == [
        "Table 4",
        "of 2024",
        *LINES,
        "Source: Ministry",
    ]


def test_quotation_marks_after_a_space():
    assert texts('town, note\nUpper, "one, two"\nLower, x\n') == [
        "town: Upper\nnote: one, two",
        "town: Lower\nnote: x",
    ]


def test_a_column_without_a_value_keeps_its_name():
    assert texts("town,mills,note\nUpper,4,\nLower,5,\n")[-1] == "note"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([",", ";", "\t"]))
def test_each_cell_stands_in_its_row(data, delimiter):
    cell = st.text(alphabet=f'ab جد."\n12{delimiter}', max_size=8).map(str.strip)
    rows = data.draw(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=2, max_size=8))
    blocks = parse_table(source([["n", "x", "y"], *rows], delimiter).encode()).blocks
    words = " ".join(block.text for block in blocks).split()
    for row in rows:
        for value in row:
            assert all(word in words or any(word in w for w in words) for word in value.split())


def test_a_very_long_table_has_a_bounded_number_of_blocks():
    n = 3 * MAX_ROW_BLOCKS - 1
    blocks = parse_table(b"a,b\n" + b"\n".join(b"%d,x" % n for n in range(n))).blocks
    assert len(blocks) == MAX_ROW_BLOCKS
    assert "\n".join(block.text for block in blocks) == "\n".join(
        f"a: {n} | b: x" for n in range(n)
    )
    assert (blocks[0].label, blocks[1].label) == ("2–4", "5–7")


def test_a_row_of_a_million_columns_is_no_table():
    (first, second) = parse_table(b"a," * 500_000 + b"\n" + b"b," * 500_000).blocks
    assert first.text.count("a") == second.text.count("b") == 500_000
