"""What kind of thing a question asks for, told from its words, and whether a sentence holds one.

Three kinds can be seen in a sentence without a model: a number, a date (here any number or month
counts), a name (a capital inside the sentence, in scripts that have capitals). Words in 24
languages; no kind is better than a wrong one, so what is not sure is left out.
"""

from __future__ import annotations

from enum import StrEnum

import regex


class AnswerType(StrEnum):
    """A kind of answer."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"


# Whole words, but in scripts that write no spaces. The first kind that is found counts: "how many
# years", "in which year" and "who" are told apart by their order here.
_ASKED = {
    AnswerType.DATE: (
        r"متى|شوكت|شوقت|إيمتى|ايمتى|امتى|إمتى|وقتاش|(?:في|ب)\s?[أا]ي\s+(?:عام|سنة|تاريخ|يوم|شهر)|"
        r"when|(?:what|which)\s+(?:year|date|day|month|century)|quand|quelle\s+(?:année|date)|"
        r"wann|welche[mns]?\s+(?:jahr|datum)|cu[áa]ndo|qu[ée]\s+(?:año|fecha|día)|quando|"
        r"(?:que|quale)\s+ano|ne\s+zaman|hangi\s+(?:yıl|tarih)\w*|kaç\s+yılında|"
        r"چه\s+(?:زمانی|سالی|تاریخی|وقت)|когда|како[мй]\s+(?:году|дата)|коли|πότε|ποια\s+χρονιά|"
        r"कब|किस\s+(?:साल|वर्ष)|khi\s+nào|năm\s+nào|ngày\s+nào|kapan|tahun\s+berapa|când|"
        r"în\s+ce\s+an|מתי|wanneer|när|når|kiedy|کب|کەی|kengî"
    ),
    AnswerType.NUMBER: (
        r"كم|بكم|عدد|شكد|شگد|چم|قديش|گداش|how\s+(?:many|much|old|long|far|tall|high|big|large)|"
        r"what\s+(?:percentage|number|share)|combien|quel\s+âge|wie\s*viele?|"
        r"wie\s+(?:hoch|lange|alt|groß|weit)|cu[áa]nt[oa]s?|quant[oaie]s?|kaç|ne\s+kadar|چند|چقدر|"
        r"چه\s+تعداد|сколько|скільки|πόσ\w+|कितन[ेाी]|bao\s+nhiêu|mấy|berapa|câ[țţt][ieă]?|"
        r"כמה|hoeveel|hur\s+många|hvor\s+mange|کتن[ےای]|چەند|çend"
    ),
    AnswerType.NAME: (
        r"who|whom|where|qui|où|wer|wen|wem|wo|qui[ée]n(?:es)?|d[óo]nde|quem|onde|dove|nerede|кто|"
        r"кого|где|хто|ποι[οό]ς|πού|siapa|di\s+mana|cine|unde|waar|vem|hvem|gdzie"
    ),
}
_UNSPACED_ASKED = {
    AnswerType.DATE: (
        "什么时候|什麼時候|何时|何時|哪一年|哪年|几年|いつ|何年|언제|몇\\s*년|"
        "เมื่อไร|เมื่อไหร่|เมื่อใด|ปีใด|ปีไหน|ปี พ.ศ. ใด"
    ),
    AnswerType.NUMBER: "多少|几个|幾個|いくつ|いくら|何人|何個|何回|몇|얼마|เท่าไร|เท่าไหร่|กี่",
}
_PATTERNS = {
    kind: regex.compile(
        rf"(?<![\p{{L}}\p{{M}}])(?:{words})(?![\p{{L}}\p{{M}}])"
        + (rf"|{_UNSPACED_ASKED[kind]}" if kind in _UNSPACED_ASKED else ""),
        regex.IGNORECASE,
    )
    for kind, words in _ASKED.items()
}
_NUMBER = regex.compile(
    r"\p{N}|[一二三四五六七八九十百千萬万億亿]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"dozen|hundred|thousand|million|billion|first|second|once|twice)\b|"
    r"\b(?:واحد|واحدة|اثنان|اثنين|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع|عشر|مئة|مائة|مئات|ألف|آلاف|مليون|"
    r"سنتين|سنتان|شهرين|يومين|أسبوعين|نصف|ثلث|ربع)\w{0,2}\b",
    regex.IGNORECASE,
)
MONTHS = (
    r"يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|"
    r"أيار|حزيران|تموز|آب|أيلول|تشرين|january|february|march|april|june|july|august|september|october|"
    r"november|december"
)
"""Names of months, for a regular expression; not "may", which is a common word besides."""

_MONTH = regex.compile(rf"\b(?:{MONTHS}|إبريل|century)\b", regex.IGNORECASE)
_CAPITAL_INSIDE = regex.compile(r"(?<=[\p{L}\p{N},;:)\"'’]\s+[(\"'«“]?)\p{Lu}")
_HAS_CASE = regex.compile(r"\p{Ll}")


def asked_type(question: str) -> AnswerType | None:
    """What a question asks for; None where its words do not tell."""
    for kind, pattern in _PATTERNS.items():
        if pattern.search(question):
            return kind
    return None


def holds(sentence: str, kind: AnswerType | None) -> bool:
    """Whether a sentence holds something of a kind; true where that cannot be seen."""
    match kind:
        case AnswerType.NUMBER:
            return bool(_NUMBER.search(sentence))
        case AnswerType.DATE:
            return bool(_NUMBER.search(sentence) or _MONTH.search(sentence))
        case AnswerType.NAME:
            return not _HAS_CASE.search(sentence) or bool(_CAPITAL_INSIDE.search(sentence))
    return True
