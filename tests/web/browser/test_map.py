"""The map of the corpus in a real Chromium: its points, a question's hits, and the way to them."""

import re
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from support.accessibility import serious_faults
from support.parsed_html import honest
from support.web_stand_in import MARKED_ARABIC, MARKED_ENGLISH, PAYLOADS, StandIn, app_for
from support.web_visit import MARKERS, WIDE

pytestmark = pytest.mark.browser


def drawn(one, address):
    """Open the map, and wait until it is drawn."""
    one.page.goto(one.address + address)
    expect(one.page.locator("#map")).to_have_attribute("data-ready", str(len(StandIn().held)))
    return one.page


def test_every_point_is_drawn_at_its_place(visit):
    page = drawn(visit(language="en"), "/map")
    places = StandIn().map().points
    expect(page.locator("#map .dot")).to_have_count(len(places))
    sheet = page.locator("#map").evaluate("e => e.viewBox.baseVal.width")
    for number, place in enumerate(places):
        dot = page.locator(f"#map .dot[data-number='{number}']")
        for key, share in (("cx", place.x), ("cy", place.y)):
            # Twenty of the thousand units are margin on either side.
            expected = sheet * (0.02 + 0.96 * share)
            assert float(dot.get_attribute(key)) == pytest.approx(expected, abs=0.2)
    expect(page.locator("#map .lit")).to_have_count(0)
    expect(page.locator("#map")).not_to_have_class("asked")


def test_the_hits_of_a_question_are_lit_where_they_lie(visit):
    page = drawn(visit(language="en"), "/map")
    page.locator(".filter input[type=search]").fill("books")
    page.keyboard.press("Enter")
    lit = page.locator("#map .lit")
    expect(lit).to_have_count(4)  # two passages, each found twice
    expect(page.locator("#map")).to_have_class("asked")
    guide, library = 1, 0  # numbers of their documents
    for number, rank in ((guide, "1"), (library, "2")):
        mark = lit.filter(has_text=rank).first.locator("circle")
        dot = page.locator(f"#map .dot[data-number='{number}']")
        for key in ("cx", "cy"):
            assert float(mark.get_attribute(key)) == pytest.approx(
                float(dot.get_attribute(key)), abs=0.2
            )
    hit = page.locator("a.hit").first
    hit.focus()
    expect(page.locator("#map .lit.chosen text")).to_have_text("1")
    hit.click()
    expect(page.locator("#passage")).to_have_text(re.compile(re.escape(MARKED_ENGLISH)))
    expect(page.locator("#passage")).to_be_in_viewport()


def test_names_under_the_pointer_are_text(visit):
    one = visit()
    page = drawn(one, "/map")
    titles = [document.title for document in StandIn().documents()]
    for number, title in enumerate(titles):
        # The pointer is what is tried, not where: dots may lie over each other.
        page.locator(f"#map .dot[data-number='{number}']").dispatch_event("pointerover")
        name = page.locator("#pointed a")
        assert name.evaluate("e => e.textContent") == honest(title)
        address = urlsplit(name.get_attribute("href"))
        assert address.path == "document"
        assert parse_qs(address.query)["path"] == [list(StandIn().held)[number]]
    assert {*PAYLOADS.values()} <= {*titles}
    assert page.evaluate(MARKERS) == []
    assert page.locator("#pointed :not(a, p)").count() == 0


def test_a_point_opens_its_document_at_the_passage(visit):
    page = drawn(visit(), "/map")
    page.locator("#map .dot[data-number='0']").click()
    expect(page.locator("h2")).to_have_text("دليل المكتبة")
    expect(page.locator("#passage").first).to_be_in_viewport()
    assert MARKED_ARABIC in page.locator("article").inner_text()


def test_the_arrows_go_from_point_to_point_and_enter_opens(visit):
    page = drawn(visit(language="en"), "/map")
    places = StandIn().map().points
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    seen = [page.locator("#pointed a").inner_text()]
    ring = page.locator("#map .ring")
    first = float(ring.get_attribute("cx"))
    page.keyboard.press("ArrowLeft")
    seen.append(page.locator("#pointed a").inner_text())
    assert float(ring.get_attribute("cx")) < first
    assert len(set(seen)) == 2
    chosen = page.locator("#pointed a").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/document?*")
    assert page.url.endswith(chosen)
    assert len(places) > 2


def test_a_colour_of_the_legend_puts_the_others_back(visit):
    page = drawn(visit(language="en"), "/map")
    key = page.locator("button.key").first
    key.click()
    expect(key).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#map .dot:not(.off)")).to_have_count(1)
    key.click()
    expect(page.locator("#map .dot.off")).to_have_count(0)


def test_a_page_that_waits_for_its_map_draws_it_and_complains_of_nothing(visit):
    """`visit` fails on an error in the console: a 503 in each round would be one."""
    go, knowledge_base = threading.Event(), StandIn()
    draw = knowledge_base.map

    def slowly():
        assert go.wait(30)
        return draw()

    knowledge_base.map = slowly
    with visit.serving(app_for(knowledge_base)) as address:
        one = visit(address, language="en")
        one.page.goto(f"{address}/map")
        expect(one.page.locator("#drawing")).to_be_visible()
        for _ in range(2):
            with one.page.expect_response("**/map/points") as asked:
                pass
            assert asked.value.status == 202
        go.set()
        expect(one.page.locator("#map .dot")).to_have_count(len(knowledge_base.held))
        one.page.goto("about:blank")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_fits_a_phone(visit, language):
    one = visit(language=language, viewport={"width": 390, "height": 844}, has_touch=True)
    page = drawn(one, "/map?q=books")
    assert not page.evaluate(WIDE)
    page.locator("#map .dot[data-number='2']").tap()  # shows what is there, and goes nowhere
    expect(page.locator("#pointed a")).to_have_text("Guide de la bibliothèque")
    assert serious_faults(page) == []


@pytest.mark.parametrize("aside", [(20, 0), (0, -20), (-14, 14)])
def test_a_finger_that_misses_a_dot_chooses_the_nearest(visit, aside):
    one = visit(language="en", viewport={"width": 390, "height": 844}, has_touch=True)
    page = drawn(one, "/map?q=books")
    places = page.locator("#map .dot").evaluate_all(
        """dots => dots.map(dot => dot.getBoundingClientRect())
            .map(({x, y, width, height}) => [x + width / 2, y + height / 2])"""
    )
    x, y = places[2][0] + aside[0], places[2][1] + aside[1]
    distances = [((x - a) ** 2 + (y - b) ** 2) ** 0.5 for a, b in places]
    nearest = min(range(len(places)), key=distances.__getitem__)
    assert distances[nearest] <= 20.1
    page.touchscreen.tap(x, y)
    titles = [document.title for document in StandIn().documents()]
    expect(page.locator("#pointed a")).to_have_text(honest(titles[nearest]))
    assert page.url.endswith("/map?q=books")


def test_the_legend_stays_after_a_question(visit):
    page = drawn(visit(language="en"), "/map")
    names = page.locator(".legend button").all_inner_texts()
    place = page.locator(".legend").bounding_box()
    page.locator(".filter input[type=search]").fill("books")
    page.keyboard.press("Enter")
    expect(page.locator("#map .lit")).to_have_count(4)
    assert page.locator(".legend button").all_inner_texts() == names
    assert page.locator(".legend").bounding_box() == place
    expect(page.locator(".legend")).to_be_in_viewport()
    page.locator("button.key").first.click()
    expect(page.locator("#map .dot:not(.off)")).to_have_count(1)
