"""Numbers, dates and identifiers, against babel's formats and num2words' spellings."""

import datetime

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from qa.corpus.values import Value, ValueKind, implied, values_of
from qa.records import Span

NUMBER, DATE, IDENTIFIER = ValueKind

LOCALES = [
    *("en", "de", "fr", "es", "pt", "it", "tr", "fa", "ru", "uk", "ur", "hi", "el", "vi", "he"),
    *("ar", "ar_EG", "ar_SY", "ar_DZ", "pl", "sv", "id", "nl", "en_IN", "zh", "ja", "ko"),
]


def found(text):
    return [(value.kind, value.canonical) for value in values_of(text)]


def numbers(text):
    return [value.canonical for value in values_of(text) if value.kind is NUMBER]


MILLION_AND_A_QUARTER = """
1,250,000
1.250.000
1 250 000
1\u202f250\u202f000
1\u00a0250\u00a0000
1'250'000
١٬٢٥٠٬٠٠٠
١٢٥٠٠٠٠
۱۲۵۰۰۰۰
12,50,000
1.25 million
1.25 Million
1.25M
$1.25m
1,25 Millionen
1,25 millions
1,25 millones
1,25 milhão
1,25 milioni
1,25 milyon
1,25 млн
1,25 миллиона
1,25 triệu
1,25 εκατομμύρια
1.25 מיליון
1.25 मिलियन
١٫٢٥ مليون
۱٫۲۵ میلیون
مليون وربع
مليون و250 ألف
مليون ومئتان وخمسون ألفا
مليون وميتين وخمسين الف
1.25 ملیۆن
1.25 ملین
12.5 lakh
12.5 لاکھ
12.5 लाख
125万
125萬
125만
one million two hundred and fifty thousand
a million and a quarter
un million deux cent cinquante mille
un millón doscientos cincuenta mil
eine Million zweihundertfünfzigtausend
bir milyon iki yüz elli bin
1 milyon 250 bin
یک میلیون و دویست و پنجاه هزار
"""


@pytest.mark.parametrize("written", MILLION_AND_A_QUARTER.strip().splitlines())
def test_a_number_is_the_same_however_it_is_written(written):
    assert numbers(f"{written} x") == ["1250000"]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("ألفان وخمسمئة", "2500"),
        ("الفين وخمسمية", "2500"),
        ("ألفين ونص", "2500"),
        ("خمسة وعشرون", "25"),
        ("ثلاثة عشر ألفاً", "13000"),
        ("ثلاث مئة", "300"),
        ("ثلاثمائة", "300"),
        ("خمسطعش", "15"),
        ("مليون وربع المليون", "1250000"),
        ("نصف مليون", "500000"),
        ("5 آلاف و200", "5200"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("un million et demi", "1500000"),
        ("bir buçuk milyon", "1500000"),
        ("یک و نیم میلیون", "1500000"),
        ("anderthalb Millionen", "1500000"),
        ("mil millones", "1000000000"),
        ("soixante et onze", "71"),
        ("nineteen eighty-four", "1984"),
        ("2億5000万", "250000000"),
        ("1,250", "1250"),
        ("1.250", "1250"),
        ("0.250", "0.25"),
        ("1.250,50", "1250.5"),
        ("3.14", "3.14"),
        ("5km", "5"),
        ("50%", "50"),
        ("mid-2024", "2024"),
        ("1990s", "1990"),
        ("2024م", "2024"),
        ("وبـ250", "250"),
        ("USD 500", "500"),
        ("75-year-old", "75"),
        ("2,000-year-old", "2000"),
        ("1970-е", "1970"),
        ("1970er", "1970"),
        ("211,000km2", "211000"),
        ("نسمة/كم2 300", "300"),
    ],
)
def test_what_is_which_number(written, canonical):
    assert found(written) == [(NUMBER, canonical)]


@pytest.mark.parametrize(
    "text",
    [
        *("one", "واحد", "ein", "un", "5th", "الخامس", "القرن التاسع عشر", "twenty-first century"),
        *("18:40", "+964 770 123 4567", "0770-123-4567", "192.168.1.1", "a@b2.com", "seize", "on"),
        *("https://example.com/page-5", "January", "كانون الثاني", "millions", "كم مليون", "Tên"),
        *("من ألف هذا الكتاب", "6/7", "1. ", "10:00am", "19th-century"),
    ],
)
def test_what_is_no_value(text):
    assert found(text) == []


FIFTH_OF_JANUARY = """
5 January 2024
January 5, 2024
Jan. 5, 2024
5 Jan 2024
5th of January 2024
5-Jan-2024
5/1/2024
2024-01-05
2024-01-05T10:20:30Z
05.01.2024
05.01.24
5 يناير 2024
5 يناير عام 2024
٥ كانون الثاني ٢٠٢٤
5 يناير/كانون الثاني 2024
5 كانون الثاني (يناير) 2024
٥ ك٢ ٢٠٢٤
5 جانفي 2024
الخامس من يناير 2024
5 janvier 2024
5. Januar 2024
5 de enero de 2024
5 Ocak 2024
۵ ژانویه ۲۰۲۴
5 января 2024
5 جنوری 2024
5 जनवरी 2024
5 בינואר 2024
5ی کانوونی دووەمی 2024
5 rêbendan 2024
5 tháng 1 năm 2024
2024年1月5日
2024년 1월 5일
"""


@pytest.mark.parametrize("written", FIFTH_OF_JANUARY.strip().splitlines())
def test_a_date_is_the_same_however_it_is_written(written):
    assert found(written) == [(DATE, "2024-01-05")]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        *((month, "2025-09") for month in ("سبتمبر 2025", "أيلول 2025", "شتنبر 2025", "2025-09")),
        *((month, "2025-09") for month in ("September 2025", "09/2025", "Eylül 2025", "2025年9月")),
        *((day, "--01-05") for day in ("5 January", "January 5", "٥ ك٢", "5 يناير", "1月5日")),
        ("1/25/2024", "2024-01-25"),
        ("25/9/2005م", "2005-09-25"),
        ("16\u200f/05\u200f/2063", "2063-05-16"),
        ("29 February", "--02-29"),
        ("۱۵ دی ۱۴۰۲", "jalali 1402-10-15"),
        ("10 رمضان 1445", "hijri 1445-09-10"),
    ],
)
def test_what_is_which_date(written, canonical):
    assert found(written) == [(DATE, canonical)]


def test_days_of_one_month_are_dates_each():
    assert found("5-7 January 2024") == [(DATE, "2024-01-05"), (DATE, "2024-01-07")]
    assert found("30 February 2023") == [(NUMBER, "30"), (DATE, "2023-02")]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        *((text, "iso 27001") for text in ("ISO-27001", "ISO27001", "ISO 27001", "iso 27001")),
        ("ISO/IEC 27001", "iso iec 27001"),
        ("آيزو 27001", "iso 27001"),
        ("CVE-2024-1234", "cve 2024 1234"),
        ("cve 2024 1234", "cve 2024 1234"),
        ("RFC 2616", "rfc 2616"),
        ("DIN EN 1090", "din en 1090"),
        ("KX-7713", "kx 7713"),
        ("F-16", "f 16"),
        ("وF-16", "f 16"),
        ("A380", "a 380"),
        ("كوفيد-19", "covid 19"),
        ("COVID-19", "covid 19"),
        ("X.25'in", "x 25"),
        ("2024/115", "2024 115"),
        ("A/RES/181", "a res 181"),
        ("3.2.1", "3 2 1"),
        ("550E8400-e29b-41d4-a716-446655440000", "550e8400e29b41d4a716446655440000"),
    ],
)
def test_what_is_which_identifier(written, canonical):
    assert found(written) == [(IDENTIFIER, canonical)]


def test_what_a_value_is_more_coarsely():
    def of(kind, canonical):
        return implied(Value(kind, canonical, Span(0, 1)))

    assert of(DATE, "2024-01-05") == ("2024-01", "--01-05", "2024")
    assert of(DATE, "2024-01") == ("2024",)
    assert of(DATE, "--01-05") == of(NUMBER, "5") == of(IDENTIFIER, "kx 7713") == ()
    assert of(DATE, "hijri 1445-09-10") == ("hijri 1445-09", "hijri --09-10", "1445")
    assert of(IDENTIFIER, "iso iec 27001") == ("iso 27001",)
    assert of(IDENTIFIER, "iso 9001 2015") == ("iso 9001",)


@given(st.integers(10, 10**12), st.sampled_from(LOCALES), st.sampled_from(["default", "latn"]))
def test_digits_are_read_as_each_locale_writes_them(number, locale, digits):
    for written in (number, number + 0.5):
        text = format_decimal(written, locale=locale, numbering_system=digits)
        assert found(text) == [(NUMBER, str(written))]


@given(st.integers(101, 10**9 - 1), st.sampled_from(["en", "fr", "fr_BE", "de", "es", "fa", "ar"]))
def test_words_are_read_as_each_language_writes_them(number, language):
    words = num2words(number, lang=language).replace(",", "")
    alone = words in ("mille", "mil", "ألف")  # another word too often
    # num2words says "a hundred and a thousand thousand" for 101,000.
    wrong = "ألف ألف" in words or "مليون مليون" in words or words in ("ألفا", "مليونا")
    assert alone or wrong or found(words) == [(NUMBER, str(number))]


@given(
    st.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(LOCALES),
    st.sampled_from(["medium", "long", "full"]),
)
def test_dates_are_read_as_each_locale_writes_them(date, locale, style):
    assert found(format_date(date, style, locale=locale)) == [(DATE, date.isoformat())]


PARTS = "5 05 2024 1,250 ISO - / . , ' \n و ألف مليون ك٢ January يناير الثاني a@ x 年 ـ \u200f +"
TEXTS = st.lists(st.sampled_from([*PARTS.split(" "), " "]) | st.text(max_size=3)).map("".join)


@given(TEXTS)
def test_spans_are_slices_in_order(text):
    end = 0
    for value in values_of(text):
        assert end <= value.span.start < value.span.end <= len(text)
        assert value.canonical
        end = value.span.end


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "1",
            "1,",
            "1 ",
            "1 111 ",
            "1-",
            "1/",
            "1.",
            "a",
            "a-",
            "a-1",
            "a1",
            "ـ",
            "1ـ",
            "+1 ",
            "1+",
        ),
        *("ISO ", "ISO/", "one ", "مليون ", "و5 ألف ", "ein", "hundert", "5 and ", "5 January "),
        *(
            "million thousand ",
            "كانون ",
            "January/",
            "يناير (",
            "1年",
            "1万",
            "https://",
            "x@",
            "'",
            "5'",
        ),
    ],
)
def test_a_long_text_of_one_kind_is_read_at_once(unit):
    """One whose time grows with the square takes minutes."""
    text = f"{unit * (100_000 // len(unit))}!"
    assert len(values_of(text)) <= len(text)
