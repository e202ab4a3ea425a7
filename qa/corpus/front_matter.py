"""Fields above a text, as Jekyll, Hugo and Pandoc have them: YAML between --- or TOML between +++.

Values stay as they are written: a version 1.10 is not 1.1, and "no" is no false.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from qa.corpus.blocks import Block
from qa.corpus.tables.fields import Origin, field_lines, origin_of
from qa.corpus.tables.row_blocks import part

MAX_CHARACTERS = 20_000
"""Of front matter; what is longer is a text between two lines."""

_FENCED = re.compile(
    r"\s*(?:---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>.*?)^\+\+\+)"
    r"[ \t]*(?:\n|\Z)",
    re.M | re.S,
)
# A field, something set in below one, an item of a list, a comment: what is wrong YAML for a colon
# or a quotation mark in a value, but plain to a reader.
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w .-]{0,39}):(?:[ \t]+(?P<value>.*))?")
_OTHER_LINE = re.compile(r"\s.*|-\s.*|#.*|")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Fields above a text.

    Attributes:
        text: All of them, a line each, or as they stand where they break the format's rules.
        origin: What they say of the document.
        length: Characters of the file that they take.
    """

    text: str
    origin: Origin
    length: int


def read_front_matter(text: str) -> FrontMatter | None:
    """Read the fields above a text; None where there are none."""
    match = _FENCED.match(text[:MAX_CHARACTERS])
    if match is None:
        return None
    source = match["yaml"] if match["yaml"] is not None else match["toml"]
    fields = _yaml(source) if match["yaml"] is not None else _toml(source)
    written = source.strip("\n") if fields is None else "\n".join(field_lines(fields))
    if fields is None:
        fields = _plain_fields(source)
    if not fields:
        return None
    return FrontMatter(written, origin_of(fields), match.end())


def with_front_matter(found: FrontMatter | None, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Put the fields above a text's blocks, as a passage of their own."""
    if found is None:
        return blocks
    first = [part(block.text) if block.kind == "text" else block for block in blocks[:1]]
    return (part(found.text), *first, *blocks[1:])


def _yaml(source: str) -> Mapping[str, object] | None:
    """The fields of a piece of YAML, every scalar a text; None where it is none, or has aliases.

    An alias stands for what was written elsewhere, so a few lines of them stand for gigabytes.
    """
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(source)):
            return None
        fields = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 (it makes texts alone)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return fields if isinstance(fields, Mapping) else None


def _toml(source: str) -> Mapping[str, object] | None:
    try:
        fields = tomllib.loads(source, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    return {name: _with_iso_dates(value) for name, value in fields.items()}


def _with_iso_dates(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def _plain_fields(source: str) -> Mapping[str, str]:
    """The fields of front matter that breaks the rules; none where a line is no field."""
    fields: dict[str, str] = {}
    for line in source.strip("\n").split("\n"):
        if field := _FIELD.fullmatch(line):
            fields[field["name"]] = (field["value"] or "").strip().strip("\"'")
        elif _OTHER_LINE.fullmatch(line) is None or not fields:
            return {}
    return fields
