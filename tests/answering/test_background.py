"""A corpus or a scope of a few passages is judged as if others stood beside them."""

import json
from pathlib import Path

import pytest

import qa.answering
from qa import AnswerState, KnowledgeBase, Scope
from qa.answering.background import FEW_HITS, is_background
from qa.encoding.encoder import OpenVinoEncoder
from support.fake_encoder import FakeEncoder, build

# Invented, each with a question that it answers, and on nothing that the background speaks of.
ALONE = {
    "en": ("The museum of clocks is closed on Tuesdays. A ticket costs nine crowns.",
           "When is the museum closed?", "How much is a ticket to the museum of clocks?"),
    "ar": ("يغلق متحف الساعات أبوابه يوم الثلاثاء. وثمن التذكرة تسعة دراهم.",
           "متى يغلق متحف الساعات؟", "كم ثمن تذكرة المتحف؟"),
    "fr": ("Le musée des horloges est fermé le mardi. Le billet coûte neuf couronnes.",
           "Quand le musée est-il fermé ?", "Combien coûte le billet du musée ?"),
    "de": ("Das Uhrenmuseum ist dienstags geschlossen. Eine Karte kostet neun Kronen.",
           "Wann ist das Uhrenmuseum geschlossen?", "Wie viel kostet eine Karte?"),
    "el": ("Το μουσείο ρολογιών είναι κλειστό την Τρίτη. Το εισιτήριο κοστίζει εννέα κορώνες.",
           "Πότε είναι κλειστό το μουσείο;", "Πόσο κοστίζει το εισιτήριο του μουσείου;"),
}  # fmt: skip
ELSEWHERE = {
    "en": ("What is the capital of Peru?", "Who wrote the opera?", "How do whales sleep?"),
    "ar": ("ما عاصمة البيرو؟", "من كتب الرواية؟", "كيف تنام الحيتان؟"),
    "fr": ("Quelle est la capitale du Pérou ?", "Qui a écrit l'opéra ?"),
    "de": ("Wie heißt die Hauptstadt von Peru?", "Wer schrieb die Oper?"),
    "el": ("Ποια είναι η πρωτεύουσα του Περού;", "Ποιος έγραψε την όπερα;"),
}
OTHERS = {
    "en": (
        "The harbour master writes down every ship that comes in.",
        "Saffron is picked before sunrise, three threads from each flower.",
        "The town hall clock was silent for a year after the lightning.",
        "Owls hear a mouse under the snow.",
        "The bridge was painted green by the pupils of the school.",
        "A letter from the coast took two days by mail coach.",
        "The dyer's daughter became the first woman in the council.",
        "Apples of the late kind are stored on straw.",
        "The marathon runs along the river and back.",
        "Cranes rest on the flooded meadows in October.",
    ),
    "ar": (
        "يدوّن مدير الميناء كل سفينة تدخل.",
        "يُقطف الزعفران قبل شروق الشمس، ثلاثة خيوط من كل زهرة.",
        "صمتت ساعة البلدية سنة بعد الصاعقة.",
        "يسمع البوم فأرة تحت الثلج.",
        "دهن تلاميذ المدرسة الجسر بالأخضر.",
        "كانت الرسالة تصل من الساحل في يومين.",
        "صارت ابنة الصبّاغ أول امرأة في المجلس.",
        "يُحفظ التفاح المتأخر على القش.",
        "يمر سباق الماراثون بمحاذاة النهر ذهاباً وإياباً.",
        "تستريح الكراكي في المروج المغمورة في أكتوبر.",
    ),
}


@pytest.fixture(scope="module")
def encoder():
    return OpenVinoEncoder()


def opened(folder, encoder, texts):
    seeds = folder / "seeds"
    seeds.mkdir()
    for number, text in enumerate(texts):
        (seeds / f"{number}.txt").write_text(text, encoding="utf-8")
    return KnowledgeBase.open(seeds, folder / "index", encoder=encoder)


@pytest.mark.model
@pytest.mark.parametrize("language", ALONE)
def test_one_passage_answers_what_it_says_and_nothing_else(tmp_path, encoder, language):
    text, *asked = ALONE[language]
    with opened(tmp_path, encoder, [text]) as kb:
        for question in asked:
            answer = kb.ask(question)
            assert answer.state is AnswerState.ANSWERED, (question, answer.confidence)
            assert [citation.passage.text for citation in answer.citations] == [text]
        for question in ELSEWHERE[language]:
            assert kb.ask(question).state is not AnswerState.ANSWERED, question


@pytest.mark.model
@pytest.mark.parametrize("language", OTHERS)
def test_a_passage_is_judged_alone_as_it_is_among_others(tmp_path, encoder, language):
    text, *asked = ALONE[language]
    for name in ("alone", "among"):
        (tmp_path / name).mkdir()
    with (
        opened(tmp_path / "alone", encoder, [text]) as alone,
        opened(tmp_path / "among", encoder, [text, *OTHERS[language]]) as among,
    ):
        for question in [*asked, *ELSEWHERE[language]]:
            own, large = alone.ask(question), among.ask(question)
            assert own.found == large.found, (question, own.confidence, large.confidence)


@pytest.mark.model
def test_a_scope_of_one_passage_is_judged_likewise(tmp_path, encoder):
    text, *asked = ALONE["en"]
    with opened(tmp_path, encoder, [text, *OTHERS["en"]]) as kb:
        scope = Scope(documents=("0.txt",))
        assert all(kb.ask(question, scope=scope).found for question in asked)
        assert not any(kb.ask(question, scope=scope).found for question in ELSEWHERE["en"])


@pytest.mark.parametrize("n_passages", [1, 2, FEW_HITS - 1, FEW_HITS, FEW_HITS + 1])
def test_the_background_is_never_found(tmp_path, n_passages):
    texts = [f"{text} Number {i}." for i, text in enumerate((OTHERS["en"] * 2)[:n_passages])]
    with opened(tmp_path, FakeEncoder(), texts) as kb:
        for question in ("bread yeast oven", "honey bee", OTHERS["en"][0]):
            answer = kb.ask(question, top_k=20)
            assert not any(is_background(citation.hit) for citation in answer.citations)
            assert len(answer.citations) == len(kb.search(question, top_k=20)) == n_passages
            assert len(kb.by_source(question, limit=50)) == n_passages
            assert 0 <= answer.confidence <= 1


def test_copies_of_one_text_are_one_passage_to_judge(tmp_path):
    encoder = FakeEncoder()
    with opened(tmp_path, encoder, [ALONE["en"][0]] * 60) as kb:
        answer = kb.ask("museum of clocks")
        (citation,) = answer.citations
        assert len(citation.hit.duplicates) == 59
        assert 0 < answer.confidence < 1


def test_a_large_corpus_encodes_no_background(tmp_path):
    encoder = FakeEncoder()
    (tmp_path / "seeds").mkdir()
    for i, text in enumerate(OTHERS["en"] * 3):
        (tmp_path / "seeds" / f"{i}.txt").write_text(f"{text} {i * 7919} {i * 104_729}.")
    build(tmp_path / "seeds", tmp_path / "index", encoder)
    encoder.encoded.clear()
    with KnowledgeBase.open(None, tmp_path / "index", encoder=encoder) as kb:
        assert len(kb.search("owls hear", top_k=FEW_HITS)) == FEW_HITS
        kb.ask("owls hear a mouse")
    assert encoder.encoded == []


def test_the_background_says_the_same_in_each_language():
    file = Path(qa.answering.__file__).with_name("background.json")
    texts = json.loads(file.read_text(encoding="utf-8"))
    assert {len(own) for own in texts.values()} == {10}
    assert {"ar", "en", "fa", "fr", "zh"} <= texts.keys()
