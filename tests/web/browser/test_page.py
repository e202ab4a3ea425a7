"""The page in a real Chromium: what a reader sees, and what hostile text does not do."""

import pytest
from playwright.sync_api import expect

from qa.web.chat.exporting import FORMATS
from support.parsed_html import honest
from support.web_stand_in import ARABIC, MARKED_ARABIC, MARKED_ENGLISH, PAYLOADS
from support.web_visit import MARKERS, WIDE

pytestmark = pytest.mark.browser


def test_page_is_arabic_for_an_english_browser_and_switches(visit):
    page = visit().page
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text("سند")
    expect(page.locator("#send")).to_have_text("اسأل")
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", "اسأل وثائقك…")
    expect(page.locator("#question textarea")).to_be_focused()
    page.click("a.switch[hreflang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator("#sources")).to_contain_text("The passages behind an answer")
    page.reload()
    expect(page.locator("h1")).to_have_text("Sanad")


def test_bundled_font_draws_the_page(visit):
    page = visit().page
    page.wait_for_timeout(300)
    assert page.evaluate("document.fonts.check('16px Vazirmatn', 'سند')")
    drawn = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').length")
    assert drawn >= 1


def test_answer_is_marked_and_its_chips_lead_to_the_cards_of_every_turn(visit):
    one = visit()
    first = one.ask("متى تفتح المكتبة؟")
    expect(first.locator("mark")).to_have_text(MARKED_ARABIC)
    expect(first.locator("a.chip")).to_have_count(3)
    expect(one.box).to_have_value("")
    second = one.ask("books ?")
    expect(second.locator("mark")).to_have_text(MARKED_ENGLISH)
    page = one.page
    expect(page.locator("#src-2-1")).to_be_visible()
    expect(page.locator("#src-1-2")).to_be_hidden()

    first.locator("a.chip").nth(1).click()
    expect(page.locator("#src-1-2")).to_be_focused()
    expect(page.locator("#src-1-2 mark")).to_be_in_viewport()
    expect(page.locator("#src-2-1")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#chip-1-2")).to_be_focused()

    page.locator("#chip-2-2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#src-2-2")).to_be_focused()
    page.locator("#chip-1-3").focus()
    page.keyboard.press(" ")
    expect(page.locator("#src-1-3")).to_be_focused()
    page.locator("#src-1-3 a.back").click()
    expect(page.locator("#chip-1-3")).to_be_focused()


def test_chips_follow_each_other_in_reading_order(visit):
    arabic = visit().ask("متى؟")
    english = visit(language="en").ask("متى؟")
    for bubble, from_left in ((arabic, False), (english, True)):
        chips = [chip.bounding_box() for chip in bubble.locator("a.chip").all()]
        tops = [box["y"] for box in chips]
        assert sorted(set(tops)) == tops
        number, place = (
            bubble.locator(f".line {part}").first.bounding_box()["x"] for part in (".n", ".place")
        )
        assert (number < place) == from_left


def test_more_than_nine_citations_are_told_apart(visit):
    one = visit()
    bubble = one.ask("many")
    chips = bubble.locator("a.chip")
    expect(chips).to_have_count(12)
    assert [chip.locator(".n").inner_text() for chip in chips.all()] == [
        str(number) for number in range(1, 13)
    ]
    chips.nth(11).click()
    expect(one.page.locator("#src-1-12")).to_be_focused()
    one.page.locator("#src-1-12 a.back").click()
    expect(chips.nth(11)).to_be_focused()


def test_everything_is_reached_by_keyboard_alone(visit):
    """From the box to the chips, to a card, its links, and back; and up to the header."""
    one = visit(language="en")
    page = one.page
    page.keyboard.type("books ?")
    page.keyboard.press("Enter")
    page.locator("#chat .answer").wait_for()
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(50):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(e => e.id || e.getAttribute('href') || e.innerText || e.tagName)"
                "(document.activeElement)"
            )
        )
    wanted = {"documents", "theme/dark", "language/ar", "new-chat", "open-menu", "send"}
    wanted |= {"chip-1-1", "chip-1-2", "#copy-1", "#good-1", "#bad-1", "#wrong_source-1-1"}
    wanted |= {"open-drawer", "scope-button", "More actions", "Whole passage"}
    assert wanted <= reached
    assert not {name for name in reached if name.startswith("bridge")}  # for the script alone
    page.locator("#open-menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#edit-last")).to_be_focused()
    for _ in range(1 + len(FORMATS)):
        page.keyboard.press("Tab")
    expect(page.locator(".export").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(page.locator("#open-menu")).to_be_focused()
    page.locator("#open-drawer").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#open-drawer")).to_be_focused()


def test_more_of_the_document_is_drawn_around_a_passage(visit, monkeypatch):
    monkeypatch.setattr("qa.web.chat.turns.CONTEXT_CHARACTERS", 15)
    one = visit()
    one.ask("متى؟")
    card = one.page.locator("#src-1-1")
    excerpt = card.locator(".excerpt")
    assert excerpt.evaluate("e => e.textContent") != ARABIC
    card.locator("a.more").focus()
    one.page.keyboard.press("Enter")
    expect(card.locator("a.more")).to_have_count(0)
    assert excerpt.evaluate("e => e.textContent") == ARABIC
    expect(card.locator("mark")).to_have_text(MARKED_ARABIC)
    expect(card.locator(".dim").first).to_have_text("دليل المكتبة")


def test_each_text_has_the_direction_of_its_letters(visit):
    one = visit()
    arabic, english = one.ask("متى؟"), one.ask("books WiFi")
    said = one.page.locator("#chat .said .line")
    assert said.nth(0).evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert said.nth(1).evaluate("e => getComputedStyle(e).direction") == "ltr"
    for bubble, expected in ((arabic, "rtl"), (english, "ltr")):
        line = bubble.locator("blockquote .line").first
        assert line.evaluate("e => getComputedStyle(e).direction") == expected


def test_slash_focuses_the_box_and_is_typed_inside_it(visit):
    one = visit()
    one.page.locator("a.switch[hreflang=en]").focus()
    one.page.keyboard.press("/")
    expect(one.box).to_be_focused()
    expect(one.box).to_have_value("")
    one.page.keyboard.type("a/b")
    expect(one.box).to_have_value("a/b")


def test_what_is_offered_is_a_question_and_asked_as_it_stands(visit):
    one = visit(language="en")
    offers = one.page.locator("#examples a.suggestion")
    question = "What do the documents say about “Library guide”?"
    expect(offers.nth(0)).to_have_text(question)
    offers.nth(0).focus()
    one.page.keyboard.press("Enter")
    bubble = one.page.locator("#chat .answer")
    expect(bubble.locator("mark")).to_have_text(MARKED_ENGLISH)
    expect(one.page.locator("#chat .said")).to_have_text(question)
    expect(offers).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390, 360, 320])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_scrolls_sideways(visit, width, language):
    one = visit(language=language, viewport={"width": width, "height": 800})
    assert not one.page.evaluate(WIDE)
    one.ask("متى؟")
    one.ask("hostile style_attr")
    one.ask("x" * 400)
    assert not one.page.evaluate(WIDE)
    one.page.locator("#chip-1-1").click()
    expect(one.page.locator("#src-1-1")).to_be_focused()
    expect(one.page.locator("#src-1-1 mark")).to_be_in_viewport()
    assert not one.page.evaluate(WIDE)


def test_no_answer_error_and_no_documents_look_different(visit):
    one = visit(language="en")
    related, missing, empty, error, fault = (
        one.ask(word) for word in ("related", "missing", "nothing", "broken", "bug")
    )
    expect(related).to_contain_text("may not answer")
    expect(related.locator("a.chip")).to_have_count(3)
    expect(missing).to_contain_text("no answer in these documents")
    expect(empty).to_contain_text("There are no documents yet")
    expect(error).to_contain_text("The model cannot be run: <b>bold</b>.")
    expect(fault).not_to_contain_text("secret")
    expect(one.page.locator("#chat mark")).to_have_count(0)
    looks = [
        bubble.evaluate("e => getComputedStyle(e).backgroundColor")
        for bubble in (related, missing, error)
    ]
    assert len(set(looks)) == 3


def test_hostile_passages_titles_and_questions_do_nothing(visit):
    one = visit()
    page = one.page
    address = page.url
    for name, payload in PAYLOADS.items():
        bubble = one.ask(f"hostile {name} {payload}")
        passage = f"before {payload}\n{payload} after"
        expected = honest(passage)
        assert bubble.locator("blockquote").evaluate("e => e.textContent") == expected, name
        card = page.locator(f"#src-{one.asked}-1 .excerpt")
        assert card.evaluate("e => e.textContent") == expected, name
        title = honest(payload)
        shown = page.locator(f"#src-{one.asked}-1 .title")
        assert shown.evaluate("e => e.textContent") == title, name
        said = page.locator("#chat .said").nth(one.asked - 1)
        asked = f"hostile {name} {title}"
        # A box of one line is a text area: it keeps line ends, so nothing differs.
        assert said.evaluate("e => e.textContent") == asked, name
    page.wait_for_timeout(300)
    assert page.evaluate(MARKERS) == []
    assert page.url == address
    inside = "#chat :is(script, img, svg, iframe, form, input, style, link, object, embed, math)"
    assert page.locator(f"{inside}:not(button *)").count() == 0
    assert page.locator(inside.replace("#chat", "#sources")).count() == 0
    assert page.locator(".katex, .mermaid, #overlay, #clobber").count() == 0


def test_source_opens_as_a_page_of_its_own_at_the_place(visit):
    one = visit()
    one.ask("books ?")
    with one.context.expect_page() as opened:
        one.page.locator("#src-1-1 .links a[target=_blank]").first.click()
    document = opened.value
    expect(document.locator("#passage")).to_be_in_viewport()
    assert MARKED_ENGLISH in document.locator("article").inner_text()
    expect(document.locator("article")).to_have_attribute("dir", "ltr")
    assert document.locator("script:not([src='site/document.js'])").count() == 0


def test_dark_page_is_dark_and_legible(visit):
    one = visit(color_scheme="dark")
    one.ask("متى؟")
    for selector in ("#chat", "#src-1-1"):
        ground = one.page.locator(selector).evaluate("e => getComputedStyle(e).backgroundColor")
        ink = one.page.locator(f"{selector} .line").first.evaluate("e => getComputedStyle(e).color")
        assert _contrast(ground, ink) > 4.5


def _contrast(first, second):
    """Contrast ratio of two CSS colours, by WCAG 2.2."""
    lights = []
    for colour in (first, second):
        parts = [float(p) / 255 for p in colour.split("(")[1].rstrip(")").split(",")[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)
