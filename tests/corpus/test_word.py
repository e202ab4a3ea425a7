"""Word documents: whatever stands in one is read, once, and in its place."""

from __future__ import annotations

import io
import itertools
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.blocks import assemble, finish
from qa.corpus.office.package import MAX_ELEMENTS
from qa.corpus.office.word import parse_word
from qa.errors import DocumentParseError
from support.parsing_samples import word_package

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text, properties=""):
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*contents, properties=""):
    inside = "".join(c if c.startswith("<") else run(c) for c in contents)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(*contents, properties=""):
    inside = "".join(c if c.startswith("<") else p(c) for c in contents) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells, properties=""):
    inside = "".join(
        c if c.startswith("<w:tc") or c.startswith("<w:sdt") else cell(c) for c in cells
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(inside):
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def box(*contents):
    inside = "".join(c if c.startswith("<") else p(c) for c in contents)
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent {MC}><mc:Choice><w:drawing>{content}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def read(body, **parts):
    extract = finish(parse_word(word_package(body, **parts)))
    return assemble(extract.blocks)[0]


def notes_of(body, **parts):
    return finish(parse_word(word_package(body, **parts))).notes


def field(code, result):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{mark.format('separate')}{run(result)}{mark.format('end')}"
    )


def field_code(code):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"{mark.format('begin')}{inside}{mark.format('end')}"


# Notes, comments, headers and footers


def test_notes_stand_after_the_paragraph_that_refers_to_them():
    body = (
        p("The fee is 20", '<w:r><w:footnoteReference w:id="5"/></w:r>', " dinars.")
        + p("It is paid in May.", '<w:r><w:endnoteReference w:id="1"/></w:r>')
        + p("The end.", '<w:r><w:commentReference w:id="0"/></w:r>')
    )
    assert read(
        body,
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="5">{p("Children pay 10.")}{p("Twins too.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{p("Since 1976.")}</w:endnote>',
        comments=f'<w:comment w:id="0" w:author="ليلى">{p("هل هذا صحيح؟")}</w:comment>'
        f'<w:comment w:id="9">{p("Nothing refers to this.")}</w:comment>',
    ).split("\n\n") == [
        "The fee is 20 dinars.",
        "[1] Children pay 10.\nTwins too.",
        "It is paid in May.",
        "[i] Since 1976.",
        "The end.",
        "ليلى: هل هذا صحيح؟",
        "Nothing refers to this.",
    ]


def test_a_note_on_a_cell_stands_after_the_table():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    text = read(
        table(row("Day", "Hours"), row("Friday", cell(p("18:00", reference)))) + p("End"),
        footnotes=f'<w:footnote w:id="2">{p("But for feasts.")}</w:footnote>',
    )
    assert text.split("\n\n") == ["Day: Friday | Hours: 18:00", "[1] But for feasts.", "End"]


def test_a_deleted_reference_has_no_note():
    deleted = '<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
    notes = f'<w:footnote w:id="2">{p("Gone.")}</w:footnote>'
    assert read(p("Text.", deleted), footnotes=notes) == "Text."


def test_headers_and_footers_stand_once_after_their_section():
    def ends(*references):
        return "<w:sectPr>" + "".join(references) + "</w:sectPr>"

    header, footer = '<w:headerReference r:id="{}"/>', '<w:footerReference r:id="{}"/>'
    body = (
        p("One", properties=ends(header.format("header1"), footer.format("footer1")))
        + p("Two")
        + ends(header.format("header2"), footer.format("footer2"))
    )
    page = field(" PAGE ", "7")
    assert read(
        body,
        header1=p("Ref. 24/DX"),
        header2=p("Ref. 24/DX"),
        footer1=p("Page ", page, " of ", field("NUMPAGES \\* MERGEFORMAT", "9")),
        footer2=p("Signed by Salma Rashid, deputy head – ", page),
    ).split("\n\n") == ["One", "Ref. 24/DX", "Two", "Signed by Salma Rashid, deputy head –"]


# Numbers


def level(number, text, written="decimal", extra=""):
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{written}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(text, at=0, number=1):
    return p(
        text,
        properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>',
    )


def numbering(*levels, more=""):
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def test_levels_are_counted_and_begin_anew():
    body = "".join(
        numbered(text, at)
        for text, at in (("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1), ("f", 2))
    )
    text = read(
        body,
        numbering=numbering(
            level(0, "Article %1."), level(1, "%1.%2"), level(2, "(%3)", written="arabicAbjad")
        ),
    )
    assert text.split("\n\n") == [
        "Article 1. a", "1.1 b", "1.2 c", "Article 2. d", "2.1 e", "(أ) f",
    ]  # fmt: skip


def test_a_list_goes_on_or_begins_anew_as_the_file_says():
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(numbered(t, 0, n) for t, n in (("a", 1), ("b", 2), ("c", 3), ("d", 3), ("e", 0)))
    text = read(body, numbering=numbering(level(0, "%1)"), more=more))
    assert text.split("\n\n") == ["1) a", "2) b", "5) c", "6) d", "e"]


def test_a_style_carries_its_number_and_its_level():
    link = '<w:pStyle w:val="{}"/>'
    style = (
        '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:pPr>{}</w:pPr></w:style>'
    )
    styles = style.format("H1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    styles += style.format("H2", "heading 2", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    levels = (
        level(0, "%1.", "upperRoman", link.format("H1")),
        level(1, "%2.", extra=link.format("H2")),
    )
    body = "".join(
        p(text, properties=f'<w:pStyle w:val="{name}"/>')
        for text, name in (("Sea", "H1"), ("Ships", "H2"), ("Ports", "H2"), ("Land", "H1"))
    )
    data = word_package(body, styles=styles, numbering=numbering(*levels))
    text, sections = assemble(parse_word(data).blocks)
    assert text.split("\n\n") == ["I. Sea", "1. Ships", "2. Ports", "II. Land"]
    assert [section.level for section in sections] == [1, 2, 2, 1]


def test_what_was_deleted_is_not_counted():
    gone = numbered("b").replace("<w:r>", "<w:del><w:r>").replace("</w:r>", "</w:r></w:del>")
    gone = gone.replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
    text = read(numbered("a") + gone + numbered("c"), numbering=numbering(level(0, "%1.")))
    assert text.split("\n\n") == ["1. a", "2. c"]


def test_bullets_are_bullets_whatever_their_font_calls_them():
    text = read(numbered("a"), numbering=numbering(level(0, "\uf0b7", "bullet")))
    assert text == "• a"


# Characters and fields


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("co\u00adop") + "<w:r><w:softHyphen/></w:r>" + run("eration"), "cooperation"),
        (run("ISO") + "<w:r><w:noBreakHyphen/></w:r>" + run("27001"), "ISO-27001"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" paid"), "☑ paid"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        (run("\uf061", '<w:rFonts w:ascii="Symbol"/>'), "α"),
        (run("a") + "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        (run("see ") + field("REF x", "part 3") + run("."), "see part 3."),
        (f"<w:hyperlink>{run('a')}</w:hyperlink><w:smartTag>{run('b')}</w:smartTag>", "ab"),
        (control(run("5 May")) + f"<w:ins>{control(run(' 2024'))}</w:ins>", "5 May 2024"),
        (f'<w:fldSimple w:instr="DATE">{run("today")}</w:fldSimple>', "today"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "東京(とうきょう)",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="red"/><w:listEntry w:val="green"/></w:ddList></w:ffData>'
            "</w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "green",
        ),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("left open"), "left open"),
        (field_code("MACROBUTTON None [Your name]"), "[Your name]"),
        (field_code(r"EQ \* jc2 \o\ad(\s\up 9(とう),東)") + run("で"), "東(とう)で"),
    ],
)
def test_runs_are_read_as_they_are_shown(inside, text):
    assert read(f"<w:p>{inside}</w:p>") == text


def test_moved_text_stands_once_and_deleted_ends_join():
    moved = "<w:r><w:t>moved</w:t></w:r>"
    body = (
        p("one ", properties="<w:rPr><w:del/></w:rPr>")
        + p("two", f"<w:moveFrom>{moved}</w:moveFrom>")
        + p(f"<w:moveTo>{moved}</w:moveTo>")
    )
    assert read(body) == "one two\n\nmoved"


def test_hidden_text_and_what_is_no_text_is_counted():
    body = p("seen", run("unseen", "<w:vanish/>")) + "<w:altChunk/>"
    assert read(body) == "seen"
    assert tuple(map(str, notes_of(body))) == (
        "hidden texts not read: 1",
        "embedded documents not read: 1",
    )


def test_a_picture_is_counted_and_described_where_somebody_did():
    drawing = (
        "<w:r><w:drawing xmlns:wp="
        '"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic='
        '"http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<wp:inline><wp:docPr id="1" name="x" descr="{}"/><pic:pic/></wp:inline></w:drawing></w:r>'
    )
    body = p("a", drawing.format("The dam from the north"), drawing.format("image1.png"))
    assert read(body) == "a\n\nThe dam from the north"
    assert tuple(map(str, notes_of(body))) == ("pictures not read: 2",)


# Formulas


def math(inside):
    return f"<m:oMath {M}>{inside}</m:oMath>"


def mr(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (mr("k=0.85"), "k = 0.85"),
        (f"<m:f><m:num>{mr('a+b')}</m:num><m:den>{mr('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{mr('x')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSub><m:e>{mr('H')}</m:e><m:sub>{mr('i+1')}</m:sub></m:sSub>", "H_(i+1)"),
        (
            f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{mr("n")}</m:e></m:rad>',
            "√n",
        ),
        (f"<m:rad><m:deg>{mr('3')}</m:deg><m:e>{mr('x+y')}</m:e></m:rad>", "∛(x+y)"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{mr("i")}</m:sub>'
            f"<m:sup>{mr('n')}</m:sup><m:e>{mr('x')}</m:e></m:nary>",
            "∑_i^n x",
        ),
        (f"<m:d><m:e>{mr('x')}</m:e><m:e>{mr('y')}</m:e></m:d>", "(x|y)"),
        (f"<m:func><m:fName>{mr('sin')}</m:fName><m:e>{mr('x')}</m:e></m:func>", "sin x"),
        (
            f"<m:m><m:mr><m:e>{mr('a')}</m:e><m:e>{mr('b')}</m:e></m:mr>"
            f"<m:mr><m:e>{mr('c')}</m:e><m:e>{mr('d')}</m:e></m:mr></m:m>",
            "a, b; c, d",
        ),
    ],
)
def test_formulas_are_lines(formula, text):
    assert read(p("For ", math(formula), ".")) == f"For {text}."
    assert read(p(f"<m:oMathPara {M}>{math(formula)}</m:oMathPara>")) == text


# Tables


def test_merged_and_empty_cells_keep_their_columns():
    span, restart, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    text = read(
        table(
            row(cell("Hours of the pool", properties='<w:gridSpan w:val="4"/>')),
            row("Day", "Who", "Morning", "Evening", properties="<w:tblHeader/>"),
            row(cell("Friday", properties=restart), "Men", "", "18:00"),
            row(cell(properties=goes_on), "Women", cell("closed", properties=span)),
            row("8:00", "20:00", properties='<w:gridBefore w:val="2"/>'),
        )
    )
    assert text.splitlines() == [
        "Hours of the pool",
        "Day: Friday | Who: Men | Evening: 18:00",
        "Day: Friday | Who: Women | Morning: closed | Evening: closed",
        "Morning: 8:00 | Evening: 20:00",
    ]


def test_rows_and_cells_in_controls_are_there_and_deleted_ones_are_not():
    text = read(
        table(
            row("Field", "Value", "Unit"),
            control(row("Length", control(cell("12")), "m")),
            row("Width", "3", "m", properties="<w:del/>"),
            row("Height", cell("old", properties="<w:cellDel/>"), "4", "m"),
        )
    )
    assert text.splitlines() == [
        "Field: Length | Value: 12 | Unit: m",
        "Field: Height | Value: 4 | Unit: m",
    ]


def test_a_table_in_a_cell_stands_in_its_row():
    inner = table(row("Basra", "12 beds"), row("Amara", "9 beds"))
    outer = table(row("Region", "Clinics"), row("South", cell(inner)), row("North", "none"))
    assert read(outer).splitlines() == [
        "Region | Clinics",
        "South | Basra, 12 beds; Amara, 9 beds",
        "North | none",
    ]
    long_table = table(*(row(f"Town {n}", f"{n} beds") for n in range(60)))
    lines = read(table(row("South", cell(long_table)), row("North", "none"))).splitlines()
    assert [*filter(None, lines)][:2] == ["South", "Town 0 | 0 beds"]
    assert [*filter(None, lines)][-2:] == ["Town 59 | 59 beds", "North | none"]


def test_a_table_of_one_column_is_the_frame_of_a_text():
    framed = p("Title", properties='<w:outlineLvl w:val="0"/>') + p("First.") + p("Second.")
    data = word_package(table(row(cell(framed))))
    assert [(b.kind, b.text) for b in parse_word(data).blocks] == [
        ("heading", "Title"), ("text", "First."), ("text", "Second."),
    ]  # fmt: skip


# What is nested in whatever

TOKENS = itertools.count()


def leaf():
    """A word without letters, which is taken for no name of a column."""
    return st.builds(lambda: f"#{next(TOKENS)}#")


def nested(inner):
    blocks = st.lists(inner, min_size=1, max_size=3).map("".join)
    return st.one_of(
        blocks.map(control),
        blocks.map(lambda inside: p(box(inside))),
        blocks.map(lambda inside: f"<w:ins>{inside}</w:ins>"),
        st.lists(
            st.lists(blocks.map(cell), min_size=1, max_size=3).map(lambda c: row(*c)),
            min_size=1,
            max_size=3,
        ).map(lambda rows: table(*rows)),
    )


BODIES = st.lists(st.recursive(leaf().map(p), nested, max_leaves=12), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(BODIES.map("".join))
def test_whatever_is_nested_in_whatever_is_read_once(body):
    tokens = re.compile(r"#\d+#")
    written = sorted(set(tokens.findall(body)))  # text boxes have a copy for old programs
    assert sorted(tokens.findall(read(body))) == written


# The file as a whole


def test_the_fields_of_a_document():
    document = docx.Document()
    document.add_heading("Rules", 1)
    properties = document.core_properties
    properties.title, properties.author = "Microsoft Word - rules.doc", "Mona Ali"
    stream = io.BytesIO()
    document.save(stream)
    extract = parse_word(stream.getvalue())
    assert (extract.title, extract.author, extract.date) == ("Rules", "Mona Ali", "")


def test_the_strict_form_is_read_alike():
    data = word_package(p("Rules", properties='<w:outlineLvl w:val="0"/>') + table(row("a", "b")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for part in ("wordprocessingml", "officeDocument"):
                base = f"http://schemas.openxmlformats.org/{part}/2006"
                text = text.replace(base, f"http://purl.oclc.org/ooxml/{part}")
            new.writestr(name, text)
    assert assemble(parse_word(stream.getvalue()).blocks)[0] == "Rules\n\na | b"


def test_too_many_elements_are_refused_before_they_are_built():
    with pytest.raises(DocumentParseError) as caught:
        parse_word(word_package("<w:p/>" * (MAX_ELEMENTS + 1)))
    assert caught.value.kind == "too_large"


def test_old_and_protected_files_are_told_apart():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    protected = old + "EncryptedPackage".encode("utf-16-le")
    for data, kind, word in ((old, "unsupported", ".docx"), (protected, "encrypted", "password")):
        with pytest.raises(DocumentParseError, match=word) as caught:
            parse_word(data)
        assert caught.value.kind == kind


@pytest.mark.parametrize("suffix", ["html", "mht"])
def test_a_page_within_the_document_is_read(suffix):
    page = "<html><body><h1>Rules</h1><p>Guests hand in their keys before ten.</p></body></html>"
    if suffix == "mht":
        page = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}"
    relation = (
        '<Relationship Id="c1" Target="chunk.{}" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/aFChunk"/></Relationships>'
    )
    stream = io.BytesIO(word_package(p("Before.") + '<w:altChunk r:id="c1"/>'))
    new = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(new, "w") as whole:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.endswith("document.xml.rels"):
                text = text.replace("</Relationships>", relation.format(suffix))
            whole.writestr(name, text)
        whole.writestr(f"word/chunk.{suffix}", page)
    extract = finish(parse_word(new.getvalue()))
    text = assemble(extract.blocks)[0]
    assert text.startswith("Before.")
    assert "Guests hand in their keys before ten." in text
    assert extract.notes == ()


def test_a_damaged_header_costs_itself_alone():
    body = p("Text.") + '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>'
    assert read(body, header1="<w:broken") == "Text."
    assert tuple(map(str, notes_of(body, header1="<w:broken"))) == ("damaged parts not read: 1",)
