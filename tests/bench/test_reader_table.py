"""The reader's figures beside those of its model card."""

import math

from bench.reader_table import (
    COLUMNS,
    SETS,
    parse_figures,
    published_figures,
    reader_section,
    worse,
)

OUTPUT = """xquad ar 105 0.578 0.848 0.912 0.876
xquad mean 0.715 0.910 0.950 0.935
"""


def test_the_model_card_has_every_set():
    published = published_figures()
    assert {row.split()[0] for row in published} == set(SETS.values())
    assert len(published) >= 16
    assert all(0 < figure < 1 for figures in published.values() for figure in figures)
    assert published["xquad ar"] == [0.578, 0.848, 0.876]


def test_what_is_printed_is_read():
    assert parse_figures(OUTPUT) == {
        "xquad ar": [0.578, 0.848, 0.876],
        "xquad mean": [0.715, 0.910, 0.935],
    }


def test_as_good_or_nearly_is_not_worse():
    published = {"a b": [0.5, 0.6, 0.7]}
    assert worse(published, {"a b": [0.495, 0.7, 0.7]}) == []
    (found,) = worse(published, {"a b": [0.494, 0.7, 0.7]})
    assert (found.row, found.column, found.now) == ("a b", COLUMNS[0], 0.494)


def test_what_is_missing_or_no_number_is_worse():
    published = {"a b": [0.5, 0.6, 0.7]}
    assert len(worse(published, {})) == 3
    assert len(worse(published, {"a b": [0.5, math.nan, 0.7]})) == 1


def test_the_section_says_which_is_worse():
    published = {"xquad ar": [0.578, 0.848, 0.900]}
    text = reader_section(published, parse_figures(OUTPUT))
    assert "Worse: xquad ar, AUROC: 0.900 → 0.876" in text
    assert "| xquad ar | 0.578 → 0.578 | 0.848 → 0.848 | 0.900 → 0.876 |" in text
    assert "No figure is worse" in reader_section(parse_figures(OUTPUT), parse_figures(OUTPUT))
