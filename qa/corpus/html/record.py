"""What a web page says of itself: title, author, date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.dates import as_date

MAX_SITE_NAME = 60
"""Characters of what a title may end with and be the site's name."""

MAX_RECORDS = 2_000
"""Values of a page's structured data that are looked through."""

MAX_AUTHOR = 120
"""Characters of a name; longer ones are prose about its bearer."""

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
            "parsely-author", "sailthru.author", "byl")  # fmt: skip
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "citation_date",
    "citation_publication_date", "pubdate", "publishdate", "publish_date", "publication_date",
    "parsely-pub-date", "sailthru.date", "article:modified_time", "og:updated_time",
    "datemodified", "dcterms.modified", "last-modified", "revised",
)  # fmt: skip
_SEPARATOR = re.compile(r"\s+[-–—|·•»«:]{1,2}\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class PageRecord:
    """Title, author and date that a page states; "" where it does not."""

    title: str = ""
    author: str = ""
    date: str = ""


def record_of(page: HtmlElement, headings: Sequence[tuple[int, str]]) -> PageRecord:
    """Read what a page says of itself; `headings` are those of its text with their depths."""
    stated = _meta(page)
    data = list(_structured(page))
    authors = [stated.get(name, "") for name in _AUTHORS]
    authors += [name for entry in data for name in _names(entry.get("author"))]
    dates = [stated.get(name, "") for name in _DATES]
    dates += [
        str(entry.get(name, ""))
        for name in ("datePublished", "dateCreated", "dateModified")
        for entry in data
    ]
    dates += _times(page)
    return PageRecord(
        _title(page, stated, headings),
        next((name for name in map(_clean, authors) if _is_name(name)), ""),
        next(filter(None, map(as_date, dates)), ""),
    )


def _meta(page: HtmlElement) -> dict[str, str]:
    """What the head states, by name in small letters; the first of each counts."""
    stated: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _clean(element.get("content", ""))
        if content:
            stated.setdefault(name.strip().lower(), content)
    return stated


def _title(
    page: HtmlElement, stated: Mapping[str, str], headings: Sequence[tuple[int, str]]
) -> str:
    """The page's title, without its site's name where another element shows what that is.

    A heading of the first level that has no fellow is the title. Several are those of chapters.
    """
    texts = [(level, _clean(text)) for level, text in headings]
    firsts = [text for level, text in texts if level == 1]
    heading = firsts[0] if len(firsts) == 1 else ""
    site = stated.get("og:site_name") or stated.get("application-name") or ""
    head = next(iter(page.iter("title")), None)
    written = _without_site(_clean(head.text_content()) if head is not None else "", site, heading)
    shared = (_without_site(stated.get(name, ""), site, heading) for name in _TITLES)
    titles = [title for title in shared if title and title.casefold() != site.casefold()]
    others = [written] if " " in written else []  # "Home", "Page": any heading says more
    return next(filter(None, [*titles, heading, *others, *(t for _, t in texts), written]), "")


def _without_site(title: str, site: str, heading: str) -> str:
    """Take the site's name off a title: it is stated, or the rest is the page's heading."""
    for match in _SEPARATOR.finditer(title[:400]):
        before, after = title[: match.start()].strip(), title[match.end() :].strip()
        for rest, name in ((before, after), (after, before)):
            is_site = bool(site) and name.casefold() == site.casefold()
            is_rest = bool(heading) and rest.casefold() == heading.casefold()
            if rest and len(name) <= MAX_SITE_NAME and (is_site or is_rest):
                return rest
    return title


def _structured(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD, outermost first."""
    n_left = MAX_RECORDS
    for script in page.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and n_left:
            n_left -= 1
            value = waiting.pop(0)
            if isinstance(value, dict):
                yield value
                waiting += [value[name] for name in ("@graph", "mainEntity") if name in value]
            elif isinstance(value, list):
                waiting += value[:n_left]


def _names(author: object) -> Iterator[str]:
    """Yield the names in a value of structured data."""
    for value in author if isinstance(author, list) else [author]:
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str):
            yield name


def _times(page: HtmlElement) -> list[str]:
    """The times that the page marks as those of its publication, or of its head."""
    found: list[str] = []
    for element in page.iter("time"):
        stated = element.get("datetime", "")
        is_marked = element.get("pubdate") is not None or "date" in element.get("itemprop", "")
        if is_marked:
            found.insert(0, stated)
        elif _is_in_head(element):
            found.append(stated)
    return found


def _is_in_head(element: etree._Element) -> bool:
    """Whether an element stands in the header or footer of an article."""
    parents = islice(element.iterancestors(), 4)
    return any(parent.tag in ("header", "footer", "article", "address") for parent in parents)


def _is_name(text: str) -> bool:
    is_link = text.startswith(("http:", "https:", "www.", "@", "/"))
    return bool(text) and not is_link and len(text) <= MAX_AUTHOR and any(map(str.isalpha, text))


def _clean(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())
