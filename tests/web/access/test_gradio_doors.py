"""What of Gradio stays open, and that one browser's chat is no other's."""

import json
import re
import uuid
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from gradio.routes import App
from gradio_client import Client
from starlette.routing import Mount
from starlette.testclient import TestClient

from qa.web.access.gradio_doors import is_open
from qa.web.access.options import AccessOptions
from support.web_stand_in import StandIn, app_for
from support.web_visit import serving

HOST = "http://127.0.0.1:7860"
PRIVATE = "a question that nobody else may read"
USED = {
    "/",
    "/assets/{path:path}",
    "/config",
    "/config/",
    "/gradio_api/app_id",
    "/gradio_api/app_id/",
    "/gradio_api/call/v2/{api_name}",
    "/gradio_api/call/v2/{api_name}/",
    "/gradio_api/call/v2/{api_name}/{event_id}",
    "/gradio_api/call/{api_name}",
    "/gradio_api/call/{api_name}/",
    "/gradio_api/call/{api_name}/{event_id}",
    "/gradio_api/cancel",
    "/gradio_api/heartbeat/{session_hash}",
    "/gradio_api/info",
    "/gradio_api/info/",
    "/gradio_api/queue/data",
    "/gradio_api/queue/join",
    "/gradio_api/reset",
    "/gradio_api/reset/",
    "/gradio_api/startup-events",
    "/gradio_api/theme.css",
    "/robots.txt",
    "/static/{path:path}",
    "/theme.css",
}


@pytest.fixture(scope="module")
def app():
    return app_for(StandIn())


@pytest.fixture(scope="module", params=["open", "by log-in"])
def address(request, app, passwords):
    """A page with and without a log-in."""
    if request.param == "by log-in":
        app = app_for(StandIn(), access=AccessOptions(password_file=passwords))
    with serving(app) as served:
        yield served


@pytest.fixture
def visitor(address):
    """Opens browsers that have opened the page, logged in where that is asked for."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(logged_in(address))


@contextmanager
def logged_in(address):
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as client:
        page = client.get("/", headers={"accept": "text/html"})
        if 'type="password"' in page.text:
            form = {"password": "viewers only", "next": "/"}
            assert client.post("/login", data=form).status_code == 200
        assert client.cookies["sanad_browser"]
        yield client


def functions(client):
    """Index of the page's functions by name, and of the one that takes actions."""
    dependencies = client.get("/config").json()["dependencies"]
    return {one["api_name"]: one["id"] for one in dependencies}


def tell(client, session, actions):
    """What the page is told when it sends actions, as the text of all events."""
    index = functions(client)["on_actions"]
    body = {"data": [json.dumps(actions), None], "fn_index": index, "session_hash": session}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    return heard(client, session)


def heard(client, session):
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        return "".join(events.iter_text())


def asking(question):
    return [{"id": uuid.uuid4().hex, "do": "ask", "question": question, "key": uuid.uuid4().hex}]


def test_all_that_gradio_answers_and_the_page_does_not_use_is_closed(app):
    (mounted,) = [route for route in app.routes if isinstance(route, Mount) and route.path == ""]
    gradio = mounted.app.app._app  # behind `GradioDoors` and `GradioDoor`
    assert isinstance(gradio, App)
    found = set()
    answered = list(iter_route_contexts(gradio.routes))
    for route in answered:
        for method in route.methods or ():
            path = re.sub(r"\{[^}]*\}", "x1", route.path)
            if is_open(method, path):
                found.add(route.path)
    assert len({route.path for route in answered}) > 60
    assert found == USED


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("GET", "/gradio_api/dev/reload"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/api/ask"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/monitoring"),
        ("POST", "/login"),
        ("GET", "/logout"),
        ("GET", "/svelte/x.js"),
        ("GET", "/gradio_api//info"),
        ("GET", "/gradio_api/info/../upload"),
        ("GET", "/gradio_api/heartbeat/a/b"),
        ("TRACE", "/"),
        ("PATCH", "/config"),
    ],
)
def test_closed_addresses_are_not_there(app, method, path):
    with TestClient(app, base_url=HOST) as client:
        assert client.request(method, path, json={"data": []}).status_code == 404


def test_programs_by_gradio_go_on(app):
    with serving(app) as address:
        client = Client(address, verbose=False, download_files=False)
        answer = client.predict("books ?", api_name="/ask")
        assert answer["state"] == "answered"
        client.close()


def test_a_chat_is_read_by_nobody_else(visitor, address):
    first, thief = visitor(), visitor()
    session = "abc123"
    told = tell(first, session, asking(PRIVATE))
    assert PRIVATE in told
    again = tell(first, session, [])
    assert PRIVATE in again  # the chat is still there for its owner
    assert PRIVATE not in tell(thief, session, [])
    with httpx.Client(base_url=address, cookies=dict(thief.cookies), timeout=30) as curious:
        assert PRIVATE not in tell(curious, session, [])
    nameless = dict(first.cookies)
    del nameless["sanad_browser"]
    with httpx.Client(base_url=address, cookies=nameless, timeout=30) as curious:
        assert PRIVATE not in tell(curious, session, [])
    assert PRIVATE in tell(first, session, [])


def test_events_on_their_way_are_heard_by_nobody_else(visitor):
    first, thief = visitor(), visitor()
    session, index = "def456", functions(first)["on_actions"]
    body = {"data": [json.dumps(asking(PRIVATE)), None], "fn_index": index, "session_hash": session}
    event = first.post("/gradio_api/queue/join", json=body).json()["event_id"]
    assert PRIVATE not in heard(thief, session)
    cancelled = {"session_hash": session, "fn_index": index, "event_id": uuid.uuid4().hex}
    assert thief.post("/gradio_api/cancel", json=cancelled).status_code == 200
    told = heard(first, session)
    assert event in told
    assert PRIVATE in told


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"data": [' + b"9" * 5000 + b'], "session_hash": "a", "fn_index": 0}',
        b'{"data": [], "session_hash": "a", "fn_index": 999}',
        b'{"data": [], "session_hash": "a", "fn_index": -1}',
        b'{"data": [], "session_hash": 5, "fn_index": 0}',
        b'{"data": [], "session_hash": {"a": 1}}',
        b'{"data": {}, "session_hash": "a"}',
        b'{"data": [], "session_hash": "' + b"a" * 300 + b'"}',
        b'{"session_hash": "a"}',
    ],
)
@pytest.mark.parametrize("path", ["queue/join", "call/ask", "call/nothing", "call/v2/ask"])
def test_what_cannot_be_read_is_told_in_a_line(client, caplog, path, body):
    headers = {"content-type": "application/json"}
    answer = client.post(f"/gradio_api/{path}", content=body, headers=headers)
    assert 400 <= answer.status_code < 500 or path == "call/ask"
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    assert not any(record.exc_info for record in caplog.records if record.name != "asyncio")


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, base_url=HOST) as opened:
        yield opened


def test_names_of_files_that_cannot_be_are_not_there(client):
    for path in ("/static/" + "a" * 5000, "/assets/" + "a" * 5000, "/static/%00"):
        assert client.get(path).status_code == 404
