"""What visitors left on the page, listed and exported."""

import csv
import io
import json

import pytest

from qa.cli.operating_commands import run_feedback
from qa.cli.parser import build_parser
from qa.errors import DatasetError
from qa.evaluation.feedback import read_feedback, read_unanswered
from qa.evaluation.judgements import read_judgements


def verdict(kind, question="متى؟", *, passage="", passages=("a#0", "b#0"), state="answered"):
    return {
        "time": "2026-01-01T00:00:00+00:00",
        "verdict": kind,
        "passage": passage,
        "question": question,
        "state": state,
        "confidence": 0.75,
        "passages": list(passages),
        "generation": "000001",
    }


GIVEN = [
    verdict("bad", "first"),
    verdict("wrong_source", "second", passage="a#0"),
    verdict("good", "first"),
    verdict("wrong_source", "second", passage="a#0"),
    verdict("wrong_source", "second", passage="b#0"),
    verdict("good", '=HYPERLINK("x")', state="not_found"),
    verdict("wrong_source", "third", passage="a#0"),
    verdict("bad", "third"),
]


@pytest.fixture
def index(tmp_path):
    folder = tmp_path / "index"
    folder.mkdir()
    lines = "".join(json.dumps(line) + "\n" for line in GIVEN)
    (folder / "feedback.jsonl").write_text(lines + '{"time": "2026-01-0')
    return folder


def run(index, *words):
    return run_feedback(build_parser().parse_args(["feedback", *words, "--index", str(index)]))


def test_the_verdicts_that_stand_are_listed(index):
    result = run(index, "list")
    assert [(v["verdict"], v["question"], v["passage"]) for v in result.value] == [
        ("good", "first", ""),
        ("wrong_source", "second", "a#0"),
        ("wrong_source", "second", "b#0"),
        ("good", '=HYPERLINK("x")', ""),
        ("bad", "third", ""),
    ]
    *lines, count = result.lines
    assert "wrong_source (b#0)  answered  second" in lines[2]
    assert count.startswith("5 verdicts")


def test_an_export_is_judged_like_what_was_given(index, tmp_path):
    there = tmp_path / "other" / "feedback.jsonl"
    there.parent.mkdir()
    run(index, "export", "--output", str(there))
    assert read_judgements(there) == read_judgements(index / "feedback.jsonl")
    assert len(there.read_text().splitlines()) < len(GIVEN)
    printed = "\n".join(run(index, "export").lines) + "\n"
    assert printed == there.read_text()


def test_a_table_runs_no_formula(index, tmp_path):
    file = tmp_path / "feedback.csv"
    run(index, "export", "--format", "csv", "--output", str(file))
    table = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["question"] for row in table][3] == '\'=HYPERLINK("x")'
    assert table[0]["passages"] == "a#0 b#0"
    assert not any(cell.startswith(("=", "+", "@")) for row in table for cell in row.values())


def test_where_it_cannot_be_written_is_told(index, tmp_path):
    with pytest.raises(DatasetError, match="--output"):
        run(index, "export", "--output", str(tmp_path / "no" / "folder.csv"))


def test_questions_that_found_nothing_are_counted(tmp_path):
    path = tmp_path / "unanswered.jsonl"
    asked = [("one", "01"), ("two", "02"), ("one", "03"), ("three", "04")]
    path.write_text(
        "".join(
            json.dumps({"time": time, "question": question, "state": "related"}) + "\n"
            for question, time in asked
        )
    )
    listed = [(one.question, one.times, one.last) for one in read_unanswered(path)]
    assert listed == [("one", 2, "03"), ("three", 1, "04"), ("two", 1, "02")]
    result = run(tmp_path, "unanswered")
    assert [one["question"] for one in result.value] == ["one", "three", "two"]


def test_nothing_kept_is_nothing_to_list(tmp_path):
    assert read_feedback(tmp_path / "feedback.jsonl") == ()
    assert list(run(tmp_path, "unanswered").lines)[-1].startswith("0 questions")
