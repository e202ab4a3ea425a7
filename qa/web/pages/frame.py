"""The frame of every page: its head, its header with the switches, and its policy."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from qa.web.html.bidi import direction
from qa.web.html.markup import escape
from qa.web.preferences import Reader

_OWN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


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
        f'<!doctype html>{html_tag(reader)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'{head(named)}{running}</head><body class="reading">{header(reader)}<main>'
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


def html_tag(reader: Reader) -> str:
    """The opening of `<html …>`, without its end."""
    theme = f' data-theme="{reader.theme}"' if reader.theme else ""
    return f'<html lang="{reader.texts.language}" dir="{reader.texts.direction}"{theme}'


def head(title: str) -> str:
    """What stands in the `<head>` of every page."""
    return (
        f'<title>{escape(title)}</title><link rel="icon" href="/site/icon.svg"'
        ' type="image/svg+xml"><link rel="stylesheet" href="/site/app.css">'
    )
