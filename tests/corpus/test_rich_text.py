"""Rich text: characters of every code page, and whatever stands in the document."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.blocks import assemble, finish
from qa.corpus.office.rich_text import parse_rich_text
from qa.errors import DocumentParseError

ARABIC = "قال المدير: «العدد 12» — شكرًا."


def rtf(body, head=r"\ansi\ansicpg1252"):
    return (r"{\rtf1" + head + body + "}").encode("latin-1")


def read(body, head=r"\ansi\ansicpg1252"):
    return assemble(finish(parse_rich_text(rtf(body, head))).blocks)[0]


def in_bytes(text, codec):
    return "".join(
        c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode(codec)) for c in text
    )


def in_unicode(text, fallback="?"):
    units = memoryview(text.encode("utf-16-le")).cast("h")
    return "".join(
        chr(unit) if 32 <= unit < 127 and chr(unit) not in "\\{}" else f"\\u{unit}{fallback}"
        for unit in units
    )


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        (178, "cp1256", "قال المدير «العدد» ـ شكرا."),
        (177, "cp1255", "שלום עולם"),
        (204, "cp1251", "Правила дома"),
        (161, "cp1253", "Καλημέρα"),
        (128, "cp932", "会議は東京で"),
        (134, "gb18030", "第三条 主席"),
        (129, "cp949", "안녕하세요"),
        (0, "cp1252", "Straße “é”"),
        (238, "cp1250", "Žluťoučký"),
    ],
)
def test_bytes_are_read_by_their_font(charset, codec, text):
    fonts = rf"{{\fonttbl{{\f0\fcharset0 Arial;}}{{\f3\fcharset{charset} Arial;}}}}"
    assert read(rf"{fonts}\f3 {in_bytes(text, codec)}\par") == text


@pytest.mark.parametrize(
    "head", [r"\ansi\ansicpg1256", r"\ansi\ansicpg1256\deff0{\fonttbl{\f0\fcharset0 A;}}"]
)
def test_arabic_bytes_are_read_by_the_code_page(head):
    assert read(in_bytes("المدينة القديمة", "cp1256"), head) == "المدينة القديمة"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), max_size=40))
def test_unicode_stands_in_place_of_what_follows_it(text):
    text = text.replace("\u00ad", "").replace("\u2028", "").replace("\u2029", "").strip()
    if any(character.isalnum() for character in text):
        assert read("\\uc1 a" + in_unicode(text) + "z") == f"a{text}z"
        assert read("\\uc2 a" + in_unicode(text, "\\'c7\\'c8") + "z") == f"a{text}z"
        assert read("\\uc0 a" + in_unicode(text, " ") + "z") == f"a{text}z"


def test_what_is_seen_of_a_document():
    styles = r"{\stylesheet{\s0 Normal;}{\s4\sbasedon0 heading 2;}}"
    body = (
        styles
        + r"\pard\s4 The harbour\par\pard\plain It is \b old\b0\~and large.\line New line."
        + r"{\footnote\pard\plain Since 1976.}\par"
        + r"{\v unseen}{\deleted gone}co\-operation ISO\_27001"
        + r"{\*\atnid M}{\*\atnauthor Mona}\chatn{\*\annotation\pard Why?}\par"
        + r"{\field{\*\fldinst HYPERLINK x}{\fldrslt the link}}\par"
        + r"{\pict 0102}{\*\unknown left out}{\header Ref. 24\par}{\footer Page \chpgn\par}"
        + r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Warning\par Closed.\par}}{\shprslt x}}\par"
    )
    extract = finish(parse_rich_text(rtf(body)))
    text, sections = assemble(extract.blocks)
    assert text.split("\n\n") == [
        "The harbour", "It is old\u00a0and large.\nNew line.", "[1] Since 1976.",
        "cooperation ISO-27001", "Mona: Why?", "the link", "Warning", "Closed.", "Ref. 24",
    ]  # fmt: skip
    assert [(section.label, section.level) for section in sections] == [("The harbour", 2)]
    assert tuple(map(str, extract.notes)) == ("hidden texts not read: 1", "pictures not read: 1")


def test_labels_of_lists_are_read():
    fonts = r"{\fonttbl{\f0 A;}{\f2\fcharset2 Symbol;}}"
    body = r"{\listtext Article 3.\tab}The chair.\par{\listtext\f2\'b7\tab}a point\par"
    assert read(fonts + body) == "Article 3. The chair.\n\n• a point"


def row(*cells, edges=(1000, 2000, 3000), marks=("", "", "")):
    shape = "".join(f"{m}\\cellx{e}" for m, e in zip(marks, edges, strict=False))
    return rf"\trowd{shape}\pard\intbl " + "".join(f"{c}\\cell " for c in cells) + r"\row "


def test_tables_keep_their_meaning():
    merged = (r"\clvmrg", "", "")
    body = (
        row("Day", "Morning", "Evening")
        + row("Friday", "", "18:00", marks=(r"\clvmgf", "", ""))
        + row("", "closed", marks=merged, edges=(1000, 3000))
        + r"\pard After.\par"
    )
    assert read(body) == (
        "Day: Friday | Evening: 18:00\nDay: Friday | Morning: closed | Evening: closed\n\nAfter."
    )


def test_a_table_in_a_cell_stands_in_its_row():
    def inner(*cells):
        shown = "".join(rf"\pard\intbl\itap2 {c}\nestcell{{\nonesttables\par}}" for c in cells)
        return shown + r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"

    cell = inner("Basra", "12 beds") + inner("Amara", "9 beds") + r"\pard\intbl\itap1 "
    body = row("Region", "Clinics", edges=(1000, 2000)) + row("South", cell, edges=(1000, 2000))
    assert read(body).splitlines() == ["Region | Clinics", "South | Basra, 12 beds; Amara, 9 beds"]


def test_the_fields_of_a_document():
    info = (
        r"{\info{\title Rules}{\author Mona}{\creatim\yr2019\mo1\dy2\hr3}{\revtim\yr2024\mo5\dy2}}"
    )
    extract = parse_rich_text(rtf(info + " text"))
    assert (extract.title, extract.author, extract.date) == ("Rules", "Mona", "2024-05-02")


def test_binary_data_is_skipped_and_open_groups_are_read():
    data = rtf(r"a{\*\x\bin5 ").removesuffix(b"}") + b"}}}}}" + rb"}b{\b c"
    assert assemble(parse_rich_text(data).blocks)[0] == "abc"


def test_what_is_no_rich_text_is_refused():
    for data in (b"plain", rtf("{" * 20_000 + "a")):
        with pytest.raises(DocumentParseError) as caught:
            parse_rich_text(data)
        assert caught.value.kind == "broken"


TOKENS = itertools.count()


def nested(inner):
    blocks = st.lists(inner, min_size=1, max_size=3).map("".join)
    return st.one_of(
        blocks.map(lambda inside: f"{{{inside}}}"),
        blocks.map(lambda inside: rf"{{\footnote\pard {inside}}}\par "),
        blocks.map(lambda inside: rf"{{\shp{{\*\shpinst{{\shptxt {inside}}}}}}}\par "),
        blocks.map(lambda inside: rf"{{\field{{\*\fldinst X}}{{\fldrslt {inside}}}}}"),
    )


LEAVES = st.builds(lambda: rf"#{next(TOKENS)}#\par ") | st.builds(
    lambda: row(f"#{next(TOKENS)}#", f"#{next(TOKENS)}#") + r"\pard "
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.recursive(LEAVES, nested, max_leaves=12), min_size=1, max_size=4).map("".join))
def test_whatever_is_nested_in_whatever_is_read_once(body):
    tokens = re.compile(r"#\d+#")
    assert sorted(tokens.findall(read(body))) == sorted(tokens.findall(body))
