"""The commands that look after an index, from their words to their exit codes."""

import json

import pytest

from qa.cli.exit_codes import ExitCode
from qa.cli.program import main
from qa.indexing.generations import use_generation
from support.fake_encoder import FakeEncoder, build


@pytest.fixture
def work(seeds, tmp_path):
    """An index of two builds, made with an encoder of the tests."""
    build(seeds, tmp_path / "index")
    (seeds / "new.md").write_text("# New\n\nThe library has a new book.\n")
    build(seeds, tmp_path / "index")
    return tmp_path


def run(work, capsys, *words):
    code = main([*words, "--index", str(work / "index"), "--seeds", str(work / "seeds")])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_generations_are_listed_used_and_pruned(work, capsys):
    code, out, _ = run(work, capsys, "generations", "list")
    assert (code, len(out.splitlines())) == (ExitCode.DONE, 2)
    assert out.splitlines()[0].startswith("000002")
    assert "7 documents" in out
    assert "(in service)" in out.splitlines()[0]
    # Made with another encoder than the program's own: named, and not used.
    code, _, err = run(work, capsys, "generations", "use", "1")
    assert (code, "fake-1" in err) == (ExitCode.FAILED, True)
    use_generation(work / "index", "1", FakeEncoder())
    code, out, _ = run(work, capsys, "generations", "list", "--json")
    assert [(one["name"], one["pinned"]) for one in json.loads(out)] == [
        ("000002", False),
        ("000001", True),
    ]
    code, _, err = run(work, capsys, "build")
    assert (code, "use latest" in err) == (ExitCode.FAILED, True)
    assert run(work, capsys, "generations", "use", "latest")[0] == ExitCode.DONE
    code, out, _ = run(work, capsys, "generations", "prune", "--keep", "1")
    assert (code, out) == (ExitCode.DONE, "removed 000001\n")


def test_forgetting_tells_what_it_took_and_what_it_did_not_reach(work, capsys):
    code, _, err = run(work, capsys, "purge", "new.md")
    assert (code, "--with-file" in err) == (ExitCode.FAILED, True)
    code, out, err = run(work, capsys, "purge", "new.md", "--with-file")
    assert code == ExitCode.DONE
    assert "forgotten new.md" in out
    assert "Generation 000003 is in service." in out
    assert "Backups" in err
    assert not (work / "seeds" / "new.md").exists()
    code, out, _ = run(work, capsys, "purge", "new.md", "--json")
    assert (code, json.loads(out)["documents"]) == (ExitCode.NOTHING_FOUND, [])


def test_an_exported_index_of_another_model_is_refused_with_what_to_do(work, capsys):
    file = str(work / "x.tar")
    code, out, _ = run(work, capsys, "export", file, "--feedback", "--confidence")
    assert (code, "Generation 000002" in out) == (ExitCode.DONE, True)
    code, _, err = run(work, capsys, "import", file)
    assert (code, "--model" in err) == (ExitCode.FAILED, True)
    code, _, err = run(work, capsys, "import", str(work / "nothing"))
    assert (code, "nothing" in err) == (ExitCode.FAILED, True)
