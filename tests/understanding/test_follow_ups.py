"""Follow-ups: told by their form, completed from the conversation; nothing else is ever changed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Answer, AnswerState, KnowledgeBase, QuestionError
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.understanding.follow_ups import MAX_CONTEXT_WORDS, complete_question, is_follow_up
from qa.understanding.question import prepare_question
from support.fake_encoder import FakeEncoder
from support.paths import ROOT

DIALOGUES = [
    json.loads(line)
    for line in (ROOT / "tests/data/dialogues.jsonl").read_text("utf-8").splitlines()
]
STANDALONE = [dialogue for dialogue in DIALOGUES if dialogue["kind"] == "standalone"]
FOLLOW_UPS = [dialogue for dialogue in DIALOGUES if dialogue["kind"] == "follow_up"]
FORM_DOES_NOT_TELL = {"h06"}  # "ومتى أعلن اللجنة؟" could be complete: it is searched for as it is


def said(searched_for):
    """An answer of an earlier turn."""
    return Answer(searched_for, AnswerState.NOT_FOUND, 0.0, (), 1.0, "000001", searched_for)


def completed(question, *earlier):
    return complete_question(question, [said(text) for text in earlier])


@pytest.mark.parametrize(
    ("first", "second", "searched_for"),
    [
        ("متى تنتهي المرحلة الأولى من الانسحاب؟", "والثانية؟", "متى تنتهي المرحلة من الانسحاب"),
        ("متى تنتهي المرحلة الأولى من الانسحاب؟", "لماذا؟", "تنتهي المرحلة الأولى من الانسحاب"),
        ("كم جندياً في العراق؟", "وفي سوريا؟", "كم جندياً"),
        ("ماذا حدث سنة ٢٠٢٠؟", "وفي سنة 2024؟", "ماذا حدث"),
        ("من نفى عودة داعش؟", "ما منصبه؟", "نفى عودة داعش"),
        ("When does the first phase end?", "And when does the second one end?", "phase"),
        ("How many soldiers are in Iraq?", "and in Syria?", "How many soldiers"),
        ("Tell me about makos.", "What are their adaptations?", "makos"),
        ("How did Netflix begin?", "What is the difference?", "Netflix begin"),
        ("When was the agreement signed?", "was it implemented?", "agreement signed"),
        ("متى وُقعت الاتفاقية؟", "Who signed it?", "وُقعت الاتفاقية"),
        ("Who signed the agreement?", "ولماذا؟", "signed the agreement"),
        ("Qui a signé l'accord ?", "And why?", "signé l accord"),
        (
            "Quand finit la première phase du retrait ?",
            "Et la deuxième ?",
            "Quand finit la phase du retrait",
        ),
        ("Combien de soldats y a-t-il en Irak ?", "Et en Syrie ?", "Combien de soldats"),
        ("Wie viele Soldaten sind im Irak?", "Und in Syrien?", "Wie viele Soldaten"),
        ("¿Cuántos soldados hay en Irak?", "¿Y en Siria?", "Cuántos soldados"),
        ("Irak'ta kaç ABD askeri var?", "Peki Suriye'de?", "kaç ABD askeri"),
        ("Anlaşmayı kim imzaladı?", "Neden?", "Anlaşmayı imzaladı"),
        ("چند سرباز در عراق هستند؟", "و در سوریه؟", "چند سرباز"),
        ("عراق میں کتنے فوجی ہیں؟", "اور شام میں؟", "کتنے فوجی"),
        ("כמה חיילים יש בעיראק?", "ובסוריה?", "כמה חיילים"),
        ("شگد عدد الجنود بالعراق؟", "وبسوريا؟", "شگد عدد الجنود"),
        ("What happened in 2020?", "and before that?", "What happened in 2020"),
        ("ماذا حدث في 2020؟", "وقبل ذلك؟", "ماذا حدث في 2020"),
    ],
)
def test_a_follow_up_takes_over_what_it_does_not_name_itself(first, second, searched_for):
    assert completed(second, first) == f"{searched_for} – {second}"


@pytest.mark.parametrize(
    "question",
    [
        "why?", "And then?", "what about Syria", "how about the second phase?",
        "who is he?",
        "Is it over?", "When did they leave?", "What is their mission?", "who said that?",
        "why this decision?", "what happened after that?", "which one ends first?",
        "the other?",
        "How many in Syria?", "who else?", "Did Iran order it?",
        "What did Iran do after it?",
        "ok and the last one?", "And in Kurdistan?", "What is the reason?", "who voted?",
        "ولماذا؟", "منذ متى؟", "ماذا عن سوريا؟", "وماذا عن كردستان", "والمرحلة الثانية؟",
        "وسوريا؟",
        "ومن أعلن ذلك؟", "متى تنتهي؟", "ما عددهم؟", "أين قُتل؟", "من قتله؟",
        "وماذا قال السوداني؟",
        "هل وافق عليها البرلمان؟", "And what did Iran do?", "و ماذا عن إيران؟",
        "ما سبب رفضها؟", "متى انتهى هذا؟", "ومتى تنتهي الثانية؟", "كم جندياً هناك؟",
        "وكم في سوريا؟",
        "في أي سنة؟", "من هو؟", "ما السبب؟", "طيب والأنبار؟", "لماذا هي مهمة؟",
        "متى تبدأ في كردستان؟",
        "وَلِمَاذا؟", "ولمـــاذا؟",
        "What are the benefits?", "How does it compare?",
        "وشوكت؟", "وشكد عددهم؟", "وهاي شوكت؟", "منو هذا؟", "ليش؟", "وبسوريا؟",
        "زين والثانية؟",
        "شگد عددهم؟", "چم واحد؟", "منو گال هيچي؟", "وين راحوا؟", "منو كتله؟", "وسوريا شنو؟",
        "فين ده؟",
        "Pourquoi ?", "Qui est-il ?", "Qui l'a tué ?", "Et les autres ?",
        "Pourquoi cette décision ?",
        "et avant cela ?", "¿Por qué?", "¿Quién lo firmó?", "¿Cuál es su misión?",
        "¿Cuándo termina?",
        "Warum?", "Wer ist er?", "Und die zweite?", "Was ist mit Syrien?",
        "Was hat er gesagt?",
        "Neden?", "O kim?", "Peki ya ikincisi?", "Ne zaman bitiyor?", "Onu kim imzaladı?",
        "Peki Suriye?",
        "چرا؟", "و دوم؟", "او کیست؟", "سوریه چطور؟", "هدف آنها چیست؟", "کی تمام می‌شود؟",
        "بۆچی؟", "ئەی دووەم؟", "ئەو کێیە؟", "Çima?", "û ya duyem?", "ew kî ye?",
        "کیوں؟", "اور دوسرا؟", "وہ کون ہے؟", "ان کا مقصد کیا ہے؟",
        "למה?", "והשנייה?", "מי הוא?", "מתי הוא נהרג?", "ומה לגבי סוריה?",
        "מה התפקיד שלהם?",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_alone_is_a_follow_up(question):
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        # They begin with "and".
        "And when was the strategic agreement signed by Iraq and the US?",
        "But who is Abu Taqwa?",
        "And who is Soleimani?", "ومن هو حسين علاوي؟", "ومتى وُقعت الاتفاقية الاستراتيجية؟",
        "وكم عدد الجنود الأمريكيين في سوريا؟",
        # Their first letter is no "and".
        "واشنطن", "وزير الدفاع العراقي", "وساطة العراق بين إيران والسعودية", "وليد جنبلاط؟",
        "وضع القواعد الأميركية", "والي بغداد؟",
        # Their pronouns stand for nothing, or for what they name.
        "Is it true that Iran ordered calm?", "How long does it take to leave Anbar?",
        "Is it possible to stay in Kurdistan?", "Was it Iran that ordered calm?",
        "What time is it?",
        "Why did Washington lift its conditions?",
        "Can Iraq protect itself and its airspace?",
        "When the troops leave Anbar, where will they go?", "What happened in Syria?",
        "And what happened in 2020?", "ماذا حدث في سوريا؟", "وماذا حدث سنة 2020؟",
        "What will Washington do before it leaves Iraq?", "ما هي مراحل الانسحاب؟",
        "هل صحيح أنه قُتل في بغداد؟", "من هو السوداني؟", "ما موقف واشنطن من حلفائها؟",
        "ماذا تريده بغداد من واشنطن؟", "اللجنة الثنائية ما مهمتها؟",
        "ما القرار الذي اتخذه البرلمان؟",
        "أي مناطق هاجمت فيها الفصائل قواعد التحالف؟", "متى ولد الإمام الكاظم عليه السلام؟",
        # "This" points at a time, or at what is being read.
        "Will US troops leave this year?", "What does this report say about Iran?",
        "هل يرحل الأميركيون هذا العام؟", "ماذا يقول هذا المقال عن إيران؟",
        # "There" and "that" of grammar.
        "Are there troops in Syria?", "How many soldiers are there in Syria?",
        "Which bases that host troops were hit?", "هل هناك خطر من داعش؟",
        # Ordinals with their nouns, dates and months.
        "When does the second phase end?", "Who was the first to arrive in Baghdad?",
        "What happened on the second of January?", "متى تنتهي المرحلة الثانية؟",
        "ماذا حدث في كانون الثاني؟", "ماذا أعلن في الثاني من أيلول؟",
        "من هو عبد الله الثاني؟",
        # Short, or without a verb.
        "Qassem Soleimani", "withdrawal timetable", "Iraqi defence minister",
        "الحشد الشعبي",
        "عدد القوات الأمريكية", "متى الانسحاب؟", "أين أربيل؟", "Who is Biden?",
        "IT budget of Iraq",
        "WHO report on Iraq",
        # What follows a pronoun of nobody, a clause without an opener, a name.
        "Why is it called the Green Zone?", "How cold does it get in Baghdad?",
        "How old was Soleimani at the time he died?",
        "What language do they speak in Iraqi Kurdistan?",
        # Other languages, whole.
        "منو محمد شياع السوداني؟", "شگد عدد الجنود الامريكان بالعراق؟",
        "شوكت تنتهي المرحلة الاولى؟",
        "Qui est Soleimani ?", "Combien de soldats y a-t-il en Syrie ?",
        "Mais qui est Abou Taqwa ?",
        "Quand l'accord a-t-il été signé ?", "Que dit ce document sur l'Iran ?",
        "¿Quién es Soleimani?", "¿Cuándo termina la primera fase?", "¿Dónde está Erbil?",
        "Wer ist Soleimani?", "Wann endet die zweite Phase?", "Was sagen Sie zu Iran?",
        "Peki Süleymani kim?", "İkinci aşama ne zaman bitiyor?", "Her iki ülke ne istiyor?",
        "سلیمانی کیست؟", "مرحله دوم کی تمام می‌شود؟", "این گزارش درباره ایران چه می‌گوید؟",
        "سلێمانی کێیە؟", "Silêmanî kî ye?", "سلیمانی کون ہے؟", "دوسرا مرحلہ کب ختم ہوگا؟",
        "מי הוא ראש הממשלה?", "מתי נחתם ההסכם?", "וושינגטון",
    ],
)  # fmt: skip
def test_what_could_be_complete_is_left_alone(question):
    assert not is_follow_up(question)
    assert completed(question, "When does the first phase end?") == question


@pytest.mark.parametrize(
    "question",
    [
        "那么第二阶段呢？", "А вторая?", "और दूसरा?", "และระยะที่สองล่ะ", "Ja toinen?", "2026?",
        "١٩٩٨",
    ],
)  # fmt: skip
def test_other_languages_are_left_alone(question):
    assert completed(question, "When does the first phase end?") == question


def test_follow_ups_follow_one_another_within_bounds():
    earlier = "When does the first phase of the withdrawal end?"
    for question in ("and the second?", "why?", "who announced that?", "and in Syria?"):
        earlier = completed(question, earlier)
        assert earlier.endswith(f" – {question}")
        assert "withdrawal" in earlier
    for i in range(30):
        earlier = completed(f"and the name{i} thing{i}?", earlier)
    assert len(earlier.split()) <= MAX_CONTEXT_WORDS + 5
    assert "withdrawal" not in earlier  # the oldest fall off
    assert "name28" in earlier


def test_only_the_last_answer_counts_and_one_that_names_nothing_changes_nothing():
    assert completed("why?", "the bridge", "the harbour") == "harbour – why?"
    assert completed("why?", "who?") == "why?"
    assert completed("why?", "؟!") == "why?"
    assert completed("why?") == "why?"


def test_the_completed_question_is_no_longer_than_a_question_may_be():
    long = "why? " + "x" * (MAX_QUESTION_CHARACTERS - 20)
    for question in (long, "why? " * 399 + "why?", "why?"):
        for earlier in ("y" * MAX_QUESTION_CHARACTERS, "bridge harbour " * 100):
            assert len(completed(question, earlier)) <= MAX_QUESTION_CHARACTERS


PARTS = (
    "and the second one why it they his then that who is what about و في ومتى الثانية ذلك عنها هو "
    "لماذا سوريا Iraq phase 2020 ? ؟ <b> \u202e https://x 图书馆 \ufffd"
)
question_parts = st.sampled_from(PARTS.split())
questions = st.lists(question_parts, min_size=1, max_size=8).map(" ".join) | st.text(max_size=60)


def prepared(text):
    try:
        return prepare_question(text)
    except ValueError:
        return "why?"


@given(questions, st.lists(questions, max_size=3))
def test_whatever_is_asked_after_whatever(question, earlier):
    asked, before = prepared(question), [prepared(text) for text in earlier]
    searched_for = completed(asked, *before)
    assert searched_for == completed(asked, *before)
    assert searched_for == asked or searched_for.endswith(f" – {asked}")
    assert len(searched_for) <= MAX_QUESTION_CHARACTERS
    assert prepare_question(searched_for) == searched_for
    assert completed(asked) == asked
    if not is_follow_up(asked):
        assert searched_for == asked
    added = searched_for.removesuffix(asked).removesuffix(" – ").split()
    assert all(word in before[-1] for word in added)  # no word that was not asked


def test_the_second_questions_are_told_apart_by_their_form():
    assert len(DIALOGUES) >= 60
    assert len({dialogue["id"] for dialogue in DIALOGUES}) == len(DIALOGUES)
    for language in ("ar", "en"):
        for kind in (STANDALONE, FOLLOW_UPS):
            assert sum(dialogue["lang"] == language for dialogue in kind) >= 15
    for dialogue in STANDALONE:
        for other in DIALOGUES[::8]:
            assert completed(dialogue["second"], other["first"]) == dialogue["second"]
    missed = {d["id"] for d in FOLLOW_UPS if completed(d["second"], d["first"]) == d["second"]}
    assert missed == FORM_DOES_NOT_TELL


def test_questions_of_the_shipped_documents_are_left_alone():
    lines = (ROOT / "tests/data/seed_questions.jsonl").read_text("utf-8").splitlines()
    for question in map(json.loads, lines):
        assert not is_follow_up(question["question"]), question["question"]


def test_the_knowledge_base_asks_what_the_history_completes(seeds, tmp_path):
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder()) as kb:
        first = kb.ask("When was the library founded?")
        second = kb.ask("and who founded it?", history=[first])
        assert (second.question, second.is_follow_up) == ("and who founded it?", True)
        assert second.searched_for == "library – and who founded it?"
        same = kb.ask(second.searched_for)
        assert (second.citations, second.confidence) == (same.citations, same.confidence)
        as_new = kb.ask("and who founded it?")
        assert not as_new.is_follow_up
        assert as_new.searched_for == as_new.question


def test_earlier_questions_do_as_well_as_their_answers_and_are_not_answered_again(seeds, tmp_path):
    encoder = FakeEncoder()
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=encoder) as kb:
        questions = ["When was the library founded?", " and who founded it? ", "why?"]
        answers = []
        for question in questions:
            answers.append(kb.ask(question, history=answers))
        encoder.asked.clear()
        last = kb.ask(questions[-1], history=questions[:-1])
        assert replace(last, elapsed_ms=0.0) == replace(answers[-1], elapsed_ms=0.0)
        assert last.searched_for == "library founded – why?"
        assert [text.lower() for text in encoder.asked] == [last.searched_for.lower()]
        mixed = kb.ask(questions[-1], history=[answers[0], questions[1]])
        assert mixed.searched_for == last.searched_for
        with pytest.raises(QuestionError, match="empty"):
            kb.ask("why?", history=["  "])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped documents with the real model."""
    index = tmp_path_factory.mktemp("follow-ups")
    with KnowledgeBase.open(ROOT / "seeds", index) as kb:
        yield kb


def shows(answer, must):
    return any(
        all(any(option in c.passage.text for option in entry.split("|")) for entry in must)
        for c in answer.citations
    )


@pytest.mark.model
def test_stand_alone_questions_have_the_same_answer_after_anything(shipped):
    for dialogue in STANDALONE[::4]:
        history = [said(dialogue["first"])]
        after, alone = (shipped.ask(dialogue["second"], history=turns) for turns in (history, ()))
        assert timeless(after) == timeless(alone)


def timeless(answer):
    """An answer without the time that it took."""
    return replace(answer, elapsed_ms=0.0, parts=tuple(map(timeless, answer.parts)))


@pytest.mark.model
def test_follow_ups_find_more_with_the_conversation_than_without(shipped):
    found_alone = found_after = 0
    for dialogue in FOLLOW_UPS:
        history = [said(dialogue["first"])]
        found_alone += shows(shipped.ask(dialogue["second"]), dialogue["must"])
        found_after += shows(shipped.ask(dialogue["second"], history=history), dialogue["must"])
    assert found_after >= 0.75 * len(FOLLOW_UPS)
    assert found_after > found_alone
