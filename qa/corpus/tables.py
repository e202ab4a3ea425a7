"""Tables and records to text: each table row becomes a block of "column: value" lines."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.errors import DocumentParseError

DELIMITERS = ",;\t|"
SNIFFED_ROWS = 30
"""Table rows from which the delimiter is told."""

MAX_COLUMN_NAME = 80
"""Characters. A longer first cell is a value, so the table has no names of columns."""

TITLE_FIELDS = ("title", "headline", "العنوان", "عنوان")
QUESTION_FIELDS = ("question", "query", "السؤال", "سؤال")
TEXT_FIELDS = (
    "text", "content", "body", "passage", "answer", "abstract", "summary", "article",
    "النص", "نص", "المحتوى", "الجواب", "الإجابة", "جواب",
)  # fmt: skip
"""Fields of a record that are prose; where one is there, it is written without its name."""

NOTED_LINES = 5
"""Line numbers of unreadable records named in the note."""


def parse_table(data: bytes) -> Extract:
    """Parse comma-, semicolon-, tab- or bar-separated values.

    Raises:
        DocumentParseError: It is not text, or holds no table row.
    """
    decoded = decode(data)
    text = clean_characters(decoded.text)
    rows, notes = _split_rows(text, _delimiter(text))
    numbered = [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not numbered:
        raise DocumentParseError("empty", "The table has no row; fill it or remove it.")
    names: list[str] = []
    if len(numbered) > 1 and _is_header(numbered[0][1]):
        names = [cell.strip() for cell in numbered[0][1]]
        numbered = numbered[1:]
    blocks = tuple(
        Block("\n".join(_cells(names, row)), "row", label=str(number)) for number, row in numbered
    )
    return Extract(blocks, notes=(*decoded.notes, *notes))


def parse_records(data: bytes) -> Extract:
    """Parse one JSON record a line.

    Raises:
        DocumentParseError: It is not text, or no line is a record ("broken").
    """
    decoded = decode(data)
    blocks: list[Block] = []
    bad: list[int] = []
    unused: set[str] = set()
    for number, line in enumerate(clean_characters(decoded.text).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            bad.append(number)
            continue
        blocks.append(_record(record, number, unused))
    if not blocks:
        message = "No line of the file is a JSON record; write one record on each line."
        raise DocumentParseError("broken", message)
    notes = (*decoded.notes, *_bad_lines(bad), *_unused_fields(unused))
    return Extract(tuple(blocks), notes=notes)


def parse_json(data: bytes) -> Extract:
    """Parse a JSON file: a list of records, an object that holds one such list, or one record.

    Raises:
        DocumentParseError: It is not text, or not JSON ("broken").
    """
    decoded = decode(data)
    try:
        content = json.loads(decoded.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        message = (
            "The file is not valid JSON; correct it, or write one record on each line (.jsonl)."
        )
        raise DocumentParseError("broken", message) from error
    unused: set[str] = set()
    records = _records_of(content)
    blocks = tuple(_record(record, n, unused) for n, record in enumerate(records, 1))
    return Extract(blocks, notes=(*decoded.notes, *_unused_fields(unused)))


def _records_of(content: object) -> Sequence[object]:
    """Return the records of a JSON file."""
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        if len(lists) == 1 and len(content) == 1:
            return lists[0]
    return [content]


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most table rows into the same number of cells, above one."""
    sample = text[:100_000].split("\n")[:SNIFFED_ROWS]

    def regularity(delimiter: str) -> float:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return count * (1 + width / 1000) if width > 1 else 0

    _allow_long_cells(text)
    best = max(DELIMITERS, key=regularity)
    return best if regularity(best) else ","


def _allow_long_cells(text: str) -> None:
    # The module's limit (131,072 characters) guards streams; this text is in memory already.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))


def _split_rows(text: str, delimiter: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """Split a table into its table rows, each a list of cells."""
    _allow_long_cells(text)
    try:
        strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return list(strict), ()
    except csv.Error as error:
        # A quotation mark that is never closed would swallow all table rows after it.
        unclosed = "unexpected end" in str(error)
    lenient = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if unclosed else csv.QUOTE_MINIMAL,
    )
    return list(lenient), ("the table's quotation marks are irregular: check its cells",)


def _is_header(row: Sequence[str]) -> bool:
    """Whether a first table row names the columns: cells short, no two alike, no number."""
    cells = [cell.strip() for cell in row]
    return (
        all(cell and len(cell) <= MAX_COLUMN_NAME and not _is_number(cell) for cell in cells)
        and len(set(cells)) == len(cells)
    )  # fmt: skip


def _is_number(cell: str) -> bool:
    return not any(character.isalpha() for character in cell)


def _cells(names: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    """Yield a table row's cells that are not empty, each after its column's name."""
    for position, cell in enumerate(row):
        value = _one_block(cell)
        if value:
            name = names[position] if position < len(names) else ""
            yield f"{name}: {value}" if name else value


def _record(record: object, number: int, unused: set[str]) -> Block:
    """Write one record as a block, adding the names of fields left out to `unused`."""
    label = str(number)
    if not isinstance(record, Mapping):
        return Block(_one_block(_plain(record)), "row", label=label)
    by_name = {str(key).strip().lower(): key for key in record}
    text_key = _first(record, by_name, TEXT_FIELDS)
    if text_key is None:
        lines = [f"{key}: {_one_block(_plain(value))}" for key, value in record.items() if value]
        return Block("\n".join(lines), "row", label=label)
    keys = [
        _first(record, by_name, TITLE_FIELDS),
        _first(record, by_name, QUESTION_FIELDS),
        text_key,
    ]
    unused.update(str(key) for key in record if key not in keys)
    parts = [_one_block(record[key]) for key in keys if key is not None]
    return Block("\n".join(parts), "row", label=label)


def _first(
    record: Mapping[str, object], by_name: Mapping[str, str], names: Sequence[str]
) -> str | None:
    """Return the key of the first of these fields that holds text."""
    for name in names:
        key = by_name.get(name)
        if key is not None:
            value = record[key]
            if isinstance(value, str) and value.strip():
                return key
    return None


def _plain(value: object) -> str:
    """Write a value: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _one_block(value: object) -> str:
    """Return a value without empty lines, which stand between table rows."""
    lines = clean_characters(str(value)).split("\n")
    return "\n".join(line for line in lines if line.strip()).strip()


def _bad_lines(bad: Sequence[int]) -> tuple[str, ...]:
    if not bad:
        return ()
    named = ", ".join(map(str, bad[:NOTED_LINES])) + (", …" if len(bad) > NOTED_LINES else "")
    lines = "1 line that is" if len(bad) == 1 else f"{len(bad)} lines that are"
    return (f"left out {lines} not JSON: {named}",)


def _unused_fields(unused: set[str]) -> tuple[str, ...]:
    return (f"left out the fields: {', '.join(sorted(unused)[:10])}",) if unused else ()
