"""What a reader keeps: the conversation, copies of it, a verdict, light or dark."""

import json
import re
import threading
from datetime import datetime

import pytest
from playwright.sync_api import expect

from qa.reports import Progress
from qa.web.chat.exporting import FORMATS
from qa.web.loading import KnowledgeBaseLoader
from support.web_stand_in import ENGLISH, MARKED_ARABIC, MARKED_ENGLISH, PAYLOADS, StandIn, app_for

pytestmark = pytest.mark.browser


def test_a_conversation_outlives_a_reload_and_a_change_of_language(visit):
    one = visit()
    one.ask("متى؟")
    one.ask("missing")
    one.page.reload()
    expect(one.page.locator("#chat .answer")).to_have_count(2)
    expect(one.page.locator("#chat mark")).to_have_text(MARKED_ARABIC)
    one.page.click("a.switch[hreflang=en]")
    expect(one.page.locator("html")).to_have_attribute("lang", "en")
    expect(one.page.locator("#chat .answer")).to_have_count(2)
    expect(one.page.locator("#chat .note")).to_contain_text("no answer in these documents")
    one.ask("books ?")
    expect(one.page.locator("#src-3-1")).to_be_visible()


def test_a_question_asked_while_the_index_is_built_is_answered_then(visit):
    built = threading.Event()

    def opener(progress):
        progress(Progress("encoding", 12, 40))
        assert built.wait(30)
        return StandIn()

    loader = KnowledgeBaseLoader(opener)
    loader.start()
    with visit.serving(app_for(loader)) as address:
        one = visit(address, language="en")
        expect(one.page.locator("#notice progress")).to_have_attribute("value", "12")
        expect(one.ask("books ?")).to_contain_text("as soon as it is")
        built.set()
        expect(one.page.locator("#chat mark")).to_have_text(MARKED_ENGLISH)
        expect(one.page.locator("#chat .answer")).to_have_count(1)
        expect(one.page.locator("#notice progress")).to_have_count(0)
        one.page.goto("about:blank")
    loader.close()


def test_while_files_come_in_behind_the_page_answers_and_says_so(visit):
    knowledge_base = StandIn()
    knowledge_base.progress = Progress("encoding", 12, 40, n_files=3)
    with visit.serving(app_for(knowledge_base)) as address:
        one = visit(address, language="en")
        expect(one.page.locator("#growing-line")).to_contain_text("Files being read: 3")
        one.ask("books ?")
        expect(one.page.locator("#chat mark")).to_have_text(MARKED_ENGLISH)
        knowledge_base.progress = None
        expect(one.page.locator("#growing-line")).to_have_count(0)
        one.page.goto("about:blank")


def test_a_question_asked_before_the_examples_are_known_keeps_its_answer(visit):
    class Slow(StandIn):
        def ask(self, question, *, top_k=3, **given):
            if top_k == 1:  # a prepared question
                threading.Event().wait(0.4)
            return super().ask(question, top_k=top_k, **given)

    with visit.serving(app_for(Slow())) as address:
        one = visit(address, language="en")
        one.ask("books ?")
        one.page.wait_for_timeout(3500)
        expect(one.page.locator("#chat .answer")).to_have_count(1)
        expect(one.page.locator("#src-1-1")).to_be_visible()
        expect(one.page.locator("#examples a.suggestion")).to_have_count(0)
        one.page.goto("about:blank")


def test_two_chats_at_once_do_not_mix(visit):
    first, second = visit(), visit(language="en")
    first.ask("متى؟")
    second.ask("books ?")
    first.ask("missing")
    expect(first.page.locator("#chat .answer")).to_have_count(2)
    expect(second.page.locator("#chat .answer")).to_have_count(1)
    second.page.reload()
    expect(second.page.locator("#chat .answer")).to_have_count(1)
    expect(second.page.locator("#chat mark")).to_have_text(MARKED_ENGLISH)


def test_a_new_chat_forgets_the_old_one(visit):
    one = visit(language="en")
    one.ask("متى؟")
    one.page.locator("#new-chat").click()
    expect(one.page.locator("#chat .answer")).to_have_count(0)
    expect(one.page.locator("#sources .card")).to_have_count(0)
    expect(one.page.locator("#examples a.suggestion")).to_have_count(2)
    one.page.reload()
    expect(one.page.locator("#examples a.suggestion")).to_have_count(2)
    expect(one.page.locator("#chat .answer")).to_have_count(0)
    one.asked = 0
    one.ask("books ?")
    expect(one.page.locator("#src-1-1")).to_be_visible()


def test_the_last_question_is_edited_and_asked_again(visit):
    one = visit(language="en")
    one.ask("متى؟")
    one.ask("missing word")
    one.page.locator("#open-menu").click()
    one.page.get_by_role("button", name="Edit last question").click()
    expect(one.box).to_have_value("missing word")
    expect(one.box).to_be_focused()
    expect(one.page.locator("#chat .answer")).to_have_count(1)
    one.asked = 1
    one.ask("books ?")
    expect(one.page.locator("#src-2-1")).to_be_visible()
    expect(one.page.locator("#chat .said")).to_have_count(2)


def test_a_link_asks_its_question_once(visit):
    one = visit(language="en")
    one.ask("missing")
    one.page.goto(f"{one.address}/?q=books+%3F")
    expect(one.page.locator("#chat .answer")).to_have_count(2)
    expect(one.page.locator("#chat mark")).to_have_text(MARKED_ENGLISH)
    one.page.reload()
    expect(one.page.locator("#chat mark")).to_have_text(MARKED_ENGLISH)
    one.page.wait_for_timeout(300)
    expect(one.page.locator("#chat .answer")).to_have_count(2)


def test_an_answer_is_copied_with_its_sources_as_plain_text(visit):
    one = visit(language="en")
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    bubble = one.ask("books ?")
    bubble.locator("a.copy").focus()
    one.page.keyboard.press("Enter")
    expect(one.page.locator("#status")).to_have_text("Answer and sources copied.")
    copied = one.page.evaluate("navigator.clipboard.readText()")
    first, source, *_, last = copied.splitlines()
    assert first == MARKED_ENGLISH
    assert source.startswith("[1] Library guide · ")
    assert ENGLISH.split("\n\n")[1] in copied
    assert last.startswith("[2] دليل المكتبة · ")
    assert last.endswith("دليل/المكتبة.txt")


@pytest.mark.parametrize(("ending", "name"), FORMATS.items())
def test_a_conversation_is_saved(visit, tmp_path, name, ending):
    one = visit()
    one.ask("متى؟")
    one.ask("hostile script")
    saved = []
    for _ in range(2):  # the second time counts as well
        with one.page.expect_download() as download:
            one.page.locator("#open-menu").click()
            one.page.get_by_role("button", name=name, exact=True).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        saved.append(file.read_text(encoding="utf-8"))
        assert file.name.startswith(f"sanad-{datetime.now().year}")
        assert file.name.endswith(f".{ending}")
    assert "متى؟" in json.dumps(json.loads(saved[1]), ensure_ascii=False) if ending == "json" else 1
    if ending == "json":
        turns = json.loads(saved[0])["turns"]
        passage = turns[1]["answer"]["citations"][0]["hit"]["passage"]
        assert PAYLOADS["script"] in passage["text"]
    if ending == "csl.json":
        assert [item["note"] for item in json.loads(saved[0])][-1] == "hostile/script.txt"
    if ending == "html":
        page = one.context.new_page()
        page.set_content(saved[0])
        assert page.locator("script").count() == 0
        assert PAYLOADS["script"] in page.locator("body").inner_text()
        assert page.locator("mark").first.inner_text() == MARKED_ARABIC


def test_verdicts_are_kept_on_this_machine(visit, feedback):
    one = visit(language="en")
    bubble = one.ask("books ?")
    before = len(feedback.read_text().splitlines()) if feedback.exists() else 0
    good, bad = (bubble.locator("a.verdict").nth(i) for i in (0, 1))
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(one.page.locator("#status")).to_contain_text("on this device only")
    bad.focus()
    one.page.keyboard.press(" ")
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(good).not_to_have_class(re.compile("given"))
    one.ask("missing")
    expect(bad).to_have_class(re.compile("given"))
    bubble.locator("a.chip").nth(1).click()
    wrong = one.page.locator("#src-1-2 a.verdict")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    lines = [json.loads(line) for line in feedback.read_text().splitlines()[before:]]
    assert [line["verdict"] for line in lines] == ["good", "bad", "wrong_source"]
    assert lines[2]["passage"] == lines[2]["passages"][1] == "دليل/المكتبة.txt#0"
    assert {line["question"] for line in lines} == {"books ?"}
    assert lines[0]["state"] == "answered"


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_are_the_systems_until_chosen(visit, system):
    one = visit(language="en", color_scheme=system)
    other = "light" if system == "dark" else "dark"
    ground = "getComputedStyle(document.body).backgroundColor"
    shown = {"light": "rgb(246, 247, 246)", "dark": "rgb(16, 22, 21)"}
    assert one.page.evaluate(ground) == shown[system]
    expect(one.page.locator("a.theme:visible")).to_have_count(1)
    one.ask("متى؟")
    with one.page.expect_response("**/theme/*"):
        one.page.locator("a.theme:visible").click()
    assert one.page.evaluate(ground) == shown[other]
    assert one.page.evaluate("document.body.classList.contains('dark')") == (other == "dark")
    expect(one.page.locator("#chat .answer")).to_have_count(1)
    one.page.goto(f"{one.address}/documents")
    assert one.page.evaluate(ground) == shown[other]
    one.page.locator("a.theme:visible").click()
    expect(one.page.locator("h2")).to_have_text("Indexed documents")
    assert one.page.evaluate(ground) == shown[system]


def test_the_index_is_updated_from_the_page_of_documents(visit):
    one = visit(language="en")
    one.page.goto(f"{one.address}/documents")
    expect(one.page.locator("table.library tbody tr")).to_have_count(3 + len(PAYLOADS))
    expect(one.page.locator(".problems li")).to_have_count(2 + len(PAYLOADS))  # known at once
    before = one.page.locator("#listing").get_attribute("data-generation")
    one.page.get_by_role("button", name="Update now").click()
    expect(one.page.locator("#told")).to_have_text("The index is up to date.")
    expect(one.page.locator("#listing")).not_to_have_attribute("data-generation", before)
    expect(one.page.locator(".problems li")).to_have_count(2 + len(PAYLOADS))
    expect(one.page.locator(".problems")).to_contain_text("<b>old</b>.doc unsupported type")
    one.page.locator(".filter input[type=search]").fill("LIBRARY")
    one.page.keyboard.press("Enter")
    expect(one.page.locator("table.library tbody tr")).to_have_count(1)
    one.page.locator("table.library tbody a").click()
    expect(one.page.locator("article")).to_contain_text(MARKED_ENGLISH)


def test_each_document_is_asked_side_by_side(visit):
    one = visit(language="en")
    bubble = one.ask("books ?")
    bubble.locator(".menu summary").click()
    with one.context.expect_page() as opened:
        bubble.get_by_role("link", name="What does each document say?").click()
    cards = opened.value.locator(".side-by-side .card")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text(MARKED_ENGLISH)
    expect(cards.nth(1)).to_contain_text(MARKED_ARABIC)
