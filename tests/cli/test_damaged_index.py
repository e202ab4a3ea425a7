"""`qa ask` of an index with a damaged file: the right answer or a line that says what to do."""

import json
import shutil
import signal

import pytest

from qa import knowledge_base
from qa.cli.exit_codes import ExitCode
from qa.cli.program import main
from support.damages import DAMAGES, files_of, place_of
from support.fake_encoder import FakeEncoder, generation_files
from support.sample_documents import write_seeds

QUESTION = "When was the library founded?"
WAIT_SECONDS = 60

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGALRM"), reason="what waits for a pipe cannot be stopped"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Documents and their index, and a like one of others."""
    work = tmp_path_factory.mktemp("damaged")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge_base, "OpenVinoEncoder", lambda _: FakeEncoder())
        for name in ("mine", "other"):
            seeds = write_seeds(work / name / "seeds")
            for path in seeds.rglob("*.*"):
                path.write_text(path.read_text() + f"\n\nThese words are in {name}, {name}.\n")
            knowledge_base.KnowledgeBase.open(seeds, work / name / "index").close()
    return work


@pytest.fixture
def ask(built, tmp_path, monkeypatch, capsys):
    """Asks of a copy of it, as the command line does."""
    monkeypatch.setattr(knowledge_base, "OpenVinoEncoder", lambda _: FakeEncoder())

    def late(*_):
        raise TimeoutError("it waits")

    before = signal.signal(signal.SIGALRM, late)

    def run(work, *flags):
        words = ["--seeds", str(work / "seeds"), "--index", str(work / "index")]
        signal.alarm(WAIT_SECONDS)
        code = main(["ask", QUESTION, "--json", "--no-reader", *words, *flags])
        signal.alarm(0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, _cited(said.out) if said.out else None, said.err

    yield run
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _cited(out):
    answer = json.loads(out)
    return [
        (one["hit"]["passage"]["text"], one["hit"]["score"], one["marks"])
        for one in answer["citations"]
    ]


def damage_each(built, tmp_path, ask, cases):
    """Ask with each damage; how often it was told, and how often the answer came all the same."""
    told = answered = 0
    sound = generation_files(built / "mine" / "index")
    code, truth, _ = ask(built / "mine")
    assert (code, len(truth)) == (ExitCode.DONE, 3)
    for name, kind in cases:
        work = tmp_path / "work"
        shutil.copytree(built / "mine", work)
        foreign = place_of(built / "other" / "index", name).read_bytes()
        DAMAGES[kind](place_of(work / "index", name), foreign)
        code, cited, said = ask(work, "--no-refresh")
        if code == ExitCode.FAILED:
            told += 1
            assert said.startswith("qa: ")
            assert "qa build" in said, (name, kind, said)
            assert said.count("\n") == 1
            assert name in said or name == "CURRENT"
        else:
            answered += 1
            assert cited == truth, (name, kind)
        code, cited, said = ask(work)
        if (name, kind) == ("CURRENT", "folder"):  # which may be anybody's
            assert (code, "Remove it" in said) == (ExitCode.FAILED, True)
            shutil.rmtree(work / "index" / "CURRENT")
            code, cited, said = ask(work)
        assert (code, cited) == (ExitCode.DONE, truth), (name, kind, said)
        assert generation_files(work / "index") == sound, (name, kind)
        shutil.rmtree(work)
    return told, answered


def every_case(built):
    return [(name, kind) for name in files_of(built / "mine" / "index") for kind in DAMAGES]


def test_some_files(built, tmp_path, ask):
    cases = every_case(built)[::13]  # each of the six kinds, at another file
    assert {kind for _, kind in cases} == set(DAMAGES)
    told, _ = damage_each(built, tmp_path, ask, cases)
    assert told > len(cases) / 2


@pytest.mark.long
def test_every_file_in_every_way(built, tmp_path, ask):
    told, answered = damage_each(built, tmp_path, ask, every_case(built))
    print(f"{told} told, {answered} answered all the same")  # noqa: T201
    assert told > 100
