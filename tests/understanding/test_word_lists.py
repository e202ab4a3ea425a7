"""Words kept as arrays are as common, and are spelt, as wordfreq's lists have it."""

import json
import os
import random
import subprocess
import sys

import pytest
import wordfreq
from hypothesis import given
from hypothesis import strategies as st

from qa.understanding import word_lists
from qa.understanding.lexicon import frequency, known, usual_spelling

CODES = sorted(word_lists.languages())
LETTERS = (
    "aábcçdeéèfgğhiıjkłmnoøprsșşțuüvwyzæßاأإآبتةثجحدرسشصطعغفقكلمنهوىيپچگکیאבגדהחםןабвгѓёіїαβγςσώ"
)


@pytest.fixture(autouse=True)
def folder(tmp_path_factory, monkeypatch):
    """A cache folder of these tests' own, the same for all."""
    path = tmp_path_factory.getbasetemp() / "words-cache"
    monkeypatch.setenv("SANAD_CACHE", str(path))
    return path / "words"


def read_anew(language):
    word_lists.word_lists.cache_clear()
    return word_lists.word_lists(language)


def test_the_languages_are_those_that_wordfreq_names():
    spaced = set(wordfreq.available_languages("small")) - {"zh", "ja", "ko"}
    assert known([*spaced, "zh", "xx"]) == spaced


@pytest.mark.parametrize("language", CODES)
def test_frequencies_are_those_of_wordfreq(language):
    draw, own = random.Random(language), frozenset({language})
    words = draw.sample(list(wordfreq.iter_wordlist(language)), 300)
    changed = [word[:-1] for word in words[:100]] + [word + word[:1] for word in words[:100]]
    other = draw.sample(list(wordfreq.iter_wordlist(draw.choice(CODES))), 100)
    for word in [*words, *changed, *other, *(word.upper() for word in words[:50])]:
        assert frequency(word, own) == wordfreq.zipf_frequency(word, language)


@given(st.text(LETTERS, min_size=1, max_size=9), st.sampled_from(["ar", "en", "fa", "tr", "ro"]))
def test_so_is_that_of_anything_typed(word, language):
    assert frequency(word, frozenset({language})) == wordfreq.zipf_frequency(word, language)


@pytest.mark.parametrize("language", ["ar", "de", "fa", "he", "ru"])
def test_spellings_are_the_most_common_of_a_form(language):
    expected = word_lists.usual_spellings(language)
    assert len(expected) > 1_000
    assert {form: usual_spelling(form, language) for form in expected} == expected
    assert usual_spelling("qqqqq", language) == ""


def test_the_second_time_wordfreq_is_not_imported(folder):
    program = (
        "import sys; from qa.understanding.lexicon import frequency, usual_spelling; "
        "print(frequency('كتاب', frozenset({'ar'})), usual_spelling('احمد', 'ar'), "
        "'wordfreq' in sys.modules)"
    )
    env = os.environ | {"SANAD_CACHE": str(folder.parent / "another"), "PYTHONIOENCODING": "utf-8"}
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert outputs[0] == [str(wordfreq.zipf_frequency("كتاب", "ar")), "أحمد", "True"]
    assert outputs[1] == [*outputs[0][:2], "False"]


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def of_another_list(folder):
    note = folder / "digests.json"
    known = json.loads(note.read_text())
    known["is-frequencies.npy"][1][0][1] += 1
    note.write_text(json.dumps(known))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: flip(folder / "is-frequencies.npy"),
        lambda folder: (folder / "is-spellings.npy").write_bytes(b""),
        lambda folder: (folder / "is-spellings.npy").unlink(),
        lambda folder: (folder / "digests.json").write_text("[1"),
        of_another_list,
    ],
)
def test_what_is_spoilt_is_made_anew(folder, spoil):
    before = read_anew("is")
    files = {path.name: path.read_bytes() for path in folder.glob("is-*.npy")}
    assert len(files) == 2
    spoil(folder)
    after = read_anew("is")
    for field in ("words", "centibels", "forms", "spellings"):
        assert (getattr(after, field) == getattr(before, field)).all()
    assert {path.name: path.read_bytes() for path in folder.glob("is-*.npy")} == files
    assert not list(folder.glob(".*"))


def test_where_nothing_can_be_kept_the_words_are_there_too(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SANAD_CACHE", str(tmp_path / "file"))
    assert read_anew("is").zipf("hestur") == wordfreq.zipf_frequency("hestur", "is") > 0
    read_anew("is")
