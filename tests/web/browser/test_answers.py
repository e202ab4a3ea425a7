"""How one answer looks in a real Chromium: the answer first, its proof beneath, few controls."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from qa.records import AnswerState, Span
from qa.web.html.locales import STRINGS
from support.accessibility import serious_faults
from support.parsed_html import honest
from support.web_stand_in import (
    ENGLISH,
    MARKED_ARABIC,
    MARKED_ENGLISH,
    PAYLOADS,
    StandIn,
    app_for,
    cite,
    explained,
)
from support.web_visit import MARKERS, PHONE, WIDE, serving

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("language", ["ar", "en"])


class Telling(StandIn):
    """Finds the answer in its sentence, has more of it, and knows lists and long sentences."""

    def ask(self, question, *, history=(), explain=False, **options):
        if question in {"More", "المزيد"}:
            last = history[-1]
            found = super().ask("books ?").citations if last.question != question else ()
            state = AnswerState.OVERVIEW if found else AnswerState.NOT_FOUND
            return replace(
                last, question=question, citations=found, state=state, is_follow_up=True, parts=()
            )
        answer = super().ask(question, history=history, **options)
        first, *others = answer.citations or (None,)
        if first is None:
            return answer
        passage, marks = first.passage, first.marks
        if question == "list":
            parts = [part for part in passage.text.split(". ") if part]
            starts = [passage.start + passage.text.index(part) for part in parts]
            marks = tuple(Span(at, at + len(p)) for at, p in zip(starts, parts, strict=True))
        if question == "long":
            text = " ".join(f"word{number}" for number in range(200))
            long = replace(self.held["guide.md"], text=text)
            first = cite(long, text, text, 1)
            marks, passage = first.marks, first.passage
        span = Span(marks[0].start, marks[0].start + 5) if marks else None
        first = replace(first, marks=marks, answer_span=span)
        citations = (first, *others)
        if explain:
            citations = explained(citations, "book")
        return replace(answer, citations=citations)


@pytest.fixture(scope="module")
def telling():
    with serving(app_for(Telling())) as address:
        yield address


def top_of(part):
    return part.bounding_box()["y"]


@BOTH
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_the_answer_stands_first_and_its_proof_beneath(visit, telling, language, device):
    strings = STRINGS[language]
    one = visit(telling, language=language, **device)
    bubble = one.ask("متى؟")
    lead, source, line = (bubble.locator(part).first for part in (".lead", ".from", "a.line"))
    expect(lead).to_have_text(MARKED_ARABIC)
    expect(lead.locator("strong")).to_have_text(MARKED_ARABIC[:5])
    expect(lead.locator("strong")).to_have_css("font-weight", "600")
    expect(source).to_contain_text(strings.from_source.format(title="دليل المكتبة"))
    expect(bubble.locator(".tag")).to_have_text(
        ["2 · Library guide", "3 · Guide de la bibliothèque"]
    )
    assert top_of(lead) < top_of(source) < top_of(line) < top_of(bubble.locator(".actions"))
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert lead.evaluate(size) > source.evaluate(size)
    expect(bubble.locator("blockquote")).to_be_hidden()
    before = top_of(line)
    bubble.locator(".passage summary").click()
    expect(bubble.locator("blockquote mark")).to_be_visible()
    assert top_of(line) > before
    ink, quiet = (
        bubble.locator(part).first.evaluate("e => getComputedStyle(e).color")
        for part in ("blockquote mark", "blockquote .line")
    )
    assert ink != quiet
    assert not one.page.evaluate(WIDE)
    source.click()
    expect(one.page.locator("#src-1-1")).to_be_focused()


@BOTH
def test_few_controls_stand_under_an_answer_and_each_has_a_name(visit, telling, language):
    one = visit(telling, language=language)
    for question in ("متى؟", "long"):
        bubble = one.ask(question)
        controls = bubble.locator(":is(a, summary, button, [tabindex]):not(.chip):visible")
        assert controls.count() <= 6
        for control in controls.all():
            assert control.inner_text().strip() or control.get_attribute("title")
    strings = STRINGS[language]
    for name in (strings.copy, strings.good, strings.bad):
        expect(bubble.get_by_role("button", name=name, exact=True)).to_have_attribute("title", name)
    assert "%" not in bubble.inner_text()
    assert not re.search("م‌ث| ms", bubble.inner_text())


def test_every_sentence_of_a_list_is_shown_and_a_long_one_unfolds(visit, telling):
    one = visit(telling, language="en")
    expect(one.ask("list").locator(".lead")).to_have_count(3)
    bubble = one.ask("long")
    lead = bubble.locator(".lead")
    folded = lead.bounding_box()["height"]
    bubble.locator(".passage summary").click()
    expect(lead).to_contain_text("word199")
    assert lead.bounding_box()["height"] > folded + 20


def test_a_menu_opens_moves_and_closes_by_keyboard(visit, telling):
    one = visit(telling, language="en")
    bubble = one.ask("متى؟")
    page, sign = one.page, bubble.locator(".menu summary")
    items = bubble.locator(".items a")
    expect(items.first).to_be_hidden()
    sign.focus()
    page.keyboard.press("Enter")
    expect(items).to_have_text(
        [
            "Copy link to the passage",
            "Copy link",
            "Edit",
            "What does each document say?",
            "Similar passages",
            "Show on the map",
            "Wrong source",
            "Why this answer?",
        ]
    )
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(items.first).to_be_hidden()
    expect(sign).to_be_focused()
    sign.click()
    box = bubble.locator(".items").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    page.mouse.click(5, 400)
    expect(items.first).to_be_hidden()


def test_the_link_of_a_passage_leads_to_it(visit, telling):
    one = visit(telling, language="en")
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    bubble = one.ask("books ?")
    bubble.locator(".menu summary").click()
    bubble.locator(".items a").first.click()
    expect(one.page.locator("#status")).to_contain_text("Link copied")
    one.page.goto(one.page.evaluate("navigator.clipboard.readText()"))
    expect(one.page.locator("#passage")).to_contain_text(MARKED_ENGLISH)


def test_why_and_similar_are_shown_when_asked_for_and_put_away(visit, telling):
    one = visit(telling, language="en")
    bubble = one.ask("متى؟")

    def choose(name):
        bubble.locator(".menu summary").click()
        bubble.locator(".items a", has_text=name).click()

    choose("Why this answer?")
    why = bubble.locator(".closer.why")
    expect(why).to_contain_text("90%")
    expect(why).to_contain_text("31 ms")
    expect(why.locator(".reason")).to_have_count(3)
    expect(why).to_be_focused()
    choose("Similar passages")
    similar = bubble.locator(".closer.similar")
    expect(similar.locator("a.line")).to_have_count(5)
    expect(why).to_have_count(0)
    similar.get_by_role("button", name="Close").focus()
    one.page.keyboard.press("Enter")
    expect(similar).to_have_count(0)


def test_more_is_added_to_the_answer_it_belongs_to(visit, telling):
    one = visit(telling, language="en")
    bubble = one.ask("متى؟")
    bubble.get_by_role("button", name="More", exact=True).click()
    appended = bubble.locator(".appended")
    expect(appended.locator(".n")).to_have_text(["4", "5"])
    expect(one.page.locator("#chat .said")).to_have_count(1)
    appended.locator(".chip").first.click()
    expect(one.page.locator("#src-2-1")).to_be_focused()
    expect(one.page.locator("#src-2-1 .number")).to_have_text("4")
    bubble.get_by_role("button", name="More", exact=True).click()
    expect(bubble).to_contain_text("That is all the documents hold.")
    expect(bubble.get_by_role("button", name="More", exact=True)).to_have_count(0)
    one.page.reload()
    expect(one.page.locator("#chat .appended")).to_have_count(2)


def test_an_overview_goes_on_to_one_document(visit, telling):
    one = visit(telling, language="en")
    held = one.ask("overview").locator(".held > li")
    held.nth(1).get_by_role("button", name="Ask this document").click()
    expect(one.box).to_be_focused()
    expect(one.page.locator("#scope-button")).to_contain_text("Library guide")
    expect(one.ask("متى؟").locator(".lead")).to_have_text(MARKED_ENGLISH)


def test_where_nothing_is_found_it_says_what_was_searched_and_what_to_try(visit):
    one = visit(language="en")
    missing = one.ask("missing")
    expect(missing).to_contain_text(f"All documents were searched: {3 + len(PAYLOADS)}.")
    expect(missing.get_by_role("link", name="Add documents")).to_have_attribute("href", "documents")
    expect(missing.locator(".chip").first).to_be_hidden()
    missing.locator(".closest summary").click()
    missing.locator(".chip").first.click()
    expect(one.page.locator("#src-1-1")).to_be_focused()
    expect(one.ask("nothing").get_by_role("link", name="Add documents")).to_be_visible()
    related = one.ask("related")
    expect(related.locator("a.line")).to_have_count(3)
    expect(one.page.locator("#chat mark")).to_have_count(0)


def test_hostile_titles_sentences_and_menus_do_nothing(visit, telling):
    one = visit(telling)
    for name, payload in PAYLOADS.items():
        bubble = one.ask(f"hostile {name}")
        shown = bubble.locator(".from .title").evaluate("e => e.textContent")
        assert shown == honest(payload), name
        lead = bubble.locator(".leads").evaluate("e => e.textContent")
        assert lead.split() == honest(payload).split(), name
    bubble.locator(".menu summary").click()
    bubble.locator(".i-similar").click()
    expect(bubble.locator(".closer.similar a.line")).to_have_count(5)
    one.page.wait_for_timeout(300)
    assert one.page.evaluate(MARKERS) == []
    inside = "#chat :is(script, img, iframe, form, input, style, link, object, embed, math)"
    assert one.page.locator(f"{inside}:not(button *)").count() == 0


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    [("ar", "light", {}), ("en", "dark", {}), ("ar", "dark", PHONE), ("en", "light", PHONE)],
)
def test_no_state_of_an_answer_has_a_serious_fault(visit, telling, language, scheme, device):
    one = visit(telling, language=language, color_scheme=scheme, **device)
    for question in ("related", "missing", "nothing", "broken", "overview", "list", "متى؟"):
        bubble = one.ask(question)
    bubble.locator(".passage summary").click()
    bubble.locator(".menu summary").click()
    assert serious_faults(one.page) == []
    bubble.locator(".i-why").click()
    expect(bubble.locator(".reason")).to_have_count(3)
    assert serious_faults(one.page) == []
    assert not one.page.evaluate(WIDE)


def test_on_a_touch_screen_every_control_is_large_enough(visit, telling):
    one = visit(telling, language="en", **PHONE)
    bubble = one.ask("متى؟")
    bubble.locator(".menu summary").click()
    for control in bubble.locator(":is(a, summary):visible").all():
        assert control.bounding_box()["height"] >= 44, control.inner_text()
    assert ENGLISH.splitlines()[0] in bubble.inner_text()
