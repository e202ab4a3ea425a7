"""What happens when far more ask than can be answered: who is refused, who waits, and how long.

    python benchmarks/overload.py SEEDS_FOLDER [--clients 200] [--seconds 60] [--chats]
        [--impolite] [--no-reader]

Starts the real program (`qa serve`) on a free port of this machine and asks only that. First every
question is asked once of the quiet server, which gives the truth and the mean time of a question.
Then all clients ask, each one question after the other, through `/api/ask` or, with `--chats`, as
the chat's page does (Gradio's queue and its stream). One that is refused waits as long as it is
told, or with `--impolite` not at all. At the end come: whether every answer was the quiet one's,
how long accepted and refused ones took, how soon the server was quick again, and how its memory
grew. The clients run on the same processors as the server. Linux: memory is VmRSS of /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from load import served
from qa.processors import usable_processors

_QUESTIONS = (
    "When does the first phase of the withdrawal end?",
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "Quand se termine la première phase du retrait ?",
    "Who signed the agreement?",
    "من وقّع الاتفاق؟",
    "How long may a book be kept?",
    "كم عدد أعضاء اللجنة؟",
    "What is the capital of Mongolia?",
)
_CITED = re.compile(r"document\?path=[^\s\"\\<>]+")
_GIVEN_UP_SECONDS = 60.0  # no client waits longer for one answer
_COMING_SECONDS = 5.0  # all clients have come by then: people do not in the same millisecond


@dataclass
class Told:
    """What all clients were told.

    Attributes:
        accepted: Seconds of each answer.
        refused: Seconds of each refusal.
        wrong: Answers that are not those of the quiet server.
        faults: Whatever else came, and how often.
    """

    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    wrong: int = 0
    faults: dict[str, int] = field(default_factory=dict)

    def fault(self, what: str) -> None:
        """Take note of what should not be."""
        self.faults[what] = self.faults.get(what, 0) + 1


@dataclass(frozen=True)
class Answered:
    """A response: its status, when to ask again, its body, and the seconds it took."""

    status: int
    retry: float
    body: bytes
    seconds: float


async def _request(port: int, path: str, body: object = None) -> Answered:
    """One request on a connection of its own."""
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        data = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
            "Connection: close\r\n\r\n"
        )
        writer.write(head.encode() + data)
        async with asyncio.timeout(_GIVEN_UP_SECONDS):
            came = await reader.read()
    finally:
        writer.close()
    lines, _, content = came.partition(b"\r\n\r\n")
    status, *headers = lines.decode("latin-1").split("\r\n")
    named = {name.lower(): value.strip() for name, _, value in (h.partition(":") for h in headers)}
    retry = float(named.get("retry-after", 0))
    return Answered(int(status.split()[1]), retry, content, time.perf_counter() - began)


class Api:
    """Asks as programs do."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def ask(self, question: str) -> tuple[Answered, object]:
        """The response, and what of an answer has to be the same each time."""
        answered = await _request(self.port, "/api/ask", {"question": question})
        if answered.status != 200:
            return answered, None
        answer = json.loads(answered.body)
        marks = [
            (citation["hit"]["passage"]["text"], citation["marks"])
            for citation in answer["citations"]
        ]
        return answered, (answer["state"], marks)


class Chats:
    """Asks as the chat's page does: each question in a chat of its own."""

    def __init__(self, port: int, event: int) -> None:
        self.port = port
        self.event = event

    async def ask(self, question: str) -> tuple[Answered, object]:
        """The response, and the places that the answer cites."""
        began = time.perf_counter()
        session = f"{random.getrandbits(60):x}"
        action = {"id": f"{session}-1", "do": "ask", "question": question, "key": session}
        data = [json.dumps([action]), None]
        body = {"data": data, "fn_index": self.event, "session_hash": session}
        joined = await _request(self.port, "/gradio_api/queue/join", body)
        if joined.status != 200:
            return joined, None
        path = f"/gradio_api/queue/data?session_hash={session}"
        stream = await _request(self.port, path)
        seconds = time.perf_counter() - began
        return Answered(stream.status, 0, stream.body, seconds), _drawn(stream.body)


def _drawn(stream: bytes) -> object:
    """The addresses of the cited places in the last drawing of a stream."""
    last: object = None
    for line in stream.decode().splitlines():
        message = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
        if message.get("msg") == "process_completed":
            last = message["output"].get("data")
    shown = html.unescape(json.dumps(last, ensure_ascii=False))
    return sorted(set(_CITED.findall(shown)))


async def _client(
    asker: Api | Chats, truth: dict[str, object], told: Told, *, until: float, polite: bool
) -> None:
    await asyncio.sleep(random.random() * _COMING_SECONDS)
    while time.monotonic() < until:
        question = random.choice(_QUESTIONS)
        try:
            answered, answer = await asker.ask(question)
        except (OSError, TimeoutError, ValueError, IndexError) as error:
            told.fault(type(error).__name__)
            await asyncio.sleep(0.1)
            continue
        if answered.status == 200:
            told.accepted.append(answered.seconds)
            told.wrong += answer != truth[question]
        elif answered.status == 503 and answered.retry:
            told.refused.append(answered.seconds)
            if polite:  # not all at once: the page's script does the same
                await asyncio.sleep(answered.retry * (1 + random.random()))
        else:
            told.fault(str(answered.status))


async def _asker(port: int, *, chats: bool) -> Api | Chats:
    if not chats:
        return Api(port)
    config = json.loads((await _request(port, "/config")).body)
    shapes = ((event["id"], event["inputs"], event["outputs"]) for event in config["dependencies"])
    return Chats(port, next(n for n, given, put in shapes if (len(given), len(put)) == (2, 4)))


async def _measure(asker: Api | Chats, wanted: argparse.Namespace, process: int) -> None:
    """Ask in quiet, then with all clients, then in quiet again, and print what came of it."""
    truth, quiet = {}, []
    for _ in range(2):  # the first time loads what is loaded when first used
        for question in _QUESTIONS:
            answered, truth[question] = await asker.ask(question)
            quiet.append(answered.seconds)
    mean = statistics.mean(quiet[-len(_QUESTIONS) :])
    before, told = _rss(process), Told()
    until = time.monotonic() + wanted.seconds
    polite = not wanted.impolite
    asking = (
        _client(asker, truth, told, until=until, polite=polite) for _ in range(wanted.clients)
    )
    await asyncio.gather(*asking)
    began = time.monotonic()
    while True:
        answered, answer = await asker.ask(_QUESTIONS[0])
        if answered.status == 200:
            break
        await asyncio.sleep(0.05)
    recovered = time.monotonic() - began
    told.wrong += answer != truth[_QUESTIONS[0]]
    bound = 8 * usable_processors() * mean + 0.5
    print(f"{wanted.clients} clients, {wanted.seconds:.0f} s; mean question {mean * 1000:.0f} ms")
    print(f"accepted {_line(told.accepted)}; p99 bound {bound * 1000:.0f} ms")
    print(f"refused {_line(told.refused)}; p99 bound 50 ms")
    print(f"wrong answers {told.wrong}; faults {told.faults or 'none'}")
    print(f"answered again after {recovered:.1f} s; bound 2 s")
    print(f"RSS {before} MB before, {_rss(process)} MB after; bound on growth 50 MB")


def _line(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return str(len(seconds))
    cuts = statistics.quantiles(seconds, n=100)
    return f"{len(seconds)}: p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"


def _rss(process: int) -> int:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


async def _run(wanted: argparse.Namespace, process: int, port: int) -> None:
    await _measure(await _asker(port, chats=wanted.chats), wanted, process)


def main() -> None:
    """Serve, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--chats", action="store_true")
    parser.add_argument("--impolite", action="store_true")
    parser.add_argument("--no-reader", action="store_true")
    wanted = parser.parse_args()
    more = ["--no-reader"] if wanted.no_reader else []
    with tempfile.TemporaryDirectory() as index:
        # All of it before it is served: while documents come in, answers change.
        build = [sys.executable, "-m", "qa.cli", "build", "--index", index]
        subprocess.run([*build, "--seeds", str(wanted.seeds)], check=True)
        with served(wanted.seeds, index, *more) as (process, port):
            asyncio.run(_run(wanted, process, port))


if __name__ == "__main__":
    main()
