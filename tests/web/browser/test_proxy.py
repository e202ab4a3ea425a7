"""Behind a real nginx, under a prefix and a host name that is not this machine's."""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from qa.web.access.options import AccessOptions
from support.nginx import NGINX, proxying
from support.web_stand_in import ENGLISH, StandIn, app_for
from support.web_visit import serving

pytestmark = pytest.mark.browser

HOST = "docs.localhost"  # browsers lead it to this machine, but it is a name like any other


@pytest.fixture(scope="module", params=["stripped", "kept"])
def proxied(request, tmp_path_factory):
    if NGINX is None:
        message = "nginx is not installed: the page was not tried behind a proxy"
        if os.environ.get("SANAD_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("proxy")
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "guide.md").write_text(ENGLISH, encoding="utf-8")
    access = AccessOptions(root_path="/sanad", allowed_hosts=(HOST,), allow_editing=True)
    app = app_for(StandIn(), seeds, folder / "log.jsonl", access=access)
    with (
        serving(app) as address,
        proxying(folder, address, strips=request.param == "stripped") as port,
    ):
        yield f"http://{HOST}:{port}/sanad"


def test_everything_works_under_a_prefix(visit, proxied):
    one = visit(proxied)  # without its last slash
    page = one.page
    assert urlsplit(page.url).path == "/sanad/"
    expect(page.locator("h1")).to_have_text("سند")
    assert page.evaluate("document.fonts.load('16px Vazirmatn').then((fonts) => fonts.length)") > 0

    page.locator("a.switch").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert urlsplit(page.url).path == "/sanad/"

    answer = one.ask("books ?")
    expect(answer).to_contain_text("Books are lent for two weeks")
    with page.expect_response("**/sanad/api/feedback") as kept:
        page.locator('a[href^="#good-"]').first.dispatch_event("click")
    assert kept.value.status == 201

    document = page.locator('#sources a[href^="document?"]').first.get_attribute("href")
    page.goto(f"{proxied}/{document}")
    expect(page.locator("mark").first).to_be_visible()
    page.goto(f"{proxied}/documents")
    page.locator("#rebuild").dispatch_event("click")
    expect(page.locator("#told")).not_to_be_empty()
    page.goto(f"{proxied}/map?q=books")
    expect(page.locator("#map circle").first).to_be_attached()
    with page.expect_download() as saved:
        page.evaluate("location.assign('original?path=guide.md')")
    assert saved.value.suggested_filename == "guide.md"

    cookies = {cookie["name"]: cookie["path"] for cookie in one.context.cookies()}
    assert cookies == {"sanad_language": "/sanad/", "sanad_browser": "/sanad/"}
    outside = [u for u in one.requests if not urlsplit(u).path.startswith("/sanad")]
    assert [u for u in outside if u.startswith("http")] == []


def test_a_conversation_is_saved_under_a_prefix(visit, proxied):
    one = visit(f"{proxied}/", language="ar")
    one.ask("books ?")
    with one.page.expect_download() as saved:
        one.page.get_by_text("Markdown", exact=True).dispatch_event("click")
    assert saved.value.suggested_filename.endswith(".md")
