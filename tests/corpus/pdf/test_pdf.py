"""What stands on a PDF's pages is read as it was written, whoever made the file."""

from __future__ import annotations

import difflib
import unicodedata

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.pdf.boxes import boxes_of
from qa.corpus.pdf.paragraphs import parse_pdf
from qa.corpus.pdf.properties import iso_date
from qa.corpus.pdf.sought import sought_in
from qa.records import Span
from support.parsing_samples import ARABIC_LINES, read_bytes, visual
from support.pdf_samples import (
    by_browser,
    by_hand,
    by_reshaper,
    by_shaping,
    field,
    in_dejavu,
    in_latin,
)

TEXTS = {
    "ar": (
        "أقرت اللجنة في 15/03/2024 خطة بقيمة 1,250,000 دينار (نحو 950 دولار) لترميم قناة الحلة، "
        "وتشمل الخطة ثلاث مراحل تبدأ في نيسان وتنتهي في خريف العام المقبل.",
        "وقالت منظمة UNICEF إن 45% من القرى لا تصلها المياه، وإن الحل «ممكن خلال عامين»؛ والآلات "
        "القديمة لا تزال تعمل حتى 31/12/2025.",
        "يستخدم الموظفون نظام Windows 10 في المكاتب [وعددها ١٢] منذ الساعة 10:30 صباحا.",
    ),
    "fa": (
        "این کتابخانه در سال ۱۳۵۰ ساخته شد و می‌توان در آن هزاران کتاب خواند؛ بهای عضویت ۲۵۰٬۰۰۰ "
        "تومان (حدود ۵ دلار) است.",
        "پژوهشگران می‌گویند ۴۵٪ از روستاها آب ندارند و «راه‌حل در دو سال ممکن است». شرکت Google در "
        "تاریخ ۱۴۰۲/۰۵/۱۲ گزارشی پیوست کرد.",
    ),
    "ckb": (
        "لێژنەکە لە 15/03/2024 بڕیاری دا کە 1,250,000 دینار بۆ چاککردنەوەی جۆگەی گوندەکان "
        "(نزیکەی 12 گوند) خەرج بکات.",
        "ڕێکخراوی UNICEF ڕایگەیاند کە لە سەدا 45ی گوندەکان ئاویان پێ ناگات، و ڵێپرسراوان دەڵێن "
        "«چارەسەر لە دوو ساڵدا دەکرێت».",
    ),
    "ur": (
        "ٹھنڈا پانی پیا اور بچوں کا کھانا کھایا، پھر 15/03/2024 کو 1,250,000 ڈالر ملا "
        "(تقریبا 950).",
        "ڈاکٹر UNICEF کا کام کرتا تھا اور 45% لوگوں کو پانی ملا.",
    ),
    "he": (
        "הוועדה אישרה ב-15/03/2024 תוכנית בסך 1,250,000 שקלים (כ-950 דולר) לתיקון התעלה, ובה שלושה "
        'שלבים [כולל מע"מ].',
        "ארגון UNICEF מסר כי 45% מהכפרים אינם מקבלים מים. הגשר ייסגר בשעה 10:30.",
    ),
}
WITH_MARKS = {
    "ar": "إنّ المُعلِّمَ كتبَ الدَّرسَ على السَّبُّورةِ وشكرًا",
    "fa": "برنامهٔ تازه، لایحهٔ آب و گروه‌های کاری در کوه‌ها",
    "he": "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ",
}


def words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def share_right(data: bytes, paragraphs: tuple[str, ...]) -> float:
    """The share of a source's words that come in its order."""
    wanted = words(" ".join(paragraphs))
    found = words(" ".join(block.text for block in parse_pdf(data).blocks))
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("maker", [by_shaping, by_reshaper])
def test_words_of_right_to_left_pdfs(maker, language):
    assert share_right(maker(TEXTS[language]), TEXTS[language]) >= 0.99


@pytest.mark.parametrize("language", TEXTS)
def test_words_of_printed_web_pages(language, tmp_path):
    texts = (*TEXTS[language], WITH_MARKS.get(language, ""))
    assert share_right(by_browser(texts, tmp_path, language=language), texts) >= 0.99


def test_numbers_before_and_after_latin_words(tmp_path):
    text = "يحتاج نظام Libre Office Writer أو Windows 10 إلى سعة 3 GB من الذاكرة"
    assert share_right(by_browser([text], tmp_path, language="ar"), (text,)) == 1


@pytest.mark.parametrize("language", WITH_MARKS)
def test_marks_stay_with_their_letters(language):
    text = WITH_MARKS[language]
    assert share_right(by_shaping([text]), (text,)) == 1


def test_columns_and_turned_lines_are_read_one_after_the_other(tmp_path):
    texts = (*TEXTS["ar"], *TEXTS["ar"])
    columns = by_browser(texts, tmp_path, language="ar", style="body { columns: 2 }")
    assert share_right(columns, texts) >= 0.99
    style = "p { writing-mode: vertical-rl; text-orientation: sideways; height: 16cm }"
    turned = by_browser(TEXTS["he"], tmp_path, language="he", style=style)
    assert share_right(turned, TEXTS["he"]) >= 0.99


@pytest.mark.parametrize("order", ["visual", "logical"])
def test_arabic_that_knows_no_shaping(order):
    # In the order of the letters it is painted backwards; people make such files all the same.
    from support.parsing_samples import pdf_file

    lines = ARABIC_LINES if order == "logical" else tuple(map(visual, ARABIC_LINES))
    extract = parse_pdf(pdf_file([lines]))
    assert words(" ".join(block.text for block in extract.blocks)) == words(" ".join(ARABIC_LINES))
    assert bool(extract.notes) == (order == "logical")


# Words whole


REGISTER = [
    "The law of 2018-",
    "2021 names the agency that keeps the register of ships and the",
    "harbour pilots, under the norm ISO-",
    "27001 and the directive of the coun-",
    "cil. The river-boat tax and the anti-corruption law were read by the anti-",
    "corruption office, which sends an e-",
    "mail every year to the Franco-",
    "German board and to the EU-",
    "wide office of the parlia-",
    "ment in the same street",
]


@pytest.mark.parametrize("at", [None, 4, 9])
def test_hyphens_at_line_ends(at):
    pages = [REGISTER] if at is None else [REGISTER[:at], REGISTER[at:]]
    text = " ".join(block.text for block in parse_pdf(in_latin(pages)).blocks)
    whole = "2018-2021 ISO-27001 council. anti-corruption e-mail Franco-German EU-wide parliament"
    for word in whole.split():
        assert word in text.split(), word
    assert "\xad" not in text


def test_soft_hyphens_in_a_line():
    line = "The coun\xadcil of 2018\xad2021 met the anti-corruption and anti\xadcorruption board."
    (block,) = parse_pdf(in_dejavu([line])).blocks
    assert block.text == (
        "The council of 2018-2021 met the anti-corruption and anti-corruption board."
    )


def test_a_hyphen_before_nothing_stays():
    blocks = parse_pdf(in_latin([["Open on Mon-", "", "- and closed -", "on Sundays"]])).blocks
    assert "\xad" not in "".join(block.text for block in blocks)


# Headers and footers


BODY = "The chapter {} tells of a different matter, in words that stand on no other page at all."
NAMES = ("first", "second", "third", "fourth", "fifth", "sixth")


def furnished(n_pages: int, above, below) -> bytes:
    return in_latin(
        [
            [*above(n), BODY.format(NAMES[n]), f"It ends with the {NAMES[n]} sign.", *below(n)]
            for n in range(n_pages)
        ]
    )


@pytest.mark.parametrize(
    ("above", "below", "once", "never"),
    [
        (
            lambda n: ["Annual report", "Draft"],
            lambda n: [str(n + 1)],
            ["Annual report", "Draft"],
            ["3"],
        ),
        (
            lambda n: ["Odd side" if n % 2 else "Even side"],
            lambda n: [],
            ["Odd side", "Even side"],
            [],
        ),
        (
            lambda n: [f"Annual report 2024 - {n + 7}"],
            lambda n: [],
            ["Annual report 2024"],
            ["- 9"],
        ),
        (lambda n: [], lambda n: ["River commission", f"Page {n + 1} of 6"], ["River"], ["Page"]),
        (lambda n: [], lambda n: [f"Page {NAMES[n]} of many"], [], ["of many"]),
        (
            lambda n: [("i", "ii", "iii", "iv", "v", "vi")[n]],
            lambda n: ["Preface"],
            ["Preface"],
            ["iii"],
        ),
        (
            lambda n: [],
            lambda n: [f"Seite {n + 1}", "Alba", "Bree", "Cork"],
            ["Alba", "Bree"],
            ["Seite"],
        ),
    ],
)
def test_running_lines_stand_once(above, below, once, never):
    extract = parse_pdf(furnished(6, above, below))
    texts = [block.text for block in extract.blocks]
    for line in once:
        assert sum(line in text.split("\n")[0] for text in texts) == 1, line
    for line in never:
        assert not any(line in text for text in texts)
    for name in NAMES:
        assert BODY.format(name) in " ".join(texts)
        assert f"It ends with the {name} sign." in " ".join(texts)
    assert any("running headers" in str(note) for note in extract.notes)


def test_page_numbers_in_arabic_digits():
    pages = [[f"صفحة {digit} من ٤"] for digit in "١٢٣٤"]
    from support.parsing_samples import pdf_file

    bodies = ("القنطرة", "المدرسة", "المكتبة", "الحديقة")
    lines = [
        [visual(f"هذا نص طويل عن {body} لا يشبه غيره"), visual(page[0])]
        for body, page in zip(bodies, pages, strict=True)
    ]
    text = " ".join(block.text for block in parse_pdf(pdf_file(lines)).blocks)
    assert "صفحة" not in text
    assert all(body in text for body in bodies)


@pytest.mark.parametrize("heading", ["Chapter {}", "{}. The river", "Article {}"])
def test_headings_with_numbers_are_no_running_lines(heading):
    data = furnished(4, lambda n: [heading.format(n + 1)], lambda n: [])
    text = "\n".join(block.text for block in parse_pdf(data).blocks)
    assert all(heading.format(n + 1) in text for n in range(4))


def test_headers_of_chapters_of_two_pages():
    chapters = ("Rivers", "Rivers", "Mills", "Mills", "Towns", "Towns")
    data = furnished(6, lambda n: [f"On the {chapters[n]}   {n + 11}"], lambda n: [])
    text = "\n".join(block.text for block in parse_pdf(data).blocks)
    assert all(text.count(f"On the {name}") == 1 for name in chapters)


def test_a_kept_footer_does_not_cut_a_paragraph_in_two():
    lines = [
        ["The river rises in the northern hills and reaches the sea", "River commission"],
        ["after two hundred kilometres, where the towns live on the", "River commission"],
        ["leather trade and on the mills that grind their wheat now.", "River commission"],
    ]
    extract = parse_pdf(in_latin(lines))
    texts = [block.text for block in extract.blocks]
    assert texts[0] == "River commission"
    assert " ".join(texts[1:]) == " ".join(page[0] for page in lines)


# Forms and notes


def lines_of(data: bytes) -> list[str]:
    return [block.text for block in parse_pdf(data).blocks]


def test_values_stand_after_their_labels():
    data = by_hand(
        [
            (72, 720, "Application"),
            (72, 690, "First name:"),
            (300, 690, "Last name:"),
            (72, 660, "Notes"),
        ],
        [
            field("last", "(Barzan)", "370 686 500 706"),
            field("first", "(Yusuf)", "150 686 290 706"),
            field("notes", "(North of\\nthe road)", "72 560 400 656", more="/Ff 4096"),
            field("secret", "(hidden word)", "72 500 400 520", more="/Ff 8192"),
            field("owner", "<FEFF064A0648063306410020>", "72 400 400 420"),
        ],
    )
    assert lines_of(data) == [
        "Application",
        "First name: Yusuf Last name: Barzan",
        "Notes",
        "North of the road",
        "owner: يوسف",
    ]


def test_boxes_that_are_ticked_and_options_that_are_chosen():
    data = by_hand(
        [
            (72, 720, "Well permit"),
            (100, 690, "Irrigation"),
            (100, 660, "Drinking"),
            (72, 630, "District"),
        ],
        [
            field(
                "irrigation",
                "/Yes",
                "72 686 90 704",
                kind="Btn",
                more="/AS/Yes/AP<</N<</Yes 4 0 R>>>>",
            ),
            field(
                "drinking",
                "/Off",
                "72 656 90 674",
                kind="Btn",
                more="/AS/Off/AP<</N<</Yes 4 0 R>>>>",
            ),
            field(
                "district",
                "(b)",
                "150 626 300 644",
                kind="Ch",
                more="/Ff 131072/Opt[[(a)(Basra)][(b)(Sinjar)]]",
            ),
        ],
    )
    assert lines_of(data) == [
        "Well permit",
        "☑ irrigation Irrigation",
        "Drinking",
        "District Sinjar",
    ]


def test_typed_notes_stand_where_they_are_put():
    note = "<</Type/Annot/Subtype/{}/Rect[72 {} 400 {}]/Contents({})/DA(/F 12 Tf 0 g)/F {}>>"
    data = by_hand(
        [
            (72, 720, "The tender closes on 3 June at noon."),
            (72, 500, "The board decides in July."),
        ],
        [
            note.format("FreeText", 600, 640, "Extended to 17 June by the board", 4),
            note.format("FreeText", 400, 440, "never shown", 2),
            note.format("Text", 480, 500, "Who told them?", 4),
            note.format("Highlight", 490, 512, "decides in July", 4),
        ],
    )
    assert lines_of(data) == [
        "The tender closes on 3 June at noon.",
        "Extended to 17 June by the board",
        "The board decides in July.",
        "Who told them?",
    ]


def test_pictures_are_counted(tmp_path):
    from fpdf import FPDF
    from PIL import Image

    pdf = FPDF()
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    pdf.cell(0, 7, "A picture below.")
    pdf.image(Image.new("RGB", (40, 40), "red"), x=20, y=60, w=30)
    document = read_bytes(tmp_path, "a.pdf", bytes(pdf.output()))
    assert "pictures not read: 1" in map(str, document.notes)


def test_a_form_drawn_by_a_program_of_its_own_is_counted():
    plain = by_hand([(72, 700, "Please wait")])
    # pdfium finds the objects by itself where the table of places no longer holds.
    dynamic = plain.replace(b"/AcroForm<<", b"/NeedsRendering true/AcroForm<</XFA[(a)4 0 R]")
    assert not parse_pdf(plain).unread["dynamic form"]
    assert parse_pdf(dynamic).unread["dynamic form"] == 1


# What a file states of itself


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("River book", "River book"),
        ("Microsoft Word - x.docx", ""),
        ("untitled", ""),
        ("Untitled-1", ""),
        ("report_final.docx", ""),
        ("Document1", ""),
        ("مستند", ""),
        ("The presentation of river.pdf readers", "The presentation of river.pdf readers"),
    ],
)
def test_titles(stated, title):
    extract = parse_pdf(in_latin([["Some text."]], title=stated, author="Mina Haddad"))
    assert (extract.title, extract.author) == (title, "Mina Haddad")
    assert len(extract.date) == len("2024-05-02")


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("D:20240502101500+03'00'", "2024-05-02"),
        ("D:202405", "2024-05"),
        ("D:2024", "2024"),
        ("2024-05-02T10:00", "2024-05-02"),
        ("D:00000000", ""),
        ("yesterday", ""),
    ],
)
def test_dates(stated, date):
    assert iso_date(stated) == date


# Places on the page


def squeezed(text: str) -> str:
    return "".join(text.split())


def inside(data: bytes, boxes) -> str:
    """The characters that pdfium finds in these boxes, a little less than their edges."""
    document = pdfium.PdfDocument(data)
    found = ""
    for placed in boxes:
        box = placed.box
        text_page = document[placed.page - 1].get_textpage()
        edges = (box.left + 0.2, box.bottom + 1, box.right - 0.2, box.top - 1)
        found += text_page.get_text_bounded(*edges)
    document.close()
    return squeezed(found).replace("\x02", "-")


@pytest.fixture(scope="module")
def latin() -> bytes:
    return in_latin([["Annual report", *REGISTER], ["Annual report", *REGISTER[::-1]]])


@given(data=st.data())
def test_boxes_hold_the_characters_of_a_span(latin, tmp_path_factory, data):
    document = read_bytes(tmp_path_factory.mktemp("pdf"), "a.pdf", latin)
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, min(len(document.text), start + 90)))
    sought = sought_in(document, Span(start, end))
    boxes = boxes_of(latin, [sought]) if sought else []
    span = squeezed(document.text[start:end])
    assert inside(latin, boxes).replace("-", "") == span.replace("-", "")


@pytest.mark.parametrize("language", ["ar", "he"])
def test_boxes_of_words_from_right_to_left(language, tmp_path):
    printed = by_browser(TEXTS[language], tmp_path, language=language)
    document = read_bytes(tmp_path, "a.pdf", printed)
    word = TEXTS[language][0].split()[1]
    start = document.text.index(word)
    (placed,) = boxes_of(printed, [sought_in(document, Span(start, start + len(word)))])
    assert sorted(inside(printed, [placed])) == sorted(word)


def test_boxes_of_what_was_filled_in(tmp_path):
    data = by_hand([(72, 690, "Name:")], [field("owner", "(Yusuf)", "150 686 290 706")])
    document = read_bytes(tmp_path, "a.pdf", data)
    start = document.text.index("Yusuf")
    (placed,) = boxes_of(data, [sought_in(document, Span(start, start + 5))])
    assert (placed.page, placed.box.left, placed.box.top) == (1, 150, 706)
