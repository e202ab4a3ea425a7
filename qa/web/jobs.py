"""Work that no request waits for, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from qa.errors import QAError

_LOG = logging.getLogger(__name__)


class BackgroundJob:
    """Runs one piece of work at a time; safe from several threads."""

    def __init__(self, name: str) -> None:
        """Prepare, without a thread.

        Args:
            name: What is done, for the log and the thread's name.
        """
        self._name = name
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Wait for the work under way, so long at most."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def start(self, work: Callable[[], None], on_error: Callable[[Exception], None]) -> bool:
        """Begin; nothing happens while other work is under way.

        Args:
            work: What is to be done.
            on_error: Told of the error that ended it, if one did.

        Returns:
            Whether it began.
        """
        with self._lock:
            if self.running:
                return False
            self._thread = threading.Thread(
                target=self._run, args=(work, on_error), name=self._name, daemon=True
            )
            self._thread.start()
            return True

    def _run(self, work: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 (a thread's error would be seen by nobody)
            on_error(error)


def reason_of(error: Exception, what: str) -> str:
    """What a visitor is told of an error; one of the program is logged, and keeps its secrets."""
    if isinstance(error, QAError):
        return str(error)
    _LOG.error("%s failed", what, exc_info=error)
    return "A fault in the program; the terminal has the details."
