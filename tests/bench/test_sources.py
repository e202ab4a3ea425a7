"""Tasks are made of a data set, or of the documents that come with the program."""

from bench.sources import CHUNK_CHARACTERS, data_set_task, shipped_task
from support.paths import DATA, ROOT
from support.sample_datasets import write_dataset


def test_a_data_set_gives_its_passages_and_the_questions_that_one_answers(tmp_path):
    task = data_set_task(write_dataset(tmp_path / "small"), None)
    assert set(task.documents) == {"lib/1", "gar#2", "مرفأ", "copy"}
    assert {one.text: one.relevant for one in task.questions} == {
        "When was the library founded in?": ("copy", "lib/1"),
        "How many old trees has the garden?": ("gar#2",),
        "متى بني المرفأ؟": ("مرفأ",),
    }


def test_the_same_questions_are_drawn_every_time(tmp_path):
    folder = write_dataset(tmp_path / "small")
    few = data_set_task(folder, 2).questions
    assert few == data_set_task(folder, 2).questions
    assert set(few) <= set(data_set_task(folder, None).questions)


def test_the_shipped_documents_are_asked_what_they_answer():
    task = shipped_task(ROOT / "seeds", DATA / "seed_questions.jsonl", None)
    assert len(task.questions) > 50
    assert all(set(one.relevant) <= set(task.documents) for one in task.questions)
    assert len(shipped_task(ROOT / "seeds", DATA / "seed_questions.jsonl", 7).questions) == 7


def test_chunks_are_pieces_of_their_documents_in_the_size_of_most_scripts():
    task = shipped_task(ROOT / "seeds", DATA / "seed_questions.jsonl", 1)
    assert {chunk.document for chunk in task.chunks} == set(task.documents)
    for chunk in task.chunks:
        assert chunk.text in task.documents[chunk.document]
        assert len(chunk.text) <= CHUNK_CHARACTERS
