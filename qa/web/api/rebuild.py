"""Bringing the index up to date when a reader asks for it, and what the last build reported."""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from qa.errors import QAError
from qa.reports import BuildReport, Progress
from qa.web.loading import Answering, Shelf

_logger = logging.getLogger(__name__)


class Upkeep:
    """One rebuild at a time, in a thread.

    Attributes:
        report: What the last build did and which files it could not read; None before the first.
        progress: How far the build under way is, or None.
        failure: Why the last build failed, or "".
    """

    def __init__(self) -> None:
        self.report: BuildReport | None = None
        self.progress: Progress | None = None
        self.failure = ""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether a build is under way."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def heard(self, report: BuildReport) -> None:
        """Take note of a build that somebody else did."""
        self.report, self.failure = report, ""

    def start(self, knowledge_base: Answering) -> None:
        """Begin to build; nothing happens while a build is under way."""
        with self._lock:
            if self.running:
                return
            self.progress, self.failure = None, ""
            self._thread = threading.Thread(
                target=self._build, args=(knowledge_base,), name="upkeep", daemon=True
            )
            self._thread.start()

    def _build(self, knowledge_base: Answering) -> None:
        before = self.report
        try:
            report = knowledge_base.refresh(self._listen)
            # Whoever follows the folder may have been quicker, and then its report tells more.
            if report.published or self.report is before:
                self.heard(report)
        except QAError as error:
            self.failure = str(error)
        except Exception:  # a thread's error would be seen by nobody
            _logger.exception("the index could not be brought up to date")
            self.failure = "A fault in the program; the terminal has the details."

    def _listen(self, progress: Progress) -> None:
        self.progress = progress


def upkeep_routes(shelf: Shelf, upkeep: Upkeep) -> APIRouter:
    """The routes `POST /api/rebuild` and `GET /api/build`."""
    router = APIRouter()

    @router.post("/api/rebuild", status_code=202)
    def rebuild() -> JSONResponse:
        """Bring the index up to date with its folder; `/api/build` tells how far it is."""
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return JSONResponse({"detail": "The index is being opened already."}, status_code=503)
        upkeep.start(knowledge_base)
        return JSONResponse({"running": True}, status_code=202)

    @router.get("/api/build")
    def build() -> JSONResponse:
        """How far the build under way is, and what the last one did."""
        running = upkeep.running
        return JSONResponse(
            {
                "running": running,
                "progress": asdict(upkeep.progress) if running and upkeep.progress else None,
                "failure": upkeep.failure,
                "report": asdict(upkeep.report) if upkeep.report else None,
            }
        )

    return router
