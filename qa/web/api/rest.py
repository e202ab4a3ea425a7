"""The routes for programs, validated; they answer with the library's own records, as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from qa.errors import BusyError, QAError, QuestionError, ScopeError
from qa.records import Answer, Citation, Document, DocumentInfo, Hit, Passage, Scope
from qa.reports import Problem
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K
from qa.web.loading import BEING_OPENED, KnowledgeBaseLike, KnowledgeBaseLoader

MAX_RESULTS_PER_REQUEST = 50
"""Passages one request may ask for: more is a search, and a page of JSON nobody reads."""

MAX_EARLIER_QUESTIONS = 10
"""Earlier questions that a follow-up may come with; what the last was searched for counts."""

MAX_NAMED = 100
"""Languages or documents that a scope may name: each is looked for among all documents."""


MAX_DATE = 40
"""Characters of a date: any more are none of it."""


def _whole(question: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise ValueError("holds half a character (a lone surrogate)")
    return question


Question = Annotated[str, AfterValidator(_whole)]
Reader = Annotated[
    bool | None,
    Field(description="Whether the reader reads the first passages: slower, and surer."),
]
Corrected = Annotated[
    bool, Field(description="Whether mistyped words are read as words of the documents.")
]
_Names = Annotated[
    list[Annotated[str, Field(max_length=4096), AfterValidator(_whole)]],
    Field(max_length=MAX_NAMED),
]


Path = Annotated[str, Query(max_length=4096)]
_Date = Annotated[str, Field(max_length=MAX_DATE), AfterValidator(_whole)]


class ScopeRequest(BaseModel):
    """Which passages may be found (`Scope`): all, unless some are named."""

    model_config = ConfigDict(extra="forbid", strict=True)

    languages: Annotated[_Names, Field(description="Codes of their languages, such as 'ar'.")] = []
    documents: Annotated[
        _Names, Field(description="Paths of their documents, or of folders, such as 'reports/'.")
    ] = []

    since: Annotated[_Date, Field(description="First year, month or day of their dates.")] = ""
    until: Annotated[_Date, Field(description="Last year, month or day of their dates.")] = ""

    def record(self) -> Scope:
        """The same for the library."""
        return Scope(tuple(self.languages), tuple(self.documents), self.since, self.until)


class SourcesRequest(BaseModel):
    """Body of `POST /api/sources`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Question
    limit: Annotated[int, Field(ge=1, le=MAX_RESULTS_PER_REQUEST)] = DEFAULT_TOP_K
    scope: ScopeRequest = ScopeRequest()
    reader: Reader = None


class SearchRequest(BaseModel):
    """Body of `POST /api/search`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Question
    top_k: Annotated[int, Field(ge=1, le=MAX_RESULTS_PER_REQUEST)] = DEFAULT_TOP_K
    scope: ScopeRequest = ScopeRequest()
    reader: Reader = False


class AskRequest(SearchRequest):
    """Body of `POST /api/ask`.

    Attributes:
        after: The questions of the conversation so far, oldest first, for a question that cannot
            be understood alone ("and the second?").
        explain: Whether each citation tells why it was found.
        reader: Whether the first passages are read; None leaves it to the server's own setting.
        corrected: Whether mistyped words are read as words of the documents.
    """

    top_k: Annotated[int, Field(ge=1, le=MAX_RESULTS_PER_REQUEST)] = DEFAULT_CITATIONS
    after: Annotated[list[Question], Field(max_length=MAX_EARLIER_QUESTIONS)] = []
    explain: bool = False
    reader: Reader = None
    corrected: Corrected = True


def answer_request(request: AskRequest, kb: KnowledgeBaseLike) -> Answer:
    """The answer to a question, which may follow others."""
    return kb.ask(
        request.question,
        top_k=request.top_k,
        history=request.after,
        scope=request.scope.record(),
        explain=request.explain,
        reader=request.reader,
        corrected=request.corrected,
    )


def search_request(request: SearchRequest, kb: KnowledgeBaseLike) -> list[Hit]:
    """The passages nearest to a question, best first."""
    scope = request.scope.record()
    return kb.search(
        request.question, top_k=request.top_k, scope=scope, reader=bool(request.reader)
    )


def sources_request(request: SourcesRequest, kb: KnowledgeBaseLike) -> list[Citation]:
    """The passage of each document nearest to a question, the nearest document first."""
    return kb.by_source(
        request.question,
        limit=request.limit,
        scope=request.scope.record(),
        reader=request.reader,
    )


def api_routes(loader: KnowledgeBaseLoader) -> APIRouter:
    """The routes under `/api` that change nothing, `/healthz` and `/readyz`."""
    router = APIRouter()
    _add_health(router, loader)
    _add_asking(router, loader)
    _add_reading(router, loader)
    return router


def _add_health(router: APIRouter, loader: KnowledgeBaseLoader) -> None:
    limiter = CapacityLimiter(1)  # of its own: it answers however many questions there are

    @router.get("/healthz")
    async def healthz() -> dict[str, object]:
        """The process is alive; and how the documents are.

        `problems` tells how many files gave no passage (`/api/problems` names them), `failure` why
        the index could not be opened or brought up to date, `unwatched` why changes in the folder
        are seen late, `stale` what the index lacks that is answered from; null where all is well.
        `pinned` tells whether the index stays at one generation.
        """
        return await to_thread.run_sync(lambda: _health_of(loader), limiter=limiter)

    @router.get("/readyz")
    def readyz() -> JSONResponse:
        """Whether questions can be answered; 503 while they cannot.

        `progress` tells how far the index is being opened or brought up to date; null where it is
        up to date.
        """
        return _response_of(
            loader,
            lambda kb: {
                "ready": True,
                "generation": kb.generation,
                "progress": asdict(kb.progress) if kb.progress else None,
            },
            start=False,
        )


def _health_of(loader: KnowledgeBaseLoader) -> dict[str, object]:
    knowledge_base, failure = loader.ready(), loader.failure
    problems, unwatched, stale = 0, "", None
    if knowledge_base is not None:
        failure = knowledge_base.failure
        problems, unwatched = len(knowledge_base.problems()), knowledge_base.unwatched
        stale = knowledge_base.stale
    return {
        "status": "ok",
        "problems": problems,
        "failure": str(failure) if failure else None,
        "unwatched": unwatched or None,
        "stale": asdict(stale) if stale else None,
        "pinned": knowledge_base is not None and knowledge_base.pinned,
    }


def _add_asking(router: APIRouter, loader: KnowledgeBaseLoader) -> None:
    @router.post("/api/ask", responses={200: {"model": Answer}})
    async def ask(asked: AskRequest, request: Request) -> JSONResponse:
        """The answer to a question, as its record."""
        return await _in_turn(loader, request, lambda kb: asdict(answer_request(asked, kb)))

    @router.post("/api/sources", responses={200: {"model": list[Citation]}})
    async def sources(asked: SourcesRequest, request: Request) -> JSONResponse:
        """The passage of each document that is nearest to a question, nearest document first."""
        return await _in_turn(
            loader, request, lambda kb: [asdict(one) for one in sources_request(asked, kb)]
        )

    @router.post("/api/search", responses={200: {"model": list[Hit]}})
    async def search(asked: SearchRequest, request: Request) -> JSONResponse:
        """The passages nearest to a question, best first, without judging whether they answer."""
        return await _in_turn(
            loader, request, lambda kb: [asdict(hit) for hit in search_request(asked, kb)]
        )

    @router.get("/api/similar", responses={200: {"model": list[Hit]}})
    async def similar(
        request: Request,
        path: Path,
        ordinal: Annotated[int, Query(ge=0)],
        top_k: Annotated[int, Query(ge=1, le=MAX_RESULTS_PER_REQUEST)] = DEFAULT_TOP_K,
    ) -> JSONResponse:
        """Passages that say something like one, named by its document and number there."""
        try:
            return await _in_turn(
                loader,
                request,
                lambda kb: [
                    asdict(hit) for hit in kb.similar(_passage(kb, path, ordinal), top_k=top_k)
                ],
            )
        except KeyError:
            return JSONResponse({"detail": "There is no such passage."}, status_code=404)


async def _in_turn(
    loader: KnowledgeBaseLoader, request: Request, work: Callable[[KnowledgeBaseLike], object]
) -> JSONResponse:
    """The response to what asks the knowledge base, which waits for its turn, or is refused."""
    return await loader.admission.serve(lambda: _response_of(loader, work), request.receive)


def _passage(kb: KnowledgeBaseLike, path: str, ordinal: int) -> Passage:
    """A passage by what identifies it, without its text.

    Raises:
        KeyError: There is none.
    """
    for info in kb.documents():
        if info.path == path and ordinal < info.n_passages:
            return Passage(info, ordinal, start=0, end=0, text="")
    raise KeyError(path)


def _add_reading(router: APIRouter, loader: KnowledgeBaseLoader) -> None:
    @router.get("/api/documents", responses={200: {"model": list[DocumentInfo]}})
    async def documents(request: Request) -> JSONResponse:
        """The indexed documents, in order of path."""
        return await _in_turn(loader, request, lambda kb: [asdict(info) for info in kb.documents()])

    @router.get("/api/document", responses={200: {"model": Document}})
    async def document(request: Request, path: Path) -> JSONResponse:
        """An indexed document with its text."""
        try:
            return await _in_turn(loader, request, lambda kb: asdict(kb.document(path)))
        except KeyError:
            return JSONResponse({"detail": "There is no such document."}, status_code=404)

    @router.get("/api/problems", responses={200: {"model": list[Problem]}})
    async def problems(request: Request) -> JSONResponse:
        """Files that gave no passage, each with its reason."""
        return await _in_turn(
            loader, request, lambda kb: [asdict(problem) for problem in kb.problems()]
        )


def _response_of(
    loader: KnowledgeBaseLoader, work: Callable[[KnowledgeBaseLike], object], *, start: bool = True
) -> JSONResponse:
    """What `work` makes of the knowledge base, or the reason why there is nothing to tell."""
    knowledge_base = loader.ready()
    if knowledge_base is None:
        if start:
            loader.start()
        return _not_ready(loader)
    try:
        return JSONResponse(work(knowledge_base))
    except (QuestionError, ScopeError) as error:
        return JSONResponse({"detail": str(error)}, status_code=400)
    except QAError as error:
        return JSONResponse({"detail": str(error)}, status_code=500)


def _not_ready(loader: KnowledgeBaseLoader) -> JSONResponse:
    failure = loader.failure
    content: dict[str, Any] = {
        "ready": False,
        "detail": str(failure or BEING_OPENED),
        "progress": asdict(loader.progress) if loader.progress else None,
    }
    return JSONResponse(content, status_code=503, headers={"retry-after": "2"})


def busy(_: Request, error: Exception) -> JSONResponse:
    """The answer to a request for which there is no place."""
    seconds = error.seconds if isinstance(error, BusyError) else 1
    return JSONResponse(
        {"detail": str(error)}, status_code=503, headers={"retry-after": str(seconds)}
    )


def client_gone(_: Request, __: Exception) -> Response:
    """The answer to a request whose client is not there to hear it, as nginx writes it down."""
    return Response(status_code=499)


def validation_error(_: Request, error: Exception) -> JSONResponse:
    """The answer to a request that does not fit its route.

    Not FastAPI's own: that repeats the input, which may be no text that JSON can carry.
    """
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    named = [{"at": fault["loc"], "message": fault["msg"]} for fault in faults]
    return JSONResponse({"detail": named}, status_code=422)
