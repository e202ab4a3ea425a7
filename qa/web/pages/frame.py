"""The frame of every page: its head, its header with the switches, and its policy."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import HTMLResponse

from qa.errors import BusyError
from qa.web.html.locales import STRINGS
from qa.web.html.markup import Html, render
from qa.web.html.ui_strings import UiStrings
from qa.web.preferences import Visitor

_OWN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def own_page(
    visitor: Visitor,
    title: str,
    body: Html,
    *,
    status: int = 200,
    script: str = "",
    is_inside: bool = True,
) -> HTMLResponse:
    """A page of ours.

    Args:
        visitor: Who it is drawn for.
        title: What it shows.
        body: The rest.
        status: The HTTP status.
        script: Module of `/site` that it runs, and that may ask this server; "" for none.
        is_inside: Whether who sees it may see the other pages, so that it leads to them.
    """
    strings = visitor.strings
    named = title if title == strings.name else f"{title} · {strings.name}"
    page = render(
        "page.html",
        {
            "strings": strings,
            "root": root_attributes(visitor),
            "head": head(named, strings),
            "header": header(visitor, is_inside=is_inside),
            "is_inside": is_inside,
            "title": title,
            "body": body,
            "script": Html(script),
        },
    )
    allowed = "; script-src 'self'; connect-src 'self'" if script else ""
    return HTMLResponse(
        page,
        status_code=status,
        headers={"content-security-policy": _OWN_POLICY + allowed, "cache-control": "no-store"},
    )


def message_page(
    visitor: Visitor, title: str, text: str, *, status: int, direction: str = ""
) -> HTMLResponse:
    """A page that says one thing, in the visitor's direction unless another is named."""
    body = render("paragraph.html", {"text": text, "direction": direction})
    return own_page(visitor, title, body, status=status)


def index_loading_page(visitor: Visitor, title: str) -> HTMLResponse:
    """The page while there is no index yet."""
    return message_page(visitor, title, visitor.strings.opening_ask, status=503)


def busy_page(visitor: Visitor, title: str, busy: BusyError) -> HTMLResponse:
    """The page of a question for which there is no place; it asks again by itself."""
    response = message_page(visitor, title, visitor.strings.fault(busy), status=503)
    response.headers["retry-after"] = response.headers["refresh"] = str(busy.seconds)
    return response


def header(
    visitor: Visitor, formats: Mapping[str, str] | None = None, *, is_inside: bool = True
) -> Html:
    """Name, the way to the documents, the switches, and the way out.

    Args:
        visitor: Who it is drawn for.
        formats: On the chat's page, what a conversation can be saved as: ending and name.
        is_inside: Whether who sees it may see the documents.
    """
    strings = visitor.strings
    others = [other for other in STRINGS.values() if other is not strings]
    values = {
        "strings": strings,
        "languages": others,
        "formats": formats,
        "is_inside": is_inside,
        "can_log_out": visitor.can_log_out,
    }
    return render("header.html", values)


def head(title: str, strings: UiStrings) -> Html:
    """What stands in the `<head>` of every page."""
    return render("head.html", {"title": title, "strings": strings})


def root_attributes(visitor: Visitor) -> Html:
    """Attributes of `<html>`: language, direction, and the theme if one was chosen."""
    language, direction = visitor.strings.language, visitor.strings.direction
    attributes = Html('lang="{}" dir="{}"').format(language, direction)
    if visitor.theme:
        attributes += Html(' data-theme="{}"').format(visitor.theme)
    return attributes
