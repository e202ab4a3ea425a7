"""The page's strings in every language it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from qa.web.html.arabic import ARABIC
from qa.web.html.english import ENGLISH
from qa.web.html.ui_strings import Language, Texts

__all__ = ["TEXTS", "Language", "Texts", "texts_for"]

TEXTS: Mapping[Language, Texts] = MappingProxyType({"ar": ARABIC, "en": ENGLISH})


def texts_for(language: object) -> Texts:
    """The texts of a language named by a cookie or an address; Arabic where it names none."""
    return ENGLISH if language == "en" else ARABIC
