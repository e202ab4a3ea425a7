"""Mistyped words are read as words of the documents, and no other word is."""

import pytest

from qa import KnowledgeBase
from qa.indexing.files import FileReader
from qa.indexing.vocabulary import SegmentWords, Vocabulary, count_words, save_words
from qa.records import Correction
from qa.understanding.corrections import correct
from support.fake_encoder import FakeEncoder

PASSAGES = {
    "ar": "انتهت المرحلة الأولى من الانسحاب الأميركي من العراق وبقيت القوات في قاعدة عين الأسد",
    "en": "The withdrawal of American soldiers from the base at Erbil ends in September 2026",
    "fr": "Le retrait des soldats américains de la base d'Erbil se termine en septembre",
    "tr": "Amerikan askerlerinin Irak'tan çekilme takvimi iki aşamadan oluşuyor",
}
MISTYPED = [
    ("ar", "متى انتهت المرحلة الأولى من الانسحبا؟", "الانسحاب"),
    ("ar", "متى انتهت المرحاة الأولى من الانسحاب؟", "المرحلة"),
    ("ar", "أين بقيت القوتات في العراق؟", "القوات"),
    ("ar", "المرحلةالأولى من الانسحاب", "المرحلة الأولى"),
    ("en", "When does the withdrwal of soldiers end?", "withdrawal"),
    ("en", "When does the withdrawal of soldeirs end?", "soldiers"),
    ("en", "the withdrawal of Amercian soldiers", "American"),
    ("fr", "Quand se termine le retriat des soldats ?", "retrait"),
    ("tr", "Amerikan askerlerinin çekilem takvimi", "çekilme"),
]
AS_TYPED = [
    ("ar", "متى قتل قائد القوات في العراق؟"),
    ("ar", "من هو رئيس البرلمان في العراق؟"),
    ("en", "When was the soldier at the base killed?"),
    ("en", "Who called the withdrawal of the soldiers a defeat?"),
    ("en", "Is it the end of the American base?"),
    ("en", "Wann endet der Abzug der Soldaten aus Erbil?"),  # German: all words are strange
    ("en", "kengê leşkerên Amerîkayê ji Iraqê vedikişin"),  # Kurdish: its words are not known
    ("en", "CVE-2024-1234 at the base of the soldiers"),
]


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The words of a passage, by language."""
    found = {}
    for code, text in PASSAGES.items():
        folder = tmp_path_factory.mktemp(code)
        save_words(count_words([text], [code]), folder)
        found[code] = Vocabulary.of([SegmentWords(FileReader(folder))])
    return found


@pytest.mark.parametrize(("language", "question", "meant"), MISTYPED)
def test_a_mistyped_word_is_read_as_one_that_the_documents_have(words, language, question, meant):
    read = correct(question, words[language], frozenset({language}))
    assert [one.read for one in read.corrections] == [meant]
    (correction,) = read.corrections
    assert read.text == question.replace(correction.typed, correction.read)


@pytest.mark.parametrize(("language", "question"), AS_TYPED)
def test_a_word_that_is_one_stays(words, language, question):
    read = correct(question, words[language], frozenset({language}))
    assert (read.text, read.corrections) == (question, ())


@pytest.mark.parametrize("language", PASSAGES)
def test_a_word_of_the_documents_is_never_corrected(words, language):
    for word in PASSAGES[language].split():
        assert correct(word, words[language], frozenset({language})).corrections == ()


def test_what_was_read_can_be_undone(seeds, tmp_path):
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder(), reader=False) as kb:
        answer = kb.ask("When was the libary founded?")
        assert answer.corrections == (Correction("libary", "library"),)
        assert answer.searched_for == "When was the library founded?"
        assert (answer.question, answer.is_follow_up) == ("When was the libary founded?", False)
        as_typed = kb.ask("When was the libary founded?", corrected=False)
        assert (as_typed.corrections, as_typed.searched_for) == ((), as_typed.question)
