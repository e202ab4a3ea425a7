"""Bringing the index up to date when a visitor asks for it, and what the last build reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from qa.reports import BuildReport, Progress
from qa.web.jobs import BackgroundJob, reason_of
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader

BuildListener = Callable[[str, float | None], None]
"""Told what came of a build ("published", "unchanged" or "failed"), and of one that was done its
seconds."""


class IndexRebuild:
    """One rebuild at a time, in the background.

    Attributes:
        report: What the last build, or row of builds, did and which files it could not parse; None
            before the first.
        progress: How far the build under way is, or None.
        failure: Why the last build failed, or "".
        failure_kind: The class of that error, or "".
    """

    def __init__(self) -> None:
        self.report: BuildReport | None = None
        self.progress: Progress | None = None
        self.failure = self.failure_kind = ""
        self._job = BackgroundJob("rebuild")
        self._listeners: list[BuildListener] = []

    @property
    def running(self) -> bool:
        """Whether a build is under way."""
        return self._job.running

    def tell_builds(self, listener: BuildListener) -> None:
        """Have a listener told of each build."""
        self._listeners.append(listener)

    def note(self, report: BuildReport) -> None:
        """Take note of a build, together with those before it that left files to it."""
        self._tell("published" if report.published else "unchanged", report.elapsed_seconds)
        if self.report is not None and self.report.waiting:
            report = self.report.followed_by(report)
        self.report, self.failure = report, ""

    def note_failure(self, _: Exception) -> None:
        """Take note of a build that failed, of which others tell."""
        self._tell("failed")

    def start(self, knowledge_base: KnowledgeBaseLike) -> None:
        """Begin to build; nothing happens while a build is under way."""
        if not self._job.running:
            self.progress, self.failure = None, ""
            self._job.start(lambda: self._build(knowledge_base), self._fail)

    def _build(self, knowledge_base: KnowledgeBaseLike) -> None:
        before = self.report
        report = knowledge_base.refresh(self._listen)
        # Whoever follows the folder may have been quicker, and then its report tells more.
        if report.published or self.report is before:
            self.note(report)

    def _fail(self, error: Exception) -> None:
        self.note_failure(error)
        self.failure = reason_of(error, "Bringing the index up to date")
        self.failure_kind = type(error).__name__

    def _tell(self, outcome: str, seconds: float | None = None) -> None:
        for listener in self._listeners:
            listener(outcome, seconds)

    def _listen(self, progress: Progress) -> None:
        self.progress = progress


def rebuild_routes(loader: KnowledgeBaseLoader, rebuild: IndexRebuild) -> APIRouter:
    """The routes `POST /api/rebuild` and `GET /api/build`."""
    router = APIRouter()

    @router.post("/api/rebuild", status_code=202)
    def start() -> JSONResponse:
        """Bring the index up to date with its folder; `/api/build` tells how far it is."""
        knowledge_base = loader.ready()
        if knowledge_base is None:
            return JSONResponse({"detail": "The index is being opened already."}, status_code=503)
        rebuild.start(knowledge_base)
        return JSONResponse({"running": True}, status_code=202)

    @router.get("/api/build")
    def build() -> JSONResponse:
        """How far the build under way is, and what the last one did."""
        # Whoever follows the folder may be at it.
        running = rebuild.running
        progress = (rebuild.progress if running else None) or loader.progress
        return JSONResponse(
            {
                "running": running,
                "progress": asdict(progress) if progress else None,
                "failure": rebuild.failure,
                "report": asdict(rebuild.report) if rebuild.report else None,
            }
        )

    return router
