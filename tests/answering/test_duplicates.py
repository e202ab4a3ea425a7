"""The same text in several places is one hit with several places."""

import numpy as np
import pytest

from qa.answering.duplicates import LOOKED_BEYOND, SAME_TEXT, distinct
from qa.answering.retrieval import retrieve
from qa.cli.printing import hit_lines
from qa.corpus.analysis import gram_hashes
from qa.corpus.sketches import sketch_of
from qa.evaluation.outcomes import document_rankings
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.records import DocumentInfo, Passage
from support.fake_encoder import FakeEncoder, build
from support.gram_truth import slow_grams

PARAGRAPH = (
    "The reading room of the municipal library seats eighty people, and every visitor who holds a "
    "membership card may borrow as many as five books for two weeks at no charge."
)
ARABIC = (
    "تفتح المكتبة البلدية أبوابها للزائرين من الثامنة صباحا حتى العاشرة مساء، ويجوز لكل عضو أن "
    "يستعير خمسة كتب لمدة أسبوعين دون مقابل، وتمدد الإعارة مرة واحدة فقط."
)
ISO = (
    "The standard code of {0} is part of the standard which defines codes for the names of the "
    "principal subdivisions of all the countries coded in it; at present no codes are defined in "
    "the standard for it. Its two letter code is officially assigned and shown below in a table."
)


def passages(*texts):
    """A passage for each text, each in its own document."""
    infos = [DocumentInfo(f"{i}.txt", f"{i}", f"{i}", len(text)) for i, text in enumerate(texts)]
    return [Passage(info, 0, 0, len(text), text) for info, text in zip(infos, texts, strict=True)]


class Listed:
    """Passages in a list, and which of them were read."""

    def __init__(self, listed):
        self.listed, self.read, self.looked_at = listed, [], []

    def passage(self, row):
        self.read.append(row)
        return self.listed[row]

    def sketch(self, row):
        self.looked_at.append(row)
        return sketch_of(gram_hashes(self.listed[row].text))


def distinct_of(listed, wanted):
    return distinct(Listed(listed), np.arange(len(listed)), wanted)


def jaccard(first, second):
    one, other = set(slow_grams(first)), set(slow_grams(second))
    return len(one & other) / len(one | other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PARAGRAPH, PARAGRAPH),
        (PARAGRAPH, PARAGRAPH.upper()),
        (PARAGRAPH, PARAGRAPH.replace(", ", " – ").replace("municipal", "munici\u00adpal")),
        (PARAGRAPH, PARAGRAPH + " [1] [2]"),
        (PARAGRAPH, PARAGRAPH.replace("visitor", "visitors")),
        (ARABIC, ARABIC.replace("المكتبة", "المَكتبةُ").replace("أ", "ا").replace("مساء", "مســاء")),
        (ARABIC, ARABIC.replace("ويجوز", "و يجوز")),
    ],
)
def test_copies_are_one(first, second):
    assert jaccard(first, second) >= SAME_TEXT
    one, other = passages(first, second)
    for pair in ([one, other], [other, one]):
        (found,) = distinct_of(pair, 10)
        assert found.position == 0
        assert found.passage is pair[0]
        assert found.duplicates == (pair[1],)


@pytest.mark.parametrize(
    ("first", "second", "least"),
    [
        (PARAGRAPH, PARAGRAPH.replace("eighty people", "ninety people"), 0.8),
        (ISO.format("Ghana"), ISO.format("Kenya"), SAME_TEXT),
        (PARAGRAPH + " It was founded in 1998.", PARAGRAPH + " It was founded in 1989.", SAME_TEXT),
        (PARAGRAPH, PARAGRAPH + " A loan may be extended once by telephone or at the desk.", 0.7),
        (PARAGRAPH, ARABIC, 0.0),
        ("", "", 0.0),
    ],
)
def test_texts_that_say_different_things_stay_two(first, second, least):
    assert not first or jaccard(first, second) >= least
    assert len(distinct_of(passages(first, second), 10)) == 2


def test_only_as_many_as_wanted_are_returned_and_few_more_looked_at():
    texts = [f"{chr(97 + i) * 9} alone stands here" for i in range(26)]
    ranked = passages(texts[0], texts[1], texts[0], *texts[2:], texts[1])
    kept = Listed(ranked)
    found = distinct(kept, np.arange(len(ranked)), 3)
    assert [one.position for one in found] == [0, 1, 3]
    assert [one.duplicates for one in found] == [(ranked[2],), (), ()]
    assert kept.looked_at == list(range(4 + LOOKED_BEYOND))
    assert len(distinct_of(ranked, 100)) == 26
    assert distinct_of([], 5) == []


def test_what_is_surely_another_text_is_not_read():
    words = "seat book loan desk card week hall page"
    listed = passages(*(f"{word} {word[::-1]} {3 * word}" for word in words.split()))
    kept = Listed(listed)
    assert len(distinct(kept, np.arange(len(listed)), 3)) == 3
    assert kept.read == [0, 1, 2]


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    """One paragraph in 120 documents, so many that no retriever finds another at first."""
    folder = tmp_path_factory.mktemp("duplicates")
    (folder / "seeds").mkdir()
    for i in range(120):
        copy = PARAGRAPH.upper() if i % 2 else PARAGRAPH
        (folder / "seeds" / f"copy-{i:03}.md").write_text(f"# Guide\n\n{copy}\n")
    for i, name in enumerate(["Ghana", "Kenya", "Guinea", "Gabon", "Chad", "Mali", "Peru"]):
        (folder / "seeds" / f"other-{i}.txt").write_text(f"The capital of {name} is a large town.")
    build(folder / "seeds", folder / "index")
    return Generation.open(Layout(folder / "index"))


def test_a_hit_has_every_place_and_the_list_is_filled(generation):
    encoder, question = FakeEncoder(), "How many books may a visitor borrow?"
    hits = retrieve(generation, encoder, question, 5).hits
    assert encoder.asked == [question]  # once, however often more is looked at
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    shown = [passage for hit in hits for passage in (hit.passage, *hit.duplicates)]
    assert len({passage.passage_id for passage in shown}) == len(shown)
    for passage in shown:
        text = generation.split_document(passage.document.path).document.text
        assert text[passage.start : passage.end] == passage.text
    for hit in hits:
        assert all(hit.passage.text.lower() == other.text.lower() for other in hit.duplicates)
        assert all(other.place.line >= 1 for other in hit.duplicates)
    texts = [hit.passage.text.lower() for hit in hits]
    assert len(set(texts)) == len(texts)
    assert max(len(hit.duplicates) for hit in hits) >= 50


def test_a_ranking_counts_every_place_and_a_terminal_names_ten(generation):
    hit = max(
        retrieve(generation, FakeEncoder(), "Who may borrow books?", 5).hits,
        key=lambda hit: len(hit.duplicates),
    )
    ranking = document_rankings([hit])["fused"]
    assert len(ranking) == min(100, 1 + len(hit.duplicates))
    lines = list(hit_lines(hit))
    named = [line for line in lines if line.startswith("also in: ")]
    assert len(named) == 11
    assert named[0].startswith(f"also in: {hit.duplicates[0].document.path} › Guide")
    assert named[-1] == f"also in: … and {len(hit.duplicates) - 10:,} more"
