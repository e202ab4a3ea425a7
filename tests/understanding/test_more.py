"""A message that asks for more of the last answer is told from one that asks something."""

import pytest

from qa.understanding.more import asks_for_more


@pytest.mark.parametrize(
    "message",
    [
        "Tell me more.", "more", "go on", "anything else?", "MORE!", "المزيد", "زدني",
        "احچيلي اكثر",
        "كمّل", "وبعد؟", "هل من مزيد؟", "اكو بعد؟", "Dis-m'en plus", "Encore ?",
        "بیشتر بگو", "ادامه بده",
        "Daha fazla anlat", "başka bir şey var mı?", "mehr dazu", "Erzähl mir mehr",
        "más detalles",
        "زیاترم پێ بڵێ", "zêdetir", "مزید بتائیں", "ספר לי עוד", "Ещё",
        "  tell   me more  ",
    ],
)  # fmt: skip
def test_more_of_the_last_answer_is_asked_for(message):
    assert asks_for_more(message)


@pytest.mark.parametrize(
    "message",
    [
        "Tell me more about Iran", "more soldiers?", "why?", "زدني علما عن العراق",
        "المزيد من الجنود",
        "وبعد الانسحاب؟", "Encore des soldats ?", "mehr Soldaten", "", "؟", "more " * 100,
    ],
)  # fmt: skip
def test_what_names_something_is_a_question(message):
    assert not asks_for_more(message)
