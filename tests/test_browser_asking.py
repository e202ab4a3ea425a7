"""Asking in the page: nothing is lost, follow-ups are told, and what is in a bubble acts."""

import pytest
from playwright.sync_api import expect
from web_stand_in import MARKED_ARABIC, MARKED_ENGLISH

pytestmark = pytest.mark.browser
pytest_plugins = ("web_visit",)


def test_a_follow_up_tells_what_was_searched_for_and_can_be_taken_as_new(visit):
    one = visit(language="en")
    one.ask("متى؟")
    one.ask("books ?")
    completed = one.page.locator("#chat .completed")
    expect(completed).to_have_count(1)
    expect(completed).to_contain_text("Searched for: متى؟ books ?")
    completed.get_by_role("button", name="Take it as a new question").click()
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
