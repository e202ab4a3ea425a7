"""How quick the page is by itself, in a real Chromium, and how much of it is the conversation.

    python benchmarks/page_speed.py [SEEDS_FOLDER] [--questions 100] [--starts 5]

A question is timed in the browser, from Enter to the first frame after its answer is on the page,
asked of the stand-in of the tests, which answers at once: what is measured is the page, its server
and the browser, and no search. Beside it, in the same run, stands a bare Gradio page whose function
answers at once: what Gradio takes alone. Then come what the first load of the page fetches, the
share of a phone's screen that the conversation has, and what stands under one answer to be pressed.
A start is the real program (`qa serve`) over an index that is built already; the page is usable
when a question can be typed. Each start has a browser with an empty cache, then a second look with
what the first one left there. Linux: memory is VmRSS of /proc.
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

# Controls under the answer in sight, beside citations and what is offered to ask.
CONTROLS = """[...document.querySelectorAll("#chat .answer :is(a, button, summary, [role=button])")]
  .filter((e) => e.checkVisibility() && !e.closest(".chips, .cites, [popover], .offers"))
  .filter((e) => !e.matches(".chip, .citation, .source"))
  .length"""

SHARE = """(() => {
  const top = document.querySelector("header.site").getBoundingClientRect().bottom;
  const bottom = document.querySelector("#foot").getBoundingClientRect().top;
  return 100 * (bottom - top) / innerHeight;
})()"""

LOADED = """performance.getEntriesByType("navigation")
  .concat(performance.getEntriesByType("resource"))
  .map((e) => e.transferSize)"""

TURNS = 10  # questions of one chat: each answer draws the whole chat again

LOADED_MS = 2000  # a stream stays open: the network is never idle

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
    parser.add_argument("--bare", type=int, help=argparse.SUPPRESS)  # the same for the bare page
    wanted = parser.parse_args()
    if wanted.bare:
        _serve_bare(wanted.bare)
        return
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
        _row("  the same of a bare Gradio function", _bare_questions(browser, wanted.questions))
        for name, value in _look(browser).items():
            _row(name, [value])
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


def _bare_questions(browser: Browser, count: int) -> list[float]:
    """Milliseconds of each question to a Gradio function that answers at once."""
    port = _free_port()
    taken: list[float] = []
    with _running(subprocess.Popen([sys.executable, __file__, "--bare", str(port)]), port, "/"):
        while len(taken) < count:
            page = browser.new_context().new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            box = page.locator("#question textarea")
            box.wait_for()
            page.wait_for_timeout(SETTLED_MS)
            for turn in range(1, min(TURNS, count - len(taken)) + 1):
                box.fill(f"books {len(taken)} ?")
                page.evaluate(TIMED, turn)
                box.press("Enter")
                taken.append(page.evaluate("window.taken"))
            page.context.close()
    return taken


def _look(browser: Browser) -> dict[str, float]:
    """What the first load fetches; what a phone's screen shows after some answers."""
    port = _free_port()
    command = [sys.executable, __file__, "--stand-in", str(port)]
    with _running(subprocess.Popen(command), port, "/"):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
        )
        page = _opened(context, port)
        page.wait_for_timeout(LOADED_MS)
        sizes = page.evaluate(LOADED)
        box = page.locator("#question textarea")
        for turn, question in enumerate(("books 1 ?", "books 2 ?")):
            box.fill(question)
            box.press("Enter")
            page.locator("#chat .answer").nth(turn).wait_for()
        page.wait_for_timeout(SETTLED_MS)
        controls, answers = page.evaluate(CONTROLS), page.locator("#chat .answer").count()
        share = page.evaluate(SHARE)
        context.close()
    return {
        "first load, empty cache: requests": len(sizes),
        "first load, empty cache: kB": sum(sizes) / 1000,
        "phone of 390 x 844: conversation, % of the height": share,
        "controls in sight under one answer": controls / answers,
    }


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


def _serve_bare(port: int) -> None:
    """Serve a Gradio page that answers at once."""
    gradio = importlib.import_module("gradio")
    with gradio.Blocks(analytics_enabled=False) as page:
        chat = gradio.Chatbot(elem_id="chat", render_markdown=False)
        box = gradio.Textbox(elem_id="question")
        answered = {"role": "assistant", "content": '<div class="answer">An answer.</div>'}
        box.submit(
            lambda said, before: [*before, {"role": "user", "content": said}, answered],
            [box, chat],
            [chat],
            show_progress="hidden",
        )
    page.launch(server_port=port, quiet=True, ssr_mode=False)


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
