"""The whole application: middleware, routes of the four wings, and the chat's page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from qa.errors import BusyError
from qa.settings import DEFAULT_HOST, MAX_FILE_BYTES
from qa.web.access.authentication import Authenticator, LetIn
from qa.web.access.heads import HeadAsGet
from qa.web.access.hosts import AllowedHosts, checked_hosts, is_loopback
from qa.web.access.options import AccessOptions, check_access
from qa.web.access.proxies import TrustedProxies, checked_networks
from qa.web.access.roles import Role
from qa.web.admission import ClientGoneError
from qa.web.api.feedback import feedback_routes
from qa.web.api.rebuild import IndexRebuild, rebuild_routes
from qa.web.api.rest import api_routes, busy, client_gone, validation_error
from qa.web.chat.gradio_bridge import GRADIO_PATHS, GradioShell
from qa.web.chat.layout import mount_page
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.metrics import Metrics, metrics_routes
from qa.web.pages.api_docs import add_api_docs
from qa.web.pages.browser_search import browser_search_routes
from qa.web.pages.corpus_map import map_routes
from qa.web.pages.document_list import document_list_routes
from qa.web.pages.document_search import document_search_routes
from qa.web.pages.documents import document_routes
from qa.web.pages.editing import editing_routes
from qa.web.pages.growth import growth_routes
from qa.web.pages.login import login_routes
from qa.web.pages.page_pictures import page_picture_routes
from qa.web.pages.scope_dialog import scope_routes
from qa.web.pages.sources import sources_routes
from qa.web.preferences import preference_routes
from qa.web.proxying import (
    UnderPrefix,
    WithoutPrefix,
    checked_root_path,
    refuse_own_path,
)
from qa.web.security import Gate, SecurityHeaders
from qa.web.unanswered import UnansweredQuestions


def create_app(
    knowledge_base: KnowledgeBaseLike | KnowledgeBaseLoader,
    *,
    seeds: Path | None,
    host: str = DEFAULT_HOST,
    access: AccessOptions | None = None,
    feedback: Path | None = None,
    unanswered: Path | None = None,
    rebuild: IndexRebuild | None = None,
    mcp: bool = False,
) -> FastAPI:
    """The whole application: page, documents, HTTP API.

    Args:
        knowledge_base: What answers; a `KnowledgeBaseLoader` when it is still to be opened.
        seeds: The folder whose indexed files can be downloaded, and, where only this machine can
            reach the page, added and removed; None for none.
        host: What is listened on: the page may be asked for by its names.
        access: How the page can be reached; None for the ordinary way.
        feedback: The file that visitors' verdicts are kept in; None to keep none.
        unanswered: The file that questions which found nothing are kept in; None to keep none.
        rebuild: What updates the index on demand.
        mcp: Whether language models are served at `/mcp`.

    Raises:
        AddressError: A host, a proxy or the prefix is none.
        AccessError: Other machines reach the page and nothing says who may come in, or a file of
            passwords or tokens cannot be used.
        MissingExtraError: `mcp` is wanted and not installed.
    """
    loader, access = _loader_of(knowledge_base), access or AccessOptions()
    check_access(host, access)
    app = _empty_app()
    may_edit = access.allow_editing or (is_loopback(host) and not access.by_proxy)
    editable = seeds if may_edit else None
    authenticator = Authenticator.of(access, Role.EDITOR if may_edit else Role.VIEWER)
    upload_bytes = MAX_FILE_BYTES if editable else 0
    _add_middleware(app, host, access, authenticator, upload_bytes=upload_bytes)
    rebuild = rebuild or IndexRebuild()
    if authenticator.has_passwords:
        app.include_router(login_routes(authenticator))
    _add_api(app, loader, rebuild, feedback, unanswered)
    _add_pages(app, loader, seeds, editable=editable is not None)
    if editable:
        app.include_router(editing_routes(loader, rebuild, editable, most=upload_bytes))
    if mcp:
        _add_tools(app, loader)
    refuse_own_path(checked_root_path(access.root_path), app.routes, GRADIO_PATHS)
    mount_page(app, loader)
    return app


def _empty_app() -> FastAPI:
    # Swagger's page would load its scripts from another site: `api_docs` has one of our own.
    app = FastAPI(title="Sanad", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, validation_error)
    app.add_exception_handler(BusyError, busy)
    app.add_exception_handler(ClientGoneError, client_gone)
    return app


def _loader_of(knowledge_base: KnowledgeBaseLike | KnowledgeBaseLoader) -> KnowledgeBaseLoader:
    if isinstance(knowledge_base, KnowledgeBaseLoader):
        return knowledge_base
    return KnowledgeBaseLoader.holding(knowledge_base)


def _add_middleware(
    app: FastAPI,
    host: str,
    access: AccessOptions,
    authenticator: Authenticator,
    *,
    upload_bytes: int,
) -> None:
    # The last added is the first to see a request.
    root_path, others = checked_root_path(access.root_path), checked_hosts(access.allowed_hosts)
    if root_path:
        app.add_middleware(UnderPrefix, root_path=root_path)
    app.add_middleware(GradioShell)
    app.add_middleware(Gate, upload_bytes=upload_bytes)
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(LetIn, authenticator=authenticator, root_path=root_path)
    app.add_middleware(HeadAsGet)
    if root_path:
        app.add_middleware(WithoutPrefix, root_path=root_path)
    app.add_middleware(AllowedHosts, host=host, others=others)
    app.add_middleware(TrustedProxies, networks=checked_networks(access.trusted_proxies))
    app.add_middleware(SecurityHeaders, root_path=root_path)


def _add_api(
    app: FastAPI,
    loader: KnowledgeBaseLoader,
    rebuild: IndexRebuild,
    feedback: Path | None,
    unanswered: Path | None,
) -> None:
    if unanswered is not None:
        loader.hearing.tell_questions(UnansweredQuestions(unanswered).note)
    app.include_router(api_routes(loader))
    app.include_router(rebuild_routes(loader, rebuild))
    app.include_router(growth_routes(loader, rebuild))
    app.include_router(feedback_routes(feedback))
    app.include_router(metrics_routes(Metrics(loader, rebuild)))
    add_api_docs(app)


def _add_pages(
    app: FastAPI, loader: KnowledgeBaseLoader, seeds: Path | None, *, editable: bool
) -> None:
    app.mount("/site", StaticFiles(directory=Path(__file__).with_name("static")), name="site")
    app.include_router(preference_routes())
    app.include_router(document_routes(loader, seeds))
    app.include_router(document_search_routes(loader))
    app.include_router(page_picture_routes(loader, seeds))
    app.include_router(document_list_routes(loader, seeds, editable=editable))
    app.include_router(sources_routes(loader))
    app.include_router(map_routes(loader))
    app.include_router(scope_routes(loader))
    app.include_router(browser_search_routes())


def _add_tools(app: FastAPI, loader: KnowledgeBaseLoader) -> None:
    # An extra: installed by those who want it.
    from qa.web.api.mcp import PATH, endpoint, tool_server  # noqa: PLC0415

    served, running = endpoint(tool_server(loader))
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with running, before(app) as state:
            yield state

    app.router.lifespan_context = lifespan
    app.router.routes.append(Route(PATH, endpoint=served))
