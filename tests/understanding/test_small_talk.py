"""Small talk is told from questions, in whatever language and spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import SmallTalk
from qa.understanding import overview_words, small_talk_words
from qa.understanding.phrases import (
    Phrases,
    _choice_forms,
    typed_forms,
    typed_words,
    whole_lines,
)
from qa.understanding.small_talk import MAX_WORDS, small_talk, without_greeting

SAID = {
    SmallTalk.GREETING: """
        hello | Hi there! | hey sanad | good morning | مرحبا | هلووو
        السلام عليكم ورحمة الله وبركاته
        صباح الخير | الله بالخير | salam | mar7aba | bonjour | Guten Tag | hola | merhaba | سلام
        سڵاو | silav | привет | 你好 | नमस्ते | السلام علیکم | שלום | ciao | olá
    """,
    SmallTalk.WELLBEING: """
        how are you? | what's up | كيف حالك | شلونك | هلا شلونكم | إزيك عامل ايه | واش راك
        كيفك | shlonak
        Bonjour, comment allez-vous ? | Wie geht es dir? | ¿Qué tal? | nasılsın | چطوری | چۆنی
        tu çawa yî? | как дела | 你好吗 | आप कैसे हैं? | آپ کیسے ہیں؟ | מה שלומך? | come stai
        tudo bem?
    """,
    SmallTalk.THANKS: """
        thanks | thankssss | ok thanks a lot! | شكرا جزيلا الك | رحم الله والديك | عاشت ايدك
        يسلمو
        الله يعطيك العافية | shukran | 3ashat eedak | merci beaucoup | vielen Dank
        muchas gracias
        çok teşekkür ederim | خیلی ممنون | زۆر سوپاس | spas dikim | спасибо большое | 谢谢你！
        धन्यवाद
        بہت شکریہ | תודה רבה | grazie mille | muito obrigado | شكرا 🙏🙏
    """,
    SmallTalk.IDENTITY: """
        who are you? | are you a robot? | what's your name? | hello, who are you | من أنت؟
        منو انت؟ | شسمك
        هل أنت إنسان أم روبوت؟ | مين انت | qui es-tu ? | comment tu t'appelles | Wer bist du?
        ¿Quién eres?
        kimsin sen | تو کی هستی؟ | تۆ کێیت؟ | кто ты такой | 你是谁？ | आप कौन हैं?
        آپ کا نام کیا ہے؟
        מי אתה | chi sei | quem é você?
    """,
    SmallTalk.GOODBYE: """
        bye | good night | see you later | مع السلامة | في أمان الله | تصبح على خير
        ma3 el salama
        au revoir | tschüss | hasta luego | görüşürüz | خداحافظ | خوات لەگەڵ | bi xatirê te
        до свидания
        再见 | अलविदा | خدا حافظ | להתראות | arrivederci | tchau
    """,
    SmallTalk.HELP: """
        help | what can you do? | how can you help me | can you help me please | شتسوي؟ | مساعدة
        تقدر تساعدني؟ | ماذا يمكنك أن تفعل؟ | شلون أستخدم هذا البرنامج | aide-moi
        was kannst du alles
        ¿qué puedes hacer? | ne yapabilirsin? | چه کارهایی می‌توانی انجام دهی؟ | یارمەتی
        tu dikarî çi bikî | что ты умеешь | 你能做什么 | आप क्या कर सकते हैं?
        آپ کیا کر سکتے ہیں؟
        מה אתה יודע לעשות? | cosa sai fare? | o que você pode fazer?
    """,
}
EXAMPLES = [
    (text.strip(), kind)
    for kind, texts in SAID.items()
    for line in texts.strip().splitlines()
    for text in line.split("|")
]


@pytest.mark.parametrize(("message", "kind"), EXAMPLES)
def test_small_talk_is_recognised(message, kind):
    assert small_talk(message) is kind
    assert without_greeting(message) == message


@pytest.mark.parametrize(
    "question",
    [
        "hello, when does the withdrawal end?", "Hello Kitty", "who are you voting for",
        "help desk opening hours", "thanks for what?", "من أنت في نظر العرب", "«من أنت»",
        "good morning vietnam", "how are you paid", "who said thanks?", "what is this?",
        "how does it work?", "ماذا تفعل اللجنة؟", "كيف حال الاقتصاد؟", "من قال السلام عليكم؟",
        "السلام متى تحقق؟", "Qui est-ce ?", "kim", "شنو", "why?", "ok and the last one?",
        "the Thanksgiving holiday", "who is he?", "مساعدات أميركية للعراق", "how?", "چطور؟",
        "yes", "", "؟!", "hello " * (MAX_WORDS + 1),
    ],
)  # fmt: skip
def test_what_may_ask_something_is_no_small_talk(question):
    assert small_talk(question) is None


@pytest.mark.parametrize(
    ("typed", "searched_for"),
    [
        ("hello, when does the withdrawal end?", "when does the withdrawal end?"),
        ("السلام عليكم ورحمة الله، متى ينتهي الانسحاب؟ شكرا", "متى ينتهي الانسحاب؟"),
        ("مرحبا متى ينتهي الانسحاب", "متى ينتهي الانسحاب"),
        ("هلو شلونكم شوكت يطلعون الامريكان", "شوكت يطلعون الامريكان"),
        ("متى ينتهي الانسحاب من فضلك", "متى ينتهي الانسحاب"),
        ("لو سمحت كم عدد الجنود", "كم عدد الجنود"),
        ("when does it end? thank you so much for your help!", "when does it end?"),
        ("hola ¿cuántos soldados hay? gracias", "¿cuántos soldados hay?"),
        ("Merhaba, kaç asker var? Teşekkürler", "kaç asker var?"),
        ("你好，有多少士兵？谢谢", "有多少士兵？"),
        ("شكرا، وماذا عن سوريا؟", "وماذا عن سوريا؟"),
    ],
)
def test_what_greets_around_a_question_is_not_searched_for(typed, searched_for):
    assert without_greeting(typed) == searched_for


@pytest.mark.parametrize(
    "question",
    [
        "Hello Kitty was created when?", "Hello, Dolly! premiered when?", "who said thanks",
        "Please Please Me was released when", "who sang Please Please Please",
        'what does "thank you" mean in Arabic', "من قال السلام عليكم", "متى ينتهي الانسحاب؟",
        "تحية كاريوكا متى ولدت؟", "What is the oldest U.S. military base?", "Hva er ny Kina-toll?",
        "در چه سالی به او درجهٔ افتخاری بخشید؟", "who should everyone thank?",
    ],
)  # fmt: skip
def test_a_question_that_only_looks_greeted_is_left_alone(question):
    assert without_greeting(question) == question


@given(st.sampled_from(EXAMPLES), st.integers(0, 5), st.sampled_from(["!", "؟", " 🙂", "...", ""]))
def test_spelling_and_marks_change_nothing(example, times, mark):
    message, kind = example
    longer = message.rstrip("?؟!.") + message.rstrip("?؟!.")[-1:] * times
    if message[-1:].isalpha() and not "\u4e00" <= message[-1:] < "\ua000":  # 见见 is another word
        assert small_talk(longer + mark) is kind
    assert small_talk(f"  {message.upper()} {mark}") is small_talk(message.upper())


PARTS = "hello شكرا please متى ينتهي الانسحاب when does it end ? ، , . «" + " 你好 thanks Kitty 🙂"


@given(st.lists(st.sampled_from(PARTS.split()), max_size=9).map(" ".join) | st.text(max_size=50))
def test_what_is_left_was_typed(message):
    left = without_greeting(message)
    assert left in message
    assert left.strip() or not message.strip()
    if small_talk(message):
        assert left == message


def test_patterns_match_words_in_any_spelling():
    phrases = Phrases({"en": "thank|thanks you [so] much\nbye", "zh": "再见"})
    forms = [word.form for word in typed_words("Thank  YOUU múch, bye 再见")]
    assert phrases.ends(forms, 0) == {3}
    assert phrases.longest(forms, 3) == 4
    assert phrases.longest(forms, 4) == 6
    assert phrases.longest(forms, 1) == 1
    with pytest.raises(ValueError, match="not one word each"):
        Phrases({"en": "[good bye|x-y] now"})


def test_a_choice_of_a_table_has_the_forms_of_a_message():
    """Most are read by a shorter way: it must not lead elsewhere."""
    tables = [*overview_words.SUBJECTS.values(), *overview_words.NAMES.values()]
    for spoken in small_talk_words.SMALL_TALK_PHRASES.values():
        tables += spoken.values()
    choices = {
        choice
        for table in tables
        for line in whole_lines(table)
        for written in line.split()
        for choice in written.strip("[]").split("|")
    }
    assert len(choices) > 1_000
    assert [one for one in choices if _choice_forms(one) != typed_forms(one)] == []
