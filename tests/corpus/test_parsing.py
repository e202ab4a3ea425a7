"""From a file of each format to a document: text, title, sections, notes, and refusals."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.corpus import parsing
from qa.corpus.formats import FORMATS, SUPPORTED_SUFFIXES
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import SourceFile, scan_seeds
from qa.errors import DocumentParseError
from qa.records import Document
from support.parsing_samples import (
    ARABIC_LINES,
    pdf_file,
    read_bytes,
    read_text,
    word_file,
    zip_bomb,
)

PROSE = (
    "The river rises in the northern hills and reaches the sea after two hundred kilometres. "
    "Its water drives {} mills, and the towns on its banks live from leather and from fish. "
)


BINARY = (".pdf", ".docx", ".xlsx", ".xlsm")


def assert_sound(document: Document) -> None:
    assert document.text == document.text.strip()
    starts = [section.start for section in document.sections]
    assert starts == sorted(starts)
    for section in document.sections:
        assert 0 <= section.start < len(document.text)
        assert not document.text[section.start].isspace()
        if section.kind == "heading":
            assert section.level >= 1
            assert document.text.startswith(section.label, section.start)


def refusal(folder, name, data) -> DocumentParseError:
    with pytest.raises(DocumentParseError) as caught:
        read_bytes(folder, name, data)
    assert str(caught.value).endswith(".")
    return caught.value


# Plain text


def test_text_stays_verbatim_but_for_line_ends_and_controls(tmp_path):
    odd = "\ufeffA\u200cB\u200dC\u00a0ﬁ ①\r\nx\ry\x00\x07\tz" + "." * 300 + "\u202eabc\u202c\n\n"
    document = read_text(tmp_path, "a.txt", odd)
    assert document.text == "A\u200cB\u200dC\u00a0ﬁ ①\nx\ny\tz" + "." * 300 + "\u202eabc\u202c"
    assert_sound(document)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The mills of the river\n\nIt has many.", "The mills of the river"),
        ("هل للنهر طواحين؟\nنعم، كثيرة.", "هل للنهر طواحين؟"),
        ("The river has mills.\nMany.", "my old report"),
        ("Mills:\none", "my old report"),
        ("Only one line", "my old report"),
        ("x" * 151 + "\nmore", "my old report"),
        ("Spread the love\n\nThe mills\n\nIt has many.", "Spread the love"),
    ],
)
def test_the_title_of_a_text_is_its_headline_or_its_name(tmp_path, text, title):
    assert read_text(tmp_path, "my-old_report.txt", text).title == title


SOFT_HYPHENS = [
    ("Donau\u00addampf\u00adschiff", "Donaudampfschiff"),
    ("the com\u00ad\nmission met", "the commission met"),
    ("the com\u00ad\r\n   mission met", "the commission met"),
    ("first\u00ad\n\nsecond", "first\n\nsecond"),
    ("anti-\ncorruption, ISO-27001", "anti-\ncorruption, ISO-27001"),
]


@pytest.mark.parametrize(("written", "read"), SOFT_HYPHENS)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_soft_hyphens_are_no_part_of_a_word(tmp_path, name, written, read):
    assert read_text(tmp_path, name, f"Words before.\n\n{written}").text.endswith(read)


def test_soft_hyphens_of_word_and_of_pages(tmp_path):
    data = word_file("<w:p><w:r><w:t>the com\u00admission met</w:t></w:r></w:p>")
    assert read_bytes(tmp_path, "a.docx", data).text == "the commission met"
    page = f"<p>the com&shy;mission met, com&#173;posed, com\u00admon. {PROSE}</p>"
    text = read_text(tmp_path, "a.html", page).text
    assert text.startswith("the commission met, composed, common.")


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf\n", b"-----\n"])
def test_empty_files(tmp_path, data):
    assert refusal(tmp_path, "a.txt", data).kind == "empty"


def test_leftovers_of_web_pages_are_noted(tmp_path):
    lines = ("Tweet", "Share this:", "Read more")
    prose = f"<p>{PROSE.format(1)}</p>"
    leftovers = "".join(f"<p>{line}</p>" for line in lines)
    document = read_text(tmp_path, "a.html", page(f"<article>{prose}{leftovers}</article>"))
    assert document.text == PROSE.format(1).strip()
    assert tuple(map(str, document.notes)) == (
        "lines of web-page leftovers left out: 3 (“Tweet”; “Share this:”; “Read more”)",
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.rst"])
def test_what_would_be_a_leftover_in_a_web_page_stays_in_a_text(tmp_path, name):
    source = "First line.\nTweet\nReading time: 15 minutes\nحجم الخط: 16\nRead more\nLast line."
    document = read_text(tmp_path, name, source)
    assert document.text == source
    assert document.notes == ()


def test_shaped_arabic_is_folded_in_any_format(tmp_path):
    import arabic_reshaper

    shaped = "\n".join(map(arabic_reshaper.reshape, ARABIC_LINES))
    for name in ("a.txt", "a.md", "a.rst"):
        document = read_text(tmp_path, name, shaped)
        assert document.text == "\n".join(ARABIC_LINES)
        assert document.notes


# Markdown


def test_markdown_loses_its_marks_and_keeps_its_headings(tmp_path):
    source = (
        "---\ntitle: 'The river'\ntags: [a]\n---\n"
        "# Source **and** sea\n\nIt is *long* and [wide](http://example.com/x), "
        "`cold` &amp; <b>old</b>.\n\n"
        "- hills\n- plain\n  1. wheat\n  2. rice\n\n"
        "| town | mills |\n|---|---|\n| Upper | 4 |\n\n```\ncode here\n```\n\n"
        "<div>kept <!-- gone --></div>\n\nSetext\n------\n\n> quoted ![picture](p.png)\n"
    )
    document = read_text(tmp_path, "a.md", source)
    assert document.title == "The river"
    assert document.text == (
        "title: The river\ntags: a\n\nSource and sea\n\nIt is long and wide, cold & old.\n\n"
        "• hills\n• plain\n  1. wheat\n  2. rice\n\n"
        "town: Upper | mills: 4\n\ncode here\n\nkept\n\nSetext\n\nquoted picture"
    )
    headings = [(s.label, s.level) for s in document.sections if s.kind == "heading"]
    assert headings == [("Source and sea", 1), ("Setext", 2)]
    assert_sound(document)


def test_the_first_heading_is_the_title_without_front_matter(tmp_path):
    assert read_text(tmp_path, "a.md", "text\n\n## Head\n\nmore").title == "Head"
    assert read_text(tmp_path, "a-b.md", "text only").title == "a b"


def test_a_monstrous_paragraph_is_read_as_plain_text_in_time(tmp_path):
    started = time.perf_counter()
    document = read_text(tmp_path, "a.md", ("*a_ [b " * 100 + "\n") * 1000)
    assert tuple(map(str, document.notes)) == (
        "paragraphs too long for Markdown, read as plain text: 1",
    )
    assert time.perf_counter() - started < 10


# Web pages


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("n_paragraphs", [1, 8])
def test_a_page_gives_its_article_without_what_surrounds_it(tmp_path, n_paragraphs):
    paragraphs = "".join(f"<p>{PROSE.format(n)}</p>" for n in range(n_paragraphs))
    source = page(
        "<nav><a href='/'>Start</a> <a href='/x'>Archive</a></nav><article><h1>The river</h1>"
        f"<h2>Course</h2>{paragraphs}<h2>Towns</h2><p>They are <b>old</b>.</p></article>"
        "<script>alert('no')</script><style>p {color: red}</style><footer>All rights</footer>",
        "<title>The river - Example</title><meta property='og:title' content='The river'>",
    )
    document = read_text(tmp_path, "a.html", source)
    assert document.title == "The river"
    for n in range(n_paragraphs):
        assert PROSE.format(n).strip() in document.text
    assert "They are old." in document.text
    for gone in ("alert", "color", "Archive", "All rights", "<"):
        assert gone not in document.text
    assert [(s.label, s.level) for s in document.sections] == [
        ("The river", 1),
        ("Course", 2),
        ("Towns", 2),
    ]
    assert_sound(document)


def test_a_manual_loses_neither_headings_nor_repeated_paragraphs(tmp_path):
    body = "".join(f"<h2>Part {n}</h2><p>{PROSE.format(1)}</p>" for n in range(5))
    document = read_text(tmp_path, "a.htm", page(f"<h1>Manual</h1>{body}"))
    assert document.text.count(PROSE.format(1).strip()) == 5
    assert [s.label for s in document.sections] == ["Manual", *(f"Part {n}" for n in range(5))]
    assert_sound(document)


@pytest.mark.parametrize(
    "body", ["<p>Short note</p>", "Short note", "<div><b>Short</b> note</div>"]
)
def test_a_tiny_page(tmp_path, body):
    assert read_text(tmp_path, "a.html", page(body)).text == "Short note"


def test_a_page_in_the_encoding_it_declares(tmp_path):
    text = " ".join(ARABIC_LINES)
    source = page(f"<p>{text}</p>", "<meta http-equiv=x content='text/html; charset=windows-1256'>")
    document = read_bytes(tmp_path, "a.html", source.encode("windows-1256"))
    assert document.text == text
    assert str(document.notes[0]) == "decoded as windows-1256"


def test_an_entity_bomb_and_an_outside_entity_stay_unread(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("password")
    source = (
        f"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a SYSTEM 'file://{secret}'>"
        "<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Text &a; &c;</p></body></html>"
    )
    document = read_text(tmp_path, "a.xhtml", source)
    assert "Text" in document.text
    assert "password" not in document.text
    assert "bbbb" not in document.text.split("Text", 1)[1]


@pytest.mark.parametrize("depth", [300, 3_000, 200_000])
def test_tags_nested_deep(tmp_path, depth):
    source = "<div>" * depth + "deep text" + "</div>" * depth + "<p>after</p>"
    document = read_text(tmp_path, "a.html", source)
    assert document.text.split() == ["deep", "text", "after"]


# PDF


def test_a_pdf_gives_paragraphs_and_pages(tmp_path):
    first = [
        "The River",
        "The river rises in the northern hills and reaches the sea after",
        "two hundred kilometres, and the towns on its banks live from the",
        "leather trade.",
        "Its water drives forty mills. Most of them are older than the town",
        "itself, and they still grind the wheat of the plain, as they did in",
    ]
    second = ["the days of the old kings.", "A new paragraph begins here and is not joined at all."]
    document = read_bytes(tmp_path, "a.pdf", pdf_file([first, second], title="River book"))
    assert document.title == "River book"
    assert document.text == (
        f"{first[0]}\n\n{' '.join(first[1:4])}\n\n{' '.join(first[4:])} {second[0]}\n\n{second[1]}"
    )
    assert [(s.kind, s.label) for s in document.sections] == [("page", "1"), ("page", "2")]
    assert document.text.startswith("the days", document.sections[1].start)
    assert_sound(document)


def test_page_numbers_and_running_headers_go(tmp_path):
    pages = [
        ["Annual report", f"Text of page {word} stands here.", f"And another {word}.", str(n)]
        for n, word in enumerate(("one", "two", "three", "four"), 1)
    ]
    document = read_bytes(tmp_path, "a.pdf", pdf_file(pages))
    assert document.text.count("Annual report") == 1
    assert "Text of page three stands here." in document.text
    assert tuple(map(str, document.notes)) == (
        "page numbers and repeated running headers left out: 7",
    )


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (lambda: pdf_file([["text"]], password="x"), "encrypted", "password"),
        (lambda: pdf_file([[]]), "empty", "hold no text"),
        (lambda: b"%PDF-1.7\nnonsense", "broken", "again"),
        (lambda: pdf_file([["text"]])[:300], "broken", "again"),
    ],
)
def test_pdfs_that_give_no_text(tmp_path, data, kind, advice):
    error = refusal(tmp_path, "a.pdf", data())
    assert error.kind == kind
    assert advice in str(error)


def test_pages_without_text_are_noted(tmp_path):
    document = read_bytes(tmp_path, "a.pdf", pdf_file([["Some text on a page."], []]))
    assert tuple(map(str, document.notes)) == (
        "pages that hold no text and may be scanned: 1 of 2",
    )


# Word


def test_a_word_document_in_its_own_order(tmp_path):
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Course</w:t></w:r></w:p>'
        '<w:p><w:r><w:t xml:space="preserve">It is </w:t></w:r><w:ins><w:r><w:t>long</w:t></w:r>'
        "</w:ins><w:del><w:r><w:delText>short</w:delText></w:r></w:del><w:r><w:br/>"
        "<w:t>and wide.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>town</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>mills"
        "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        '<w:sdt><w:sdtContent><w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Towns'
        "</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        '<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>Upper</w:t></w:r></w:p>'
    )
    document = read_bytes(tmp_path, "a.docx", word_file(body))
    assert document.text == ("Course\n\nIt is long\nand wide.\n\ntown | mills\n\nTowns\n\n• Upper")
    assert [(s.label, s.level) for s in document.sections] == [("Course", 1), ("Towns", 2)]
    assert document.title == "Course"
    assert read_bytes(tmp_path, "b.docx", word_file(body, title="Stated")).title == "Stated"
    assert_sound(document)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lambda: b"no zip at all", "broken"),
        (lambda: zip_bomb(8 * 1024 * 1024), "broken"),
        (lambda: zip_bomb(600 * 1024 * 1024), "too_large"),
        (lambda: word_file("<w:p/>")[:-200], "broken"),
        (lambda: word_file("<w:p/>"), "empty"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
    ],
)
def test_word_documents_that_give_no_text(tmp_path, data, kind):
    assert refusal(tmp_path, "a.docx", data()).kind == kind


# Tables and records


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "|")]
)
def test_each_row_of_a_table_is_a_block(tmp_path, name, delimiter):
    rows = [
        ["town", "mills", "note"],
        ["Upper", "4", '"two\n\nlines, here; | \t"'],
        ["Lower", "", "x"],
    ]
    source = "\r\n".join(delimiter.join(row) for row in rows)
    document = read_text(tmp_path, name, source)
    assert document.text == (
        "town: Upper\nmills: 4\nnote: two\nlines, here; | \n\ntown: Lower\nnote: x".replace(
            "| \n", "|\n"
        )
    )
    assert [(s.kind, s.label) for s in document.sections] == [("row", "2"), ("row", "3")]
    assert document.title == "a"
    assert_sound(document)


def test_a_table_without_names_of_columns(tmp_path):
    assert read_text(tmp_path, "a.csv", "Upper,4\nLower,5\n").text == "Upper | 4\n\nLower | 5"


def test_an_unclosed_quotation_mark_does_not_swallow_the_table(tmp_path):
    document = read_text(tmp_path, "a.csv", 'town,note\nUpper,"open\nLower,fine\n')
    assert len(document.sections) == 2
    assert document.notes


def test_long_cells_and_leftovers_in_tables_stay(tmp_path):
    document = read_text(tmp_path, "a.csv", f"title,text\nTweet,{'word ' * 60_000}\n")
    assert len(document.text) > 299_000
    assert document.text.startswith("title: Tweet\n")


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
@pytest.mark.parametrize("data", [b"no json", b"[" * 100_000, b'{"a": ' * 100_000, b"[1, 2"])
def test_files_without_a_record_are_broken(tmp_path, name, data):
    assert refusal(tmp_path, name, data).kind == "broken"


# Refusals common to all


def test_a_file_that_changed_since_the_scan_is_not_read(tmp_path):
    (tmp_path / "a.txt").write_text("before")
    (scanned,) = scan_seeds(tmp_path).files
    (tmp_path / "a.txt").write_text("behind")
    with pytest.raises(DocumentParseError, match="changed") as caught:
        parse_document(scanned)
    assert caught.value.kind == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_file_replaced_by_a_pipe_does_not_hang(tmp_path):
    (tmp_path / "a.txt").write_text("before")
    (scanned,) = scan_seeds(tmp_path).files
    (tmp_path / "a.txt").unlink()
    with pytest.raises(DocumentParseError):
        parse_document(scanned)
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(DocumentParseError):
        parse_document(scanned)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    suffix=st.sampled_from(SUPPORTED_SUFFIXES),
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
        st.text(alphabet='<>/ab#*`[](){}|-\n\t":,;&!01ةا\ufefb', max_size=300).map(str.encode),
        st.binary(max_size=100).map(b"%PDF-1.4\n".__add__),
        st.binary(max_size=100).map(b"PK\x03\x04".__add__),
    ),
)
def test_any_bytes_under_any_ending_give_a_document_or_a_reason(tmp_path, suffix, data):
    location = tmp_path / f"a{suffix}"
    location.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(DocumentParseError):
        document = parse_document(SourceFile(location.name, location, digest, len(data)))
        assert document.text.encode("utf-8")
        assert document.title
        assert_sound(document)


@pytest.mark.parametrize("damage", range(12))
@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_damaged_files_give_a_document_or_a_reason(tmp_path, suffix, damage):
    whole = pdf_file([["Some text."]]) if suffix == ".pdf" else word_file("<w:p/>")
    data = bytearray(whole)
    chance = random.Random(damage)
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(DocumentParseError):
        assert_sound(read_bytes(tmp_path, f"a{suffix}", bytes(data)))


@pytest.mark.parametrize("suffix", [s for s in SUPPORTED_SUFFIXES if s not in BINARY])
@pytest.mark.parametrize("unit", ["word ", "ابة", "[", "*a_", "<b>", '"', "{", "!["])
def test_one_huge_line_is_read_in_time(tmp_path, suffix, unit):
    started = time.perf_counter()
    with contextlib.suppress(DocumentParseError):
        read_text(tmp_path, f"a{suffix}", unit * (300_000 // len(unit)))
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("file_format", sorted({*FORMATS.values()}))
def test_every_format_has_a_parser(file_format):
    assert callable(parsing._parser(file_format))
