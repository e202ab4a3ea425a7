"""Arabic in Latin letters is recognised by its signs and put into Arabic by the corpus's words."""

import json
from collections import Counter

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.analysis import normalise
from qa.understanding.arabizi import arabic_of, is_arabizi
from qa.understanding.transliteration import NameIndex
from support.paths import ROOT

SENTENCES = [
    json.loads(line) for line in (ROOT / "tests/data/arabizi.jsonl").read_text("utf-8").splitlines()
]
LATIN = ("en", "de", "fr", "es", "tr")


def vocabulary():
    counts = Counter()
    for path in sorted((ROOT / "seeds/ar").iterdir()):
        text = regex.sub(r"<[^>]*>|[\u064b-\u0652\u0640]", "", path.read_text(encoding="utf-8"))
        for passage in text.split("\n\n"):
            counts.update(set(regex.findall(r"[\p{L}\p{N}]+", passage)))
    return counts


VOCABULARY = vocabulary()
INDEX = NameIndex.of(VOCABULARY)


def converted(question):
    return arabic_of(question, VOCABULARY, INDEX)


@pytest.mark.parametrize(
    ("asked", "arabic"),
    [
        ("mata yantahi el insihab", "متى ينتهي الانسحاب"),
        ("meno ra2is el wuzara", "من رئيس الوزراء"),
        ("shgad 3adad el quwat", "كم عدد القوات"),
        ("wain ra7 tbqa el quwat", "أين ستبقى القوات"),
        ("shno mawqif el 7ukuma", "ما موقف الحكومة"),
        ("kam jundi bil 3iraq", "كم جندي بالعراق"),
    ],
)
def test_questions_are_put_into_arabic(asked, arabic):
    assert is_arabizi(asked)
    assert [normalise(word) for word in converted(asked).text.split()] == [
        normalise(word) for word in arabic.split()
    ]


@pytest.mark.parametrize(("held_out", "least"), [(False, 0.86), (True, 0.78)])
def test_most_words_are_right(held_out, least):
    right = total = 0
    for sentence in SENTENCES:
        if sentence["held_out"] == held_out:
            wanted, found = (
                Counter(normalise(word).replace("امريك", "اميرك") for word in text.split())
                for text in (sentence["arabic"], converted(sentence["arabizi"]).text)
            )
            right += sum((wanted & found).values())
            total += sum(wanted.values())
    assert right / total >= least


def test_nearly_all_such_questions_are_recognised():
    missed = [s["arabizi"] for s in SENTENCES if not is_arabizi(s["arabizi"])]
    assert len(missed) <= 3


@pytest.mark.parametrize(
    "question",
    [
        "When does the first phase end?", "What is CVE-2024-9999?", "mp3 or mp4?", "covid19",
        "Who won the 2nd g7 summit?", "el niño que mata", "¿Quién mata el tiempo?", "log4j bug",
        "Kam er wen besuchen?", "Wen sah er?", "Apa hal itu?", "Mata ya mtoto ni nini?",
        "Irak'ta kaç asker var?", "Li Iraqê çend leşker hene?", "Aina dajin falgore yake?",
        "Qui a signé l'accord ?", "Bushe kateya wa mupila Mata ateya mwi bumba nshi?", "", "?",
        "من هو Lloyd Austin؟", "متى ينتهي الانسحاب؟", "b2b", "i18n and k8s", "win32 api", "al gore",
        "rommel8 passw0rd5 x", "Was ist 3sat?",
    ],
)  # fmt: skip
def test_other_languages_are_never_arabizi(question):
    assert not is_arabizi(question)


def test_questions_on_the_seeds_in_other_languages_are_never_arabizi():
    asked = [
        json.loads(line)
        for line in (ROOT / "tests/data/seed_questions.jsonl").read_text("utf-8").splitlines()
    ]
    assert [q["question"] for q in asked if q["lang"] in LATIN and is_arabizi(q["question"])] == []


def test_what_the_corpus_lacks_is_spelled_out_and_named():
    conversion = converted("shno mawqif zzurbaniyya")
    assert conversion.unknown == ("zzurbaniyya",)
    assert not regex.search(r"\p{Latin}", conversion.text)


def test_latin_words_that_the_corpus_holds_stay():
    words = VOCABULARY | {"NATO": 3}
    assert arabic_of("shno mawqif NATO", words, NameIndex.of(words)).text == "ما موقف NATO"


@given(st.text(alphabet="abdehilmnqrstuwy23579 '؟", max_size=60))
def test_anything_typed_is_converted(question):
    conversion = converted(question)
    assert not regex.search(r"[A-Za-z]", conversion.text)


@given(st.text(max_size=60))
def test_any_text_is_judged(question):
    assert is_arabizi(question) in (True, False)
