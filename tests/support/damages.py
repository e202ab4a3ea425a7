"""Ways in which a file of an index is damaged, six kinds."""

import os
import random
from pathlib import Path

from qa.indexing.layout import SEAL


def rewrite(path: Path, data: bytes) -> None:
    """Write into a file as it is: the same inode, which an open index has open."""
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def missing(path, _foreign):
    """It is gone."""
    path.unlink()


def cut(path, _foreign):
    """Its second half is gone."""
    os.truncate(path, path.stat().st_size // 2)


def flipped(path, _foreign):
    """One bit is another."""
    data = bytearray(path.read_bytes())
    if data:
        data[random.Random(path.name).randrange(len(data))] ^= 1
    rewrite(path, data)


def foreign(path, foreign):
    """It holds what the like file of another index holds."""
    rewrite(path, foreign)


def pipe(path, _foreign):
    """A named pipe stands in its place, which whoever opens it waits for."""
    path.unlink()
    os.mkfifo(path)


def folder(path, _foreign):
    """A folder stands in its place."""
    path.unlink()
    path.mkdir()


DAMAGES = {damage.__name__: damage for damage in (missing, cut, flipped, foreign, pipe, folder)}


def files_of(index: Path) -> list[str]:
    """Every file that answers come from: of the generation in service, and the pointer to it.

    The digest kept beside a manifest is none: it is read when one goes back to that generation.
    """
    generation = index / "generations" / (index / "CURRENT").read_text().split()[0]
    files = sorted(path for path in generation.rglob("*") if path.is_file())
    names = [path.relative_to(generation).as_posix() for path in files]
    return ["CURRENT", *(name for name in names if name != SEAL)]


def place_of(index: Path, name: str) -> Path:
    """Where such a file is."""
    if name == "CURRENT":
        return index / name
    return index / "generations" / (index / "CURRENT").read_text().split()[0] / name
