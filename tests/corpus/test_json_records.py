"""JSON: every field of every record, as it is written, and never its braces."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.blocks import assemble
from qa.corpus.tables.json_records import parse_json, parse_records
from qa.corpus.tables.row_blocks import MAX_ROW_BLOCKS
from support.parsing_samples import read_text

WORDS = st.text(alphabet="abcdefghijابتثج ", min_size=1, max_size=8).filter(str.strip)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-999, 999), st.floats(allow_nan=False, width=16), WORDS
)
KEYS = st.sampled_from(
    ["a", "b", "title", "text", "role", "content", "date", "data", "columns", "المؤلف", "messages"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


def text_of(content, parse=parse_json) -> str:
    source = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return assemble(parse(source.encode()).blocks)[0]


def scalars(value):
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending += list(value.values())
        elif isinstance(value, list):
            pending += value
        elif value is not None:
            yield value if isinstance(value, str) else json.dumps(value)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_no_value_is_lost_whatever_is_nested_in_whatever(value):
    for parse in (parse_json, parse_records):
        text = " ".join(text_of(json.dumps(value), parse).split())
        for scalar in scalars(value):
            assert " ".join(scalar.split()) in text
        assert not re.search(r'[{}]|"\w+":|\[\{', text)


def test_zero_and_false_are_values_and_null_is_none():
    record = {"price": 0, "open": False, "note": None, "size": 4.50, "list": [], "empty": ""}
    assert text_of([record]) == "price: 0 | open: false | size: 4.5"


def test_numbers_stay_as_they_are_written():
    assert text_of('{"a": 4.50, "b": 1E5, "c": 100000000000000000000001, "d": -0}') == (
        "a: 4.50\nb: 1E5\nc: 100000000000000000000001\nd: -0"
    )


def test_fields_beside_a_text_stay_and_tell_where_it_is_from(tmp_path):
    record = {
        "headline": "Bridge works",
        "body": "The bridge is closed.\n\nFor long.",
        "author": {"name": "Layla Hasan"},
        "datePublished": "2024-03-05T10:00:00Z",
        "cost": 45000,
    }
    for name, source in (
        ("a.json", json.dumps(record)),
        ("b.json", json.dumps([record])),
        ("c.jsonl", json.dumps(record)),
    ):
        document = read_text(tmp_path, name, source)
        assert document.text == (
            "Bridge works\nThe bridge is closed.\nFor long.\nauthor.name: Layla Hasan\n"
            "datePublished: 2024-03-05T10:00:00Z\ncost: 45000"
        )
        assert (document.title, document.author) == ("Bridge works", "Layla Hasan")
        assert document.date == "2024-03-05"


def test_several_lists_are_several_tables_with_headings(tmp_path):
    source = {
        "meta": {"source": "census office"},
        "مدن": [{"name": "Basra", "mayor": "K"}, {"name": "Duhok", "mayor": "S"}],
        "area": {"rivers": [{"name": "Khazir", "km": 100}, {"name": "Zab", "km": 400}]},
    }
    document = read_text(tmp_path, "a.json", json.dumps(source))
    assert document.text == (
        "meta.source: census office\n\nمدن\n\nname: Basra | mayor: K\n\nname: Duhok | mayor: S\n\n"
        "area\n\nrivers\n\nname: Khazir | km: 100\n\nname: Zab | km: 400"
    )
    headings = [(s.label, s.level) for s in document.sections if s.kind == "heading"]
    assert headings == [("مدن", 1), ("area", 1), ("rivers", 2)]


@pytest.mark.parametrize(
    "table",
    [
        {"columns": ["name", "age"], "data": [["Ali", 3], ["Hana", 0]]},
        {"name": ["Ali", "Hana"], "age": [3, 0]},
        [["name", "age"], ["Ali", 3], ["Hana", 0]],
        [{"name": "Ali", "age": 3}, {"name": "Hana", "age": 0}],
    ],
)
def test_tables_in_all_the_ways_in_which_json_holds_them(table):
    text = text_of(table).replace("\n\n", "\0").replace("\n", " | ").replace("\0", "\n")
    assert text.removeprefix("data\n") == "name: Ali | age: 3\nname: Hana | age: 0"


@pytest.mark.parametrize(
    ("speaker", "speech"), [("role", "content"), ("from", "value"), ("speaker", "text")]
)
def test_dialogues_are_read_as_such(speaker, speech):
    talk = [{speaker: "user", speech: "When?"}, {speaker: "assistant", speech: "At noon."}]
    expected = "user: When?\nassistant: At noon."
    assert text_of(json.dumps({"id": 7, "messages": talk}), parse_records) == f"id: 7\n{expected}"
    assert text_of(talk) == expected.replace("\n", "\n\n")
    parts = [{"role": "user", "content": [{"type": "text", "text": "When?"}]}]
    assert text_of(parts) == "user: When?"


def test_records_inside_records():
    record = {
        "firm": "Mills",
        "offices": [{"city": "Mosul", "staff": {"cooks": 4}}, {"city": "Kut"}],
    }
    assert text_of([record, record]).split("\n\n")[0] == (
        "firm: Mills\noffices:\n• city: Mosul | staff.cooks: 4\n• city: Kut"
    )


def test_lines_that_are_no_records_are_noted(tmp_path):
    lines = ['{"text": "One."}', "{broken", '{"question": "How?", "answer": "So.", "id": 2}']
    document = read_text(tmp_path, "a.jsonl", "\n".join(lines))
    assert document.text == "One.\n\nHow?\nSo.\nid: 2"
    assert [s.label for s in document.sections] == ["1", "3"]
    assert tuple(map(str, document.notes)) == ("lines left out that are not JSON: 1 (line 2)",)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize(
    "source", ['{"a": 1}\n{"a": 2}', '{\n"a": 1}\n{\n"a": 2\n}', '[\n{"a": 1},\n{"a": 2}\n]']
)
def test_each_ending_may_hold_what_is_meant_for_the_other(tmp_path, name, source):
    assert read_text(tmp_path, name, source).text == "a: 1\n\na: 2"


def test_a_name_that_comes_again_loses_no_value():
    assert text_of('{"phone": "1", "phone": "2"}') == "phone: 1, 2"


def test_names_of_what_is_nested_deep_do_not_grow_with_the_square():
    value: object = {f"key{n}": n for n in range(1000)}
    for _ in range(300):
        value = {"outer": value}
    text = text_of(json.dumps(value))
    assert all(f"key{n}: {n}" in text for n in range(1000))
    assert len(text) < 120_000


def test_very_many_records_have_a_bounded_number_of_blocks():
    blocks = parse_records(b'{"a": 1}\n' * (2 * MAX_ROW_BLOCKS)).blocks
    assert len(blocks) == MAX_ROW_BLOCKS
