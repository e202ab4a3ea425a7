"""What is told of the documents while they grow, in the visitor's language."""

import pytest
from starlette.testclient import TestClient

from qa.errors import SeedsNotFoundError
from qa.reports import Progress, Staleness
from qa.web.api.rebuild import IndexRebuild
from qa.web.html.locales import STRINGS
from qa.web.loading import KnowledgeBaseLoader
from support.web_stand_in import PAYLOADS, StandIn, app_for, until

HOST = "http://127.0.0.1:7860"


class Empty(StandIn):
    """A folder without a document."""

    def documents(self):
        return ()


class Building(IndexRebuild):
    """A build that goes on and on."""

    running = True


def told(app, paths=(), language="en"):
    headers = {"cookie": f"sanad_language={language}"}
    with TestClient(app, base_url=HOST) as client:
        answer = client.post("/documents/growth", json={"paths": list(paths)}, headers=headers)
        assert answer.status_code == 200
        return answer.json()


@pytest.mark.parametrize(
    ("progress", "line", "file"),
    [
        (None, "Preparing", "waits to be read"),
        (Progress("parsing", 2, 5, "b.txt"), "Reading documents: 2 of 5", "waits to be read"),
        (Progress("parsing", 2, 5, "a.txt"), "Reading documents: 2 of 5", "Being read"),
        (Progress("encoding", 30, 1200), "Indexing passages: 30 of 1,200", "30 of 1,200"),
        (Progress("writing", 0, 0), "Saving", "Saving"),
    ],
)
def test_a_build_is_told_of_and_what_it_does_with_a_file(progress, line, file):
    rebuild = Building()
    rebuild.progress = progress
    growth = told(app_for(StandIn(), rebuild=rebuild), ["a.txt"])
    assert growth["running"]
    assert line in growth["line"]
    assert growth["files"][0]["state"] == "waiting"
    assert file in growth["files"][0]["text"]


def test_what_became_of_each_file_is_told(tmp_path):
    growth = told(app_for(StandIn()), ["guide.md", "صور/غلاف.png", "new.txt"])
    assert [one["state"] for one in growth["files"]] == ["answerable", "refused", "waiting"]
    assert growth["line"] == ""
    arabic = told(app_for(StandIn()), ["صور/غلاف.png"], "ar")["files"][0]["text"]
    assert arabic == STRINGS["ar"].problem(StandIn().problems()[0])


@pytest.mark.parametrize("language", STRINGS)
def test_an_empty_folder_says_so(language):
    growth = told(app_for(Empty()), language=language)
    assert growth["empty"]
    assert growth["line"] == STRINGS[language].growing_empty
    assert not told(app_for(StandIn()))["empty"]


def test_hostile_paths_come_back_as_text():
    paths = [f"{text}.txt" for text in PAYLOADS.values()]
    growth = told(app_for(StandIn()), paths)
    assert {one["state"] for one in growth["files"]} == {"refused"}
    with TestClient(app_for(StandIn()), base_url=HOST) as client:
        many = client.post("/documents/growth", json={"paths": ["x"] * 201})
        assert many.status_code == 422


@pytest.mark.parametrize("language", STRINGS)
def test_a_failed_update_is_told_in_the_visitors_language(language):
    knowledge_base, rebuild = StandIn(), IndexRebuild()
    knowledge_base.refreshed = 5  # the next one fails
    rebuild.start(knowledge_base)
    until(lambda: rebuild.failure)
    growth = told(app_for(knowledge_base, rebuild=rebuild), ["new.txt"], language)
    assert growth["failed"]
    strings = STRINGS[language]
    assert growth["line"] == f"{strings.not_rebuilt} {strings.faults['ModelError']}"


@pytest.mark.parametrize("language", STRINGS)
def test_what_goes_wrong_with_following_is_told_and_in_healthz_too(language):
    strings = STRINGS[language]
    knowledge_base = StandIn()
    knowledge_base.unwatched = "OS file watch limit reached."
    app = app_for(knowledge_base)
    late = told(app, ["new.txt"], language)
    assert (late["line"], late["failed"]) == (strings.growing_unwatched, False)
    knowledge_base.failure = SeedsNotFoundError("seeds")
    failed = told(app, ["new.txt"], language)
    assert failed["failed"]
    assert failed["line"].startswith(strings.not_rebuilt)
    with TestClient(app, base_url=HOST) as client:
        health = client.get("/healthz").json()
    assert health["failure"] == str(knowledge_base.failure)
    assert health["unwatched"] == knowledge_base.unwatched
    assert health["problems"] == len(knowledge_base.problems())


def test_while_there_is_no_index_its_opening_is_told(tmp_path):
    def fails(_):
        raise SeedsNotFoundError(tmp_path)

    loader = KnowledgeBaseLoader(fails)
    app = app_for(loader)
    opening = told(app)
    assert not opening["open"]
    assert opening["running"]
    loader.start()
    until(lambda: loader.failure)
    assert told(app)["line"] == STRINGS["en"].faults["SeedsNotFoundError"].format(path=tmp_path)
    with TestClient(app, base_url=HOST) as client:
        page = client.get("/documents")
        assert page.status_code == 503
        assert 'id="growing"' in page.text


@pytest.mark.parametrize("language", STRINGS)
def test_every_reason_has_words(language):
    strings = STRINGS[language]
    assert set(strings.problem_kinds) <= set(strings.upload_refusals)
    assert strings.upload_refusals.keys() == STRINGS["en"].upload_refusals.keys()
    assert all("{" not in strings.refusal(kind) for kind in strings.upload_refusals)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (
            "IndexBusyError",
            {},
            {"en": "Another process", "fr": "Un autre processus", "ar": "عملية"},
        ),
        ("unrefreshed", {}, {"en": "as it is", "fr": "tel quel", "ar": "كما هو"}),
        ("outdated", {}, {"en": "older index", "fr": "plus ancien", "ar": "أقدم"}),
        ("IndexWriteError", {"kind": "full"}, {"en": "full", "fr": "plein", "ar": "ممتلئ"}),
        ("SeedsNotFoundError", {"path": "/s"}, {"en": "/s", "fr": "/s", "ar": "/s"}),
    ],
)
def test_what_an_index_lacks_is_told_in_the_visitors_language(kind, values, words):
    stale = Staleness(kind, "Why.", True, ("new.txt", "two.txt"), ("a.txt",), values=values)
    known = StandIn()
    known.stale = stale
    app = app_for(known)
    for language, said in words.items():
        growth = told(app, language=language)
        assert said in growth["line"], growth
        assert not growth["failed"]
        assert not growth["running"]
        numbers = [STRINGS[language].number(count) for count in (2, 1, 0)]
        counts = STRINGS[language].changed_since.format(
            **dict(zip(("added", "changed", "removed"), numbers, strict=True))
        )
        assert counts in growth["line"]
    with TestClient(app, base_url=HOST) as client:
        told_to_programs = client.get("/healthz").json()
    assert told_to_programs["status"] == "ok"
    assert told_to_programs["stale"]["kind"] == kind
    assert told_to_programs["stale"]["added"] == ["new.txt", "two.txt"]


def test_what_is_not_known_of_an_index_is_told():
    known = StandIn()
    known.stale = Staleness("IndexBusyError", "Why.")
    assert "not known" in told(app_for(known))["line"]


def test_that_an_index_is_built_anew_is_told():
    rebuild = Building()
    rebuild.progress = Progress("parsing", 2, 5, is_anew=True)
    line = told(app_for(StandIn(), rebuild=rebuild))["line"]
    assert line == "The index is being built anew. Reading documents: 2 of 5"


@pytest.mark.parametrize("language", STRINGS)
def test_a_pinned_index_says_so_and_fails_nothing(language):
    knowledge_base, rebuild = StandIn(), IndexRebuild()
    knowledge_base.pinned = True
    rebuild.failure, rebuild.failure_kind = "pinned", "IndexPinnedError"
    app = app_for(knowledge_base, rebuild=rebuild)
    growth = told(app, ["new.txt"], language)
    assert growth["line"] == STRINGS[language].growing_pinned.format(generation="g-test")
    assert not growth["failed"]
    assert growth["files"][0]["state"] == "waiting"
    with TestClient(app, base_url=HOST) as client:
        assert client.get("/healthz").json()["pinned"] is True
