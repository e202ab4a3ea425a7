"""Fixtures of the tests in a real Chromium: the address of a page, and visits to it."""

import os

import pytest
from playwright.sync_api import sync_playwright

from support.web_stand_in import StandIn, app_for
from support.web_visit import CHROMIUM, FLAGS, Visit, serving


@pytest.fixture(scope="module")
def feedback(tmp_path_factory):
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="module")
def address(feedback):
    seeds = feedback.parent / "seeds"
    seeds.mkdir()
    with serving(app_for(StandIn(), seeds, feedback=feedback)) as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        message = "Chromium is not installed: the page was not tried in a browser"
        if os.environ.get("SANAD_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, address):
    opened = []

    def open_page(at=address, **options):
        opened.append(Visit(browser, at, **options))
        return opened[-1]

    open_page.serving = serving
    yield open_page
    for one in opened:
        foreign, faults, dialogs = one.foreign(), one.faults, one.dialogs
        one.context.close()
        assert foreign == []
        assert faults == []
        assert dialogs == []
