"""JSON and JSON Lines to text: each record a block, each list of records a table with a heading.

Numbers stay as they are written: 4.50 is not 4.5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.corpus.tables.fields import Origin, origin_of, record_lines, record_text, speech_of, written
from qa.corpus.tables.grid import named_rows
from qa.corpus.tables.row_blocks import joined_blocks, part, row_blocks
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_HEADINGS = 3
"""Objects inside objects whose names become headings; what is deeper is named by its path."""

NOTED_LINES = 5
"""Line numbers of unreadable records named in the note."""

_SPACE = re.compile(r"[\s,]*")
_COLUMN_FIELDS = ("columns", "fields", "headers", "header", "head")


def parse_records(data: bytes) -> Extract:
    """Parse one JSON record a line.

    Raises:
        DocumentParseError: It is not text, or no line is a record ("broken").
    """
    decoded = decode(data)
    text = clean_characters(decoded.text)
    texts: list[tuple[int, str]] = []
    origins: list[Origin] = []
    bad: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _DECODER.decode(line)
        except (ValueError, RecursionError):
            bad.append(number)
            continue
        texts.append((number, record_text(record)))
        if len(origins) < 2:
            origins.append(origin_of(record))
    if bad:
        with suppress(DocumentParseError):  # records that each run over several lines
            return _extract(_values(text), decoded.notes)
    if not texts:
        raise DocumentParseError("broken", Finding.of("broken_json_lines"))
    origin = origins[0] if len(texts) == 1 else Origin()
    notes = (*decoded.notes, *_bad_lines(bad))
    blocks = tuple(joined_blocks(texts, len(texts)))
    return Extract(blocks, origin.title, notes, origin.author, origin.date)


def parse_json(data: bytes) -> Extract:
    """Parse a JSON file: records, an object of fields and lists, or several of these.

    Raises:
        DocumentParseError: It is not text, or not JSON ("broken").
    """
    decoded = decode(data)
    return _extract(_values(clean_characters(decoded.text)), decoded.notes)


def _extract(values: Sequence[object], notes: tuple[Finding, ...]) -> Extract:
    content = values[0] if len(values) == 1 else list(values)
    single = content[0] if isinstance(content, list) and len(content) == 1 else content
    origin = origin_of(single)
    blocks = tuple(_blocks(content))
    return Extract(blocks, origin.title, notes, origin.author, origin.date)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; the values of a name that comes again are one list."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        several: dict[str, list[object]] = {}
        for name, value in pairs:
            several.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in several.items()}
    return fields


def _values(text: str) -> list[object]:
    """The values of a JSON file: one, or several one after the other.

    Raises:
        DocumentParseError: It is not JSON ("broken").
    """
    values: list[object] = []
    position = _after_space(text, 0)
    try:
        while position < len(text):
            value, position = _DECODER.raw_decode(text, position)
            values.append(value)
            position = _after_space(text, position)
    except RecursionError as error:
        raise DocumentParseError("broken", Finding.of("nested")) from error
    except ValueError as error:
        raise DocumentParseError("broken", Finding.of("broken_json")) from error
    if not values:
        raise DocumentParseError("broken", Finding.of("broken_json"))
    return values


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str
)


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


@dataclass(frozen=True, slots=True)
class _Member:
    """A value to be written, under its name, with the names of columns that stand beside it."""

    name: str
    value: object
    level: int
    columns: tuple[str, ...] = ()


def _blocks(content: object) -> Iterator[Block]:
    """Write a file's content from the top: fields first, then what has a heading of its own."""
    pending = [_Member("", content, 0)]
    while pending:
        member = pending.pop()
        if member.name:
            yield Block(member.name, "heading", level=member.level)
        value = member.value
        if isinstance(value, list):
            yield from _list_blocks(value, member.columns)
        elif not isinstance(value, Mapping) or speech_of(value):
            yield part("\n".join(record_lines(value)))
        elif _is_columns(value):
            rows = list(zip(*value.values(), strict=True))
            yield from _list_blocks(rows, tuple(map(written, value)))
        elif _is_keyed(value):
            texts = (f"{written(name)}\n{record_text(record)}" for name, record in value.items())
            yield from joined_blocks(enumerate(texts, 1), len(value))
        else:
            inner, done = _members(value, member.level + 1)
            yield part("\n".join(record_lines({k: value[k] for k in value if k not in done})))
            pending += reversed(inner)


def _members(fields: Mapping[str, object], level: int) -> tuple[list[_Member], set[str]]:
    """What of an object stands under a heading, and the names of the fields that are in it."""
    if level > MAX_HEADINGS:
        return [], set()
    columns, done = _stated_columns(fields)
    found = []
    for name, value in fields.items():
        if name not in done and _holds_table(value, MAX_HEADINGS - level):
            heading = " ".join(clean_characters(name).split())
            found.append(_Member(heading, value, level, columns))
            done.add(name)
    return found, done


def _stated_columns(fields: Mapping[str, object]) -> tuple[tuple[str, ...], set[str]]:
    """Names of columns that an object states beside a list of rows, and the field that does."""
    tables = [value for value in fields.values() if isinstance(value, list) and _is_table(value)]
    for name, value in fields.items():
        if name.lower() in _COLUMN_FIELDS and isinstance(value, list):
            is_text = all(isinstance(cell, str) for cell in value)
            if is_text and any(len(table[0]) == len(value) for table in tables):
                return tuple(map(written, value)), {name}
    return (), set()


def _holds_table(value: object, depth: int) -> bool:
    """Whether a value is a table, or an object with one not too deep in it."""
    level = [value]
    for _ in range(depth + 1):
        if any(map(_is_any_table, level)):
            return True
        inner = [one for one in level if isinstance(one, Mapping) and not speech_of(one)]
        level = [value for one in inner for value in one.values()]
    return False


def _is_any_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return _is_columns(value) or _is_keyed(value)
    return isinstance(value, list) and (_is_records(value) or _is_table(value))


def _is_columns(fields: Mapping[str, object]) -> bool:
    """Whether an object is a table, each field a column."""
    columns = list(fields.values())
    return (
        len(columns) > 1
        and all(isinstance(column, list) and len(column) > 1 for column in columns)
        and _is_table(columns)
        and len({len(column) for column in columns if isinstance(column, list)}) == 1
    )


def _is_keyed(fields: Mapping[str, object]) -> bool:
    """Whether an object is a table, each field a record with the same fields as the others."""
    names = {frozenset(value) if isinstance(value, Mapping) else None for value in fields.values()}
    return len(fields) > 1 and len(names) == 1 and None not in names and frozenset() not in names


def _is_records(values: Sequence[object]) -> bool:
    return len(values) > 1 and any(isinstance(one, Mapping) and one for one in values)


def _is_table(values: Sequence[object]) -> bool:
    """Whether a list is one of rows, two or more of several cells."""
    return len(values) > 1 and all(
        isinstance(row, list | tuple)
        and len(row) > 1
        and not any(isinstance(cell, list | Mapping) for cell in row)
        for row in values
    )


def _list_blocks(values: Sequence[object], columns: tuple[str, ...] = ()) -> Iterator[Block]:
    """Write a list: rows of a table, what is said in a dialogue, or a block for each record."""
    if _is_table(values):
        rows = [[*map(written, row)] for row in values if isinstance(row, list | tuple)]
        heads = [list(columns)] if columns else []
        numbered = list(enumerate(heads + rows, 1 - len(heads)))
        declared = frozenset([0] if heads else [])
        yield from row_blocks(named_rows(numbered, declared=declared), len(rows))
    elif values and all(map(speech_of, values)):
        speeches = map(speech_of, values)
        yield part(next(speeches))
        yield from map(Block, speeches)
    else:
        texts = map(record_text, values)
        yield from joined_blocks(enumerate(texts, 1), len(values))


def _bad_lines(bad: Sequence[int]) -> tuple[Finding, ...]:
    if not bad:
        return ()
    named = ", ".join(map(str, bad[:NOTED_LINES])) + (", …" if len(bad) > NOTED_LINES else "")
    return (Finding.of("lines_not_json", len(bad), named),)
