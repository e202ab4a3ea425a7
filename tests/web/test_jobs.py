"""Work in the background: one piece at a time, its errors told, none of them lost."""

import threading

import pytest

from qa.errors import ModelError
from qa.web.jobs import BackgroundJob, reason_of
from support.web_stand_in import until


def test_one_piece_of_work_at_a_time():
    job, go, done = BackgroundJob("work"), threading.Event(), []

    def work():
        assert go.wait(10)
        done.append(threading.current_thread().name)

    started = [job.start(work, done.append) for _ in range(3)]
    assert started == [True, False, False]
    assert job.running
    go.set()
    until(lambda: not job.running)
    assert done == ["work"]
    assert job.start(work, done.append)
    until(lambda: not job.running)
    assert done == ["work", "work"]


def test_many_threads_start_it_once():
    job, go, started = BackgroundJob("work"), threading.Event(), []
    threads = [
        threading.Thread(target=lambda: started.append(job.start(lambda: go.wait(10), print)))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    go.set()
    assert sorted(started) == [False] * 19 + [True]


@pytest.mark.parametrize("error", [ModelError("no model"), ZeroDivisionError("a secret")])
def test_the_error_that_ended_it_is_told(error):
    job, told = BackgroundJob("work"), []

    def fail():
        raise error

    job.start(fail, told.append)
    until(lambda: told)
    assert told == [error]
    until(lambda: not job.running)
    assert job.start(told.clear, told.append)


def test_a_fault_of_the_program_keeps_its_secrets(caplog):
    assert reason_of(ModelError("Prepare it again."), "Drawing") == "Prepare it again."
    assert "secret" not in reason_of(ZeroDivisionError("secret"), "Drawing")
    assert "secret" in caplog.text
