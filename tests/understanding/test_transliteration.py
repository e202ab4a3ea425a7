"""Names are found across scripts; ordinary words seldom are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.analysis import normalise, words
from qa.understanding.transliteration import NameIndex, skeleton
from support.paths import ROOT

NAMES = [
    json.loads(line)
    for line in (ROOT / "tests/data/names_across_scripts.jsonl").read_text("utf-8").splitlines()
]


def text_of_seeds(*languages):
    return {
        word
        for language in languages
        for path in sorted((ROOT / "seeds" / language).iterdir())
        for word in words(path.read_text(encoding="utf-8"))
    }


ARABIC = text_of_seeds("ar")
ORDINARY = {
    word
    for path in sorted((ROOT / "seeds/en").iterdir())
    for word in path.read_text(encoding="utf-8").split()
}
LATIN = text_of_seeds("en", "fr", "de", "es", "tr")


@pytest.mark.parametrize(
    "spellings",
    [
        ["أونتيكوف", "Ontikov", "Онтиков"],
        ["أوستن", "Austin", "Остин", "אוסטין", "Όστιν"],
        ["السوداني", "al-Sudani", "el-Sudani"],
        ["سوداني", "Sudani", "Судани", "Soudani", "Σουντάνι"],
        ["بلينكن", "Blinken", "Блинкен"],
        ["نتنياهو", "Netanyahu"],
        ["خامنئي", "Khamenei", "Хаменеи", "Χαμενεΐ"],
        ["بزشكيان", "پزشکیان", "Pezeshkian", "Пезешкиан", "פזשכיאן"],
        ["تبليسي", "Tbilisi", "Тбилиси", "თბილისი", "Թբիլիսի"],
        ["دلهي", "Delhi", "दिल्ली"],
    ],
)
def test_one_name_has_nearly_one_skeleton_in_every_script(spellings):
    index = NameIndex.of(map(normalise, spellings))
    skeletons = {skeleton(spelling).removeprefix("L") for spelling in spellings}
    assert max(map(len, skeletons)) - min(map(len, skeletons)) <= 1
    assert len(skeletons) <= 2
    assert index.counts


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Ontikov", "اونتيكوف"), ("Онтиков", "اونتيكوف"), ("Austin", "اوستن"),
        ("al-Sudani", "السوداني"), ("Sudani", "السوداني"), ("Soleimani", "سليماني"),
        ("Biden", "بايدن"), ("Washington", "واشنطن"), ("Kurdistan", "كردستان"),
    ],
)  # fmt: skip
def test_names_of_the_seeds_are_found_in_arabic(asked, found):
    matched = NameIndex.of(ARABIC).matches(asked)
    assert {form.removeprefix("ال") for form in matched} & {found.removeprefix("ال")}


@pytest.mark.parametrize("asked", ["أوستن", "والسوداني", "وبايدن", "لواشنطن", "سليماني"])
def test_arabic_names_are_found_in_latin_letters(asked):
    found = NameIndex.of(LATIN).matches(asked)
    assert {"austin", "sudani", "biden", "washington", "soleimani", "suleimani"} & set(found)


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize(
    ("script", "least"), [("en", 0.74), ("ru", 0.7), ("el", 0.6), ("he", 0.59)]
)
def test_most_names_are_among_the_first_three(script, least, held_out):
    pairs = [name["forms"] for name in NAMES if name["held_out"] == held_out]
    pairs = [forms for forms in pairs if script in forms]
    arabic = NameIndex.of(ARABIC | {normalise(forms["ar"]) for forms in pairs})
    found = 0
    for forms in pairs:
        wanted = normalise(forms["ar"]).removeprefix("ال")
        found += wanted in {form.removeprefix("ال") for form in arabic.matches(forms[script])}
    assert found / len(pairs) >= least


def test_few_ordinary_words_are_taken_for_names():
    ordinary = text_of_seeds("en") & {
        word for word in ORDINARY if not word[0].isupper() and word.isalpha()
    }
    index = NameIndex.of(ARABIC)
    assert sum(bool(index.matches(word)) for word in ordinary) <= len(ordinary) * 0.1


def test_the_frequent_form_comes_first_and_the_limit_counts():
    index = NameIndex.of({"بلينكن": 1, "بلنكن": 9, "بلينكين": 5})
    assert index.matches("Blinken", limit=2) == index.matches("Blinken", limit=3)[:2]
    assert set(index.matches("Blinken")) <= set(index.counts)


@pytest.mark.parametrize("word", ["", "Ali", "علي", "---", "北京", "x" * 1000, "2024", "'"])
def test_short_unknown_and_endless_words_match_nothing(word):
    assert NameIndex.of(ARABIC).matches(word) == ()


@given(st.text(max_size=20))
def test_any_text_has_a_skeleton_of_known_classes(text):
    assert set(skeleton(text)) <= set("BFTDSJKHLRMN")


@given(st.lists(st.text(min_size=1, max_size=10), max_size=20), st.text(max_size=12))
def test_matches_are_words_of_the_index_in_another_script(forms, asked):
    index = NameIndex.of(forms)
    found = index.matches(asked)
    assert set(found) <= set(forms)
    assert asked not in found
