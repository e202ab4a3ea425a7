"""A disk that is full under a running server: what it is told, and what it goes on with."""

import json
from urllib.parse import quote

import pytest

from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder
from support.live_folders import files_below
from support.sample_documents import SEEDS, write_seeds
from support.served_program import ServedProgram, until

QUESTION = "When was the library founded?"
VERDICT = {
    "verdict": "good",
    "question": QUESTION,
    "state": "answered",
    "confidence": 0.5,
    "passages": ["en/library.md#0"] * 50,
    "generation": "000001",
}


@pytest.fixture
def served(small_disk):
    """A server whose documents and index are on a small disk."""
    seeds = write_seeds(small_disk.folder / "seeds")
    KnowledgeBase.open(seeds, small_disk.folder / "index", encoder=FakeEncoder()).close()
    server = ServedProgram(small_disk.folder)
    yield server
    server.kill()


class Page:
    """What a visitor does with a server, and what there must be after it.

    Attributes:
        documents: The paths that there are to be.
        n_verdicts: How many verdicts were taken.
        n_refused: How often there was no room.
    """

    def __init__(self, server, disk):
        self.server, self.disk = server, disk
        self.seeds, self.index = disk.folder / "seeds", disk.folder / "index"
        self.documents = set(SEEDS)
        self.n_verdicts = self.n_refused = 0

    def outcome(self, method, path, body=None):
        """Do something; what it answers, or None where there was no room for it."""
        sent = body if isinstance(body, bytes | None) else json.dumps(body)
        status, told = self.server.ask(method, path, sent, {"content-type": "application/json"})
        told = json.loads(told)
        if status == 507:
            self.n_refused += 1
            assert "No space left" in told["detail"]
            assert "Make room" in told["detail"]
            return None
        assert status in {200, 201}, told
        return told

    def add(self, name, n_bytes):
        body = f"The document {name} is about a weir. ".encode() * (1 + n_bytes // 40)
        if self.outcome("PUT", f"/api/document?name={name}", body):
            self.documents.add(name)

    def remove(self, path):
        """Take a document out; the key to put it back by."""
        removed = self.outcome("DELETE", f"/api/document?path={quote(path)}")
        if removed is None:
            return None
        self.documents.remove(path)
        return removed["key"]

    def put_back(self, key):
        restored = self.outcome("POST", f"/api/document/restore?key={key}")
        if restored is not None:
            self.documents.add(restored["restored"])

    def judge(self):
        self.n_verdicts += self.outcome("POST", "/api/feedback", VERDICT) is not None

    def check(self):
        """Everything that was taken is there whole, and nothing else; questions are answered."""
        files = files_below(self.seeds)
        assert {path for path in files if not path.startswith(".")} == self.documents
        assert not list(self.seeds.glob(".*.part"))
        lines = (self.index / "feedback.jsonl").read_text().splitlines() if self.n_verdicts else []
        assert [json.loads(line)["verdict"] for line in lines] == ["good"] * self.n_verdicts
        status, answer = self.server.ask_json("POST", "/api/ask", {"question": QUESTION})
        cited = [one["hit"]["passage"] for one in answer["citations"]]
        assert (status, bool(cited)) == (200, True)

    def health(self):
        status, health = self.server.ask_json("GET", "/healthz")
        assert status == 200
        return health

    def wait_until_all_is_in(self):
        """The index has, by itself, what the folder has."""
        self.server.ask("POST", "/api/rebuild")

        def all_in():
            found = self.server.ask_json("GET", "/api/documents")[1]
            health = self.health()
            is_well = (health["stale"], health["failure"], health["problems"]) == (None, None, 0)
            return is_well and {one["path"] for one in found} == self.documents

        until(all_in)


def test_a_full_disk_is_said_and_gone_on_from(served, small_disk):
    page = Page(served, small_disk)
    small_disk.fill()
    (page.seeds / "fr/guide.txt").unlink()  # which the follower sees, and cannot build
    page.documents.remove("fr/guide.txt")
    until(lambda: page.health()["failure"])
    health = page.health()
    assert "Make room" in health["failure"]
    assert health["stale"]["kind"] == "IndexWriteError"
    assert health["stale"]["removed"] == ["fr/guide.txt"]
    assert "could not be followed" in served.told
    small_disk.fill()
    page.add("new.txt", 10_000)
    page.judge()
    assert page.n_refused == 2
    page.check()
    small_disk.empty()
    page.add("new.txt", 10_000)
    page.judge()
    page.wait_until_all_is_in()
    page.check()
    assert page.n_refused == 2
    assert "Traceback" not in served.told


@pytest.mark.long
def test_a_disk_that_is_full_at_any_moment(served, small_disk):
    page = Page(served, small_disk)
    for pages in range(20):
        small_disk.fill(pages)
        page.add(f"small{pages}.txt", 10)
        page.judge()
        page.check()
        small_disk.fill(pages)
        page.add(f"large{pages}.txt", 30_000)
        page.check()
        small_disk.fill(pages)
        key = page.remove("en/library.md")
        page.check()
        small_disk.fill(pages)
        if key is not None:
            page.put_back(key)
        page.check()
        small_disk.empty()
        if key is not None and "en/library.md" not in page.documents:
            page.put_back(key)
        for name in (f"small{pages}.txt", f"large{pages}.txt"):
            if name in page.documents:
                until(
                    lambda name=name: page.server.ask("GET", f"/api/document?path={name}")[0] == 200
                )
                page.remove(name)
        page.wait_until_all_is_in()
        page.check()
    assert page.n_refused > 5
    assert "Traceback" not in served.told
