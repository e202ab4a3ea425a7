"""The page around the chat: Gradio's served HTML, made to speak the reader's language.

Gradio fixes `lang="en"` and takes its labels' language from the browser. Here the HTML of `/` is
rewritten as it is served: language, direction and theme, our head and header, a nonce for its
scripts, and no social-network tags, which name outside addresses. Pages of our own have the same
head and header.
"""

from __future__ import annotations

import re
import secrets

from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.bidi import direction
from qa.web.markup import escape
from qa.web.narrowing import dialog
from qa.web.preferences import Reader, reader_of

_SOCIAL = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')

_OWN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
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


def localised(html: str, reader: Reader, nonce: str) -> str:
    """Gradio's page in the reader's language, with our head and header."""
    texts = reader.texts
    head = (
        _head(texts.name)
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
    html = html.replace("<html", _html_tag(reader), 1)
    html = html.replace("</head>", head + "</head>", 1)
    html = re.sub(r"<script\b", f'<script nonce="{nonce}"', html)
    shown = header(reader) + _status(reader) + dialog(reader.texts)
    return re.sub(r"<body\b[^>]*>", lambda found: found[0] + shown, html, count=1)


def own_page(
    reader: Reader, title: str, body: str, *, status: int = 200, script: str = ""
) -> HTMLResponse:
    """A page of ours.

    Args:
        reader: Who it is drawn for.
        title: What it shows, as text.
        body: The rest, as markup.
        status: The HTTP status.
        script: File of `/site` that it runs, and that may ask this server; "" for none.
    """
    texts, name = reader.texts, escape(title)
    named = title if title == texts.name else f"{title} · {texts.name}"
    running = f'<script src="/site/{script}" defer></script>' if script else ""
    allowed = "; script-src 'self'; connect-src 'self'" if script else ""
    return HTMLResponse(
        f'<!doctype html>{_html_tag(reader)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'{_head(named)}{running}</head><body class="reading">{header(reader)}<main>'
        f'<h2 dir="{direction(title)}">{name}</h2>{body}'
        f'<p class="links"><a href="/">{escape(texts.to_chat)}</a>'
        f'<a href="/documents">{escape(texts.to_documents)}</a>'
        f'<a href="/map">{escape(texts.map)}</a>'
        f'<a href="/api">{escape(texts.api)}</a></p></main></body></html>',
        status_code=status,
        headers={"content-security-policy": _OWN_POLICY + allowed, "cache-control": "no-store"},
    )


def header(reader: Reader) -> str:
    """Name, tagline, the way to the documents, and the switches."""
    texts = reader.texts
    other = texts.other_language
    return (
        f'<header class="site"><h1><a href="/">{escape(texts.name)}</a></h1>'
        f"<p>{escape(texts.tagline)}</p>"
        f'<nav><a href="/documents">{escape(texts.to_documents)}</a>'
        # Which of the two is drawn is for the style sheet: only it knows the system's theme.
        f'<a class="theme to-dark" href="/theme/dark">{escape(texts.dark)}</a>'
        f'<a class="theme to-light" href="/theme/light">{escape(texts.light)}</a>'
        f'<a class="switch" href="/language/{other}" hreflang="{other}" lang="{other}">'
        f"{escape(texts.switch)}</a></nav></header>"
    )


def _html_tag(reader: Reader) -> str:
    """The opening of `<html …>`, without its end."""
    theme = f' data-theme="{reader.theme}"' if reader.theme else ""
    return f'<html lang="{reader.texts.language}" dir="{reader.texts.direction}"{theme}'


def _head(title: str) -> str:
    return (
        f'<title>{escape(title)}</title><link rel="icon" href="/site/icon.svg"'
        ' type="image/svg+xml"><link rel="stylesheet" href="/site/app.css">'
    )


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
