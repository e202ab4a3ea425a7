"""The same question, however it is spelt, gets the same answer."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import KnowledgeBase
from qa.indexing.files import FileReader
from qa.indexing.vocabulary import SegmentWords, Vocabulary, count_words, save_words, word_form
from qa.understanding.lexicon import common_forms
from qa.understanding.spelling import as_spelt, spelling_of
from qa.understanding.word_lists import _forms
from support.paths import ROOT

QUESTIONS = [
    "متى تنتهي المرحلة الأولى من الانسحاب الأميركي من العراق؟",
    "كم عدد الجنود الأميركيين في سوريا؟",
    "ماذا قرر البرلمان العراقي سنة 2020؟",
    "When does the first phase of the withdrawal end?",
    "Combien de soldats américains restent-ils en Irak ?",
    "Wie viele amerikanische Soldaten sind noch im Irak?",
    "نیروهای آمریکایی در عراق تا سپتامبر ۲۰۲۵",
    "ABD askerleri Irak'tan ne zaman çekilecek?",
    "¿Quedan soldados estadounidenses en Irak?",
]
# Letters that are typed for others, in any script that the fold knows.
ALIKE = {
    **dict.fromkeys("أإآا", "أإآا"),
    **dict.fromkeys("ةه", "ةه"),
    **dict.fromkeys("ىي", "ىيی"),
    "ك": "كک",
    "ک": "كک",
    "ی": "يی",
    **{str(i): f"{i}{chr(0x660 + i)}{chr(0x6F0 + i)}" for i in range(10)},
}
IN_PERSIAN = {letter: others for letter, others in ALIKE.items() if letter not in "أإآاةه"}
TASHKEEL = "\u064e\u064f\u0650\u0652\u0651"


def vocabulary(tmp_path, *passages, language="ar"):
    """The words of some passages."""
    save_words(count_words(passages, [language] * len(passages)), tmp_path)
    return Vocabulary.of([SegmentWords(FileReader(tmp_path))])


@st.composite
def spellings(draw, question):
    """The question as somebody else types it."""
    typed = []
    alike = IN_PERSIAN if "پ" in question else ALIKE
    for letter in question:
        choice = draw(st.sampled_from(alike[letter])) if letter in alike else letter
        if letter.isalpha() and letter.isascii() is False and "LATIN" in unicodedata.name(letter):
            bare = unicodedata.normalize("NFD", letter)[0]
            choice = draw(st.sampled_from([letter, bare]))
        if "ARABIC LETTER" in unicodedata.name(letter, ""):
            choice += draw(st.sampled_from(["", "", "", *TASHKEEL, "ـ"]))
        if letter.isascii() and letter.isalnum() and draw(st.integers(0, 9)) == 0:
            choice = chr(ord(choice) + 0xFEE0) if choice.isascii() else choice  # of full width
        typed.append(choice)
    text = "".join(typed)
    if draw(st.booleans()):
        text = draw(st.sampled_from([text.lower(), text.upper()]))
    return text.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0 "])))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped documents, indexed with the shipped model."""
    with KnowledgeBase.open(ROOT / "seeds", tmp_path_factory.mktemp("index"), reader=False) as kb:
        yield kb


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_spelling_changes_nothing(shipped, data):
    question = data.draw(st.sampled_from(QUESTIONS))
    typed = data.draw(spellings(question))
    assert seen(shipped.ask(typed)) == seen(shipped.ask(question)), typed


def seen(answer):
    """What a person sees of an answer."""
    cited = [(c.passage.passage_id, c.marks, c.terms) for c in answer.citations]
    return answer.state, answer.confidence, cited


def test_a_word_is_spelt_as_most_passages_spell_it(tmp_path):
    words = vocabulary(tmp_path, "القوات الأمريكية", "الأمريكية", "الامريكية Irak", "américain")
    assert as_spelt("القوات الامريكيه", words) == "القوات الأمريكية"
    assert spelling_of("irak", words, "de") == "Irak"
    assert spelling_of("AMERICAIN", words, "fr") == "américain"
    assert spelling_of("والامريكيه", words, "ar") == "والأمريكية"
    assert spelling_of("للامريكيه", words, "ar") == "للأمريكية"
    assert spelling_of("Syrien", words, "de") == ""


def test_arabic_and_persian_spell_with_letters_of_their_own(tmp_path):
    words = vocabulary(tmp_path, "این ایران", language="fa")
    assert spelling_of("اين", words, "fa") == "این"
    assert spelling_of("اين", words, "ar") == ""


def test_a_word_that_no_passage_has_is_spelt_as_people_do(tmp_path):
    nothing = vocabulary(tmp_path)
    assert as_spelt("الى من ذهب الجيش وما هي الاسباب", nothing).startswith("إلى")
    assert as_spelt("quand a ete signe le traite", nothing) == "Quand a été signe le traite"
    assert as_spelt("Wer ist schon da?", nothing) == "Wer ist schon da?"


@settings(deadline=None)
@given(text=st.text())
def test_spelling_is_settled_at_once(text, words):
    once = as_spelt(text, words)
    assert as_spelt(once, words) == once


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The words of a few passages."""
    return vocabulary(tmp_path_factory.mktemp("words"), "القوات الأمريكية", "Irak", "é")


@pytest.mark.parametrize("language", ["ar", "el", "fa", "tr"])
def test_words_have_the_same_forms_all_at_once(language):
    words = [*common_forms(language)[:3_000], "شيء", "ماء", "ΣΣ", "İŞ", "\u0301a", "e\u0301"]
    assert _forms(words) == [word_form(word) for word in words]
