"""Characters of the fonts Symbol and Wingdings, which have codes of their own."""

from __future__ import annotations

_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
_WINGDINGS = {
    0x21: "✏✂✁",
    0x28: "☎✆✉",
    0x41: "✌",
    0x45: "☜☞☝☟",
    0x4A: "☺☹",
    0x4E: "☠⚐",
    0x51: "✈☼",
    0x54: "❄",
    0x6C: "●❍■□",
    0x71: "❑❒⬧⧫◆❖",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "·•▪○",
    0xA7: "▪◻",
    0xAA: "✦★✶✴✹",
    0xD5: "⌫⌦",
    0xD8: "➢",
    0xDF: "←→↑↓↖↗↙↘",
    0xE8: "➔",
    0xEF: "⇦⇨⇧⇩⬄⇳",
    0xFB: "✗✓☒☑",
}
_WINGDINGS_2 = {0x4F: "✗✓✗✓", 0x50: "✓", 0x51: "☒☑☒☑", 0x96: "•", 0xA3: "☐"}

BULLET_CODES = range(0xF000, 0xF100)
"""Private codes that Word writes for the characters of such fonts."""


def _codes(*runs: dict[int, str]) -> dict[int, str]:
    return {
        first + number: character
        for table in runs
        for first, characters in table.items()
        for number, character in enumerate(characters)
    }


_FONTS = {
    "symbol": _codes(_SYMBOL),
    "wingdings": _codes(_WINGDINGS),
    "wingdings 2": _codes(_WINGDINGS_2),
    "aga arabesque": {0x72: "ﷺ"},
}


def symbol(font: str, code: int) -> str:
    """The character that a code stands for in a font; "" where it is not known."""
    known = _FONTS.get(font.strip().lower())
    if known is not None:
        return known.get(code - 0xF000 if code in BULLET_CODES else code, "")
    return "" if code in BULLET_CODES or not 0x20 <= code < 0x110000 else chr(code)


def without_private_codes(text: str, font: str) -> str:
    """A text of such a font with its private codes as common characters."""
    if not any(ord(character) in BULLET_CODES for character in text):
        return text
    return "".join(
        symbol(font or "symbol", ord(character)) if ord(character) in BULLET_CODES else character
        for character in text
    )
