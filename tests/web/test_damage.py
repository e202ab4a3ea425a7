"""Any file of the index is damaged under a running server: no wrong answer, and it mends itself."""

import shutil
import sys
from urllib.parse import quote

import pytest

from qa.indexing.verifying import verify_index
from qa.knowledge_base import KnowledgeBase
from support.damages import DAMAGES, files_of, place_of
from support.fake_encoder import FakeEncoder
from support.sample_documents import write_seeds
from support.served_program import ServedProgram, until

QUESTIONS = ("When was the library founded?", "متى تفتح المكتبة؟", "Who keeps the lighthouse?")
KEPT = "keeper.txt"
VERSIONS = (
    "The lighthouse keeper is Salma; she came in spring.",
    "The lighthouse keeper is Karim, who paints boats.",
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")


@pytest.fixture(scope="module")
def truths(tmp_path_factory):
    """For each version of the document that changes: what questions and documents give."""
    found = []
    for version in VERSIONS:
        work = tmp_path_factory.mktemp("truth")
        seeds = write_seeds(work / "seeds")
        (seeds / KEPT).write_text(version)
        with KnowledgeBase.open(seeds, work / "index", encoder=FakeEncoder(), reader=False) as kb:
            answers = {question: told(kb.ask(question)) for question in QUESTIONS}
            texts = {info.path: kb.document(info.path).text for info in kb.documents()}
        found.append((answers, texts))
    assert found[0][0] != found[1][0]
    return found


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """An index of other documents."""
    work = tmp_path_factory.mktemp("foreign")
    seeds = write_seeds(work / "seeds")
    for path in seeds.rglob("*.*"):
        path.write_text(path.read_text() + "\n\nThese words are foreign, foreign.\n")
    KnowledgeBase.open(seeds, work / "index", encoder=FakeEncoder()).close()
    return work / "index"


def told(answer):
    """What an answer says, however it was carried."""
    cited = [
        (c.passage.document.path, c.passage.start, c.passage.text, c.hit.score)
        for c in answer.citations
    ]
    return answer.state.value, answer.confidence, cited


def told_by(answer):
    """The same of an answer in JSON."""
    passages = [(one["hit"]["passage"], one["hit"]["score"]) for one in answer["citations"]]
    cited = [(p["document"]["path"], p["start"], p["text"], score) for p, score in passages]
    return answer["state"], answer["confidence"], cited


class Watched:
    """A server over a folder of documents, of which one is changed now and then."""

    def __init__(self, work, truths):
        self.seeds, self.index = work / "seeds", work / "index"
        self.truths, self.version = truths, 0
        self.answered = self.refused = 0
        write_seeds(self.seeds)
        (self.seeds / KEPT).write_text(VERSIONS[0])
        KnowledgeBase.open(self.seeds, self.index, encoder=FakeEncoder()).close()
        self.server = ServedProgram(work)

    def look(self):
        """Ask everything: each answer is one of the truths, or an error that says what to do."""
        for question in QUESTIONS:
            status, found = self.server.ask_json("POST", "/api/ask", {"question": question})
            if self.is_answer(status, found):
                assert told_by(found) in [answers[question] for answers, _ in self.truths]
        for path in self.truths[0][1]:
            status, found = self.server.ask_json("GET", f"/api/document?path={quote(path)}")
            if self.is_answer(status, found):
                assert found["text"] in [texts[path] for _, texts in self.truths]

    def is_answer(self, status, found):
        if status == 200:
            self.answered += 1
            return True
        assert status in {500, 503}
        assert "The index is damaged" in found["detail"]
        assert "qa build" in found["detail"]
        self.refused += 1
        return False

    def is_mended(self):
        """Whether everything is answered as the documents now are."""
        answers, texts = self.truths[self.version]
        for question in QUESTIONS:
            status, found = self.server.ask_json("POST", "/api/ask", {"question": question})
            if status != 200 or told_by(found) != answers[question]:
                return False
        for path, text in texts.items():
            status, found = self.server.ask_json("GET", f"/api/document?path={quote(path)}")
            if (status, found.get("text")) != (200, text):
                return False
        return True

    def change(self):
        self.version = 1 - self.version
        (self.seeds / KEPT).write_text(VERSIONS[self.version])


def damage_each(watched, cases, foreign):
    for name, kind in cases:
        place = place_of(watched.index, name)
        before = (watched.index / "CURRENT").read_text()
        DAMAGES[kind](place, place_of(foreign, name).read_bytes())
        watched.look()
        watched.change()
        watched.look()
        if (name, kind) == ("CURRENT", "folder"):  # which may be anybody's, and is not removed
            until(lambda: "Remove it" in str(watched.server.ask_json("GET", "/healthz")))
            watched.look()
            shutil.rmtree(place)
            watched.server.ask("POST", "/api/rebuild")
        until(watched.is_mended)
        assert (watched.index / "CURRENT").read_text() != before, (name, kind)
        report = verify_index(watched.seeds, watched.index)
        assert report.sound, (name, kind)
    status, health = watched.server.ask_json("GET", "/healthz")
    assert (status, health["failure"], health["stale"], health["problems"]) == (200, None, None, 0)
    assert watched.server.process.poll() is None
    assert "Traceback" not in watched.server.told


def every_case(index):
    return [(name, kind) for name in files_of(index) for kind in DAMAGES]


def test_some_files(truths, foreign, tmp_path):
    watched = Watched(tmp_path, truths)
    cases = every_case(watched.index)[::13]  # each of the six kinds, at another file
    assert {kind for _, kind in cases} == set(DAMAGES)
    try:
        damage_each(watched, cases, foreign)
    finally:
        watched.server.kill()
    assert watched.answered > len(cases)


@pytest.mark.long
def test_every_file_in_every_way(truths, foreign, tmp_path):
    watched = Watched(tmp_path, truths)
    try:
        damage_each(watched, every_case(watched.index), foreign)
    finally:
        watched.server.kill()
    print(f"{watched.answered} answered, {watched.refused} refused")  # noqa: T201
    assert watched.refused
