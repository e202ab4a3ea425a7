"""What small hostile files cost: their parser, and a server that follows their folder meanwhile.

    python benchmarks/hostile_files.py [NAME...]

Each file of `tests/support/hostile_files.py` is parsed as a build parses it. Then they are put into
the folder of a running server (`qa serve`, on a free port), which builds by itself; while it does,
`/healthz` is asked every 20 ms and a question every half second. All of them give hundreds of
thousands of passages, which take hours to encode: name a few.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from load import served
from qa.corpus.parser_process import ParserProcess
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError

_TESTS = Path(__file__).parents[1] / "tests"
_HEADERS = {"content-type": "application/json"}
_QUESTION = json.dumps({"question": "When is the weir opened?"}).encode()


def main() -> None:
    """Write the files, parse each in a process of its own, then serve beside them."""
    if sys.argv[1:2] == ["--parse"]:
        _parse(Path(sys.argv[2]))
        return
    sys.path.insert(0, str(_TESTS))
    hostile = importlib.import_module("support.hostile_files").HOSTILE
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in sys.argv[1:] or hostile]
        for file in files:
            file.write_bytes(hostile[file.name]())
            subprocess.run([sys.executable, __file__, "--parse", str(file)], check=True)
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        (seeds / "weir.txt").write_text("The weir is opened on Sunday at 7.", encoding="utf-8")
        with served(seeds, str(Path(folder) / "index")) as (_, port):
            _serve_beside(port, files, seeds)


def _parse(file: Path) -> None:
    """Parse one file and print what it took: by the clock, of a processor, of memory."""
    data = file.read_bytes()
    source = SourceFile(file.name, file, hashlib.sha256(data).hexdigest(), len(data))
    started = time.perf_counter()
    with ParserProcess() as parser:
        try:
            outcome = f"read, {len(parser.parse(source).text):,} characters"
        except DocumentParseError as error:
            outcome = f"{error.kind}: {error}"
    clock = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{file.name}: {len(data):,} bytes, {clock:.1f} s, {used.ru_utime + used.ru_stime:.1f} s "
        f"of a processor, {used.ru_maxrss // 1024} MB; {outcome}",
        flush=True,
    )


def _serve_beside(port: int, files: list[Path], seeds: Path) -> None:
    """Put the files before the server; print how long answers took until it knew them all."""
    quiet: list[float] = []
    _ask_until(port, quiet, threading.Event(), at_most=100)
    done = threading.Event()
    health: list[float] = []
    asking = threading.Thread(target=_ask_until, args=(port, health, done))
    asking.start()
    for file in files:
        file.rename(seeds / file.name)
    questions = []
    started = time.perf_counter()
    while not {file.name for file in files} <= _known(port):
        questions.append(_seconds(port, "POST", "/api/ask", _QUESTION))
        time.sleep(0.5)
    done.set()
    asking.join()
    print(f"built beside serving in {time.perf_counter() - started:.0f} s")
    for name, seconds in (("/healthz before", quiet), ("/healthz", health), ("ask", questions)):
        ranked = sorted(1000 * one for one in seconds)
        p50, p99 = (ranked[int(share * (len(ranked) - 1))] for share in (0.5, 0.99))
        print(
            f"{name}: {len(ranked)} asked, p50 {p50:.0f} ms, p99 {p99:.0f} ms, "
            f"slowest {ranked[-1]:.0f} ms"
        )


def _ask_until(port: int, seconds: list[float], done: threading.Event, at_most: int = 0) -> None:
    """Ask for the health every 20 ms until it is enough."""
    while not done.wait(0.02) and not (at_most and len(seconds) >= at_most):
        seconds.append(_seconds(port, "GET", "/healthz"))


def _seconds(port: int, method: str, path: str, body: bytes | None = None) -> float:
    """How long one answer took, its connection with it."""
    started = time.perf_counter()
    _response(port, method, path, body)
    return time.perf_counter() - started


def _known(port: int) -> set[str]:
    """The files that the index holds, or names as not read."""
    lists = [
        json.loads(_response(port, "GET", f"/api/{kind}")) for kind in ("documents", "problems")
    ]
    return {one["path"] for rows in lists for one in rows}


def _response(port: int, method: str, path: str, body: bytes | None = None) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(method, path, body, _HEADERS)
    response = connection.getresponse()
    data = response.read()
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}: {data[:200]!r}")
    connection.close()
    return data


if __name__ == "__main__":
    main()
