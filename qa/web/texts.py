"""The page's strings in every language it speaks, and the questions it may open with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from qa.web.arabic import ARABIC
from qa.web.english import ENGLISH
from qa.web.wording import Language, Texts

__all__ = ["EXAMPLES", "TEXTS", "Language", "Texts", "texts_for"]

EXAMPLES = (
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "Who was killed by the 2020 US air strike?",
    "كيف ساهم العراق في التقارب بين الرياض وطهران؟",
    "Que vont devenir les bases américaines ?",
    "Irak'ta kaç Amerikan askeri var?",
    "¿Qué general iraní murió en el ataque estadounidense de 2020?",
)
"""Questions on the documents that come with the program.

Each is offered only when asking it of the index in service gives an answer, so the page of
somebody else's documents does not open with questions on ours (`conversation.Examples`).
"""

TEXTS: Mapping[Language, Texts] = MappingProxyType({"ar": ARABIC, "en": ENGLISH})


def texts_for(language: object) -> Texts:
    """The texts of a language named by a cookie or an address; Arabic where it names none."""
    return ENGLISH if language == "en" else ARABIC
