"""Formulas of office documents as a line of text: "k = 0.85", "(a + b)/2", "√(x^2 + y^2)"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import regex

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

# Read as one thing without brackets: a name, a number, or what stands in brackets already.
_SIMPLE = regex.compile(r"[\p{L}\p{M}\p{N}.,′∞%]+|\([^()]*\)|\[[^\[\]]*\]")
# Drawn with space around it; formulas keep none of their own.
_RELATION = regex.compile(r" ?([=≠≈≅≡<>≤≥∝→←↔⇒⇔∈⊂⊆]+) ?")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}

Texts = Mapping[Any, str]


def linear_formula(formula: Any) -> str:  # noqa: ANN401 (an XML element)
    """A formula in Office MathML as text; what it holds last is written first, without recursion.

    Args:
        formula: An `m:oMath` or `m:oMathPara` element.
    """
    texts: dict[Any, str] = {}
    elements = [element for element in formula.iter() if isinstance(element.tag, str)]
    for element in reversed(elements):
        write = _WRITERS.get(element.tag, _inside)
        texts[element] = write(element, texts)
        for child in element:  # has been used
            texts.pop(child, None)
    return "\n".join(map(spaced, texts[formula].split("\n")))


def spaced(formula: str) -> str:
    """A formula with space around what it compares, which programs draw and do not write."""
    return _RELATION.sub(r" \1 ", " ".join(formula.split())).strip()


def grouped(text: str) -> str:
    """A part of a formula in brackets, unless it reads as one thing without them."""
    return text if not text or _SIMPLE.fullmatch(text) else f"({text})"


def fraction(upper: str, lower: str) -> str:
    """One part over another."""
    return f"{grouped(upper)}/{grouped(lower)}"


def root(radicand: str, degree: str = "") -> str:
    """The root of a part."""
    sign = _ROOTS.get(degree, f"√[{degree}]")
    return f"{sign}{grouped(radicand)}"


def scripted(base: str, sub: str = "", sup: str = "") -> str:
    """A part with what stands below and above it."""
    return base + (f"_{grouped(sub)}" if sub else "") + (f"^{grouped(sup)}" if sup else "")


def _inside(element: Any, texts: Texts) -> str:  # noqa: ANN401
    return "".join(texts.get(child, "") for child in element)


def _lines(element: Any, texts: Texts) -> str:  # noqa: ANN401
    return "\n".join(filter(None, (texts.get(child, "") for child in element)))


def _nothing(_: Any, __: Texts) -> str:  # noqa: ANN401
    return ""


def _own_text(element: Any, _: Texts) -> str:  # noqa: ANN401
    return (element.text or "").replace("\n", " ")


def _part(element: Any, texts: Texts, name: str) -> str:  # noqa: ANN401
    child = element.find(f"{M}{name}")
    return texts.get(child, "").strip() if child is not None else ""


def _property(element: Any, name: str, default: str = "") -> str:  # noqa: ANN401
    """A value of an element's properties; "" stands for itself where the file gives it."""
    for properties in element:
        if isinstance(properties.tag, str) and properties.tag.endswith("Pr"):
            found = properties.find(f"{M}{name}")
            if found is not None:
                return str(found.get(f"{M}val", ""))
    return default


def _is_on(element: Any, name: str) -> bool:  # noqa: ANN401
    return _property(element, name, "off").lower() in ("", "1", "on", "true")


def _fraction(element: Any, texts: Texts) -> str:  # noqa: ANN401
    upper, lower = _part(element, texts, "num"), _part(element, texts, "den")
    if _property(element, "type") == "noBar":
        return f"{grouped(upper)}¦{grouped(lower)}"
    return fraction(upper, lower)


def _root(element: Any, texts: Texts) -> str:  # noqa: ANN401
    degree = "" if _is_on(element, "degHide") else _part(element, texts, "deg")
    return root(_part(element, texts, "e"), degree)


def _scripts(element: Any, texts: Texts) -> str:  # noqa: ANN401
    base = _part(element, texts, "e")
    if len(base) > 1 and any(not (c.isalnum() or c in "′") for c in base):
        base = grouped(base)
    scripts = scripted("", _part(element, texts, "sub"), _part(element, texts, "sup"))
    return f"{scripts}{base}" if element.tag == f"{M}sPre" else f"{base}{scripts}"


def _limit(element: Any, texts: Texts) -> str:  # noqa: ANN401
    base, limit = _part(element, texts, "e"), _part(element, texts, "lim")
    if element.tag == f"{M}limLow":
        return scripted(base, sub=limit)
    return scripted(base, sup=limit)


def _nary(element: Any, texts: Texts) -> str:  # noqa: ANN401
    sub = "" if _is_on(element, "subHide") else _part(element, texts, "sub")
    sup = "" if _is_on(element, "supHide") else _part(element, texts, "sup")
    return f"{scripted(_property(element, 'chr', '∫'), sub, sup)} {_part(element, texts, 'e')}"


def _delimited(element: Any, texts: Texts) -> str:  # noqa: ANN401
    parts = [texts.get(child, "").strip() for child in element if child.tag == f"{M}e"]
    inner = _property(element, "sepChr", "|").join(parts)
    return f"{_property(element, 'begChr', '(')}{inner}{_property(element, 'endChr', ')')}"


def _function(element: Any, texts: Texts) -> str:  # noqa: ANN401
    argument = _part(element, texts, "e")
    return f"{_part(element, texts, 'fName')}{'' if argument.startswith('(') else ' '}{argument}"


def _accented(element: Any, texts: Texts) -> str:  # noqa: ANN401
    base, accent = _part(element, texts, "e"), _property(element, "chr", "\u0302")
    return f"{grouped(base)}{accent}" if base else accent


def _barred(element: Any, texts: Texts) -> str:  # noqa: ANN401
    return f"{grouped(_part(element, texts, 'e'))}\u0305"


def _array(element: Any, texts: Texts) -> str:  # noqa: ANN401
    lines = [texts.get(child, "").strip() for child in element if child.tag == f"{M}e"]
    return "; ".join(line.replace("&", "") for line in lines)  # "&" says where lines are aligned


def _matrix(element: Any, texts: Texts) -> str:  # noqa: ANN401
    rows = [texts.get(child, "") for child in element if child.tag == f"{M}mr"]
    return "; ".join(rows)


def _matrix_row(element: Any, texts: Texts) -> str:  # noqa: ANN401
    return ", ".join(texts.get(child, "").strip() for child in element if child.tag == f"{M}e")


def _phantom(element: Any, texts: Texts) -> str:  # noqa: ANN401
    is_hidden = _property(element, "show", "1").lower() in ("0", "off", "false")
    return "" if is_hidden else _inside(element, texts)


_WRITERS: dict[str, Callable[[Any, Texts], str]] = {
    f"{M}oMathPara": _lines,
    f"{M}t": _own_text,
    f"{_W}t": _own_text,
    f"{_A}t": _own_text,
    f"{_W}del": _nothing,
    f"{_W}moveFrom": _nothing,
    f"{M}f": _fraction,
    f"{M}rad": _root,
    f"{M}sSub": _scripts,
    f"{M}sSup": _scripts,
    f"{M}sSubSup": _scripts,
    f"{M}sPre": _scripts,
    f"{M}limLow": _limit,
    f"{M}limUpp": _limit,
    f"{M}nary": _nary,
    f"{M}d": _delimited,
    f"{M}func": _function,
    f"{M}acc": _accented,
    f"{M}bar": _barred,
    f"{M}eqArr": _array,
    f"{M}m": _matrix,
    f"{M}mr": _matrix_row,
    f"{M}phant": _phantom,
}
