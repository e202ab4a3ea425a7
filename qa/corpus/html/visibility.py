"""Which parts of a web page are hidden for good, and which only fold away until they are asked for.

What a button, tab or question opens is part of the page: its reader can see it. A paragraph that
nothing opens is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.html.boilerplate import is_leftover
from qa.corpus.html.markup import tag_of
from qa.corpus.html.measures import HEADINGS, leads_away

_HIDING_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.I)
_TOGGLING = ("aria-controls", "aria-details", "data-target", "data-bs-target", "data-toggle-target")
_PANEL_WORDS = frozenset(
    ("accordion", "accordian", "answer", "collapse", "collapsible", "faq", "panel", "tab", "tabs",
     "tabpanel", "toggle", "expander", "expandable", "spoiler")
)  # fmt: skip
OPENER_WORDS = _PANEL_WORDS | {"question", "trigger", "opener", "dropdown", "card"}
"""Words in the class of what opens a part of a page, or of what stands around it."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_QUESTION = ("?", "؟", "？", ";")
MAX_STYLE = 200_000
"""Characters of a page's own style sheets in which hidden classes are looked for."""

MAX_QUESTION = 300
"""Characters of a line that opens a panel."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """What a page says of what it hides.

    Attributes:
        hidden_classes: Classes that its own style sheets hide.
        opened: The ids of what its buttons and links open.
        labels: What its tabs say, by the ids of what they open.
    """

    hidden_classes: Set[str]
    opened: Set[str]
    labels: Mapping[str, str]

    def is_hidden(self, element: etree._Element) -> bool:
        """Whether an element is hidden, and nothing on the page opens it."""
        if not self._is_out_of_sight(element):
            return False
        return tag_of(element) == "input" or not self._is_folded(element)

    def _is_out_of_sight(self, element: etree._Element) -> bool:
        if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
            return True
        if _HIDING_STYLE.search(element.get("style", "")[:1000]):
            return True
        if not self.hidden_classes:
            return False
        return not self.hidden_classes.isdisjoint(element.get("class", "").split())

    def _is_folded(self, element: etree._Element) -> bool:
        """Whether something opens it: by its id, its class, its role or the line before it."""
        if element.get("id", "\0") in self.opened or element.get("hidden") == "until-found":
            return True
        if element.get("role") == "tabpanel" or _PANEL_WORDS & words_of(element):
            return True
        before, after = element.getprevious(), element.getnext()
        if after is not None and tag_of(after) in ("a", "button"):
            text = " ".join("".join(after.itertext()).split())
            if is_leftover(text[:MAX_QUESTION]):  # "Read more"
                return True
        return before is not None and _opens(before, tag_of(element))


def visibility_of(page: HtmlElement) -> Visibility:
    """Read what a page hides, and what it opens."""
    hidden: set[str] = set()
    opened: set[str] = set()
    labels: dict[str, str] = {}
    budget = MAX_STYLE
    for element in page.iter(etree.Element):
        if tag_of(element) == "style":
            style = (element.text or "")[:budget]
            budget -= len(style)
            hidden.update(_hidden_classes(style))
        targets = [element.get(name, "").lstrip("#") for name in _TOGGLING]
        if element.get("href", "").startswith("#"):
            targets.append(element.get("href", "")[1:])
        opened.update(word for target in targets for word in target.split())
        if element.get("role") == "tab":
            text = " ".join("".join(element.itertext()).split())[:MAX_QUESTION]
            labels.update((target, text) for target in targets if target and text)
    return Visibility(hidden, opened, labels)


def words_of(element: etree._Element) -> set[str]:
    """The words of an element's classes and id, in small letters."""
    names = f"{element.get('class', '')[:500]} {element.get('id', '')[:100]}"
    return {word.lower() for word in _WORD.findall(names)}


def _opens(before: etree._Element, tag: str) -> bool:
    """Whether an element looks like what opens the next one."""
    name = tag_of(before)
    if name in ("button", "summary") or (name == "dt" and tag == "dd"):
        return True
    if "aria-expanded" in before.attrib or before.get("role") == "button":
        return True
    if before.find(".//button") is not None or before.find(".//*[@aria-expanded]") is not None:
        return True
    if name in ("a", *HEADINGS) and (words_of(before) | _words_around(before)) & OPENER_WORDS:
        return True
    if "onclick" in before.attrib or _leads_nowhere(before):
        return True
    is_line = name in HEADINGS or name in ("a", "label", "p", "div", "dt", "span", "strong")
    text = "".join(before.itertext())[:MAX_QUESTION].strip() if is_line else ""
    return text.endswith(_QUESTION)


def _leads_nowhere(element: etree._Element) -> bool:
    """Whether an element is a link that a script answers."""
    return tag_of(element) == "a" and not leads_away(element)


def _words_around(element: etree._Element) -> set[str]:
    """The words of the classes and the id of the element around this one."""
    parent = element.getparent()
    return words_of(parent) if parent is not None else set()


def _hidden_classes(style: str) -> Iterator[str]:
    """Yield the classes that a style sheet hides on every screen, by rules of one class alone."""
    depth, start = 0, 0
    selectors = ""
    for match in re.finditer("[{}]", style):
        if match[0] == "{":
            if depth == 0:
                selectors = style[start : match.start()]
            depth += 1
        elif depth:
            depth -= 1
            body = style[start : match.start()]
            if depth == 0 and not selectors.lstrip().startswith("@") and _HIDING_STYLE.search(body):
                parts = (_SIMPLE_SELECTOR.fullmatch(part.strip()) for part in selectors.split(","))
                yield from (part[1] for part in parts if part)
        start = match.end()
