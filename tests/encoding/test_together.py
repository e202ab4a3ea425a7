"""What several threads ask for is done in batches, and each gets its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.encoding.together import Together


class Gate:
    """Work on numbers that is held up until it is let go, and what batches it came in."""

    def __init__(self):
        self.open = threading.Event()
        self.begun = threading.Event()
        self.batches = []

    def work(self, batch):
        self.batches.append(list(batch))
        self.begun.set()
        assert self.open.wait(60)
        if any(number < 0 for number in batch):
            raise ValueError(f"none is made of {batch}")
        return [number * number for number in batch]


def held_up(gate, together, numbers):
    """The futures of numbers that are asked for while one is under way, and that one's."""
    threads = ThreadPoolExecutor(len(numbers) + 1)
    first = threads.submit(together.do, 100)
    assert gate.begun.wait(60)
    others = [threads.submit(together.do, number) for number in numbers]
    while len(together._waiting) < len(numbers):
        threading.Event().wait(0.001)
    gate.open.set()
    return first, others


def test_what_comes_meanwhile_is_done_together_by_kind_and_at_most_so_many():
    gate = Gate()
    together = Together(gate.work, alike=lambda number: number % 2, most=3)
    numbers = list(range(1, 12))
    first, others = held_up(gate, together, numbers)
    assert first.result() == 10_000
    assert [one.result() for one in others] == [number**2 for number in numbers]
    assert gate.batches[0] == [100]
    assert sorted(number for batch in gate.batches[1:] for number in batch) == numbers
    for batch in gate.batches[1:]:
        assert len(batch) <= 3
        assert len({number % 2 for number in batch}) == 1
    assert len(gate.batches) == 1 + 2 + 2  # six odd ones and five even ones


def test_a_fault_is_told_to_those_of_its_batch_alone():
    gate = Gate()
    together = Together(gate.work, alike=lambda number: number > 0, most=8)
    first, others = held_up(gate, together, [-1, -2, 5, 6])
    assert first.result() == 10_000
    for one in others[:2]:
        with pytest.raises(ValueError, match="none is made"):
            one.result()
    assert [one.result() for one in others[2:]] == [25, 36]
    assert together.do(7) == 49


def test_alone_nobody_waits():
    together = Together(lambda batch: [len(batch)] * len(batch), alike=bool, most=8)
    assert [together.do(number) for number in range(5)] == [1] * 5


class Uncomparable:
    """As a record of arrays is: to ask whether two are equal is an error."""

    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        raise ValueError("the truth of an array is ambiguous")

    def __mul__(self, other):
        return self.number * other.number

    def __lt__(self, other):
        return self.number < other

    __hash__ = None


def test_more_than_a_batch_of_what_cannot_be_compared_is_done():
    gate = Gate()
    together = Together(gate.work, alike=lambda _: 0, most=2)
    first, others = held_up(gate, together, [Uncomparable(3) for _ in range(7)])
    assert first.result() == 10_000
    assert [one.result() for one in others] == [9] * 7
