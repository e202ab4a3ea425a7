"""The cited documents, read back by parsers of others."""

import json
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.records import Place
from qa.web.chat.references import as_bibtex, as_csl, as_ris
from support.parsed_html import honest, turn_of
from support.web_stand_in import PAYLOADS, StandIn, cite

TODAY = date(2026, 11, 7)


def turn(number=1, page="", **told):
    """A turn that cites one document, of which this is told."""
    document = StandIn().document("guide.md")
    citation = cite(document, document.text[:20], "", 1)
    passage = citation.hit.passage
    passage = replace(
        passage, document=replace(passage.document, **told), place=Place(page=page, line=1)
    )
    return turn_of([replace(citation, hit=replace(citation.hit, passage=passage))], number)


def bibtex(turns):
    library = bibtexparser.parse_string(
        as_bibtex(turns, TODAY), append_middleware=[LatexDecodingMiddleware()]
    )
    assert library.failed_blocks == []
    # The parser writes ^ as a letter that looks like it.
    return [
        {key: field.value.replace("\u02c6", "^") for key, field in entry.fields_dict.items()}
        | {"key": entry.key}
        for entry in library.entries
    ]


def ris(turns):
    return rispy.loads(as_ris(turns, TODAY))


def csl(turns):
    items = json.loads(as_csl(turns, TODAY))
    for item in items:
        check_csl(item)
    return items


def check_csl(item):
    """The rules of the CSL-JSON schema for the variables that are used."""
    assert set(item) <= {"id", "type", "title", "author", "issued", "accessed", "language"} | {
        "page",
        "note",
    }
    assert item["type"] == "document"
    for name in ("id", "title", "language", "page", "note"):
        assert isinstance(item.get(name, ""), str)
    for author in item.get("author", []):
        assert set(author) == {"literal"}
        assert isinstance(author["literal"], str)
    for name in {"issued", "accessed"} & set(item):
        assert set(item[name]) == {"date-parts"}
        (parts,) = item[name]["date-parts"]
        assert 1 <= len(parts) <= 3
        assert all(isinstance(part, int) for part in parts)


def squeezed(text):
    return " ".join(honest(text).split())


def test_everything_that_a_document_says_of_itself_is_kept():
    told = {"title": "Rules & fees", "author": "Salma Noor and sons", "date": "2024-05-02"}
    turns = [turn(1, "iv", language="en", **told), turn(2, "12", language="en", **told)]
    (entry,), (record,), (item,) = bibtex(turns), ris(turns), csl([*turns, *turns])
    assert "author = {{Salma Noor and sons}}," in as_bibtex(turns, TODAY)  # one name, not two
    assert entry["title"] == "Rules & fees"
    assert entry["author"] == "Salma Noor and sons"
    assert (entry["year"], entry["date"], entry["language"]) == ("2024", "2024-05-02", "en")
    assert (entry["note"], entry["pages"]) == ("guide.md", "iv, 12")
    assert entry["urldate"] == "2026-11-07"
    assert record["title"] == item["title"] == told["title"]
    assert record["authors"] == [told["author"]]
    assert item["author"] == [{"literal": told["author"]}]
    assert (record["year"], record["date"]) == ("2024", "2024/05/02/")
    assert item["issued"] == {"date-parts": [[2024, 5, 2]]}
    assert record["language"] == item["language"] == "en"
    assert record["start_page"] == item["page"] == "iv, 12"
    assert record["notes"] == ["guide.md"]
    assert item["note"] == "guide.md"
    assert record["access_date"] == "2026/11/07/"
    assert item["accessed"] == {"date-parts": [[2026, 11, 7]]}
    assert entry["key"] == record["id"] == item["id"]


def test_what_is_not_known_is_left_out():
    turns = [turn(title="", date="2024-05-02", dated_by_file=True)]
    (entry,), (record,), (item,) = bibtex(turns), ris(turns), csl(turns)
    assert set(entry) == {"key", "title", "note", "urldate"}
    assert entry["title"] == "guide.md"
    assert set(record) == {"type_of_reference", "id", "title", "notes", "access_date"}
    assert set(item) == {"id", "type", "title", "accessed", "note"}


@pytest.mark.parametrize("stated", ["2024", "2024-05"])
def test_a_date_is_as_exact_as_its_document(stated):
    (entry,), (record,), (item,) = (read([turn(date=stated)]) for read in (bibtex, ris, csl))
    parts = [int(part) for part in stated.split("-")]
    assert entry["date"] == stated
    assert record["date"].rstrip("/").replace("/", "-") == stated
    assert record["date"].count("/") == 3
    assert item["issued"] == {"date-parts": [parts]}


def test_each_document_is_named_once_in_the_order_of_citing():
    paths = ["b.txt", "a.txt", "b.txt", "c.txt"]
    turns = [turn(n, path=path) for n, path in enumerate(paths, start=1)]
    for read, key in ((bibtex, "note"), (csl, "note")):
        assert [entry[key] for entry in read(turns)] == ["b.txt", "a.txt", "c.txt"]
    assert len({entry["key"] for entry in bibtex(turns)}) == 3
    assert [bibtex([]), ris([]), csl([])] == [[], [], []]


def check_hostile(text):
    turns = [turn(1, path="z.md"), turn(2, text, title=text, author=text, path=f"{text}.txt")]
    turns.append(turn(3, path="after.md"))
    (_, entry, _), (_, record, _), (_, item, _) = bibtex(turns), ris(turns), csl(turns)
    title, path = squeezed(text) or squeezed(f"{text}.txt"), squeezed(f"{text}.txt")
    assert squeezed(entry["title"]) == title
    assert squeezed(entry["note"]) == path
    assert record["title"] == item["title"] == title
    assert record["notes"] == [path]
    assert item["note"] == path
    if author := squeezed(text):
        assert squeezed(entry["author"]) == record["authors"][0] == author
        assert item["author"] == [{"literal": author}]
        assert record["start_page"] == item["page"] == author


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_hostile_titles_authors_and_names_are_one_field_each(text):
    check_hostile(text)


@settings(deadline=None)
@given(
    st.text(st.sampled_from('{}\\"@,=%#&$_^~\n\r \u2028aعТТER-'), max_size=30)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
)
def test_any_title_is_one_field(text):
    check_hostile(text)


@pytest.mark.parametrize(
    "text",
    [
        "x\nER  - \nTY  - JOUR\nTI  - y",
        "}}\n@article{evil, title={y}}",
        "\\",
        "\\input{/etc/passwd}",
    ],
)
def test_no_title_ends_its_record(text):
    check_hostile(text)
