"""Whose turn it is: places are bounded, turns come in order, and who goes away is not computed."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import BusyError
from qa.web import admission
from qa.web.admission import (
    WAITING_FOR_EACH_CORE,
    Admission,
    ClientGoneError,
    hand_over,
    handed_over,
)

LIMIT_SECONDS = 30


class Works:
    """Work that goes on until it is let go, and is written down as it begins."""

    def __init__(self):
        self.begun = []
        self.together = self.most_together = 0
        self.lock = threading.Lock()
        self.go = threading.Semaphore(0)

    def of(self, number):
        def work():
            with self.lock:
                self.begun.append(number)
                self.together += 1
                self.most_together = max(self.most_together, self.together)
            assert self.go.acquire(timeout=LIMIT_SECONDS)
            with self.lock:
                self.together -= 1
            return number

        return work

    def end(self, count=1):
        self.go.release(count)


async def until(condition):
    async def look():
        while not condition():
            await asyncio.sleep(0.002)

    await asyncio.wait_for(look(), LIMIT_SECONDS)


async def ask(door, work):
    with door.enter() as place:
        return await place.run(work)


def run(test):
    asyncio.run(asyncio.wait_for(test(), LIMIT_SECONDS))


def test_those_who_find_no_place_are_refused_and_the_others_answered_in_order():
    async def test():
        door, works = Admission(2), Works()
        asked = [asyncio.create_task(ask(door, works.of(n))) for n in range(20)]
        await until(lambda: len(works.begun) == 2)
        assert (door.taken, door.running) == (door.most, 2) == (2 * (1 + WAITING_FOR_EACH_CORE), 2)
        assert door.refused == 20 - door.most
        works.end(20)
        told = await asyncio.gather(*asked, return_exceptions=True)
        assert told[: door.most] == list(range(door.most))
        assert {type(error) for error in told[door.most :]} == {BusyError}
        # Two threads write down what they begin: neighbours may change places, no others.
        assert all(abs(number - place) <= 1 for place, number in enumerate(works.begun))
        assert works.most_together == 2
        assert door.taken == 0

    run(test)


def test_one_core_answers_one_after_the_other():
    async def test():
        door, works = Admission(1), Works()
        asked = [asyncio.create_task(ask(door, works.of(n))) for n in range(door.most)]
        works.end(door.most)
        await asyncio.gather(*asked)
        assert works.begun == list(range(door.most))
        assert works.most_together == 1

    run(test)


def test_who_goes_away_before_its_turn_is_never_computed_and_makes_room():
    async def test():
        door, works = Admission(1), Works()
        gone = asyncio.Event()
        told = iter([{"type": "http.request"}])

        async def receive():
            for message in told:
                return message
            await gone.wait()
            return {"type": "http.disconnect"}

        first = asyncio.create_task(ask(door, works.of(0)))
        await until(lambda: works.begun == [0])
        leaving = asyncio.create_task(door.serve(works.of(1), receive))
        last = asyncio.create_task(ask(door, works.of(2)))
        await until(lambda: door.taken == 3)
        gone.set()
        with pytest.raises(ClientGoneError):
            await leaving
        assert door.taken == 2
        works.end(2)
        assert await asyncio.gather(first, last) == [0, 2]
        assert works.begun == [0, 2]

    run(test)


def test_who_goes_away_while_it_is_computed_holds_its_place_until_it_is_done():
    async def test():
        door, works = Admission(1), Works()

        async def receive():
            await until(lambda: works.begun == [0])
            return {"type": "http.disconnect"}

        leaving = asyncio.create_task(door.serve(works.of(0), receive))
        await until(lambda: works.begun == [0])
        await asyncio.sleep(0.05)
        assert (door.taken, door.running) == (1, 1)
        works.end()
        assert await leaving == 0
        await until(lambda: door.taken == 0)

    run(test)


def test_a_request_that_is_cancelled_leaves_nothing_behind():
    async def test():
        door, works = Admission(1), Works()
        tasks = [asyncio.create_task(ask(door, works.of(n))) for n in range(3)]
        await until(lambda: works.begun == [0])
        for task in tasks:
            task.cancel()
        told = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(error) for error in told} == {asyncio.CancelledError}
        assert (door.taken, door.running) == (1, 1)
        works.end()
        await until(lambda: door.taken == 0)
        assert works.begun == [0]

    run(test)


def test_nobody_waits_longer_than_the_longest_wait(monkeypatch):
    async def test():
        monkeypatch.setattr(admission, "LONGEST_WAIT_SECONDS", 0.05)
        door, works = Admission(1), Works()
        first = asyncio.create_task(ask(door, works.of(0)))
        await until(lambda: works.begun == [0])
        with pytest.raises(BusyError):
            await ask(door, works.of(1))
        await asyncio.sleep(0.1)  # what has begun is not ended
        works.end()
        assert await first == 0
        assert works.begun == [0]

    run(test)


def test_a_fault_of_the_work_is_told_and_its_place_is_free():
    async def test():
        door = Admission(1)
        with pytest.raises(ZeroDivisionError):
            await ask(door, lambda: 1 // 0)
        assert door.taken == 0

    run(test)


def test_what_can_be_left_undone_waits_for_a_moment_in_which_nobody_asks():
    async def test():
        door, works = Admission(1), Works()
        assert await asyncio.to_thread(door.spare, lambda: "done", LIMIT_SECONDS) == "done"
        first = asyncio.create_task(ask(door, works.of(0)))
        await until(lambda: works.begun == [0])
        with pytest.raises(BusyError):
            await asyncio.to_thread(door.spare, lambda: "done", 0.05)
        later = asyncio.create_task(asyncio.to_thread(door.spare, lambda: "done", LIMIT_SECONDS))
        works.end()
        assert await later == "done"
        assert await first == 0

    run(test)


def test_nobody_comes_in_once_it_is_closed_and_who_is_in_is_answered():
    async def test():
        door, works = Admission(1), Works()
        asked = [asyncio.create_task(ask(door, works.of(n))) for n in range(2)]
        await until(lambda: door.taken == 2)
        door.close()
        with pytest.raises(BusyError):
            door.enter()
        with pytest.raises(BusyError):
            await asyncio.to_thread(door.spare, lambda: None, 0.01)
        works.end(2)
        assert await asyncio.gather(*asked) == [0, 1]

    run(test)


def test_a_place_is_handed_over_once_and_left_where_nobody_takes_it(monkeypatch):
    async def test():
        monkeypatch.setattr(admission, "CLAIM_SECONDS", 0.05)
        door = Admission(1)
        taken, lost = door.enter("a"), door.enter("b")
        scopes = [{}, {}]
        for place, scope in zip((taken, lost), scopes, strict=True):
            hand_over(place, scope)
        assert handed_over(scopes[0]) is taken
        assert handed_over(scopes[0]) is None
        await until(lambda: door.taken == 1)
        assert handed_over(scopes[1]) is None
        await asyncio.sleep(0.1)
        assert door.taken == 1
        door.leave_all("a")
        assert door.taken == 0

    run(test)


def test_when_to_ask_again_follows_what_a_question_takes():
    door = Admission(2)
    assert door.retry_seconds == 1
    for _ in range(door.most):
        door.enter()
    door._mean_seconds = 2.0
    assert door.retry_seconds == door.most  # each takes two seconds, two at a time
    door._mean_seconds = 1e6
    assert door.retry_seconds == admission.LONGEST_RETRY_SECONDS


STEPS = st.lists(
    st.one_of(
        st.just(("enter", 0)),
        st.tuples(st.sampled_from(["leave", "cancel"]), st.integers(0, 30)),
        st.tuples(st.just("end"), st.integers(1, 3)),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=40)
@given(at_once=st.integers(1, 3), steps=STEPS)
def test_places_and_threads_are_bounded_and_none_is_lost_whatever_happens(at_once, steps):
    async def test():
        door, works = Admission(at_once), Works()
        places, tasks, refused = [], [], 0
        for step, number in steps:
            if step == "enter":
                is_full = door.taken >= door.most
                try:
                    place = door.enter()
                except BusyError:
                    assert is_full
                    refused += 1
                    continue
                assert not is_full
                places.append(place)
                tasks.append(asyncio.create_task(place.run(works.of(len(tasks)))))
            elif step == "end":
                works.end(number)
            elif places and step == "leave":
                places[number % len(places)].leave()
            elif tasks:
                tasks[number % len(tasks)].cancel()
            await asyncio.sleep(0)
            assert door.taken <= door.most
            assert door.running <= at_once
        works.end(len(tasks) + 1)
        told = await asyncio.gather(*tasks, return_exceptions=True)
        for place in places:
            place.leave()
        await until(lambda: door.taken == 0)
        answered = [result for result in told if isinstance(result, int)]
        ended = (int, ClientGoneError, asyncio.CancelledError)
        assert all(isinstance(result, ended) for result in told)
        assert set(answered) <= set(works.begun)
        assert works.most_together <= at_once
        assert len(set(works.begun)) == len(works.begun)
        assert door.refused == refused

    run(test)


def test_many_threads_at_once_find_no_more_places_than_there_are():
    door, barrier = Admission(2), threading.Barrier(16)

    def enter(_):
        barrier.wait(LIMIT_SECONDS)
        taken = []
        for _ in range(20):
            try:
                taken.append(door.enter())
            except BusyError:
                continue
        return taken

    with ThreadPoolExecutor(16) as threads:
        taken = [place for places in threads.map(enter, range(16)) for place in places]
    assert len(taken) == door.most == door.taken
    assert door.refused == 16 * 20 - door.most
    for place in taken:
        place.leave()
    assert door.taken == 0
