"""Which parts of a web page are not its text: menus, share bars, other articles, what is hidden.

A part goes where the page's structure says so (its element, its role, or a telling class together
with links or buttons and no prose). Around the main text, as far as that is known, what is mostly
links or controls goes too. Prose of the main text never goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.html.boilerplate import is_leftover
from qa.corpus.html.markup import tag_of
from qa.corpus.html.measures import HEADINGS, NEVER_SHOWN, Measure
from qa.corpus.html.visibility import Visibility, visibility_of, words_of

MENU, SIDE_PART, HIDDEN_PART = "menu", "side part", "hidden part"
"""Kinds of parts that are left out, as the build report names them."""

MAIN_SHARE = 0.9
"""Share of the known main text that the part taken for its place must hold."""

LINKED_SHARE = 0.3
"""Share of links in a part from which it is one that points elsewhere."""

MAX_HIDDEN_SHARE = 0.5
"""Share of the page's text that a hidden part may hold: more is a page that a script unveils."""

MAX_SMALL_FORM = 200
"""Characters of prose from which a form is a document that was filled in, whatever its name."""

_MAIN = frozenset(("article", "main"))
_CONTAINERS = _MAIN | frozenset(
    ("body", "div", "section", "td", "table", "tbody", "tr", "center", "form", "details", "dd")
)
_SECTIONS = _MAIN | {"section", "aside", "blockquote", "figure", "details", "td"}
_MENU_ROLES = frozenset(("navigation", "menu", "menubar", "toolbar", "tablist", "search"))
_FRAME_ROLES = frozenset(("banner", "contentinfo"))
_SURE_WORDS = frozenset(
    ("breadcrumb", "breadcrumbs", "addtoany", "sharedaddy", "sharethis", "addthis", "relatedposts",
     "taboola", "outbrain", "disqus", "pagination", "pager", "navbar", "cookie", "cookies", "gdpr",
     "consent", "newsletter")
)  # fmt: skip
_SUSPECT_WORDS = frozenset(
    ("share", "sharing", "social", "related", "recommended", "recommendations", "popular",
     "trending", "comment", "comments", "commentlist", "respond", "subscribe", "subscription", "ad",
     "ads", "advert", "advertisement", "sponsored", "promo", "sidebar", "sphinxsidebar", "widget",
     "menu", "nav",
     "navigation", "toolbar", "tags", "tools", "masthead", "login", "signin",
     "search", "banner", "popup", "modal", "overlay", "readmore", "also", "skip", "topbar", "most",
     "latest", "ticker", "teaser", "teasers")
)  # fmt: skip
_PARAGRAPHS = HEADINGS | {"p", "pre", "blockquote", "dl", "table"}
_NOT_OF_OTHERS = frozenset(("html", "body", "table", "tbody", "tr"))
_FRAME_WORDS = frozenset(("header", "footer"))
_FRAME_FELLOWS = _FRAME_WORDS | frozenset(
    ("site", "page", "main", "global", "top", "bottom", "wrapper", "container", "area", "inner")
)
_AD_WORDS = frozenset(("ad", "ads", "advert", "advertisement", "sponsored"))
_COMMENT_WORDS = frozenset(("comment", "comments", "commentlist", "respond"))
_FORM_WORDS = frozenset(
    ("search", "searchform", "login", "signin", "register", "newsletter", "subscribe", "comment",
     "comments", "commentform", "respond", "contact", "feedback")
)  # fmt: skip
_RIGHTS = re.compile(
    r"©|\(c\)\s*(?:19|20)\d\d|copyright|\brights\b|حقوق|حقوق‌|کلیه حقوق|tous droits|derechos"
    r"|rechte vorbehalten|все права|hakları saklıdır|版权|著作権|כל הזכויות",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PageParts:
    """What is known of the parts of a page.

    Attributes:
        left_out: The elements that are not its text, each with the kind that a report names.
        suspects: Elements that stay but whose short lines may be leftovers.
        labels: What the tabs say that open parts of the page, by the parts' ids.
        place: Where the main text stands; None where that is not known.
    """

    left_out: Mapping[etree._Element, str]
    suspects: Set[etree._Element]
    labels: Mapping[str, str]
    place: etree._Element | None


def parts_of(page: HtmlElement, measures: Mapping[etree._Element, Measure]) -> PageParts:
    """Judge the parts of a page, from the outermost inwards."""
    place = _place_of_main_text(page, measures)
    around = set(place.iterancestors()) if place is not None else set()
    judge = _Judge(measures, visibility_of(page), measures[page], place, around)
    left_out: dict[etree._Element, str] = {}
    suspects: set[etree._Element] = set()
    sections = 0
    is_inside = False
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        is_inside = is_inside if element is not place else event == "start"
        if event == "start":
            is_outside = place is not None and not is_inside
            depth = _Depth(sections, is_outside)
            kind = "" if tag in NEVER_SHOWN else judge.kind_left_out(element, depth)
            if kind:
                left_out[element] = kind
            elif _is_suspect(element, judge):
                suspects.add(element)
            if kind or tag in NEVER_SHOWN:
                walk.skip_subtree()
        sections += (tag in _SECTIONS) * (1 if event == "start" else -1)
    return PageParts(left_out, suspects, judge.visibility.labels, place)


def without_kinds(parts: PageParts, *kinds: str) -> PageParts:
    """The same, with nothing left out that is of these kinds."""
    left_out = {part: kind for part, kind in parts.left_out.items() if kind not in kinds}
    return replace(parts, left_out=left_out)


def _place_of_main_text(
    page: HtmlElement, measures: Mapping[etree._Element, Measure]
) -> etree._Element | None:
    """The innermost block that holds nearly all of the known main text, or its article."""
    total = measures[page].main
    place: etree._Element | None = page
    inner = place
    while inner is not None:
        place = inner
        held = (child for child in place if child in measures and tag_of(child) in _CONTAINERS)
        inner = next((c for c in held if measures[c].main >= MAIN_SHARE * max(1, total)), None)
    if total and place is not None:
        return next((a for a in (place, *place.iterancestors()) if is_main(a)), place)
    mains = [element for element in page.iter(etree.Element) if is_main(element)]
    return max(
        mains,
        key=lambda element: measures[element].text if element in measures else 0,
        default=None,
    )


def is_main(element: etree._Element) -> bool:
    """Whether a page itself calls a part its main one."""
    return tag_of(element) in _MAIN or element.get("role") == "main"


@dataclass(frozen=True, slots=True)
class _Depth:
    """In how many sections a part stands, and whether outside the main text."""

    sections: int
    is_outside: bool


@dataclass(frozen=True, slots=True)
class _Judge:
    measures: Mapping[etree._Element, Measure]
    visibility: Visibility
    whole: Measure
    place: etree._Element | None
    around: Set[etree._Element]

    def kind_left_out(self, element: etree._Element, depth: _Depth) -> str:
        """What kind of a part this is that is left out, or ""."""
        held = self.measures.get(element)
        is_page = held is not None and held.text > MAX_HIDDEN_SHARE * self.whole.text
        if not is_page and self.visibility.is_hidden(element):
            return HIDDEN_PART
        if held is None or element is self.place or element in self.around:
            return ""
        if 2 * held.main > self.whole.main > 0:
            return ""  # the text itself, whatever it is called
        tag, role = tag_of(element), element.get("role", "").lower()
        if tag == "nav" or role in _MENU_ROLES:
            return MENU
        if tag == "dialog" and element.get("open") is None:
            return HIDDEN_PART
        return SIDE_PART if self._is_side_part(element, held, depth) else ""

    def _is_side_part(self, element: etree._Element, held: Measure, depth: _Depth) -> bool:
        """Whether a part belongs to the site, or to other pages."""
        tag, role = tag_of(element), element.get("role", "").lower()
        if tag == "form" or role == "form":
            return _is_site_form(element, held)
        in_frame = tag in ("header", "footer") or role in _FRAME_ROLES
        if (
            in_frame
            and not depth.sections
            and self._is_frame(element, held, is_head=tag == "header")
        ):
            return True
        if self._is_named_aside(element, held) or self._is_of_others(element, held):
            return True
        if not depth.is_outside:
            return False
        if not held.prose and not held.has_title and _SUSPECT_WORDS & words_of(element):
            return True
        is_part = tag not in _PARAGRAPHS and element.getparent() in self.around
        return is_part and _points_elsewhere(element, held)

    def _is_frame(self, element: etree._Element, held: Measure, *, is_head: bool) -> bool:
        """Whether a header or footer is the site's and not the text's."""
        if is_head and held.has_title and held.linked <= LINKED_SHARE * held.text:
            return False
        if is_head and not held.has_title and self.place is not None:
            return True
        if held.linked > LINKED_SHARE * held.text or held.controls > 1:
            return True
        return not is_head and _RIGHTS.search(_text(element)) is not None

    def _is_named_aside(self, element: etree._Element, held: Measure) -> bool:
        """Whether its class or id names something beside the text, and what it holds agrees."""
        if held.main or held.has_title or tag_of(element) in ("html", "body", *HEADINGS):
            return False
        words = words_of(element)
        if _SURE_WORDS & words and held.text <= LINKED_SHARE * self.whole.text:
            return True
        if _AD_WORDS & words and not held.prose:
            return True
        is_frame = bool(_FRAME_WORDS & words) and words <= _FRAME_FELLOWS
        if not is_frame and not _SUSPECT_WORDS & words:
            return False
        points = held.links + held.controls > 0
        if _COMMENT_WORDS & words and held.controls:
            return True
        return (points and held.linked >= LINKED_SHARE * held.text) or (points and not held.prose)

    def _is_of_others(self, element: etree._Element, held: Measure) -> bool:
        """Whether a part shows other articles: their headings lead there, or its own says so."""
        if is_main(element) or tag_of(element) in _NOT_OF_OTHERS:
            return False
        if held.main > held.teased or 2 * self.whole.teased > self.whole.main:
            return False
        if held.linked_headings > 1 and held.linked >= LINKED_SHARE / 2 * held.text:
            return True
        first = next((c for c in element if isinstance(c.tag, str)), None)
        if first is None or not held.links or held.linked < LINKED_SHARE * held.text:
            return False
        return tag_of(first) in HEADINGS and is_leftover(_text(first))


def _is_suspect(element: etree._Element, judge: _Judge) -> bool:
    """Whether a part that stays is named as one that holds leftovers."""
    if element not in judge.measures or tag_of(element) in ("html", "body"):
        return False
    words = words_of(element)
    return bool(words) and not words.isdisjoint(_SUSPECT_WORDS | _SURE_WORDS | {"meta", "info"})


def _is_site_form(form: etree._Element, held: Measure) -> bool:
    """Whether a form serves the site (search, log-in, comment) and is no filled-in document."""
    if held.prose >= MAX_SMALL_FORM:
        return False
    fields = list(form.iter("input", "textarea", "select"))
    types = {field.get("type", "").lower() for field in fields}
    if "password" in types or "search" in types:
        return True
    if any(map(_is_filled, fields)):
        return False
    named = _words(form.get("action", "")) | _words(form.get("name", "")) | words_of(form)
    return bool(_FORM_WORDS & named) or (held.text < PROMPT and len(fields) < 3)


PROMPT = 80
"""Characters of a small form without values that only asks for something."""


def _is_filled(field: etree._Element) -> bool:
    if tag_of(field) == "textarea":
        return bool((field.text or "").strip())
    kind = field.get("type", "text").lower()
    if kind in ("hidden", "submit", "button", "reset", "image"):
        return False
    return bool(field.get("value", "").strip()) and kind not in ("checkbox", "radio")


def _points_elsewhere(element: etree._Element, held: Measure) -> bool:
    """Whether a part outside the main text is there for other pages or for the site."""
    if held.has_title and held.linked <= LINKED_SHARE * held.text:
        return False
    if held.linked_headings > 1 or held.linked > LINKED_SHARE * held.text:
        return True
    if held.controls and held.text < MAX_SMALL_FORM:
        return True
    return not held.prose and _RIGHTS.search(_text(element)) is not None


def _words(text: str) -> set[str]:
    return set(re.findall("[a-z]+", text[:300].lower()))


def _text(element: etree._Element) -> str:
    """The beginning of an element's text."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > 2000:
            break
    return " ".join("".join(parts).split())
