"""The page in each of its languages: whole, and with nothing of another."""

import re

import pytest
from playwright.sync_api import expect

from qa.web.html.locales import STRINGS
from support.web_stand_in import StandIn

pytestmark = pytest.mark.browser

# Words of nearly every English sentence, none of which is French.
ENGLISH = re.compile(
    r"\b(the|of|and|your|you|this|these|that|is|are|was|not|to|for|with|from|it|its|all|be|by|"
    r"has|have|could|there|no|search|send|ask|copy|edit|loading|settings|clear|submit)\b",
    re.IGNORECASE,
)

# All that a visitor reads or is read: text, and what is told of things without any.
SAID = """() => {
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, textContent } = walker.currentNode;
    if (parent.closest("script, style, noscript, .embedded-json, code, pre")) continue;
    said.push(textContent);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["title", "aria-label", "placeholder", "alt", "data-column"]) {
      if (element.hasAttribute(name)) said.push(element.getAttribute(name));
    }
  }
  return said.map((text) => text.trim()).filter(Boolean);
}"""

QUESTIONS = ("متى؟", "related", "missing", "broken", "bug", "hello", "overview", "two a and b")
PAGES = (
    "/documents",
    "/document?path=guide.md&start=20&end=80",
    "/sources?q=books",
    "/map?q=books",
)


def of_the_documents():
    """Texts that are not ours: what the documents, their names and the questions say."""
    held = StandIn().held.values()
    names = [text for d in held for text in (d.title, d.path, *(s.label for s in d.sections))]
    problems = [value for problem in StandIn().problems() for value in problem.values]
    paths = [problem.path for problem in StandIn().problems()]
    texts = [*(d.text for d in held), *names, *QUESTIONS, *map(str, problems), *paths]
    return sorted((" ".join(text.split()) for text in texts), key=len, reverse=True)


def english_on(page):
    """Sentences on a page that are neither of the documents nor in the page's language."""
    foreign = of_the_documents()
    others = {strings.own_name for strings in STRINGS.values()}
    found = []
    for text in page.evaluate(SAID):
        said = " ".join(text.split())
        if said in others or any(said in other for other in foreign):
            continue
        for name in foreign:
            said = said.replace(name, "") if len(name) > 3 else said
        if ENGLISH.search(said):
            found.append(said)
    return found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_english_is_left_on_any_page(visit, language):
    one = visit(language=language)
    root = one.page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", STRINGS[language].direction)
    found = {"empty": english_on(one.page)}
    for question in QUESTIONS:
        one.ask(question)
        one.page.wait_for_timeout(200)
        found[question] = english_on(one.page)
    while one.page.request.get(one.address + "/map/points").status != 200:
        one.page.wait_for_timeout(300)
    for address in PAGES:
        one.page.goto(one.address + address)
        expect(root).to_have_attribute("lang", language)
        found[address] = english_on(one.page)
    assert {where: said for where, said in found.items() if said} == {}


def test_the_walk_itself_finds_english(visit):
    assert english_on(visit(language="en").page)


def test_every_language_is_one_touch_away_from_every_other(visit):
    one = visit()
    now = "ar"
    for language in ("fr", "en", "ar", "en", "fr"):
        offered = one.page.locator("a.switch")
        others = [strings.own_name for code, strings in STRINGS.items() if code != now]
        assert offered.all_inner_texts() == others
        one.page.click(f"a.switch[hreflang={language}]")
        now = language
        expect(one.page.locator("html")).to_have_attribute("lang", language)
        expect(one.page.locator("h1")).to_have_text(STRINGS[language].name)
        expect(one.page.locator("#question textarea")).to_have_attribute(
            "placeholder", STRINGS[language].placeholder
        )
