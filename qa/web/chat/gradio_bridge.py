"""What exists because of Gradio, on the server's side; `static/gradio_bridge.js` is the other.

Gradio fixes `lang="en"` and takes its labels' language from the browser. Here the HTML of `/` is
rewritten as it is served: language, direction and theme, our head and header, a nonce for its
scripts, and no social-network tags, which name outside addresses.

A bubble's HTML fires no event in Gradio, so the page's script writes what a visitor wants into a
hidden box and presses its button.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr
from gradio.routes import INTERNAL_ROUTES
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.chat.exporting import FORMATS
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings
from qa.web.pages.filtering import MAX_FILTER_CHARACTERS
from qa.web.pages.frame import head, header, root_attributes
from qa.web.pages.scope_dialog import dialog
from qa.web.preferences import Visitor, visitor_of_request

GRADIO_PATHS = frozenset(INTERNAL_ROUTES)
"""First parts of the addresses that Gradio answers itself."""

_VIEWPORT = re.compile(r'(<meta\s+name="viewport"\s+content=")[^"]*"')
# A phone's keyboard makes the page smaller instead of covering it; the page goes under a notch.
_VIEWPORT_CONTENT = (
    r"\1width=device-width, initial-scale=1, viewport-fit=cover, "
    'interactive-widget=resizes-content"'
)
# The manifest's address begins with a slash, and the page is no app to install.
_UNWANTED = re.compile(
    r'(?:<meta\s+(?:property|name)="(?:og|twitter):|<link\s+rel="manifest")[^>]*>\s*'
)


def page_policy(nonce: str) -> str:
    """Content-Security-Policy of the chat page: nothing from elsewhere, no script of a passage.

    Styles stay `unsafe-inline`: Gradio sets style attributes. It needs no eval as long as the
    page has neither `gr.HTML` nor a `js=` handler.
    """
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def localised(html: str, visitor: Visitor, nonce: str) -> str:
    """Gradio's page in the visitor's language, with our head and header."""
    strings = visitor.strings
    inside = render("chat/head.html", {"head": head(strings.name, strings), "strings": strings})
    html = _UNWANTED.sub("", html)
    html = re.sub(r"<title>.*?</title>", "", html, flags=re.DOTALL)
    root = f"<html {root_attributes(visitor)}"
    html = re.sub(r'<html(\s+lang="en")?', lambda _: root, html, count=1)
    html = html.replace("</head>", f"{inside}</head>", 1)
    html = re.sub(r"<script\b", f'<script nonce="{nonce}"', html)
    html = _VIEWPORT.sub(_VIEWPORT_CONTENT, html)
    shown = header(visitor, FORMATS) + _status(strings) + dialog(strings) + _drawer(strings)
    return re.sub(r"<body\b[^>]*>", lambda found: found[0] + str(shown), html, count=1)


def _drawer(strings: UiStrings) -> Html:
    """The conversations that the browser keeps, still empty."""
    return render("chat/drawer.html", {"strings": strings, "longest": MAX_FILTER_CHARACTERS})


def _status(strings: UiStrings) -> Html:
    """Where the page's script says what it did, and the words for it."""
    return render("chat/status.html", {"strings": strings})


@dataclass(frozen=True, slots=True)
class HiddenControls:
    """What the page's script fills in and presses.

    Attributes:
        actions: Takes a visitor's actions, as JSON.
        send: Sends them.
        exports: Makes a file of the conversation, for each ending.
    """

    actions: gr.Textbox
    send: gr.Button
    exports: Mapping[str, gr.Button]


def hidden_controls() -> HiddenControls:
    """The way from the page's script to the server."""
    with gr.Row(elem_id="bridge"):
        actions = gr.Textbox(elem_id="bridge-actions", show_label=False, container=False)
        send = gr.Button("", elem_id="bridge-send")
        exports = {ending: gr.Button("", elem_id=f"bridge-{ending}") for ending in FORMATS}
    return HiddenControls(actions, send, exports)


class GradioShell:
    """ASGI middleware that serves `/` localised."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the HTML of `/`; pass everything else on untouched."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        visitor = visitor_of_request(scope)
        # A compressed or partial page could not be rewritten.
        unwanted = {b"accept-encoding", b"range", b"if-none-match", b"if-modified-since"}
        plain = [(name, value) for name, value in scope["headers"] if name not in unwanted]
        start: Message = {}
        body = bytearray()

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            nonce = secrets.token_urlsafe(16)
            page = localised(body.decode("utf-8"), visitor, nonce).encode()
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["content-length"] = str(len(page))
            headers["content-security-policy"] = page_policy(nonce)
            headers["cache-control"] = "no-store"
            headers["vary"] = "cookie"
            await send({**start, "headers": headers.raw})
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": plain}, receive, rewrite)
