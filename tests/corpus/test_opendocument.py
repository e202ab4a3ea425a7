"""OpenDocument texts: whatever stands in one is read, once, and in its place."""

from __future__ import annotations

import io
import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.table import CoveredTableCell, Table, TableCell, TableHeaderRows, TableRow
from odf.text import (
    H,
    LineBreak,
    List,
    ListItem,
    ListLevelStyleNumber,
    ListStyle,
    Note,
    NoteBody,
    NoteCitation,
    P,
    S,
    Span,
)

from qa.corpus.blocks import assemble, finish
from qa.corpus.office.opendocument import parse_open_document
from qa.errors import DocumentParseError
from support.parsing_samples import zip_of

NAMES = ("office", "text", "form", "table", "drawing", "style", "meta", "svg-compatible")
NAMESPACES = " ".join(
    f"xmlns:{name.removesuffix('-compatible').replace('drawing', 'draw')}="
    f'"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in NAMES
)
NAMESPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
NAMESPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def odt(body, styles="", more="", **files):
    """A document of this body, in the language of the format."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    document = f"<office:document-styles {NAMESPACES}>{more}</office:document-styles>"
    return zip_of({"content.xml": content, "styles.xml": document} | files)


def read(body, styles="", more="", **files):
    extract = finish(parse_open_document(odt(body, styles, more, **files)))
    return assemble(extract.blocks)[0]


def p(*inside):
    return f"<text:p>{''.join(inside)}</text:p>"


def built(document):
    stream = io.BytesIO()
    document.write(stream)
    return parse_open_document(stream.getvalue())


def test_a_document_of_another_library():
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=2, text="المكتبة"))
    paragraph = P(text="It is ")
    paragraph.addElement(Span(text="open"))
    paragraph.addElement(S(c=2))
    paragraph.addText("daily")
    note = Note(noteclass="footnote", id="n1")
    note.addElement(NoteCitation(text="1"))
    note.addElement(NoteBody())
    note.childNodes[1].addElement(P(text="But for Fridays."))
    paragraph.addElement(note)
    paragraph.addText(".")
    paragraph.addElement(LineBreak())
    paragraph.addText("Come.")
    document.text.addElement(paragraph)
    extract = built(document)
    assert [(block.kind, block.text, block.level) for block in extract.blocks] == [
        ("heading", "المكتبة", 2),
        ("text", "It is open  daily.\nCome.", 0),
        ("text", "[1] But for Fridays.", 0),
    ]
    assert extract.title == "المكتبة"


def test_lists_are_numbered_as_their_style_says():
    document = OpenDocumentText()
    style = ListStyle(name="L1")
    style.addElement(ListLevelStyleNumber(level=1, numformat="1", numsuffix=".", numprefix="Art. "))
    style.addElement(ListLevelStyleNumber(level=2, numformat="a", numsuffix=")"))
    document.automaticstyles.addElement(style)
    outer, inner = List(stylename="L1"), List()
    for text in ("x", "y"):
        item = ListItem()
        item.addElement(P(text=text))
        inner.addElement(item)
    for text in ("one", "two"):
        item = ListItem()
        item.addElement(P(text=text))
        item.addElement(P(text=f"more of {text}"))
        outer.addElement(item)
    outer.childNodes[0].addElement(inner)
    document.text.addElement(outer)
    assert [block.text for block in built(document).blocks] == [
        "Art. 1. one", "more of one", "a) x", "b) y", "Art. 2. two", "more of two",
    ]  # fmt: skip


def test_tables_keep_their_meaning():
    document = OpenDocumentText()
    table, header = Table(), TableHeaderRows()

    def row(*texts, **spans):
        line = TableRow()
        for text in texts:
            cell = CoveredTableCell() if text is None else TableCell(**spans.pop(text, {}))
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        return line

    header.addElement(row("Day", "Morning", "Evening"))
    table.addElement(header)
    table.addElement(row("Friday", "", "18:00", Friday={"numberrowsspanned": 2}))
    table.addElement(row(None, "closed", None, closed={"numbercolumnsspanned": 2}))
    document.text.addElement(table)
    assert built(document).blocks[0].text.splitlines() == [
        "Day: Friday | Evening: 18:00",
        "Day: Friday | Morning: closed | Evening: closed",
    ]


def test_boxes_comments_rulers_and_formulas():
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>k</mi><mo>=</mo>'
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></mrow>"
        '<annotation encoding="StarMath 5.0">k = {a+b} over 2</annotation></semantics></math>'
    )
    body = (
        p("Go", "<draw:frame><draw:text-box>", p("Warning"), p("Closed."), "</draw:text-box>",
          "</draw:frame>", " on.")
        + p("One", "<office:annotation><dc:creator>Mona</dc:creator><dc:date>2024</dc:date>",
            p("Why?"), "</office:annotation>", ".")
        + p("<text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう"
            "</text:ruby-text></text:ruby>で")
        + p('So <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>.')
    )  # fmt: skip
    text = read(body, **{"Object 1/content.xml": formula})
    assert text.split("\n\n") == [
        "Go on.", "Warning", "Closed.", "One.", "Mona: Why?", "東京(とうきょう)で",
        "So k = (a+b)/2.",
    ]  # fmt: skip


def test_deleted_hidden_and_marginal_text():
    styles = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    more = (
        "<office:master-styles><style:master-page><style:header>"
        + p("Ref. 24")
        + p("Page <text:page-number>3</text:page-number>")
        + "</style:header><style:header-left>"
        + p("Ref. 24")
        + "</style:header-left></style:master-page></office:master-styles>"
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("gone")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p('Here<text:change/> it<text:span text:style-name="H">unseen</text:span> is.')
    )
    assert read(body, styles, more).split("\n\n") == ["Here it is.", "Ref. 24"]
    notes = finish(parse_open_document(odt(body, styles, more))).notes
    assert tuple(map(str, notes)) == ("hidden texts not read: 1",)


def test_the_fields_of_a_document():
    meta = (
        f"<office:document-meta {NAMESPACES}><office:meta><dc:title>Rules</dc:title>"
        "<dc:creator>Mona</dc:creator><dc:date>2024-05-02T10:00:00</dc:date></office:meta>"
        "</office:document-meta>"
    )
    extract = parse_open_document(odt(p("x"), **{"meta.xml": meta}))
    assert (extract.title, extract.author, extract.date) == ("Rules", "Mona", "2024-05-02")


def test_what_cannot_be_read_says_why():
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    protected = odt(p("x"), **{"META-INF/manifest.xml": manifest})
    for data, kind in (
        (b"no zip", "broken"),
        (zip_of({"a": "b"}), "broken"),
        (protected, "encrypted"),
    ):
        with pytest.raises(DocumentParseError) as caught:
            parse_open_document(data)
        assert caught.value.kind == kind


TOKENS = itertools.count()


def nested(inner):
    blocks = st.lists(inner, min_size=1, max_size=3).map("".join)
    cells = blocks.map(lambda inside: f"<table:table-cell>{inside}</table:table-cell>")
    rows = st.lists(cells, min_size=1, max_size=3).map(
        lambda inside: f"<table:table-row>{''.join(inside)}</table:table-row>"
    )
    return st.one_of(
        blocks.map(lambda inside: f"<text:section>{inside}</text:section>"),
        blocks.map(
            lambda inside: f"<text:list><text:list-item>{inside}</text:list-item></text:list>"
        ),
        blocks.map(
            lambda inside: p("<draw:frame><draw:text-box>", inside, "</draw:text-box></draw:frame>")
        ),
        blocks.map(
            lambda inside: p("<text:note><text:note-body>", inside, "</text:note-body></text:note>")
        ),
        st.lists(rows, min_size=1, max_size=3).map(
            lambda inside: f"<table:table>{''.join(inside)}</table:table>"
        ),
    )


LEAVES = st.builds(lambda: p(f"#{next(TOKENS)}#"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.recursive(LEAVES, nested, max_leaves=12), min_size=1, max_size=4).map("".join))
def test_whatever_is_nested_in_whatever_is_read_once(body):
    tokens = re.compile(r"#\d+#")
    assert sorted(tokens.findall(read(body))) == sorted(tokens.findall(body))


def test_what_is_filled_into_a_form_is_read():
    controls = (
        '<form:form><form:text form:label="Name" form:value="old" form:current-value="Maryam"/>'
        '<form:textarea form:current-value="Weir 4"/><form:password form:current-value="secret"/>'
        '<form:checkbox form:label="Agrees" form:value="1" form:current-state="checked"/>'
        '<form:radio form:label="By post" form:current-selected="false"/>'
        '<form:listbox form:label="City"><form:option form:label="Basra" form:value="7"/>'
        '<form:option form:label="Erbil" form:value="8" form:current-selected="true"/>'
        "</form:listbox></form:form>"
    )
    text = read(f"<office:forms>{controls}</office:forms>{p('Application')}")
    assert text.split("\n\n") == [
        "Application",
        "Name: Maryam",
        "Weir 4",
        "Agrees",
        "City",
        "Erbil",
    ]
