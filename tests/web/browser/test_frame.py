"""The frame of the chat: the conversation has the height, nothing covers it, and it prints."""

import io

import pypdfium2
import pytest
from playwright.sync_api import expect

from qa.web.html.locales import STRINGS
from support.web_stand_in import MARKED_ARABIC, MARKED_ENGLISH, StandIn, app_for
from support.web_visit import PHONE

pytestmark = pytest.mark.browser

TARGETS = (
    "header.site :is(a, button), #asking button, #foot textarea, #examples a, #fold, .welcome a"
)


class Empty(StandIn):
    """Holds nothing."""

    def __init__(self):
        super().__init__()
        self.held = {}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_conversation_has_three_quarters_of_a_phone(visit, language):
    one = visit(language=language, **PHONE)
    for question in ("متى؟", "books ?", "many"):
        one.ask(question)
    header = one.page.locator("header.site").bounding_box()
    foot = one.page.locator("#foot").bounding_box()
    assert (foot["y"] - header["y"] - header["height"]) / 844 >= 0.75
    assert foot["y"] + foot["height"] == pytest.approx(844, abs=1)
    assert one.page.evaluate("document.documentElement.scrollHeight") > 844  # the page scrolls
    inner = "[...document.querySelectorAll('#talk, #talk *')].filter(e => e.tagName != 'TEXTAREA'"
    inner += " && !e.closest('details:not([open])')"  # a menu scrolls by itself where it must
    inner += " && ['auto', 'scroll'].includes(getComputedStyle(e).overflowY)).map(e => e.className)"
    assert one.page.evaluate(inner) == []


def test_what_is_pressed_is_large_enough_for_fingers_and_covered_by_nothing(visit):
    one = visit(language="en", **PHONE)

    def check():
        for target in one.page.locator(TARGETS).all():
            if not target.is_visible():
                continue
            box = target.bounding_box()
            name = target.evaluate("e => e.outerHTML.slice(0, 120)")
            assert round(box["height"]) >= 44, name
            assert round(box["width"]) >= 44 or "<h1" in name or 'href="/"' in name, name
            target.scroll_into_view_if_needed()
            on_top = target.evaluate(
                "e => { const b = e.getBoundingClientRect();"
                " const f = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);"
                " return e.contains(f) || f.contains(e) }"
            )
            assert on_top, name

    expect(one.page.locator("#examples a").first).to_be_visible()
    check()
    one.ask("books ?")
    expect(one.page.locator("#fold")).to_be_visible()
    check()


def test_the_keyboard_of_a_phone_leaves_the_box_in_sight(visit):
    one = visit(**PHONE)
    content = one.page.locator("meta[name=viewport]").get_attribute("content")
    assert "interactive-widget=resizes-content" in content
    one.ask("متى؟")
    one.page.set_viewport_size({"width": 390, "height": 420})  # what such a keyboard leaves
    box = one.page.locator("#asking").bounding_box()
    assert box["y"] + box["height"] <= 420
    assert box["y"] >= 0


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_empty_page_says_what_this_is_and_offers_real_questions(visit, language):
    strings = STRINGS[language]
    one = visit(language=language)
    welcome = one.page.locator("#chat .welcome")
    expect(welcome).to_contain_text(strings.name)
    expect(welcome).to_contain_text(strings.welcome)
    expect(welcome).to_contain_text(str(len(StandIn().held)))
    expect(welcome.get_by_role("link", name=strings.add)).to_have_attribute("href", "documents")
    offers = one.page.locator("#examples a.suggestion")
    expect(offers).to_have_text(
        [strings.ask_of.format(subject="دليل المكتبة"), strings.ask_overview]
        if language == "ar"
        else [strings.ask_of.format(subject="Library guide"), strings.ask_overview]
    )
    expect(one.page.locator("#panel")).to_be_hidden()
    offers.first.click()
    expect(one.page.locator("#chat mark")).to_have_count(1)


def test_what_is_offered_keeps_to_the_scope(visit):
    one = visit(language="en")
    offers = one.page.locator("#examples a.suggestion")
    expect(offers.first).to_contain_text("Library guide")
    one.page.locator("#scope-button").click()
    one.page.get_by_role("checkbox", name="Guide de la bibliothèque").check()
    one.page.get_by_role("button", name="Apply").click()
    expect(offers.first).to_contain_text("bibliothèque")
    one.page.reload()
    expect(offers.first).to_contain_text("bibliothèque")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_documents_yet_looks_like_nothing_else(visit, language):
    strings = STRINGS[language]
    with visit.serving(app_for(Empty())) as address:
        one = visit(address, language=language)
        welcome = one.page.locator("#chat .welcome")
        expect(welcome).to_contain_text(strings.no_documents_yet)
        expect(one.page.locator(".empty-shelf")).to_be_visible()
        expect(welcome.get_by_role("link", name=strings.add)).to_have_attribute("href", "documents")
        expect(one.page.locator("#examples a")).to_have_count(0)
        one.page.goto("about:blank")


def test_the_title_follows_the_question(visit):
    one = visit(language="en")
    expect(one.page).to_have_title("Sanad")
    one.ask("books  and\n& <b>more</b>?")
    expect(one.page).to_have_title("books and & <b>more</b>? · Sanad")
    one.ask("x" * 200)
    expect(one.page).to_have_title(f"{'x' * 80}… · Sanad")
    one.page.locator("#new-chat").click()
    expect(one.page).to_have_title("Sanad")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_conversation_has_every_turn_and_mark(visit, scheme):
    one = visit(language="en", color_scheme=scheme)
    questions = [f"books number {n} ?" for n in range(8)]
    for question in questions:
        one.ask(question)
    one.ask("متى؟")
    one.page.locator("#fold").click()  # folded sources are printed too
    printed = pypdfium2.PdfDocument(io.BytesIO(one.page.pdf(format="A4", print_background=True)))
    pages = [page.get_textpage().get_text_bounded() for page in printed]
    text = " ".join(" ".join(pages).split())
    for question in questions:
        assert text.count(question) >= 2  # above its answer, and above its sources
    # A line end may be drawn in the middle of a sentence, and be read as nothing.
    assert text.replace(" ", "").count(MARKED_ENGLISH.replace(" ", "")) >= 2 * len(questions)
    assert len(MARKED_ARABIC.split()) > 0
    assert text.count("Library guide") >= len(questions)
    assert "Ask your documents" not in text
    marked = _marked_pixels(printed)
    assert marked > 500 * len(questions)


def _marked_pixels(printed):
    """Pixels in the colour of marks: a light yellow on white, whatever the page's theme."""
    count = 0
    for page in printed:
        image = page.render(scale=1).to_numpy()
        blue, green, red = (image[..., channel].astype(int) for channel in range(3))
        count += int(((red > 240) & (green > 225) & (blue > 140) & (blue < 200)).sum())
    return count
