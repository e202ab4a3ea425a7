"""Passages are slices that cover their document, fit the encoder and stay in their section."""

import itertools
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.context import headings_at, passage_contexts, title_from_path
from qa.corpus.languages import DocumentLanguages
from qa.corpus.splitting import split_document
from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing.segment import SplitDocument
from qa.records import Document, Section
from qa.settings import SplitterSettings
from support.sample_documents import SEEDS


def count_words(texts):
    return [len(text.split()) + 2 for text in texts]


def count_letters(texts):
    """A tokenizer for which parts joined without a space take more than apart: it joins nothing."""
    return [len(text) + 2 for text in texts]


def count_pairs(texts):
    """Two letters a token: a single letter takes as much as two, and a space nothing."""
    return [sum(-(-len(word) // 2) for word in text.split()) + 3 for text in texts]


def document_of(text, sections=(), title=""):
    return Document("a.txt", title, "0" * 64, text, tuple(sections))


def check(document, count_tokens=count_words, max_tokens=64, passage_tokens=24, fits=True):
    """Split a document and hold the result to every promise; the spans."""
    wanted = SplitterSettings(passage_tokens)
    spans = list(split_document(document, count_tokens, max_tokens, wanted))
    text = document.text
    done = 0
    for span in spans:
        assert done <= span.start < span.end <= len(text)
        assert not text[done : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        done = span.end
    assert not text[done:].strip()
    if spans and fits:
        assert (
            max(count_tokens(SplitDocument(document, tuple(spans), NOT_TOLD).encoded_texts()))
            <= max_tokens
        )
    cuts = {section.start for section in document.sections if section.kind != "page"}
    labels = {s.start: s.label.strip() for s in document.sections if s.kind == "heading"}
    starts = sorted({0, *cuts, len(text)})
    bodies = {a: text[a:b].strip() for a, b in itertools.pairwise(starts)}
    for span in spans:
        for cut in cuts:
            if span.start < cut < span.end:
                # Crossed only out of headings that have no text of their own.
                crossed = [s for s in starts if span.start <= s < cut]
                assert all(bodies[s] == labels.get(s, "") for s in crossed)
    return spans


words = st.sampled_from(
    [
        "a",
        "the",
        "library",
        "مكتبة",
        "المرحلة",
        "图书馆成立于",
        "पुस्तकालय",
        "ห้องสมุดเปิด",
        "e\u0301\u0323",
        "👩‍👧",
        "x" * 70,
    ]
)
breaks = st.sampled_from(
    [" ", "  ", ". ", "؟ ", "。", "\n", "\n\n", "\n \n\n", "؛ ", ", ", "... ", "\t", "\u00a0"]
)
texts = st.lists(st.tuples(words, breaks), max_size=120).map(
    lambda parts: "".join(itertools.chain.from_iterable(parts))
)


@st.composite
def documents(draw):
    """A document of headings and rows, some without text of their own."""
    text, sections = draw(st.sampled_from(["", "intro words\n"])), []
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(["heading", "row", "page"]))
        label = draw(st.sampled_from(["Part", "الباب الأول", "7"]))
        level = draw(st.integers(1, 3)) if kind == "heading" else 0
        sections.append(Section(len(text), kind, label, level))
        text += (label + "\n\n" if kind == "heading" else "") + draw(texts)
    return document_of(text, sections, draw(st.sampled_from(["", "Report", "تقرير سنوي"])))


@settings(max_examples=150, deadline=None)
@given(
    document=documents(),
    count_tokens=st.sampled_from([count_words, count_letters, count_pairs]),
    passage_tokens=st.integers(1, 60),
)
def test_any_document_is_covered_by_passages_that_fit(document, count_tokens, passage_tokens):
    check(document, count_tokens, max_tokens=140, passage_tokens=passage_tokens)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), max_tokens=st.integers(12, 40))
def test_any_text_is_covered(text, max_tokens):
    check(document_of(text), count_letters, max_tokens, passage_tokens=1000)


@pytest.mark.parametrize("max_tokens", [1, 3, 9])
def test_an_encoder_that_sees_next_to_nothing_still_gets_slices(max_tokens):
    check(document_of("One two three. Four five.\n\nSix"), max_tokens=max_tokens, fits=False)


NOT_TOLD = DocumentLanguages("und", ())
HOSTILE = {
    "one word": "x" * 50_000,
    "spaces": "a" + " " * 50_000 + "b",
    "lines": "\n" * 50_000,
    "words and lines": "word\n\n\n" * 10_000,
    "repeats": "the same words again and again. " * 3_000,
    "marks": "e\u0301\u0327" * 17_000,
    "marks alone": "\u064b" * 20_000,
    "dots": "." * 50_000 + "x",
    "chinese": "图书馆成立于一九九八年" * 5_000,
    "families": "👩‍👩‍👧‍👦" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("count_tokens", [count_words, count_letters, count_pairs])
def test_hostile_text_is_covered_without_quadratic_time(name, count_tokens):
    document = document_of(HOSTILE[name])
    spans = check(document, count_tokens, max_tokens=512, passage_tokens=192)
    assert len(spans) < len(document.text) / 50


def test_many_rows_and_headings_take_no_quadratic_time():
    text, sections = "", []
    parts = []
    position = 0
    for number in range(30_000):
        kind = "heading" if number % 100 == 0 else "row"
        sections.append(Section(position, kind, f"part {number}", 1 if kind == "heading" else 0))
        parts.append(f"part {number}\nvalue {number * 7}\n\n")
        position += len(parts[-1])
    text = "".join(parts)
    document = document_of(text, sections)
    spans = list(split_document(document, count_words, 64, SplitterSettings(24)))
    assert len(spans) == 30_000
    texts = SplitDocument(document_of(text, sections), tuple(spans), NOT_TOLD).encoded_texts()
    assert texts[150] == f"part 100\n{parts[150].strip()}"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("miracl-ar-10036%238.txt", ""),
        ("a0017-p03.txt", ""),
        ("annual-report-2024.txt", "annual report 2024"),
    ],
)
def test_a_file_name_with_an_identifier_in_it_is_no_title(path, said):
    document = Document(path, title_from_path(path), "", "text", ())
    assert list(passage_contexts(document, [0])) == [said]


def test_contexts_in_one_pass_are_those_of_each_offset():
    sections = [
        Section(0, "heading", "One", 1),
        Section(10, "heading", "Two", 2),
        Section(15, "row", "5"),
        Section(20, "heading", "Three", 3),
        Section(30, "heading", "Four", 2),
        Section(40, "heading", "Five", 1),
    ]
    document = document_of("x" * 60, sections, "Title")
    starts = [0, 5, 10, 12, 19, 20, 20, 35, 40, 59]
    expected = [" › ".join(["Title", *headings_at(sections, start)]) for start in starts]
    assert list(passage_contexts(document, starts)) == expected
    assert expected[5] == "Title › One › Two › Three"
    assert expected[7] == "Title › One › Four"


def test_a_heading_alone_goes_with_what_follows_it():
    text = "Part\n\nChapter\n\nSome words.\n\nLast"
    sections = [
        Section(0, "heading", "Part", 1),
        Section(6, "heading", "Chapter", 2),
        Section(text.index("Last"), "heading", "Last", 1),
    ]
    spans = check(document_of(text, sections))
    assert [text[s.start : s.end] for s in spans] == ["Part\n\nChapter\n\nSome words.", "Last"]


def test_passages_end_where_sentences_do():
    text = " ".join(f"Sentence number {i} has exactly eight words here." for i in range(30))
    spans = check(document_of(text), passage_tokens=26)
    assert len(spans) > 5
    assert all(text[span.start : span.end].endswith("here.") for span in spans)
    lengths = [len(text[span.start : span.end].split()) for span in spans]
    assert max(lengths) <= 24
    assert min(lengths) >= max(lengths) - 8  # of about equal size


def test_passages_of_wrapped_text_end_where_sentences_do():
    lines = textwrap.wrap(
        " ".join(f"On Jan. 5 Dr. Salem read number {i}, which is a long text." for i in range(40)),
        50,
    )
    text = "\n".join(lines)
    spans = check(document_of(text), passage_tokens=30)
    assert len(spans) > 10
    assert all(text[span.start : span.end].split()[-2:] == ["long", "text."] for span in spans)


@pytest.mark.model
def test_with_the_real_tokenizer_in_many_languages():
    encoder = OpenVinoEncoder()
    for text in SEEDS.values():
        for repeated in (text, text * 30, text.replace(" ", "") * 30, text.replace("\n", "  ") * 9):
            document = document_of(repeated, title="A title of some length, as titles go")
            for passage_tokens in (40, 192, 512):
                check(document, encoder.count_tokens, encoder.max_tokens, passage_tokens)
            check(document, encoder.count_tokens, 48, 192)
    for text in HOSTILE.values():
        check(document_of(text[:20_000]), encoder.count_tokens, encoder.max_tokens, 192)
