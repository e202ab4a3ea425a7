"""The log-in page in a real Chromium: three languages, light and dark, a phone; without scripts."""

import pytest
from argon2 import PasswordHasher

from qa.web.access import attempts
from qa.web.access.options import AccessOptions
from qa.web.html.locales import STRINGS
from support.accessibility import serious_faults
from support.web_stand_in import StandIn, app_for
from support.web_visit import PHONE, WIDE, serving

pytestmark = pytest.mark.browser

WORD = "a word for viewers"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    file = tmp_path_factory.mktemp("access") / "passwords"
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    file.write_text(f"viewer:{quick.hash(WORD)}")
    with serving(app_for(StandIn(), access=AccessOptions(password_file=file))) as address:
        yield address


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_log_in_page_is_as_good_as_the_others(browser, guarded, language, monkeypatch):
    monkeypatch.setattr(attempts, "ADDRESS_ATTEMPTS", 100)
    strings = STRINGS[language]
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True, **PHONE)
        page = context.new_page()
        page.goto(f"{guarded}/login?next=/documents")
        page.goto(f"{guarded}/language/{language}")
        page.goto(f"{guarded}/login?next=/documents")
        assert page.locator("html").get_attribute("dir") == strings.direction
        assert page.get_by_role("heading", level=2).inner_text() == strings.log_in
        assert not page.evaluate(WIDE)
        assert serious_faults(page) == []
        page.get_by_label(strings.password).fill("not the word")
        page.get_by_role("button", name=strings.log_in).click()
        assert page.get_by_role("alert").inner_text() == strings.log_in_wrong
        assert serious_faults(page) == []
        context.close()


def test_a_visitor_logs_in_asks_and_logs_out(browser, guarded):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guarded}/language/en")
    page.goto(f"{guarded}/documents?filter=guide")
    page.get_by_label("Password").fill(WORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents?filter=guide")
    assert page.locator("#add, #rebuild, button.remove").count() == 0
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    context.close()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{guarded}/language/en")
    page.goto(guarded)
    page.get_by_label("Password").fill(WORD)
    page.keyboard.press("Enter")
    box = page.locator("#question textarea")
    box.fill("books ?")
    box.press("Enter")
    page.locator("#chat .answer").wait_for()
    page.locator("#open-menu").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    context.close()
