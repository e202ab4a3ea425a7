"""`qa serve` with a knowledge base that answers when it is let, in a process of its own.

    python overloaded_program.py FOLDER [NAME=SECONDS ...]

Each question is written into FOLDER/asked as it begins, a line each, and answered once FOLDER/go is
there. NAME is a constant of `qa.web.connections`. It computes two questions at a time.
"""

import sys
import time
from pathlib import Path

from qa.web import admission, connections, opening
from qa.web.server import serve
from support.web_stand_in import StandIn

LIMIT_SECONDS = 60


class Held(StandIn):
    """Answers like the stand-in, when it is let."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def ask(self, question, **options):
        with (self.folder / "asked").open("a") as asked:
            asked.write(f"{question}\n")
        until = time.monotonic() + LIMIT_SECONDS
        while not (self.folder / "go").exists() and time.monotonic() < until:
            time.sleep(0.005)
        return super().ask(question, **options)

    def is_answered(self, suggestion, scope=None):
        return False

    def search(self, question, **options):
        return super().search(question, **options) if question != "ready" else []

    def follow(self, on_refresh=None, on_error=None):
        """Follow nothing: the documents stay what they are."""


if __name__ == "__main__":
    held = Held(Path(sys.argv[1]))
    admission.cores = lambda: 2
    for setting in sys.argv[2:]:
        name, _, value = setting.partition("=")
        setattr(connections, name, type(getattr(connections, name))(value))
    opening.KnowledgeBase.open = lambda *_, **__: held
    serve(held.folder, held.folder / "index", port=0)
