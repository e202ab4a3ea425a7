"""How much text each part of a web page holds, how much of it is links, and how much main text.

One walk from the leaves up, so that each part is known before anything is decided about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.html.markup import tag_of

PROSE = 80
"""Characters from which a block outside links counts as prose: menus and captions are shorter."""

KEY_CHARACTERS = 40
"""Letters and digits of a block's beginning by which it is known again."""

NEVER_SHOWN = frozenset(
    ("script", "style", "noscript", "template", "head", "datalist", "noframes", "param", "source",
     "track", "area", "rp")
)  # fmt: skip
"""Elements of whose content a browser shows nothing."""

_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data",
     "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "nobr",
     "option", "optgroup", "output", "picture", "q", "rb", "rt", "rtc", "ruby", "s", "samp",
     "select", "small", "span", "strike", "strong", "sub", "sup", "textarea", "time", "tt", "u",
     "var", "wbr", "math", "svg")
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CONTROLS = frozenset(("button", "input", "select", "textarea"))


@dataclass(slots=True)
class Measure:
    """What a part of a page holds, everything inside it included.

    Attributes:
        text: Characters of text.
        linked: Those inside links to other pages.
        prose: Those of long blocks that are not links.
        main: Those of long blocks that are known to be main text.
        teased: Those of the main text that stand with a single heading which is a link.
        links: Links to other pages.
        controls: Buttons, fields and the like.
        linked_headings: Headings that link to other pages.
        has_title: Whether a heading of the first level is inside.
    """

    text: int = 0
    linked: int = 0
    prose: int = 0
    main: int = 0
    teased: int = 0
    links: int = 0
    controls: int = 0
    linked_headings: int = 0
    has_title: bool = False

    def add(self, other: Measure) -> None:
        """Count what a part inside this one holds."""
        self.text += other.text
        self.linked += other.linked
        self.prose += other.prose
        self.main += other.main
        self.teased += other.teased
        self.links += other.links
        self.controls += other.controls
        self.linked_headings += other.linked_headings
        self.has_title = self.has_title or other.has_title


@dataclass(slots=True)
class _Open:
    """A block that is not closed yet, and its own text, without that of blocks inside."""

    measure: Measure
    is_heading: bool = False
    begin: list[str] = field(default_factory=list)
    own: int = 0
    own_linked: int = 0


def measure(page: HtmlElement, main_keys: Set[str]) -> Mapping[etree._Element, Measure]:
    """Measure every block of a page; `main_keys` are the `text_key`s of its main text."""
    measures: dict[etree._Element, Measure] = {}
    opened = [_Open(Measure())]
    links = 0
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        block = opened[-1]
        if tag in NEVER_SHOWN:
            if event == "start":
                walk.skip_subtree()
        elif event == "start":
            if not is_inline(tag):
                block = _Open(Measure(has_title=tag == "h1"), is_heading=tag in HEADINGS)
                opened.append(block)
            if tag == "a" and leads_away(element):
                links += 1
                block.measure.links += 1
                block.measure.linked_headings += block.is_heading
            block.measure.controls += tag in _CONTROLS and element.get("type") != "hidden"
            _add(block, element.text, links)
        else:
            links -= tag == "a" and leads_away(element)
            if not is_inline(tag):
                measures[element] = _closed(opened.pop(), main_keys)
                opened[-1].measure.add(measures[element])
        if event == "end":
            _add(opened[-1], element.tail, links)
    return measures


def is_inline(tag: str) -> bool:
    """Whether an element stands within a line; one that HTML does not know does."""
    return tag in _INLINE or "-" in tag or ":" in tag


def leads_away(link: etree._Element) -> bool:
    """Whether a link leads to another page, not to a place of this one, a script or an address."""
    target = (link.get("href") or "").strip().lower()
    return bool(target) and not target.startswith(("#", "javascript:", "mailto:", "tel:"))


def text_key(text: str) -> str:
    """What a block's text is known by again: its first letters and digits; "" for short ones."""
    letters = "".join(filter(str.isalnum, text[: 4 * KEY_CHARACTERS]))[:KEY_CHARACTERS]
    return letters if len(letters) == KEY_CHARACTERS else ""


def _add(block: _Open, text: str | None, links: int) -> None:
    if not text or not (n := len(" ".join(text.split()))):
        return
    block.measure.text += n
    block.own += n
    if len(block.begin) < 4 * KEY_CHARACTERS:
        block.begin.append(text.lstrip()[: 4 * KEY_CHARACTERS])
    if links:
        block.measure.linked += n
        block.own_linked += n


def _closed(block: _Open, main_keys: Set[str]) -> Measure:
    if block.own >= PROSE and 2 * block.own_linked <= block.own:
        block.measure.prose += block.own
        if text_key("".join(block.begin)) in main_keys:
            block.measure.main += block.own
    if block.measure.linked_headings == 1 and not block.measure.has_title:
        block.measure.teased = block.measure.main
    return block.measure
