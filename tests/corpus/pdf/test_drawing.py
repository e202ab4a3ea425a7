"""A page's picture: the box is around the sentence, and around nothing else."""

import hashlib
import io

import pytest
from PIL import Image, ImageChops

from qa.corpus.parser_process import ParserProcess, draw_apart
from qa.corpus.pdf.drawing import LONGEST, draw_page
from qa.corpus.pdf.sought import Sought, sought_in
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from qa.records import Span
from support.hostile_files import nested_forms_pdf
from support.parsing_samples import read_bytes
from support.pdf_samples import by_browser, by_hand, in_latin

WIDTH, HEIGHT = 595, 842  # of the pages of `by_hand`, in points
SCALE = LONGEST / HEIGHT
SENTENCE = "The weir was opened in 1250."


def picture(data, number=1, *parts):
    return Image.open(io.BytesIO(draw_page(data, number, parts)))


def sought(folder, data, words):
    document = read_bytes(folder, "a.pdf", data)
    start = document.text.index(words)
    return sought_in(document, Span(start, start + len(words)))


def boxed(data, number, found):
    """Where the picture with a box differs from the one without, in pixels."""
    return ImageChops.difference(picture(data, number), picture(data, number, found)).getbbox()


def ink(data, number=1):
    """Where a page is not white."""
    white = Image.new("RGB", picture(data, number).size, "white")
    return ImageChops.difference(picture(data, number), white).getbbox()


def holds(outer, inner):
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )


def page_of(rows):
    return by_hand([(100, 842 - 100 * n, text) for n, text in enumerate(rows, 1)])


def test_the_box_is_around_the_sentence_and_nothing_else(tmp_path):
    rows = ["Before it stands this.", SENTENCE, "And this stands after it."]
    data = page_of(rows)
    left, top, right, bottom = boxed(data, 1, sought(tmp_path, data, SENTENCE))
    alone = ink(by_hand([(100, 642, SENTENCE)]))
    assert holds((left, top, right, bottom), alone)
    assert top > 200 * SCALE - 20 * SCALE
    assert bottom < 200 * SCALE + 10 * SCALE
    assert right < alone[2] + 10 * SCALE


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_or_cropped_is_boxed_where_it_shows(tmp_path, turn):
    def turned(data):
        box = b"/MediaBox[0 0 595 842]"
        return data.replace(box, box + b"/CropBox[50 60 500 800]/Rotate %d" % turn)

    whole = turned(page_of(["Before it stands this.", SENTENCE, "And this stands after it."]))
    found = sought(tmp_path, whole, SENTENCE)
    alone = ink(turned(by_hand([(100, 642, SENTENCE)])))
    box = boxed(whole, 1, found)
    assert holds(box, alone)
    assert (box[2] - box[0]) * (box[3] - box[1]) < 3 * (alone[2] - alone[0]) * (alone[3] - alone[1])


def test_of_two_copies_the_cited_one_is_boxed(tmp_path):
    data = page_of([SENTENCE, "Between them stands this.", SENTENCE])
    document = read_bytes(tmp_path, "a.pdf", data)
    for at, row in ((document.text.index(SENTENCE), 1), (document.text.rindex(SENTENCE), 3)):
        _, top, _, bottom = boxed(data, 1, sought_in(document, Span(at, at + len(SENTENCE))))
        assert top < 100 * row * SCALE < bottom + 10 * SCALE
        assert bottom - top < 40 * SCALE


def test_a_sentence_over_two_pages_is_boxed_on_each(tmp_path):
    rows = "Row {n} of the register tells of a weir and of a mill on the river."
    filler = [rows.format(n=n) for n in range(9)]
    first = [*filler, "Then, after many a year of work, the council of the town opened"]
    second = ["the new weir in the spring. And all of the people of the place came", *filler]
    data = in_latin([first, second])
    words = "the council of the town opened the new weir in the spring."
    found = sought(tmp_path, data, words)
    assert found.page == 1
    scale = LONGEST / HEIGHT
    one, two = boxed(data, 1, found), boxed(data, 2, found)
    assert one[1] > two[1]
    assert one[3] - one[1] < 30 * scale
    assert two[3] - two[1] < 30 * scale


@pytest.mark.browser
def test_arabic_is_boxed_where_it_is_printed(tmp_path):
    sentence = "افتُتح السد الجديد على النهر في ربيع عام 1250."
    others = ["هذه فقرة تسبق الجملة.", "وهذه فقرة تليها."]
    style = "p { margin: 60px 0 }"
    data = by_browser([others[0], sentence, others[1]], tmp_path, language="ar", style=style)
    hidden = style + " p:nth-child(odd) { visibility: hidden }"
    alone = ink(by_browser([others[0], sentence, others[1]], tmp_path, language="ar", style=hidden))
    box = boxed(data, 1, sought(tmp_path, data, sentence))
    assert holds((box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3), alone)
    assert box[3] - box[1] < 3 * (alone[3] - alone[1])


def test_what_is_not_on_the_page_is_not_boxed(tmp_path):
    data = page_of(["One sentence.", "Another one."])
    assert boxed(data, 1, Sought("Nowhere", 1, 0)) is None
    two = in_latin([["A sentence of the first page."], ["A sentence of the second page."]])
    found = sought(tmp_path, two, "A sentence of the second page.")
    assert found.page == 2
    assert boxed(two, 1, found) is None
    assert boxed(two, 2, found) is not None
    assert boxed(two, 1, Sought(found.letters, 1, 0)) is None


@pytest.mark.parametrize("size", ["0 0 14400 2", "0 0 3 3", "0 0 2000000 1000000", "0 0 0 0"])
def test_a_page_of_any_size_costs_a_bounded_picture(size):
    data = page_of(["A"]).replace(b"[0 0 595 842]", f"[{size}]".encode())
    assert max(picture(data).size) <= LONGEST + 1


def written(folder, data):
    location = folder / "a.pdf"
    location.write_bytes(data)
    return SourceFile("a.pdf", location, hashlib.sha256(data).hexdigest(), len(data))


def test_a_picture_comes_over_from_its_process(tmp_path):
    data = page_of([SENTENCE])
    found = sought(tmp_path, data, SENTENCE)
    file = written(tmp_path, data)
    assert draw_apart(file, 1, [found]) == draw_page(data, 1, [found])
    with ParserProcess() as parser:
        for page in (2, 10**9):
            with pytest.raises(DocumentParseError, match="no such page"):
                parser.draw(file, page, [])
        assert parser.draw(file, 1, []) == draw_page(data, 1)
        assert parser.parse(file).text == SENTENCE
        file.location.write_bytes(data + b"\n")
        with pytest.raises(DocumentParseError, match="changed"):
            parser.draw(file, 1, [])
        file.location.unlink()
        with pytest.raises(DocumentParseError, match="cannot be read"):
            parser.draw(file, 1, [])


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"", b"\x00" * 99])
def test_what_is_no_pdf_is_told(tmp_path, data):
    with pytest.raises(DocumentParseError):
        draw_apart(written(tmp_path, data), 1, [Sought("a", 1, 0)])


def test_a_page_that_would_take_for_ever_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("qa.corpus.parser_process.CPU_SECONDS", 1)
    with pytest.raises(DocumentParseError) as told:
        draw_apart(written(tmp_path, nested_forms_pdf()), 1, [])
    assert told.value.kind in {"too_large", "broken"}  # whichever limit it meets first
