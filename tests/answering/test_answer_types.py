"""What a question asks for, in many languages, and what a sentence holds of it."""

import pytest

from qa.answering.answer_types import AnswerType, asked_type, holds
from qa.answering.asides import is_aside

DATES = [
    "متى افتتحت المكتبة؟",
    "شوكت يطلعون؟",
    "في أي عام تأسست؟",
    "When did it open?",
    "Quand a-t-il ouvert ?",
    "Wann wurde sie eröffnet?",
    "¿Cuándo abrió?",
    "Ne zaman açıldı?",
    "کتابخانه در چه سالی باز شد؟",
    "Когда она открылась?",
    "Πότε άνοιξε;",
    "पुस्तकालय कब खुला?",
    "Thư viện mở khi nào?",
    "图书馆什么时候开放？",
    "図書館はいつ開きましたか",
    "도서관은 언제 열었나요?",
    "ห้องสมุดเปิดเมื่อไร",
    "מתי נפתחה הספרייה?",
]
NUMBERS = [
    "كم كتاباً فيها؟",
    "شگد عدد الكتب؟",
    "How many books are there?",
    "Combien de livres ?",
    "Wie viele Bücher gibt es?",
    "¿Cuántos libros hay?",
    "Kaç kitap var?",
    "چند کتاب دارد؟",
    "Сколько книг?",
    "Πόσα βιβλία έχει;",
    "कितनी किताबें हैं?",
    "Có bao nhiêu sách?",
    "有多少本书？",
    "本は何人が",
    "책이 몇 권?",
    "มีหนังสือกี่เล่ม",
    "כמה ספרים?",
    "Câte cărți sunt?",
]
NEITHER = ["لماذا أغلقت؟", "Why did it close?", "What is a cat?", "Was ist das?", "这是什么？", ""]


@pytest.mark.parametrize("question", DATES)
def test_a_date_is_asked_for(question):
    assert asked_type(question) is AnswerType.DATE


@pytest.mark.parametrize("question", NUMBERS)
def test_a_number_is_asked_for(question):
    assert asked_type(question) is AnswerType.NUMBER


@pytest.mark.parametrize("question", NEITHER)
def test_nothing_that_can_be_seen_is_asked_for(question):
    assert asked_type(question) is None


@pytest.mark.parametrize(
    ("sentence", "kind", "there"),
    [
        ("Opened in 1998.", AnswerType.DATE, True),
        ("افتتحت في نيسان.", AnswerType.DATE, True),
        ("افتتحت قديماً.", AnswerType.DATE, False),
        ("سبعة كتب ٧", AnswerType.NUMBER, True),
        ("There are seven of them.", AnswerType.NUMBER, True),
        ("There are many.", AnswerType.NUMBER, False),
        ("It was built by Maria Stone.", AnswerType.NAME, True),
        ("It was built long ago.", AnswerType.NAME, False),
        ("بناها رجل.", AnswerType.NAME, True),  # no capitals: it cannot be seen
        ("Anything.", None, True),
    ],
)
def test_what_a_sentence_holds(sentence, kind, there):
    assert holds(sentence, kind) == there


@pytest.mark.parametrize(
    "sentence",
    [
        "مصدر الوقائع: تقرير منشور على الإنترنت بتاريخ 31 أغسطس 2025.",
        "Source of the facts: a report published online.",
        "Quelle: Zeitung",
        "© 2024 The Gazette",
        "31 أغسطس 2025",
        "5 January 2024",
        "Library guide",
        "***",
        "صورة: وكالة",
    ],
)
def test_what_stands_beside_a_text_is_told(sentence):
    assert is_aside(sentence, ["Library guide"])


@pytest.mark.parametrize(
    "sentence",
    [
        "The source of the river is in the hills.",
        "مصدر المياه نهر قريب.",
        "It opened on 5 January 2024.",
        "The library guide lists every book.",
        "كانون الثاني شهر بارد في بغداد.",
    ],
)
def test_a_sentence_of_the_text_is_not(sentence):
    assert not is_aside(sentence, ["Library guide"])
