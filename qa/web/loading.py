"""The knowledge base as the page sees it: being opened, open, or impossible to open.

Opening prepares a model, which takes a minute the first time, and may read the first documents; the
page must stand meanwhile, so that is done in the background, and every question asks the loader
first. Other documents come in later, while questions are answered, and `progress` tells of both.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from qa.errors import BuildStoppedError, QAError
from qa.records import (
    EVERYTHING,
    Answer,
    Citation,
    CorpusMap,
    Document,
    DocumentInfo,
    Hit,
    MapPoint,
    Passage,
    Scope,
    Suggestion,
)
from qa.reports import BuildReport, Problem, Progress, ProgressListener, Staleness
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K
from qa.web.admission import Admission
from qa.web.hearing import Hearing, heard
from qa.web.jobs import BackgroundJob

_LOG = logging.getLogger(__name__)

CLOSING_SECONDS = 4.0
"""How long closing waits for an opening under way to end."""

BEING_OPENED = "The index is being opened; ask again shortly."
"""What programs are told meanwhile."""


class KnowledgeBaseLike(Protocol):
    """What the page needs of a knowledge base."""

    @property
    def generation(self) -> str:
        """Identifier of the build in service."""

    @property
    def pinned(self) -> bool:
        """Whether it stays at that build, whatever becomes of its documents."""

    @property
    def progress(self) -> Progress | None:
        """How far it is being brought up to date; None while it is not."""

    @property
    def failure(self) -> QAError | None:
        """Why it could not be brought up to date last; None where it could."""

    @property
    def unwatched(self) -> str:
        """Why changes in its folder are seen late; "" where they are seen at once."""

    @property
    def stale(self) -> Staleness | None:
        """Why it answers from the index as it is, and what that lacks; None where it is fresh."""

    def ask(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_CITATIONS,
        history: Sequence[Answer | str] = (),
        scope: Scope = EVERYTHING,
        explain: bool = False,
        reader: bool | None = None,
        corrected: bool = True,
    ) -> Answer:
        """Answer a question, in the light of earlier answers or questions."""

    def search(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_TOP_K,
        scope: Scope = EVERYTHING,
        reader: bool = False,
    ) -> list[Hit]:
        """The passages nearest to a question, best first."""

    def by_source(
        self,
        question: str,
        *,
        limit: int = DEFAULT_TOP_K,
        scope: Scope = EVERYTHING,
        reader: bool | None = None,
    ) -> list[Citation]:
        """The passage of each document nearest to a question, the nearest document first."""

    def similar(
        self, passage: Passage, *, top_k: int = DEFAULT_TOP_K, scope: Scope = EVERYTHING
    ) -> list[Hit]:
        """Passages like one, the nearest first; `KeyError` where its document has changed."""

    def refresh(self, progress: ProgressListener | None = None) -> BuildReport:
        """Bring the index up to date with the documents."""

    def documents(self) -> tuple[DocumentInfo, ...]:
        """Every indexed document."""

    def problems(self) -> tuple[Problem, ...]:
        """Files that gave no passage, each with its reason."""

    def map(self) -> CorpusMap:
        """The passages in two dimensions."""

    def place_on_map(self, passages: Sequence[Passage]) -> tuple[MapPoint, ...]:
        """Where passages are on the map."""

    def suggestions(self, path: str) -> tuple[Suggestion, ...]:
        """What a document suggests to ask; `KeyError` where there is none."""

    def suggestions_after(self, answer: Answer) -> tuple[Suggestion, ...]:
        """What may be asked after an answer, the nearest first."""

    def is_answered(self, suggestion: Suggestion, scope: Scope = EVERYTHING) -> bool:
        """Whether the documents of a scope answer a suggestion."""

    def document(self, path: str) -> Document:
        """One document as indexed; `KeyError` where there is none."""

    def close(self) -> None:
        """Release what it holds."""


Opener = Callable[[ProgressListener], KnowledgeBaseLike]


class KnowledgeBaseLoader:
    """Opens a knowledge base in a thread and hands it out once it is there.

    Attributes:
        failure: Why opening failed, or None.
        admission: Whose turn it is to ask it.
        hearing: Told of what is asked of the knowledge base that is handed out.
    """

    def __init__(self, opener: Opener, *, on_failure: Callable[[str], None] | None = None) -> None:
        """Prepare, without opening.

        Args:
            opener: Opens the knowledge base, reporting progress to the listener it is given.
            on_failure: Told the message each time that opening fails.
        """
        self._progress: Progress | None = None
        self.failure: QAError | None = None
        self.admission = Admission()
        self.hearing = Hearing()
        self.admission.tell_waits(partial(self.hearing.took, "waiting"))
        self._opener = opener
        self._on_failure = on_failure
        self._lock = threading.Lock()
        self._job = BackgroundJob("opening")
        self._knowledge_base: KnowledgeBaseLike | None = None
        self._closed = False

    @classmethod
    def holding(cls, knowledge_base: KnowledgeBaseLike) -> KnowledgeBaseLoader:
        """A loader whose knowledge base is open already; closing the loader closes it."""
        loader = cls(lambda _: knowledge_base)
        loader._knowledge_base = heard(knowledge_base, loader.hearing)
        return loader

    @property
    def progress(self) -> Progress | None:
        """How far the index is: while it is opened, and while it is brought up to date behind.

        None before the first has begun, and once everything is in.
        """
        opened = self._knowledge_base
        return self._progress if opened is None else opened.progress

    def ready(self) -> KnowledgeBaseLike | None:
        """The knowledge base, or None while it is not open."""
        return self._knowledge_base

    def opened(self) -> KnowledgeBaseLike:
        """The knowledge base; begins to open it where it is not there.

        Raises:
            QAError: It is still being opened, or cannot be.
        """
        if self._knowledge_base is None:
            self.start()
            raise QAError(str(self.failure or BEING_OPENED))
        return self._knowledge_base

    def start(self) -> None:
        """Begin to open in the background; nothing happens when it is open or being opened."""
        with self._lock:
            if self._closed or self._knowledge_base is not None or self._job.running:
                return
            self.failure = None
            self._job.start(self._open, self._fail)

    def close(self) -> None:
        """Close the knowledge base if it is open, and open no other."""
        with self._lock:
            self._closed = True
            opened, self._knowledge_base = self._knowledge_base, None
        if opened is not None:
            opened.close()
        self._job.wait(CLOSING_SECONDS)

    def _open(self) -> None:
        opened = self._opener(self._listen)
        with self._lock:
            if not self._closed:
                self._knowledge_base = heard(opened, self.hearing)
                return
        opened.close()

    def _fail(self, error: Exception) -> None:
        if self._closed:
            return
        if not isinstance(error, QAError):
            _LOG.error("Opening the knowledge base failed", exc_info=error)
            error = QAError(f"The knowledge base cannot be opened: {error!r}")
        self.failure = error
        if self._on_failure is not None:
            self._on_failure(str(error))

    def _listen(self, progress: Progress) -> None:
        if self._closed:
            raise BuildStoppedError
        self._progress = progress
