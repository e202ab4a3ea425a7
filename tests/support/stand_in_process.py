"""The page over the stand-in as a process of its own, which a test can end and start again."""

import http.client
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
SERVE = (
    "import sys, uvicorn\n"
    "from support.web_stand_in import StandIn, app_for\n"
    "uvicorn.run(app_for(StandIn()), port=int(sys.argv[1]), log_level='error', ws='none')\n"
)


class StandInProcess:
    """A server on a port: there, or away."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self._port = port
        self._command = [sys.executable, "-c", SERVE, str(port)]
        self._running = None

    def start(self):
        """Start it; it is there some seconds later."""
        self._running = subprocess.Popen(self._command, cwd=TESTS, stderr=subprocess.DEVNULL)

    def stop(self):
        """End it at once, as a lost machine ends."""
        if self._running:
            self._running.kill()
            self._running.wait()
        self._running = None

    def answers(self):
        """Whether it is there."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
