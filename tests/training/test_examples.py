"""What the reader learns from: exact spans, negatives without their answer, nothing kept apart."""

import gzip
import json
import random
from itertools import islice

import pytest

from qa.encoding.embedded import read_embedded_tokenizer
from tests.support.fake_encoder import FakeEncoder
from training.examples import ExampleStream
from training.noise import misspelt
from training.sets import APART_XQUAD, is_apart, read_sets
from training.swaps import swapped
from training.tensors import BATCH, batches

SENTENCES = (
    "The {word} gate opens before sunrise on market days.",
    "It was built by {name} Stone in the year {year}.",
    "Nobody counts the visitors, who come from every valley.",
    "The old bridge beside it is closed to carts and horses.",
)
WORDS = ("north", "south", "east", "west", "upper", "lower", "inner", "outer")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Two sets like those that are trained on: one packed, one in two languages."""
    folder = tmp_path_factory.mktemp("data")
    packed = folder / "train" / "gates"
    packed.mkdir(parents=True)
    passages, questions = [], []
    for number, word in enumerate(WORDS):
        name, year = word.title(), 1900 + number
        text = " ".join(SENTENCES).format(word=word, name=name, year=year)
        passages.append({"id": f"p{number}", "title": word, "lang": "en", "text": text})
        questions += [
            {
                "id": f"{number}-{answer}",
                "lang": "en",
                "question": f"who or when: {word} gate?",
                "passage_id": f"p{number}",
                "answers": [{"text": answer, "start": text.index(answer)}],
            }
            for answer in (f"{name} Stone", str(year))
        ]
        questions.append(
            {
                "id": f"{number}-none",
                "lang": "en",
                "question": f"how high is the {word} gate?",
                "passage_id": f"p{number}",
                "answers": [],
                "answerable": False,
            }
        )
    for kind, rows in (("passages", passages), ("questions", questions)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (packed / f"{kind}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    _write_parallel(folder / "xquad")
    return folder


def _write_parallel(folder):
    folder.mkdir()
    rows = {"passages": [], "questions": []}
    for article in ("a01", "a02", *APART_XQUAD):
        for language, word in (("en", "tower"), ("ar", "برج")):
            text = f"{word} {article} first. {word} {article} 1923 second. Third of {article}."
            key = {"lang": language, "title": article}
            rows["passages"].append({**key, "id": f"xquad-{article}-p00", "text": text})
            answer = {"text": "1923", "start": text.index("1923")}
            rows["questions"].append(
                {
                    "id": f"q-{article}",
                    "lang": language,
                    "question": f"{word} {article}?",
                    "passage_id": f"xquad-{article}-p00",
                    "answers": [answer],
                }
            )
    for kind, some in rows.items():
        lines = "".join(json.dumps(row) + "\n" for row in some)
        (folder / f"{kind}.jsonl").write_text(lines, encoding="utf-8")


@pytest.fixture(scope="module")
def exact_spelling():
    """Questions as they are in the sets, so that each can be told by its words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.examples.misspelt", lambda question, *_: question)
        yield


@pytest.fixture(scope="module")
def examples(data, exact_spelling, tmp_path_factory):
    return _drawn(data, 3, tmp_path_factory.mktemp("vectors"))


def _drawn(data, seed, vectors):
    stream = ExampleStream(list(read_sets(data)), seed, FakeEncoder(), vectors)
    return list(islice(iter(stream), 600))


def test_the_same_seed_draws_the_same_examples(data, examples, tmp_path):
    assert _drawn(data, 3, tmp_path) == examples
    assert _drawn(data, 3, tmp_path) == examples  # the vectors were written by now
    assert _drawn(data, 4, tmp_path) != examples


def test_a_span_is_an_answer_of_its_question(examples):
    spanned = [one for one in examples if one.span]
    assert len(spanned) > 150
    for one in spanned:
        assert one.answers
        found = one.text[one.span.start : one.span.end]
        assert found == "1923" or found.endswith("Stone") or found.startswith("19")


def test_what_does_not_answer_does_not_hold_the_answer(examples):
    negatives = [one for one in examples if not one.answers]
    assert 150 < len(negatives) < 450
    for one in negatives:
        assert one.span is None
        if "how high" in one.question:
            continue  # a true unanswerable: nothing is cut
        if one.question.startswith("who or when"):
            (word,) = (word for word in WORDS if f" {word} gate" in one.question)
            year = str(1900 + WORDS.index(word))
            assert not (f"{word.title()} Stone" in one.text and year in one.text)


def test_nothing_of_an_article_kept_apart_is_drawn(examples):
    assert all(is_apart("xquad", article) for article in APART_XQUAD)
    for one in examples:
        assert not any(article in one.text + one.question for article in APART_XQUAD)
        assert one.title not in APART_XQUAD
    drawn = "".join(one.text for one in examples)
    assert "a01" in drawn
    assert "a02" in drawn


def test_questions_cross_languages(examples):
    pairs = {("برج" in one.question, "برج" in one.text) for one in examples if "a0" in one.text}
    assert pairs == {(True, True), (True, False), (False, True), (False, False)}


@pytest.mark.model
def test_labels_stand_on_the_tokens_of_the_answer(examples):
    tokenizer = read_embedded_tokenizer()
    batch = next(batches(iter(examples * 3), tokenizer))
    assert batch.ids.shape == batch.mask.shape == batch.types.shape == batch.evidence.shape
    assert len(batch.ids) == BATCH
    for i, (first, last) in enumerate(batch.spans.tolist()):
        if first < 0:
            assert not batch.evidence[i].any()
            continue
        assert batch.inner[i, first : last + 1].all()
        assert batch.evidence[i, first : last + 1].all()
        said = tokenizer.decode(batch.ids[i, first : last + 1].tolist())
        assert "1923" in said or "Stone" in said or "19" in said
        assert batch.answers[i] == 1


def test_noise_keeps_a_question_a_question():
    draw = random.Random(1)
    question = "متى أُعلن الانسحاب من المدينة الأولى؟"
    spelled = {misspelt(question, "ar", draw) for _ in range(200)}
    assert question in spelled
    assert len(spelled) > 3
    assert all(abs(len(one) - len(question)) <= 3 for one in spelled)
    assert misspelt("a", "en", draw) == "a"


@pytest.mark.parametrize(
    ("question", "passage", "changed"),
    [
        ("Who ruled in 1871?", "In 1871 a duke ruled, in 1904 a count.", "Who ruled in 1904?"),
        ("كم عدد القتلى عام 2010؟", "قتل 30 عام 2010 و12 عام 2005.", "كم عدد القتلى عام 2005؟"),
        ("Where is Anna Hill?", "Anna Hill and Paul Wood lived there.", "Where is Paul Wood?"),
        ("Who ruled in 1871?", "In 1871 the duke ruled.", ""),
        ("من كتب الرسالة؟", "كتب أحمد الرسالة إلى سمير.", ""),
        ("When did it end?", "It ended when Paul left.", ""),
    ],
)
def test_a_number_or_name_is_exchanged_for_another_of_the_passage(question, passage, changed):
    assert swapped(question, passage, random.Random(1)) == changed
