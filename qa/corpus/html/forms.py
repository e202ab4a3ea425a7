"""What stands in the fields of a form, and which buttons are questions and not tools."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from qa.corpus.html.boilerplate import is_leftover
from qa.corpus.html.lines import BOXES
from qa.corpus.html.markup import tag_of
from qa.corpus.html.measures import HEADINGS
from qa.corpus.html.visibility import OPENER_WORDS, words_of

_WITHOUT_TEXT = frozenset(
    ("hidden", "submit", "button", "reset", "image", "password", "file", "color", "range", "search")
)  # fmt: skip
_OPENS = ("aria-expanded", "aria-controls", "data-target", "data-bs-target", "data-bs-toggle")
_OPENERS = HEADINGS | {"dt", "summary", "legend"}
_ENDS = ("?", "؟", "？")
_TOOLS = frozenset(("menu", "القائمة", "قائمة", "navigation", "close", "إغلاق", "copy", "نسخ", "×"))


def field_text(field: HtmlElement) -> tuple[str, int]:
    """What stands in a field, and how many choices of it are not read.

    A box to tick gives its sign; of a list, what was chosen.
    """
    if tag_of(field) == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        texts = (" ".join((option.text_content() or "").split()) for option in chosen)
        return "; ".join(filter(None, texts)), len(options) - len(chosen)
    kind = field.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return f"{BOXES[field.get('checked') is None]} ", 0
    if kind in _WITHOUT_TEXT:
        return "", 0
    value = " ".join(field.get("value", "").split())
    label = field.get("aria-label", "").strip()
    return (f"{label}: {value}" if label and value else value), 0


def is_button_read(button: HtmlElement) -> bool:
    """Whether a button is a question or a title that opens a text."""
    text = " ".join("".join(button.itertext()).split())
    if is_leftover(text) or text.lower() in _TOOLS:
        return False
    if text.endswith(_ENDS) or any(name in button.attrib for name in _OPENS):
        return True
    return any(
        tag_of(parent) in _OPENERS or OPENER_WORDS & words_of(parent)
        for parent in islice(button.iterancestors(), 3)
    )
