"""What reading does to a retrieval: order, marks, evidence; and what the real reader refuses."""

from dataclasses import replace

import numpy as np
import pytest

from qa import KnowledgeBase
from qa.answering.composing import _read
from qa.answering.confidence import gather_evidence, shipped_model
from qa.answering.highlight import mark_answers
from qa.answering.quotations import put_first
from qa.answering.reading import READ_HITS, SURE_ANSWERS, read_hits
from qa.answering.retrieval import retrieve
from qa.corpus.sentences import sentence_spans
from qa.indexing.building import build_index
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.reader.reader import Reading
from qa.records import Span
from qa.understanding.understand import Understood
from support.fake_encoder import FakeEncoder
from support.paths import ROOT

TEXTS = {
    f"{number:02}.txt": f"Report {number}\n\nThe {word} gate opens early. It was built by "
    f"{word.title()} Stone. Nobody counts the visitors of the {word} gate."
    for number, word in enumerate(
        ("north", "south", "east", "west", "upper", "lower", "inner", "outer", "old", "new")
    )
}
QUESTION = "Who built the north gate?"


class Oracle:
    """A reader that says of each passage what it is told to, and remembers what it was given."""

    def __init__(self, answers):
        self.answers = answers
        self.given = [None, []]

    def read(self, question, passages):
        self.given = [question, [*self.given[1], *passages]]
        return [self.reading(passage.text) for passage in passages]

    def reading(self, text):
        sentences = sentence_spans(text)
        answer = text.index("built by ") + len("built by ")
        span = Span(answer, text.index(".", answer))
        held = [s.start <= span.start < s.end for s in sentences]
        return Reading(
            answers=next((log for word, log in self.answers.items() if word in text), -4.0),
            span=span,
            sentences=tuple(sentences),
            evidence=tuple(0.9 if one else 0.1 for one in held),
            spans=tuple(-0.1 if one else -9.0 for one in held),
        )


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gates")
    (folder / "seeds").mkdir()
    for name, text in TEXTS.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    build_index(folder / "seeds", folder / "index", FakeEncoder())
    return Generation.open(Layout(folder / "index"))


@pytest.mark.parametrize("loved", ["north", "south", "west", "old"])
def test_scores_fall_and_are_the_sum_of_what_each_stage_adds(generation, loved):
    before = retrieve(generation, FakeEncoder(), QUESTION, 10)
    reader = Oracle({loved: 6.0})
    after = read_hits(generation, reader, before, whole=True)
    scores = [hit.score for hit in after.hits]
    assert scores == sorted(scores, reverse=True)
    assert [hit.rank for hit in after.hits] == list(range(1, len(scores) + 1))
    assert {h.passage.passage_id for h in after.hits} == {h.passage.passage_id for h in before.hits}
    for hit, parts in zip(after.hits, after.contributions, strict=True):
        total = parts.dense + parts.lexical + parts.late_interaction + parts.reader
        assert hit.score == pytest.approx(total, abs=1e-9)
    read = {hit.passage.passage_id for hit in before.hits[:READ_HITS]}
    assert {hit.passage.passage_id for hit in after.hits[:READ_HITS]} == read
    assert len(after.readings) == READ_HITS


def test_where_the_first_surely_answers_no_other_is_read(generation):
    before = retrieve(generation, FakeEncoder(), QUESTION, 10)
    assert " north " in before.hits[0].passage.text
    for answers, n_read in ((SURE_ANSWERS, 1), (SURE_ANSWERS - 0.01, READ_HITS)):
        reader = Oracle({" north ": answers})
        after = read_hits(generation, reader, before)
        assert len(reader.given[1]) == len(after.readings) == n_read
        assert [hit.passage for hit in after.hits[:1]] == [before.hits[0].passage]
    sure = read_hits(generation, Oracle({" north ": SURE_ANSWERS}), before)
    assert sure.hits == before.hits
    assert [one.reader for one in sure.contributions] == [0.0] * len(before.hits)


def test_a_hit_that_names_who_is_asked_about_is_read_too(generation):
    for question, n_read in (("Who is North Stone?", READ_HITS), (QUESTION, 1)):
        found = retrieve(generation, FakeEncoder(), question, 10)
        north = next(i for i, hit in enumerate(found.hits) if " north " in hit.passage.text)
        found = put_first(put_first(found, north), 1)  # another is first, which is taken as sure
        falling = [replace(hit, score=-hit.rank) for hit in found.hits]
        found = replace(found, hits=tuple(falling))
        word = found.hits[0].passage.text.split()[3]
        reader = Oracle({f" {word} ": SURE_ANSWERS})
        after = _read(generation, reader, Understood(question, question, question), found)
        assert len(after.readings) == n_read


def test_what_stands_above_a_passage_is_read_with_it(generation):
    reader = Oracle({})
    read_hits(generation, reader, retrieve(generation, FakeEncoder(), QUESTION, 10))
    question, passages = reader.given
    assert question == QUESTION
    assert len(passages) == READ_HITS
    assert all(passage.title.startswith("Report ") for passage in passages)


def test_readings_matches_and_hits_stay_together(generation):
    before = retrieve(generation, FakeEncoder(), QUESTION, 10)
    last = before.hits[READ_HITS - 1].passage
    word = last.text.split()[3]
    after = read_hits(generation, Oracle({f" {word} ": 50.0}), before)
    matches = dict(zip([h.passage.passage_id for h in before.hits], before.matches, strict=False))
    for hit, match in zip(after.hits, after.matches, strict=False):
        np.testing.assert_array_equal(
            match.similarities, matches[hit.passage.passage_id].similarities
        )
    for hit, reading in zip(after.hits, after.readings, strict=False):
        assert reading.sentences == tuple(sentence_spans(hit.passage.text))


def test_the_sentence_with_the_answer_is_marked(generation):
    found = read_hits(generation, Oracle({}), retrieve(generation, FakeEncoder(), QUESTION, 10))
    marks = mark_answers(found.hits, found.matches, found.grams, readings=found.readings)
    for hit, (mark,) in list(zip(found.hits, marks, strict=True))[:READ_HITS]:
        start = hit.passage.start
        assert "built by" in hit.passage.text[mark.start - start : mark.end - start]


def test_the_reader_is_evidence_beside_what_is_found(generation):
    before = retrieve(generation, FakeEncoder(), QUESTION, 10)
    unread = gather_evidence(generation, FakeEncoder(), before)
    found = shipped_model(FakeEncoder().fingerprint).log_odds(unread)
    for answers in (3.0, -1.0):
        after = read_hits(generation, Oracle({" gate": answers}), before)
        evidence = gather_evidence(generation, FakeEncoder(), after)
        assert (evidence.answers, evidence.sentence) == (answers, 0.9)
        assert evidence.found == pytest.approx(found)
        assert evidence.both == min(evidence.found, answers)


def test_nothing_found_is_nothing_read(generation):
    empty = retrieve(generation, FakeEncoder(), QUESTION, 10)
    nothing = type(empty)(empty.encoded)
    assert read_hits(generation, Oracle({}), nothing) is nothing


@pytest.fixture(scope="module")
def seeds_kb(tmp_path_factory):
    with KnowledgeBase.open(ROOT / "seeds", tmp_path_factory.mktemp("index")) as kb:
        yield kb


@pytest.mark.model
def test_the_answer_itself_is_in_the_mark_and_in_the_document(seeds_kb):
    question = "كم جندياً أميركياً ما زال في العراق؟"
    (first, *_) = seeds_kb.by_source(question, reader=True)
    assert "2500" in first.answer_text
    document = seeds_kb.document(first.passage.document.path)
    assert document.text[first.answer_span.start : first.answer_span.end] == first.answer_text
    (mark,) = first.marks
    assert mark.start <= first.answer_span.start < first.answer_span.end <= mark.end
    assert first.answer_text in first.marked_texts[0]


@pytest.mark.model
def test_every_way_of_asking_can_have_the_passages_read(seeds_kb):
    question = "كم جندياً أميركياً ما زال في العراق؟"
    without = seeds_kb.ask(question, explain=True, reader=False)
    assert [s.stage for s in without.citations[0].explanation.stages][-1] == "late_interaction"
    assert all(citation.answer_span is None for citation in without.citations)
    told = seeds_kb.ask(question, explain=True).citations[0]
    stages = told.explanation.stages
    assert stages[-1].stage == "reader"
    assert sum(stage.contribution for stage in stages) == pytest.approx(told.hit.score, abs=1e-9)
    assert any(c.answer_span for c in seeds_kb.by_source(question))
    assert not any(c.answer_span for c in seeds_kb.by_source(question, reader=False))
    plain, read = seeds_kb.search(question), seeds_kb.search(question, reader=True)
    assert {hit.passage.passage_id for hit in plain} == {hit.passage.passage_id for hit in read}
