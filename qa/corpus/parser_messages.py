"""What the process that parses is asked and answers, each a line of JSON, read with suspicion.

A library that a file has taken over could write anything into the answers. So each carries the
number of its request, and nothing of it is used that does not have the shape it should have.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError
from qa.findings import Finding, Value
from qa.records import Document, Section


class NoAnswerError(Exception):
    """Nothing came from the process, or what is no answer to what it was asked."""


def request_line(
    number: int, file: SourceFile, limits: Mapping[str, int], more: Mapping[str, Any]
) -> bytes:
    """What a process is asked.

    Args:
        number: Tells this request from the others.
        file: What is to be read.
        limits: Those of `qa.corpus.parser_worker.limit`.
        more: A page that is to be drawn, as "drawing".
    """
    fields = asdict(file) | {"location": os.fspath(file.location)}
    return json_line({"number": number, "file": fields, "limits": limits, **more})


def json_line(values: Mapping[str, Any]) -> bytes:
    """A message as a line."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def read_answer(line: bytes, number: int) -> dict[str, Any]:
    """The answer to a request.

    Raises:
        DocumentParseError: It tells what is wrong with the file.
        NoAnswerError: It is none, or that to another request.
    """
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NoAnswerError from error
    if not isinstance(answer, dict) or answer.get("number") != number:
        raise NoAnswerError
    if "reason" in answer:
        if not _is_text(answer.get("kind")):
            raise NoAnswerError
        raise DocumentParseError(answer["kind"], _finding(answer["reason"]))
    return answer


def document_of(answer: Mapping[str, Any], file: SourceFile) -> Document:
    """The document that a file became.

    Raises:
        NoAnswerError: It is none, or that of another file.
    """
    fields = _fields(answer.get("document"), Document)
    notes = tuple(map(_finding, _items(fields["notes"])))
    texts = [fields[name] for name in ("path", "title", "sha256", "text", "author", "date")]
    if not all(map(_is_text, texts)) or not isinstance(fields["dated_by_file"], bool):
        raise NoAnswerError
    if (fields["path"], fields["sha256"]) != (file.path, file.sha256):
        raise NoAnswerError
    sections = _sections(fields["sections"], len(fields["text"]))
    return Document(**fields | {"sections": sections, "notes": notes})


def picture_of(answer: Mapping[str, Any]) -> bytes:
    """The picture of a page (PNG).

    Raises:
        NoAnswerError: It is none.
    """
    try:
        picture = base64.b64decode(answer["picture"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise NoAnswerError from error
    if not picture.startswith(_PNG):
        raise NoAnswerError
    return picture


_PNG = b"\x89PNG\r\n\x1a\n"
_SECTION_KINDS = ("heading", "page", "row")


def _sections(given: object, length: int) -> tuple[Section, ...]:
    """The sections of a text of so many characters, in rising order."""
    sections = tuple(Section(**_fields(one, Section)) for one in _items(given))
    for one in sections:
        numbers = _is_count(one.start) and _is_count(one.level) and one.start <= length
        if not numbers or one.kind not in _SECTION_KINDS or not _is_text(one.label):
            raise NoAnswerError
    if [one.start for one in sections] != sorted(one.start for one in sections):
        raise NoAnswerError
    return sections


def _finding(given: object) -> Finding:
    fields = _fields(given, Finding)
    values: Sequence[Value] = _items(fields["values"])
    if not all(_is_text(value) or isinstance(value, int | float) for value in values):
        raise NoAnswerError
    if not _is_text(fields["code"]) or not _is_text(fields["text"]):
        raise NoAnswerError
    return Finding(fields["code"], tuple(values), fields["text"])


def _fields(given: object, record: type[Document | Section | Finding]) -> dict[str, Any]:
    """The fields of a record: all of them, and no other."""
    if not isinstance(given, dict) or given.keys() != record.__dataclass_fields__.keys():
        raise NoAnswerError
    return given


def _items(given: object) -> list[Any]:
    if not isinstance(given, list):
        raise NoAnswerError
    return given


def _is_text(given: object) -> bool:
    """Whether it is a text without half characters, which no file could be written with."""
    if not isinstance(given, str):
        return False
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_count(given: object) -> bool:
    return type(given) is int and given >= 0
