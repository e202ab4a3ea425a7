"""The routes beside the chat: programs, documents, comparison, verdicts, preferences."""

import json
import re
import threading

import pytest
from starlette.testclient import TestClient

from qa.errors import QuestionError
from qa.records import EVERYTHING
from qa.reports import Progress
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.api import feedback
from qa.web.api.rebuild import IndexRebuild
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages import document_list as library
from qa.web.security import MAX_BODY_BYTES
from support.parsed_html import HOST, OVERRIDES, SeenPage
from support.web_stand_in import (
    ENGLISH,
    MARKED_ARABIC,
    MARKED_ENGLISH,
    PAYLOADS,
    StandIn,
    app_for,
    hostile_citation,
    until,
)

VERDICT = {
    "verdict": "wrong_source",
    "passage": "guide.md#0",
    "question": "من؟ \u202egnp",
    "state": "answered",
    "confidence": 0.75,
    "passages": ["guide.md#0", "دليل/المكتبة.txt#0"],
    "generation": "000001",
}


class Hostile(StandIn):
    """Finds the payloads, and nothing else."""

    def search(self, question, *, top_k=10):
        if question == "?":
            raise QuestionError("nothing to search for")
        return [hostile_citation(name).hit for name in PAYLOADS if question != "none"]

    def by_source(self, question, *, limit=10, scope=EVERYTHING):
        if question == "?":
            raise QuestionError("nothing to search for")
        names = enumerate(PAYLOADS if question != "none" else (), start=1)
        return [hostile_citation(name, number) for number, name in names]


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="module")
def client(log):
    with TestClient(app_for(Hostile(), feedback=log), base_url=HOST) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/documents", "/sources?q=x", "/api", "/openapi.json"])
def test_new_pages_fetch_nothing_from_elsewhere_and_run_nothing_inline(client, path):
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    if path != "/openapi.json":
        assert not re.search(
            r"<script(?! type=\"module\" src=\"site/(document_list|sources)\.js\"></script>)",
            answer.text,
        )
        assert not re.search(r"\son\w+=|javascript:", answer.text)


@pytest.mark.parametrize("path", ["/documents", "/sources?q=x"])
def test_hostile_titles_paths_and_passages_stay_text(client, path):
    seen = SeenPage(client.get(path).text)
    ours = {"html", "head", "meta", "title", "link", "script", "body", "header", "h1", "a", "p"}
    ours |= {"nav", "main", "h2", "h3", "div", "span", "bdi", "section", "button", "progress"}
    ours |= {
        "form",
        "input",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "strong",
        "mark",
        "dialog",
        "fieldset",
        "legend",
        "label",
        "i",
    }
    assert seen.tags <= ours
    for key, value in seen.attributes:
        if key in {"href", "src", "action"}:
            assert re.match(r"(#|\./|[a-z]+[/?]|[a-z.]+$)", value), value
    for name, payload in PAYLOADS.items():
        assert OVERRIDES.sub("", payload) in seen.text, name


def test_documents_are_filtered_and_come_in_parts(client, monkeypatch):
    everything = client.get("/documents").text
    assert everything.count("<tr>") == 1 + 3 + len(PAYLOADS)
    assert client.get("/documents?filter=LIBRARY").text.count("<tr>") == 2
    assert client.get("/documents?filter=المكتبة").text.count("<tr>") == 2
    assert client.get("/documents?filter=%3Cnone%3E").text.count("<tr>") == 0
    assert client.get(f"/documents?filter={'x' * 201}").status_code == 422
    assert client.get("/documents?part=0").status_code == 422
    monkeypatch.setattr(library, "LISTED_DOCUMENTS", 20)
    assert client.get("/documents?part=1").text.count("<tr>") == 21
    assert client.get("/documents?part=2").text.count("<tr>") == 1 + 3 + len(PAYLOADS) - 20
    assert client.get("/documents?part=99").text.count("<tr>") == 0


def test_comparison_shows_each_document_with_its_sentence_marked():
    with TestClient(app_for(StandIn()), base_url=HOST) as client:
        page = client.get("/sources?q=books ?").text
    assert re.findall(r'class="number">(\d+)<', page) == ["1", "2"]
    marked = [SeenPage(mark).text for mark in re.findall(r"<mark>.*?</mark>", page)]
    assert marked == [MARKED_ENGLISH, MARKED_ARABIC]


def test_comparison_without_passages_and_without_a_question(client):
    assert 'class="card"' not in client.get("/sources?q=none").text
    assert client.get("/sources?q=%3F").status_code == 400
    assert client.get("/sources").status_code == 422
    assert client.get(f"/sources?q={'x' * (MAX_QUESTION_CHARACTERS + 1)}").status_code == 422


def test_context_of_a_passage_is_the_document_around_it(client):
    document = StandIn().document("guide.md")
    at = {"path": "guide.md", "start": 20, "end": 60, "sha256": document.sha256}
    found = client.get("/context", params=at).json()
    before, after = ("".join(line["text"] for line in found[side]) for side in ("before", "after"))
    assert before + ENGLISH[20:60] + after == ENGLISH
    assert {line["dir"] for line in found["before"]} == {"ltr"}
    for wrong in ({"sha256": "beef"}, {"path": "none"}, {"end": 10**9}):
        assert client.get("/context", params=at | wrong).status_code == 404
    assert client.get("/context", params=at | {"start": -1}).status_code == 422


def test_programs_search_and_list_documents():
    with TestClient(app_for(StandIn()), base_url=HOST) as client:
        hits = client.post("/api/search", json={"question": "books ?", "top_k": 3}).json()
        documents = client.get("/api/documents").json()
    assert [hit["rank"] for hit in hits] == [1, 1, 2]
    passage = hits[0]["passage"]
    assert ENGLISH[passage["start"] : passage["end"]] == passage["text"]
    assert {"path", "title", "sha256", "n_characters", "n_passages"} <= documents[0].keys()
    assert len(documents) == 3 + len(PAYLOADS)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/search", {"question": 5}),
        ("/api/search", {"question": "x", "top_k": 51}),
        ("/api/search", {"question": "x", "other": 1}),
        ("/api/feedback", {}),
        ("/api/feedback", VERDICT | {"verdict": "great"}),
        ("/api/feedback", VERDICT | {"state": "no_documents"}),
        ("/api/feedback", VERDICT | {"confidence": 2}),
        ("/api/feedback", VERDICT | {"confidence": "1"}),
        ("/api/feedback", VERDICT | {"question": "x" * (MAX_QUESTION_CHARACTERS + 1)}),
        ("/api/feedback", VERDICT | {"passages": ["x"] * 51}),
        ("/api/feedback", VERDICT | {"time": "now"}),
    ],
)
def test_malformed_requests_are_named(client, path, body):
    answer = client.post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["message"]


@pytest.mark.parametrize("path", ["/api/search", "/api/feedback", "/api/rebuild"])
def test_foreign_pages_and_large_bodies_are_refused(client, path):
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(path, json={}, headers=headers).status_code == 403
    assert client.post(path, content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413
    assert client.get(path).status_code in {404, 405}


def test_verdicts_are_appended_as_lines(client, log):
    for _ in range(2):
        assert client.post("/api/feedback", json=VERDICT).status_code == 201
    first, second = (json.loads(line) for line in log.read_text().splitlines())
    assert first.keys() == VERDICT.keys() | {"time"}
    assert {key: first[key] for key in VERDICT} == VERDICT == {k: second[k] for k in VERDICT}
    assert first["time"].endswith("+00:00")


def test_verdicts_that_cannot_be_kept_are_told(tmp_path, monkeypatch, caplog):
    with TestClient(app_for(StandIn()), base_url=HOST) as client:
        assert client.post("/api/feedback", json=VERDICT).status_code == 404
    full = tmp_path / "feedback.jsonl"
    full.write_text("{}\n")
    monkeypatch.setattr(feedback, "MAX_FEEDBACK_BYTES", 1)
    with TestClient(app_for(StandIn(), feedback=full), base_url=HOST) as client:
        assert client.post("/api/feedback", json=VERDICT).status_code == 507
    assert full.read_text() == "{}\n"


def test_interface_is_described_for_programs_and_for_people(client):
    described = client.get("/openapi.json").json()
    assert {"/api/ask", "/api/search", "/api/documents", "/api/feedback"} <= described[
        "paths"
    ].keys()
    assert not {"/document", "/documents", "/language/{language}"} & described["paths"].keys()
    assert {"Answer", "Hit", "Passage", "AskRequest"} <= described["components"]["schemas"].keys()
    shown = SeenPage(client.get("/api").text)
    for path in described["paths"]:
        assert path in shown.text
    assert "script" not in shown.tags


def test_an_update_is_told_from_beginning_to_end():
    go, knowledge_base = threading.Event(), StandIn()
    build = knowledge_base.refresh

    def refresh(progress):
        progress(Progress("parsing", 1, 2))
        assert go.wait(10)
        return build(progress)

    knowledge_base.refresh = refresh
    with TestClient(app_for(knowledge_base), base_url=HOST) as client:
        idle = client.get("/api/build").json()
        assert idle == {"running": False, "progress": None, "failure": "", "report": None}
        for _ in range(2):  # the second changes nothing
            assert client.post("/api/rebuild").status_code == 202
        until(lambda: client.get("/api/build").json()["progress"])
        assert client.get("/api/build").json()["running"]
        assert client.post("/api/ask", json={"question": "متى؟"}).status_code == 200
        go.set()
        until(lambda: not client.get("/api/build").json()["running"])
        report = client.get("/api/build").json()["report"]
        page = SeenPage(client.get("/documents").text)
    assert report["added"] == ["new.txt"]
    assert knowledge_base.refreshed == 1
    assert "<b>old</b>.doc" in page.text
    assert "b" not in page.tags


@pytest.mark.parametrize("fault", ["library", "program"])
def test_a_failed_update_is_told_and_tried_again(fault):
    knowledge_base, rebuild = StandIn(), IndexRebuild()
    knowledge_base.refreshed = 5
    if fault == "program":
        knowledge_base.refresh = lambda _: 1 / 0
    rebuild.start(knowledge_base)
    until(lambda: not rebuild.running)
    assert rebuild.failure
    assert "division" not in rebuild.failure
    rebuild.start(StandIn())
    until(lambda: not rebuild.running)
    assert rebuild.failure == ""
    assert rebuild.report


def test_pages_that_need_the_index_say_so_while_there_is_none():
    hold = threading.Event()

    def opener(_):
        hold.wait(10)
        return StandIn()

    loader = KnowledgeBaseLoader(opener)
    with TestClient(app_for(loader), base_url=HOST) as client:
        for path in ("/documents", "/sources?q=x", "/api/documents"):
            assert client.get(path).status_code == 503
        assert client.post("/api/rebuild").status_code == 503
        assert client.post("/api/search", json={"question": "x"}).status_code == 503
        assert client.get("/api").status_code == 200
        hold.set()
        until(lambda: client.get("/readyz").status_code == 200)
    loader.close()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{HOST}/documents?filter=a", "/documents?filter=a"),
        (f"{HOST}/?q=x", "/?q=x"),
        (f"{HOST}//evil.example/", "/evil.example/"),
        (f"{HOST}/\\evil.example", "/evil.example"),
        ("http://evil.example/documents", "/"),
        ("https://127.0.0.1:7860@evil.example/", "/"),
        ("", "/"),
    ],
)
def test_a_switch_goes_back_to_the_page_and_never_elsewhere(client, referer, back):
    for path, cookie in (
        ("/theme/dark", "sanad_theme=dark"),
        ("/language/en", "sanad_language=en"),
    ):
        answer = client.get(path, headers={"referer": referer}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == back
        assert cookie in answer.headers["set-cookie"]
        assert "HttpOnly" in answer.headers["set-cookie"]
    client.cookies.clear()


def test_theme_is_written_into_every_page(client):
    for path in ("/", "/documents", "/document?path=guide.md"):
        assert "data-theme" not in client.get(path).text.split(">")[1]
        for theme, expected in (("dark", True), ("light", True), ('x"><b>', False)):
            html = client.get(path, headers={"cookie": f"sanad_theme={theme}"}).text
            assert (f'data-theme="{theme}"' in html) == expected
    assert client.get("/theme/blue").status_code == 422


def test_no_search_box_takes_more_than_its_page_does(client):
    for address, name, longest in (
        ("/documents", "filter", 200),
        ("/map", "q", MAX_QUESTION_CHARACTERS),
    ):
        until(lambda address=address: "maxlength" in client.get(address).text)
        assert f'name="{name}" maxlength="{longest}"' in client.get(address).text
        for length, refused in ((longest, False), (longest + 1, True)):
            answer = client.get(address, params={name: "x" * length})
            assert (answer.status_code == 422) == refused
