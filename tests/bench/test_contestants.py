"""The real contestants that the program's own environment can run, with the real model."""

import numpy as np
import pytest

from bench.comparing import Comparison, Extent
from bench.contestants.entries import ENTRIES, OWN
from bench.model import save_model
from bench.processes import Place
from bench.task import Chunk, Question, Task
from qa.encoding.encoder import OpenVinoEncoder
from support.paths import ROOT

DOCUMENTS = {
    "library": "The library was founded in 1998 by Salem. It lends books for two weeks.",
    "garden": "The garden has nine old trees. A gardener works in it on Mondays.",
    "harbour": "بني المرفأ عام 1931. ترسو فيه السفن كل صباح.",
}
TASK = Task(
    "small",
    DOCUMENTS,
    tuple(Chunk(name, text) for name, text in DOCUMENTS.items()),
    (
        Question("When was the library founded?", ("library",)),
        Question("How many old trees has the garden?", ("garden",)),
        Question("متى بني المرفأ؟", ("harbour",)),
    ),
)
HERE = {OWN.name, "reading", "script", "openvino", "faiss"}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    save_model(folder)
    return folder


@pytest.mark.model
@pytest.mark.long
def test_everyone_has_the_weights_and_prompts_of_the_program(model):
    from sentence_transformers import SentenceTransformer

    saved = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    ours = OpenVinoEncoder()
    texts = list(DOCUMENTS.values())
    question = TASK.questions[0].text
    passages = np.asarray(saved.encode(texts, prompt_name="passage"))
    assert np.asarray(saved.encode_document(texts)) == pytest.approx(passages, abs=1e-6)
    # What languages have in common is taken off our vectors, and not off theirs: nearness of a
    # question to passages puts these in the same order.
    theirs = passages @ np.asarray(saved.encode_query(question))
    own = ours.encode_passages(texts).vectors @ ours.encode_question(question).vector
    assert theirs.argmax() == own.argmax() == 0


@pytest.mark.model
@pytest.mark.long
def test_the_real_contestants_come_through_and_find_what_answers(model, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    entries = [entry for entry in ENTRIES if entry.name in HERE]
    place = Place(tmp_path / "task.json", model, tmp_path, {})
    extent = Extent(built_documents=2, build_rounds=1, first_rounds=1, ask_rounds=1)
    results = Comparison(entries, TASK, extent, place, lambda what: None).run()
    assert {result.entry.name: result.failure for result in results} == dict.fromkeys(
        [entry.name for entry in entries], ""
    )
    for result in results:
        assert result.asking.seconds
        if result.entry.name != "openvino":
            assert result.quality.recall_at_1 == 1.0
