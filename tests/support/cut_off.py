"""A visit to the real program where there is no network but this machine's own: run by a test.

    unshare --net python cut_off.py FOLDER

Serves the documents of FOLDER/seeds, asks over HTTP, then in Chromium, and prints as JSON what came
of it. The system counts each attempt to reach another machine, whoever makes it: there is no route.
"""

import json
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from support.web_visit import CHROMIUM, FLAGS, Visit

QUESTION = "When was the library founded?"
PAGES = ("", "documents", "map", "map/points", "api", "sources?q=library")


def attempts():
    """How often any program of this network namespace tried to reach what it has no route to."""
    names, values = [
        line.split()[1:]
        for line in Path("/proc/net/snmp").read_text().splitlines()
        if line.startswith("Ip:")
    ]
    six = re.search(r"^Ip6OutNoRoutes\s+(\d+)", Path("/proc/net/snmp6").read_text(), re.MULTILINE)
    return int(values[names.index("OutNoRoutes")]) + int(six[1])


def get(address, data=None):
    """An answer of the server as JSON."""
    return httpx.request("POST" if data else "GET", address, json=data, timeout=60).json()


@contextmanager
def serving_program(folder):
    """The address of the real program, once it answers."""
    server = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "serve", "--port", "0"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = server.stderr.readline().split()[1]
        until = time.monotonic() + 240
        while not get(f"{address}/readyz")["ready"]:
            assert time.monotonic() < until
            time.sleep(0.2)
        yield address
        server.terminate()
        assert server.wait(30) == 0
    finally:
        server.kill()


def visited(address):
    """What a visit in Chromium shows, and what the pages asked of another machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        visit = Visit(browser, address, language="en")
        shown = visit.ask(QUESTION).inner_text()
        for page in PAGES:
            visit.page.goto(f"{address}/{page}")
        told = {"shown": shown, "foreign": visit.foreign(), "faults": visit.faults}
        browser.close()
    return told


def main():
    """Visit, and tell."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with serving_program(Path(sys.argv[1])) as address:
        answer = get(f"{address}/api/ask", {"question": QUESTION})
        for page in PAGES:
            httpx.get(f"{address}/{page}", timeout=60).raise_for_status()
        # Before Chromium comes, which calls out on its own account.
        told = {"state": answer["state"], "attempts": attempts()}
        told |= visited(address)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
