"""The words of an index are those of its passages, and survive any change of the documents."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.indexing.files import FileReader
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.indexing.vocabulary import SegmentWords, Vocabulary, count_words, save_words, word_form
from support.fake_encoder import FakeEncoder, build

WORDS = st.text(st.sampled_from("abcéÉعأاةه يـ\u0301\u064b،.-7"), max_size=40)


def test_the_words_are_those_of_the_passages(seeds, tmp_path):
    build(seeds, tmp_path / "index", FakeEncoder())
    generation = Generation.open(Layout(tmp_path / "index"))
    words = generation.vocabulary
    counted = Counter()
    for row in range(len(generation)):
        passage = generation.passage(row)
        split = generation.split_document(passage.document.path)
        text = split.encoded_texts()[passage.ordinal]
        counted.update({w.lower() for w in re.findall(r"\w+", text) if w.isascii() and w.isalpha()})
    for word, count in counted.items():
        assert words.counts[word] >= count, word
        assert words.spellings[word].lower() == word


@settings(deadline=None)
@given(passages=st.lists(WORDS, max_size=6))
def test_segments_together_have_the_words_of_all(passages, tmp_path_factory):
    folders = [tmp_path_factory.mktemp("words") for _ in range(3)]
    save_words(count_words(passages, ["ar"] * len(passages)), folders[0])
    save_words(count_words(passages[:2], ["ar"] * len(passages[:2])), folders[1])
    save_words(count_words(passages[2:], ["ar"] * len(passages[2:])), folders[2])
    whole = Vocabulary.of([SegmentWords(FileReader(folders[0]))])
    parted = Vocabulary.of([SegmentWords(FileReader(folder)) for folder in folders[1:]])
    assert whole.counts == parted.counts
    assert whole.spellings == parted.spellings
    assert whole.forms == tuple(sorted(whole.counts))
    assert all(whole.forms)


def test_a_refresh_leaves_the_words_of_a_scratch_build(seeds, tmp_path):
    build(seeds, tmp_path / "index", FakeEncoder())
    (seeds / "new.txt").write_text("A zeppelin landed in Halabja.", encoding="utf-8")
    build(seeds, tmp_path / "index", FakeEncoder())
    build(seeds, tmp_path / "scratch", FakeEncoder())
    refreshed, scratch = (
        Generation.open(Layout(tmp_path / name)).vocabulary for name in ("index", "scratch")
    )
    assert refreshed.spellings["zeppelin"] == "zeppelin"
    assert (refreshed.counts, refreshed.spellings) == (scratch.counts, scratch.spellings)


def test_a_form_is_what_people_take_for_the_same():
    same = [("Élysée", "elysee"), ("إلى", "الي"), ("مُدُن", "مدن"), ("ŁÓDŹ", "lodz")]
    same += [("الأشياء", "الاشيا"), ("Irak", "IRAK"), ("ışık", "isik"), ("۱۲", "12")]
    for one, other in same:
        assert word_form(one) == word_form(other), (one, other)
    assert word_form("бой") != word_form("бои")
