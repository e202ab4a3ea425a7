"""`qa serve` over a folder, in a process of its own, with the fake encoder."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from support.paths import ROOT, TESTS

WAIT_SECONDS = 60


def until(condition):
    """Wait until something is so."""
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


class ServedProgram:
    """A server that can be asked as soon as this is made.

    Attributes:
        process: Its process.
        address: Its host and port.
    """

    def __init__(self, work: Path) -> None:
        """Serve the folder `seeds` of a folder, with the index `index`."""
        self.process = subprocess.Popen(
            [sys.executable, TESTS / "support/serving_program.py", work / "seeds", work / "index"],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"},
        )
        self._lines = [self.process.stderr.readline()]
        self.address = self._lines[0].split()[1].removeprefix("http://").split(":")
        self._reading = threading.Thread(target=lambda: self._lines.extend(self.process.stderr))
        self._reading.start()
        until(lambda: self.ask("GET", "/readyz")[0] == 200)

    def ask(self, method, path, body=None, headers=None):
        """The status and the body of what it answers."""
        connection = http.client.HTTPConnection(*self.address, timeout=WAIT_SECONDS)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def ask_json(self, method, path, body=None):
        """The same of what is asked and answered in JSON."""
        sent = None if body is None else json.dumps(body)
        status, told = self.ask(method, path, sent, {"content-type": "application/json"})
        return status, json.loads(told)

    @property
    def told(self):
        """What it has told on standard error."""
        return "".join(self._lines)

    def most_memory(self):
        """The most that it ever held, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def kill(self):
        """End it at once."""
        self.process.kill()
        self.process.wait()
        self._reading.join()
        self.process.stderr.close()
