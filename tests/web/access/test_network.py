"""Names, origins and proxies: what is asked by which name, from which page, through whom."""

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.errors import AddressError
from qa.web.access.heads import HeadAsGet
from qa.web.access.hosts import AllowedHosts, checked_hosts, is_loopback
from qa.web.access.origins import is_own_origin
from qa.web.access.proxies import TrustedProxies, checked_networks

EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing is served)


async def told(request):
    """What an application sees of a request."""
    return JSONResponse(
        {
            "url": str(request.url),
            "client": request.client.host,
            "own": is_own_origin(request.scope),
            "headers": sorted(set(request.headers)),
        }
    )


def asked(wrapped=None, *, came_in_by="127.0.0.1", sender="127.0.0.1", url="/", **headers):
    """The answer to a request that came in by an address, from another."""
    app = Starlette(routes=[Route("/", told, methods=["GET", "POST"])])
    app = wrapped(app) if wrapped else app

    async def at_the_address(scope, receive, send):
        scope["server"] = (came_in_by, 7860)
        await app(scope, receive, send)

    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = TestClient(at_the_address, base_url="http://127.0.0.1:7860", client=(sender, 1))
    return client.get(url, headers=sent)


@pytest.mark.parametrize(
    ("listening", "came_in_by", "host", "status"),
    [
        (EVERYWHERE, "192.168.1.7", "192.168.1.7:7860", 200),
        (EVERYWHERE, "192.168.1.7", "192.168.1.8", 400),
        (EVERYWHERE, "192.168.1.7", "evil.example", 400),
        (EVERYWHERE, "192.168.1.7", "192.168.1.7.evil.example", 400),
        (EVERYWHERE, "192.168.1.7", "LOCALHOST", 200),
        (EVERYWHERE, "192.168.1.7", "tower", 200),
        (EVERYWHERE, "192.168.1.7", "Tower.local.:80", 200),
        (EVERYWHERE, "192.168.1.7", "docs.example.org", 200),
        (EVERYWHERE, "192.168.1.7", "a.example.net", 200),
        (EVERYWHERE, "192.168.1.7", "example.net", 400),
        ("::", "2001:db8::7", "[2001:DB8:0::7]:80", 200),
        ("::", "::ffff:192.168.1.7", "192.168.1.7", 200),
        ("192.168.1.7", "192.168.1.7", "192.168.1.7", 200),
        ("192.168.1.7", "192.168.1.7", "tower", 400),
        ("127.0.0.1", "127.0.0.1", "tower", 400),
        (EVERYWHERE, "evil.example", "evil.example", 400),
        (EVERYWHERE, "192.168.1.7", "", 400),
        (EVERYWHERE, "192.168.1.7", "localhost:7860:1", 400),
        (EVERYWHERE, "192.168.1.7", "localhost/x", 400),
        (EVERYWHERE, "192.168.1.7", "user@localhost", 400),
    ],
)
def test_a_page_is_asked_for_by_its_own_names(monkeypatch, listening, came_in_by, host, status):
    monkeypatch.setattr("socket.gethostname", lambda: "Tower.office.example")

    def wrapped(app):
        others = checked_hosts(["docs.example.org", "*.example.net"])
        return AllowedHosts(app, host=listening, others=others)

    assert asked(wrapped, came_in_by=came_in_by, host=host).status_code == status


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("127.9.9.9", True),
        (EVERYWHERE, False),
        ("", False),
        ("192.168.1.7", False),
        ("tower", False),
    ],
)
def test_what_others_reach_is_known(host, loopback):
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://127.0.0.1:7860", True),
        ("HTTP://127.0.0.1:7860", True),
        ("https://127.0.0.1:7860", False),
        ("http://127.0.0.1", False),
        ("http://127.0.0.1:7861", False),
        ("http://localhost:7860", False),
        ("http://evil.example", False),
        ("http://127.0.0.1:7860/", False),
        ("http://user@127.0.0.1:7860", False),
        ("null", False),
        ("", False),
        ("http://[", False),
        ("127.0.0.1:7860", False),
    ],
)
def test_an_origin_is_a_scheme_a_host_and_a_port(origin, own):
    assert asked(origin=origin).json()["own"] is own


def test_a_port_that_is_not_said_is_that_of_the_scheme():
    assert asked(host="a.example", origin="http://a.example:80").json()["own"]
    assert asked(host="a.example:80", origin="http://a.example").json()["own"]
    assert not asked(host="a.example:443", origin="http://a.example").json()["own"]


def test_what_tells_no_origin_is_a_program_or_our_page():
    for site, own in (("none", True), ("same-origin", True), ("cross-site", False)):
        assert asked(sec_fetch_site=site).json()["own"] is own
    assert asked().json()["own"]


def by_proxies(*networks):
    return lambda app: TrustedProxies(app, networks=checked_networks(networks))


FORWARDED = {
    "x_forwarded_for": "6.6.6.6, 203.0.113.9",
    "x_forwarded_proto": "https",
    "x_forwarded_host": "docs.example.org",
    "x_real_ip": "6.6.6.6",
    "forwarded": "for=6.6.6.6",
}


@pytest.mark.parametrize(
    ("trusted", "sender", "client", "url"),
    [
        ((), "127.0.0.1", "127.0.0.1", "http://127.0.0.1:7860/"),
        (("127.0.0.1",), "127.0.0.1", "203.0.113.9", "https://docs.example.org/"),
        (("10.0.0.0/8",), "127.0.0.1", "127.0.0.1", "http://127.0.0.1:7860/"),
        (("10.0.0.0/8",), "10.2.3.4", "203.0.113.9", "https://docs.example.org/"),
        (("10.0.0.0/8",), "::ffff:10.2.3.4", "203.0.113.9", "https://docs.example.org/"),
        (("10.0.0.0/8", "203.0.113.9"), "10.2.3.4", "6.6.6.6", "https://docs.example.org/"),
        (("::1",), "::1", "203.0.113.9", "https://docs.example.org/"),
    ],
)
def test_a_proxy_is_believed_if_it_is_named(trusted, sender, client, url):
    seen = asked(by_proxies(*trusted), sender=sender, **FORWARDED).json()
    assert (seen["client"], seen["url"]) == (client, url)
    assert not [name for name in seen["headers"] if "forwarded" in name or name == "x-real-ip"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"x_forwarded_for": "nobody"},
        {"x_forwarded_proto": "gopher"},
        {"x_forwarded_host": "a b/../c"},
        {"x_forwarded_for": ", ,"},
    ],
)
def test_what_a_proxy_says_wrongly_is_passed_over(wrong):
    seen = asked(by_proxies("127.0.0.1"), **wrong).json()
    assert (seen["client"], seen["url"]) == ("127.0.0.1", "http://127.0.0.1:7860/")


@pytest.mark.parametrize("text", ["proxy.example", "", "10.0.0.0/33", "1.2.3"])
def test_what_is_no_proxy_is_refused(text):
    with pytest.raises(AddressError, match="--trusted-proxy"):
        checked_networks([text])


def test_head_is_get_without_a_body():
    app = HeadAsGet(Starlette(routes=[Route("/", told, methods=["GET"])]))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.head("/")
        assert answer.status_code == 200
        assert answer.content == b""
        assert answer.headers["content-length"] == client.get("/").headers["content-length"]
