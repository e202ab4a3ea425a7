"""The best passage of each document, against numpy over all passages and against search."""

import numpy as np
import pytest

from qa import Citation, KnowledgeBase, QuestionError, Scope, ScopeError
from qa.answering.by_source import best_of_each
from qa.answering.encoded_question import QuestionGrams
from qa.answering.reranking import RERANKED_HITS
from qa.answering.retrieval import retrieve
from qa.corpus.sentences import sentence_spans
from qa.encoding.rounding import level_width
from qa.indexing.late_interaction import late_interaction_score
from qa.understanding.spelling import as_spelt
from support.fake_encoder import TOKEN, FakeEncoder, build
from support.sample_documents import write_seeds
from support.scoring_truth import (
    late_interaction_contributions,
    lexical_scores,
    question_grams,
    retriever_contributions,
)

QUESTIONS = [
    "When was the library founded?",
    "متى تنتهي المرحلة الأولى من الانسحاب؟",
    "图书馆什么时候开门？",
    "the harbour master of the garden",
    "zzzz qqqq",
]
THINGS = ["reading", "room", "loan", "fee", "member", "hour", "shelf", "garden", "harbour", "ship"]
SCOPES = [Scope(), Scope(languages=("en",)), Scope(documents=("long.txt", "ar/", "extra-7.txt"))]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Some fifty documents, one of which has more passages than a search compares."""
    work = tmp_path_factory.mktemp("sources")
    seeds = write_seeds(work / "seeds")
    for i in range(45):
        lines = [
            f"The {THINGS[(i + j) % 10]} of a {THINGS[(i * j + 3) % 10]} number {i * 6 + j} is old."
            for j in range(1 + i % 4)
        ]
        (seeds / f"extra-{i}.txt").write_text("\n\n".join(lines))
    about = [
        f"The harbour master of garden {i} keeps the ship and the library." for i in range(160)
    ]
    (seeds / "long.txt").write_text("\n\n".join(about))
    build(seeds, work / "index")
    return work / "index"


def allowed(passage, scope):
    paths = scope.documents
    in_documents = not paths or any(
        passage.document.path == path
        or (path[-1] == "/" and passage.document.path.startswith(path))
        for path in paths
    )
    return in_documents and (not scope.languages or passage.language in scope.languages)


def by_brute_force(generation, question, scope):
    """Path, passage and score of every document in scope, all rows scored one by one."""
    encoder = FakeEncoder()
    passages = [generation.passage(row) for row in range(len(generation))]
    read = as_spelt(question, generation.vocabulary)
    encoded = encoder.encode_question(read)
    width = level_width(len(encoded.vector))
    levels = [np.rint(generation.vectors(np.array([i]))[0] / width) for i in range(len(passages))]
    # Whole numbers, so that passages that are as near as each other are so to the last bit.
    cosines = np.array([np.float32(row @ (encoded.vector.astype(float) * width)) for row in levels])
    lexical = lexical_scores(generation, question_grams(read))
    known = QuestionGrams.of(question_grams(read), generation).known
    fused = sum(retriever_contributions(generation, cosines, lexical, known))
    rows = [row for row, passage in enumerate(passages) if allowed(passage, scope)]
    rows.sort(key=lambda row: (-fused[row], row))
    of_document = {}
    for row in rows:
        of_document.setdefault(passages[row].document.path, []).append(row)
    late = {
        row: late_interaction_score(encoded.tokens.similarities(generation.tokens(row)))
        for row in {
            *rows[:RERANKED_HITS],
            *(own[0] for own in [*of_document.values()][:RERANKED_HITS]),
        }
    }
    languages = {row: passages[row].language for row in rows}
    added = late_interaction_contributions(late, languages, rows[:RERANKED_HITS])
    score_of = {row: fused[row] + added.get(row, min(added.values())) for row in rows}
    best = [min(own, key=lambda row: (-score_of[row], row)) for own in of_document.values()]
    best.sort(key=lambda row: (-score_of[row], row))
    return [(passages[row], score_of[row], row in late) for row in best]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_document_gives_its_best_passage(generation, question, scope):
    expected = by_brute_force(generation, question, scope)
    hits = best_of_each(generation, FakeEncoder(), question, 1000, scope=scope).hits
    paths = {
        generation.passage(row).document.path
        for row in range(len(generation))
        if allowed(generation.passage(row), scope)
    }
    assert len(hits) == len({hit.passage.document.path for hit in hits}) == len(paths)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    np.testing.assert_allclose(
        [hit.score for hit in hits], [score for _, score, _ in expected], atol=1e-3
    )
    # Passages of nearly the same score may change places, so each document is looked up.
    by_path = {passage.document.path: (passage, score) for passage, score, _ in expected}
    compared = {passage.document.path for passage, _, close in expected if close}
    for hit in hits:
        passage, score = by_path[hit.passage.document.path]
        assert hit.score == pytest.approx(score, abs=1e-3)
        assert (hit.late_interaction is not None) == (hit.passage.document.path in compared)
        if hit.passage != passage:
            own = {p.passage_id: s for p, s in all_scores(generation, question, scope)}
            assert own[hit.passage.passage_id] == pytest.approx(score, abs=1e-3)
    for limit in (1, 3):
        few = best_of_each(generation, FakeEncoder(), question, limit, scope=scope).hits
        assert few == hits[:limit]


def all_scores(generation, question, scope):
    """The score of each passage that a search finds when everything is asked for."""
    hits = retrieve(generation, FakeEncoder(), question, len(generation), scope=scope).hits
    return [(hit.passage, hit.score) for hit in hits]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_documents_that_a_search_compares_stand_in_its_order(generation, question, scope):
    searched = retrieve(generation, FakeEncoder(), question, len(generation), scope=scope).hits
    first = {}
    for hit in searched:
        if hit.late_interaction is not None:
            first.setdefault(hit.passage.document.path, hit)
    given = best_of_each(generation, FakeEncoder(), question, 1000, scope=scope).hits
    found = [hit for hit in given if hit.passage.document.path in first]
    assert [hit.passage for hit in found] == [hit.passage for hit in first.values()]
    for hit in found:
        assert hit.score == pytest.approx(first[hit.passage.document.path].score, abs=1e-4)


def test_a_long_document_hides_no_other(generation):
    question = "the harbour master of the garden keeps the ship and the library"
    searched = retrieve(generation, FakeEncoder(), question, 20).hits
    assert {hit.passage.document.path for hit in searched} == {"long.txt"}
    hits = best_of_each(generation, FakeEncoder(), question, 1000).hits
    assert len(hits) == len(generation.documents())
    assert hits[0].passage == searched[0].passage
    assert sum(hit.late_interaction is not None for hit in hits) == RERANKED_HITS


def test_each_source_is_a_numbered_citation_with_a_sentence_marked(kb):
    question = "When was the library founded?"
    cited = kb.by_source(question, limit=1000)
    assert all(isinstance(citation, Citation) for citation in cited)
    assert [citation.number for citation in cited] == list(range(1, len(kb.documents()) + 1))
    words = TOKEN.findall(question.lower())
    for citation in cited:
        passage = citation.passage
        text = kb.document(passage.document.path).text
        assert text[passage.start : passage.end] == passage.text
        assert len(citation.marks) == (citation.hit.late_interaction is not None)
        for marked in citation.marked_texts:
            sentences = sentence_spans(passage.text)  # one is marked, or two in a row
            assert any(marked == passage.text[span.start :][: len(marked)] for span in sentences)
            assert any(passage.text[: span.end].endswith(marked) for span in sentences)
        for term in citation.terms:
            assert any(text[term.start : term.end].lower()[:4] in word for word in words)
    assert len(kb.by_source(question)) == 10


def test_the_same_text_in_two_documents_is_said_by_both(tmp_path):
    seeds = write_seeds(tmp_path / "seeds")
    (seeds / "copy.md").write_text((seeds / "en/library.md").read_text())
    with KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder()) as kb:
        found = kb.by_source("When was the library founded?", limit=2)
        assert {c.passage.document.path for c in found} == {"copy.md", "en/library.md"}


def test_what_cannot_be_asked_is_refused(kb):
    with pytest.raises(QuestionError):
        kb.by_source("؟")
    with pytest.raises(ScopeError):
        kb.by_source("library", scope=Scope(documents=("none.txt",)))
    with pytest.raises(ValueError, match="limit"):
        kb.by_source("library", limit=0)
    assert kb.by_source("图书馆", scope=Scope(("zh",), ("en/library.md",))) == []


def test_an_empty_index_has_no_source(tmp_path):
    (tmp_path / "seeds").mkdir()
    with KnowledgeBase.open(tmp_path / "seeds", tmp_path / "index", encoder=FakeEncoder()) as kb:
        assert kb.by_source("anything") == []
