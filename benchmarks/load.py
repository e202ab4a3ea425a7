"""What the HTTP API holds: memory after start and after many questions, and many clients at once.

    python benchmarks/load.py SEEDS_FOLDER [--questions 10000] [--clients 50 …] [--each 20]
        [--no-reader]

Starts the real program (`qa serve`) on a free port of this machine and asks only that. Linux:
memory is VmRSS of /proc. Every question is another one, and no answer is kept for its like.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ASKERS = 4  # connections of the long run: as many as keep two cores busy
_SERVER = (
    "import sys; from qa.answering import repeated; from qa.cli.program import main; "
    "repeated.KEPT_ANSWERS = 0; sys.exit(main())"
)
_SUBJECTS = ("the withdrawal", "الانسحاب", "la base militaire", "der Vertrag", "اللجنة", "asker")


def main() -> None:
    """Start, measure memory, ask, measure it again, then ask with many clients at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--clients", type=int, nargs="+", default=[50], help="one number or more")
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--no-reader", action="store_true")
    wanted = parser.parse_args()
    more = ["--no-reader"] if wanted.no_reader else []
    with (
        tempfile.TemporaryDirectory() as index,
        served(wanted.seeds, index, *more) as (process, port),
    ):
        print(f"RSS after start: {_rss(process)} MB")
        _ask_all(port, _ASKERS, 25, first=0)
        warm = _rss(process)
        print(f"RSS after {_ASKERS * 25} questions: {warm} MB")
        seconds, errors = _ask_all(port, _ASKERS, wanted.questions // _ASKERS, first=1_000)
        after = _rss(process)
        print(
            f"RSS after {wanted.questions:,} more: {after} MB (growth {after - warm} MB); "
            f"{len(seconds) / sum(seconds) * _ASKERS:.0f} requests/s, errors {errors}"
        )
        for number, clients in enumerate(wanted.clients, start=1):
            _ask_at_once(port, clients, wanted.each, first=1_000_000 * number)


def _ask_at_once(port: int, clients: int, each: int, *, first: int) -> None:
    """Ask with so many clients, and print how many questions a second are answered."""
    started = time.perf_counter()
    seconds, errors = _ask_all(port, clients, each, first=first)
    elapsed = time.perf_counter() - started
    p50, p95 = (statistics.quantiles(seconds, n=100)[cut - 1] * 1_000 for cut in (50, 95))
    print(
        f"{clients} clients x {each} questions: {len(seconds) / elapsed:.1f} "
        f"requests/s, p50 {p50:.0f} ms, p95 {p95:.0f} ms, errors {errors}"
    )


@contextmanager
def served(seeds: Path, index: str, *more: str) -> Iterator[tuple[int, int]]:
    """The process and port of a server that is ready, and answers what is asked again anew."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _SERVER, "serve", "--port", str(port)]
    server = subprocess.Popen([*command, "--seeds", str(seeds), "--index", index, *more])
    try:
        while not _is_ready(port):
            if server.poll() is not None:
                raise SystemExit("the server ended before it was ready")
            time.sleep(0.2)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def _is_ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _ask_all(port: int, clients: int, each: int, *, first: int) -> tuple[list[float], int]:
    """Ask from several threads; the seconds of each question, and how many failed."""
    seconds: list[float] = []
    errors: list[str] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for turn in range(first + number * each, first + (number + 1) * each):
            started = time.perf_counter()
            try:
                connection.request("POST", "/api/ask", _body(turn), _HEADERS)
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException) as error:
                errors.append(repr(error))
                connection.close()  # the next question opens it again
                continue
            seconds.append(time.perf_counter() - started)
            if response.status != 200:
                errors.append(str(response.status))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds, len(errors)


_HEADERS = {"content-type": "application/json"}


def _body(turn: int) -> bytes:
    subject = _SUBJECTS[turn % len(_SUBJECTS)]
    return json.dumps({"question": f"{subject} {turn}: when, and who decided?"}).encode()


def _rss(process: int) -> int:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
