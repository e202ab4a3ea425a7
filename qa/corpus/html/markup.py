"""HTML and XHTML as a tree, whatever its faults; the text without its tags where there is no tree.

Nothing outside the file is ever fetched, and no entity of its own is unfolded.
"""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_TAGS = 500_000
"""Tags that open an element. The whole standard of HTML has some 300,000."""

# What is not closed goes to the end, as in a browser; so no start is looked at in vain, and time
# grows with the page and not with its square.
_HIDDEN_MARKUP = re.compile(
    r"<(script|style)\b[^>]*(?:\Z|>.*?(?:</\1|\Z))|<!--.*?(?:-->|\Z)", re.I | re.S
)
_TAG = re.compile(r"<[^<>]*>")
_OPENING = re.compile("<[a-zA-Z]")
_IS_XHTML = re.compile(r"\s*<\?xml|<html[^>]{0,300}xmlns\s*=", re.I)
_PREFIXES = frozenset(("", "h", "html", "xhtml", "m", "mml", "svg"))
_ROLES = {
    "table": "table", "grid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th", "list": "ul", "listitem": "li",
    "heading": "h2", "navigation": "nav", "main": "main", "article": "article",
}  # fmt: skip
_VOID = (
    "area|base|basefont|br|col|embed|frame|hr|img|input|link|meta|param|source|track|wbr"
)  # fmt: skip
# In XHTML "<title/>" is an empty element; a browser's parser would take the page for its title.
_SELF_CLOSED = re.compile(rf"<(?!(?:{_VOID})\b)([a-z][\w.:-]{{0,60}})(\s[^<>]*)?/>", re.I)


def parse_markup(text: str) -> HtmlElement | None:
    """Parse a page; None where the parser gives up (tags nested thousands deep).

    Raises:
        DocumentParseError: "too_large": it has more than `MAX_TAGS` tags.
    """
    if count_tags(text) > MAX_TAGS:
        raise DocumentParseError("too_large", Finding.of("many_page_tags", MAX_TAGS))
    if _IS_XHTML.search(text[:2000]):
        text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        page = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    fatal = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return None if fatal else page


def count_tags(text: str) -> int:
    """How many tags open an element."""
    return sum(1 for _ in _OPENING.finditer(text))


def strip_tags(text: str) -> str:
    """Return what is left of a page when everything between angle brackets is taken out."""
    bare = html.unescape(_TAG.sub("\n", _HIDDEN_MARKUP.sub("", text)))
    return "\n".join(line for line in map(str.strip, bare.split("\n")) if line)


def tag_of(element: etree._Element) -> str:
    """An element's name in small letters; "" for what is no element.

    HTML's own prefixes are left out; a block whose role is that of another element has its name.
    """
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag in ("div", "span"):
        return _ROLES.get(element.get("role"), tag)
    prefix, _, name = tag.lower().rpartition(":")
    return name if prefix in _PREFIXES else tag.lower()
