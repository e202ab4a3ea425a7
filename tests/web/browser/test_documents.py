"""The page of the documents in a real Chromium: real files are added until they can be asked."""

import io
import threading
import zipfile

import pytest
from playwright.sync_api import expect

from qa.knowledge_base import KnowledgeBase
from qa.reports import Progress
from support.accessibility import serious_faults
from support.fake_encoder import FakeEncoder
from support.live_folders import files_below
from support.parsed_html import honest
from support.web_stand_in import ENGLISH, PAYLOADS, StandIn, app_for
from support.web_visit import MARKERS, WIDE

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


@pytest.fixture
def kb(seeds, tmp_path):
    """A real knowledge base over a folder that is still empty."""
    options = {"encoder": FakeEncoder(), "reader": False}
    with KnowledgeBase.open(seeds, tmp_path / "index", **options) as opened:
        yield opened


def file(name, content):
    content = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def packed(entries):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return written.getvalue()


def row(page, name):
    return page.locator(".upload", has=page.locator(".name", has_text=name))


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_files_and_an_archive_are_added_until_they_can_be_asked(visit, kb, seeds, viewport):
    with visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="en", **({"viewport": viewport} if viewport else {}))
        page = one.page
        page.goto(f"{address}/documents")
        expect(page.locator("#growing")).to_have_text("No documents yet: add the first.")
        assert serious_faults(page) == []
        archive = packed(
            [
                ("reports/2024.md", "# Report of 2024\n\nThe library was founded in 1998."),
                ("reports/program.exe", "MZ"),
                ("reports/bomb.txt", "a" * 4_000_000),
                ("../up.txt", "up"),
            ]
        )
        added = [
            file("دليل.txt", "تفتح المكتبة أبوابها صباحاً."),
            file("reports.zip", archive),
            file("empty.txt", " \n"),
            file("program.exe", "MZ"),
        ]
        page.set_input_files("#add", added)
        expect(row(page, "دليل.txt")).to_contain_text("Answerable now")
        expect(row(page, "reports.zip")).to_contain_text("Answerable now: 1 of 1 documents")
        expect(row(page, "empty.txt")).to_contain_text("The file holds no text.")
        expect(row(page, "program.exe").last).to_contain_text("kind of file cannot be read")
        refused = row(page, "reports.zip").locator("details")
        refused.locator("summary").click()
        expect(refused.locator("li")).to_have_count(3)
        expect(refused).to_contain_text("bomb.txt It unpacks to far more than it weighs")
        # The list came anew below, and what was told above it stayed.
        expect(page.locator("table.library tbody tr")).to_have_count(2)
        expect(page.locator("table.library")).to_contain_text("Report of 2024")
        expect(page.locator("#growing")).to_be_empty()
        assert files_below(seeds) == ["reports/2024.md", "دليل.txt"]
        assert not (seeds.parent / "up.txt").exists()
        assert kb.search("library founded", top_k=1)[0].passage.document.title == "Report of 2024"
        assert serious_faults(page) == []
        assert not page.evaluate(WIDE)
        one.faults.clear()  # the browser notes the refusals
        page.goto("about:blank")


def test_documents_are_deleted_and_restored(visit, kb, seeds):
    (seeds / "guide.md").write_text(ENGLISH, encoding="utf-8")
    (seeds / "other.md").write_text("# Other\n\nwords", encoding="utf-8")
    kb.refresh()
    with visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="ar")
        page = one.page
        page.goto(f"{address}/documents")
        page.locator(".filter input[type=search]").fill("typed, and not searched yet")
        remove = page.locator('button.remove[value="guide.md"]')
        remove.click()
        expect(remove).to_have_text("تأكيد الحذف؟")
        assert (seeds / "guide.md").exists()
        remove.click()
        expect(page.locator("table.library tbody tr")).to_have_count(1)
        assert not (seeds / "guide.md").exists()
        typed = page.locator(".filter input[type=search]")
        expect(typed).to_have_value("typed, and not searched yet")
        page.locator("#listing details summary").click()
        page.get_by_role("button", name="استعادة: guide.md").click()
        expect(page.locator("table.library tbody tr")).to_have_count(2)
        assert (seeds / "guide.md").read_text(encoding="utf-8") == ENGLISH
        page.set_input_files("#add", [file("guide.md", "newer")])
        expect(row(page, "guide.md")).to_contain_text("توجد وثيقة بهذا الاسم")
        one.faults.clear()  # the browser notes the refusal
        page.goto("about:blank")


def test_an_upload_that_is_cancelled_or_cut_stores_nothing(visit, kb, seeds):
    with visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="en")
        page = one.page
        page.goto(f"{address}/documents")
        # As slow as a telephone line, so that it can be cancelled on its way.
        session = one.context.new_cdp_session(page)
        session.send("Network.enable")
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1}
        session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 50_000})
        large = file("large.txt", "a line of words\n" * 200_000)
        page.set_input_files("#add", [large, file("next.txt", "the next one")])
        expect(row(page, "large.txt").locator(".state")).to_contain_text("Uploading:")
        row(page, "large.txt").get_by_role("button", name="Cancel").click()
        expect(row(page, "large.txt")).to_contain_text("Cancelled")
        expect(row(page, "next.txt")).to_contain_text("Answerable now")
        assert files_below(seeds) == ["next.txt"]
        page.set_input_files("#add", [large])
        expect(row(page, "large.txt").first.locator(".state")).to_contain_text("Uploading:")
        page.goto("about:blank")  # goes away in the middle of it
        one.faults.clear()  # the browser notes the cut
        whole = one.context.request.put(f"{address}/api/document?name=whole.txt", data="words")
        assert whole.status == 201
    assert files_below(seeds) == ["next.txt", "whole.txt"]
    assert not list(seeds.glob(".*.part"))


def test_a_file_above_the_limit_is_not_even_sent(visit, kb, seeds, monkeypatch):
    monkeypatch.setattr("qa.web.pages.document_list.MAX_FILE_BYTES", 1000)
    with visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="en")
        one.page.goto(f"{address}/documents")
        one.page.set_input_files("#add", [file("big.txt", "x" * 1001)])
        expect(row(one.page, "big.txt")).to_contain_text("larger than")
        assert not any("/api/document" in url for url in one.requests)
        one.page.goto("about:blank")


class Slow(StandIn):
    """Its update goes as far as it is told to, and tells of it."""

    def __init__(self):
        super().__init__()
        self.go, self.steps = threading.Semaphore(0), iter(())

    def refresh(self, progress=None):
        for step in self.steps:
            progress(step)
            assert self.go.acquire(timeout=30)
        return super().refresh()


def test_reading_and_encoding_of_each_file_are_shown(visit, seeds):
    knowledge_base = Slow()
    knowledge_base.steps = iter(
        [
            Progress("parsing", 1, 3, "other.txt"),
            Progress("parsing", 2, 3, "new.txt"),
            Progress("encoding", 3, 40),
            Progress("writing", 0, 0),
        ]
    )
    with visit.serving(app_for(knowledge_base, seeds)) as address:
        one = visit(address, language="en")
        page = one.page
        page.goto(f"{address}/documents")
        page.set_input_files("#add", [file("new.txt", "some words")])
        state = row(page, "new.txt").locator(".state")
        for line, text in (
            ("Reading documents: 1 of 3", "Stored; waits to be read"),
            ("Reading documents: 2 of 3", "Being read…"),
            ("Indexing passages: 3 of 40", "Indexing passages: 3 of 40"),
            ("Saving", "Saving"),
        ):
            expect(page.locator("#growing")).to_contain_text(line)
            expect(state).to_contain_text(text)
            if "40" in text:
                expect(row(page, "new.txt").locator("progress")).to_have_attribute("max", "40")
                assert serious_faults(page) == []
            knowledge_base.go.release()
        page.goto("about:blank")


def test_the_chat_says_in_one_line_what_goes_on(visit, kb, seeds):
    with visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="en")
        line = one.page.locator("#growing-line")
        expect(line).to_have_text("No documents yet: add the first.")
        assert serious_faults(one.page) == []
        (seeds / "a.txt").write_text("words of a text", encoding="utf-8")
        kb.refresh()
        expect(line).to_have_count(0)
        one.page.goto("about:blank")


def test_hostile_names_are_text_wherever_they_are_added(visit, kb, seeds):
    names = [text.replace("/", "∕").replace("\\", "∖") for text in PAYLOADS.values()]
    with visit.serving(app_for(kb, seeds)) as address:
        one = visit(address, language="en")
        page = one.page
        page.goto(f"{address}/documents")
        entries = [(f"{name[:60]} {n}.txt", f"{name}\n\nwords") for n, name in enumerate(names)]
        page.set_input_files(
            "#add",
            [
                file("all.zip", packed(entries)),
                *(file(f"{name[:60]}.txt", f"{name}\n\nwords") for name in names[:8]),
            ],
        )
        expect(
            page.locator(".upload[data-state=waiting], .upload:not([data-state])")
        ).to_have_count(0)
        expect(page.locator(".upload[data-state=sending]")).to_have_count(0)
        shown = page.locator(".upload > .name").all_inner_texts()
        assert shown[1:9] == [honest(f"{name[:60]}.txt") for name in names[:8]]
        allowed = ":not(li, bdi, span, button, progress, details, summary, ul)"
        assert page.locator(f".uploads {allowed}").count() == 0
        allowed = "a, bdi, br, td, tr, th, tbody, thead, table, p, h3, ul, li, strong, span, time"
        inner = page.locator(f"#listing :not({allowed}, button, form, input, nav)")
        assert inner.count() == 0
        assert page.evaluate(MARKERS) == []
        one.faults.clear()  # the browser notes the refusals
        page.goto("about:blank")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_sources_page_takes_a_scope_and_shows_it(visit, language):
    one = visit(language=language)
    page = one.page
    page.goto(f"{one.address}/sources?q=books&documents=guide.md&since=2001-02-03")
    expect(page.locator(".side-by-side .card")).to_have_count(1)
    scope = page.locator("#scope-button")
    expect(scope).to_contain_text("Library guide")
    expect(scope).to_contain_text("2001-02-03")
    assert serious_faults(page) == []
    scope.click()
    expect(page.locator("#scope-since")).to_have_value("2001-02-03")
    page.locator("#scope-documents label", has_text="Library guide").locator("input").uncheck()
    page.locator("#scope-documents label", has_text="دليل المكتبة").locator("input").check()
    page.locator("#scope-apply").click()
    page.wait_for_url("**documents=%D8%AF**")
    expect(page.locator(".side-by-side .card")).to_have_count(1)
    expect(page.locator(".side-by-side .card")).to_contain_text("دليل المكتبة")
    page.locator(".asking > a").click()
    expect(page.locator(".side-by-side .card")).to_have_count(2)
    assert "documents=" not in page.url
    page.goto(f"{one.address}/sources?q=books&documents=gone.md")
    expect(page.get_by_role("alert")).to_be_visible()
    one.faults.clear()  # the browser notes the status


def test_an_answers_link_keeps_its_scope(visit):
    one = visit(language="en")
    one.page.evaluate(
        "sessionStorage.setItem('sanad_scope', JSON.stringify({documents: "
        "[{value: 'guide.md', name: 'Library guide', note: ''}]}))"
    )
    one.page.reload()
    bubble = one.ask("books ?")
    link = bubble.locator(".items a", has_text="What does each document say?")
    assert link.get_attribute("href").endswith("documents=guide.md")
