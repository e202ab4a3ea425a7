"""What comes from the process that parses is a document of its file, or no answer at all."""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.parser_messages import NoAnswerError, document_of, json_line, picture_of, read_answer
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from qa.records import Document
from support.faults import ANSWERS

TEXT = b"# Weir\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\nThe weir was opened in 1250."


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    location = tmp_path_factory.mktemp("seeds") / "a.md"
    location.write_bytes(TEXT)
    return SourceFile("a.md", location, hashlib.sha256(TEXT).hexdigest(), len(TEXT))


@pytest.fixture(scope="module")
def document(file):
    return parse_document(file)


def test_a_document_comes_back_as_it_was(file, document):
    line = json_line({"number": 7, "document": asdict(document)})
    assert document_of(read_answer(line, 7), file) == document


@pytest.mark.parametrize("name", ANSWERS)
def test_garbage_is_no_answer(file, name):
    line = ANSWERS[name]
    with pytest.raises(NoAnswerError):
        document_of(read_answer(line % 1 if b"%d" in line else line, 1), file)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def places(value, path=()):
    """Every place in a value, by the keys that lead there."""
    yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


def replaced(value, path, new):
    """The same value with another at one place."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = replaced(value[path[0]], path[1:], new)
    return copied


@given(data=st.data())
def test_whatever_is_changed_in_an_answer_it_is_a_sound_document_or_none(data, file, document):
    fields = json.loads(json.dumps(asdict(document)))
    whole = {"number": 7, "document": fields}
    path = data.draw(st.sampled_from([p for p in places(whole) if p]))
    new = data.draw(json_values)
    line = json_line(replaced(whole, path, new))
    with suppress(NoAnswerError, DocumentParseError):
        read = document_of(read_answer(line, 7), file)
        assert isinstance(read, Document)
        assert (read.path, read.sha256) == (file.path, file.sha256)
        written = [read.title, read.text, read.author, read.date, *map(str, read.notes)]
        for text in [*written, *(section.label for section in read.sections)]:
            text.encode()
        assert all(0 <= section.start <= len(read.text) for section in read.sections)
        assert isinstance(read.dated_by_file, bool)


@pytest.mark.parametrize("given", [None, 7, "", "§", "aGVsbG8=", ["iVBORw0KGgo="]])
def test_what_is_no_picture_is_no_answer(given):
    with pytest.raises(NoAnswerError):
        picture_of({"picture": given})
    with pytest.raises(NoAnswerError):
        picture_of({})
