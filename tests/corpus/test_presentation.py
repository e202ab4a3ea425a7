"""Presentations: every slide's texts in reading order, with tables, notes, charts and groups."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from qa.corpus.blocks import assemble, finish
from qa.corpus.office.presentation import parse_presentation
from qa.errors import DocumentParseError

TITLE_ONLY = 5
BULLETS = 1


def saved(presentation):
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def parts_of(presentation):
    text, _ = assemble(finish(parse_presentation(saved(presentation))).blocks)
    return text.split("\n\n")


def new_slide(presentation, title, layout=TITLE_ONLY):
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    slide.shapes.title.text = title
    return slide


def add_text(shapes, text, left, top):
    box = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    box.text_frame.text = text
    return box


def test_slides_are_pages_and_their_titles_headings():
    presentation = Presentation()
    slide = new_slide(presentation, "Harbour", BULLETS)
    frame = slide.placeholders[1].text_frame
    frame.text = "First"
    frame.add_paragraph().text = "Second"
    slide.notes_slide.notes_text_frame.text = "Thank the pilots."
    new_slide(presentation, "الأسعار")
    text, sections = assemble(parse_presentation(saved(presentation)).blocks)
    assert text.split("\n\n") == ["Harbour", "First", "Second", "Thank the pilots.", "الأسعار"]
    assert [(s.kind, s.label) for s in sections] == [
        ("page", "1"), ("heading", "Harbour"), ("page", "2"), ("heading", "الأسعار"),
    ]  # fmt: skip


def test_shapes_are_read_from_the_top_and_groups_stay_together():
    presentation = Presentation()
    shapes = new_slide(presentation, "T").shapes
    add_text(shapes, "bottom", 1, 6)
    add_text(shapes, "right", 6, 2)
    add_text(shapes, "left", 1, 2.1)
    group = shapes.add_group_shape()
    add_text(group.shapes, "group one", 1, 4)
    add_text(group.shapes, "group two", 1, 5)
    assert parts_of(presentation) == ["T", "left", "right", "group one", "group two", "bottom"]


def test_what_stands_side_by_side_is_read_as_its_script_is():
    presentation = Presentation()
    shapes = new_slide(presentation, "T").shapes
    for text, left in (("يسار", 1), ("يمين", 6)):
        paragraph = add_text(shapes, text, left, 2).text_frame.paragraphs[0]
        paragraph._p.get_or_add_pPr().set("rtl", "1")
    assert parts_of(presentation) == ["T", "يمين", "يسار"]


def test_tables_keep_their_meaning():
    presentation = Presentation()
    shapes = new_slide(presentation, "T").shapes
    table = shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    rows = [["Day", "Morning", "Evening"], ["Friday", "", "18:00"], ["", "7:00", "9:00"]]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert parts_of(presentation)[1].splitlines() == [
        "Day: Friday | Evening: 18:00",
        "Day: Friday | Morning: 7:00 | Evening: 9:00",
    ]


def test_charts_are_tables():
    presentation = Presentation()
    shapes = new_slide(presentation, "T").shapes
    data = CategoryChartData()
    data.categories = ["2022", "2023"]
    data.add_series("Ships", (12, 15))
    data.add_series("Boats", (3, None))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    shapes.add_chart(kind, Inches(1), Inches(2), Inches(4), Inches(4), data)
    assert parts_of(presentation)[1].splitlines() == [
        "2022 | Ships: 12 | Boats: 3",
        "2023 | Ships: 15",
    ]


def test_numbers_and_bullets_of_paragraphs():
    presentation = Presentation()
    frame = add_text(new_slide(presentation, "T").shapes, "one", 1, 2).text_frame
    for text, level in (("inner", 1), ("two", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    frame.add_paragraph().text = "point"
    kinds = ("arabicPeriod", "alphaLcParenR", "arabicPeriod")
    for paragraph, kind in zip(frame.paragraphs, kinds, strict=False):
        properties = paragraph._p.get_or_add_pPr()
        properties.makeelement(qn("a:buAutoNum"), {"type": kind})
        properties.append(properties.makeelement(qn("a:buAutoNum"), {"type": kind}))
    last = frame.paragraphs[3]._p.get_or_add_pPr()
    last.append(last.makeelement(qn("a:buChar"), {"char": "–"}))
    assert parts_of(presentation) == ["T", "1. one", "a) inner", "2. two", "• point"]


def test_the_fields_and_what_is_not_read():
    from PIL import Image

    presentation = Presentation()
    slide = new_slide(presentation, "T")
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    picture.seek(0)
    shape = slide.shapes.add_picture(picture, 0, 0)
    shape._element.nvPicPr.cNvPr.set("descr", "The quay at night")
    presentation.core_properties.author = "Mona"
    extract = finish(parse_presentation(saved(presentation)))
    assert (extract.title, extract.author) == ("T", "Mona")
    assert tuple(map(str, extract.notes)) == ("pictures not read: 1",)
    assert "The quay at night" in [block.text for block in extract.blocks]


def test_what_is_no_presentation_is_refused():
    for data, kind in ((b"no zip", "broken"), (b"\xd0\xcf\x11\xe0" + bytes(99), "unsupported")):
        with pytest.raises(DocumentParseError, match=r"\.pptx") as caught:
            parse_presentation(data)
        assert caught.value.kind == kind
