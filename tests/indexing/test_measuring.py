"""What a build tells of its pace, by a clock of the test's own."""

import pytest

from qa.indexing.measuring import ProgressMeter
from qa.reports import Progress, clock_time
from support.fake_encoder import build


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def told():
    return []


def test_rate_and_time_left_are_those_of_the_stage(told):
    clock = Clock()
    meter = ProgressMeter(told.append, clock)
    meter.tell("parsing", 0, 100)
    clock.now = 4.0
    meter.tell("parsing", 20, 100, "a.txt")
    clock.now = 10.0
    meter.tell("encoding", 0, 50)
    clock.now = 12.0
    meter.tell("encoding", 25, 50)
    assert told == [
        Progress("parsing", 0, 100),
        Progress("parsing", 20, 100, "a.txt", 5.0, 16.0),
        Progress("encoding", 0, 50),
        Progress("encoding", 25, 50, "", 12.5, 2.0),
    ]


def test_a_listener_is_not_told_more_than_it_can_draw_but_always_of_the_end(told):
    clock = Clock()
    meter = ProgressMeter(told.append, clock)
    for done in range(10_001):
        clock.now = done / 1000
        meter.tell("parsing", done, 10_000)
    assert 90 <= len(told) <= 105
    assert told[-1].done == 10_000


def test_a_build_tells_each_file_until_all_are_read(tmp_path, told):
    (tmp_path / "seeds").mkdir()
    for n in range(3):
        (tmp_path / f"seeds/{n}.txt").write_text(f"Note {n}.")
    build(tmp_path / "seeds", tmp_path / "index", progress=told.append)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["preparing", "parsing", "encoding", "writing"]
    parsed = [progress for progress in told if progress.stage == "parsing"]
    assert (parsed[-1].done, parsed[-1].total, parsed[-1].file) == (3, 3, "2.txt")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.4, "0:00"), (65, "1:05"), (3599.6, "1:00:00"), (7200, "2:00:00")]
)
def test_time_as_a_clock_shows_it(seconds, shown):
    assert clock_time(seconds) == shown
