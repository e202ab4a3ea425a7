"""How the documents grow: what is being read now, and what became of the files just added.

The page of the documents and the chat ask for it while something goes on. What they are told is in
the visitor's language already; paths and reasons are text, for the page to show as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.errors import IndexPinnedError
from qa.reports import Problem, Progress
from qa.web.api.rebuild import IndexRebuild
from qa.web.html.bidi import strip_overrides
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.preferences import ForVisitor

MAX_PATHS = 200
"""Files that one request may ask about; a page with more asks for those that still wait."""

State = Literal["waiting", "answerable", "refused"]


class AddedFiles(BaseModel):
    """Body of `POST /documents/growth`: the files that a page has just added."""

    model_config = ConfigDict(extra="forbid", strict=True)

    paths: Annotated[list[Annotated[str, Field(max_length=4096)]], Field(max_length=MAX_PATHS)] = []


@dataclass(frozen=True, slots=True)
class Growth:
    """What is going on with the index.

    Attributes:
        knowledge_base: The one in service; None while it is being opened.
        running: Whether a build is under way.
        progress: How far that is, where it is known.
        failure: Why there is none, or why it could not be brought up to date; "" where all is well.
    """

    knowledge_base: KnowledgeBaseLike | None
    running: bool
    progress: Progress | None
    failure: str

    @property
    def is_empty(self) -> bool:
        """Whether there is an index, and no document in it."""
        return self.knowledge_base is not None and not self.knowledge_base.documents()

    def line(self, strings: UiStrings) -> str:
        """What is going on, in one line; "" where nothing is."""
        if self.failure:
            return self.failure
        if self.knowledge_base is not None and self.progress and self.progress.n_files:
            return strings.growing_reading.format(count=strings.number(self.progress.n_files))
        if self.knowledge_base is None or self.running:
            return strings.progress(self.progress)
        return self._standing(self.knowledge_base, strings)

    def _standing(self, knowledge_base: KnowledgeBaseLike, strings: UiStrings) -> str:
        """What is to be said of an index at which nobody is."""
        if knowledge_base.pinned:
            return strings.growing_pinned.format(generation=knowledge_base.generation)
        if knowledge_base.stale is not None:
            return strings.stale(knowledge_base.stale)
        if self.is_empty:
            return strings.growing_empty
        return strings.growing_unwatched if knowledge_base.unwatched else ""


def growth_of(loader: KnowledgeBaseLoader, rebuild: IndexRebuild, strings: UiStrings) -> Growth:
    """What is going on now."""
    knowledge_base = loader.ready()
    if knowledge_base is None:
        failure = strings.fault(loader.failure) if loader.failure else ""
        return Growth(None, not failure, loader.progress, failure)
    # Asked for by a visitor, or begun by whoever follows the folder.
    progress = (rebuild.progress if rebuild.running else None) or loader.progress
    running = rebuild.running or progress is not None
    failed = rebuild.failure_kind if rebuild.failure else ""
    if knowledge_base.failure is not None:  # of whoever follows the folder
        failed = type(knowledge_base.failure).__name__
    if failed == IndexPinnedError.__name__:
        failed = ""  # that is told instead, as long as it is
    failure = strings.build_failure(failed) if failed and not running else ""
    return Growth(knowledge_base, running, progress, failure)


def growth_routes(loader: KnowledgeBaseLoader, rebuild: IndexRebuild) -> APIRouter:
    """The routes `GET` and `POST /documents/growth`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/documents/growth")
    def now(visitor: ForVisitor) -> JSONResponse:
        """What is going on, in one line."""
        return JSONResponse(_told(growth_of(loader, rebuild, visitor.strings), visitor.strings))

    @router.post("/documents/growth")
    def of_files(wanted: AddedFiles, visitor: ForVisitor) -> JSONResponse:
        """The same, and what became of each of some files."""
        growth = growth_of(loader, rebuild, visitor.strings)
        files = _files(wanted.paths, growth, visitor.strings)
        return JSONResponse({**_told(growth, visitor.strings), "files": files})

    return router


def _told(growth: Growth, strings: UiStrings) -> dict[str, object]:
    known, progress = growth.knowledge_base, growth.progress
    return {
        "open": known is not None,
        "generation": known.generation if known else "",
        "running": growth.running,
        "empty": growth.is_empty,
        "failed": bool(growth.failure),
        "line": strip_overrides(growth.line(strings)),
        "done": progress.done if progress else 0,
        "total": progress.total if progress else 0,
    }


def _files(paths: list[str], growth: Growth, strings: UiStrings) -> list[dict[str, object]]:
    known = growth.knowledge_base
    answerable = {info.path for info in known.documents()} if known else set[str]()
    refused = {problem.path: problem for problem in known.problems()} if known else {}
    return [_file(path, answerable, refused, growth, strings) for path in paths]


def _file(
    path: str,
    answerable: set[str],
    refused: Mapping[str, Problem],
    growth: Growth,
    strings: UiStrings,
) -> dict[str, object]:
    state: State = "waiting"
    if path in answerable:
        state, text = "answerable", strings.file_answerable
    elif path in refused:
        state, text = "refused", strings.problem(refused[path])
    elif growth.failure:
        text = growth.failure
    else:
        text = _file_stage(path, growth.progress, strings)
    return {"path": path, "state": state, "text": strip_overrides(text)}


def _file_stage(path: str, progress: Progress | None, strings: UiStrings) -> str:
    """What is done with a file that waits."""
    if progress is None or progress.stage == "preparing":
        return strings.file_waiting
    if progress.stage == "parsing":
        return strings.file_reading if progress.file == path else strings.file_waiting
    return strings.progress(progress)
