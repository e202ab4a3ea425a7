"""Overviews are told from questions after a fact, and their subjects are verbatim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.understanding.overviews import Overview, OverviewKind, overview_of

OF_DOCUMENTS = """
what are these documents about? | what do you know? | what topics can I ask about?
summarize everything
What is this document about? | hello, what are these documents about? | what's in the files
summary
عن ماذا تتحدث الوثائق؟ | شنو موجود بالملفات؟ | لخص الوثائق | لخص لي الوثائق من فضلك
شو في بالملفات
الملفات دي بتتكلم عن ايه | عن شنو تحجي الملفات | ما موضوع هذه الوثائق؟ | شتعرف؟
de quoi parlent ces documents ? | Worum geht es in den Dokumenten? | Fass die Dokumente zusammen
¿De qué tratan los documentos? | Bu belgeler ne hakkında? | belgeleri özetle
این سندها درباره چیست؟
О чём эти документы? | ئەم فایلانە باسی چی دەکەن؟ | یہ دستاویزات کس بارے میں ہیں؟ | על מה המסמכים?
这些文件是关于什么的？
"""
OF_A_SUBJECT = [
    ("summarise the government's position", "the government's position"),
    ("can you summarise the talks please", "the talks"),
    ("give me an overview of the withdrawal", "the withdrawal"),
    ("tell me about the coalition", "the coalition"),
    ("everything about Iran", "Iran"),
    ("tell me everything you know about ISIS", "ISIS"),
    ("what do the documents say about Syria?", "Syria"),
    ("لخص موقف الحكومة", "موقف الحكومة"),
    ("ممكن تلخصلي موقف ايران", "موقف ايران"),
    ("نبذة عن التحالف", "التحالف"),
    ("احچيلي عن الانسحاب", "الانسحاب"),
    ("كلمني عن الانسحاب", "الانسحاب"),
    ("بدي ملخص عن التحالف", "التحالف"),
    ("شنو تعرف عن الانسحاب؟", "الانسحاب"),
    ("ماذا تقول الوثائق عن سوريا؟", "سوريا"),
    ("كلشي عن الانسحاب", "الانسحاب"),
    ("e7kili 3an el insihab", "el insihab"),
    ("résume la position du gouvernement", "la position du gouvernement"),
    ("parle-moi de la coalition", "la coalition"),
    ("fasse den Abzug zusammen", "den Abzug"),
    ("resume la posición del gobierno", "la posición del gobierno"),
    ("Irak'tan çekilme hakkında bilgi ver", "Irak'tan çekilme"),
    ("hükümetin tutumunu özetle", "hükümetin tutumunu"),
    ("خلاصه خروج نیروهای آمریکایی", "خروج نیروهای آمریکایی"),
    ("درباره ائتلاف بگو", "ائتلاف"),
    ("موضع دولت را خلاصه کن", "موضع دولت"),
    ("расскажи о выводе войск", "выводе войск"),
    ("باسی هاوپەیمانان بکە", "هاوپەیمانان"),
    ("behsa koalîsyonê bike", "koalîsyonê"),
    ("اتحاد کے بارے میں بتائیں", "اتحاد"),
    ("ספר לי על הקואליציה", "הקואליציה"),
    ("总结政府的立场", "政府的立场"),
]
OF_A_KIND = [
    ("list the dates", OverviewKind.DATES, ""),
    ("list all dates in the documents", OverviewKind.DATES, ""),
    ("give me the key dates of the withdrawal", OverviewKind.DATES, "the withdrawal"),
    ("ما هي التواريخ المذكورة؟", OverviewKind.DATES, ""),
    ("اذكر تواريخ الانسحاب", OverviewKind.DATES, "الانسحاب"),
    ("liste les dates", OverviewKind.DATES, ""),
    ("tarihleri listele", OverviewKind.DATES, ""),
    ("تاریخ‌ها را فهرست کن", OverviewKind.DATES, ""),
    ("אילו תאריכים מוזכרים?", OverviewKind.DATES, ""),
    ("اذكر الأرقام", OverviewKind.NUMBERS, ""),
    ("شنو الارقام الموجودة بالملفات", OverviewKind.NUMBERS, ""),
    ("which numbers are mentioned about the troops", OverviewKind.NUMBERS, "the troops"),
    ("Welche Zahlen werden genannt?", OverviewKind.NUMBERS, ""),
    ("who is mentioned?", OverviewKind.NAMES, ""),
    ("list the people", OverviewKind.NAMES, ""),
    ("من هم الاشخاص المذكورون؟", OverviewKind.NAMES, ""),
    ("منو مذكور بالملفات", OverviewKind.NAMES, ""),
    ("qui est mentionné ?", OverviewKind.NAMES, ""),
    ("кто упоминается?", OverviewKind.NAMES, ""),
]


@pytest.mark.parametrize(
    "question",
    [one.strip() for line in OF_DOCUMENTS.strip().splitlines() for one in line.split("|")],
)
def test_an_overview_of_all_documents(question):
    assert overview_of(question) == Overview(OverviewKind.DOCUMENTS)


@pytest.mark.parametrize(("question", "subject"), OF_A_SUBJECT)
def test_an_overview_of_a_subject_has_its_words(question, subject):
    assert overview_of(question) == Overview(OverviewKind.SUBJECT, subject)


@pytest.mark.parametrize(("question", "kind", "subject"), OF_A_KIND)
def test_a_list_of_dates_numbers_or_names(question, kind, subject):
    assert overview_of(question) == Overview(kind, subject)


@pytest.mark.parametrize(
    "question",
    [
        "what is the coalition about to do", "what dates did Biden visit Iraq", "tell me more",
        "tell me about it", "What are the names of his parents?",
        "what is the government's position",
        "list the names of the soldiers who died", "tell me when the withdrawal ends",
        "explain why Iraq left", "What are the dates for the negotiations?", "عدد الجنود",
        "ماذا قال السوداني عن الانسحاب؟", "عن ماذا يتكلم السوداني؟", "ماذا عن سوريا؟", "hello",
        "what can you do?", "how many numbers are prime?", "who mentioned Iran?",
        "ما عدد الأشخاص الذين قتلوا؟", "Who is mentioned in the letter as a friend?",
        "Tell me about Tesla. When was he born?? And where? ok?", "", "؟",
    ],
)  # fmt: skip
def test_a_question_after_a_fact_is_no_overview(question):
    assert overview_of(question) is None


WORDS = "list tell me about the dates documents لخص الوثائق عن موقف hakkında bilgi ver ? who please"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join) | st.text(max_size=50))
def test_a_subject_is_verbatim(question):
    found = overview_of(question)
    if found:
        assert found.subject in question
        assert bool(found.subject) or found.kind is not OverviewKind.SUBJECT
        assert found.subject == "" or found.kind is not OverviewKind.DOCUMENTS
