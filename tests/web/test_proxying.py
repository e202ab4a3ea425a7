"""Under a prefix and another host name: every address leads there, and every refusal holds."""

import ast
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from qa.errors import AddressError
from qa.web.access.hosts import checked_hosts
from qa.web.access.options import AccessOptions
from qa.web.proxying import checked_root_path
from support.paths import ROOT
from support.web_stand_in import StandIn, app_for

WEB = ROOT / "qa" / "web"
PUBLIC = "https://docs.example.org"
PREFIX = "/sanad"
PAGES = ["/", "/documents", "/document?path=guide.md", "/sources?q=books", "/map?q=books", "/api"]
PAGES += ["/document?path=none", "/original?path=none"]
FORWARDED = {"host": "docs.example.org", "x-forwarded-proto": "https"}


def proxied(seeds=None, **options):
    reached = {"root_path": PREFIX, "allowed_hosts": ("docs.example.org",)} | options
    return app_for(StandIn(), seeds, access=AccessOptions(**reached), mcp=True)


@pytest.fixture(scope="module")
def client():
    with TestClient(proxied(), base_url=PUBLIC) as opened:
        yield opened


@pytest.fixture(scope="module", params=["stripped", "kept"])
def ask(client, request):
    """A request for a public path, as a proxy passes it on that strips the prefix or keeps it."""
    before = "" if request.param == "stripped" else PREFIX
    return lambda method, path, **options: client.request(
        method, before + path, follow_redirects=False, **options
    )


class Addresses(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [v for k, v in attrs if k in {"href", "src", "action"} and tag != "base"]


@pytest.mark.parametrize("page", PAGES)
def test_every_address_of_a_page_stays_under_the_prefix_and_is_answered(ask, page):
    html = ask("GET", page).text
    found = Addresses(html).found
    assert len(found) > 5
    for address in found:
        led = urlsplit(urljoin(PUBLIC + PREFIX + page, address))
        assert led.netloc == "docs.example.org"
        assert led.path.startswith(f"{PREFIX}/"), address
        inner = led.path.removeprefix(PREFIX)
        if not inner.startswith(("/language/", "/theme/")):
            path = f"{inner}?{led.query}"
            assert ask("GET", path).status_code in {200, 404, 422}, address
            assert inner.startswith("/original") or ask("GET", path).status_code != 404, address


def test_gradio_knows_the_public_address(ask):
    html = ask("GET", "/", headers=FORWARDED).text
    assert '"root":"https://docs.example.org/sanad"' in html
    assert '<base href="./"' in html
    assert ask("GET", "/config").status_code == 200
    assert ask("GET", "/gradio_api/info").status_code == 200


def test_a_switch_goes_back_under_the_prefix_and_its_cookie_stays_there(ask):
    for referer, back in (
        (f"{PUBLIC}/sanad/documents?filter=a", "/sanad/documents?filter=a"),
        (f"{PUBLIC}/sanad/", "/sanad/"),
        (f"{PUBLIC}/other/", "/sanad/"),
        (f"{PUBLIC}//sanad/", "/sanad/"),
        ("https://evil.example/sanad/", "/sanad/"),
        ("", "/sanad/"),
    ):
        answer = ask("GET", "/language/en", headers={"referer": referer})
        assert answer.headers["location"] == back
        assert "Path=/sanad/;" in answer.headers["set-cookie"]


def test_the_bare_prefix_leads_to_its_slash(client):
    answer = client.get("/sanad", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/sanad/")


def test_programs_are_told_the_public_address(ask):
    assert ask("GET", "/openapi.json").json()["servers"] == [{"url": f"{PUBLIC}/sanad"}]
    assert (
        f"{PUBLIC}/sanad/api/ask".replace("/", "&#47;").replace(":", "&#58;").replace(".", "&#46;")
        in ask("GET", "/api").text
    )
    answer = ask("POST", "/api/ask", json={"question": "books ?"})
    assert answer.json()["state"] == "answered"


def test_language_models_are_served_under_the_prefix(ask):
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    answer = ask("POST", "/mcp", json=sent, headers=accept)
    assert {tool["name"] for tool in answer.json()["result"]["tools"]} == {"ask", "search"}


def test_the_gate_holds_under_the_prefix(ask):
    for path in ("/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=x"):
        assert ask("GET", path).status_code == 404
        assert ask("POST", path, content=b"x").status_code == 404
    question = {"question": "books ?"}
    for origin, status in ((PUBLIC, 200), ("https://evil.example", 403), ("null", 403)):
        answer = ask("POST", "/api/ask", json=question, headers={"origin": origin})
        assert answer.status_code == status
    assert ask("GET", "/", headers={"host": "evil.example"}).status_code == 400
    assert ask("GET", "/", headers={"host": "127.0.0.1:7860"}).status_code == 200
    headers = ask("GET", "/").headers
    assert headers["x-frame-options"] == "DENY"
    assert "nonce-" in headers["content-security-policy"]


@pytest.mark.parametrize("options", [{"root_path": ""}, {"allowed_hosts": ()}])
def test_documents_are_not_edited_by_whoever_comes_through_a_proxy(tmp_path, options):
    for editing, status in (({}, 403), ({"allow_editing": True}, 201)):
        app = proxied(tmp_path, **options, **editing)
        with TestClient(app, base_url="http://127.0.0.1:7860") as client:
            answer = client.put("/api/document?name=a.txt", content=b"text")
            assert answer.status_code == status


def test_other_hosts_can_be_allowed_by_pattern():
    with TestClient(proxied(allowed_hosts=("*.example.org", "مثال.إختبار"))) as client:
        for host, status in (
            ("a.example.org", 200),
            ("A.Example.Org:8443", 200),
            ("example.org", 400),
            ("example.org.evil.example", 400),
            ("xn--mgbh0fb.xn--kgbechtv", 200),
        ):
            assert client.get("/healthz", headers={"host": host}).status_code == status, host


@pytest.mark.parametrize(
    ("text", "path"),
    [("", ""), ("/", ""), ("/sanad", "/sanad"), ("/sanad/", "/sanad"), ("/a-b/c_d.e~", None)],
)
def test_a_prefix_is_taken_with_and_without_its_last_slash(text, path):
    assert checked_root_path(text) == (text if path is None else path)


@pytest.mark.parametrize(
    "text", ["sanad", "//x", "/a//b", "/..", "/a/../b", "/a b", "/a?b", "/سند", "/%73", "/a\n"]
)
def test_what_is_no_prefix_is_refused(text):
    with pytest.raises(AddressError, match="--root-path"):
        checked_root_path(text)


@pytest.mark.parametrize(
    "text", ["", "*", "*.", "a.*", "https://a.org", "a.org:80", "a.org/x", "a b", "a..b", "ا" * 99]
)
def test_what_is_no_host_is_refused(text):
    with pytest.raises(AddressError, match="--allowed-host"):
        checked_hosts([text])


@pytest.mark.parametrize("text", ["/api", "/documents", "/gradio_api", "/site", "/language"])
def test_an_address_of_our_own_is_no_prefix(text):
    with pytest.raises(AddressError, match="--root-path"):
        proxied(root_path=text)


# Whoever adds a page need know nothing of prefixes, as long as these two hold.


@pytest.mark.parametrize(
    "path",
    [*sorted((WEB / "templates").rglob("*.html")), *sorted((WEB / "static").glob("*.[cj]s*"))],
    ids=lambda path: path.name,
)
def test_no_template_script_or_style_has_an_address_that_begins_with_a_slash(path):
    text = path.read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:href|src|action|content)=["']/[^"']*""", text)
    addresses += re.findall(
        r"""["'`(]/[\w?./][^"'`)\n]*["'`)]""", re.sub(r"//.*|/\*.*?\*/", "", text)
    )
    assert addresses == [], "write 'documents' for '/documents' and './' for '/'"


def test_no_module_makes_an_address_that_begins_with_a_slash():
    for path in sorted(WEB.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                assert not re.match(r"/\w+\?", start), f"{path.name}:{node.lineno}: {start}"


def test_every_page_lies_at_the_top():
    """Deeper, its relative addresses would lead elsewhere."""
    for path in sorted((WEB / "pages").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r'router\.get\("(/[^"]*)", response_class=HTMLResponse', text):
            assert address.count("/") == 1, address
