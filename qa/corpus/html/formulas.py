"""Formulas of web pages as text: the TeX beside them, or their signs in a line."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.html.markup import tag_of

_BETWEEN = {"msup": "^", "msub": "_", "mfrac": "/", "munder": "_", "mover": "^"}
_GROUPS = frozenset(("mrow", "mfrac", "mstyle", "mfenced"))


def formula_text(formula: HtmlElement) -> str:
    """A formula in one line: "x^2", "(a+b)/c"."""
    for element in formula.iter():
        if tag_of(element) == "annotation" and "tex" in element.get("encoding", "").lower():
            return " ".join((element.text or "").split())
    described = " ".join(formula.get("alttext", "").split())
    return described or _in_line(formula)


def _in_line(formula: HtmlElement) -> str:
    parts: list[str] = []
    walk = etree.iterwalk(formula, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        parent = element.getparent()
        above = tag_of(parent) if parent is not None and element is not formula else ""
        is_grouped = above in (*_BETWEEN, "msqrt") and tag in _GROUPS and len(element) > 1
        if event == "start":
            if tag in ("annotation", "annotation-xml"):
                walk.skip_subtree()
                continue
            if above in _BETWEEN and element.getprevious() is not None:
                parts.append(_BETWEEN[above])
            parts.append("√(" if tag == "msqrt" else "(" if is_grouped else "")
            parts.append((element.text or "").strip())
        elif tag not in ("annotation", "annotation-xml"):
            parts.append(")" if tag == "msqrt" or is_grouped else "")
    return "".join(parts)
