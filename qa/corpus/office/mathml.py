"""Formulas in MathML as a line of text, as those of Word are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qa.corpus.office.formulas import fraction, root, scripted, spaced

_SKIPPED = frozenset(("annotation", "annotation-xml", "mphantom"))
_JOINED_BY = {"mtr": ", ", "mlabeledtr": ", ", "mtable": "; "}


def linear_mathml(formula: Any) -> str:  # noqa: ANN401 (an XML element)
    """A `math` element as text; what it holds last is written first, without recursion."""
    texts: dict[Any, str] = {}
    for element in reversed([e for e in formula.iter() if isinstance(e.tag, str)]):
        parts = [texts.pop(child, "") for child in element]
        texts[element] = _written(element.tag.rpartition("}")[2], element.text, parts)
    return spaced(texts[formula])


def _written(name: str, text: str | None, parts: Sequence[str]) -> str:
    """An element as text, of its own text and that of its parts."""
    if name in _SKIPPED:
        return ""
    if name == "msqrt":
        return root("".join(parts))
    if not parts:
        return " ".join((text or "").split())
    if write := _WRITERS.get(name):
        return write(*(*parts, "", "", "")[:3])
    return _JOINED_BY.get(name, "").join(parts)


_WRITERS: dict[str, Callable[[str, str, str], str]] = {
    "mfrac": lambda upper, lower, _: fraction(upper, lower),
    "msub": lambda base, sub, _: scripted(base, sub=sub),
    "munder": lambda base, sub, _: scripted(base, sub=sub),
    "msup": lambda base, sup, _: scripted(base, sup=sup),
    "mover": lambda base, sup, _: scripted(base, sup=sup),
    "msubsup": scripted,
    "munderover": scripted,
    "mroot": lambda radicand, degree, _: root(radicand, degree),
}
