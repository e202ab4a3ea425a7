"""Accessibility of every page, by axe-core: nothing serious or critical, light and dark."""

import pytest

from support.accessibility import serious_faults

pytestmark = pytest.mark.browser

PAGES = [
    "/document?path=guide.md&start=20&end=80",
    "/documents",
    "/sources?q=books",
    "/map?q=books",
    "/api",
]

QUESTIONS = [
    "متى؟",
    "related",
    "missing",
    "broken",
    "hello",
    "overview",
    "two a and b",
    "corrected",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_has_a_serious_fault(visit, language, scheme):
    one = visit(language=language, color_scheme=scheme)
    one.page.wait_for_timeout(300)
    faults = {"empty": serious_faults(one.page)}
    for question in QUESTIONS:
        one.ask(question)
        faults[question] = serious_faults(one.page)
    while one.page.request.get(one.address + "/map/points").status != 200:
        one.page.wait_for_timeout(300)  # the page of the map loads again once it is drawn
    for address in PAGES:
        one.page.goto(one.address + address)
        faults[address] = serious_faults(one.page)
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_check_itself_finds_a_fault(visit):
    page = visit().page
    page.evaluate("document.body.append(new Image())")
    assert [name for name, _ in serious_faults(page)] == ["image-alt"]
