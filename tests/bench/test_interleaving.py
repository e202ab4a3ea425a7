"""Who comes when, and what the rounds say."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.interleaving import blocks, orders, percentile, ratio

TIMES = st.floats(1e-6, 1e6)


@given(st.integers(1, 7), st.integers(1, 3))
def test_everyone_comes_once_a_round_and_at_each_place_equally_often(n, turns):
    names = [str(number) for number in range(n)]
    rounds = orders(names, n * turns)
    assert all(sorted(order) == sorted(names) for order in rounds)
    places = Counter((name, place) for order in rounds for place, name in enumerate(order))
    assert set(places.values()) == {turns}
    assert len(places) == n * n


def test_two_change_places_from_round_to_round():
    assert orders(["a", "b"], 3) == [("a", "b"), ("b", "a"), ("a", "b")]


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=9))
def test_a_ratio_is_taken_within_each_round(rounds):
    other, own = zip(*rounds, strict=True)
    found = ratio(other, own)
    each = [a / b for a, b in rounds]
    assert found.median == statistics.median(each)
    assert (found.lowest, found.highest) == (min(each), max(each))


def test_a_slow_minute_of_the_machine_changes_no_ratio():
    assert ratio([2.0, 20.0, 4.0], [1.0, 10.0, 2.0]).median == 2.0


def test_a_ratio_needs_rounds_of_both():
    with pytest.raises(ValueError, match="round"):
        ratio([], [])
    with pytest.raises(ValueError, match=r"shorter|longer"):
        ratio([1.0], [1.0, 2.0])


@given(st.lists(st.text(), max_size=40), st.integers(1, 9))
def test_blocks_hold_everything_in_order_and_are_even(items, rounds):
    found = blocks(items, rounds)
    assert [item for block in found for item in block] == items
    assert max(map(len, found)) - min(map(len, found)) <= 1


@given(st.lists(TIMES, min_size=1, max_size=30), st.sampled_from([0, 50, 95, 100]))
def test_a_percentile_is_between_its_neighbours(values, percent):
    rank = percent / 100 * (len(values) - 1)
    below, above = (
        sorted(values)[round_] for round_ in (int(rank), min(int(rank) + 1, len(values) - 1))
    )
    assert below * (1 - 1e-9) <= percentile(values, percent) <= above * (1 + 1e-9)


def test_percentiles_of_known_values():
    values = [float(number) for number in range(101)]
    assert (percentile(values, 50), percentile(values, 95)) == (50.0, 95.0)
