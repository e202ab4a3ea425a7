"""What programs may send: every answer is a record or names the fault, over HTTP and Gradio."""

import json
import re

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from support.paths import ROOT
from support.web_stand_in import ENGLISH, MARKED_ENGLISH, PAYLOADS, StandIn, app_for
from support.web_visit import serving

HOST = "http://127.0.0.1:7860"
JSON = {"content-type": "application/json"}
ROUTES = ["/api/ask", "/api/search", "/api/sources"]
PAGES = [
    "/api/similar",
    "/api/document",
    "/document",
    "/context",
    "/original",
    "/documents",
    "/map",
    "/sources",
]
DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def app():
    return app_for(StandIn())


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, base_url=HOST) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(app):
    with serving(app) as served:
        yield served


TEXT = st.text(max_size=40).filter(lambda text: text.split()[:1] != ["bug"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["question", "top_k", "limit", "after", "scope", "explain", "corrected", "x"]
)
BODIES = st.dictionaries(NAMES, VALUES, max_size=4) | VALUES
QUESTIONS = st.fixed_dictionaries(
    {"question": TEXT},
    optional={
        "top_k": st.integers(-3, 60),
        "limit": st.integers(-3, 60),
        "explain": st.booleans(),
        "after": st.lists(TEXT),
        "scope": st.dictionaries(st.sampled_from(["languages", "documents"]), st.lists(TEXT)),
    },
)
FUZZ = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(route=st.sampled_from(ROUTES), body=BODIES | QUESTIONS)
def test_whatever_json_is_sent_is_answered_or_named(client, route, body):
    sent = json.dumps(body)
    answer = client.post(route, content=sent, headers=JSON)
    _is_told(answer)


@FUZZ
@given(route=st.sampled_from(ROUTES), sent=st.binary(max_size=200))
def test_whatever_bytes_are_sent_are_named(client, route, sent):
    _is_told(client.post(route, content=sent, headers=JSON))


@FUZZ
@given(
    route=st.sampled_from(PAGES),
    path=st.text(max_size=60),
    start=st.text(max_size=5),
    part=st.text(max_size=5),
)
def test_whatever_address_is_asked_for_is_answered_or_named(client, route, path, start, part):
    asked = {"path": path, "start": start, "part": part, "filter": path, "q": start, "sort": part}
    asked["ordinal"] = part
    sendable = {key: value.encode("utf-8", "replace").decode() for key, value in asked.items()}
    assert client.get(route, params=sendable).status_code < 500


def _is_told(answer):
    assert "Traceback" not in answer.text
    if answer.status_code == 200:
        answer.json()
        return
    # 500 is what the stand-in's own "broken" is: an error of the library, told in words.
    assert answer.status_code in {400, 422} or "model" in answer.json()["detail"]
    assert answer.json()["detail"]


def test_a_document_is_given_with_its_text(client):
    found = client.get("/api/document?path=guide.md").json()
    assert found["text"] == ENGLISH
    assert client.get("/api/document?path=none").status_code == 404
    for name, payload in PAYLOADS.items():
        found = client.get("/api/document", params={"path": f"hostile/{name}.txt"}).json()
        assert found["title"] == payload
    assert client.get("/api/problems").json()[1]["path"] == "<b>old</b>.doc"


def test_each_source_is_given_once(client):
    found = client.post("/api/sources", json={"question": "books ?"}).json()
    passages = [citation["hit"]["passage"] for citation in found]
    assert [p["document"]["path"] for p in passages] == ["guide.md", "دليل/المكتبة.txt"]
    assert [citation["number"] for citation in found] == [1, 2]
    mark = found[0]["marks"][0]
    assert ENGLISH[mark["start"] : mark["end"]] == MARKED_ENGLISH
    few = client.post("/api/sources", json={"question": "books ?", "limit": 1}).json()
    assert few == found[:1]
    for wrong in (0, 51, "3"):
        body = {"question": "books ?", "limit": wrong}
        assert client.post("/api/sources", json=body).status_code == 422


def test_passages_like_one_are_given(client):
    asked = {"path": "guide.md", "ordinal": 0, "top_k": 2}
    hits = client.get("/api/similar", params=asked).json()
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert "guide.md" not in {hit["passage"]["document"]["path"] for hit in hits}
    for name, wrong, code in (
        ("path", "none", 404),
        ("ordinal", 1, 404),
        ("ordinal", -1, 422),
        ("ordinal", "x", 422),
        ("top_k", 51, 422),
    ):
        assert client.get("/api/similar", params=asked | {name: wrong}).status_code == code


def test_a_follow_up_comes_with_the_questions_before_it(client):
    body = {"question": "and then?", "after": ["books ?", "why?"]}
    assert client.post("/api/ask", json=body).json()["searched_for"] == "books ? why? and then?"
    for wrong in ("books ?", [5], ["x"] * 11, ["  "]):
        answer = client.post("/api/ask", json=body | {"after": wrong})
        assert answer.status_code in {400, 422}


def test_what_is_asked_for_may_be_no_single_answer(client):
    def ask(question, **more):
        return client.post("/api/ask", json={"question": question, **more}).json()

    overview = ask("overview of all")
    assert (overview["state"], len(overview["citations"])) == ("overview", 3)
    thanks = ask("hello thanks")
    assert (thanks["state"], thanks["small_talk"]) == ("small_talk", "thanks")
    assert thanks["citations"] == []
    two = ask("two books and why?")
    assert [part["question"] for part in two["parts"]] == ["two books", "why?"]
    assert [part["state"] for part in two["parts"]] == ["answered", "related"]
    numbers = [[c["number"] for c in part["citations"]] for part in two["parts"]]
    assert numbers == [[1], [2, 3]]
    plain = ask("books ?")
    assert (plain["small_talk"], plain["parts"], plain["corrections"]) == (None, [], [])


def test_mistyped_words_are_taken_as_typed_where_that_is_asked_for(client):
    body = {"question": "corrected books"}
    answer = client.post("/api/ask", json=body).json()
    assert answer["searched_for"] == "mended books"
    assert answer["corrections"] == [{"typed": "corrected", "read": "mended"}]
    answer = client.post("/api/ask", json=body | {"corrected": False}).json()
    assert (answer["searched_for"], answer["corrections"]) == ("corrected books", [])
    for wrong in ("no", 0, None):
        assert client.post("/api/ask", json=body | {"corrected": wrong}).status_code == 422
    record = client.get("/openapi.json").json()["components"]["schemas"]
    assert "corrected" in record["AskRequest"]["properties"]
    assert {"corrections", "parts", "small_talk"} <= set(record["Answer"]["properties"])
    assert {"overview", "small_talk"} <= set(record["AnswerState"]["enum"])


def test_an_answer_is_explained_where_that_is_asked_for(client):
    body = {"question": "books ?", "top_k": 1}
    (citation,) = client.post("/api/ask", json=body).json()["citations"]
    assert citation["explanation"] is None
    (citation,) = client.post("/api/ask", json=body | {"explain": True}).json()["citations"]
    explanation = citation["explanation"]
    assert [stage["stage"] for stage in explanation["stages"]] == [
        "dense",
        "lexical",
        "late_interaction",
    ]
    total = sum(stage["contribution"] for stage in explanation["stages"])
    assert total == citation["hit"]["score"]
    word = explanation["words"][0]
    assert ENGLISH[word["start"] : word["end"]] == word["found"] == MARKED_ENGLISH
    for wrong in ("yes", 1, None):
        assert client.post("/api/ask", json=body | {"explain": wrong}).status_code == 422


@pytest.mark.parametrize("route", ROUTES)
def test_a_scope_says_what_may_be_found(client, route):
    body = {"question": "books ?", "scope": {"documents": ["guide.md"]}}
    found = client.post(route, json=body)
    assert found.status_code == 200
    assert "guide.md" in found.text
    assert "دليل/المكتبة.txt" not in found.text
    unknown = client.post(route, json=body | {"scope": {"documents": ["none.txt"]}})
    assert unknown.status_code == 400
    assert "knows no document 'none.txt'" in unknown.json()["detail"]
    for wrong in ("guide.md", {"documents": "guide.md"}, {"languages": [5]}, {"folder": ["ar/"]}):
        assert client.post(route, json=body | {"scope": wrong}).status_code == 422
    many = {"documents": ["guide.md"] * 101}
    assert client.post(route, json=body | {"scope": many}).status_code == 422
    halved = '{"question": "books ?", "scope": {"documents": ["\\ud800"]}}'
    assert client.post(route, content=halved, headers=JSON).status_code == 422


def test_gradio_clients_get_the_same_records(address):
    client = Client(address, verbose=False, download_files=False)
    answer = client.predict("books ?", 1, api_name="/ask")
    (citation,) = answer["citations"]
    assert citation["hit"]["passage"]["document"]["path"] == "guide.md"
    mark = citation["marks"][0]
    assert ENGLISH[mark["start"] : mark["end"]] == MARKED_ENGLISH
    hits = client.predict("books ?", api_name="/search")
    assert [hit["rank"] for hit in hits] == [1, 1, 2, 2]
    scope = {"documents": ["دليل/المكتبة.txt"]}
    within = client.predict("books ?", 3, ["why?"], scope, api_name="/ask")
    assert within["searched_for"] == "why? books ?"
    assert [c["number"] for c in within["citations"]] == [2]
    typed = client.predict("corrected books", corrected=False, api_name="/ask")
    assert typed["searched_for"] == "corrected books"
    within = client.predict("books ?", scope=scope, api_name="/search")
    assert [hit["rank"] for hit in within] == [2, 2]
    for name, wrong in (("after", [5]), ("scope", {"documents": ["none.txt"]})):
        with pytest.raises(AppError, match=r"after\.0|none\.txt"):
            client.predict("books", **{name: wrong}, api_name="/ask")
    names = set(client.view_api(return_format="dict", print_info=False)["named_endpoints"])
    assert names == {"/ask", "/search"}
    for question, top_k, told in (
        ({"a": 1}, 3, "question"),
        ("books", "3", "top_k"),
        ("books", 51, "top_k"),
        ("  ", 3, "empty"),
        ("broken", 3, "model"),
    ):
        with pytest.raises(AppError, match=told):
            client.predict(question, top_k, api_name="/ask")


def test_the_snippet_of_the_docs_runs(address, capsys):
    (snippet,) = re.findall(r"```python\n(from gradio_client.*?)```", DOCS, re.DOTALL)
    exec(snippet.replace("http://127.0.0.1:7860", address), {})  # noqa: S102  (our own docs)
    assert "دليل/المكتبة.txt" in capsys.readouterr().out
