"""A whole comparison, small: real processes, the program with the encoder of tests."""

import json
from pathlib import Path
from statistics import fmean

import ir_measures
import pytest

from bench.comparing import Comparison, Extent, judge, size_on_disk
from bench.contestants.entries import LEANN, OWN, Entry
from bench.machine import this_machine
from bench.processes import Place
from bench.report import Report
from bench.task import Chunk, Question, Task, read_task, write_task
from support.paths import ROOT, TESTS

DOCUMENTS = {
    "lib/1": "The library was founded in 1998 by Salem. It lends books for two weeks.",
    "gar#2": "The garden has nine old trees. A gardener works in it on Mondays.",
    "مرفأ": "بني المرفأ عام 1931. ترسو فيه السفن كل صباح.",
    "mill.txt": "The mill grinds wheat. Its wheel is made of oak and turns slowly.",
}
TASK = Task(
    "small",
    DOCUMENTS,
    tuple(Chunk(name, text) for name, text in DOCUMENTS.items()),
    (
        Question("When was the library founded?", ("lib/1",)),
        Question("How many old trees has the garden?", ("gar#2",)),
        Question("متى بني المرفأ؟", ("مرفأ",)),
        Question("What is the wheel of the mill made of?", ("mill.txt",)),
    ),
)
ENTRIES = (
    Entry(OWN.name, "ours", "support.fake_contestants:own", packages=("numpy",)),
    Entry("words", "by words", "support.fake_contestants:Words", is_limit=True),
    Entry("broken", "the broken one", "support.fake_contestants:Broken"),
    Entry("absent", "the absent one", "support.fake_contestants:Words", environment=LEANN),
)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def results(work):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{ROOT}:{TESTS}")
        place = Place(work / "task.json", work, work, {LEANN: Path("/no/such/python")})
        extent = Extent(built_documents=3, build_rounds=2, first_rounds=1, ask_rounds=2)
        found = Comparison(ENTRIES, TASK, extent, place, lambda what: None).run()
    return {result.entry.name: result for result in found}


def test_a_task_comes_back_as_it_was_written(tmp_path):
    write_task(TASK, tmp_path / "task.json")
    assert read_task(tmp_path / "task.json") == TASK


def test_a_part_has_the_first_documents_in_the_same_pieces():
    part = TASK.part(2)
    assert part.documents == dict(list(DOCUMENTS.items())[:2])
    assert [chunk.document for chunk in part.chunks] == ["lib/1", "gar#2"]
    assert part.questions == ()


@pytest.mark.parametrize("name", [OWN.name, "words"])
def test_everything_is_measured_in_as_many_rounds_as_were_asked_for(results, name):
    result = results[name]
    assert result.failure == ""
    assert (result.building.n_documents, result.building.n_passages) == (3, 3)
    assert len(result.building.rounds) == len(result.asking.rounds) == 2
    assert len(result.asking.seconds) == len(TASK.questions)
    assert all(turn.wall > 0 for turn in (*result.building.rounds, *result.asking.rounds))
    assert result.building.peak_bytes > 10_000_000
    assert result.asking.memory_bytes > 10_000_000
    assert result.index.n_passages == 4
    assert sum(result.asking.seconds) <= sum(turn.wall for turn in result.asking.rounds)


def test_a_limit_is_no_program_that_is_started_and_asked(results):
    assert len(results[OWN.name].firsts) == 1
    assert results["words"].firsts == ()


def test_the_size_is_that_of_the_files(results, work):
    assert results["words"].index.n_bytes == (work / "words/index/documents.json").stat().st_size
    assert results[OWN.name].index.n_bytes == size_on_disk(work / OWN.name / "index")


def test_files_with_two_names_are_counted_once(tmp_path):
    (tmp_path / "one").write_bytes(b"12345")
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    (tmp_path / "other").write_bytes(b"123")
    assert size_on_disk(tmp_path) == 8


def test_the_documents_that_answer_are_found(results):
    assert results["words"].quality.recall_at_1 == 1.0
    assert results[OWN.name].quality.ndcg_at_10 > 0.6


def test_who_fails_is_left_out_and_the_reason_told(results):
    assert "made of cheese" in results["broken"].failure
    assert results["broken"].building is None
    assert "/no/such/python" in results["absent"].failure


def test_rankings_are_judged_as_ir_measures_judges_them():
    rankings = [["x", "lib/1"], ["gar#2", "y"], ["x", "y"], ["mill.txt"]]
    judged = judge(TASK.questions, rankings)
    qrels = [ir_measures.Qrel(one.text, name, 1) for one in TASK.questions for name in one.relevant]
    run = [
        ir_measures.ScoredDoc(one.text, name, -rank)
        for one, ranking in zip(TASK.questions, rankings, strict=True)
        for rank, name in enumerate(ranking)
    ]
    truth = ir_measures.calc_aggregate([ir_measures.nDCG @ 10, ir_measures.Success @ 1], qrels, run)
    assert judged.ndcg_at_10 == pytest.approx(truth[ir_measures.nDCG @ 10])
    assert judged.recall_at_1 == pytest.approx(truth[ir_measures.Success @ 1])


@pytest.fixture(scope="module")
def report(results):
    return Report(this_machine(), "Four documents.", tuple(results.values()), (), "")


def test_the_report_has_a_row_for_each_and_names_who_is_left_out(report):
    text = report.to_markdown()
    rows = [line for line in text.splitlines() if line.startswith("| ours |")]
    assert len(rows) == 4  # in short, and what building, asking and starting cost
    assert "| 1× |" in rows[0]
    assert "1× (1–1)" in rows[1]
    assert "- the broken one: left out, RuntimeError: the disk is made of cheese" in text


def test_the_tables_say_what_was_measured(report, results):
    asked = results["words"].asking
    (row,) = [
        line.split(" | ")
        for line in report.to_markdown().splitlines()
        if line.startswith("| by words |") and line.count("×") == 2
    ]
    cpu = 1000 * fmean(turn.cpu for turn in asked.rounds) * 2 / 4
    assert float(row[3].replace(",", "")) == pytest.approx(cpu, abs=0.06)
    assert row[6] == f"{results['words'].quality.ndcg_at_10:.3f}"


def test_a_table_is_a_table(report):
    for block in report.to_markdown().split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1


def test_programs_read_the_same(report, results):
    values = json.loads(report.to_json())
    ours = values["results"][0]
    assert ours["quality"]["ndcg_at_10"] == results[OWN.name].quality.ndcg_at_10
    assert values["machine"]["cores"] >= 1
