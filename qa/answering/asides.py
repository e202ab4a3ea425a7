"""What stands in a text beside it: titles, headings, source notes, captions, lines of a date.

They name the subject and so match a question well, but say nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection

import regex

from qa.answering.answer_types import MONTHS

_NOTE = regex.compile(
    r"^\W*(?:(?:ال)?مصدر(?:\s+\w+)?\s*:|(?:ال)?مصادر\s*:|المراجع|بقلم|تصوير|(?:ال)?صورة\s*[:\d]|شكل\s*\d|"
    r"جدول\s*\d|تاريخ\s+النشر|آخر\s+تحديث|source[s]?(?:\s+of\s+the\s+facts)?\s*:|references?\b|"
    r"photo(?:graph)?\s*(?:by|:)|image\s*:|figure\s*\d|fig\.\s*\d|table\s*\d|published\b.{0,30}\d|"
    r"last\s+updated|copyright|©|by\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+$|crédits?\s*(?:photo)?\s*:|"
    r"source\s+des\s+faits|quelle(?:n)?\s*:|foto\s*:|abbildung\s*\d|fuente[s]?\s*:|fonte\s*:|figura\s*\d|"
    r"kaynak(?:ça)?\s*:|منبع\s*:|منابع\s*:|عکس\s*:|источник[и]?\s*:|фото\s*:|рис\.\s*\d|"
    r"πηγ[ήέ]\w*\s*:|स्रोत\s*:|ที่มา\s*:|nguồn\s*:|来源[:：]|來源[:：]|出典[:：]|출처\s*[:：]|sumber\s*:)",
    regex.IGNORECASE,
)
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_DATE_LINE_WORDS = 6


def is_aside(sentence: str, above: Collection[str] = ()) -> bool:
    """Whether a sentence stands beside the text.

    Args:
        sentence: A sentence of a passage.
        above: The title and the headings that stand above the passage.
    """
    words = _WORDS.findall(sentence.casefold())
    if not words:
        return True
    if any(words == _WORDS.findall(one.casefold()) for one in above):
        return True
    if _NOTE.search(sentence):
        return True
    return len(words) <= _DATE_LINE_WORDS and all(_is_of_date(word) for word in words)


_DATE_WORD = regex.compile(
    rf"\p{{N}}+|\p{{N}}+\p{{L}}{{2}}|{MONTHS}|الثاني|الأول|may|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|am|pm|utc|gmt|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre"
)


def _is_of_date(word: str) -> bool:
    return bool(_DATE_WORD.fullmatch(word))
