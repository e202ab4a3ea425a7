"""Reading JSON Lines that others wrote, each object checked; errors name the line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qa.errors import DatasetError

MAX_LINE_BYTES = 16 * 1024 * 1024
"""A longer line is refused: no passage has 16 MiB, but a file that is no JSON Lines may."""


class JsonObject:
    """One JSON object of a file, whose fields are asked for by name and kind.

    Attributes:
        place: The file and the line, for messages.
    """

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self._values = values
        self.place = place

    def text(self, name: str, default: str | None = None) -> str:
        """A field that holds a string; the default where it is missing or null.

        Raises:
            DatasetError: It is missing without a default, or holds something else.
        """
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            raise DatasetError(f"{self.place}: it has no '{name}'.")
        if not isinstance(value, str):
            raise DatasetError(f"{self.place}: '{name}' is not a string.")
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def number(self, name: str, default: int | None = None) -> int:
        """A field that holds a whole number; the default where it is missing or null.

        Raises:
            DatasetError: It is missing without a default, or holds something else.
        """
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if type(value) is not int:
            raise DatasetError(f"{self.place}: '{name}' is not a whole number.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """A field that holds true or false; the default where it is missing or null.

        Raises:
            DatasetError: It holds something else.
        """
        value = self._values.get(name)
        if value is not None and not isinstance(value, bool):
            raise DatasetError(f"{self.place}: '{name}' is neither true nor false.")
        return default if value is None else value

    def real(self, name: str) -> float:
        """A field that holds a number.

        Raises:
            DatasetError: It is missing, or holds something else.
        """
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DatasetError(f"{self.place}: '{name}' is not a number.")
        return float(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that holds a list of strings; () where it is missing or null.

        Raises:
            DatasetError: It holds something else.
        """
        return tuple(JsonObject({name: item}, self.place).text(name) for item in self._items(name))

    def objects(self, name: str) -> tuple[JsonObject, ...]:
        """A field that holds a list of objects; () where it is missing or null.

        Raises:
            DatasetError: It holds something else.
        """
        items = self._items(name)
        if not all(isinstance(item, dict) for item in items):
            raise DatasetError(f"{self.place}: '{name}' is not a list of objects.")
        return tuple(JsonObject(item, f"{self.place}, '{name}'") for item in items)

    def _items(self, name: str) -> list[Any]:
        value = self._values.get(name)
        if value is not None and not isinstance(value, list):
            raise DatasetError(f"{self.place}: '{name}' is not a list.")
        return value or []


def read_json_lines(path: Path) -> Iterator[JsonObject]:
    """The objects of a JSON Lines file in order; blank lines are left out.

    Raises:
        DatasetError: The file cannot be read, or a line is too long or no JSON object.
    """
    for line, place in _lines_of(path):
        yield JsonObject(_object(line, place), place)


def read_kept_lines(path: Path) -> Iterator[JsonObject]:
    """The objects of a file that the page writes (`qa.web.line_files`).

    A line that is no object is one that a crash cut short, and is left out.

    Raises:
        DatasetError: The file cannot be read.
    """
    for line, place in _lines_of(path):
        try:
            yield JsonObject(_object(line, place), place)
        except DatasetError:
            continue


def read_lines(path: Path) -> frozenset[str]:
    """The lines of a text file that are not blank, without the spaces around them.

    Raises:
        DatasetError: The file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise DatasetError(f"The file '{path}' cannot be read ({error}).") from error
    return frozenset(line.strip() for line in lines if line.strip())


def _object(line: bytes, place: str) -> Mapping[str, Any]:
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{place}: not a JSON object in UTF-8.") from error
    if not isinstance(values, dict):
        raise DatasetError(f"{place}: not a JSON object.")
    return values


def _lines_of(path: Path) -> Iterator[tuple[bytes, str]]:
    """The lines that are not blank, each with its place."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                place = f"'{path}', line {number}"
                if len(line) > MAX_LINE_BYTES:
                    limit = MAX_LINE_BYTES // 2**20
                    raise DatasetError(f"{place}: longer than {limit} MiB; is it JSON Lines?")
                if line.strip():
                    yield line, place
    except OSError as error:
        reason = error.strerror or str(error)
        raise DatasetError(f"The file '{path}' cannot be read ({reason}).") from error
