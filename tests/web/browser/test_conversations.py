"""Conversations that a browser keeps: found, taken up again, and lost by nothing."""

import json
import socket
import threading

import pytest
from playwright.sync_api import expect

from support.accessibility import serious_faults
from support.stand_in_process import StandInProcess
from support.web_stand_in import MARKED_ARABIC, MARKED_ENGLISH, PAYLOADS, StandIn, app_for, until
from support.web_visit import MARKERS, PHONE

pytestmark = pytest.mark.browser

STARTING_MS = 60_000  # a server process, on a busy machine

# Written by the version that kept one conversation: "متى؟", then "books ?" asked by itself.
FORMER = (
    "jTXzikz6/00du3GKJrQfVA==:U2FsdGVkX18eOy0z7JaSmEg7ZHbnzxl50mqrccbYco7vmsYBsGToKtaLJmylMo8aWefT"
    "DIfYBKiDFlqEJygRsAKlaQnntY4WnCXAMX5LEMYX9Y2TuaiD0Zk/x+lSjLuX+KOj5p8ONy7MxbaCEoxXEbpvrgFgRr90"
    "EcLdhtckzKMCK4/HXj1+AHyQpuIJcAZ9rQZASXSCc+a5Dtqd0zfL9A=="
)


def new_chat(one):
    one.page.locator("#new-chat").click()
    expect(one.page.locator("#chat .answer")).to_have_count(0)
    one.asked = 0


def drawer(one):
    one.page.locator("#open-drawer").click()
    return one.page.get_by_role("dialog", name="Conversations")


def titles(shown):
    return shown.locator("li .title")


def said(one):
    return one.page.locator("#chat .said")


def more(shown, title, action):
    row = shown.locator("li").filter(has_text=title)
    row.get_by_role("button", name="More").click()
    row.get_by_role("button", name=action).click()


def test_conversations_are_kept_found_and_taken_up_again(visit):
    one = visit(language="en")
    shown = drawer(one)
    expect(shown).to_contain_text("kept here, in this browser only")
    one.page.keyboard.press("Escape")
    one.ask("متى؟")
    one.ask("missing words")
    new_chat(one)
    one.ask("books ?")
    shown = drawer(one)
    expect(titles(shown)).to_have_text(["books ?", "متى؟"])
    expect(titles(shown).nth(0)).to_have_attribute("aria-current", "true")
    shown.get_by_role("searchbox").fill("MISSING")  # a later question of it
    expect(titles(shown)).to_have_text(["متى؟"])
    shown.get_by_role("searchbox").fill("elsewhere")
    expect(shown).to_contain_text("No conversation has these words.")
    shown.get_by_role("searchbox").fill("")
    titles(shown).nth(1).click()
    expect(shown).to_be_hidden()
    expect(said(one)).to_have_text(["متى؟", "missing words"])
    expect(one.page.locator("#chat mark")).to_have_text(MARKED_ARABIC)
    one.page.reload()
    expect(said(one)).to_have_text(["متى؟", "missing words"])
    one.asked = 2
    one.ask("books again")
    shown = drawer(one)
    expect(titles(shown)).to_have_text(["متى؟", "books ?"])  # asked last comes first


def test_a_conversation_is_renamed_saved_and_deleted_with_a_way_back(visit):
    one = visit(language="en")
    one.ask("متى؟")
    new_chat(one)
    one.ask("books ?")
    shown = drawer(one)
    more(shown, "متى؟", "Rename")
    box = shown.get_by_role("textbox", name="Rename")
    box.fill("Opening hours")
    box.press("Enter")
    expect(titles(shown)).to_have_text(["books ?", "Opening hours"])
    more(shown, "Opening hours", "Rename")
    shown.get_by_role("textbox", name="Rename").press("Escape")
    expect(shown).to_be_visible()
    expect(titles(shown)).to_have_text(["books ?", "Opening hours"])

    more(shown, "books ?", "Delete")  # the one that is shown
    expect(titles(shown)).to_have_text(["Opening hours"])
    shown.get_by_role("button", name="Undo").click()
    expect(titles(shown)).to_have_text(["books ?", "Opening hours"])
    more(shown, "Opening hours", "Delete")
    one.page.keyboard.press("Escape")
    expect(said(one)).to_have_text(["books ?"])
    one.page.reload()
    expect(said(one)).to_have_text(["books ?"])
    shown = drawer(one)
    expect(titles(shown)).to_have_text(["books ?"])

    new_question = "missing"
    shown.get_by_role("button", name="New chat").click()
    one.asked = 0
    one.ask(new_question)
    shown = drawer(one)
    more(shown, "books ?", "Export")
    expect(said(one)).to_have_text(["books ?"])
    expect(one.page.locator("#chat mark")).to_have_text(MARKED_ENGLISH)
    with one.page.expect_download() as download:
        one.page.get_by_role("button", name="JSON", exact=True).click()
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [turn["question"] for turn in saved["turns"]] == ["books ?"]


def test_what_an_older_version_kept_is_moved_without_loss(visit):
    one = visit(language="en")
    one.page.evaluate("kept => localStorage.setItem('sanad_questions', kept)", FORMER)
    for _ in range(2):  # moved once
        one.page.reload()
        expect(said(one)).to_have_text(["متى؟", "books ?"])
        expect(one.page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
        expect(one.page.locator("#chat .completed")).to_have_count(0)  # asked by itself, as it was
    expect(titles(drawer(one))).to_have_text(["متى؟"])
    assert one.page.evaluate("localStorage.getItem('sanad_questions')") != FORMER


def test_hostile_questions_are_text_in_the_drawer_and_the_pages_title(visit):
    one = visit(language="en")
    for payload in PAYLOADS.values():
        new_chat(one) if one.asked else None
        one.ask(payload)
        words = " ".join(payload.split())
        title = one.page.title()
        assert title.endswith(" · Sanad")
        assert words.startswith(title.removesuffix(" · Sanad").removesuffix("…"))
    shown = drawer(one)
    expect(titles(shown)).to_have_count(len(PAYLOADS))
    written = titles(shown).evaluate_all("all => all.map(e => e.textContent)")
    assert set(written) == set(PAYLOADS.values())
    assert shown.locator(":is(script, img, svg, iframe, a, style, form)").count() == 0
    assert one.page.evaluate(MARKERS) == []


def test_two_tabs_lose_none_of_each_others_turns(visit):
    one = visit(language="en")
    one.ask("books one")
    tab = one.context.new_page()
    tab.goto(one.address)
    expect(tab.locator("#chat .said")).to_have_text(["books one"])
    tab.locator("#question textarea").fill("books two")
    tab.keyboard.press("Enter")
    expect(tab.locator("#chat .answer")).to_have_count(2)
    one.ask("books three")
    expect(said(one)).to_have_text(["books one", "books three"])
    for page in (one.page, tab):
        page.reload()
        expect(page.locator("#chat .said")).to_have_text(["books one", "books two", "books three"])
    tab.locator("#new-chat").click()
    tab.locator("#question textarea").fill("elsewhere")
    tab.keyboard.press("Enter")
    expect(tab.locator("#chat .said")).to_have_text(["elsewhere"])
    one.page.reload()  # each tab has its own
    expect(said(one)).to_have_count(3)


def test_what_is_asked_while_the_server_is_away_is_asked_when_it_is_back(visit):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = StandInProcess(free.getsockname()[1])
    server.start()
    try:
        until(server.answers, 60)
        one = visit(server.address, language="en")
        one.ask("متى؟")
        server.stop()
        one.box.fill("books ?")
        one.box.press("Enter")
        waiting = one.page.locator("#waiting")
        expect(waiting.locator(".said")).to_have_text("books ?")
        expect(waiting).to_contain_text("will be asked when it is back")
        expect(one.box).to_have_value("")
        assert serious_faults(one.page) == []
        one.box.fill("missing")
        one.box.press("Enter")
        expect(waiting.locator(".said")).to_have_text(["books ?", "missing"])
        one.box.fill("not sent yet")
        one.page.wait_for_timeout(3000)
        expect(waiting.locator(".said")).to_have_count(2)  # it does not give up
        server.start()
        expect(said(one)).to_have_text(["متى؟", "books ?", "missing"], timeout=STARTING_MS)
        expect(one.page.locator("#chat .answer")).to_have_count(3)
        expect(one.page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
        expect(waiting.locator(".said")).to_have_count(0)
        expect(one.box).to_have_value("not sent yet")
        one.page.goto("about:blank")
        one.faults.clear()  # the browser notes each request that reached nobody
    finally:
        server.stop()


def test_a_reload_or_another_language_in_the_middle_loses_nothing(visit):
    go = threading.Event()

    class Slow(StandIn):
        def ask(self, question, **given):
            if question.startswith("books"):
                assert go.wait(60)
            return super().ask(question, **given)

    with visit.serving(app_for(Slow())) as address:
        one = visit(address)
        one.ask("متى؟")
        one.box.fill("books ?")
        one.box.press("Enter")
        one.box.fill("مسودة\nسطر")
        expect(one.page.locator("#chat .pending")).to_have_count(1)
        one.page.reload()
        expect(one.box).to_have_value("مسودة\nسطر")
        expect(one.page.locator(":is(#chat, #waiting) .said")).to_have_text(["متى؟", "books ?"])
        one.page.click("a.switch")
        expect(one.page.locator("html")).to_have_attribute("lang", "en")
        expect(one.box).to_have_value("مسودة\nسطر")
        go.set()
        expect(one.page.locator("#chat mark")).to_have_text([MARKED_ARABIC, MARKED_ENGLISH])
        expect(said(one)).to_have_text(["متى؟", "books ?"])
        one.page.goto("about:blank")


def test_a_browser_that_keeps_nothing_still_asks(visit):
    one = visit(language="en")
    one.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    one.page.reload()
    one.ask("متى؟")
    one.ask("books ?")
    expect(said(one)).to_have_text(["متى؟", "books ?"])
    expect(titles(drawer(one))).to_have_text(["متى؟"])
    one.faults.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_drawer_and_menu_have_no_serious_fault(visit, language, scheme):
    for options in ({}, PHONE):
        one = visit(language=language, color_scheme=scheme, **options)
        one.page.locator("#open-menu").click()
        assert serious_faults(one.page) == []
        one.page.keyboard.press("Escape")
        one.ask("متى؟")
        one.page.locator("#open-menu").click()
        assert serious_faults(one.page) == []
        one.page.keyboard.press("Escape")
        one.page.locator("#open-drawer").click()
        one.page.locator("#drawer li .icon-button").click()
        one.page.wait_for_timeout(300)  # until it stands still
        assert serious_faults(one.page) == []
        one.page.locator("#drawer .actions-of button").nth(0).click()
        assert serious_faults(one.page) == []
