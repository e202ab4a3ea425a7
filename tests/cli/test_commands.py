"""The command line as a user meets it, with the real model, on tiny folders.

A process of its own for each command takes seconds to load the models. So most run in this one,
with the models loaded once, and as processes those that are about what a process is, and a few.
"""

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa import knowledge_base
from support.command_line import run
from support.paths import ROOT
from support.sample_documents import write_seeds

COMMANDS = ["build", "ask", "search", "sources", "serve", "watch", "verify", "eval", "calibrate"]
COMMANDS += ["mcp", "doctor", "feedback"]
ESCAPES = "\x1b[31mred\x1b[0m \x9b2J \u202eback\u202c \x07bell"


def start(*arguments, cwd, **options):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    environment |= options.pop("env", {})
    return subprocess.Popen(
        [sys.executable, "-m", "qa.cli", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def run_apart(*arguments, cwd, given=b"", **options):
    """Run a command as a process: its exit code, standard output and standard error."""
    process = start(*arguments, cwd=cwd, **options)
    output, error = process.communicate(given, timeout=120)
    assert b"Traceback" not in error, error.decode()
    return process.returncode, output.decode(), error.decode()


@pytest.fixture(scope="module", autouse=True)
def loaded_once():
    """The real encoder and reader, for every command that runs here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        sound = knowledge_base.OpenVinoEncoder
        patch.setattr(knowledge_base, "OpenVinoEncoder", functools.cache(sound))
        beside = functools.cache(knowledge_base.Reader.beside)
        patch.setattr(knowledge_base.Reader, "beside", beside)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with seeds/ and the index/ that `qa build` made of it."""
    work = tmp_path_factory.mktemp("cli")
    write_seeds(work / "seeds")
    (work / "seeds" / "hostile.txt").write_text(
        f"{'The lighthouse stands by the harbour. ' * 9}It is {ESCAPES} and tall."
    )
    code, output, error = run_apart("build", cwd=work)
    assert (code, error) == (0, "")
    assert "7 documents" in output
    return work


@pytest.fixture
def work(built, tmp_path):
    """A copy of that folder, free to be changed."""
    return Path(shutil.copytree(built, tmp_path / "work"))


def no_escapes(text):
    return not any(character in text for character in "\x1b\x9b\x07\u202e\u202c\x00\x08\r")


def test_the_program_explains_itself(tmp_path):
    assert run_apart("-h", cwd=tmp_path) == run("-h", cwd=tmp_path)


@pytest.mark.parametrize("arguments", [["-h"], *([command, "-h"] for command in COMMANDS)])
def test_every_command_explains_itself(tmp_path, arguments):
    code, output, error = run(*arguments, cwd=tmp_path)
    assert (code, error) == (0, "")
    assert "usage: qa" in output
    assert len(output) > 300


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["build", "--nonsense"],
        ["ask"],
        ["search"],
        ["ask", "q", "-k", "0"],
        ["ask", "q", "-k", "-3"],
        ["ask", "q", "-k", "many"],
        ["search", "q", "-k", "٣"],
        ["sources"],
        ["sources", "q", "--limit", "0"],
        ["search", "q", "-k", "1000000000000"],
        ["serve", "--port", "99999999"],
        ["serve", "--json"],
        ["eval"],
        ["eval", "folder", "--n-strangers", "0"],
    ],
)
def test_a_wrong_command_line_is_code_2(tmp_path, arguments):
    code, output, error = run(*arguments, cwd=tmp_path)
    assert code == 2
    assert output == ""
    assert "qa" in error


@pytest.mark.parametrize(
    "command", [["build"], ["ask", "q"], ["search", "q"], ["sources", "q"], ["watch"], ["verify"]]
)
def test_without_documents_or_index_the_error_says_what_to_do(tmp_path, command):
    code, output, error = run(*command, cwd=tmp_path)
    assert (code, output) == (1, "")
    assert error.startswith("qa: ")
    assert "--seeds" in error or "qa build" in error


def test_a_folder_that_is_no_data_set_is_told(tmp_path):
    code, output, error = run("eval", "nowhere", cwd=tmp_path)
    assert (code, output) == (1, "")
    assert "passages.jsonl" in error


@pytest.mark.model
def test_build_tells_what_it_did_and_json_says_the_same(work):
    (work / "seeds" / "new.txt").write_text("A new document about the harbour.")
    (work / "seeds" / "broken.txt").write_bytes(b"\0" * 200)
    code, output, error = run_apart("build", "--json", cwd=work)
    assert (code, error) == (0, "")
    report = json.loads(output)
    assert report["added"] == ["new.txt"]
    assert [problem["path"] for problem in report["problems"]] == ["broken.txt"]
    code, output, error = run_apart("build", cwd=work)
    assert (code, error) == (0, "")
    assert "broken.txt" in output
    assert "up to date" in output


@pytest.mark.model
def test_ask_answers_with_citations_and_json_says_the_same(work):
    question = "متى تنتهي المرحلة الأولى من الانسحاب؟"
    code, output, error = run_apart("ask", question, cwd=work)
    assert code in (0, 3)
    assert error == ""
    assert "[1] ar/انسحاب.md" in output
    assert "سبتمبر 2025" in output
    told, output, _ = run_apart("ask", question, "--json", "-k", "2", cwd=work)
    answer = json.loads(output)
    assert told == code == (0 if answer["state"] == "answered" else 3)
    assert answer["question"] == question
    assert [citation["number"] for citation in answer["citations"]] == [1, 2]
    assert answer["citations"][0]["hit"]["passage"]["document"]["path"] == "ar/انسحاب.md"


@pytest.mark.model
def test_a_follow_up_is_told_with_what_was_searched_for(built):
    earlier = ("--after", "When was the library founded?", "--after", "and who founded it?")
    code, output, error = run("ask", "why?", *earlier, "--no-refresh", cwd=built)
    assert code in (0, 3)
    assert error == ""
    assert "Searched for: library founded – why?" in output
    _, output, _ = run("ask", "why?", *earlier, "--no-refresh", "--json", cwd=built)
    answer = json.loads(output)
    assert (answer["question"], answer["searched_for"]) == ("why?", "library founded – why?")
    _, output, _ = run("ask", "What are the fees?", *earlier, "--no-refresh", cwd=built)
    assert "Searched for" not in output
    code, _, error = run("ask", "why?", "--after", " ", "--no-refresh", cwd=built)
    assert code == 1
    assert error.startswith("qa: The question is empty")


@pytest.mark.model
def test_an_overview_lists_each_document_with_its_marked_sentence(built):
    code, output, error = run("ask", "What are these documents about?", "--no-refresh", cwd=built)
    assert (code, error) == (0, "")
    assert output.startswith("What the documents hold:\n")
    assert "The library – en/library.md" in output
    assert "»»" not in output
    asked = ("ask", "What are these documents about?", "--no-refresh", "--json")
    _, output, _ = run(*asked, cwd=built)
    answer = json.loads(output)
    assert (answer["state"], answer["small_talk"], answer["parts"]) == ("overview", None, [])
    assert len(answer["citations"]) == 7


@pytest.mark.model
def test_small_talk_is_one_line_and_done(built):
    code, output, error = run("ask", "Thank you!", "--no-refresh", cwd=built)
    assert (code, error, output.count("\n")) == (0, "", 1)
    _, output, _ = run("ask", "Thank you!", "--no-refresh", "--json", cwd=built)
    answer = json.loads(output)
    assert (answer["state"], answer["small_talk"]) == ("small_talk", "thanks")
    assert answer["citations"] == []


@pytest.mark.model
def test_each_of_several_questions_has_its_state_and_citations(built):
    asked = ("ask", "When was the library founded and how long does a loan last?", "-k", "1")
    code, output, error = run(*asked, "--no-refresh", cwd=built)
    assert code in (0, 3)
    assert error == ""
    first, second = output.split("# how long does a loan last?\n")
    assert first.startswith("# When was the library founded\n")
    assert "[1] " in first
    assert "[2] " in second
    _, output, _ = run(*asked, "--no-refresh", "--json", cwd=built)
    answer = json.loads(output)
    parts = answer["parts"]
    assert [part["question"] for part in parts] == [
        "When was the library founded",
        "how long does a loan last?",
    ]
    assert [c for part in parts for c in part["citations"]] == answer["citations"]


@pytest.mark.model
def test_a_mistyped_word_is_read_as_one_of_the_documents_unless_as_typed(built):
    asked = ("ask", "When was the libraary founded?", "--no-refresh")
    _, output, error = run(*asked, cwd=built)
    assert error == ""
    line = "Searched for: When was the library founded?"
    assert f"{line} (--as-typed searches for what was typed)\n" in output
    _, output, _ = run(*asked, "--json", cwd=built)
    assert json.loads(output)["corrections"] == [{"typed": "libraary", "read": "library"}]
    _, output, _ = run(*asked, "--as-typed", cwd=built)
    assert "Searched for" not in output


@pytest.mark.model
def test_search_lists_passages_and_json_says_the_same(work):
    code, output, error = run("search", "When was the library founded?", "-k", "2", cwd=work)
    assert (code, error) == (0, "")
    assert output.startswith("1. ")
    assert "2. " in output
    assert "3. " not in output
    code, output, _ = run("search", "-", "--json", "-k", "3", cwd=work, given=b"library founded?\n")
    hits = json.loads(output)
    assert code == 0
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.model
def test_an_answer_is_explained_where_that_is_asked_for(built):
    asked = ("ask", "When was the library founded?", "-k", "1", "--no-refresh")
    _, output, error = run(*asked, "--explain", cwd=built)
    assert error == ""
    assert "why: score " in output
    assert "library → library" in output
    assert "founded → founded" in output
    assert output.count(", rank ") == 4
    _, output, _ = run(*asked, "--explain", "--json", cwd=built)
    (citation,) = json.loads(output)["citations"]
    passage, explanation = citation["hit"]["passage"], citation["explanation"]
    for found in (*explanation["words"], *explanation["tokens"]):
        if found["start"] is not None:
            first, last = (found[side] - passage["start"] for side in ("start", "end"))
            assert passage["text"][first:last] == found["found"] != ""
    parts = [share["contribution"] for share in explanation["stages"]]
    assert sum(parts) == pytest.approx(citation["hit"]["score"])
    _, output, _ = run(*asked, cwd=built)
    assert "why" not in output


@pytest.mark.model
def test_sources_show_each_document_once_and_json_says_the_same(built):
    asked = ("sources", "When was the library founded?", "--no-refresh")
    code, output, error = run(*asked, cwd=built)
    assert (code, error) == (0, "")
    shown = [line for line in output.splitlines() if line.startswith("[")]
    told, output, _ = run(*asked, "--json", cwd=built)
    citations = json.loads(output)
    paths = [citation["hit"]["passage"]["document"]["path"] for citation in citations]
    assert told == 0
    assert len(paths) == len(set(paths)) == 7
    assert [line.split(" › ")[0] for line in shown] == [
        f"[{number}] {path}" for number, path in enumerate(paths, start=1)
    ]
    assert paths[0] == "en/library.md"
    code, output, _ = run(*asked, "--limit", "1", "--document", "fr/", cwd=built)
    assert code == 0
    assert output.startswith("[1] fr/guide.txt › ")
    assert "»»La bibliothèque a été fondée en 1998.««" in output
    assert "[2]" not in output
    code, output, _ = run(*asked, "--document", "fr/", "--language", "zh", cwd=built)
    assert (code, output) == (3, "")


@pytest.mark.model
def test_a_language_or_a_document_can_be_asked_for_alone(built):
    flags = ("--no-refresh", "--json", "-k", "9")
    scopes = {
        ("--language", "ar", "--language", "zh"): {("ar/انسحاب.md", "ar"), ("zh/图书馆.md", "zh")},
        ("--document", "en/", "--document", "fr/guide.txt"): {
            ("en/library.md", "en"),
            ("fr/guide.txt", "fr"),
        },
        ("--document", "en/", "--language", "fr"): set(),
        ("--document", "fr/guide.txt", "--since", "2001"): {("fr/guide.txt", "fr")},
        ("--until", "2001-02"): set(),
    }
    for scope, expected in scopes.items():
        code, output, error = run("search", "library", *scope, *flags, cwd=built)
        assert (code, error) == (0 if expected else 3, "")
        hits = [hit["passage"] for hit in json.loads(output)]
        assert {(hit["document"]["path"], hit["language"]) for hit in hits} == expected
    code, output, _ = run("ask", "图书馆", "--language", "zh", "--no-refresh", cwd=built)
    assert "[1] zh/图书馆.md › 图书馆 › line 1 (zh)" in output
    for wanted in (("--language", "xx"), ("--document", "en")):
        code, output, error = run("ask", "library", *wanted, "--no-refresh", cwd=built)
        assert (code, output) == (1, "")
        assert f"'{wanted[1]}'" in error
        assert "Name one of these" in error


@pytest.mark.model
@pytest.mark.parametrize("question", ["", "  ", "؟!", "x" * 100_000])
def test_a_question_that_cannot_be_searched_for_is_code_1(built, question):
    code, output, error = run("ask", question, "--no-refresh", cwd=built)
    assert (code, output) == (1, "")
    assert error.startswith("qa: The question")
    assert len(error) < 300


@pytest.mark.model
def test_terminal_escapes_do_not_reach_the_terminal(built):
    for arguments in (
        ["search", f"lighthouse {ESCAPES}", "--no-refresh"],
        ["ask", f"How tall is the lighthouse {ESCAPES}", "--no-refresh"],
        ["ask", f"How tall is the lighthouse {ESCAPES}", "--no-refresh", "--json"],
        ["search", "lighthouse", "--no-refresh", "--index", f"nowhere{ESCAPES}"],
        ["build", "--seeds", f"nowhere{ESCAPES}"],
    ):
        _, output, error = run(*arguments, cwd=built)
        assert no_escapes(output)
        assert no_escapes(error)
    _, output, _ = run("search", "lighthouse", "--no-refresh", "--json", cwd=built)
    texts = [hit["passage"]["text"] for hit in json.loads(output)]
    assert any("red" in text for text in texts)


@pytest.mark.model
def test_bytes_that_are_no_text_and_a_terminal_that_knows_no_arabic_are_survived(built):
    code, output, _ = run_apart(
        "search", "-", "--no-refresh", cwd=built, given=b"library \xff\xfe\x80"
    )
    assert code == 0
    assert output
    code, output, _ = run_apart(
        "search", b"library \xff".decode("utf-8", "surrogateescape"), "--no-refresh", cwd=built
    )
    assert code == 0
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    code, output, _ = run_apart("search", "سبتمبر", "--no-refresh", cwd=built, env=environment)
    assert code == 0
    assert output


def test_verify_tells_damage_and_drift_with_code_3(work):
    code, output, _ = run_apart("verify", "--json", cwd=work)
    assert code == 0
    report = json.loads(output)
    assert {check["status"] for check in report["passages"]} == {"verbatim"}
    (work / "seeds" / "fr" / "guide.txt").unlink()
    code, output, _ = run_apart("verify", cwd=work)
    assert code == 3
    assert "gone" in output
    assert "fr/guide.txt#0" in output
    texts = next((work / "index" / "generations").rglob("texts.utf8"))
    texts.write_bytes(texts.read_bytes()[:-1])
    code, output, _ = run_apart("verify", cwd=work)
    assert code == 3
    assert "texts.utf8" in output
    (work / "index" / "CURRENT").write_bytes(b"\xff\xfe garbage")
    code, output, error = run_apart("verify", cwd=work)
    assert (code, output) == (1, "")
    assert "CURRENT" in error


@pytest.mark.model
def test_a_damaged_index_is_an_error_without_a_build_and_mended_by_one(work):
    texts = next((work / "index" / "generations").rglob("texts.utf8"))
    texts.write_bytes(texts.read_bytes()[::-1])
    code, output, error = run("ask", "library?", "--no-refresh", cwd=work)
    assert (code, output) == (1, "")
    assert "texts.utf8" in error
    code, output, _ = run("build", cwd=work)
    assert code == 0
    assert "Built anew" in output
    assert "(0 encoded)" in output


@pytest.mark.parametrize("command", [["build"], ["ask", "q"], ["search", "q"], ["watch"]])
def test_an_index_path_that_cannot_be_is_told(tmp_path, command):
    write_seeds(tmp_path / "seeds")
    (tmp_path / "file").write_text("mine")
    for index in ("file", "file/index", "seeds", "seeds/index"):
        code, output, error = run(*command, "--index", index, cwd=tmp_path)
        assert (code, output) == (1, "")
        assert "--index" in error
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    write_seeds(tmp_path / "seeds")
    (tmp_path / "index").mkdir(mode=0o500)
    code, output, error = run("build", cwd=tmp_path)
    assert (code, output) == (1, "")
    assert "cannot be written" in error


@pytest.mark.model
def test_an_unknown_model_is_told_with_what_to_name_instead(work):
    code, output, error = run_apart("build", "--model", "no-such/model", cwd=work)
    assert (code, output) == (1, "")
    assert "no-such/model" in error
    assert "--model" in error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_what_has_no_room_is_told(built):
    for words in (("generations", "list"), ("generations", "list", "--json")):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "qa.cli", *words],
                cwd=built,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        (line,) = done.stderr.decode().splitlines()
        assert done.returncode == 1
        assert line.startswith("qa: What was found cannot be written: No space left")
        assert "Make room" in line


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="a shell with head is needed")
def test_a_closed_pipe_is_no_error(built):
    for command in (
        "search library --no-refresh -k 50",
        "search library --no-refresh -k 50 --json",
    ):
        shown = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {sys.executable} -m qa.cli {command} | head -1"],
            cwd=built,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert (shown.returncode, shown.stderr) == (0, b"")
        assert shown.stdout.count(b"\n") == 1


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_watch_follows_until_ctrl_c(work):
    process = start("watch", cwd=work)
    line = process.stderr.readline().decode()
    assert "Ctrl-C" in line
    (work / "seeds" / "new.txt").write_text("A new document about the harbour.")
    output = b""
    end = time.monotonic() + 60
    while b"new.txt" not in output and time.monotonic() < end:
        output += process.stdout.readline()
    assert b"new.txt" in output
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert b"Traceback" not in error
