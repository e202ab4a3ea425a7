"""More clients than can be answered, against the real process: slow, silent and gone ones too."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from qa.web.admission import WAITING_FOR_EACH_CORE
from support.paths import ROOT, TESTS
from support.web_stand_in import ENGLISH, MARKED_ENGLISH

WAIT_SECONDS = 60
AT_ONCE = 2
PLACES = AT_ONCE * (1 + WAITING_FOR_EACH_CORE)
HEAD_SECONDS, BODY_SECONDS, CONNECTIONS = 3, 3, 60


class Overloaded:
    """The process: what it was asked, and whether it answers."""

    def __init__(self, folder, *settings):
        self.folder = folder
        program = TESTS / "support/overloaded_program.py"
        self.process = subprocess.Popen(
            [sys.executable, program, folder, *settings],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"},
        )
        self.host, port = self.process.stderr.readline().split()[1].split("//")[1].split(":")
        self.port = int(port)
        self.open = []
        until(lambda: self.get("/readyz")[0] == 200)

    def hold(self):
        (self.folder / "go").unlink(missing_ok=True)
        (self.folder / "asked").write_text("")

    def go(self):
        (self.folder / "go").touch()

    def asked(self):
        return (self.folder / "asked").read_text().splitlines()

    def connect(self):
        self.open.append(socket.create_connection((self.host, self.port), timeout=WAIT_SECONDS))
        return self.open[-1]

    def send(self, path, body=None):
        """A request that is not waited for."""
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: {self.host}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        connection = self.connect()
        connection.sendall(head.encode() + data)
        return connection

    def ask(self, question):
        return self.send("/api/ask", {"question": question})

    def get(self, path, body=None):
        return heard(self.send(path, body))

    def close(self):
        self.go()
        for connection in self.open:
            connection.close()
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()


def heard(connection):
    """Status, headers and body of the answer to a request that was sent."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, dict(response.getheaders()), response.read()


def until(condition):
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def ends(connection):
    """What comes of a connection before the server ends it."""
    came = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(1000):
            came += piece
    return came


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    limits = f"HEAD_SECONDS={HEAD_SECONDS}", f"BODY_SECONDS={BODY_SECONDS}"
    folder = tmp_path_factory.mktemp("overload")
    server = Overloaded(folder, *limits, f"MAX_CONNECTIONS={CONNECTIONS}")
    yield server
    server.close()


@pytest.fixture
def full(served):
    """The same with all places taken; and the connections of those who have them, in order."""
    served.hold()
    asking = [served.ask("books first"), served.ask("books second")]
    until(lambda: len(served.asked()) == AT_ONCE)
    asking += [served.ask(f"books {number}") for number in range(AT_ONCE, PLACES)]
    # The last has its place when another finds none.
    until(lambda: served.get("/api/search", {"question": "books ?"})[0] == 503)
    yield served, asking
    served.go()
    for connection in served.open:
        connection.close()
    served.open.clear()
    until(lambda: served.get("/api/search", {"question": "books ?"})[0] == 200)


def chat(served, session, question):
    """A question of a chat, sent as the page's script has Gradio send it."""
    events = json.loads(served.get("/config")[2])["dependencies"]
    attend = next(e for e in events if (len(e["inputs"]), len(e["outputs"])) == (2, 4))
    action = json.dumps([{"id": f"{session}-1", "do": "ask", "question": question}])
    body = {"data": [action, None], "fn_index": attend["id"], "session_hash": session}
    return served.get("/gradio_api/queue/join", body)


def n_rows(numbers):
    """Of how many rows of rising numbers these are put together."""
    ends = []
    for number in numbers:
        fitting = [end for end in ends if end < number]
        if fitting:
            ends.remove(max(fitting))
        ends.append(number)
    return len(ends)


def test_beyond_the_places_everything_that_asks_is_refused_and_the_rest_goes_on(full):
    served, asking = full
    for path, body in (
        ("/api/ask", {"question": "books ?"}),
        ("/api/sources", {"question": "books ?"}),
        ("/api/similar?path=guide.md&ordinal=0", None),
        ("/api/documents", None),
        ("/sources?q=books", None),
        ("/map?q=books", None),
        ("/gradio_api/call/ask", {"data": ["books ?"]}),
    ):
        status, headers, answer = served.get(path, body)
        assert (path, status) == (path, 503)
        assert int(headers["retry-after"]) >= 1
        assert b"Traceback" not in answer
        assert ("refresh" in headers) == path.startswith(("/sources", "/map"))
    status, headers, _ = chat(served, "refused", "books ?")
    assert (status, int(headers["retry-after"]) >= 1) == (503, True)
    assert served.get("/healthz")[0] == 200
    assert served.get("/document?path=guide.md")[0] == 200
    assert len(served.asked()) == AT_ONCE
    served.go()
    for number, connection in enumerate(asking):
        status, _, answer = heard(connection)
        assert (number, status) == (number, 200)
        first = json.loads(answer)["citations"][0]
        (mark,), passage = first["marks"], first["hit"]["passage"]
        assert ENGLISH[mark["start"] : mark["end"]] == MARKED_ENGLISH
        assert ENGLISH[passage["start"] : passage["end"]] == passage["text"]
    # In the order of their coming, but for which of the threads writes first, however late.
    expected = ["books first", "books second", *(f"books {n}" for n in range(AT_ONCE, PLACES))]
    places = [expected.index(question) for question in served.asked()]
    assert n_rows(places) <= AT_ONCE


def test_clients_that_leave_are_not_computed_and_their_places_are_free(full):
    served, asking = full
    for connection in asking[AT_ONCE:]:
        connection.close()
    later = [served.ask("books later")]
    answer = []

    def listen():
        answer.append(heard(later[-1]))

    def is_in():
        # Refused as long as the server has not heard of those that left.
        later[-1].settimeout(0.2)
        try:
            later[-1].recv(1, socket.MSG_PEEK)
        except TimeoutError:
            later[-1].settimeout(WAIT_SECONDS)
            return True
        later.append(served.ask("books later"))
        return False

    until(is_in)
    listening = threading.Thread(target=listen)
    listening.start()
    served.go()
    listening.join(WAIT_SECONDS)
    assert answer[0][0] == 200
    assert set(served.asked()) == {"books first", "books second", "books later"}


def test_a_chat_whose_page_goes_away_is_not_computed(served):
    served.hold()
    asking = [served.ask("books first"), served.ask("books second")]
    until(lambda: len(served.asked()) == AT_ONCE)
    for session in ("stays", "goes"):
        status, _, answer = chat(served, session, f"books {session}")
        assert (status, "event_id" in json.loads(answer)) == (200, True)
    going, staying = (
        served.send(f"/gradio_api/queue/data?session_hash={session}")
        for session in ("goes", "stays")
    )
    for stream in (going, staying):
        assert b"200" in stream.recv(20)
    going.close()
    # What leaves gives its place up: then all but three can be taken.
    taken = [served.ask(f"books {number}") for number in range(PLACES - 3)]
    until(lambda: all(is_waiting(connection) for connection in taken))
    served.go()
    assert [heard(connection)[0] for connection in (*asking, *taken)] == [200] * (PLACES - 1)
    until(lambda: "books stays" in served.asked())
    assert "books goes" not in served.asked()
    came = ends(staying)
    assert b"process_completed" in came
    assert b"two weeks" in came


def is_waiting(connection):
    """Whether nothing has been answered yet; an answer that it was refused fails the test."""
    connection.settimeout(0.05)
    try:
        assert b"503" not in connection.recv(20, socket.MSG_PEEK)
    except TimeoutError:
        return True
    finally:
        connection.settimeout(WAIT_SECONDS)
    return False


def test_slow_heads_and_bodies_are_cut(served):
    served.go()
    head, body, silent = served.connect(), served.connect(), served.connect()
    head.sendall(b"GET / HTTP/1.1\r\nHost: ")
    body.sendall(b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{")
    began = time.monotonic()
    assert ends(silent) == b""
    assert ends(head).startswith(b"HTTP/1.1 408")
    assert ends(body) == b""
    assert time.monotonic() - began > min(HEAD_SECONDS, BODY_SECONDS) - 1
    assert served.get("/api/ask", {"question": "books ?"})[0] == 200
    large = served.connect()
    large.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nx: " + b"x" * 100_000)
    assert ends(large).startswith((b"HTTP/1.1 400", b""))


def test_silent_connections_shut_nobody_out(served):
    served.go()
    silent = [served.connect() for _ in range(CONNECTIONS * 3)]
    assert served.get("/api/ask", {"question": "books ?"})[0] == 200
    for connection in silent[:CONNECTIONS]:
        assert ends(connection) == b""


def test_told_to_end_it_answers_what_is_asked_refuses_what_is_new_and_says_so(tmp_path):
    served = Overloaded(tmp_path)
    try:
        served.hold()
        asking = [served.ask(f"books {number}") for number in range(AT_ONCE + 1)]
        until(lambda: len(served.asked()) == AT_ONCE)
        served.process.send_signal(signal.SIGTERM)
        until(lambda: served.get("/healthz")[0] == 503)
        status, headers, _ = served.get("/api/ask", {"question": "books too late"})
        assert (status, headers["connection"]) == (503, "close")
        assert int(headers["retry-after"]) >= 1
        served.go()
        assert [heard(connection)[0] for connection in asking] == [200] * len(asking)
        _, said = served.process.communicate(timeout=WAIT_SECONDS)
        assert served.process.returncode == 0
        assert said.strip().splitlines()[-1] == "sanad: ended"
        assert "Traceback" not in said
        assert "books too late" not in served.asked()
    finally:
        served.close()
