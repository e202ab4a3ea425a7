"""Names of WordprocessingML, and how its elements are walked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

DELETED = frozenset((f"{W}del", f"{W}moveFrom"))
"""What stands in these was taken out by a tracked change."""

_OFF = frozenset(("0", "false", "off"))


def value_of(element: Any, *path: str) -> str | None:  # noqa: ANN401 (an XML element, or None)
    """The `w:val` of the element at the end of a path; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return None if element is None else str(element.get(f"{W}val", ""))


def is_on(element: Any, *path: str) -> bool:  # noqa: ANN401
    """Whether a switch stands at the end of a path and is not turned off."""
    value = value_of(element, *path)
    return value is not None and value not in _OFF


def children(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """An element's children; of alternatives for new and old programs the first that is meant."""
    if element.tag == f"{MC}AlternateContent":
        chosen = element.find(f"{MC}Choice")
        chosen = element.find(f"{MC}Fallback") if chosen is None else chosen
        return iter(()) if chosen is None else iter(chosen)
    return iter(element)


def outermost(element: Any, tags: frozenset[str]) -> Iterator[Any]:  # noqa: ANN401
    """Yield the first elements of these names on every way down, but none that was deleted.

    What a content control, a custom element or an insertion holds is so found in its place.
    """
    pending = list(children(element))[::-1]
    while pending:
        found = pending.pop()
        if found.tag in tags:
            yield found
        elif found.tag not in DELETED:
            pending.extend(list(children(found))[::-1])
