"""The HTTP side: what is served, what is refused, and how the process starts and ends."""

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from qa.errors import IndexBusyError
from qa.reports import Progress
from qa.web import loading, server
from qa.web.access.options import AccessOptions
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages import documents
from qa.web.security import MAX_BODY_BYTES
from support.parsed_html import ParsedHtml, honest
from support.paths import ROOT
from support.web_stand_in import ENGLISH, MARKED_ENGLISH, PAYLOADS, StandIn, app_for, until

HOST = "http://127.0.0.1:7860"


class TextsByTag(HTMLParser):
    """Text of each element kind, by the standard library's parser."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.stack, self.inside = [], [], {}
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in {"meta", "link", "input"}:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        self.stack.pop()

    def handle_data(self, data):
        for tag in set(self.stack):
            self.inside[tag] = self.inside.get(tag, "") + data


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web") / "seeds"
    folder.mkdir()
    (folder / "guide.md").write_text(ENGLISH, encoding="utf-8")
    (folder / "not-indexed.txt").write_text("private", encoding="utf-8")
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "fr.txt").symlink_to(folder.parent / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def knowledge_base():
    return StandIn()


@pytest.fixture(scope="module")
def client(knowledge_base, seeds):
    with TestClient(app_for(knowledge_base, seeds), base_url=HOST) as opened:
        yield opened


@pytest.mark.parametrize(
    ("cookie", "language", "direction", "name"),
    [
        ("", "ar", "rtl", "سند"),
        ("en", "en", "ltr", "Sanad"),
        ("<b>", "ar", "rtl", "سند"),
        ("fr", "fr", "ltr", "Sanad"),
    ],
)
def test_page_is_served_in_the_readers_language(client, cookie, language, direction, name):
    response = client.get(
        "/", headers={"cookie": f"sanad_language={cookie}", "accept-language": "fr"}
    )
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}"' in response.text
    assert f'<h1><a href="./">{name}</a></h1>' in response.text
    assert "content-encoding" not in response.headers


def test_page_names_no_outside_address(client):
    text = client.get("/").text
    for piece in text.replace("\\u0026", "&").split("http")[1:]:
        assert piece.startswith(("-equiv", "://127.0.0.1:7860")), piece[:80]


def test_page_policy_allows_no_foreign_and_no_inline_script(client):
    first, second = client.get("/"), client.get("/")
    policy = first.headers["content-security-policy"]
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script
    nonce = script.split("nonce-")[1].rstrip("'")
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"') > 3
    assert nonce not in second.text


def test_language_is_switched_by_a_cookie_and_a_redirect_to_the_page(client):
    response = client.get("/language/en", follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/"
    assert "sanad_language=en" in response.headers["set-cookie"]
    assert client.get("/language/xx", follow_redirects=False).status_code == 404
    client.cookies.clear()


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/site/chat.js", "/config", "/nothing", "/document?path=guide.md"]
)
def test_every_response_has_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "content-security-policy" in headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("file", ["site.css", "chat.js", "language.js", "icon.svg"])
def test_static_files_are_there(client, file):
    assert client.get(f"/site/{file}").status_code == 200


def test_font_and_its_licence_are_bundled(client):
    assert client.get("/site/vazirmatn-arabic.woff2").content[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in client.get("/site/vazirmatn-OFL.txt").text


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload_progress",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://198.51.100.7/",
        "/gradio_api/component_server",
        "/docs",
        "/redoc",
    ],
)
def test_unused_parts_of_gradio_are_closed(client, path):
    assert client.get(path).status_code == 404
    answer = client.post(path, files={"files": ("a.html", b"<script>")})
    assert answer.status_code in {404, 405}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.7:7860"])
def test_other_hosts_are_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860"])
def test_loopback_names_are_served(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999"])
def test_foreign_origins_read_nothing_and_write_nothing(client, origin):
    for path in ("/", "/config", "/readyz", "/gradio_api/info"):
        answer = client.get(path, headers={"origin": origin})
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-credentials" not in answer.headers
    answer = client.post("/api/ask", json={"question": "متى؟"}, headers={"origin": origin})
    assert answer.status_code == 403
    preflight = client.options(
        "/api/ask", headers={"origin": origin, "access-control-request-method": "POST"}
    )
    assert "access-control-allow-origin" not in preflight.headers


def test_own_origin_writes(client):
    answer = client.post("/api/ask", json={"question": "متى؟"}, headers={"origin": HOST})
    assert answer.status_code == 200


def test_large_bodies_are_refused_said_or_not(client):
    body = b'{"question": "' + b"x" * MAX_BODY_BYTES + b'"}'
    assert client.post("/api/ask", content=body).status_code == 413
    pieces = iter([body[:1000], body[1000:]])
    assert client.post("/api/ask", content=pieces).status_code == 413
    assert client.post("/gradio_api/queue/join", content=body).status_code == 413


def test_api_gives_the_answer_record(client):
    answer = client.post("/api/ask", json={"question": "books ?", "top_k": 1}).json()
    assert answer["state"] == "answered"
    assert answer["generation"] == "g-test"
    (citation,) = answer["citations"]
    passage, (mark,) = citation["hit"]["passage"], citation["marks"]
    assert ENGLISH[passage["start"] : passage["end"]] == passage["text"]
    assert ENGLISH[mark["start"] : mark["end"]] == MARKED_ENGLISH


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "{",
        '{"question": 5}',
        '{"question": {"a": 1}}',
        '{"question": "x", "top_k": 0}',
        '{"question": "x", "top_k": 1000000}',
        '{"question": "x", "top_k": "3"}',
        '{"question": "x", "other": 1}',
        '{"question": "\\ud800"}',
        b'{"question": "\xff"}',
    ],
)
def test_malformed_questions_are_named(client, body):
    answer = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["detail"]


def test_errors_of_the_library_are_told_without_a_traceback(client):
    empty = client.post("/api/ask", json={"question": "  "})
    assert empty.status_code == 400
    assert "empty" in empty.json()["detail"]
    broken = client.post("/api/ask", json={"question": "broken"})
    assert broken.status_code == 500
    assert "model" in broken.json()["detail"]


def test_a_fault_of_the_program_shows_nothing_of_itself(knowledge_base, seeds):
    app = app_for(knowledge_base, seeds)
    with TestClient(app, base_url=HOST, raise_server_exceptions=False) as opened:
        answer = opened.post("/api/ask", json={"question": "bug"})
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_document_page_marks_the_sentence_in_its_passage(client):
    passage = ENGLISH.split("\n\n")[1]
    start, at = ENGLISH.index(passage), ENGLISH.index(MARKED_ENGLISH)
    address = f"/document?path=guide.md&start={start}&end={start + len(passage)}"
    answer = client.get(f"{address}&mark={at}-{at + len(MARKED_ENGLISH)}")
    (article,) = re.findall("<article.*</article>", answer.text)
    seen = ParsedHtml(article)
    assert seen.by_class["mark"] == MARKED_ENGLISH
    assert seen.by_class["cited"].strip() == passage
    assert seen.by_class["article"] == ENGLISH
    assert answer.text.count('id="passage"') == 1
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>[^<]", answer.text) == []
    unmarked = client.get(address).text
    assert "<mark" not in unmarked
    assert unmarked.count('id="passage"') == 1


def test_document_page_of_a_changed_document_marks_nothing(client):
    answer = client.get("/document?path=guide.md&start=0&end=9&sha256=beef")
    assert answer.status_code == 200
    assert "<mark" not in answer.text
    assert "notice" in answer.text


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_documents_are_shown_as_text(client, knowledge_base, name):
    document = knowledge_base.document(f"hostile/{name}.txt")
    end = len(document.text)
    answer = client.get(f"/document?path=hostile/{name}.txt&start=3&end={end}&mark=7-{end}")
    seen = TextsByTag(answer.text)
    ours = {"html", "head", "meta", "title", "link", "body", "header", "h1", "h2", "p", "a", "nav"}
    ours |= {"script", "bdi", "div", "form", "input", "output", "button"}
    assert set(seen.tags) <= ours | {"main", "article", "span", "mark"}
    assert seen.tags.count("script") == 1
    assert seen.inside["article"] == honest(document.text)


def test_long_documents_come_in_parts(client, knowledge_base, monkeypatch):
    monkeypatch.setattr(documents, "PART_CHARACTERS", 40)
    parts = -(-len(ENGLISH) // 40)
    together = ""
    for number in range(1, parts + 1):
        answer = client.get(f"/document?path=guide.md&part={number}")
        together += TextsByTag(answer.text).inside["article"]
        assert "part&#61;" in answer.text
    assert together == ENGLISH
    start = ENGLISH.index("two weeks")
    address = f"/document?path=guide.md&start={start}&end={start + 3}&mark={start}-{start + 3}"
    assert TextsByTag(client.get(address).text).inside["mark"] == "two"


OUTSIDE = [
    "",
    "/",
    ".",
    "..",
    "../secret.txt",
    "guide.md/../../secret.txt",
    "./guide.md",
    "//etc/passwd",
    "/etc/passwd",
    "..\\secret.txt",
    "%2e%2e%2fsecret.txt",
    "guide.md\x00.txt",
    "not-indexed.txt",
    "GUIDE.MD",
    "file:///etc/passwd",
    "x" * 5000,
]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("route", ["document", "original"])
def test_nothing_outside_the_index_is_served(client, route, path):
    answer = client.get(f"/{route}?path={quote(path, safe='')}")
    assert answer.status_code in {404, 422}
    assert "secret" not in answer.text.replace(path, "")
    assert "private" not in answer.text


def test_a_link_in_the_seeds_leads_nowhere(client):
    answer = client.get("/original?path=fr.txt")  # indexed, and since replaced by a link
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_original_is_a_download_that_nothing_runs(client):
    answer = client.get("/original?path=guide.md")
    assert answer.status_code == 200
    assert answer.content.decode() == ENGLISH
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_health_and_readiness_of_an_open_knowledge_base(client):
    well = {
        "status": "ok",
        "problems": len(StandIn().problems()),
        "failure": None,
        "unwatched": None,
        "stale": None,
        "pinned": False,
    }
    assert client.get("/healthz").json() == well
    assert client.get("/readyz").json() == {
        "ready": True,
        "generation": "g-test",
        "progress": None,
    }


def test_readiness_follows_the_opening():
    go, opened = threading.Event(), threading.Event()

    def opener(progress):
        progress(Progress("encoding", 3, 10))
        opened.set()
        assert go.wait(10)
        return StandIn()

    loader = KnowledgeBaseLoader(opener)
    with TestClient(app_for(loader), base_url=HOST) as client:
        loader.start()
        assert opened.wait(10)
        waiting = client.get("/readyz")
        assert waiting.status_code == 503
        assert waiting.json()["progress"] == asdict(Progress("encoding", 3, 10))
        assert client.post("/api/ask", json={"question": "متى؟"}).status_code == 503
        assert client.get("/document?path=guide.md").status_code == 503
        assert client.get("/original?path=guide.md").status_code == 404
        assert client.get("/").status_code == 200
        go.set()
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.post("/api/ask", json={"question": "متى؟"}).status_code == 200
    loader.close()


def test_a_failed_opening_is_told_and_tried_again_by_the_next_question():
    told, attempts = [], []

    def opener(progress):
        attempts.append(1)
        if len(attempts) == 1:
            raise IndexBusyError("index", 5)
        if len(attempts) == 2:
            raise ZeroDivisionError
        return StandIn()

    loader = KnowledgeBaseLoader(opener, on_failure=told.append)
    with TestClient(app_for(loader), base_url=HOST) as client:
        loader.start()
        for number in (1, 2):
            until(lambda number=number: len(told) == number)
            assert client.get("/readyz").status_code == 503
            until(lambda: not any(t.name == "opening" for t in threading.enumerate()))
            answer = client.post("/api/ask", json={"question": "متى؟"})
            assert answer.status_code in {200, 503}
        until(lambda: client.get("/readyz").status_code == 200)
    assert "building" in told[0]
    assert "ZeroDivisionError" in told[1]


def test_a_loader_closed_while_opening_closes_what_it_opened(monkeypatch):
    monkeypatch.setattr(loading, "CLOSING_SECONDS", 0.1)
    go, knowledge_base = threading.Event(), StandIn()

    def opener(progress):
        assert go.wait(10)
        return knowledge_base

    loader = KnowledgeBaseLoader(opener)
    loader.start()
    loader.close()
    go.set()
    until(lambda: knowledge_base.closed)
    assert loader.ready() is None


SERVE = """
import sys
sys.path.insert(0, {tests!r})
from support.web_stand_in import StandIn
from qa.web import server
class Library:
    @staticmethod
    def open(seeds, index, *, model, refresh, progress, reader):
        opened = StandIn()
        opened.follow = lambda on_refresh=None, on_error=None: None
        return opened
server.KnowledgeBase = Library
server.serve("seeds", "index", host={host!r}, port={port})
"""


def _serving(host="127.0.0.1", port=0):
    code = SERVE.format(tests=str(ROOT / "tests"), host=host, port=port)
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )


OPEN = AccessOptions(login=False)


def test_a_taken_port_and_a_bad_host_are_told_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        tries = [("127.0.0.1", taken.getsockname()[1]), ("no.such.host.invalid", 1), ("::1", 99999)]
        for host, port in tries:
            with pytest.raises(SystemExit) as end:
                server.serve(None, "index", host=host, port=port, access=OPEN)
            message = str(end.value)
            assert message.count("\n") == 0
            assert str(port) in message
            assert host in message


def test_the_process_serves_and_ends_cleanly_with_an_open_page():
    process = _serving()
    try:
        address = process.stderr.readline().split()[1]
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as page:
            # What every open page holds: a stream that does not end by itself.
            request = f"GET /gradio_api/heartbeat/abc HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"
            page.sendall(request.encode())
            assert b"200" in page.recv(100)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert errors.strip().splitlines()[-1] == "sanad: ended"


def test_importing_the_server_makes_no_request_and_sends_no_analytics():
    code = "import os, qa.web.chat.layout; print(os.environ['GRADIO_ANALYTICS_ENABLED'])"
    environment = os.environ | {"GRADIO_ANALYTICS_ENABLED": "True"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "False", done.stderr


def drawn_by_the_chat(client, session, data):
    """What the page's own event puts out, called as a script would."""
    config = client.get("/config").json()
    events = config["dependencies"]
    attend = next(e for e in events if (len(e["inputs"]), len(e["outputs"])) == (2, 4))
    body = {"data": data, "fn_index": attend["id"], "session_hash": session}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
        lines = [line for line in stream.iter_lines() if line.startswith("data: ")]
    messages = [json.loads(line.removeprefix("data: ")) for line in lines]
    (done,) = (message for message in messages if message["msg"] == "process_completed")
    assert done["success"]
    return done["output"]["data"]


def questions_drawn(drawn):
    """The questions of a drawing, as its page is told of them."""
    told = re.search(r'id="drawn&#45;turns">([^<]*)<', drawn[-1])[1]
    return [entry["question"] for entry in json.loads(base64.b64decode(told))]


@pytest.mark.parametrize(
    "sent",
    [
        {"a": 1},
        "x",
        '[{"id": "a", "do": "open", "conversation": "<b>"}]',
        '[{"id": "a", "do": "open", "conversation": "a", "entries": {"a": 1}}]',
        '[{"id": "a", "do": "open", "conversation": "a", "entries": [{"a": 1}, ["turn"], 5]}]',
    ],
)
def test_the_chat_refuses_forged_actions_turns_and_memories(client, sent):
    assert questions_drawn(drawn_by_the_chat(client, "forged", [sent, ["turn"]])) == []


@pytest.mark.parametrize("event", [[0], {"a": 1}, "x", -1, 1.5, None, True])
def test_a_forged_event_is_no_fault_and_keeps_no_place(client, knowledge_base, event):
    body = {"data": ["books ?"], "fn_index": event, "session_hash": "forged"}
    for path in ("queue/join", "call/ask", "run/nothing"):
        answer = client.post(f"/gradio_api/{path}", json=body)
        assert "Traceback" not in answer.text
        assert answer.status_code < 500 or path == "run/nothing"  # Gradio's way to say "faulty"
    again = [client.post("/api/ask", json={"question": "books ?"}) for _ in range(40)]
    assert {answer.status_code for answer in again} == {200}


def test_a_chat_is_reached_by_its_own_page_only(client):
    action = json.dumps([{"id": "a-1", "do": "ask", "question": "متى؟"}])
    assert questions_drawn(drawn_by_the_chat(client, "mine", [action, None])) == ["متى؟"]
    look = json.dumps([{"id": "b-1", "do": "refresh"}])
    assert questions_drawn(drawn_by_the_chat(client, "another", [look, None])) == []
    forget = json.dumps([{"id": "b-2", "do": "open", "conversation": "x"}])
    drawn_by_the_chat(client, "another", [forget, None])
    assert questions_drawn(drawn_by_the_chat(client, "mine", [look, None])) == ["متى؟"]
