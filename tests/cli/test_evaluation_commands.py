"""`qa eval` and `qa calibrate` from their flags to what they tell, with a fake encoder."""

import json
from contextlib import nullcontext
from xml.etree import ElementTree

import pytest

from qa import CalibrationError, DatasetError, KnowledgeBase, PlotError, cli
from qa.cli import commands, evaluation_commands
from qa.cli.parser import build_parser
from qa.cli.printing import printable_json
from qa.evaluation import plotting
from qa.evaluation.corpora import corpus_folder
from support.fake_encoder import FakeEncoder
from support.sample_datasets import PASSAGES, parallel_dataset, write_dataset
from support.sample_documents import write_seeds

ENCODER = FakeEncoder()


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SANAD_CACHE", str(tmp_path / "cache"))


def run(*arguments):
    """What a command shows, as lines and as JSON, given on the command line."""
    parsed = build_parser().parse_args([str(argument) for argument in arguments])
    runs = {"eval": evaluation_commands.run_eval, "calibrate": evaluation_commands.run_calibrate}
    result = runs[arguments[0]](parsed, lambda _: None, lambda items: items, ENCODER)
    return "\n".join(result.lines), json.loads(printable_json(result.value))


def test_eval_tells_a_table_json_and_a_plot(tmp_path):
    dataset = write_dataset(tmp_path / "set")
    for name in ("plot.png", "plot.svg"):
        text, value = run("eval", dataset, "--plot", tmp_path / name)
    assert text.startswith("set: 4 passages, 5 questions")
    assert value["groups"][0]["ranking"]["fused"]["R@100"]["value"] == 1
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
    drawn = (tmp_path / "plot.svg").read_bytes()
    assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314  (our own file)
    run("eval", dataset, "--plot", tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "plot.png").read_bytes()


def test_eval_draws_some_questions_and_uses_its_index_again(tmp_path):
    dataset = write_dataset(tmp_path / "set")
    _, value = run("eval", dataset, "--n-questions", "2")
    assert value["groups"][0]["n_questions"] == 2
    seen = len(ENCODER.encoded)
    assert run("eval", dataset, "--n-questions", "2")[1]["groups"] == value["groups"]
    assert len(ENCODER.encoded) == seen


def test_eval_asks_only_about_passages_of_some_titles(tmp_path):
    passages = [{**row, "title": f"title {i}"} for i, row in enumerate(PASSAGES)]
    dataset = write_dataset(tmp_path / "set", passages)
    titles = tmp_path / "titles.txt"
    titles.write_text("title 1\n\n title 2 \nanother\n", encoding="utf-8")
    _, value = run("eval", dataset, "--titles", titles)
    assert value["groups"][0]["n_questions"] == 2
    assert value["n_passages"] == len(PASSAGES)  # the passages all stay
    titles.write_text("another\n")
    with pytest.raises(DatasetError, match="of these titles"):
        run("eval", dataset, "--titles", titles)
    with pytest.raises(DatasetError, match="cannot be read"):
        run("eval", dataset, "--titles", tmp_path / "none.txt")
    parallel = parallel_dataset(tmp_path / "parallel")
    with pytest.raises(DatasetError, match="of these titles"):
        run("eval", parallel, "--cross-lingual", "--titles", titles)


def test_two_data_sets_of_one_name_have_an_index_each(tmp_path):
    sets = [write_dataset(tmp_path / place / "set") for place in ("first", "second")]
    for dataset in sets:
        run("eval", dataset)
    seen = len(ENCODER.encoded)
    folders = sorted((tmp_path / "cache" / "evaluation").iterdir())
    assert len({corpus_folder(dataset, None) for dataset in sets}) == 2
    assert folders == sorted(corpus_folder(dataset, None) for dataset in sets)
    assert all(folder.name.startswith("set-all-") for folder in folders)
    run("eval", sets[0])
    assert len(ENCODER.encoded) == seen


def test_eval_measures_every_pair_of_languages(tmp_path):
    dataset = parallel_dataset(tmp_path / "set")
    text, value = run("eval", dataset, "--cross-lingual", "--plot", tmp_path / "pairs.png")
    pairs = [(cell["question_language"], cell["passage_language"]) for cell in value["cells"]]
    assert pairs == [("en", "en"), ("en", "fr"), ("fr", "en"), ("fr", "fr")]
    for cell in value["cells"]:  # one passage in each language: it is always found
        assert cell["figures"]["nDCG@10"]["value"] == cell["figures"]["R@1"]["value"] == 1
        assert cell["figures"]["sentence in passage"]["n"] == 1
    assert set(value["same_language"]) == set(value["across"])
    assert "mean, across: 1.000" in text
    assert (tmp_path / "pairs.png").stat().st_size > 1_000
    _, value = run("eval", dataset, "--cross-lingual", "--languages", "fr")
    assert [cell["passage_language"] for cell in value["cells"]] == ["fr"]
    assert value["across"] == {}
    with pytest.raises(DatasetError, match="'xx'; it has en, fr"):
        run("eval", dataset, "--cross-lingual", "--languages", "fr,xx")


@pytest.mark.parametrize(
    "flags",
    [
        [],
        ["set", "--feedback"],
        ["--feedback", "--cross-lingual"],
        ["--feedback", "--titles", "titles.txt"],
        ["set", "--languages", "ar"],
        ["set", "--cross-lingual", "--question-language", "ar"],
        ["set", "--plot", "figures.docx"],
        ["set", "--n-questions", "none"],
        ["set", "--cross-lingual", "--languages", ","],
    ],
)
def test_flags_that_do_not_go_together_are_code_2(flags, capsys):
    try:
        code = cli.main(["eval", *flags])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    assert "qa eval" in capsys.readouterr().err


def test_a_plot_that_cannot_be_made_is_told_before_the_work(tmp_path, monkeypatch):
    dataset = write_dataset(tmp_path / "set")
    with pytest.raises(PlotError, match="There is no folder"):
        run("eval", dataset, "--plot", tmp_path / "nowhere" / "plot.png")
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(PlotError, match="cannot be written"):
        run("eval", dataset, "--plot", tmp_path / "taken.png")
    monkeypatch.setattr(plotting, "find_spec", lambda _: None)
    with pytest.raises(PlotError, match=r"sanad-qa\[eval\]"):
        run("eval", dataset, "--plot", tmp_path / "plot.png")


def test_a_question_that_cannot_be_asked_is_told(tmp_path):
    dataset = write_dataset(
        tmp_path / "set", questions=[{"id": "q9", "lang": "en", "question": "?!"}]
    )
    with pytest.raises(DatasetError, match=r"'q9'.*no letter or digit"):
        run("eval", dataset)


@pytest.fixture
def judged(tmp_path):
    """An index with judgements given on it: right ones, wrong ones and outdated ones."""
    seeds, index = write_seeds(tmp_path / "seeds"), tmp_path / "index"
    questions = {
        "good": ["library founded 1998", "library lends books", "loan extended once"] * 3,
        "bad": ["moon rocket fuel", "parliament vote", "football final score"] * 3,
    }
    lines = []
    with KnowledgeBase.open(seeds, index, encoder=ENCODER) as kb:
        for verdict, some in questions.items():
            for number, question in enumerate(some):
                answer = kb.ask(f"{question} {number}?")
                ids = [citation.passage.passage_id for citation in answer.citations]
                lines.append({"verdict": verdict, "question": answer.question, "passages": ids})
    lines.append({"verdict": "bad", "question": "library?", "passages": ["gone.txt#0"]})
    text = "".join(json.dumps({"state": "answered"} | line) + "\n" for line in lines)
    (index / "feedback.jsonl").write_text(text, encoding="utf-8")
    return index


def test_calibrate_shows_writes_and_resets(judged):
    written = judged / "confidence.json"
    text, value = run("calibrate", "--index", judged, "--dry-run")
    assert (value["n_judgements"], value["n_supported"], value["n_left_out"]) == (18, 9, 1)
    assert "Nothing was written" in text
    assert not written.exists()
    text, fitted = run("calibrate", "--index", judged)
    assert fitted["model"] == value["model"]
    assert str(written) in text
    first = written.read_bytes()
    assert json.loads(first)["n_judgements"] == 18
    _, value = run("calibrate", "--index", judged)  # begins at the shipped weights again
    assert written.read_bytes() == first
    _, value = run("eval", "--index", judged, "--feedback")
    assert (value["n_judgements"], value["n_supported"]) == (18, 9)
    text, value = run("calibrate", "--index", judged, "--reset")
    assert (value["removed"], written.exists()) == (str(written), False)
    assert "already" in run("calibrate", "--index", judged, "--reset")[0]


def test_calibrate_adds_a_data_set_to_the_judgements(judged, tmp_path):
    dataset = write_dataset(tmp_path / "set")
    _, value = run("calibrate", dataset, "--index", judged, "--dry-run")
    assert value["n_judgements"] == 18 + 5
    with pytest.raises(CalibrationError, match="at least 5 of each"):
        run("calibrate", dataset, "--index", tmp_path / "other")


def test_calibrate_without_judgements_says_what_to_do(tmp_path):
    with pytest.raises(DatasetError, match="Judge answers on the page"):
        run("calibrate", "--index", tmp_path / "index")


def test_the_command_line_prints_what_is_told(judged, monkeypatch, capsys):
    monkeypatch.setattr(evaluation_commands, "OpenVinoEncoder", lambda _: ENCODER)
    monkeypatch.setattr(commands, "progress_bar", lambda: nullcontext(lambda _: None))
    assert cli.main(["calibrate", "--index", str(judged), "--dry-run"]) == 0
    assert "log loss" in capsys.readouterr().out
    assert cli.main(["eval", "--index", str(judged), "--feedback", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_judgements"] == 18
