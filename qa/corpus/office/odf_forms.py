"""What is filled in, and what is written, on the controls of an OpenDocument form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.corpus.office.odf_xml import FORM, OFFICE
from qa.corpus.office.pieces import Piece

_CHOICES = frozenset((f"{FORM}checkbox", f"{FORM}radio", f"{FORM}option"))
_SECRET = frozenset((f"{FORM}password", f"{FORM}hidden"))


def form_pieces(body: Any) -> Iterator[Piece]:  # noqa: ANN401 (an XML element)
    """Yield a piece for each control that says something: "label: value".

    Of boxes to tick and of lists only what is chosen is read. Passwords and hidden fields are not
    shown, and not read.
    """
    for forms in body.iter(f"{OFFICE}forms"):
        for control in forms.iter():
            if not isinstance(control.tag, str) or control.tag in _SECRET:
                continue
            label = control.get(f"{FORM}label", "").strip()
            value = control.get(f"{FORM}current-value") or control.get(f"{FORM}value") or ""
            if control.tag in _CHOICES:  # its value is a code
                label, value = label if _is_chosen(control) else "", ""
            if label or value:
                yield Piece(": ".join(filter(None, (label, value))))


def _is_chosen(control: Any) -> bool:  # noqa: ANN401
    state = control.get(f"{FORM}current-state") or control.get(f"{FORM}state")
    selected = control.get(f"{FORM}current-selected") or control.get(f"{FORM}selected")
    return bool(state == "checked" or selected == "true")
