"""The page's strings in every language it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from qa.web.html.arabic import ARABIC
from qa.web.html.english import ENGLISH
from qa.web.html.french import FRENCH
from qa.web.html.ui_strings import UiStrings

__all__ = ["STRINGS", "UiStrings", "strings_for"]

STRINGS: Mapping[str, UiStrings] = MappingProxyType(
    {strings.language: strings for strings in (ARABIC, ENGLISH, FRENCH)}
)
"""By language code, in the order in which the page offers them. The first is the default."""


def strings_for(language: str | None) -> UiStrings:
    """The strings of a language named by a cookie or an address; Arabic where it names none."""
    return STRINGS.get(language or "", ARABIC)
