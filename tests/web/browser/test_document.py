"""A document in a real Chromium: the sentence marked, its page boxed, words found."""

import pytest
from playwright.sync_api import expect

from qa.knowledge_base import KnowledgeBase
from support.accessibility import serious_faults
from support.fake_encoder import FakeEncoder
from support.parsed_html import honest
from support.pdf_samples import in_latin
from support.web_stand_in import (
    ENGLISH,
    MARKED_ARABIC,
    MARKED_ENGLISH,
    PAYLOADS,
    StandIn,
    app_for,
)
from support.web_visit import MARKERS, PHONE, WIDE

pytestmark = pytest.mark.browser

PAGES = [["The mill was sold in 1904.", "Its wheel turned no more."], ["The bridge is of 1871."]]

# Whether a picture holds the colour of a box: clearly more red and green than blue.
BOXED = """async image => {
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4)
        coloured += Math.max(data[i], data[i + 1], data[i + 2]) -
            Math.min(data[i], data[i + 1], data[i + 2]) > 40;
    return coloured;
}"""


def opened(one, question, number=1):
    """The document of a citation, opened from its card."""
    one.ask(question)
    link = one.page.locator(f"#src-1-{number} .links a[target=_blank]").first
    one.page.goto(f"{one.address}/{link.get_attribute('href')}")
    return one.page


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_the_sentence_is_marked_and_the_other_sources_are_a_step_away(visit, options):
    one = visit(language="en", **options)
    page = opened(one, "books ?")
    expect(page.locator("#text mark")).to_have_text(MARKED_ENGLISH)
    expect(page.locator("#passage")).to_be_in_viewport()
    text = page.evaluate("document.getElementById('text').textContent")
    assert " ".join(ENGLISH.split()) in " ".join(text.split())
    expect(page.locator(".citations .at")).to_contain_text("Source 1 of")
    assert serious_faults(page) == []
    assert not page.evaluate(WIDE)
    page.get_by_role("link", name="Next source").click()
    expect(page.locator("#text mark")).to_have_text(MARKED_ARABIC)
    page.get_by_role("link", name="Previous source").click()
    expect(page.locator("#text mark")).to_have_text(MARKED_ENGLISH)
    page.locator(".citations a.back").click()
    expect(page.locator("#src-1-1")).to_be_visible()


def test_words_are_found_in_whatever_spelling(visit):
    one = visit(language="ar")
    page = one.page
    page.goto(f"{one.address}/document?path=دليل/المكتبة.txt")
    word = next(w for w in MARKED_ARABIC.split() if "ة" in w or "أ" in w or len(w) > 4)
    page.locator("#find-words").fill(word.replace("ة", "ه").replace("أ", "ا"))
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("1")
    page.locator("#find-words").fill("لا توجد هذه الكلمات")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("لا نتائج")
    assert one.faults == []


def test_what_is_copied_is_the_text_as_it_is(visit):
    one = visit(language="en")
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = one.page
    page.goto(f"{one.address}/document?path=guide.md")
    page.evaluate("getSelection().selectAllChildren(document.getElementById('text'))")
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n").strip() == ENGLISH.strip()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_the_page_of_a_pdf_is_shown_with_the_sentence_boxed(visit, tmp_path, options):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "mill.pdf").write_bytes(in_latin(PAGES))
    kb = KnowledgeBase.open(seeds, tmp_path / "index", encoder=FakeEncoder(), reader=False)
    with kb, visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="en", **options)
        text, digest = kb.document("mill.pdf").text, kb.document("mill.pdf").sha256
        start = text.index("The bridge")
        place = f"path=mill.pdf&start={start}&end={start + 22}&sha256={digest}"
        one.page.goto(f"{address}/document?{place}&mark={start}-{start + 22}")
        image = one.page.locator("#picture img")
        expect(image).to_be_visible()
        expect(one.page.locator("#picture .at")).to_have_text("Page 2 of 2")
        assert image.evaluate(BOXED) > 0
        assert serious_faults(one.page) == []
        assert not one.page.evaluate(WIDE)
        one.page.get_by_role("link", name="Previous page").click()
        expect(one.page.locator("#picture .at")).to_have_text("Page 1 of 2")
        expect(image).to_have_attribute("alt", "Picture of page 1")
        assert image.evaluate(BOXED) == 0  # nothing of that page is cited
        assert one.faults == []


def test_hostile_titles_and_names_stay_text(visit):
    with visit.serving(app_for(StandIn())) as address:
        one = visit(address, language="en")
        one.page.goto(f"{address}/documents")
        links = one.page.locator(".library a[href^='document?']").evaluate_all(
            "links => links.map(link => link.href)"
        )
        for link in links:
            one.page.goto(link)
            assert one.page.evaluate(MARKERS) == []
            assert honest(one.page.title()) == one.page.title()
        assert len(links) >= len(PAYLOADS)
        assert one.foreign() == []
