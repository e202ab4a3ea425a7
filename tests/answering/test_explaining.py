"""Why a passage was found, against numpy over all passages and the texts themselves."""

import re
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import AnswerState, Explanation, KnowledgeBase, Scope
from qa.answering.encoded_question import QuestionGrams
from qa.answering.explaining import token_spans
from qa.answering.retrieval import retrieve
from qa.cli.printing import answer_lines
from qa.corpus.analysis import normalise
from qa.encoding.encoder import OpenVinoEncoder
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
    "the number of the garden",
]
THINGS = ["reading", "room", "loan", "fee", "member", "hour", "shelf", "garden", "harbour", "ship"]
SCOPES = [Scope(), Scope(languages=("en",))]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    work = tmp_path_factory.mktemp("explaining")
    seeds = write_seeds(work / "seeds")
    for i in range(30):
        lines = [
            f"The {THINGS[(i + j) % 10]} of a {THINGS[(i * j + 3) % 10]} number {i * 7 + j} is old."
            for j in range(3)
        ]
        (seeds / f"extra-{i}.txt").write_text("\n\n".join(lines))
    build(seeds, work / "index")
    return work / "index"


def encoded_texts(generation):
    """What was encoded of each passage, by its identifier."""
    return {
        f"{info.path}#{ordinal}": text
        for info in generation.documents()
        for ordinal, text in enumerate(generation.split_document(info.path).encoded_texts())
    }


def test_nothing_is_explained_that_is_not_asked_for(kb):
    answer = kb.ask(QUESTIONS[0])
    assert {citation.explanation for citation in answer.citations} == {None}
    explained = kb.ask(QUESTIONS[0], explain=True)
    assert all(isinstance(c.explanation, Explanation) for c in explained.citations)
    for plain, told in zip(answer.citations, explained.citations, strict=True):
        assert (plain.hit, plain.marks, plain.terms) == (told.hit, told.marks, told.terms)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_each_stage_tells_its_rank_and_what_it_adds(kb, generation, question, scope):
    encoder = FakeEncoder()
    read = as_spelt(question, generation.vocabulary)
    encoded = encoder.encode_question(read)
    texts = encoded_texts(generation)
    passages = [generation.passage(row) for row in range(len(generation))]
    vectors = generation.vectors(np.arange(len(passages)))
    for passage, vector in zip(passages, vectors, strict=True):  # what is kept of them, rounded
        np.testing.assert_allclose(vector, encoder.vector(texts[passage.passage_id]), atol=1 / 250)
    cosines = vectors @ encoded.vector
    lexical = lexical_scores(generation, question_grams(read))
    known = QuestionGrams.of(question_grams(read), generation).known
    dense_part, lexical_part = retriever_contributions(generation, cosines, lexical, known)
    allowed = [i for i, p in enumerate(passages) if not scope.languages or p.language == "en"]
    close = sorted(allowed, key=lambda i: -(dense_part + lexical_part)[i])[:30]
    late = np.array(
        [late_interaction_score(encoded.tokens.similarities(generation.tokens(i))) for i in close]
    )
    languages = {i: passages[i].language for i in close}
    added = late_interaction_contributions(
        dict(zip(close, late.tolist(), strict=True)), languages, close
    )
    answer = kb.ask(question, top_k=200, scope=scope, explain=True)
    assert len(answer.citations) > 3
    for citation in answer.citations:
        hit, (dense, words, tokens) = citation.hit, citation.explanation.stages
        row = passages.index(hit.passage)
        assert [stage.stage for stage in (dense, words, tokens)] == [
            "dense",
            "lexical",
            "late_interaction",
        ]
        assert (dense.score, words.score, tokens.score) == (
            hit.dense,
            hit.lexical,
            hit.late_interaction,
        )
        for share, scores in ((dense, cosines[allowed]), (words, lexical[allowed])):
            if share is words and share.score == 0:
                assert share.rank is None
                continue
            # Scores that differ in the last bit only may be told as the same or not.
            better = int((scores > share.score + 1e-6).sum())
            assert 1 + better <= share.rank <= 1 + int((scores > share.score - 1e-6).sum())
        assert dense.contribution == pytest.approx(dense_part[row], abs=1e-4)
        assert words.contribution == pytest.approx(lexical_part[row], abs=1e-4)
        shares = (dense, words, tokens)
        assert sum(share.contribution for share in shares) == pytest.approx(hit.score, abs=1e-9)
        if hit.late_interaction is None:
            assert tokens.rank is None
            assert citation.explanation.tokens == ()
            assert tokens.contribution == pytest.approx(min(added.values()), abs=1e-3)
        else:
            better = int((late > hit.late_interaction + 1e-6).sum())
            assert 1 + better <= tokens.rank <= 1 + int((late > hit.late_interaction - 1e-6).sum())
            assert tokens.contribution == pytest.approx(added[row], abs=1e-3)
    if not scope.languages:
        assert any(c.hit.late_interaction is None for c in answer.citations)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_token_of_the_question_is_paired_with_its_nearest(kb, generation, question):
    encoder, texts = FakeEncoder(), encoded_texts(generation)
    answer = kb.ask(question, top_k=20, explain=True)
    asked = TOKEN.findall(as_spelt(question, generation.vocabulary))
    above = inside = 0
    for citation in answer.citations:
        passage, pairs = citation.passage, citation.explanation.tokens
        document = kb.document(passage.document.path).text
        assert [pair.asked for pair in pairs] == asked
        own = TOKEN.findall(texts[passage.passage_id])
        for pair in pairs:
            assert pair.found in own
            cosines = [float(encoder.vector(pair.asked) @ encoder.vector(word)) for word in own]
            # Two bits a component: the nearest by what is kept is nearly the nearest.
            assert pair.cosine == pytest.approx(max(cosines), abs=0.25)
            mine = float(encoder.vector(pair.asked) @ encoder.vector(pair.found))
            assert mine == pytest.approx(pair.cosine, abs=0.25)
            if pair.start is None:
                assert pair.end is None
                assert pair.found in texts[passage.passage_id].partition("\n")[0]
                above += 1
            else:
                assert passage.start <= pair.start < pair.end <= passage.end
                assert document[pair.start : pair.end] == pair.found
                inside += 1
        mean = np.mean([pair.cosine for pair in pairs])
        assert mean == pytest.approx(citation.hit.late_interaction, abs=1e-5)
    assert inside
    assert above or question == QUESTIONS[-1]  # its passages have no heading


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_matched_word_stands_in_question_and_document(kb, generation, question):
    answer = kb.ask(question, top_k=20, explain=True)
    n_words = 0
    for citation in answer.citations:
        text = kb.document(citation.passage.document.path).text
        words = citation.explanation.words
        for word in words:
            assert text[word.start : word.end] == word.found
            assert citation.passage.start <= word.start < word.end <= citation.passage.end
            assert word.asked in as_spelt(question, generation.vocabulary)
            assert 0 < word.weight <= 1
            assert normalise(word.asked)[:2] in normalise(word.found) or len(word.asked) < 3
        if answer.state is not AnswerState.NOT_FOUND:
            lit = {i for term in citation.terms for i in range(term.start, term.end)}
            assert lit == {i for word in words for i in range(word.start, word.end)}
        n_words += len(words)
    assert n_words


def test_a_follow_up_is_explained_by_what_was_searched_for(kb, generation):
    answer = kb.ask("and who founded it?", history=["When was the library founded?"], explain=True)
    pairs = answer.citations[0].explanation.tokens
    assert [pair.asked for pair in pairs] == TOKEN.findall(
        as_spelt(answer.searched_for, generation.vocabulary)
    )


def test_without_a_passage_there_is_nothing_to_explain(kb, tmp_path):
    nowhere = Scope(("zh",), ("en/library.md",))
    assert kb.ask("图书馆", scope=nowhere, explain=True).citations == ()
    (tmp_path / "seeds").mkdir()
    with KnowledgeBase.open(tmp_path / "seeds", tmp_path / "i", encoder=FakeEncoder()) as empty:
        assert empty.ask("anything", explain=True).citations == ()


def test_a_retrieval_keeps_what_adds_up_to_each_score(generation):
    retrieval = retrieve(generation, FakeEncoder(), QUESTIONS[0], 40)
    sums = [sum(astuple(parts)) for parts in retrieval.contributions]
    assert sums == pytest.approx([hit.score for hit in retrieval.hits], abs=1e-12)


def test_an_explained_answer_is_told_in_lines(kb):
    answer = kb.ask(QUESTIONS[0], explain=True)
    told = "\n".join(answer_lines(answer))
    for citation in answer.citations:
        assert f"why: score {citation.hit.score:.2f}, the sum of" in told
        for stage in citation.explanation.stages:
            line = (
                rf"\{stage.contribution:+.2f}  {stage.stage} +{stage.score:.3f}, rank {stage.rank}$"
            )
            assert re.search(line, told, re.MULTILINE)
        for word in citation.explanation.words:
            assert f"{word.asked} → {word.found} {word.weight:.0%}" in told
        for pair in citation.explanation.tokens:
            assert f"{pair.asked} → {pair.found} {pair.cosine:.2f}" in told
    assert "why" not in "\n".join(answer_lines(kb.ask(QUESTIONS[0])))


@pytest.mark.parametrize(
    ("text", "ends", "expected"),
    [
        ("the library", [3, 11], ["the", "library"]),
        ("unfounded?", [2, 9, 10], ["un", "founded", "?"]),
        ("图书馆 1998年", [3, 8, 9], ["图书馆", "1998", "年"]),
        (" a ﷺ b", [2, 4, 4, 4, 6], ["a", "ﷺ", "ﷺ", "ﷺ", "b"]),
        ("a 图书", [1, 2, 4], ["a", "图书", "图书"]),  # a mark of a new word stands at the word
        ("a ", [1, 2], ["a", ""]),
        ("", [], []),
    ],
)
def test_tokens_are_located_by_their_ends(text, ends, expected):
    remaining = np.array([len(text) - end for end in ends], dtype=np.int32)
    assert [text[span.start : span.end] for span in token_spans(text, remaining)] == expected


@given(st.text(max_size=30), st.lists(st.integers(0, 30), max_size=12))
def test_spans_of_tokens_lie_inside_the_text(text, remaining):
    kept = np.array([min(count, len(text)) for count in remaining], dtype=np.int32)
    spans = token_spans(text, kept)
    assert len(spans) == len(kept)
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()


@pytest.mark.model
def test_the_models_own_tokens_are_found_in_the_question():
    encoder = OpenVinoEncoder()
    for question in [*QUESTIONS, "ﷺ ½ ﬁne", "e\u0301te\u0301 😀 x", "word " * 2000]:
        encoding = encoder.encode_question(question)
        spans = token_spans(question, encoding.remaining)
        assert len(spans) == len(encoding.tokens) == len(encoding.remaining)
        written = [question[span.start : span.end] for span in spans]
        assert all(written)
        # Side by side they are the question, or as much of it as the model sees.
        together = "".join(question[span.start : span.end] for span in dict.fromkeys(spans))
        assert "".join(question.split()).startswith(together)
        assert len(together) == len("".join(question.split())) or len(spans) > 500
