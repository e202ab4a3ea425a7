"""Who is let in: by password, by token, in which role, and how often that may be tried."""

import asyncio
import re

import pytest
from starlette.testclient import TestClient

from qa.errors import AccessError
from qa.web.access import attempts, authentication
from qa.web.access.attempts import ADDRESS_ATTEMPTS, ADDRESS_SECONDS, ALL_ATTEMPTS, Attempts
from qa.web.access.authentication import Authenticator, LogInRefusedError
from qa.web.access.options import AccessOptions, check_access
from qa.web.access.passwords import hash_password, read_passwords
from qa.web.access.roles import Role
from qa.web.access.sessions import IDLE_SECONDS, MAX_SESSIONS, SESSION_SECONDS, Sessions
from qa.web.access.tokens import read_tokens
from support.web_stand_in import ENGLISH, StandIn, app_for

HOST = "https://docs.example.org"
WORDS = {"viewer": "viewers only", "editor": "editors ônly ١٢٣"}
TOKENS = {"viewer": "v" * 40, "editor": "e" * 40}
PAGE = {"accept": "text/html,*/*"}
EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing is served)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "guide.md").write_text(ENGLISH, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def app(passwords, tokens, seeds):
    access = AccessOptions(
        allowed_hosts=("docs.example.org",),
        allow_editing=True,
        password_file=passwords,
        token_file=tokens,
    )
    return app_for(StandIn(), seeds, host=EVERYWHERE, access=access)


@pytest.fixture
def client(app, monkeypatch):
    monkeypatch.setattr(attempts, "ADDRESS_ATTEMPTS", 1000)
    monkeypatch.setattr(attempts, "ALL_ATTEMPTS", 1000)
    with TestClient(app, base_url=HOST, follow_redirects=False) as opened:
        yield opened


def log_in(client, role, after="/"):
    return client.post("/login", data={"password": WORDS[role], "next": after})


@pytest.mark.parametrize(
    "path",
    ["/", "/documents", "/document?path=guide.md", "/sources?q=x", "/map", "/api", "/context"],
)
def test_pages_lead_to_the_log_in_and_from_there_to_where_one_was_going(client, path):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200
    page = client.get(answer.headers["location"]).text
    (after,) = re.findall(r'name="next" value="([^"]*)"', page)
    assert 'type="password"' in page
    assert "<script" not in page
    led = log_in(client, "viewer", after.replace("&#47;", "/").replace("&#63;", "?"))
    assert led.status_code == 303
    assert client.get(path, headers=PAGE).status_code != 303


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/documents"),
        ("GET", "/readyz"),
        ("GET", "/original?path=guide.md"),
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/openapi.json"),
        ("GET", "/opensearch.xml"),
        ("GET", "/site/chat.js"),
        ("GET", "/nothing"),
        ("HEAD", "/documents"),
        ("POST", "/api/ask"),
        ("POST", "/api/feedback"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/logout"),
        ("PUT", "/api/document?name=a.txt"),
        ("DELETE", "/api/document?path=guide.md"),
        ("TRACE", "/"),
    ],
)
def test_whoever_is_not_known_has_nothing(client, method, path):
    answer = client.request(method, path, content=b"{}" if method in {"POST", "PUT"} else None)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "books" not in answer.text


def test_the_log_in_page_has_what_it_is_drawn_with(client):
    page = client.get("/login")
    assert page.headers["cache-control"] == "no-store"
    for address in re.findall(r'(?:href|src)="(site/[^"]*)"', page.text):
        assert client.get(address.replace("&#47;", "/")).status_code == 200, address
    assert client.get("/site/vazirmatn-arabic.woff2").status_code == 200
    assert client.get("/language/fr").status_code == 303
    assert client.get("/theme/dark").status_code == 303


def test_health_is_told_to_all_and_its_details_to_those_let_in(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.head("/healthz").status_code == 200


def test_the_session_is_a_random_id_in_a_cookie_of_this_site(client):
    sent = [log_in(client, "viewer").headers["set-cookie"] for _ in range(2)]
    for cookie in sent:
        assert cookie.startswith("sanad_session=")
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    first, second = (re.match(r"sanad_session=([\w-]{43});", cookie)[1] for cookie in sent)
    assert first != second


def test_roles_may_what_they_may(client):
    question = {"question": "books ?"}
    for role, edits in (("viewer", 403), ("editor", 201)):
        log_in(client, role)
        assert client.post("/api/ask", json=question).status_code == 200
        name = f"/api/document?name={role}.txt"
        assert client.put(name, content=b"a text of a document").status_code == edits
        assert client.post("/api/rebuild").status_code == (202 if edits == 201 else 403)
        assert client.delete("/api/document?path=none").status_code == (
            404 if edits == 201 else 403
        )
        page = client.get("/documents").text
        assert ('type="file"' in page) is (edits == 201)
        assert ('id="rebuild"' in page) is (edits == 201)
        assert ('class="remove"' in page or "remove" in page) is (edits == 201)


def test_log_out_ends_the_session_for_whoever_has_its_cookie(client):
    log_in(client, "viewer")
    stolen = client.cookies["sanad_session"]
    assert 'action="logout"' in client.get("/documents").text
    assert 'action="logout"' in client.get("/").text
    assert client.post("/logout", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get("/readyz").status_code == 200
    answer = client.post("/logout", headers={"origin": HOST})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    client.cookies.clear()
    again = client.get("/readyz", headers={"cookie": f"sanad_session={stolen}"})
    assert again.status_code == 401


@pytest.mark.parametrize(
    "after",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil",
        "/\n/evil.example",
        "evil.example",
        "javascript:alert(1)",
        "",
        "/a b",
        "/é",
        "/" + "x" * 30_000,
    ],
)
def test_a_log_in_leads_to_no_other_site(client, after):
    answer = log_in(client, "viewer", after)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"password=",
        b"password=%ff",
        b"password=a&password=b",
        b"\xff\xfe",
        b"a" * 200_000,
        b"&" * 1000,
        b"password=" + b"x" * 5000,
        b'{"password": 1}',
        b"password=%ed%a0%80",
    ],
)
def test_whatever_form_is_sent_is_a_wrong_password(client, body):
    answer = client.post("/login", content=body)
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert "set-cookie" not in answer.headers


def test_other_sites_log_nobody_in(client):
    headers = {"origin": "https://evil.example"}
    sent = {"password": WORDS["viewer"]}
    assert client.post("/login", data=sent, headers=headers).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_programs_come_with_a_token(client, role):
    headers = {"authorization": f"Bearer {TOKENS[role]}"}
    assert client.get("/api/documents", headers=headers).status_code == 200
    assert client.get("/gradio_api/info", headers=headers).status_code == 200
    assert client.post("/api/ask", json={"question": "x ?"}, headers=headers).status_code == 200
    rebuilt = client.post("/api/rebuild", headers=headers).status_code
    assert rebuilt == (202 if role == "editor" else 403)


@pytest.mark.parametrize(
    "told",
    [
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "bearer \xff",
        "Basic dmlld2Vy",
        "v" * 40,
        f"Bearer {TOKENS['viewer']}x",
        "Bearer sha256:" + "0" * 64,
    ],
)
def test_a_wrong_token_is_told_whatever_cookie_comes_with_it(client, told):
    log_in(client, "editor")
    headers = {"authorization": told.encode("latin-1")}
    assert client.get("/api/documents", headers=headers).status_code == 401


def test_wrong_passwords_of_one_address_are_soon_no_longer_compared(app):
    with TestClient(app, base_url=HOST, client=("203.0.113.5", 1)) as one:
        codes = [one.post("/login", data={"password": "guess"}).status_code for _ in range(7)]
        refused = log_in(one, "viewer")
    assert codes == [401] * ADDRESS_ATTEMPTS + [429] * (7 - ADDRESS_ATTEMPTS)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= ADDRESS_SECONDS
    with TestClient(app, base_url=HOST, client=("203.0.113.6", 1)) as other:
        assert log_in(other, "viewer").status_code == 200  # followed to the page


def test_attempts_are_counted_by_network_and_come_back():
    now = [0.0]
    counted = Attempts(lambda: now[0])
    same = [f"2001:db8::{number:x}" for number in range(ADDRESS_ATTEMPTS)]
    assert [counted.take(address) for address in same] == [0] * ADDRESS_ATTEMPTS
    assert counted.take("2001:db8::ffff") == ADDRESS_SECONDS
    assert counted.take("2001:db8:0:1::1") == 0
    now[0] += ADDRESS_SECONDS
    assert counted.take("2001:db8::1") == 0
    assert counted.take("2001:db8::1") > 0
    counted.give_back("2001:db8::1")
    assert counted.take("2001:db8::1") == 0


def test_all_addresses_together_are_bounded():
    counted = Attempts(lambda: 0.0)
    taken = [counted.take(f"198.51.100.{number}") for number in range(ALL_ATTEMPTS + 1)]
    assert taken[:-1] == [0] * ALL_ATTEMPTS
    assert taken[-1] > 0


def test_few_log_ins_wait_at_a_time(passwords):
    authenticator = Authenticator(read_passwords(passwords), None, Role.VIEWER)

    async def all_at_once():
        tries = [authenticator.log_in("guess", f"198.51.100.{number}") for number in range(20)]
        return await asyncio.gather(*tries, return_exceptions=True)

    refusals = asyncio.run(all_at_once())
    assert all(isinstance(one, LogInRefusedError) for one in refusals)
    compared = [one for one in refusals if not one.wait]
    assert len(compared) == authentication.WAITING_ATTEMPTS


def test_sessions_end_by_disuse_by_age_and_by_number(monkeypatch):
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    idle, used = sessions.begin(Role.VIEWER), sessions.begin(Role.EDITOR)
    while now[0] < SESSION_SECONDS - IDLE_SECONDS / 2:
        now[0] += IDLE_SECONDS / 2
        assert sessions.caller(used).role is Role.EDITOR
    assert sessions.caller(idle) is None
    now[0] += IDLE_SECONDS
    assert sessions.caller(used) is None
    first = sessions.begin(Role.VIEWER)
    for _ in range(MAX_SESSIONS):
        last = sessions.begin(Role.VIEWER)
    assert sessions.caller(first) is None
    assert sessions.caller(last) is not None
    assert sessions.caller("") is None


def test_the_server_keeps_no_password_no_token_and_no_id(passwords, tokens):
    read = read_passwords(passwords)
    assert read.role_of(WORDS["editor"]) is Role.EDITOR
    assert read.role_of(WORDS["viewer"]) is Role.VIEWER
    assert read.role_of("editors o\u0302nly ١٢٣") is Role.EDITOR  # the accent typed apart
    assert read.role_of("") is None
    sessions = Sessions()
    identifier = sessions.begin(Role.VIEWER)
    kept = repr((read, read_tokens(tokens), vars(sessions)))
    for secret in (*WORDS.values(), *TOKENS.values(), identifier):
        assert secret not in kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no line"),
        ("# nothing\n", "no line"),
        ("viewer", "line 1"),
        ("admin:x", "line 1"),
        ("viewer:secret", "line 1"),
        ("viewer:$2b$12$abcdefghijklmnopqrstuv", "line 1"),
        ("viewer:$argon2id$v=19$m=1,t=1,p=1$\n", "line 1"),
        ("\n\nviewer:$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "line 3"),
        (b"\xff\xfe\x00", "no text"),
        ("#" * 70_000, "larger"),
    ],
)
def test_a_bad_password_file_is_told_in_one_line(tmp_path, text, said):
    file = tmp_path / "passwords"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AccessError, match=said) as told:
        check_access(EVERYWHERE, AccessOptions(password_file=file))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("text", ["viewer:short", "viewer:" + "x" * 31, "viewer:" + "é" * 40])
def test_a_bad_token_is_told_in_one_line(tmp_path, text):
    (tmp_path / "tokens").write_text(text)
    with pytest.raises(AccessError, match="qa token"):
        check_access(EVERYWHERE, AccessOptions(token_file=tmp_path / "tokens"))


def test_the_page_is_opened_to_others_only_by_a_word(passwords, tokens, tmp_path):
    for host in (EVERYWHERE, "::", "192.168.1.7", "tower", ""):
        with pytest.raises(AccessError, match=r"--password-file.*--no-login"):
            check_access(host, AccessOptions())
        check_access(host, AccessOptions(login=False))
        check_access(host, AccessOptions(password_file=passwords))
        check_access(host, AccessOptions(token_file=tokens))
    check_access("127.0.0.1", AccessOptions())
    with pytest.raises(AccessError, match="--no-login stands alone"):
        check_access("127.0.0.1", AccessOptions(login=False, password_file=passwords))
    with pytest.raises(AccessError, match="cannot be read"):
        check_access("127.0.0.1", AccessOptions(password_file=tmp_path / "none"))
    with pytest.raises(AccessError):
        app_for(StandIn(), host=EVERYWHERE)


def test_a_password_made_is_the_password(tmp_path):
    made = hash_password("a long password")
    (tmp_path / "passwords").write_text(f"editor:{made}")
    known = read_passwords(tmp_path / "passwords")
    assert "m=65536,t=3" in made
    assert known.role_of("a long password") is Role.EDITOR
    assert known.role_of("a long passwore") is None


@pytest.mark.parametrize("word", ["", "short", "x" * 2000])
def test_passwords_have_a_length(word):
    with pytest.raises(AccessError, match="characters"):
        hash_password(word)
