"""How quick the page is by itself, in a real Chromium: a question, a start, and the memory held.

    python benchmarks/page_speed.py [SEEDS_FOLDER] [--questions 100] [--starts 5]

A question is timed in the browser, from Enter to the first frame after its answer is on the page,
asked of the stand-in of the tests, which answers at once: what is measured is the page, its server
and the browser, and no search. A start is the real program (`qa serve`) over an index that is built
already; the page is usable when a question can be typed. Each start has a browser with an empty
cache, then a second look with what the first one left there. Linux: memory is VmRSS of /proc.
"""

from __future__ import annotations

import argparse
import http.client
import importlib
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")

TURNS = 10  # questions of one chat: each answer draws the whole chat again

SETTLED_MS = 500  # for the page's own opening events, which a question should not wait behind

# From the key to the frame that shows the answer, by the browser's own clock.
TIMED = """(count) => { window.taken = new Promise((done) => {
  let begun;
  document.addEventListener("keydown", () => { begun = performance.now(); }, { capture: true, once: true });
  const look = () => {
    if (begun === undefined || document.querySelectorAll("#chat .answer").length < count) {
      requestAnimationFrame(look);
    } else requestAnimationFrame(() => done(performance.now() - begun));
  };
  look();
}); }"""  # noqa: E501


def main() -> None:
    """Time the questions, then the starts, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=Path, nargs="?", default=ROOT / "seeds")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--stand-in", type=int, help=argparse.SUPPRESS)  # port to serve it on
    wanted = parser.parse_args()
    if wanted.stand_in:
        _serve_stand_in(wanted.stand_in)
        return
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as index:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SANAD_CHROMIUM") or chromium, args=FLAGS
        )
        print(f"{_machine()}; Chromium {browser.version}\n")
        print(f"{'':52}{'p50':>9}{'p95':>9}{'n':>6}")
        _row("question: Enter to answer visible, ms", _questions(browser, wanted.questions))
        _qa("build", wanted.seeds, index).wait()
        starts = [_start(browser, wanted.seeds, index) for _ in range(wanted.starts)]
        for name, values in zip(_MEASURES, zip(*starts, strict=True), strict=True):
            _row(name, values)
        browser.close()


def _questions(browser: Browser, count: int) -> list[float]:
    """Milliseconds of each question."""
    port = _free_port()
    command = [sys.executable, __file__, "--stand-in", str(port)]
    taken: list[float] = []
    with _running(subprocess.Popen(command), port, "/"):
        while len(taken) < count:
            context = browser.new_context()
            page = _opened(context, port)
            page.wait_for_timeout(SETTLED_MS)
            box = page.locator("#question textarea")
            for turn in range(1, min(TURNS, count - len(taken)) + 1):
                box.fill(f"books {len(taken)} ?")
                page.evaluate(TIMED, turn)
                box.press("Enter")
                taken.append(page.evaluate("window.taken"))
            context.close()
    return taken


_MEASURES = (
    "start of the program to the page served, s",
    "opening the page to usable, empty cache, s",
    "opening the page to usable, warm cache, s",
    "start to usable, empty cache, s",
    "start to usable, warm cache, s",
    "memory after start (RSS), index open, MB",
)


def _start(browser: Browser, seeds: Path, index: str) -> tuple[float, ...]:
    """What one start took: see `_MEASURES`."""
    port = _free_port()
    begun = time.perf_counter()
    server = _qa("serve", seeds, index, "--port", str(port))
    with _running(server, port, "/"):
        served = time.perf_counter() - begun
        context = browser.new_context()
        looks = []
        for _ in ("cold", "warm"):
            opened = time.perf_counter()
            page = _opened(context, port)
            looks.append(time.perf_counter() - opened)
            page.close()
        context.close()
        _wait_for(server, port, "/readyz")
        memory = _rss(server.pid)
    cold, warm = looks
    return served, cold, warm, served + cold, served + warm, memory


def _opened(context: BrowserContext, port: int) -> Page:
    """The page, usable."""
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
    page.locator("#question textarea").wait_for()
    page.locator("#chat .welcome").wait_for()
    return page


def _serve_stand_in(port: int) -> None:
    """Serve the page over the stand-in of the tests."""
    sys.path.insert(0, str(ROOT / "tests"))
    tests = importlib.import_module("support.web_stand_in")
    uvicorn.run(tests.app_for(tests.StandIn()), port=port, log_level="error", ws="none")


def _qa(command: str, seeds: Path, index: str, *more: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "qa.cli", command, "--seeds", str(seeds), "--index", index]
    return subprocess.Popen([*words, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _running(server: subprocess.Popen[bytes], port: int, address: str) -> Iterator[None]:
    """While a server answers at an address; it is ended afterwards."""
    try:
        _wait_for(server, port, address)
        yield
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int, address: str) -> None:
    while not _answers(port, address):
        if server.poll() is not None:
            raise SystemExit("the server ended before it was ready")
        time.sleep(0.02)


def _answers(port: int, address: str) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", address)
        return connection.getresponse().status == 200
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _rss(process: int) -> float:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _row(name: str, values: Sequence[float]) -> None:
    ordered = sorted(values)
    p95 = ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
    print(f"{name:52}{statistics.median(ordered):9.2f}{p95:9.2f}{len(ordered):6}", flush=True)


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {next(names, platform.machine())}, load {load:.1f} at the start"
    )


if __name__ == "__main__":
    main()
