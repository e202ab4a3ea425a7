"""Words for numbers: in seven languages all of them, in others the multipliers of digits.

Sources: the spell-out rules of Unicode CLDR, and for spoken Arabic what is said in Iraq, the
Levant, the Gulf and Egypt. Forms need no accents, and Arabic none of its letters' variants: both
are folded. Each line has a number, and the forms for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

_ENGLISH = """
1/4 quarter
1/2 half
1 one
2 two
3 three
4 four
5 five
6 six
7 seven
8 eight
9 nine
10 ten
11 eleven
12 twelve
13 thirteen
14 fourteen
15 fifteen
16 sixteen
17 seventeen
18 eighteen
19 nineteen
20 twenty
30 thirty
40 forty|fourty
50 fifty
60 sixty
70 seventy
80 eighty
90 ninety
100 hundred
1000 thousand
1e5 lakh
1e6 million
1e7 crore
1e9 billion
1e12 trillion
"""

_FRENCH = """
1/2 demi|demie
1 un|une
2 deux
3 trois
4 quatre
5 cinq
6 six
7 sept
8 huit
9 neuf
10 dix
11 onze
12 douze
13 treize
14 quatorze
15 quinze
16 seize
20 vingt|vingts
30 trente
40 quarante
50 cinquante
60 soixante
70 septante
80 huitante|octante
90 nonante
100 cent|cents
1000 mille
1e6 million|millions
1e9 milliard|milliards
"""

_SPANISH = """
1/2 medio|media
1 un|uno|una
2 dos
3 tres
4 cuatro
5 cinco
6 seis
7 siete
8 ocho
9 nueve
10 diez
11 once
12 doce
13 trece
14 catorce
15 quince
16 dieciseis
17 diecisiete
18 dieciocho
19 diecinueve
20 veinte
21 veintiun|veintiuno|veintiuna
22 veintidos
23 veintitres
24 veinticuatro
25 veinticinco
26 veintiseis
27 veintisiete
28 veintiocho
29 veintinueve
30 treinta
40 cuarenta
50 cincuenta
60 sesenta
70 setenta
80 ochenta
90 noventa
100 cien|ciento
200 doscientos|doscientas
300 trescientos|trescientas
400 cuatrocientos|cuatrocientas
500 quinientos|quinientas
600 seiscientos|seiscientas
700 setecientos|setecientas
800 ochocientos|ochocientas
900 novecientos|novecientas
1000 mil
1e6 millon|millones
1e12 billon|billones
"""

_GERMAN = """
1/2 halbe|halben
1 ein|eins|eine|einer|einem|einen
3/2 anderthalb|eineinhalb
2 zwei|zwo
5/2 zweieinhalb
3 drei
7/2 dreieinhalb
4 vier
9/2 viereinhalb
5 funf
6 sechs
7 sieben
8 acht
9 neun
10 zehn
11 elf
12 zwolf
13 dreizehn
14 vierzehn
15 funfzehn
16 sechzehn
17 siebzehn
18 achtzehn
19 neunzehn
20 zwanzig
30 dreißig|dreissig
40 vierzig
50 funfzig
60 sechzig
70 siebzig
80 achtzig
90 neunzig
100 hundert
1000 tausend
1e6 million|millionen
1e9 milliarde|milliarden
1e12 billion|billionen
"""

_TURKISH = """
1/4 ceyrek
1/2 bucuk|yarim
1 bir
2 iki
3 uc
4 dort
5 bes
6 alti
7 yedi
8 sekiz
9 dokuz
10 on
20 yirmi
30 otuz
40 kirk
50 elli
60 altmis
70 yetmis
80 seksen
90 doksan
100 yuz
1000 bin
1e6 milyon
1e9 milyar
1e12 trilyon
"""

_PERSIAN = """
1/4 ربع
1/2 نیم
1 یک
2 دو
3 سه
4 چهار
5 پنج
6 شش
7 هفت
8 هشت
9 نه
10 ده
11 یازده
12 دوازده
13 سیزده
14 چهارده
15 پانزده
16 شانزده
17 هفده
18 هجده|هیجده
19 نوزده
20 بیست
30 سی
40 چهل
50 پنجاه
60 شصت
70 هفتاد
80 هشتاد
90 نود
100 صد|یکصد
200 دویست
300 سیصد
400 چهارصد
500 پانصد
600 ششصد
700 هفتصد
800 هشتصد
900 نهصد
1000 هزار
1e6 میلیون
1e9 میلیارد
1e12 تریلیون
"""

# After each form from 11 to 19 an ر may stand.
_ARABIC = """
1/4 ربع
1/2 نصف|نص
1 واحد|واحدة|احد|احدى
2 اثنان|اثنين|اثنتان|اثنتين|اثنا|اثني|اثنتا|اثنتي|اتنين|تنين|ثنين|ثنتين|تنتين
3 ثلاث|ثلاثة|تلات|تلاتة|تلت
4 اربع|اربعة
5 خمس|خمسة
6 ست|ستة
7 سبع|سبعة
8 ثمان|ثماني|ثمانية|تمن|تمان|تماني|تمانية|تمنية
9 تسع|تسعة
10 عشر|عشرة
11 احدعش|احداعش|حدعش|حداعش|احداش|حداش
12 اثنعش|اثناعش|اطنعش|اطناعش|تناعش|طنعش|اثناش|اتناش
13 ثلاثطعش|ثلطعش|تلطعش|ثلاثتعش|تلتعش|تلتاش|ثلتاش
14 اربعطعش|اربعتعش|اربعتاش
15 خمسطعش|خمستعش|خمستاش
16 ستطعش|سطعش|ستعش|ستاش
17 سبعطعش|سبعتعش|سبعتاش|سباطعش
18 ثمنطعش|ثمانطعش|تمنطعش|ثمنتعش|تمنتعش|تمنتاش|ثمنتاش
19 تسعطعش|تسعتعش|تسعتاش
20 عشرون|عشرين
30 ثلاثون|ثلاثين|تلاتين|ثلثين
40 اربعون|اربعين
50 خمسون|خمسين
60 ستون|ستين
70 سبعون|سبعين
80 ثمانون|ثمانين|تمانين
90 تسعون|تسعين
100 مئة|مائة|ماية|مية
200 مئتان|مئتين|مائتان|مائتين|ميتين|ميتان|مئتا|مئتي|مائتا|مائتي
1000 الف|الفا|الاف|تلاف|تالاف
2000 الفان|الفين|الفي
1e6 مليون|مليونا|ملايين
2e6 مليونان|مليونين|مليوني
1e9 مليار|مليارا|مليارات|بليون
2e9 ملياران|مليارين|ملياري
1e12 تريليون|ترليون|تريليونات|ترليونات
"""

_ARABIC_HUNDREDS = """
300 ثلاث|تلات|تلت|ثلث
400 اربع|ربع
500 خمس
600 ست
700 سبع
800 ثمان|ثماني|ثمن|تمن|تمان|تماني
900 تسع
"""

_MULTIPLIERS = {
    "en": """
1000 thousands
1e6 millions|mn|mln
1e9 billions|bn
1e12 trillions|tn
1e5 lakhs|lacs
1e7 crores
""",
    "fr": """
1e6 mio
1e9 md|mds|mrd
""",
    "de": """
1000 tsd
1e6 mio|mill
1e9 mrd|milliarden
1e12 bio
""",
    "pt": """
1000 mil
1e6 milhao|milhoes
1e9 bilhao|bilhoes
1e12 trilhao|trilhoes|biliao|bilioes
""",
    "it": """
1000 mila|mille
1e6 milione|milioni|mln
1e9 miliardo|miliardi|mld
1e12 bilione|bilioni
""",
    "nl": """
1000 duizend
1e6 miljoen
1e9 miljard
1e12 biljoen
""",
    "pl": """
1000 tys|tysiac|tysiace|tysiecy
1e6 mln|milion|miliony|milionow
1e9 mld|miliard|miliardy|miliardow
""",
    "tr": """
1e6 mn
1e9 mlr|mr
""",
    "id": """
1000 ribu
1e6 juta
1e9 miliar
1e12 triliun
""",
    "vi": """
1000 nghin|ngan
1e6 trieu
1e9 ty|ti
""",
    "ku": """
1000 hezar
1e6 milyon
1e9 milyar
""",
    "ckb": """
1000 هەزار
1e6 ملیۆن|ملیون
1e9 ملیار
""",
    "ur": """
1000 ہزار
1e5 لاکھ
1e6 ملین
1e7 کروڑ
1e9 ارب|بلین
""",
    "hi": """
1000 हज़ार
1e5 लाख
1e6 मिलियन
1e7 करोड़
1e9 अरब|बिलियन
""",
    "ru": """
1000 тыс|тысяча|тысячи|тысяч|тысячу
1e6 млн|миллион|миллиона|миллионов
1e9 млрд|миллиард|миллиарда|миллиардов
1e12 трлн|триллион|триллиона|триллионов
""",
    "uk": """
1000 тис|тисяча|тисячі|тисяч
1e6 млн|мільйон|мільйона|мільйони|мільйонів
1e9 млрд|мільярд|мільярда|мільярди|мільярдів
""",
    "el": """
1000 χιλιάδες|χιλ
1e6 εκατομμύριο|εκατομμύρια|εκατ
1e9 δισεκατομμύριο|δισεκατομμύρια|δισ
1e12 τρισεκατομμύρια|τρισ
""",
    "he": """
1000 אלף|אלפים
1e6 מיליון|מליון|מיליוני
1e9 מיליארד|מיליארדי
""",
    "fa": """
1e6 ملیون
""",
    "ja": """
1000 千|천
100 百
1e4 万|萬|만
1e8 億|亿|억
1e12 兆|조
""",
}
"""Words that only multiply digits: "250 lakh", "1,5 Mio."."""

_ARABIC_PREFIXES = ("", "و", "ال", "وال", "ب", "ل", "ف", "بال", "لل", "وب", "ول")
AND = {
    "ar": "و",
    "fa": "و",
    "ur": "و",
    "ckb": "و",
    "en": "and",
    "fr": "et",
    "es": "y",
    "pt": "e",
    "de": "und",
    "tr": "ve",
    "ku": "u",
    "ru": "и",
}
"""The word between two parts of a number; in Arabic it is a letter of the next word too."""

_NEVER_ALONE = (
    "on bin yuz elli elf seize mille once mil cent cents ciento quarter half demi medio media"
    " thousands millions billions trillions ستون ده صد سی نود الف الفا الاف الفي تلاف تالاف"
    " مية ماية ربع نص نصف نیم ملايين مليارات مليوني ملياري هەزار halbe halben bucuk yarim ceyrek"
    " millones millonen milliarden"
)

_CARDINALS = {
    "en": _ENGLISH,
    "ar": _ARABIC,
    "fr": _FRENCH,
    "es": _SPANISH,
    "de": _GERMAN,
    "tr": _TURKISH,
    "fa": _PERSIAN,
}

_ORDINALS = {
    "ar": """
1 اول|اولى|حادي
2 ثاني|ثانية
3 ثالث|ثالثة
4 رابع|رابعة
5 خامس|خامسة
6 سادس|سادسة
7 سابع|سابعة
8 ثامن|ثامنة
9 تاسع|تاسعة
10 عاشر|عاشرة
""",
    "en": """
1 first
2 second
3 third
4 fourth
5 fifth
6 sixth
7 seventh
8 eighth
9 ninth
10 tenth
""",
    "fr": """
1 premier|unieme
2 deuxieme
3 troisieme
4 quatrieme
5 cinquieme
6 sixieme
7 septieme
8 huitieme
9 neuvieme
10 dixieme
""",
    "tr": """
1 birinci
2 ikinci
3 ucuncu
4 dorduncu
5 besinci
6 altinci
7 yedinci
8 sekizinci
9 dokuzuncu
10 onuncu
""",
    "fa": """
1 یکم
2 دوم
3 سوم
4 چهارم
5 پنجم
6 ششم
7 هفتم
8 هشتم
9 نهم
10 دهم
""",
}


def cardinals() -> Iterator[tuple[str, str, Fraction, bool]]:
    """Language, form, number and whether "and" stands before it, of each word for a number."""
    for language, table in _CARDINALS.items():
        found = [*_rows(table), *(_made_rows(language))]
        for number, form in found:
            for prefix in _ARABIC_PREFIXES if language == "ar" else ("",):
                yield language, prefix + form, number, prefix.startswith("و")


def multipliers() -> Iterator[tuple[str, str, Fraction]]:
    """Language, form and number of each word that only multiplies digits."""
    for language, table in _MULTIPLIERS.items():
        for number, form in _rows(table):
            yield language, form, number


def ordinals() -> Iterator[tuple[str, str, int]]:
    """Language, form and number of the words that say a place in a row, from 1 to 10."""
    for language, table in _ORDINALS.items():
        for number, form in _rows(table):
            for prefix in ("ال", "وال", "بال", "لل") if language == "ar" else ("",):
                yield language, prefix + form, int(number)


def never_alone() -> Iterator[str]:
    """Words that are too often another one, or say no number, with no other part beside them."""
    for form in _NEVER_ALONE.split():
        for prefix in _ARABIC_PREFIXES if form > "ء" else ("",):
            yield prefix + form


def german_parts() -> tuple[str, ...]:
    """What a German number written as one word is made of, the longest first."""
    rows = [*_rows(_GERMAN), *_made_rows("de")]
    parts = {form for number, form in rows if number <= 1000 and number.denominator == 1}
    return tuple(sorted(parts, key=len, reverse=True))


def _rows(table: str) -> Iterator[tuple[Fraction, str]]:
    """Number and form, one of each form."""
    for line in table.strip().splitlines():
        number, forms = line.split(" ", 1)
        for form in forms.split("|"):
            yield Fraction(number), form


def _made_rows(language: str) -> Iterator[tuple[Fraction, str]]:
    """The forms that are made of others: 21 to 99 in German, hundreds and some teens in Arabic."""
    if language == "de":
        below = [(number, form) for number, form in _rows(_GERMAN) if number < 100]
        units = [
            (number, form) for number, form in below if number < 10 and number.denominator == 1
        ]
        tens = [(number, form) for number, form in below if number >= 20]
        for ten, last in tens:
            yield from ((ten + unit, f"{first}und{last}") for unit, first in units)
    if language == "ar":
        hundreds = [form for number, form in _rows(_ARABIC) if number == 100]
        for number, stem in _rows(_ARABIC_HUNDREDS):
            yield from ((number, stem + hundred) for hundred in hundreds)
        yield from ((number, f"{form}ر") for number, form in _rows(_ARABIC) if 11 <= number <= 19)
