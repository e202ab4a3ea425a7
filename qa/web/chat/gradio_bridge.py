"""Gradio's page, made to speak the visitor's language.

Gradio fixes `lang="en"` and takes its labels' language from the browser. Here the HTML of `/` is
rewritten as it is served: language, direction and theme, our head and header, a nonce for its
scripts, and no social-network tags, which name outside addresses.
"""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.html.markup import escape
from qa.web.pages.frame import head, header, html_tag
from qa.web.pages.scope_dialog import dialog
from qa.web.preferences import Reader, reader_of

_SOCIAL = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')


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


def localised(html: str, reader: Reader, nonce: str) -> str:
    """Gradio's page in the reader's language, with our head and header."""
    texts = reader.texts
    inside = (
        head(texts.name)
        # Not deferred: it tells Gradio the language before Gradio's own script asks for it.
        + '<link rel="stylesheet" href="/site/asking.css">'
        '<script src="/site/language.js"></script>'
        '<script src="/site/app.js" defer></script><script src="/site/keeping.js" defer></script>'
        '<script src="/site/asking.js" defer></script>'
        '<script src="/site/narrowing.js" defer></script>'
    )
    html = _SOCIAL.sub("", html)
    html = re.sub(r"<title>.*?</title>", "", html, flags=re.DOTALL)
    html = html.replace('<html\n\tlang="en"', "<html", 1).replace('<html lang="en"', "<html", 1)
    html = html.replace("<html", html_tag(reader), 1)
    html = html.replace("</head>", inside + "</head>", 1)
    html = re.sub(r"<script\b", f'<script nonce="{nonce}"', html)
    shown = header(reader) + _status(reader) + dialog(reader.texts)
    return re.sub(r"<body\b[^>]*>", lambda found: found[0] + shown, html, count=1)


def _status(reader: Reader) -> str:
    """Where the page's script says what it did, and the words for it."""
    texts = reader.texts
    words = {
        "copied": texts.copied,
        "link-copied": texts.link_copied,
        "not-copied": texts.not_copied,
        "thanks": texts.thanks,
        "not-saved": texts.not_saved,
    }
    attributes = "".join(f' data-{name}="{escape(word)}"' for name, word in words.items())
    return f'<div id="status" role="status"{attributes}></div>'


class Shell:
    """ASGI middleware that serves `/` localised."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the HTML of `/`; pass everything else on untouched."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        reader = reader_of(cookie_parser(Headers(scope=scope).get("cookie", "")))
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
            page = localised(body.decode("utf-8"), reader, nonce).encode()
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["content-length"] = str(len(page))
            headers["content-security-policy"] = page_policy(nonce)
            headers["cache-control"] = "no-store"
            headers["vary"] = "cookie"
            await send({**start, "headers": headers.raw})
            await send({"type": "http.response.body", "body": page})

        await self.app({**scope, "headers": plain}, receive, rewrite)
