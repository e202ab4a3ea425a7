"""Examples made of a pack hold what they say: the answer, its sentence, and no answer elsewhere."""

from pathlib import Path

import numpy as np
import pytest

from qa.encoding.embedded import read_embedded_model, read_embedded_tokenizer
from qa.records import Span
from training.packed_examples import Pack, PackedExamples, batch_of, holds
from training.packing import Packer, four_bits, renumbered, write_arrays
from training.sets import SourcePassage, SourceQuestion, SourceSet
from training.train_packed import word_embeddings

TEXTS = (
    "The old bridge stands in the north of the town. It was built in 1871 by Maria Stone. "
    "Nobody crosses it in winter, when the river is high and the boats stay ashore. "
    "In summer there is a market on both of its banks.",
    "The mill was sold in 1904. Its wheel turned until the river was moved to the east. "
    "Since then the house has been a school for the children of the valley.",
)


@pytest.fixture(scope="module")
def source() -> SourceSet:
    passages = {
        str(i): SourcePassage(str(i), "town", "Town", "en", text) for i, text in enumerate(TEXTS)
    }
    questions = []
    for key, question, answer in (
        ("0", "Who built the bridge?", "Maria Stone"),
        ("0", "Where is the market?", "both of its banks"),
        ("1", "When was the mill sold?", "1904"),
    ):
        start = passages[key].text.index(answer)
        spans = (Span(start, start + len(answer)),)
        questions.append(SourceQuestion(question, "en", key, spans, answerable=True))
    return SourceSet("towns", passages, tuple(questions))


@pytest.fixture(scope="module")
def packed(source: SourceSet, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, list[int]]:
    packer = Packer()
    packer.add(source)
    arrays, words = renumbered(packer.arrays(), [0, 1, 2])
    folder: Path = tmp_path_factory.mktemp("pack")
    write_arrays(arrays, folder)
    return Pack(folder), words.tolist()


def test_rows_hold_the_answer_and_those_beside_them_do_not(source, packed):
    pack, words = packed
    tokenizer = read_embedded_tokenizer()

    def said(ids) -> str:
        return tokenizer.decode([words[i] for i in ids])

    near = np.array([[1], [1], [0]], dtype=np.int32)
    described = {"languages": ["en"], "groups": ["towns/en"], "spellings": 3}
    stream = PackedExamples(pack, near, described, seed=3).examples()
    answers = {
        said(pack.tokens(q[0])[q[1] : q[2] + 1]): TEXTS[q[0]] for q in pack.questions.tolist()
    }
    assert set(answers) == {"Maria Stone", "both of its banks", "1904"}
    beside = 0
    for _ in range(300):
        gold, *others = next(stream)
        assert gold.answers
        answer = said(gold.ids[gold.span[0] : gold.span[1] + 1])
        assert answer in answers
        sentence = said(gold.ids[gold.evidence[0] : gold.evidence[1]])
        assert answer in sentence
        assert sentence in answers[answer]
        for other in others:
            beside += 1
            assert not other.answers
            asked = said(gold.ids[1 : gold.inner]), said(other.ids[1 : other.inner])
            shown = said(other.ids[other.inner : -1])
            assert answer not in shown or asked[0].split("?")[0] != asked[1].split("?")[0]
    assert beside > 100


def test_a_batch_names_the_rows_of_one_question(packed):
    pack, _ = packed
    near = np.array([[1], [1], [0]], dtype=np.int32)
    described = {"languages": ["en"], "groups": ["towns/en"], "spellings": 3}
    stream = PackedExamples(pack, near, described, seed=4).examples()
    batch = batch_of([next(stream) for _ in range(40)])
    assert len(batch["pairs"])
    better, worse = batch["pairs"].T
    assert batch["answers"][better].all()
    assert not batch["answers"][worse].any()
    size, inner, first, last, *_ = batch["places"].T
    spanned = first >= 0
    assert (inner <= first)[spanned].all()
    assert (last < size - 1)[spanned].all()


def test_packed_words_are_the_shipped_ones_bit_for_bit(tmp_path):
    model = read_embedded_model()
    rows = model.weights["embeddings.word_embeddings.weight"].reshape(-1, model.hidden)[::5000]
    np.savez(tmp_path / "words.npz", **four_bits(rows))
    assert np.array_equal(word_embeddings(tmp_path, model.hidden), rows)


def test_tokens_are_found_one_after_the_other():
    tokens = np.array([1, 2, 1, 2, 3], dtype=np.int32)
    assert holds(tokens, np.array([1, 2, 3], dtype=np.int32))
    assert not holds(tokens, np.array([2, 2], dtype=np.int32))
    assert not holds(tokens, np.array([], dtype=np.int32))
