"""Text in old and wide encodings comes out as it was written, short texts too."""

from __future__ import annotations

import contextlib
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.encodings import decode
from qa.errors import DocumentParseError

TEXTS = {
    "ar": "تقع المكتبة العامة في وسط المدينة، وتفتح أبوابها كل يوم من الثامنة صباحا. "
    "هل تعرف كم كتابا فيها؟ يقول المدير إن عددها «خمسون ألف كتاب».",
    "ar-plain": "تقع المكتبة العامة في وسط المدينة وتفتح أبوابها كل يوم من الثامنة صباحا",
    "fa": "کتابخانه عمومی در مرکز شهر است و هر روز باز می‌شود",
    "ur": "کتب خانہ شہر کے وسط میں ہے اور ہر روز صبح آٹھ بجے کھلتا ہے، "
    "اس میں پچاس ہزار کتابیں ہیں۔",
    "is": "Bókasafnið er í miðri borginni og það er opið alla daga, þar eru fimmtíu þúsund bækur.",
    "ru": "Публичная библиотека находится в центре города и открыта каждый день с восьми утра. "
    "В ней пятьдесят тысяч книг.",
    "fr": "La bibliothèque publique se trouve au cœur de la ville ; elle est ouverte à tous, dès "
    "huit heures, même l'été. Où sont les élèves ? Ça dépend.",
    "de": "Die öffentliche Bücherei liegt in der Mitte der Stadt und öffnet täglich für Schüler.",
    "es": "La biblioteca pública está en el centro; ¿cuántos libros tiene? Más de mil en español.",
    "pl": "Biblioteka publiczna jest w środku miasta i jest czynna codziennie, też w święta.",
    "cs": "Veřejná knihovna se nachází ve středu města a je otevřena každý den od osmi hodin.",
    "tr": "Halk kütüphanesi şehrin ortasındadır ve her gün sabah sekizde açılır; ışık çoktur.",
    "el": "Η δημόσια βιβλιοθήκη βρίσκεται στο κέντρο της πόλης και ανοίγει κάθε μέρα στις οκτώ.",
    "he": "הספרייה הציבורית נמצאת במרכז העיר ופתוחה כל יום משמונה בבוקר.",
    "ja": "公立図書館は町の中心にあり、毎日朝八時に開きます。蔵書は五万冊あります。",
    "zh": "公共图书馆位于城市中心，每天早上八点开放，共有五万册藏书，欢迎大家前来阅读。",
    "zh-tw": "公共圖書館位於城市中心，每天早上八點開放，共有五萬冊藏書，歡迎大家前來閱讀。",
    "ko": "공공 도서관은 도시 중심에 있으며 매일 아침 여덟 시에 문을 엽니다. 책이 많습니다.",
}
OLD = [
    ("ar", "windows-1256"), ("ar-plain", "iso-8859-6"), ("fa", "windows-1256"),
    ("ur", "windows-1256"), ("ar", "mac-arabic"), ("ar", "cp720"), ("is", "windows-1252"),
    ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "cp866"),
    ("fr", "windows-1252"), ("de", "windows-1252"), ("es", "windows-1252"),
    ("pl", "windows-1250"), ("cs", "windows-1250"), ("pl", "iso-8859-2"),
    ("tr", "windows-1254"), ("el", "windows-1253"), ("he", "windows-1255"),
    ("ja", "shift_jis"), ("ja", "euc-jp"), ("zh", "gb18030"), ("zh-tw", "big5"), ("ko", "euc-kr"),
]  # fmt: skip


def encodable(text: str, encoding: str) -> str:
    """The text without what the encoding has no bytes for."""
    return text.encode(encoding, errors="ignore").decode(encoding)


@pytest.mark.parametrize(("language", "encoding"), OLD)
def test_old_encodings_are_recognised_and_noted(language, encoding):
    text = encodable(TEXTS[language], encoding)
    assert len(text) > 0.8 * len(TEXTS[language])
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert len(decoded.notes) == 1
    assert str(decoded.notes[0]).startswith("decoded as ")


def test_the_note_names_the_encoding():
    assert tuple(map(str, decode(TEXTS["ar"].encode("windows-1256")).notes)) == (
        "decoded as windows-1256",
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("المكتبة العامة", "windows-1256"),
        ("افتتاح معرض الكتاب في بغداد", "windows-1256"),
        ("تقرير 2024", "windows-1256"),
        ("مرحبا", "windows-1256"),
        ("المكتبة العامة", "iso-8859-6"),
        ("Публичная библиотека", "windows-1251"),
        ("Привет", "koi8-r"),
        ("café", "windows-1252"),
        ("Où est l'été ?", "windows-1252"),
        ("“Hello” – he said…", "windows-1252"),
        ("Straße", "windows-1252"),
    ],
)
def test_short_texts_too(text, encoding):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("language", ["ar", "ru", "fr", "he", "zh", "ja", "ko"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
def test_utf_16_with_and_without_a_mark(language, encoding, mark):
    if not mark and language in ("zh", "ja", "ko"):
        pytest.skip("without a mark these are too like noise to be told safely")
    text = TEXTS[language] + "\n" + TEXTS[language]
    decoded = decode((("\ufeff" if mark else "") + text).encode(encoding))
    assert decoded.text == text
    assert decoded.notes


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-32"])
def test_unicode_comes_out_as_it_went_in(language, encoding):
    decoded = decode(TEXTS[language].encode(encoding))
    assert decoded.text == TEXTS[language]
    assert bool(decoded.notes) == (encoding == "utf-32")


def test_utf_8_cut_in_the_middle_of_a_letter_is_still_utf_8():
    data = (TEXTS["ar"] * 3).encode()[:-2]
    decoded = decode(data)
    assert decoded.text.startswith(TEXTS["ar"])
    assert tuple(map(str, decoded.notes)) == ("decoded as utf-8; damaged characters: 1",)


def test_a_declared_encoding_comes_before_any_guess():
    data = "Šta je to".encode("windows-1250")
    assert decode(data, "windows-1250").text == "Šta je to"
    assert decode("déjà".encode("latin-1"), "no-such-encoding").text == "déjà"


WRONG = [
    (language, encoding, declared)
    for language, encoding in (
        ("ar", "windows-1256"), ("ar-plain", "windows-1256"), ("fa", "windows-1256"),
        ("ar-plain", "iso-8859-6"), ("ar", "mac-arabic"), ("ar", "cp720"),
        ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("el", "windows-1253"),
        ("he", "windows-1255"), ("cs", "windows-1250"), ("tr", "windows-1254"),
        ("ja", "shift_jis"), ("ja", "euc-jp"), ("zh", "gb18030"), ("ko", "euc-kr"),
    )
    for declared in ("iso-8859-1", "windows-1252", "us-ascii", "iso-8859-15", "windows-1250")
    if declared != encoding
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding", "declared"), WRONG)
def test_a_declaration_that_gives_no_words_is_not_believed(language, encoding, declared):
    text = encodable(TEXTS[language], encoding)
    assert decode(text.encode(encoding), declared).text == text


@pytest.mark.parametrize(("language", "encoding"), OLD)
def test_a_right_declaration_is_believed(language, encoding):
    text = encodable(TEXTS[language], encoding)
    assert decode(text.encode(encoding), encoding).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The price is ¥500.", "iso-8859-1"),
        ("5 m² × 3 = 15 m² ± ½", "iso-8859-1"),
        ("Ðoković", "windows-1250"),
        ("Þór", "iso-8859-1"),
        ("Viešoji biblioteka yra miesto centre, įėjimas nemokamas, čia daug knygų.", "iso-8859-13"),
        ("Hija żgħażagħ ħafna ċara, ġurnata ġdida għal kulħadd.", "iso-8859-3"),
    ],
)
def test_a_few_strange_letters_do_not_contradict_a_declaration(text, encoding):
    text = encodable(text, encoding)
    assert decode(text.encode(encoding), encoding).text == text


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ja", "iso2022_jp"), ("ja", "iso2022_jp_2"), ("ko", "iso2022_kr"), ("zh", "hz")],
)
@pytest.mark.parametrize("declared", ["", "iso-2022-jp", "utf-8"])
def test_escaped_encodings_are_no_ascii(language, encoding, declared):
    text = f"<p>{TEXTS[language]}</p>\n<p>{TEXTS[language]}</p>\n"
    decoded = decode(text.encode(encoding), declared)
    assert decoded.text == text
    assert decoded.notes


def test_a_damaged_escape_costs_no_more_than_its_letter():
    data = TEXTS["ja"].encode("iso2022_jp") * 9
    decoded = decode(data[:201] + b"\x7f\x7f" + data[203:])
    assert decoded.text.startswith(TEXTS["ja"])
    assert decoded.text.endswith(TEXTS["ja"])
    assert "damaged" in str(decoded.notes[0])


@pytest.mark.parametrize(
    "text", ['(format t "~{~a~^, ~}" list)', "a~{b}~", "+AGE-", "\x1b[1mbold\x1b[0m"]
)
def test_what_looks_like_an_escape_is_left_alone(text):
    assert decode(text.encode()).text == text


def test_dos_arabic_of_shapes_becomes_letters():
    # Code page 864 holds the shapes of letters; each letter is written in one that it has.
    shapes = {}
    for byte in range(0x80, 0x100):
        with contextlib.suppress(UnicodeDecodeError):
            shape = bytes([byte]).decode("cp864")
            shapes.setdefault(unicodedata.normalize("NFKC", shape), byte)
    text = "تقع المكتبة العامة في وسط المدينة وتفتح كل يوم من الثامنة صباحا"
    data = bytes(ord(c) if c.isascii() else shapes[c] for c in text)
    assert decode(data).text == text
    assert decode(data, "windows-1252").text == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04renamed to .txt",
        bytes(1000),
        random.Random(1).randbytes(5000),
        b"text with a few\x00\x01\x02\x03\x04 controls",
    ],
)
def test_binary_data_is_refused_with_advice(data):
    with pytest.raises(DocumentParseError) as caught:
        decode(data)
    assert caught.value.kind == "binary"
    assert "convert it" in str(caught.value)


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_named_reason(data):
    with contextlib.suppress(DocumentParseError):
        decode(data).text.encode()


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_all_utf_8_without_controls_is_taken_as_it_is(text):
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf", b"PK\x03\x04", b"MZ", b"GIF8", b"Rar!", b"%PDF-")):
        assert decode(data).text == text
