"""An index of 0.1.0, written by that program, is built anew by itself; what people made stays.

`data/index_of_0.1.0.zip` is the folder that format 1 left of two documents, with an encoder that
gives the vectors of `FakeEncoder`.
"""

import json
import zipfile

import pytest

from qa.cli.printing import build_lines
from qa.errors import GenerationError, IndexMismatchError
from qa.evaluation.judgements import read_judgements
from qa.indexing.generations import list_generations, use_generation
from qa.knowledge_base import KnowledgeBase
from qa.web.chat.restoring import restore_turns
from qa.web.pages.editing import remove_document, removed_documents, restore_document
from support.fake_encoder import FakeEncoder, build, generation_files
from support.paths import TESTS

VERDICT = {
    "time": "2026-11-23T12:00:00+00:00",
    "verdict": "good",
    "passage": "",
    "question": "When did the library open?",
    "state": "answered",
    "confidence": 0.9,
    "passages": ["library.md#0"],
    "generation": "000001",
}


@pytest.fixture
def old(tmp_path):
    """Documents with an index of 0.1.0, a verdict, and a document that was taken out."""
    with zipfile.ZipFile(TESTS / "data" / "index_of_0.1.0.zip") as packed:
        packed.extractall(tmp_path)
    (tmp_path / "index" / "feedback.jsonl").write_text(json.dumps(VERDICT) + "\n")
    (tmp_path / "seeds" / "gone.md").write_text("# Gone\n\nSomething else.\n")
    remove_document(tmp_path / "seeds", "gone.md")
    return tmp_path


def test_it_is_of_the_first_format(old):
    manifest = json.loads((old / "index" / "generations" / "000001" / "manifest.json").read_text())
    assert manifest["format_version"] == 1
    with pytest.raises(IndexMismatchError, match="format version 1"):
        KnowledgeBase.open(None, old / "index", encoder=FakeEncoder())
    (info,) = list_generations(old / "index")
    assert (info.current, info.damage) == (True, "it is of format version 1")
    with pytest.raises(GenerationError, match="format version 1"):
        use_generation(old / "index", "1", FakeEncoder())


def test_a_build_makes_it_anew_and_says_so(old, tmp_path):
    report = build(old / "seeds", old / "index")
    assert report.reason == "it was built for format version 1"
    assert next(iter(build_lines(report))) == "Built anew: it was built for format version 1."
    assert report.generation == "000002"
    build(old / "seeds", tmp_path / "scratch")
    assert generation_files(old / "index") == generation_files(tmp_path / "scratch")


@pytest.mark.parametrize("refresh", [True, "behind"])
def test_opening_does_so_by_itself_and_people_lose_nothing(old, refresh, caplog):
    seeds, index = old / "seeds", old / "index"
    with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), refresh=refresh) as kb:
        assert "anew: it was built for format version 1" in caplog.text
        # Verdicts.
        assert json.loads((index / "feedback.jsonl").read_text()) == VERDICT
        (judgement,) = read_judgements(index / "feedback.jsonl")
        assert judgement.still_holds(kb.search(judgement.question)[0].passage.passage_id)
        # Conversations are kept by the browser, once as questions alone.
        (turn,) = restore_turns(["When did the library open?"])
        assert kb.ask(turn.question).citations[0].passage.document.path == "library.md"
        # Removed documents.
        (removed,) = removed_documents(seeds)
        restore_document(seeds, removed.key)
        kb.refresh()
        assert "gone.md" in {document.path for document in kb.documents()}
