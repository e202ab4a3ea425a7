"""A quotation finds its very place, whatever else is like it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import AnswerState, KnowledgeBase
from support.fake_encoder import FakeEncoder

LETTER = (
    "The harbour master wrote that the northern pier would be closed to all fishing boats until "
    "the spring. He added that the lamps on the mole had been lit without a break since the war. "
    "Nobody in the village could remember a winter in which the ferry had been late so often.\n\n"
    "كتب مدير الميناء أن الرصيف الشمالي سيبقى مغلقاً أمام قوارب الصيد جميعها حتى الربيع المقبل. "
    "وأضاف أن المصابيح على كاسر الأمواج لم تنطفئ منذ انتهاء الحرب."
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    """A letter among other documents on the same things."""
    seeds = tmp_path_factory.mktemp("seeds")
    (seeds / "letter.txt").write_text(LETTER, encoding="utf-8")
    for number in range(12):
        text = f"The harbour has {number} piers, boats and lamps. The ferry is late in winter."
        (seeds / f"other{number}.txt").write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), reader=False) as opened:
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_six_words_of_a_document_are_found_and_marked(kb, data):
    line = data.draw(st.sampled_from(LETTER.split("\n\n")))
    words = line.split()
    first = data.draw(st.integers(0, len(words) - 6))
    last = data.draw(st.integers(first + 6, min(len(words), first + 20)))
    quoted = " ".join(words[first:last])
    answer = kb.ask(data.draw(st.sampled_from([f"«{quoted}»", f'Who wrote "{quoted}"?'])))
    citation = answer.citations[0]
    assert answer.state is AnswerState.ANSWERED
    assert citation.passage.document.path == "letter.txt"
    (mark,) = citation.marks
    document = kb.document("letter.txt").text
    assert document[mark.start : mark.end] == quoted.strip(".,")


def test_however_it_is_spelt(kb):
    answer = kb.ask("ان المصابيح علي كاسر الامواج لم تنطفئ منذ انتهاء الحرب")
    (marked,) = answer.citations[0].marked_texts
    assert marked == "أن المصابيح على كاسر الأمواج لم تنطفئ منذ انتهاء الحرب"


def test_a_question_in_the_words_of_a_document_is_no_quotation(kb):
    answer = kb.ask("Could nobody in the village remember a winter in which the ferry was late?")
    assert answer.confidence < 1.0
