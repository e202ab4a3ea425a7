"""What reading files finds, told in each language of the page: driven by real files."""

from __future__ import annotations

import ast
import os
import re

import pytest

from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.errors import DocumentParseError
from qa.findings import ENGLISH, UNREAD, Finding
from qa.reports import Problem
from qa.web.html.bidi import direction
from qa.web.html.locales import STRINGS
from support.parsing_samples import ARABIC_LINES, pdf_file, visual, zip_of
from support.paths import ROOT

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARABIC = "تفتح المكتبة أبوابها في الثامنة صباحاً وتغلق في العاشرة ليلاً من كل يوم.\n" * 3
PAGE = (
    "<html><body><article><p>{}</p><p>Tweet</p><p>Share this:</p><p hidden>x y</p>"
    "<img src=a.png alt=''><iframe></iframe><video></video></article></body></html>"
)
FILES = {
    "empty.txt": b"",
    "signs.txt": b"... --- ...",
    "program.txt": b"\x7fELF" + bytes(100),
    "picture.txt": b"\x89PNG\r\n" + bytes(100),
    "archive.txt": b"\x1f\x8b\x08" + bytes(100),
    "zip.txt": b"PK\x03\x04" + bytes(100),
    "office.txt": OLE + bytes(100),
    "pdf.txt": b"%PDF-1.4",
    "database.txt": b"SQLite format 3\0",
    "data.txt": bytes(range(32)) * 20,
    "old.txt": ARABIC.encode("windows-1256"),
    "damaged.txt": ARABIC.encode() + b"\xff",
    "turned.txt": "\n".join(map(visual, ARABIC_LINES)).encode(),
    "web.html": PAGE.format("The library opens at eight in the morning. " * 9).encode(),
    "table.csv": b'a,b\n1,"x"y\n2,z\n',
    "empty.csv": b"\n,\n",
    "broken.json": b"{",
    "broken.jsonl": b"{\nno\n",
    "half.jsonl": b'{"text": "some words"}\n{broken\n',
    "broken.pdf": b"%PDF-1.4 nothing",
    "locked.pdf": pdf_file([["Locked words."]], password="secret"),
    "blank.pdf": pdf_file([[]]),
    "broken.docx": b"nothing",
    "broken.pptx": b"nothing",
    "broken.odt": b"nothing",
    "broken.rtf": b"nothing",
    "broken.xlsx": b"nothing",
    "broken.epub": b"nothing",
    "broken.eml": b"nothing",
    "broken.srt": b"nothing at all",
    "broken.mhtml": b"From: a@b.c\nContent-Type: text/plain\n\nhello",
    "broken.png": b"\x89PNG\r\n\x1a\nnothing",
    "locked.docx": OLE + "EncryptedPackage".encode("utf-16-le"),
    "old.pptx": OLE,
    "old.xlsx": OLE,
    "secret.eml": b"Content-Type: multipart/encrypted; boundary=x\n\n--x\n\n--x--\n",
    "locked.epub": zip_of({"mimetype": "application/epub+zip"}),
    "long.md": b"[a](b) " * 60_000,
    "scripture.doc": b"x",
    "film.mkv": b"x",
    "noending": b"x",
    "bad\x01name.txt": b"x",
    "large.txt": b"x " * 600_000,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What was found in each file: the reason why it gives no text, or notes."""
    folder = tmp_path_factory.mktemp("files")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (folder / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe.txt")
    scan = scan_seeds(folder, max_file_bytes=1_000_000)
    found = {problem.path: [problem] for problem in scan.problems}
    for file in scan.files:
        try:
            found[file.path] = list(parse_document(file).notes)
        except DocumentParseError as error:
            found[file.path] = [Problem.of(file.path, error.kind, error.reason)]
    return found


def said_of(strings, found):
    """Every sentence about every file, with the names that stand in it."""
    for path, items in found.items():
        for item in items:
            told = strings.problem(item) if isinstance(item, Problem) else strings.note(item)
            yield path, told, [value for value in item.values if isinstance(value, str)]


def without(names, told):
    """A sentence without the names in it, the longest first."""
    for name in sorted(names, key=len, reverse=True):
        told = told.replace(name, "")
    return told


def test_files_meet_many_kinds_of_findings(found):
    assert all(found.values()), [path for path, items in found.items() if not items]
    codes = {item.code for items in found.values() for item in items}
    assert len(codes) >= 40, sorted(ENGLISH.keys() - codes)
    assert not codes & {"fault", "broke_the_reader"}


def test_english_is_what_reports_say(found):
    for items in found.values():
        for item in items:
            words = item.message if isinstance(item, Problem) else str(item)
            told = STRINGS["en"].problem(item) if isinstance(item, Problem) else None
            assert words == (told or STRINGS["en"].note(item))


def test_the_arabic_page_shows_no_latin_prose_about_any_file(found):
    """Names of formats and encodings stay; a foreign name is marked, so that its dot stays put."""
    for path, told, names in said_of(STRINGS["ar"], found):
        plain = without(names, told)
        words = re.findall("[A-Za-z][A-Za-z-]*", plain)
        assert all(word.isupper() or f"\u200e.{word}" in plain for word in words), (path, told)
        assert direction(plain) == "rtl", (path, told)
        assert all(f"\u200e{name}\u200e" in told for name in names if name.startswith("."))


def test_the_french_page_is_set_in_french(found):
    for path, told, names in said_of(STRINGS["fr"], found):
        plain = without(names, told)
        assert not re.search("[^\u00a0]:|[^\u202f][;!?]", plain), (path, told)


def test_a_value_is_never_read_as_a_template():
    hostile = "{0.__class__} {1} <b>"
    for strings in STRINGS.values():
        told = strings.note(Finding.of("decoded", hostile))
        assert hostile in told


def test_a_finding_of_another_version_is_told_as_it_was_written():
    assert STRINGS["ar"].note(Finding("later", (), "something new")) == "something new"
    assert STRINGS["ar"].problem(Problem("a.txt", "broken", "old words")) == ""


def codes_in_the_program():
    """Codes that the parsers give, read from their source."""
    for path in sorted((ROOT / "qa" / "corpus").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_code_has_words_and_every_word_is_used():
    written = set(codes_in_the_program())
    unread = {code for code in ENGLISH if code.startswith(UNREAD)}
    assert ENGLISH.keys() - unread <= written
    nouns = {re.sub(r"[ -]", "_", text) for text in written}
    assert {code.removeprefix(UNREAD) for code in unread} <= nouns
