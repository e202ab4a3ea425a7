"""Data sets, marks against known answers, and what an evaluation says, with a fake encoder."""

import json
from dataclasses import replace

import pytest

from qa.answering.retrieval import retrieve
from qa.cli.evaluation_lines import evaluation_lines
from qa.errors import DatasetError
from qa.evaluation import jsonl, outcomes
from qa.evaluation.corpora import open_corpus
from qa.evaluation.datasets import languages_of, load_dataset
from qa.evaluation.evaluating import evaluate
from qa.evaluation.sampling import with_strangers
from qa.evaluation.spans import holds_answer, offsets_in
from qa.records import Span
from support.fake_encoder import FakeEncoder
from support.paths import SHARED_DATASETS
from support.sample_datasets import QUESTIONS, parallel_dataset, write_dataset


def test_a_data_set_is_read_with_the_places_of_its_answers(tmp_path):
    dataset = load_dataset(write_dataset(tmp_path / "set"))
    first, second, third, none, some = dataset.questions
    assert dataset.name == "set"
    assert first.relevant == {"lib/1", "copy"}
    assert first.known_passage == "lib/1"
    assert first.answers == {"lib/1": (Span(28, 32),), "copy": (Span(30, 34),)}
    assert second.answers == {"gar#2": (Span(15, 19),)}  # its place was told wrongly
    assert third.answers == {"مرفأ": (Span(15, 19),)}  # … and not at all
    assert third.text == "متى بني المرفأ؟"
    assert (none.answerable, some.answerable, none.known_passage, none.answers) == (
        False,
        True,
        "",
        {},
    )
    assert [question.source for question in dataset.questions] == ["one", "two", "", "", ""]
    assert languages_of(tmp_path / "set") == ("ar", "en")
    only = load_dataset(tmp_path / "set", "ar", "ar")
    assert (list(only.passages), [q.question_id for q in only.questions]) == (["مرفأ"], ["q3"])


def test_several_passages_may_answer(tmp_path):
    asked = {"id": "q", "lang": "en", "question": "Who?", "passage_ids": ["lib/1", "copy", "none"]}
    (question,) = load_dataset(write_dataset(tmp_path, questions=[asked])).questions
    assert question.relevant == {"lib/1", "copy"}
    assert question.answerable


def test_a_question_in_one_language_is_judged_by_the_passage_in_another(tmp_path):
    folder = parallel_dataset(tmp_path)
    dataset = load_dataset(folder, "en", "fr")
    (question,) = dataset.questions
    assert (question.text, question.known_passage, question.relevant) == ("Who left?", "p", {"p"})
    assert question.answers == {"p": (Span(11, 26),)}
    assert dataset.sentences == {"p": (Span(0, 10), Span(11, 26))}
    mixed = load_dataset(folder)
    assert sorted(mixed.passages) == ["p#en", "p#fr"]
    english, french = mixed.questions
    assert english.relevant == french.relevant == {"p#en", "p#fr"}
    assert (english.known_passage, french.known_passage) == ("p#en", "p#fr")
    assert english.answers == {"p#en": (Span(10, 19),), "p#fr": (Span(11, 26),)}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not a JSON object"),
        ("[1]", "line 2: not a JSON object"),
        ("[" * 100_000, "line 2: not a JSON object"),
        ('{"lang": "en", "text": "x"}', "line 2: it has no 'id'"),
        ('{"id": "a", "lang": "en"}', "line 2: it has no 'text'"),
        ('{"id": 7, "text": "x"}', "line 2: 'id' is not a string"),
        ('{"id": "", "text": "x"}', "line 2: its 'id' is empty"),
        (json.dumps({"id": "ا" * 50, "text": "x"}), "line 2: its 'id' is empty or too long"),
    ],
)
def test_a_malformed_passage_is_told_with_its_line(tmp_path, line, said):
    write_dataset(tmp_path)
    (tmp_path / "passages.jsonl").write_text(f'{{"id": "ok", "text": "x"}}\n{line}\n')
    with pytest.raises(DatasetError, match=said):
        load_dataset(tmp_path)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answers": {}}, "'answers' is not a list"),
        ({"answers": ["x"]}, "'answers' is not a list of objects"),
        ({"answers": [{"start": 1}]}, "'answers': it has no 'text'"),
        ({"answers": [{"text": "x", "start": "1"}]}, "'start' is not a whole number"),
        ({"also_accept": [1]}, "'also_accept' is not a string"),
        ({"answerable": "yes"}, "'answerable' is neither true nor false"),
        ({"passage_id": 3}, "'passage_id' is not a string"),
    ],
)
def test_a_malformed_question_is_told_with_its_line(tmp_path, fields, said):
    write_dataset(tmp_path, questions=[QUESTIONS[0], QUESTIONS[1] | fields])
    with pytest.raises(DatasetError, match=f"line 2.*{said}"):
        load_dataset(tmp_path)


def test_what_is_no_data_set_is_told(tmp_path, monkeypatch):
    with pytest.raises(DatasetError, match=r"passages\.jsonl"):
        load_dataset(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match="Check the languages"):
        load_dataset(write_dataset(tmp_path), "xx")
    (tmp_path / "passages.jsonl").write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(DatasetError, match="UTF-8"):
        load_dataset(tmp_path)
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 2**20)
    (tmp_path / "passages.jsonl").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(DatasetError, match="line 1: longer than 1 MiB"):
        load_dataset(tmp_path)


def test_strangers_are_questions_of_another_set_on_other_passages(tmp_path):
    dataset = load_dataset(write_dataset(tmp_path / "own"))
    others = [
        *({"id": f"s{i}", "lang": "en", "question": f"What is {i}?"} for i in range(30)),
        {"id": "known", "lang": "en", "question": "Trees?", "passage_id": "gar#2"},
        {"id": "same", "lang": "en", "question": QUESTIONS[3]["question"]},
        {"id": "german", "lang": "de", "question": "Was ist das?"},
    ]
    other = load_dataset(write_dataset(tmp_path / "other", questions=others))
    grown = with_strangers(dataset, other, 20)
    added = grown.questions[len(dataset.questions) :]
    assert grown.questions[: len(dataset.questions)] == dataset.questions
    assert len({question.text for question in added}) == 20
    assert {question.question_id[0] for question in added} == {"s"}
    assert all(q.stranger and not q.answerable and not q.relevant for q in added)
    assert with_strangers(dataset, other, 20) == grown
    assert len(with_strangers(dataset, other, 500).questions) == len(dataset.questions) + 30
    with pytest.raises(DatasetError, match="name another set"):
        with_strangers(dataset, dataset, 5)


def test_offsets_follow_a_passage_into_its_document():
    passage = "\ufeff  One\x00 two.\r\nThree  \n"
    document = "One two.\nThree"
    offsets = offsets_in(passage, document)
    assert len(offsets) == len(passage) + 1
    assert offsets == sorted(offsets)
    for word in ("One", "two.", "Three"):
        start = passage.index(word)
        assert document[offsets[start] : offsets[start + len(word)]].strip() == word


@pytest.mark.parametrize(
    ("marks", "answers", "sentences", "right"),
    [
        ([(0, 20)], [(5, 9)], [], True),
        ([(5, 9)], [(5, 9)], [], True),
        ([(6, 20)], [(5, 9)], [], False),
        ([(0, 4), (5, 12)], [(5, 9)], [], True),
        ([(0, 6), (6, 12)], [(5, 9)], [], False),
        ([(6, 20)], [(5, 9), (12, 14)], [], True),
        ([], [(5, 9)], [], False),
        ([(0, 8)], [(0, 10)], [(0, 10), (10, 30)], True),
        ([(2, 30)], [(0, 10)], [(0, 10), (10, 30)], False),
        ([(2, 30)], [(10, 30)], [(0, 10), (10, 30)], True),
        ([(0, 3), (12, 14), (15, 17)], [(10, 30)], [(0, 10), (10, 30)], True),
        ([(40, 50)], [(0, 10)], [(0, 10), (10, 30)], False),
        ([], [(0, 10)], [(0, 10), (10, 30)], False),
    ],
)
def test_a_mark_is_right_where_it_holds_the_answer_or_lies_on_its_sentence(
    marks, answers, sentences, right
):
    spans = [[Span(*each) for each in some] for some in (marks, answers, sentences)]
    assert holds_answer(*spans, list(range(60))) is right


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluation")
    dataset = load_dataset(write_dataset(folder / "set"))
    other = load_dataset(parallel_dataset(folder / "parallel"))
    return evaluate(with_strangers(dataset, other, 2), folder / "work", FakeEncoder())


def test_an_evaluation_counts_and_measures(evaluation):
    whole = evaluation.groups[0]
    assert (evaluation.n_passages, whole.n_questions) == (4, 6)
    assert (whole.n_judged, whole.n_answerable) == (3, 4)
    assert list(whole.ranking) == ["fused", "dense", "lexical", "late_interaction"]
    for figures in whole.ranking.values():
        assert list(figures) == ["R@1", "R@5", "R@10", "R@100", "MRR@10", "nDCG@10"]
        assert figures["R@100"].value == 1  # four documents: everything is found
        assert all(0 <= f.low <= f.value <= f.high <= 1 for f in figures.values())
    assert whole.marks["in the known passage"].n == 3
    assert whole.refusal.auroc.n == 5
    assert whole.refusal.strangers_auroc.n == 5
    assert set(whole.refusal.states) == {"answerable", "unanswerable", "strangers"}
    assert sum(each.n for each in whole.reliability.bins) == 6
    assert list(evaluation.latency_ms) == ["p50", "p95", "p99"]


def test_an_evaluation_is_told_as_a_table(evaluation):
    text = "\n".join(evaluation_lines(evaluation))
    for told in ("set: 4 passages, 6 questions", "nDCG@10", "lexical", "refusal AUROC", "p99"):
        assert told in text


def test_the_mark_is_looked_for_in_the_known_passage_only(tmp_path):
    """The question's words are all in another passage; the known one is right nonetheless."""
    passages = [
        {"id": "known", "lang": "en", "text": "Rain fell all day. The harbour opened in 1931."},
        {"id": "other", "lang": "en", "text": "When was the harbour built? Nobody knows when."},
    ]
    question = {
        "id": "q",
        "lang": "en",
        "question": "When was the harbour built?",
        "passage_id": "known",
        "answers": [{"text": "1931", "start": 41}],
    }
    dataset = load_dataset(write_dataset(tmp_path / "set", passages, [question]))
    marks = evaluate(dataset, tmp_path / "work", FakeEncoder()).groups[0].marks
    assert marks["in the known passage"].value == 1
    assert marks["end to end"].value == 0


@pytest.mark.parametrize(("compared", "searches"), [(True, 1), (False, 2)])
def test_the_known_passage_is_searched_for_only_where_it_was_not_compared(
    tmp_path, monkeypatch, compared, searches
):
    dataset = load_dataset(write_dataset(tmp_path / "set", questions=QUESTIONS[:3]))
    encoder = FakeEncoder()
    generation = open_corpus(dataset, tmp_path / "work", encoder)
    n_searches = 0

    def search(*arguments, **options):
        nonlocal n_searches
        n_searches += 1
        found = retrieve(*arguments, **options)
        return found if compared or options else replace(found, hits=(), matches=())

    monkeypatch.setattr(outcomes, "retrieve", search)
    found = [
        outcomes.search_documents(generation, encoder, dataset, question)
        for question in dataset.questions
    ]
    assert n_searches == searches * len(dataset.questions)
    assert [each.marked_in_known for each in found] == [True, True, True]


@pytest.mark.skipif(not SHARED_DATASETS.is_dir(), reason="no development data beside the tree")
@pytest.mark.parametrize("name", ["_pool_ar", "xquad", "arcd", "tydiqa_goldp_dev", "nomiracl"])
def test_the_development_sets_are_read_and_their_answers_stand_where_told(name):
    dataset = load_dataset(SHARED_DATASETS / name)
    known = [question for question in dataset.questions if question.known_passage]
    assert (len(known) > 0) == (name != "nomiracl")
    missing = [question for question in known if question.known_passage not in question.answers]
    assert len(missing) <= 3  # answers of ARCD that its passages do not hold
    for question in known:
        for identifier, spans in question.answers.items():
            assert all(0 <= s.start < s.end <= len(dataset.passages[identifier]) for s in spans)
