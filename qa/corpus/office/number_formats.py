"""The numbers of lists as they are shown: 3, iii, c, ج, 三."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_GEMATRIA = (
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
    (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"),
    (8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
)  # fmt: skip

_KATAKANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)

# Letters in the order of a list; after the last the first comes twice, and so on.
_LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "hindiVowels": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "aiueo": _KATAKANA,
    "aiueoFullWidth": _KATAKANA,
    "iroha": _IROHA,
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "chicago": "*†‡§",
}
_DIGITS = {
    "hindiNumbers": "०१२३४५६७८९",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "ideographDigital": "〇一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
}
# Characters that each stand for one number, from 1.
_SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_HAN = frozenset(
    (
        "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified",
        "japaneseCounting", "japaneseLegal", "taiwaneseCounting", "taiwaneseCountingThousand",
    )
)  # fmt: skip
_HAN_DIGITS = "〇一二三四五六七八九"
_LONGEST = 20
"""Characters: "a" twenty times is past reading, and the number is written instead."""


def formatted(number: int, number_format: str) -> str:
    """A number as a list shows it; in plain digits where the format is not known.

    Args:
        number: The number.
        number_format: Its name in WordprocessingML: "decimal", "lowerRoman", "arabicAbjad" …
    """
    if number_format == "none":
        return ""
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format == "numberInDash":
        return f"- {number} -"
    if number_format == "ordinal":
        return f"{number}{_english_ending(number)}"
    if digits := _DIGITS.get(number_format):
        return "".join(digits[int(digit)] for digit in str(number)) if number >= 0 else str(number)
    written = _written(number, number_format) if 0 < number < 4000 else ""
    return written if 0 < len(written) <= _LONGEST else str(number)


def _written(number: int, number_format: str) -> str:
    """A positive number in letters or signs; "" where that is not possible."""
    if letters := _LETTERS.get(number_format):
        repeats, place = divmod(number - 1, len(letters))
        return letters[place] * (repeats + 1) if repeats < _LONGEST else ""
    if signs := _SIGNS.get(number_format):
        return signs[number - 1] if number <= len(signs) else ""
    if number_format in ("lowerRoman", "upperRoman"):
        roman = _sum_of(number, _ROMAN)
        return roman if number_format == "lowerRoman" else roman.upper()
    if number_format == "hebrew1":
        return _sum_of(number, _GEMATRIA) if number < 1000 else ""
    return _han(number) if number_format in _HAN else ""


def _sum_of(number: int, values: tuple[tuple[int, str], ...]) -> str:
    """A number as the sum of the largest values that it holds."""
    written = ""
    for value, sign in values:
        times, number = divmod(number, value)
        written += sign * times
    return written


def _han(number: int) -> str:
    """A number as it is counted in Chinese: 十二, 三十, 一百〇五."""
    written = ""
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            alone = digit == 1 and value == 10 and not written
            written += unit if alone else _HAN_DIGITS[digit] + unit
        elif written and number and not written.endswith("〇"):
            written += "〇"
    return written


def _english_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
