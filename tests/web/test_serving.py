"""The process: it serves the index that is there, grows it behind, and ends when it is told to."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder
from support.paths import ROOT, TESTS
from support.sample_documents import write_seeds

IDLE_SECONDS, BUSY_SECONDS = 3, 10
WAIT_SECONDS = 60
SENTENCE = "In {} the library lent {} books, and the reading room was open for {} hours a day.\n\n"


def book(n_bytes):
    """A long text without an end of its own."""
    parts, size, number = ["# Book\n\n"], 0, 0
    while size < n_bytes:
        parts.append(SENTENCE.format(number, number * 37, number % 24))
        size += len(parts[-1])
        number += 1
    return "".join(parts)


@pytest.fixture
def work(tmp_path):
    """A folder of documents with its index."""
    seeds = write_seeds(tmp_path / "seeds")
    KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder()).close()
    return tmp_path


class Served:
    """A running server, and what it says."""

    def __init__(self, process):
        self.process = process
        self.said = []
        address = process.stderr.readline().split()[1].removeprefix("http://")
        self.host, port = address.split(":")
        self.port = int(port)
        self.reading = threading.Thread(target=lambda: self.said.extend(process.stderr))
        self.reading.start()

    def get(self, path, body=None):
        method, data = ("POST", json.dumps(body)) if body else ("GET", None)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=WAIT_SECONDS)
        connection.request(method, path, data, {"content-type": "application/json"})
        answer = json.load(connection.getresponse())
        connection.close()
        return answer

    def paths(self):
        return {document["path"] for document in self.get("/api/documents")}

    def ready(self):
        return self.get("/readyz")["ready"]

    def children(self):
        """Ids of the processes that it has started."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def end(self, how=signal.SIGTERM):
        """Seconds that it takes to end, on a machine that has a processor for it."""
        children, share, started = self.children(), share_of_a_processor(), time.monotonic()
        self.process.send_signal(how)
        self.process.wait(WAIT_SECONDS)
        seconds = (time.monotonic() - started) * share
        until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
        assert self.process.returncode == 0
        until(lambda: self.said and self.said[-1].strip() == "sanad: ended")
        assert "Traceback" not in "".join(self.said)
        return seconds


def share_of_a_processor():
    """How much of one this test gets, beside what else the machine is at."""
    began, used = time.monotonic(), time.process_time()
    while time.process_time() - used < 0.2:
        pass
    return 0.2 / (time.monotonic() - began)


def until(condition):
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


@contextmanager
def serving(work):
    process = subprocess.Popen(
        [sys.executable, TESTS / "support/serving_program.py", work / "seeds", work / "index"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"},
    )
    try:
        served = Served(process)
        until(served.ready)
        yield served
    finally:
        process.kill()
        process.wait()
        served.reading.join()
        process.stderr.close()


def test_what_is_indexed_is_answered_at_once_and_what_is_small_before_what_is_large(work):
    (work / "seeds" / "book.md").write_text(book(100_000))
    (work / "seeds" / "harbour.md").write_text("# Harbour\n\nThe harbour master keeps the ships.\n")
    with serving(work) as served:
        answer = served.get("/api/ask", {"question": "When was the library founded?"})
        assert answer["citations"]
        assert "book.md" not in served.paths()
        until(lambda: "harbour.md" in served.paths())
        assert "book.md" not in served.paths()
        assert served.get("/readyz")["progress"]["n_files"] == 1
        assert served.get("/api/build")["progress"]["n_files"] == 1
        found = served.get("/api/search", {"question": "harbour master", "top_k": 1})
        assert found[0]["passage"]["document"]["path"] == "harbour.md"
        (work / "seeds" / "late.md").write_text("# Late\n\nThe last ferry leaves at midnight.\n")
        until(lambda: "late.md" in served.paths())
        until(lambda: "book.md" in served.paths())
        until(lambda: served.get("/readyz")["progress"] is None)
        assert served.end() < IDLE_SECONDS


def test_told_to_end_while_it_encodes_it_ends_and_the_next_goes_on(work):
    (work / "seeds" / "book.md").write_text(book(250_000))
    with serving(work) as served:
        until(lambda: (served.get("/readyz")["progress"] or {}).get("stage") == "encoding")
        assert served.end(signal.SIGINT) < BUSY_SECONDS
    (work / "seeds" / "book.md").unlink()
    with KnowledgeBase.open(work / "seeds", work / "index", encoder=FakeEncoder()) as kb:
        assert kb.verify().sound


def test_told_to_end_while_a_parser_is_at_a_file_it_ends_both(work):
    (work / "seeds" / "bad.txt").write_text("stumble: hang\nhello")
    with serving(work) as served:
        until(lambda: (served.get("/readyz")["progress"] or {}).get("stage") == "parsing")
        until(served.children)
        assert served.end() < BUSY_SECONDS


@pytest.mark.long
def test_told_to_end_with_an_open_page_and_a_question_under_way_it_ends(work):
    with serving(work) as served:
        until(lambda: served.get("/readyz")["progress"] is None)
        with socket.create_connection((served.host, served.port)) as page:
            request = f"GET /gradio_api/heartbeat/abc HTTP/1.1\r\nHost: {served.host}\r\n\r\n"
            page.sendall(request.encode())
            assert b"200" in page.recv(100)
            with socket.create_connection((served.host, served.port)) as asking:
                body = b'{"question": "how slowly?"}'
                head = f"POST /api/ask HTTP/1.1\r\nHost: {served.host}\r\n"
                head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                asking.sendall(head.encode() + body)
                time.sleep(0.5)
                assert served.end() < BUSY_SECONDS


@pytest.mark.long
@pytest.mark.parametrize("seconds", [0, 5, 12])
def test_told_to_end_at_a_large_file_it_ends(work, seconds):
    (work / "seeds" / "book.md").write_text(book(39_000_000))
    with serving(work) as served:
        time.sleep(seconds)
        assert served.end() < BUSY_SECONDS


@pytest.mark.long
def test_a_large_file_newly_added_shuts_nobody_out():
    """The real encoder, and a file of 39 MB."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks/first_answer.py", "--json"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["waiting"] == 1  # answers came while the large file was still to come
    assert found["code"] == 0
    assert found["ended"] < BUSY_SECONDS
