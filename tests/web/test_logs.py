"""What is told on standard error, by a server that is asked in every way there is."""

import asyncio
import contextlib
import http.client
import json
import logging
import signal
import socket
import subprocess
import sys
import threading
from urllib.parse import quote

import httpx
import mcp
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from qa.errors import QAError
from qa.web.logs import LogOptions, logging_to_stderr
from support.paths import ROOT, TESTS

CANARY = "canary7391"
WORDS = ("books", "missing", "broken", "bug", "two", "hello")


class Served:
    """A running server, and what it tells."""

    def __init__(self, folder, *flags):
        for name in ("seeds", "index"):
            (folder / name).mkdir()
        self.process = subprocess.Popen(
            [sys.executable, TESTS / "support/logging_program.py", *flags],
            cwd=folder,
            env={"PYTHONPATH": f"{ROOT}:{TESTS}", "PATH": "/usr/bin:/bin", "HOME": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines = [self.process.stderr.readline()]
        self.reading = threading.Thread(target=lambda: self.lines.extend(self.process.stderr))
        self.reading.start()
        told = self.lines[0]
        message = json.loads(told)["message"] if told.startswith("{") else told
        self.port = int(message.partition("http://127.0.0.1:")[2].split()[0])

    def request(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"content-type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, sent)
        status = connection.getresponse().status
        connection.close()
        return status

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0
        self.reading.join(10)
        printed = self.process.stdout.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return printed


@contextlib.contextmanager
def serving(folder, *flags):
    served = Served(folder, *flags)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait()


def ask_in_every_way(served):
    """Ask by REST, chat, MCP and in addresses, rightly and wrongly."""
    for word in WORDS:
        question = f"{word} {CANARY}"
        served.request("POST", "/api/ask", {"question": question})
        served.request("POST", "/api/search", {"question": question})
        served.request("GET", f"/sources?q={quote(question)}")
        served.request("GET", f"/?question={quote(question)}")
        served.request("GET", f"/map?q={quote(question)}")
    served.request("POST", "/api/ask", {"question": CANARY, CANARY: CANARY})
    served.request("POST", "/api/ask", {"question": "x", "scope": {"documents": [CANARY]}})
    served.request("POST", "/api/ask", {"question": "books", "after": [CANARY] * 11})
    raw = socket.create_connection(("127.0.0.1", served.port))
    raw.sendall(f"GET /?question={CANARY} HTTP/1.1\r\nbad\r\n\r\n".encode())
    raw.recv(100)
    raw.close()
    address = f"http://127.0.0.1:{served.port}"
    asyncio.run(asyncio.wait_for(by_mcp(address), 60))
    chat = Client(address, verbose=False, download_files=False)
    for word in WORDS:
        with contextlib.suppress(AppError):
            chat.predict(f"{word} {CANARY}", api_name="/ask")
    with contextlib.suppress(AppError):
        chat.predict({"no": CANARY}, api_name="/ask")
    by_chat(served)
    chat.close()


async def by_mcp(address):
    async with mcp.Client(f"{address}/mcp") as client:
        for word in WORDS:
            with contextlib.suppress(Exception):
                await client.call_tool("ask", {"question": f"{word} {CANARY}"})
        with contextlib.suppress(Exception):
            await client.call_tool("ask", {"question": CANARY, "top_k": CANARY})


def by_chat(served):
    """What the page's script sends, and what it never would."""
    address = f"http://127.0.0.1:{served.port}"
    with httpx.Client(base_url=address, timeout=60) as client:
        events = client.get("/config").json()["dependencies"]
        asking = next(e for e in events if (len(e["inputs"]), len(e["outputs"])) == (2, 4))
        for number, word in enumerate(WORDS):
            sent = json.dumps([{"id": "a", "do": "ask", "question": f"{word} {CANARY}"}])
            for event, data in ((asking["id"], sent), (number, {CANARY: [CANARY]})):
                session = f"session{number}of{event}"
                body = {"data": [data, None], "fn_index": event, "session_hash": session}
                client.post(f"/gradio_api/run/{CANARY}", json=body)
                client.post("/gradio_api/queue/join", json=body)
                path = f"/gradio_api/queue/data?session_hash={session}"
                with client.stream("GET", path) as stream:
                    told = [line for line in stream.iter_lines() if "process_completed" in line]
                assert told, "the chat did not answer"


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(("--log-json",), id="json"),
        pytest.param((), id="text", marks=pytest.mark.long),
    ],
)
def test_no_question_is_told_at_any_level(tmp_path, flags):
    with serving(tmp_path, "--log-level", "debug", "--access-log", "--mcp", *flags) as served:
        ask_in_every_way(served)
        printed = served.end()
    told = "".join(served.lines)
    assert CANARY not in told.replace(f"/run/{CANARY}", "")  # an address's path is no question
    assert CANARY not in printed
    # ... and yet what went wrong, and where, is.
    assert "RuntimeError" in told
    assert "logging_program.py" in told
    assert "POST /api/ask 200" in told
    assert "GET /sources 200" in told
    assert "could not be answered" in told
    if flags:
        records = [json.loads(line) for line in served.lines]
        assert all({"time", "level", "logger", "message"} <= record.keys() for record in records)
        assert {"sanad", "uvicorn.access", "uvicorn.error"} <= {r["logger"] for r in records}
        assert [record["message"] for record in records][-1] == "ended"


def test_questions_are_told_where_they_are_wanted(tmp_path):
    with serving(tmp_path, "--log-json", "--log-questions") as served:
        served.request("POST", "/api/ask", {"question": f"missing {CANARY}"})
        served.request("POST", "/api/ask", {"question": f"bug {CANARY}"})
        served.end()
    records = [json.loads(line) for line in served.lines]
    asked = [record for record in records if record["logger"] == "sanad.asked"]
    assert [(one["question"], one["outcome"]) for one in asked] == [
        (f"missing {CANARY}", "not_found"),
        (f"bug {CANARY}", "failed"),
    ]
    (fault,) = [record for record in records if "stack" in record]
    assert f"RuntimeError: it repeats bug {CANARY}" in fault["stack"]
    assert "uvicorn.access" not in {record["logger"] for record in records}


def test_what_stops_the_start_is_told_in_the_same_form(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ["serve", "--port", str(port), "--log-json"]
        done = subprocess.run(
            [sys.executable, "-m", "qa.cli", *words], cwd=ROOT, capture_output=True, check=False
        )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "cannot serve" in json.loads(line)["message"]


def test_everything_is_as_before_afterwards(capsys):
    root, before = logging.getLogger(), sys.stderr
    handlers, level = list(root.handlers), logging.getLogger("qa").level
    with contextlib.suppress(QAError), logging_to_stderr(LogOptions(level="debug")):
        logging.getLogger("qa.web").debug("within")
        raise QAError("ended")
    assert (sys.stderr, root.handlers, logging.getLogger("qa").level) == (before, handlers, level)
    assert capsys.readouterr().err == "debug: qa.web: within\n"


def test_a_name_of_a_file_begins_no_line_of_its_own(capsys):
    with logging_to_stderr(LogOptions()):
        logging.getLogger("qa.corpus").warning("'%s' is broken", "a\nsanad: ended\x1b[2J\u202e")
    assert capsys.readouterr().err == (
        "warning: qa.corpus: 'a\\nsanad: ended\\x1b[2J\\u202e' is broken\n"
    )


def test_the_index_may_tell_what_an_error_says(capsys):
    said = f"the disk of {CANARY} is gone"
    with logging_to_stderr(LogOptions()):
        for name in ("qa.indexing.following", "qa.web.jobs"):
            try:
                raise OSError(said)
            except OSError:
                logging.getLogger(name).exception("a fault")
    told = capsys.readouterr().err
    assert told.count(f"OSError: {said}") == 1
    assert told.endswith("builtins.OSError\n")
