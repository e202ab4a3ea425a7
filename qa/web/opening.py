"""Opening the knowledge base behind the page, and following its folder from then on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qa.knowledge_base import KnowledgeBase
from qa.reports import BuildReport, ProgressListener
from qa.settings import DEFAULT_READER, EMBEDDED_MODEL
from qa.web.api.rebuild import IndexRebuild
from qa.web.loading import KnowledgeBaseLike
from qa.web.logs import announce


@dataclass(frozen=True, slots=True)
class Opening:
    """What is opened behind a page, and who hears of it.

    Attributes:
        seeds: The folder of documents, or None for an index as it is.
        index: The index folder.
        rebuild: Takes note of each build.
        model: As of `KnowledgeBase.open`.
        reader: As of `KnowledgeBase.open`.
        refresh: Whether the index is brought up to date, and its folder followed.
        ray: As of `KnowledgeBase.open`.
    """

    seeds: Path | None
    index: Path
    rebuild: IndexRebuild
    model: str = EMBEDDED_MODEL
    reader: bool = DEFAULT_READER
    refresh: bool = True
    ray: str = ""
    _said: list[str] = field(default_factory=list, init=False, repr=False)

    def open(self, progress: ProgressListener) -> KnowledgeBaseLike:
        """Open the index as it is, or as soon as its first documents are in, and follow on.

        Raises:
            QAError: As of `KnowledgeBase.open`.
        """
        opened = KnowledgeBase.open(
            self.seeds,
            self.index,
            model=self.model,
            refresh="behind" if self.refresh else False,
            progress=progress,
            reader=self.reader,
            ray=self.ray,
        )
        # Loads the weights, for which the first visitor would wait.
        opened.search("ready", top_k=1, reader=self.reader)
        n_documents = len(opened.documents())
        held = ", pinned (qa generations use latest lets go)" if opened.pinned else ""
        announce(f"ready: {n_documents} documents, generation {opened.generation}{held}")
        if opened.stale is not None:
            announce(opened.stale.message)
        if self.seeds is not None and self.refresh:
            opened.follow(on_refresh=self._refreshed, on_error=self._not_followed)
        return opened

    def _refreshed(self, report: BuildReport) -> None:
        self._said.clear()
        self.rebuild.note(report)
        left = f", {len(report.waiting)} files to come" if report.waiting else ""
        announce(f"{self.seeds} changed: generation {report.generation}{left}")

    def _not_followed(self, error: Exception) -> None:
        self.rebuild.note_failure(error)
        # It goes on being tried, and is told once for as long as it is the same.
        if str(error) not in self._said:
            self._said[:] = [str(error)]
            announce(f"{self.seeds} could not be followed: {error}")
