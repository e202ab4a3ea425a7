"""Books: chapters in the order of reading, with their headings, title, author and date."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.blocks import assemble, finish
from qa.corpus.epub import MAX_UNPACKED_BYTES, parse_epub
from qa.errors import DocumentParseError

CONTAINER = (
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
    "<rootfile full-path='OEBPS/book.opf'/></rootfiles></container>"
)
METADATA = (
    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>كتاب النهر</dc:title>"
    "<dc:creator>هبة نجم</dc:creator><dc:creator>Ali Zaid</dc:creator>"
    "<dc:date>2023-05-02T00:00:00Z</dc:date></metadata>"
)
CONTENTS = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><body><nav><ol><li><a href='text/ch%200.xhtml'>"
    "First things</a></li></ol></nav></body></html>"
)


def book(chapters, more=None):
    """A book of these chapters, in this order."""
    items = "".join(
        f"<item id='c{n}' href='text/ch%20{n}.xhtml' media-type='application/xhtml+xml'/>"
        for n in reversed(range(len(chapters)))
    )
    nav = "<item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
    spine = "".join(f"<itemref idref='c{n}'/>" for n in range(len(chapters)))
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": "<package xmlns='http://www.idpf.org/2007/opf'>"
        f"{METADATA}<manifest>{items}{nav}</manifest><spine><itemref idref='n'/>{spine}</spine>"
        "</package>",
        "OEBPS/nav.xhtml": CONTENTS,
        **{f"OEBPS/text/ch {n}.xhtml": chapter for n, chapter in enumerate(chapters)},
        **(more or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def chapter(body):
    return (
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head>"
        f"<body>{body}</body></html>"
    )


def test_a_book_in_its_order_of_reading():
    pages = [
        chapter("<p>It rises&nbsp;here.<a id='x'/></p><img src='a.png' alt='A map of it'/>"),
        chapter(
            "<h1>الفصل الثاني</h1><aside>A note.</aside><ul><li>a<ul><li>b</li></ul></li></ul>"
        ),
    ]
    found = finish(parse_epub(book(pages)))
    text, sections = assemble(found.blocks)
    assert text == (
        "First things\n\nIt rises\u00a0here.\n\nA map of it\n\n"
        "الفصل الثاني\n\nA note.\n\n• a\n  • b"
    )
    assert [s.label for s in sections] == ["First things", "الفصل الثاني"]
    assert (found.title, found.author, found.date) == (
        "كتاب النهر",
        "هبة نجم, Ali Zaid",
        "2023-05-02",
    )
    assert tuple(map(str, found.notes)) == ("contents pages not read: 1", "pictures not read: 1")


def test_a_missing_chapter_is_counted_and_the_rest_read():
    found = finish(parse_epub(book([chapter("<p>One.</p>"), None, chapter("<p>Three.</p>")])))
    assert assemble(found.blocks)[0] == "First things\n\nOne.\n\nThree."
    assert "missing chapters: 1" in str(found.notes[0])


ENCRYPTION = (
    "<encryption><CipherData><CipherReference URI='OEBPS/text/ch%200.xhtml'/></CipherData>"
    "</encryption>"
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lambda: b"no zip", "broken"),
        (lambda: book(["<p>x"], {"META-INF/container.xml": None}), "broken"),
        (lambda: book(["<p>x"], {"OEBPS/book.opf": "nonsense"}), "broken"),
        (lambda: book(["<p>x"], {"META-INF/encryption.xml": ENCRYPTION}), "encrypted"),
        (lambda: book([" " * (MAX_UNPACKED_BYTES + 1)]), "too_large"),
        (lambda: book(["<p>x"], {f"a{n}": "" for n in range(20_001)}), "too_large"),
    ],
)
def test_books_that_give_no_text(data, kind):
    with pytest.raises(DocumentParseError) as caught:
        parse_epub(data())
    assert caught.value.kind == kind


def test_too_many_tags_are_refused(monkeypatch):
    monkeypatch.setattr("qa.corpus.epub.MAX_TAGS", 50)
    with pytest.raises(DocumentParseError, match="split it"):
        parse_epub(book(["<p>x" * 30] * 2))


def test_no_entity_is_unfolded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("password")
    entity = f"<!DOCTYPE p [<!ENTITY a SYSTEM 'file://{secret}'>]>"
    package = (
        f"{entity}<package><metadata><title>T&a;</title></metadata><manifest><item id='c' "
        "href='c.xhtml' media-type='text/html'/></manifest><spine><itemref idref='c'/></spine>"
        "</package>"
    )
    more = {"OEBPS/book.opf": package, "OEBPS/c.xhtml": f"{entity}<p>x &a;</p>"}
    found = parse_epub(book([], more))
    assert "password" not in found.title + found.blocks[0].text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=5), min_size=1, max_size=6))
def test_every_paragraph_is_read_in_order(numbers):
    pages = [chapter("".join(f"<p>word{n}</p>" for n in chosen)) for chosen in numbers]
    text = assemble(parse_epub(book(pages)).blocks)[0].removeprefix("First things")
    assert text.split() == [f"word{n}" for chosen in numbers for n in chosen]
