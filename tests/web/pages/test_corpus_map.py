"""The map's page and points: nothing waits for a map, and hostile text stays text."""

import re
import threading

import pytest
from starlette.testclient import TestClient

from qa.errors import ModelError, QuestionError
from qa.web.pages import corpus_map as mapping
from qa.web.pages.corpus_map import FIRST_CHARACTERS
from support.parsed_html import HOST, OVERRIDES, SeenPage
from support.web_stand_in import PAYLOADS, StandIn, app_for, until


class Asked(StandIn):
    """Finds every passage."""

    def search(self, question, *, top_k=10):
        if question == "?":
            raise QuestionError("nothing to search for")
        found = super().search("books ?")[0]
        kinds = type(found)
        return [kinds(p, 1 / n, n, 0.8, 1.0) for n, p in enumerate(self.passages(), 1)]


@pytest.fixture(scope="module")
def client():
    with TestClient(app_for(Asked()), base_url=HOST) as opened:
        until(lambda: opened.get("/map/points").status_code == 200)
        yield opened


def test_points_are_the_passages_of_the_map(client):
    drawn = client.get("/map/points").json()
    stand_in = StandIn()
    places = stand_in.map().points
    assert len(drawn["points"]) == len(places)
    for point, place in zip(drawn["points"], places, strict=True):
        assert point["x"] == pytest.approx(place.x, abs=1e-4)
        assert point["y"] == pytest.approx(place.y, abs=1e-4)
        title = place.passage.document.title
        assert drawn["titles"][point["title"]] == OVERRIDES.sub("", title)
        assert point["address"].startswith("document?path=")
        assert len(point["words"]) <= FIRST_CHARACTERS + 2
        assert client.get(point["address"].partition("#")[0]).status_code == 200


def test_groups_beyond_the_colours_share_the_last(client):
    by_document = client.get("/map/points").json()["points"]
    colours = [point["colour"] for point in by_document]
    assert sorted(set(colours)) == list(range(mapping.COLOURS + 1))
    by_language = client.get("/map/points?by=language").json()["points"]
    assert {point["colour"] for point in by_language} == {0}
    assert client.get("/map/points?by=size").status_code == 422
    page = SeenPage(client.get("/map?by=language", headers={"cookie": "sanad_language=en"}).text)
    assert f"Arabic {len(colours)}" in page.text


def test_hits_are_listed_with_their_places(client):
    page = client.get("/map?q=books").text
    assert page.count('class="hit"') == page.count("data-x=") == 3 + len(PAYLOADS)
    assert 'data-rank="1"' in page
    assert 'class="hit"' not in client.get("/map?q=+").text
    refused = client.get("/map?q=%3F")
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert client.get(f"/map?q={'x' * 10_001}").status_code == 422


def test_hostile_titles_paths_and_passages_stay_text(client):
    answer = client.get("/map?q=books")
    seen = SeenPage(answer.text)
    ours = {"html", "head", "meta", "title", "link", "script", "body", "header", "h1", "a", "p"}
    ours |= {"nav", "main", "h2", "h3", "div", "span", "bdi", "button", "form", "input", "ul"}
    assert seen.tags <= ours | {"ol", "li", "svg"}
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for key, value in seen.attributes:
        assert not key.startswith("on")
        if key in {"href", "src", "action"}:
            assert re.match(r"(#|\./|[a-z]+[/?]|[a-z.]+$)", value), value
    for name, payload in PAYLOADS.items():
        assert OVERRIDES.sub("", payload) in seen.text, name


def test_nothing_waits_for_a_map_and_a_new_one_is_drawn_for_a_new_generation():
    go, knowledge_base = threading.Event(), StandIn()
    draw = knowledge_base.map
    calls = []

    def slowly():
        calls.append(1)
        assert go.wait(10)
        return draw()

    knowledge_base.map = slowly
    with TestClient(app_for(knowledge_base), base_url=HOST) as client:
        for _ in range(3):
            assert client.get("/map/points").status_code == 202
            assert 'id="drawing"' in client.get("/map").text
        assert client.post("/api/ask", json={"question": "متى؟"}).status_code == 200
        assert len(calls) == 1
        go.set()
        until(lambda: client.get("/map/points").status_code == 200)
        assert 'id="map"' in client.get("/map").text
        knowledge_base.generation = "g-next"
        until(lambda: client.get("/map/points").status_code == 200)
        assert len(calls) == 2


def test_a_map_that_cannot_be_drawn_is_told_and_not_tried_for_ever():
    calls, knowledge_base = [], StandIn()

    def fail():
        calls.append(1)
        raise ModelError("no map <b>today</b>")

    knowledge_base.map = fail
    with TestClient(app_for(knowledge_base), base_url=HOST) as client:
        until(lambda: client.get("/map/points").status_code == 500)
        for _ in range(3):
            seen = SeenPage(client.get("/map").text)
            assert "no map <b>today</b>" in seen.text
            assert "b" not in seen.tags
        assert len(calls) == 1


def test_the_map_waits_for_the_index():
    from qa.web.loading import KnowledgeBaseLoader

    with TestClient(app_for(KnowledgeBaseLoader(lambda _: StandIn())), base_url=HOST) as client:
        assert client.get("/map").status_code == 503
        assert client.get("/map/points").status_code == 503
