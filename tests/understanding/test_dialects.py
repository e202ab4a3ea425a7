"""Dialect words become standard ones; standard Arabic and other languages stay as they are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.understanding.dialect_words import ASKING, DIALECTS, DOUBTFUL
from qa.understanding.dialects import standardised
from support.paths import ROOT


@pytest.mark.parametrize(
    ("asked", "standard"),
    [
        # Iraqi
        ("شنو قال السوداني عن القوات؟", "ماذا قال السوداني عن القوات؟"),
        ("شنو موقف واشنطن من الانسحاب؟", "ما موقف واشنطن من الانسحاب؟"),
        ("شكد عدد الجنود؟", "كم عدد الجنود؟"),
        ("شگد عدد الجنود؟", "كم عدد الجنود؟"),
        ("چم جندي اكو بالعراق؟", "كم جندي يوجد بالعراق؟"),
        ("شوكت راح ينسحبون الامريكان؟", "متى سينسحبون الامريكان؟"),
        ("ليش الفصائل دتهاجم القواعد؟", "لماذا الفصائل تهاجم القواعد؟"),
        ("وين راح تبقى القوات؟", "أين ستبقى القوات؟"),
        ("منو وزير الدفاع؟", "من وزير الدفاع؟"),
        ("هسه  اكو قوات، بكردستان؟", "الآن  يوجد قوات، بكردستان؟"),
        ("اكو قوات بالأنبار؟", "هل يوجد قوات بالأنبار؟"),
        ("الموعد مال الانسحاب شوكت؟", "الموعد للانسحاب متى؟"),
        ("القوات دينسحبون لو يبقون؟", "القوات ينسحبون أم يبقون؟"),
        ("منو اللي قتل سليماني؟", "من الذي قتل سليماني؟"),
        ("وشنو قال علاوي؟", "وماذا قال علاوي؟"),
        ("شتريد امريكا من العراق؟", "ماذا تريد امريكا من العراق؟"),
        # Levantine
        ("شو موقف بغداد هلق؟", "ما موقف بغداد الآن؟"),
        ("قديش عدد الجنود؟", "كم عدد الجنود؟"),
        ("إيمتى بيخلص الانسحاب؟", "متى يخلص الانسحاب؟"),
        ("ليش بدها واشنطن تبقى؟", "لماذا تريد واشنطن تبقى؟"),
        ("مين رئيس الوزراء؟", "من رئيس الوزراء؟"),
        ("هالاتفاق شو بيعني؟", "هذا الاتفاق ماذا يعني؟"),
        # Gulf
        ("وش موقف الحكومة؟", "ما موقف الحكومة؟"),
        ("ليه القوات باقية الحين؟", "لماذا القوات باقية الآن؟"),
        # Egyptian
        ("القوات هتنسحب إمتى؟", "القوات ستنسحب متى؟"),
        ("كام جندي في العراق؟", "كم جندي في العراق؟"),
        ("إيه موقف واشنطن من الانسحاب؟", "ما موقف واشنطن من الانسحاب؟"),
        ("ايه اللي حصل في 2020؟", "ما الذي حصل في 2020؟"),
        ("فين قواعد التحالف؟", "أين قواعد التحالف؟"),
        # Maghrebi
        ("شحال ديال الجنود كاين هنا؟", "كم من الجنود يوجد هنا؟"),
        ("علاش باغيين القوات؟", "لماذا يريدون القوات؟"),
        ("شكون هو رئيس الوزراء؟", "من هو رئيس الوزراء؟"),
        ("واش القوات انسحبت دابا؟", "هل القوات انسحبت الآن؟"),
    ],
)
def test_dialect_words_become_standard_ones(asked, standard):
    assert standardised(asked) == standard


@pytest.mark.parametrize(
    "question",
    [
        "متى توفي محمود شوكت باشا؟",
        "متى سجل واين روني، أو وين روني، هدفه الأول؟",
        "من هو برنارد شو؟",
        "ما هو رأس مال الشركة؟",
        "المال مال الدولة أم مال الناس؟",
        "لو انسحبت القوات فماذا يحدث بعد ذلك؟",
        "ماذا قال بعد الاجتماع؟",
        "كم آية في سورة البقرة؟",
        "هل هوايته السباحة هواية مكلفة؟",
        "لماذا ذهب دي ماريا إلى باريس؟",
        "كم بيتا بني بتوقف الحرب؟",
        "اجرام ماکو شامل چیست؟",
        "نام موشک‌های دوربرد هوا به هوای ایران چیست؟",
        "شام میں کیا ہوا؟",
        "چەند سەرباز لە عێراقن؟",
        "شيراك رئيس فرنسا، من خلفه؟",
        "Where is Wayne Rooney?",
        "",
    ],
)
def test_standard_arabic_and_other_languages_stay_as_they_are(question):
    assert standardised(question) == question


def test_of_the_questions_on_the_seeds_only_those_in_dialect_are_changed():
    questions = [
        json.loads(line)["question"]
        for line in (ROOT / "tests/data/seed_questions.jsonl").read_text("utf-8").splitlines()
    ]
    assert {question for question in questions if standardised(question) != question} == {
        "وين راح يبقون الأمريكان سنتين؟",
        "ليش الحكومة العراقية اتفقت ويا الأمريكان على الانسحاب؟",
        "شنو قال لويد اوستن عن مستقبل التحالف؟",
        "مين انقتل بالقصف الأمريكي على العراق حسب المحلل الروسي؟",
        "شلون اصلح تسريب الماي بالحمام؟",
    }


DIALECT_WORDS = sorted({word for table in DIALECTS.values() for word in table} | {"راح", "مال"})


@given(
    st.lists(
        st.one_of(
            st.sampled_from(DIALECT_WORDS),
            st.sampled_from(["القوات", "ينسحبون", "تبقى", "2024", "،", "؟", "Trump", "من"]),
            st.text(max_size=6),
        ),
        max_size=8,
    ).map(" ".join)
)
def test_a_question_put_into_standard_arabic_has_no_dialect_left_to_change_twice(question):
    once = standardised(question)
    assert once.count("؟") == question.count("؟")
    assert [sign for sign in once if sign.isdigit()] == [s for s in question if s.isdigit()]


def test_the_tables_are_folded_and_name_words_that_exist():
    for table in DIALECTS.values():
        assert not {word for word in table if set(word) & set("أإٱىٍَُِّْ")}
    known = {word for table in DIALECTS.values() for word in table}
    assert known >= ASKING
    assert known >= DOUBTFUL
