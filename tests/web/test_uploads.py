"""Uploads to a running server: on disk as they come, whole or not at all, whoever is killed."""

import http.client
import io
import json
import os
import resource
import runpy
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from qa.knowledge_base import KnowledgeBase
from qa.web.pages.editing import (
    remove_document,
    remove_empty_keys,
    removed_documents,
    restore_document,
)
from support.fake_encoder import FakeEncoder
from support.kill_points import KILLED, environment, taken
from support.live_folders import everything_below
from support.parsed_html import SeenPage
from support.sample_documents import write_seeds
from support.served_program import WAIT_SECONDS, ServedProgram, until

MEBIBYTE = 1 << 20
HELD_BYTES = 24 * MEBIBYTE  # a body of 60 is not in it

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A folder of documents with its index."""
    folder = tmp_path_factory.mktemp("work")
    seeds = write_seeds(folder / "seeds")
    KnowledgeBase.open(seeds, folder / "index", encoder=FakeEncoder()).close()
    return folder


@pytest.fixture(scope="module")
def server(work):
    running = ServedProgram(work)
    yield running
    running.kill()


class Counted(io.RawIOBase):
    """A body of so many bytes that is in no memory."""

    def __init__(self, head, size):
        self.rest, self.left = head, size

    def readable(self):
        return True

    def read(self, size=-1):
        block = self.rest or b"word " * 13_000
        block, self.rest = block[: self.left], b""
        self.left -= len(block)
        return block


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells no peak")
@pytest.mark.parametrize("path", ["/api/document?name=large.pdf", "/api/archive?name=large.zip"])
@pytest.mark.parametrize("is_said", [True, False])
def test_a_large_body_is_in_no_memory(server, work, path, is_said):
    before, held = everything_below(work / "seeds"), server.most_memory()
    connection = http.client.HTTPConnection(*server.address, timeout=WAIT_SECONDS)
    size = 60 * MEBIBYTE
    headers = {"content-length": str(size)} if is_said else {}
    connection.request("PUT", path, Counted(b"%PDF-1.7 none", size), headers)
    assert connection.getresponse().status == 422
    connection.close()
    assert server.most_memory() - held < HELD_BYTES
    assert everything_below(work / "seeds") == before


def test_a_body_that_is_too_large_is_cut_off_and_leaves_nothing(server, work):
    before = everything_below(work / "seeds")
    for said in ({"content-length": str(65 * MEBIBYTE)}, {}):
        connection = http.client.HTTPConnection(*server.address, timeout=WAIT_SECONDS)
        try:
            connection.request("PUT", "/api/document?name=a.txt", Counted(b"", 65 * MEBIBYTE), said)
            assert connection.getresponse().status == 413
        except (BrokenPipeError, ConnectionResetError):  # it was told while it sent
            pass
        connection.close()
    until(lambda: everything_below(work / "seeds") == before)


CLIENT = """
import socket, sys, time
client = socket.create_connection((sys.argv[1], int(sys.argv[2])))
head = f"PUT {sys.argv[3]} HTTP/1.1\\r\\nhost: {sys.argv[1]}\\r\\n{sys.argv[4]}\\r\\n\\r\\n"
client.sendall(head.encode() + b"8000\\r\\n" * ("chunked" in sys.argv[4]) + b"word " * 6_000)
print("sent", flush=True)
time.sleep(1_000)
"""
LENGTHS = ["content-length: 1000000", "transfer-encoding: chunked"]


def sending(server, path, length):
    """A client that has sent a part of a body."""
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, *server.address, path, length], stdout=subprocess.PIPE
    )
    assert client.stdout.readline() == b"sent\n"
    return client


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("path", ["/api/document?name=half.txt", "/api/archive?name=half.zip"])
def test_a_client_that_is_killed_leaves_nothing(server, work, path, length):
    before = everything_below(work / "seeds")
    client = sending(server, path, length)
    until(lambda: everything_below(work / "seeds") != before)  # its draft
    client.kill()
    client.communicate()
    until(lambda: everything_below(work / "seeds") == before)
    assert server.ask("GET", "/healthz")[0] == 200


def test_a_disk_that_is_full_midway_leaves_nothing_and_says_so(server, work):
    """No file may be larger than a megabyte, which is told while it is written."""
    before = everything_below(work / "seeds")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("small.txt", "words")
        archive.writestr("large.txt", os.urandom(MEBIBYTE).hex())
    usual = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (MEBIBYTE, usual[1]))
    try:
        for path, body in (
            ("/api/document?name=full.txt", b"word " * MEBIBYTE),
            ("/api/archive?name=full.zip", packed.getvalue()),
        ):
            status, told = server.ask("PUT", path, body)
            assert (status, b'"kind":"disk"' in told) == (507, True)
            assert everything_below(work / "seeds") == before
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, usual)
    assert server.ask("PUT", "/api/document?name=room.txt", b"There is room again.")[0] == 201
    until(lambda: everything_below(work / "seeds") == sorted([*before, "room.txt"]))


@pytest.mark.long  # starts four servers; `test_editing` has the same in one process
def test_what_a_killed_server_left_is_gone_when_the_next_starts(tmp_path):
    seeds = write_seeds(tmp_path / "seeds")
    KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder()).close()
    before = everything_below(seeds)
    first = ServedProgram(tmp_path)
    client = sending(first, "/api/document?name=half.txt", LENGTHS[0])
    until(lambda: everything_below(seeds) != before)
    second = ServedProgram(tmp_path)  # a second one leaves it alone
    assert everything_below(seeds) != before
    second.kill()
    first.kill()
    client.kill()
    client.communicate()
    assert everything_below(seeds) != before
    third = ServedProgram(tmp_path)
    until(lambda: everything_below(seeds) == before)
    third.kill()


def in_a_child(work, steps, kill_at):
    """Run some work in a process that is killed at a step to disk; whether it was."""
    child = os.fork()
    if not child:
        try:
            os.environ.update(environment(steps, kill_at))
            runpy.run_path(str(KILLED / "sitecustomize.py"))
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of a fork beside threads
def test_a_put_back_that_is_killed_at_any_step_can_be_repeated(tmp_path):
    for kill_at in range(1, 20):
        seeds, steps = tmp_path / f"{kill_at}", tmp_path / "steps"
        (seeds / "a/b").mkdir(parents=True)
        (seeds / "a/b/notes.txt").write_text("words")
        removed = remove_document(seeds, "a/b/notes.txt")
        (seeds / "a/b").rmdir()
        (seeds / "a").rmdir()
        was_killed = in_a_child(lambda: restore_document(seeds, removed.key), steps, kill_at)  # noqa: B023
        if not was_killed:
            break
        for one in removed_documents(seeds):
            assert restore_document(seeds, one.key) == removed
        remove_empty_keys(seeds)
        assert (seeds / "a/b/notes.txt").read_text() == "words"
        assert everything_below(seeds) == [".removed", "a", "a/b", "a/b/notes.txt"]
    assert not was_killed
    assert {"mkdir", "link", "unlink", "rmdir"} <= set(taken(steps))
    assert kill_at > 5


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_removal_that_is_killed_at_any_step_loses_nothing(tmp_path):
    for kill_at in range(1, 20):
        seeds, steps = tmp_path / f"{kill_at}", tmp_path / "steps"
        (seeds / "a").mkdir(parents=True)
        (seeds / "a/notes.txt").write_text("words")
        was_killed = in_a_child(lambda: remove_document(seeds, "a/notes.txt"), steps, kill_at)  # noqa: B023
        if not was_killed:
            break
        for one in removed_documents(seeds):
            restore_document(seeds, one.key)
        remove_empty_keys(seeds)
        assert (seeds / "a/notes.txt").read_text() == "words"
        assert everything_below(seeds) in (["a", "a/notes.txt"], [".removed", "a", "a/notes.txt"])
    assert not was_killed


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Panic", b"fault"),
        ("UnspeakableError", b"fault"),
        ("crash", b"broken"),
        ("no json", b"broken"),
        ("two lines", b"broken"),
    ],
)
def test_whatever_an_upload_does_to_its_parser_it_is_refused(server, work, word, kind):
    before = everything_below(work / "seeds")
    path = f"/api/document?name={quote(f'stumble {word}.txt')}"
    status, told = server.ask("PUT", path, b"hello")
    assert (status, b'"kind":"%s"' % kind in told) == (422, True)
    assert everything_below(work / "seeds") == before


def test_the_page_and_healthz_say_what_became_of_files_that_stumble(server, work):
    names = [f"stumble {word}.txt" for word in ("UnspeakablePanic", "killed", "no fields")]
    for name in names:
        (work / "seeds" / name).write_text("hello")
    (work / "seeds/after.txt").write_text("Whatever they do, this is read.")

    def health():
        return json.loads(server.ask("GET", "/healthz")[1])

    until(lambda: health()["problems"] == len(names))
    assert (health()["status"], health()["failure"]) == ("ok", None)
    until(lambda: b"after.txt" in server.ask("GET", "/api/documents")[1])
    page = server.ask("GET", "/documents")[1].decode()
    assert all(name in SeenPage(page).text for name in names)
    for name in names:
        (work / "seeds" / name).unlink()
    until(lambda: health()["problems"] == 0)


def test_only_one_of_many_at_once_gets_the_name(server, work):
    statuses = []

    def put(number):
        statuses.append(server.ask("PUT", "/api/document?name=one.txt", b"words %d" % number)[0])

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409, 409, 409]
    assert [path for path in everything_below(work / "seeds") if path.endswith(".part")] == []


def test_a_slow_client_holds_nobody_up(server):
    with socket.create_connection(tuple(server.address)) as slow:
        slow.sendall(b"PUT /api/document?name=slow.txt HTTP/1.1\r\nhost: 127.0.0.1\r\n")
        slow.sendall(b"content-length: 1000000\r\n\r\nword")
        assert server.ask("PUT", "/api/document?name=quick.txt", b"Quick words.")[0] == 201
