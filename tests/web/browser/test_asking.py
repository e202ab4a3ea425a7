"""Asking in the page: nothing is lost, follow-ups are told, and what is in a bubble acts."""

import asyncio
import re
import threading
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from qa.records import SmallTalk
from qa.web.html.locales import STRINGS
from support.parsed_html import honest
from support.web_stand_in import ENGLISH, MARKED_ARABIC, MARKED_ENGLISH, PAYLOADS, StandIn, app_for
from support.web_visit import MARKERS, WIDE

pytestmark = pytest.mark.browser


def test_a_follow_up_tells_what_was_searched_for_and_can_be_taken_as_new(visit):
    one = visit(language="en")
    one.ask("متى؟")
    one.ask("books ?")
    completed = one.page.locator("#chat .completed")
    expect(completed).to_have_count(1)
    expect(completed).to_contain_text("Searched for: متى؟ books ?")
    completed.get_by_role("button", name="Search as a new question").click()
    expect(completed).to_have_count(0)
    expect(one.page.locator("#chat .answer")).to_have_count(2)
    expect(one.page.locator("#chat mark").nth(1)).to_have_text(MARKED_ENGLISH)
    one.page.reload()
    expect(one.page.locator("#chat .answer")).to_have_count(2)
    expect(completed).to_have_count(0)


def test_two_questions_sent_at_once_are_both_answered_in_order(visit):
    one = visit()
    for question in ("متى؟", "books ?", "missing"):
        one.box.fill(question)
        one.box.press("Enter")
    expect(one.page.locator("#chat .answer")).to_have_count(3)
    said = one.page.locator("#chat .said")
    expect(said).to_have_text(["متى؟", "books ?", "missing"])
    expect(one.page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
    expect(one.box).to_have_value("")


class LateEnd:
    """ASGI middleware that holds back the end of a page's first action until that of its second.

    Gradio draws an event's last values once more when it ends, however late that is.
    """

    def __init__(self, app):
        self.app, self.held, self.released = app, None, False

    async def __call__(self, scope, receive, send):
        async def pass_on(message):
            ends = re.search(rb"process_completed.*applied-actions[^>]*>([^<]*)<", message["body"])
            applied = len(ends[1].split()) if ends else 0
            if applied == 1 and not self.held:
                self.held = message
                return
            await send(message)
            if applied == 2 and not self.released:
                self.released = True
                await asyncio.sleep(0.3)  # the page has drawn the second
                await send(self.held)

        is_stream = scope["type"] == "http" and scope["path"].endswith("/queue/data")

        async def send_on(message):
            streamed = is_stream and message["type"] == "http.response.body"
            await (pass_on if streamed else send)(message)

        await self.app(scope, receive, send_on)


def test_an_older_drawing_that_comes_last_does_not_stay(visit):
    late = LateEnd(app_for(StandIn()))
    with visit.serving(late) as address:
        one = visit(address)
        one.ask("متى؟")
        one.ask("books ?")
        one.page.wait_for_timeout(1000)
        assert late.released
        expect(one.page.locator("#chat .answer")).to_have_count(2)
        one.page.goto("about:blank")


def test_a_question_is_shown_at_once_and_the_box_is_free_for_the_next(visit):
    go = threading.Event()

    class Slow(StandIn):
        def ask(self, question, **given):
            if question.startswith("متى"):
                assert go.wait(30)
            return super().ask(question, **given)

    with visit.serving(app_for(Slow())) as address:
        one = visit(address, language="en")
        one.box.fill("متى؟")
        one.page.locator("#send").click()
        expect(one.box).to_have_value("")
        expect(one.page.locator("#chat .pending")).to_have_text("Searching…")
        one.box.fill("books ?")
        one.box.press("Enter")
        expect(one.page.locator("#chat .said")).to_have_count(2)
        expect(one.page.locator("#chat .answer")).to_have_count(0)
        one.box.fill("not sent yet")
        go.set()
        expect(one.page.locator("#chat .answer")).to_have_count(2)
        expect(one.page.locator("#chat .pending")).to_have_count(0)
        expect(one.page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
        expect(one.box).to_have_value("not sent yet")
        one.page.goto("about:blank")


def test_an_answer_is_shown_from_its_question_on(visit):
    one = visit(viewport={"width": 1280, "height": 500})
    for question in ("متى؟", "books ?", "متى؟", "books ?"):
        one.ask(question)
    header = one.page.locator("header.site").bounding_box()
    one.page.wait_for_timeout(300)
    top = one.page.locator("#chat .said").last.bounding_box()["y"]
    assert header["height"] <= top <= header["height"] + 80


def test_an_answer_that_gets_lost_on_the_way_is_fetched_again(visit):
    one = visit()
    streams = []
    one.page.on("request", lambda sent: "/queue/data" in sent.url and streams.append(sent))
    for over in ("requestfinished", "requestfailed"):
        one.page.on(over, lambda sent: sent in streams and streams.remove(sent))
    one.ask("متى؟")
    lost = []

    def lose(route):
        lost.append(route.request.url)
        if len(lost) > 1:
            route.continue_()
            return
        # What Gradio does to a question sent in the instant in which its stream closes.
        closing = 'data: {"msg": "close_stream"}\n\n'
        route.fulfill(body=closing, content_type="text/event-stream")

    while streams:
        one.page.wait_for_timeout(50)
    one.page.route("**/queue/data*", lose)
    n_asked = 0
    while not lost and n_asked < 5:  # one may be answered on a stream that is open yet
        one.ask("books ?")
        n_asked += 1
    assert len(lost) > 1
    expect(one.page.locator("#chat .said")).to_have_text(["متى؟", *["books ?"] * n_asked])
    marks = [MARKED_ARABIC, *[MARKED_ENGLISH] * n_asked]
    expect(one.page.locator("#chat mark")).to_have_text(marks)


def test_what_failed_is_tried_again_in_its_place(visit):
    class Mended(StandIn):
        failures = 1

        def ask(self, question, **given):
            if question == "متى؟" and self.failures:
                self.failures -= 1
                return super().ask("broken")
            return super().ask(question, **given)

    with visit.serving(app_for(Mended())) as address:
        one = visit(address, language="en")
        failed = one.ask("متى؟")
        one.ask("books ?")
        failed.get_by_role("button", name="Try again").focus()
        one.page.keyboard.press("Enter")
        expect(one.page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
        expect(one.page.locator("#chat .said")).to_have_text(["متى؟", "books ?"])
        one.page.goto("about:blank")


DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_where_to_search_is_chosen_by_keyboard_and_holds_for_what_is_asked_then(visit, viewport):
    one = visit(language="en", viewport=viewport)
    page = one.page
    narrow = page.locator("#scope-button")
    expect(narrow).to_have_text("Scope: all documents")
    one.ask("متى؟")
    narrow.focus()
    page.keyboard.press("Enter")
    where = page.get_by_role("dialog", name="Where to search")
    expect(where.locator("#scope-documents label")).to_have_count(3 + len(PAYLOADS))
    where.get_by_role("searchbox").fill("GUIDE.md")
    expect(where.locator("#scope-documents label")).to_have_count(1)
    where.get_by_role("checkbox", name="Library guide").focus()
    page.keyboard.press(" ")
    page.keyboard.press("Escape")  # applies nothing
    expect(where).to_be_hidden()
    expect(narrow).to_be_focused()
    expect(narrow).to_have_text("Scope: all documents")
    page.keyboard.press("Enter")
    where.get_by_role("searchbox").fill("GUIDE.md")
    where.get_by_role("checkbox", name="Library guide").focus()
    page.keyboard.press(" ")
    where.get_by_role("button", name="Apply").focus()
    page.keyboard.press("Enter")
    expect(where).to_be_hidden()
    expect(narrow).to_be_focused()
    expect(narrow).to_contain_text("Library guide")
    bubble = one.ask("متى؟")
    expect(bubble.locator("mark")).to_have_text(MARKED_ENGLISH)
    within = page.locator("#chat .completed", has_text="Within:")
    expect(within).to_have_text("Within: Library guide")

    page.reload()
    expect(page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
    expect(narrow).to_contain_text("Library guide")
    bubble = one.ask("missing")
    expect(bubble).to_contain_text("no answer in these documents")
    bubble.get_by_role("button", name="Search all documents").click()
    expect(within).to_have_count(1)
    expect(bubble.get_by_role("button", name="Search all documents")).to_have_count(0)
    narrow.click()
    where.get_by_role("button", name="Clear selection").click()
    expect(narrow).to_have_text("Scope: all documents")
    assert not page.evaluate(WIDE)


def test_a_list_that_comes_late_takes_the_focus_from_nobody(visit):
    page = visit(language="en").page
    page.locator("#scope-button").click()
    where = page.get_by_role("dialog", name="Where to search")
    choice = where.get_by_role("checkbox", name="Library guide")
    expect(choice).to_be_visible()
    where.get_by_role("searchbox").fill("GUIDE.md")
    choice.focus()
    expect(where.locator("#scope-documents label")).to_have_count(1)
    expect(choice).to_be_focused()


def test_a_choice_that_was_left_is_none_though_the_list_comes_late(visit):
    page = visit(language="en").page
    page.locator("#scope-button").click()
    where = page.get_by_role("dialog", name="Where to search")
    choice = where.get_by_role("checkbox", name="Library guide")
    choice.check()
    page.keyboard.press("Escape")
    page.route("**/filter*", lambda route: None)  # no list comes any more
    page.locator("#scope-button").click()
    expect(choice).not_to_be_checked()
    choice.check()
    where.get_by_role("button", name="Apply").click()
    expect(page.locator("#scope-button")).to_contain_text("Library guide")


def test_dates_are_chosen_and_come_with_the_question(visit):
    one = visit(language="en", viewport=PHONE)
    page = one.page
    narrow = page.locator("#scope-button")
    narrow.click()
    page.get_by_label("from").fill("2024-05-01")
    page.get_by_label("to", exact=True).fill("2024-12-31")
    page.get_by_role("button", name="Apply").click()
    expect(narrow).to_contain_text("2024-05-01")
    one.ask("متى؟")
    within = page.locator("#chat .completed", has_text="Within:")
    expect(within).to_contain_text("from 2024-05-01")
    expect(within).to_contain_text("to 2024-12-31")
    page.reload()
    expect(narrow).to_contain_text("2024-12-31")
    expect(within).to_contain_text("from 2024-05-01")
    narrow.click()
    page.get_by_role("button", name="Clear selection").click()
    expect(narrow).to_have_text("Scope: all documents")
    assert not page.evaluate(WIDE)


def test_a_folder_is_chosen_and_comes_with_the_question(visit):
    one = visit(language="en", viewport=PHONE)
    page = one.page
    page.locator("#scope-button").click()
    sheet = page.locator("#scope-dialog")
    expect(sheet.locator("#scope-folders label").first).to_be_visible()
    box = sheet.bounding_box()
    assert round(box["y"] + box["height"]) == PHONE["height"]  # a sheet, from below
    assert round(box["width"]) == PHONE["width"]
    sheet.locator("#scope-folders").get_by_role("checkbox", name="دليل").check()
    sheet.get_by_role("button", name="Apply").click()
    expect(page.locator("#scope-button")).to_contain_text("دليل")
    scope = page.evaluate("JSON.parse(sessionStorage.getItem('sanad_scope')).folders[0].value")
    assert scope == "دليل/"
    with page.expect_request(lambda request: "دليل/" in (request.post_data or "")):
        one.box.fill("متى؟")
        one.box.press("Enter")
    expect(page.locator("#chat .completed", has_text="Within:")).to_contain_text("دليل")


def test_hostile_titles_are_text_where_they_are_chosen(visit):
    one = visit()
    page = one.page
    page.locator("#scope-button").click()
    labels = page.locator("#scope-documents label")
    expect(labels).to_have_count(3 + len(PAYLOADS))
    assert page.locator("#scope-dialog :is(img, script, svg, iframe, a, style)").count() == 0
    for label in labels.all():
        label.locator("input").check()
    page.locator("#scope-apply").click()
    one.ask("متى؟")
    named = page.locator("#chat .completed bdi")
    expect(named).to_have_count(len(PAYLOADS) + 3)
    shown = named.evaluate_all("all => all.map(e => e.textContent)")
    titles = (honest(payload) for payload in PAYLOADS.values())
    assert set(titles) <= set(shown)
    assert page.locator("#scope-button *").count() == 0
    assert page.evaluate(MARKERS) == []


def test_what_is_offered_after_an_answer_is_asked_by_itself(visit):
    class Talkative(StandIn):
        def __init__(self):
            super().__init__()
            held = self.held["guide.md"]
            asks = "\n\n".join(f"Library question <b>{n}</b>?" for n in range(5))
            self.held["guide.md"] = replace(held, text=f"{ENGLISH}\n{asks}\n")

    with visit.serving(app_for(Talkative())) as address:
        one = visit(address, language="en")
        one.ask("متى؟")
        one.ask("books ?")
        offers = one.page.locator("#examples a.suggestion")
        expect(offers).to_have_text([f"Library question <b>{n}</b>?" for n in range(3)])
        offers.nth(1).click()
        expect(one.page.locator("#chat .answer")).to_have_count(3)
        expect(one.page.locator("#chat .said").nth(2)).to_have_text("Library question <b>1</b>?")
        expect(one.page.locator("#chat .completed")).to_have_count(1)  # of the second, not of it
        expect(offers).to_have_text([f"Library question <b>{n}</b>?" for n in (0, 2, 3)])
        one.page.goto("about:blank")


def test_a_link_to_a_question_is_copied_and_a_question_is_edited(visit):
    one = visit(language="en")
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.ask("متى؟")
    bubble = one.ask("books & more?")
    bubble.locator(".menu summary").click()
    bubble.locator(".items a", has_text="Copy link").last.click()
    expect(one.page.locator("#status")).to_contain_text("Link copied")
    link = one.page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"q": ["متى؟ books & more?"]}
    assert urlsplit(link).netloc == urlsplit(one.address).netloc
    bubble.locator(".menu summary").click()
    bubble.get_by_role("button", name="Edit").click()
    expect(one.box).to_have_value("books & more?")
    expect(one.box).to_be_focused()
    expect(one.page.locator("#chat .answer")).to_have_count(2)


def test_answers_of_an_earlier_index_are_told_and_asked_again(visit):
    knowledge_base = StandIn()
    with visit.serving(app_for(knowledge_base)) as address:
        one = visit(address, language="en")
        one.ask("متى؟")
        rebuilt = one.page.locator(".rebuilt")
        expect(rebuilt).to_have_count(0)
        knowledge_base.generation = "newer"
        expect(rebuilt).to_contain_text("The index has been updated")  # though nobody did anything
        rebuilt.get_by_role("button", name="Ask again").click()
        expect(rebuilt).to_have_count(0)
        expect(one.page.locator("#chat .answer")).to_have_count(1)
        one.page.goto("about:blank")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_small_talk_is_answered_in_a_line(visit, language):
    one = visit(language=language)
    answer = one.ask("hello thanks")
    expect(answer).to_have_text(STRINGS[language].small_talk[SmallTalk.THANKS])
    expect(answer).to_have_attribute("dir", STRINGS[language].direction)
    expect(one.page.locator("#chat :is(.note, .chip, .actions)")).to_have_count(0)


def test_an_overview_leads_to_the_card_of_each_document(visit):
    one = visit(language="en")
    answer = one.ask("overview")
    expect(answer.get_by_role("heading")).to_have_text("In these documents:")
    entries = answer.locator(".held").get_by_role("listitem")
    expect(entries).to_have_count(3)
    expect(entries.nth(1)).to_contain_text(MARKED_ENGLISH)
    expect(entries.nth(0).locator(".verbatim")).to_have_css("direction", "rtl")
    entries.nth(1).get_by_role("button", name="Source 2 Library guide").click()
    expect(one.page.locator("#src-1-2")).to_be_focused()
    expect(one.page.locator("#src-1-2 mark")).to_have_text(MARKED_ENGLISH)


def test_each_of_two_questions_has_its_own_answer(visit):
    one = visit(language="en")
    answer = one.ask("two books and why?")
    expect(answer.get_by_role("heading")).to_have_text(["two books", "why?"])
    expect(answer.locator("blockquote mark")).to_have_text(MARKED_ARABIC)
    tags = answer.locator(".note.related .chip .tag")
    expect(tags).to_have_text(["2 · Library guide", "3 · Guide de la bibliothèque"])
    expect(one.page.locator("#chat .answer")).to_have_count(1)


def test_a_corrected_question_is_searched_for_as_typed_by_a_press(visit):
    one = visit(language="en")
    one.ask("corrected books")
    completed = one.page.locator("#chat .completed")
    expect(completed).to_contain_text("Searched for: mended books")
    undo = completed.get_by_role("button", name="Search for what I typed")
    undo.focus()
    undo.press("Enter")
    expect(completed).to_have_count(0)
    expect(one.page.locator("#chat .answer")).to_have_count(1)
    one.page.reload()
    expect(one.page.locator("#chat .answer")).to_have_count(1)
    expect(completed).to_have_count(0)
