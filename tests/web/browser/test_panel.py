"""The panel of the sources in a real Chromium: its cards, a phone's sheet, folding, the preview."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from qa.records import Span
from support.accessibility import serious_faults
from support.parsed_html import honest
from support.web_stand_in import ENGLISH, MARKED_ARABIC, MARKED_ENGLISH, PAYLOADS, StandIn, app_for
from support.web_visit import MARKERS, PHONE, WIDE, serving

pytestmark = pytest.mark.browser


class Telling(StandIn):
    """Tells of each citation all that can be told: language, words, other places."""

    def ask(self, question, *, top_k=3, **options):
        answer = super().ask(question, top_k=top_k, **options)
        return replace(answer, citations=tuple(map(self._told, answer.citations)))

    def _told(self, citation):
        passage = citation.passage
        first = passage.text.split()[0]
        words = [first, "loan"] if "loan" in passage.text else [first]
        places = (passage.start + passage.text.index(word) for word in words)
        terms = [Span(at, at + len(word)) for at, word in zip(places, words, strict=True)]
        hostile = passage.document.path.startswith("hostile/")
        language = passage.text if hostile else "en"
        passage = replace(passage, language=language)
        others = (passage, replace(self.passages()[0], language=language))
        hit = replace(citation.hit, passage=passage, duplicates=others)
        return replace(citation, hit=hit, terms=tuple(terms))


@pytest.fixture(scope="module")
def telling():
    with serving(app_for(Telling())) as address:
        yield address


def _has(text):
    return re.compile(re.escape(text))


def at_rest(page):
    """Wait until the sheet stands still."""
    moving = "document.getElementById('sources').getAnimations().map(motion => motion.finished)"
    page.evaluate(f"Promise.allSettled({moving})")


def point_at(one, chip):
    """Put the pointer on a chip; again where Gradio scrolls on to the newest answer meanwhile."""
    preview = one.page.locator("#preview")
    for _ in range(20):
        one.page.locator(f"{chip}.from, {chip} .tag").hover()
        one.page.wait_for_timeout(500)
        if preview.is_visible():
            break
        one.page.mouse.move(1, 1)
    expect(preview).to_be_visible()
    return preview


def test_a_card_tells_all_of_its_citation(visit, telling):
    one = visit(telling, language="en")
    one.ask("books ?")
    card = one.page.locator("#src-1-1")
    expect(card.locator(".number")).to_have_text("1")
    expect(card.locator(".title")).to_have_text("Library guide")
    expect(card.locator(".place")).to_have_text("line 3")
    expect(card.locator(".badge")).to_have_text("English")
    expect(card.locator("mark")).to_have_text(MARKED_ENGLISH)
    expect(card.locator(".term")).to_have_text(["The", "loan"])
    expect(card.locator("mark .term")).to_have_text("loan")
    line = card.locator(".term").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "underline"
    assert ENGLISH.split("\n\n")[1] in card.locator(".excerpt").evaluate("e => e.textContent")
    also = card.locator(".also a")
    expect(also).to_have_text(["Library guide · line 3", "دليل المكتبة · line 1"])
    with one.context.expect_page() as opened:
        also.first.click()
    expect(opened.value.locator("#passage")).to_be_in_viewport()


def test_hostile_badges_and_other_places_do_nothing(visit, telling):
    one = visit(telling)
    for name, payload in PAYLOADS.items():
        one.ask(f"hostile {name}")
        expected = honest(payload)
        card = one.page.locator(f"#src-{one.asked}-1")
        for part in (".badge", ".also"):
            assert expected in card.locator(part).evaluate("e => e.textContent"), (name, part)
        title = point_at(one, f"#chip-{one.asked}-1").locator(".title")
        assert title.evaluate("e => e.textContent") == expected, name
        one.page.mouse.move(1, 1)
        expect(title).to_be_hidden()
    assert one.page.evaluate(MARKERS) == []
    inside = ":is(#sources, #preview) :is(script, img, svg, iframe, form, input, style, link, math)"
    assert one.page.locator(inside).count() == 0


def test_on_a_phone_the_sources_are_a_sheet_that_a_chip_opens(visit, telling):
    one = visit(telling, language="en", **PHONE)
    page, sources, handle = one.page, one.page.locator("#sources"), one.page.locator("#fold")
    expect(handle).to_be_hidden()
    one.ask("books ?")
    expect(sources).to_be_hidden()
    expect(handle).to_have_text("Sources (2)")
    expect(handle).to_have_attribute("aria-expanded", "false")

    def opened_by(chip):
        page.locator(chip).tap()
        at_rest(page)
        expect(page.locator(chip.replace("chip", "src"))).to_be_focused()
        expect(page.locator(chip.replace("chip", "src")).locator("mark")).to_be_in_viewport()
        assert not page.evaluate(WIDE)

    def closed(chip):
        expect(sources).to_be_hidden()
        expect(page.locator(chip)).to_be_focused()

    opened_by("#chip-1-2")
    expect(page.locator("#panel")).to_have_attribute("role", "dialog")
    expect(handle).to_have_text("Hide sources")
    page.keyboard.press("Escape")
    closed("#chip-1-2")
    assert page.locator("#panel").get_attribute("role") is None
    opened_by("#chip-1-1")
    handle.tap()
    closed("#chip-1-1")
    opened_by("#chip-1-1")
    page.touchscreen.tap(195, 30)  # outside
    closed("#chip-1-1")
    opened_by("#chip-1-2")
    page.locator("#src-1-2 a.back").tap()
    closed("#chip-1-2")

    handle.tap()
    expect(sources).to_be_visible()
    page.keyboard.press("Escape")
    expect(sources).to_be_hidden()
    expect(handle).to_be_focused()


def test_the_page_behind_an_open_sheet_is_out_of_reach(visit):
    one = visit(language="en", **PHONE)
    one.ask("books ?")
    one.page.locator("#chip-1-1").tap()
    expect(one.page.locator("#src-1-1")).to_be_focused()
    for _ in range(30):
        one.page.keyboard.press("Tab")
        inside = "!document.hasFocus() || document.activeElement.matches('body, #panel *')"
        assert one.page.evaluate(inside)
    one.page.keyboard.press("Escape")
    one.ask("missing")
    expect(one.page.locator("#sources")).to_be_hidden()


def test_a_sheet_of_many_sources_does_not_scroll_sideways(visit, telling):
    one = visit(telling, **PHONE)
    one.ask("many")
    expect(one.page.locator("#fold")).to_have_text("المصادر (12)")
    one.page.locator("#chip-1-12").tap()
    expect(one.page.locator("#src-1-12")).to_be_focused()
    at_rest(one.page)
    expect(one.page.locator("#src-1-12 mark")).to_be_in_viewport()
    assert not one.page.evaluate(WIDE)
    inner = "e => e.scrollWidth > e.clientWidth"
    assert not one.page.locator("#sources").evaluate(inner)
    one.page.locator("#src-1-12 a.back").tap()
    expect(one.page.locator("#chip-1-12")).to_be_focused()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_sheet_moves_only_for_who_wants_it(visit, motion):
    one = visit(**PHONE, reduced_motion=motion)
    one.ask("متى؟")
    one.page.locator("#chip-1-1").tap()
    expect(one.page.locator("#src-1-1")).to_be_focused()
    name = one.page.locator("#sources").evaluate("e => getComputedStyle(e).animationName")
    assert name == ("none" if motion == "reduce" else "rise")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_open_sheet_has_no_serious_fault(visit, telling, language, scheme):
    one = visit(telling, language=language, color_scheme=scheme, **PHONE)
    one.ask("متى؟")
    assert serious_faults(one.page) == []
    one.page.locator("#chip-1-2").tap()
    expect(one.page.locator("#src-1-2")).to_be_focused()
    at_rest(one.page)
    assert serious_faults(one.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_and_preview_have_no_serious_fault(visit, telling, scheme):
    one = visit(telling, color_scheme=scheme)
    one.ask("متى؟")
    point_at(one, "#chip-1-2")
    assert serious_faults(one.page) == []
    one.page.locator("#fold").click()
    expect(one.page.locator("#sources")).to_be_hidden()
    assert serious_faults(one.page) == []


def test_the_column_folds_away_and_is_remembered_so(visit):
    one = visit(language="en")
    one.ask("books ?")
    page, sources, fold = one.page, one.page.locator("#sources"), one.page.locator("#fold")
    wide = page.locator("#talk").bounding_box()["width"]
    expect(fold).to_have_text("Hide sources")
    fold.focus()
    page.keyboard.press("Enter")
    expect(sources).to_be_hidden()
    expect(fold).to_have_accessible_name("Sources (2)")
    expect(fold).to_be_focused()
    assert page.locator("#talk").bounding_box()["width"] > wide + 200
    page.reload()
    expect(page.locator("#chat .answer")).to_have_count(1)
    expect(fold).to_be_visible()
    expect(sources).to_be_hidden()
    page.locator("#chip-1-2").click()  # a chip unfolds it
    expect(page.locator("#src-1-2")).to_be_focused()
    fold.click()
    fold.click()
    page.reload()
    expect(page.locator("#src-1-1")).to_be_visible()


def test_a_chip_shows_its_source_at_a_glance(visit):
    one = visit(language="en")
    one.ask("متى؟")
    one.ask("books ?")
    one.ask("related")
    page, chip = one.page, one.page.locator("#chip-1-1")
    title = chip.get_attribute("title")
    preview = point_at(one, "#chip-1-1")  # of a turn whose cards are not shown
    expect(preview.locator(".title")).to_have_text("دليل المكتبة")
    expect(preview.locator(".title")).to_have_attribute("dir", "rtl")
    expect(preview.locator(".place")).to_have_text("line 5")
    expect(preview.locator(".words mark")).to_have_text(MARKED_ARABIC)
    expect(preview.locator(".words")).to_contain_text("WiFi مجاني")  # around it
    expect(chip).to_have_accessible_description(_has(MARKED_ARABIC))
    preview.hover()  # it can be pointed at, and is still there after a while
    page.wait_for_timeout(400)
    expect(preview).to_be_visible()
    page.mouse.move(1, 1)
    expect(preview).to_be_hidden()
    expect(chip).to_have_attribute("title", title)

    page.locator("#chip-2-1").focus()
    page.keyboard.press("Tab")  # its passage
    page.keyboard.press("Tab")
    expect(preview.locator(".title")).to_have_text("دليل المكتبة")
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(page.locator("#chip-2-2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#src-2-2")).to_be_focused()
    expect(preview).to_be_hidden()

    point_at(one, "#chip-3-2")  # nothing is marked: the passage itself
    expect(preview.locator(".words")).to_contain_text("The reading room seats eighty people.")
    box = preview.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800


def test_states_are_told_apart_without_colour(visit):
    one = visit(language="en")
    kinds = ("related", "missing", "nothing", "broken")
    signs = [
        one.ask(question).evaluate(
            "e => { const s = getComputedStyle(e, '::before'); return s.maskImage }"
        )
        for question in kinds
    ]
    assert len(set(signs)) == len(kinds)
