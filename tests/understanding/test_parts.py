"""Two questions in one are told apart where each asks by itself, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.understanding.parts import MAX_CHARACTERS, MAX_PARTS, split_questions


@pytest.mark.parametrize(
    "parts",
    [
        "How many soldiers are there| and |when do they leave?",
        "Who is al-Sudani| and |what did he say about Iran?",
        "Does Iran support it| and |does the government agree?",
        "tell me how many soldiers there are| and |when they leave",
        "How many troops are in Iraq| and |how many are in Syria?",
        "How many soldiers are there?| |When do they leave?",
        "How many soldiers are there|, |when do they leave|, and |who decided that?",
        "كم عدد الجنود| و|متى ينسحبون؟",
        "كم عدد الجنود؟| و|متى ينسحبون؟",
        "كم عدد الجنود|، و|متى ينسحبون|، و|من أعلن ذلك؟",
        "كم عدد الجنود| و|متى تنتهي المرحلة الأولى؟",
        "من هو السوداني| و|لماذا رفض الانسحاب؟",
        "ما هي مراحل الانسحاب| و|ما موقف إيران؟",
        "متى ولد الشافعي| و|أين مات؟",
        "شكد عددهم| و|شوكت يطلعون",
        "منو هو السوداني| و|وين يسكن",
        "ليش يطلعون| و|منو قرر",
        "Combien de soldats y a-t-il| et |quand partent-ils ?",
        "Qui est Soleimani| et |où a-t-il été tué ?",
        "Wie viele Soldaten gibt es| und |wann gehen sie?",
        "¿Cuántos soldados hay| y |cuándo se van?",
        "Kaç asker var| ve |ne zaman çekilecekler?",
        "چند سرباز در عراق هستند| و |چه زمانی خارج می‌شوند؟",
        "Сколько солдат в Ираке| и |когда они уйдут?",
        "چەند سەرباز هەیە| و |کەی دەڕۆن؟",
        "कितने सैनिक हैं| और |वे कब जाएंगे?",
        "کتنے فوجی ہیں| اور |وہ کب جائیں گے؟",
        "כמה חיילים יש| ו|מתי הם עוזבים?",
        "有多少士兵？||他们什么时候离开？",
    ],
)
def test_questions_that_ask_by_themselves_are_split(parts):
    pieces = parts.split("|")
    assert split_questions("".join(pieces)) == tuple(pieces[::2])


@pytest.mark.parametrize(
    "question",
    [
        "When and where was the agreement signed?", "Who founded and who owns Google?",
        "What is the difference between what he said and what he did?", "why and how?",
        "When does it end? Why?", "Who wrote Fantastic Beasts and Where to Find Them?",
        "What did the ECDC and WHO regional office ask?", "who invented printing and in what year",
        "Which country colonised the channel? Chile or Argentina?", "Iraq and Syria",
        "Who was born in Paris and was the first to fly?", "What is \"Where? And why?\" about?",
        "متى وأين وقع الاتفاق", "متى ولد وأين مات الشافعي؟", "من قتل سليماني ومتى",
        "كم يبلغ عدد الجنود في العراق وسوريا؟", "ما موقف الحكومة من الانسحاب وما بعده",
        "ما المسافة من بغداد ومن البصرة؟", "كم سورة وآية في القرآن؟", "ماذا حدث في العراق وما زال؟",
        "İlk varyant Avrupa'ya nasıl ve ne zaman girmiştir?", "در جنگ اول چرا و چگونه تقدیر شد؟",
        "¿Cuándo fue construida y quién diseñó la iglesia?", "ولماذا؟", "", "؟",
        "How many soldiers are there and when do they leave? " * 6,
    ],
)  # fmt: skip
def test_one_question_is_left_whole(question):
    assert split_questions(question) == (question,)


WORDS = "and when who is the war end how many ومتى كم عدد الجنود ينسحبون و et quand ? ؟ , وين ووين"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join) | st.text(max_size=60))
def test_parts_are_verbatim_and_in_order(question):
    parts = split_questions(question)
    assert 1 <= len(parts) <= MAX_PARTS
    at = 0
    for part in parts:
        at = question.index(part, at) + len(part)
    assert len(parts) == 1 or (len(question) <= MAX_CHARACTERS and all(map(str.strip, parts)))
    if len(parts) == 1:
        assert parts == (question,)
