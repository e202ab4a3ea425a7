"""A very busy server, as a visitor sees it: the question waits, and is asked again."""

import pytest

from qa.web.html.locales import STRINGS
from qa.web.loading import KnowledgeBaseLoader
from support.web_stand_in import StandIn, app_for
from support.web_visit import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "by_itself"), [("ar", True), ("en", False)], ids=["by itself", "at once"]
)
def test_a_question_without_a_place_says_so_and_is_answered_later(visit, language, by_itself):
    loader = KnowledgeBaseLoader.holding(StandIn())
    with visit.serving(app_for(loader)) as address:
        page = visit(address, language=language)
        places = [loader.admission.enter() for _ in range(loader.admission.most)]
        page.box.fill("books ?")
        page.box.press("Enter")
        note = page.page.locator("#waiting .busy")
        expect(note).to_contain_text(STRINGS[language].busy)
        assert loader.admission.refused
        page.page.evaluate("() => document.querySelector('#waiting .busy').scrollIntoView()")
        for place in places:
            place.leave()
        if not by_itself:
            note.get_by_role("button").click()
        expect(page.page.locator("#chat .answer")).to_have_count(1)
        expect(note).to_have_count(0)
        expect(page.page.locator("#chat .said")).to_have_count(1)
        page.page.goto("about:blank")  # before the server ends, which the page would tell
        # The browser writes a refusal down, which is no fault of the page.
        page.faults[:] = [fault for fault in page.faults if "503" not in fault]
