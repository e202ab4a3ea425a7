"""How soon a chat answers when a large file was added before it starts, and how soon it ends.

    python benchmarks/first_answer.py

Builds an index of the shipped documents, adds a generated file of 39 MB and a note, and starts
`qa serve` on them. Counted from the start of the process: a question on what was indexed is
answered, and one on the note. Then the process is ended while it is at the large file.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from large_folders import write_large

LARGE_BYTES = 39_000_000
INDEXED = "When will the coalition's mission end?"
NOTE = "# Lighthouse\n\nThe keeper of the lighthouse at Marrow Point is called Odalys Brenn.\n"
ON_NOTE = "Who is the keeper of the lighthouse at Marrow Point?"
_WAIT_SECONDS = 300.0


def main() -> None:
    """Build, add, serve, ask, end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=LARGE_BYTES, help="size of the large file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), arguments.bytes)
    if arguments.json:
        print(json.dumps(found))
        return
    print(
        f"page up after {found['up']:.1f} s, first answer {found['answered']:.1f} s, a note added "
        f"with the large file {found['note']:.1f} s ({found['waiting']} file to come); "
        f"ended in {found['ended']:.1f} s, exit code {found['code']}"
    )


def measure(work: Path, n_bytes: int) -> dict[str, Any]:
    """Seconds until the page is up and each question is answered, and until the process ends."""
    seeds, index = work / "seeds", work / "index"
    shutil.copytree(Path(__file__).parents[1] / "seeds", seeds)
    where = ["--seeds", str(seeds), "--index", str(index)]
    subprocess.run([sys.executable, "-m", "qa.cli", "build", *where], check=True, stdout=2)
    write_large(seeds, n_bytes)
    (seeds / "note.md").write_text(NOTE, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "serve", "--port", str(port), *where]
    )
    try:
        up = _until(started, lambda: _ask(port, "/healthz") is not None)
        answered = _until(started, lambda: _cited(port, INDEXED) is not None)
        note = _until(started, lambda: _cited(port, ON_NOTE) == "note.md")
        told = (_ask(port, "/readyz") or {})["progress"]
        ending = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(_WAIT_SECONDS)
        ended = time.monotonic() - ending
    finally:
        process.kill()
    waiting = told["n_files"] if told else 0
    times = {"up": up, "answered": answered, "note": note, "ended": ended}
    return times | {"waiting": waiting, "code": code}


def _until(started: float, is_so: Callable[[], bool]) -> float:
    """Seconds from the start until something is so."""
    while not is_so():
        if time.monotonic() - started > _WAIT_SECONDS:
            raise SystemExit("waited in vain")
        time.sleep(0.05)
    return time.monotonic() - started


def _cited(port: int, question: str) -> str | None:
    """Path of the first document cited; None where there is no answer yet."""
    answer = _ask(port, "/api/ask", {"question": question})
    citations = answer["citations"] if answer else ()
    return citations[0]["hit"]["passage"]["document"]["path"] if citations else None


def _ask(port: int, path: str, body: dict[str, str] | None = None) -> dict[str, Any] | None:
    """What comes back as JSON; None while nothing does."""
    method, data = ("POST", json.dumps(body)) if body else ("GET", None)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, data, {"content-type": "application/json"})
        response = connection.getresponse()
        answer: dict[str, Any] = json.load(response)
    except OSError:  # it is not up
        return None
    finally:
        connection.close()
    return answer if response.status == 200 else None


if __name__ == "__main__":
    main()
