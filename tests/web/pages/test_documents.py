"""The document view: nothing of the text is changed, places come over, pages are drawn or told."""

import hashlib
import io
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from starlette.testclient import TestClient

from qa.corpus.parsing import parse_document
from qa.corpus.scanning import SourceFile
from qa.records import Document, Section, Span
from qa.web.html.places import MAX_ADDRESS, CitedPlace, place_address, read_spans
from qa.web.pages import documents, page_pictures
from qa.web.pages.document_text import document_lines
from support.faults import ACTS, ANSWERS, FAULTS, MORE_ACTS, MORE_FAULTS
from support.hostile_files import nested_forms_pdf
from support.parsed_html import BOTH, HOST, ParsedHtml, SeenPage, honest
from support.pdf_samples import by_hand
from support.web_stand_in import ENGLISH, MARKED_ENGLISH, PAYLOADS, StandIn, app_for

SENTENCE = "The weir was opened in 1250."
TABLE = (
    "# Hours\n\nDay: Friday | Evening: 18:00\nDay: Sunday | Evening: 19:00\n\n"
    "• one\n  • two\n1. three"
)


class Shelf(StandIn):
    """Holds some documents more."""

    def __init__(self, *more):
        super().__init__()
        self.held |= {document.path: document for document in more}


def written(folder, name, data):
    location = folder / name
    location.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return parse_document(SourceFile(name, location, digest, len(data)))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return tmp_path_factory.mktemp("seeds")


@pytest.fixture(scope="module")
def report(seeds):
    rows = [(100, 700, "Before it stands this."), (100, 600, SENTENCE), (100, 500, "And after it.")]
    return written(seeds, "report.pdf", by_hand(rows))


@pytest.fixture(scope="module")
def client(seeds, report):
    hostile = Document("forms.pdf", "Forms", "", "weir", (Section(0, "page", "1"),))
    data = nested_forms_pdf()
    (seeds / "forms.pdf").write_bytes(data)
    hostile = replace(hostile, sha256=hashlib.sha256(data).hexdigest())
    table = Document("table.md", "Hours", "d1", TABLE, (Section(0, "heading", "# Hours", 1),))
    long = Document("long.txt", "Long", "d2", ("a \U0001f6b0\u202e reservoir and " * 9_000))
    with TestClient(app_for(Shelf(report, hostile, table, long), seeds), base_url=HOST) as opened:
        yield opened


def article(answer):
    (found,) = re.findall("<article.*</article>", answer.text)
    return ParsedHtml(found)


def of(document, **more):
    return {"path": document.path, "sha256": document.sha256} | more


# Addresses

spans = st.builds(
    lambda start, n: Span(start, start + n), st.integers(0, 10**9), st.integers(1, 99)
)
places = st.builds(
    CitedPlace,
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.text("0123456789abcdef", max_size=64),
    st.lists(spans, max_size=5).map(tuple),
)


@given(places)
def test_a_place_comes_over_whole(place):
    assert CitedPlace.read(place.written()) == place


@given(st.text(max_size=60))
def test_what_is_no_place_is_none(text):
    read = CitedPlace.read(text)
    assert read is None or read.written()
    assert all(span.start < span.end for span in read_spans(text))


def test_an_address_is_never_longer_than_may_be():
    few = [CitedPlace(f"{n}.md", 0, 9, "d" * 64) for n in range(3)]
    assert place_address(few, 2, 7).count("cited=") == 3
    many = [CitedPlace("و" * 300, 0, 9, "d" * 64) for n in range(3)]
    assert len(place_address(many, 2, 7)) < MAX_ADDRESS
    assert "cited=" not in place_address(many, 2, 7)


# The text


@given(st.text("ab:|•-1. \n\u2028\u202e", max_size=60), st.data())
def test_lines_are_the_text_and_marks_are_where_they_belong(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    passage, mark = Span(cuts[0], cuts[3]), Span(cuts[1], cuts[2])
    starts = data.draw(st.lists(st.integers(0, len(text)), max_size=3, unique=True))
    kinds = ("heading", "page", "row")
    sections = tuple(map(Section, sorted(starts), kinds, "123", (1, 0, 0)))
    document = Document("a.md", "a", "", text, sections)
    marks = (mark,) if mark.start < mark.end else ()
    shown = Span(0, len(text))
    groups = document_lines(document, shown, passage if cuts[0] < cuts[3] else None, marks)
    at = 0
    for piece in (p for g in groups for line in g.lines for cell in line.cells for p in cell):
        assert piece.text
        inside = range(at, at + len(piece.text))
        assert all(piece.is_cited == (passage.start <= i < passage.end) for i in inside)
        if not piece.text.isspace():
            assert all(piece.is_marked == (mark.start <= i < mark.end) for i in inside)
        at += len(piece.text)
    assert (
        "".join(
            piece.text for g in groups for line in g.lines for cell in line.cells for piece in cell
        )
        == text
    )


def test_headings_tables_and_lists_look_like_such_and_read_as_written(client):
    seen = article(client.get("/document", params={"path": "table.md"}))
    assert seen.by_class["article"] == TABLE
    assert seen.by_class["heading"].strip() == "# Hours"
    assert ("aria-level", "3") in seen.attributes
    assert seen.by_class["table"] == "".join(TABLE.splitlines(keepends=True)[2:4])
    assert seen.by_class["name"] == "Day: Evening: Day: Evening: "
    assert seen.by_class["item"] == "".join(TABLE.splitlines(keepends=True)[5:])


def test_facts_stand_on_top(seeds):
    kept = Document("a/b.txt", "Title", "d", "Text.", author="Someone", date="2024-05-02")
    with TestClient(app_for(Shelf(kept), seeds), base_url=HOST) as opened:
        page = opened.get("/document?path=a/b.txt").text
    for fact in ("Title", "a&#47;b&#46;txt", "Someone", 'datetime="2024&#45;05&#45;02"'):
        assert fact in page


@BOTH
def test_a_removed_document_says_so_and_a_changed_one_too(client, strings):
    cookie = {"cookie": f"sanad_language={strings.language}"}
    cited = [CitedPlace("gone.md", 0, 9, "ab"), CitedPlace("guide.md", 0, 9, "cd")]
    gone = client.get(place_address(cited, 1, 3), headers=cookie)
    assert gone.status_code == 404
    assert strings.removed in SeenPage(gone.text).text
    assert strings.citation_of.format(number=1, total=2) in SeenPage(gone.text).text
    assert "&#35;source&#45;3&#45;1" in gone.text
    changed = client.get(place_address(cited, 2, 3), headers=cookie)
    assert changed.status_code == 200
    assert strings.changed in SeenPage(changed.text).text
    assert "cited" not in article(changed).by_class
    unknown = client.get("/document?path=gone.md", headers=cookie)
    assert strings.unknown_document in SeenPage(unknown.text).text


def test_previous_and_next_citation_lead_to_the_places_of_the_answer(client):
    document = StandIn().document("guide.md")
    at = ENGLISH.index(MARKED_ENGLISH)
    mark = Span(at, at + len(MARKED_ENGLISH))
    cited = [
        CitedPlace("guide.md", at, mark.end, document.sha256, (mark,)),
        CitedPlace("table.md", 0, 7, "d1", (Span(2, 7),)),
    ]
    first = client.get(place_address(cited, 1))
    assert article(first).by_class["mark"] == MARKED_ENGLISH
    assert 'rel="prev"' not in first.text
    (address,) = re.findall('rel="next" href="([^"]*)"', first.text)
    (href,) = [v for k, v in ParsedHtml(f'<a href="{address}"></a>').attributes if k == "href"]
    second = client.get(href)
    assert article(second).by_class["mark"] == "Hours"
    assert 'rel="next"' not in second.text
    assert 'rel="prev"' in second.text


@pytest.mark.parametrize("query", ["cited=x", "cited=1-2~~a&number=5", "mark=9-1", "mark=x"])
def test_addresses_that_say_nothing_sound_are_no_fault(client, query):
    answer = client.get(f"/document?path=guide.md&start=0&end=5&{query}")
    assert answer.status_code == 200
    assert 'rel="next"' not in answer.text
    assert 'rel="prev"' not in answer.text


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_citations_and_pages_stay_text(seeds, name):
    payload = PAYLOADS[name]
    path = f"{payload}.pdf"
    text = f"{payload}\n\n{payload}"
    sections = (Section(0, "heading", payload, 2), Section(0, "page", "1"))
    kept = Document(path, payload, "ab", text, sections, author=payload, date="2024")
    cited = [CitedPlace(path, 0, len(payload), "ab", (Span(0, 4),)), CitedPlace(path, 1, 9, "ab")]
    with TestClient(app_for(Shelf(kept), seeds), base_url=HOST) as opened:
        answer = opened.get(place_address(cited, 1))
        gone = opened.get(place_address([CitedPlace(f"x{path}", 0, 9, "ab")] * 2, 1))
    assert article(answer).by_class["article"] == honest(text)
    ours = {"html", "head", "meta", "title", "link", "script", "body", "header", "h1", "h2", "p"}
    ours |= {"a", "nav", "main", "article", "span", "mark", "bdi", "div", "form", "input", "time"}
    ours |= {"output", "button", "figure", "figcaption", "img"}
    for page in (SeenPage(answer.text), SeenPage(gone.text)):
        assert page.tags <= ours
        assert not [key for key, _ in page.attributes if key.startswith("on") or key == "style"]
        for key, value in page.attributes:
            if key in {"href", "src", "action"}:
                led = urlsplit(value)
                assert not led.scheme
                assert not led.netloc
    assert honest(payload) in SeenPage(gone.text).text


# Looking for words


def test_words_are_found_in_all_parts_where_a_browser_finds_them(client, monkeypatch):
    monkeypatch.setattr(documents, "PART_CHARACTERS", 60_000)
    text = "a \U0001f6b0\u202e reservoir and " * 9_000
    query = {"path": "long.txt", "sha256": "d2", "q": "RESERVOIR"}
    found = client.get("/document/find", params=query).json()
    assert found["count"] == 9_000
    assert len(found["places"]) == 5_000
    assert {part for part, _, _ in found["places"]} == {1, 2}
    for part, start, end in [*found["places"][:3], *found["places"][-3:]]:
        shown = honest(text[(part - 1) * 60_000 : part * 60_000]).encode("utf-16-le")
        assert shown[2 * start : 2 * end].decode("utf-16-le") == "reservoir"


def test_nothing_is_found_in_what_is_not_there_or_has_changed(client):
    query = {"path": "table.md", "sha256": "d1", "q": "nowhere"}
    assert client.get("/document/find", params=query).json() == {"count": 0, "places": []}
    for wrong in ({"path": "none"}, {"sha256": "d2"}):
        assert client.get("/document/find", params=query | wrong).status_code == 404
    assert client.get("/document/find", params=query | {"q": "x" * 201}).status_code == 422


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_words_are_only_words(client, name):
    query = {"path": f"hostile/{name}.txt", "q": PAYLOADS[name][:200]}
    document = StandIn().document(query["path"])
    answer = client.get("/document/find", params=query | {"sha256": document.sha256})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["count"] >= 1


# The pages of a PDF


def test_a_page_is_drawn_with_the_sentence_boxed(client, report):
    start = report.text.index(SENTENCE)
    mark = f"{start}-{start + len(SENTENCE)}"
    plain = client.get("/page.png", params=of(report, page=1))
    boxed = client.get("/page.png", params=of(report, page=1, mark=mark))
    assert plain.headers["content-type"] == boxed.headers["content-type"] == "image/png"
    assert plain.headers["cache-control"] == "no-store"
    one, two = (Image.open(io.BytesIO(answer.content)) for answer in (plain, boxed))
    box = ImageChops.difference(one, two).getbbox()
    scale = one.height / 842
    assert abs(box[0] - 100 * scale) < 8
    assert box[1] < (842 - 612) * scale < (842 - 600) * scale < box[3]
    assert box[3] - box[1] < 25 * scale
    end = start + len(SENTENCE)
    view = client.get("/document", params=of(report, start=start, end=end, mark=mark))
    (source,) = re.findall('<img src="([^"]*)"', view.text)
    (src,) = [v for k, v in ParsedHtml(f'<a src="{source}"></a>').attributes if k == "src"]
    assert client.get(src).content == boxed.content


def test_only_what_the_index_knows_is_drawn(client, seeds, report):
    (seeds / "other.pdf").write_bytes(by_hand([(100, 600, "private")]))
    asked = of(report, page=1)
    for wrong in (
        {"path": "other.pdf"},
        {"path": "../report.pdf"},
        {"path": "guide.md"},
        {"sha256": "ab"},
    ):
        assert client.get("/page.png", params=asked | wrong).status_code == 404, wrong
    for wrong in ({"page": 0}, {"page": "x"}, {"mark": ["0-1"] * 51}):
        assert client.get("/page.png", params=asked | wrong).status_code == 422, wrong
    assert client.get("/page.png", params=asked | {"page": 2}).status_code == 422


def test_a_changed_file_is_not_drawn(tmp_path):
    data = by_hand([(100, 600, SENTENCE)])
    kept = written(tmp_path, "a.pdf", data)
    with TestClient(app_for(Shelf(kept), tmp_path), base_url=HOST) as opened:
        (tmp_path / "a.pdf").write_bytes(by_hand([(100, 600, "Something else.")]))
        told = opened.get("/page.png", params=of(kept, page=1))
        assert told.status_code == 422
        (tmp_path / "a.pdf").unlink()
        assert opened.get("/page.png", params=of(kept, page=1)).status_code == 404
        (tmp_path / "secret.pdf").write_bytes(data)
        (tmp_path / "a.pdf").symlink_to(tmp_path / "secret.pdf")
        assert opened.get("/page.png", params=of(kept, page=1)).status_code == 404


@BOTH
def test_a_hostile_page_is_told_and_the_next_is_drawn(client, report, strings, monkeypatch):
    monkeypatch.setattr("qa.corpus.parser_process.CPU_SECONDS", 1)
    digest = hashlib.sha256(nested_forms_pdf()).hexdigest()
    asked = {"path": "forms.pdf", "sha256": digest, "page": 1}
    cookie = {"cookie": f"sanad_language={strings.language}"}
    told = client.get("/page.png", params=asked, headers=cookie)
    assert told.status_code == 422
    assert strings.page_not_drawn in SeenPage(told.text).text
    monkeypatch.undo()
    assert client.get("/page.png", params=of(report, page=1)).status_code == 200


_SAMPLE = ["crash", "fill_memory", "Panic", "UnspeakableError", "no json"]
_WHOLE = [
    word for word in (*FAULTS, *MORE_FAULTS, *ACTS, *MORE_ACTS, *ANSWERS) if word != "chatter"
]


@pytest.mark.parametrize(
    "act",
    [
        *_SAMPLE,
        *(pytest.param(word, marks=pytest.mark.long) for word in _WHOLE if word not in _SAMPLE),
    ],
)
def test_a_renderer_that_breaks_down_leaves_the_server_alive(client, report, monkeypatch, act):
    worker = "qa.corpus.parser_process._WORKER"
    monkeypatch.setattr(worker, "support.stumbling_parser_worker")
    monkeypatch.setenv("STUMBLE_DRAWING", act)
    monkeypatch.setattr("qa.corpus.parser_process.CPU_SECONDS", 3)
    monkeypatch.setattr("qa.corpus.parser_process.CLOCK_SHARE", 2)
    monkeypatch.setattr("qa.corpus.parser_process.PAGE_SECONDS", 0)
    assert client.get("/page.png", params=of(report, page=1)).status_code == 422
    monkeypatch.undo()
    assert client.get("/page.png", params=of(report, page=1)).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_page_that_would_wait_too_long_is_told(client, report, seeds, monkeypatch):
    monkeypatch.setattr(page_pictures, "DRAWN_AT_ONCE", 0)
    monkeypatch.setattr(page_pictures, "WAIT_SECONDS", 0.01)
    with TestClient(app_for(Shelf(report), seeds), base_url=HOST) as opened:
        assert opened.get("/page.png", params=of(report, page=1)).status_code == 503
