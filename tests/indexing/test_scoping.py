"""A scope: each retriever against ranking all and keeping the scope; what is not known."""

import datetime
import os

import numpy as np
import pytest

from qa.answering.retrieval import retrieve
from qa.errors import QAError, ScopeError
from qa.indexing.scoping import rows_in_scope
from qa.knowledge_base import KnowledgeBase
from qa.records import EVERYTHING, AnswerState, Scope
from support.fake_encoder import FakeEncoder, build
from support.sample_documents import write_seeds

QUESTIONS = ["When was the library founded?", "متى تنتهي المرحلة الأولى؟", "1998", "zzzz"]
SCOPES = [
    Scope(languages=("en",)),
    Scope(languages=("ar", "zh")),
    Scope(documents=("fr/guide.txt",)),
    Scope(documents=("notes/",)),
    Scope(documents=("notes/", "en/library.md")),
    Scope(("en",), ("notes/", "fr/guide.txt")),
    Scope(since="2024"),
    Scope(until="2023-12"),
    Scope(("en",), ("notes/",), since="2020-01-03", until="2020-01-06"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Some 60 passages in six languages, in segments of at most eight."""
    work = tmp_path_factory.mktemp("scoping")
    seeds = write_seeds(work / "seeds")
    (seeds / "notes").mkdir()
    for i in range(12):
        lines = [f"Reading room {i * j} of the library was founded in {1990 + j}." for j in (1, 2)]
        lines.append(f"تأسست قاعة القراءة رقم {i} في المكتبة العامة عام {1990 + i}.")
        (seeds / f"notes/{i}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    for day, file in enumerate(sorted(seeds.rglob("*.txt")), 1):
        changed = datetime.datetime(2020, 1, day, 12, tzinfo=datetime.UTC).timestamp()
        os.utime(file, (changed, changed))
    (seeds / "notes/empty.txt").write_text("\n", encoding="utf-8")
    build(seeds, work / "index")
    return work / "index"


def is_in(passage, scope):
    path = passage.document.path
    return (
        (not scope.languages or passage.language in scope.languages)
        and (
            not scope.documents
            or any(path == d or (d[-1] == "/" and path.startswith(d)) for d in scope.documents)
        )
        and is_in_period(passage.document.date, scope)
    )


def is_in_period(date, scope):
    day = datetime.date.fromisoformat(date)
    since = datetime.date.fromisoformat(f"{scope.since or '1000'}-01-01"[:10])
    last = {4: "-12-31", 7: "-31", 10: ""}[len(scope.until or "9999")]
    return since <= day <= datetime.date.fromisoformat((scope.until or "9999") + last)


@pytest.mark.parametrize("scope", SCOPES)
def test_the_rows_of_a_scope_are_those_of_its_passages(generation, scope):
    passages = [generation.passage(row) for row in range(len(generation))]
    expected = [is_in(passage, scope) for passage in passages]
    assert 0 < sum(expected) < len(expected)
    assert rows_in_scope(generation, scope).tolist() == expected
    assert rows_in_scope(generation, EVERYTHING) is None


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_each_leg_ranks_as_if_the_rest_were_not_there(generation, scope, question):
    """Rank all, keep the scope: the same order, however deep the scope's passages stood."""
    encoder, n = FakeEncoder(), len(generation)
    vector = encoder.encode_question(question).vector
    mask = rows_in_scope(generation, scope)
    everything, cosines = generation.nearest(vector, n)
    kept = mask[everything]
    for top_k in (1, 3, n):
        rows, scores = generation.nearest(vector, top_k, mask)
        np.testing.assert_array_equal(rows, everything[kept][:top_k])
        np.testing.assert_array_equal(scores, cosines[kept][:top_k])

    unscoped = retrieve(generation, encoder, question, n).hits
    scoped = retrieve(generation, encoder, question, n, scope=scope).hits
    expected = [hit for hit in unscoped if is_in(hit.passage, scope)]
    assert {hit.passage for hit in scoped} == {hit.passage for hit in expected}
    for retriever in ("dense", "lexical"):
        found = {hit.passage.passage_id: getattr(hit, retriever) for hit in scoped}
        assert found == pytest.approx(
            {hit.passage.passage_id: getattr(hit, retriever) for hit in expected}, abs=1e-6
        )
    assert [hit.rank for hit in scoped] == list(range(1, len(scoped) + 1))


def test_a_scope_finds_what_a_global_cut_would_have_lost(kb):
    question = "Reading room of the library"
    best = kb.search(question, top_k=3)
    assert all(hit.passage.language == "en" for hit in best)
    arabic = kb.search(question, top_k=3, scope=Scope(languages=("ar",)))
    assert [hit.passage.language for hit in arabic] == ["ar"] * 3
    answer = kb.ask(question, scope=Scope(documents=("fr/",)))
    assert {c.passage.document.path for c in answer.citations} == {"fr/guide.txt"}


def test_a_language_and_a_document_that_do_not_meet_hold_nothing(kb):
    nowhere = Scope(("zh",), ("en/library.md",))
    assert kb.search("图书馆", scope=nowhere) == []
    answer = kb.ask("图书馆", scope=nowhere)
    assert (answer.state, answer.confidence) == (AnswerState.NOT_FOUND, 0.0)
    assert answer.citations == ()


@pytest.mark.parametrize("wanted", ["EN", "klingon", "", "\udcff"])
def test_an_unknown_language_names_those_known(kb, wanted):
    with pytest.raises(ScopeError, match=r"'ar', 'en', 'fr', 'hi', 'th', 'zh'\.$") as caught:
        kb.search("library", scope=Scope(languages=("en", wanted)))
    assert caught.value.wanted == wanted
    assert isinstance(caught.value, QAError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("wanted", ["none.txt", "notes", "notes//", "/", "../notes/", ""])
def test_an_unknown_document_names_some_of_those_known(kb, wanted):
    with pytest.raises(ScopeError, match=r"'ar/انسحاب.md', .* and \d+ more\.$") as caught:
        kb.ask("library", scope=Scope(documents=(wanted,)))
    assert len(caught.value.known) == len(kb.documents())
    assert "'/' at its end" in str(caught.value)


def test_documents_that_state_no_date_are_named_when_one_is_asked_for(kb):
    answer = kb.ask("library", scope=Scope(("en",), ("notes/",), since="2020-01-03"))
    dated = {d.path: d for d in kb.documents() if d.path in answer.undated}
    assert dated
    assert all(d.dated_by_file and d.path.startswith("notes/") for d in dated.values())
    assert kb.ask("library").undated == ()


@pytest.mark.parametrize("wanted", ["yesterday", "2024-13", "20", "\udcff"])
def test_what_is_no_date_is_told(kb, wanted):
    for scope in (Scope(since=wanted), Scope(until=wanted)):
        with pytest.raises(ScopeError, match="is no date") as caught:
            kb.ask("library", scope=scope)
        assert caught.value.wanted == wanted


def test_a_period_without_a_document_holds_nothing(kb):
    assert kb.search("library", scope=Scope(until="1990")) == []


def test_an_empty_index_has_no_language_to_miss(tmp_path):
    (tmp_path / "seeds").mkdir()
    build(tmp_path / "seeds", tmp_path / "index")
    with KnowledgeBase.open(None, tmp_path / "index", encoder=FakeEncoder()) as kb:
        assert kb.ask("library", scope=Scope(("en",))).state is AnswerState.NO_DOCUMENTS


def test_the_files_without_a_passage_are_known_without_a_build(kb):
    (problem,) = kb.problems()
    assert (problem.path, problem.kind) == ("notes/empty.txt", "empty")
