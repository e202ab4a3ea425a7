"""The page's strings in every language it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from qa.web.html.arabic import ARABIC
from qa.web.html.english import ENGLISH
from qa.web.html.ui_strings import Language, UiStrings

__all__ = ["STRINGS", "Language", "UiStrings", "strings_for"]

STRINGS: Mapping[Language, UiStrings] = MappingProxyType({"ar": ARABIC, "en": ENGLISH})


def strings_for(language: object) -> UiStrings:
    """The strings of a language named by a cookie or an address; Arabic where it names none."""
    return ENGLISH if language == "en" else ARABIC
