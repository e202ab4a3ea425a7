"""What lies on a sheet besides its cells: comments, text boxes, and what is not read."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_UNREAD = {"image": "picture", "chart": "chart", "oleObject": "embedded object"}


def notes_of(archive: zipfile.ZipFile, sheet: str) -> tuple[list[str], Counter[str]]:
    """The comments and text boxes of a sheet, and what else lies there, counted by kind."""
    notes: list[str] = []
    unread: Counter[str] = Counter()
    related = list(_related(archive, sheet))
    kinds = {kind for kind, _ in related}
    for kind, target in related:
        if kind == "drawing":
            notes += _boxes(archive, target)
            below = [inner for inner, _ in _related(archive, target)]
            unread.update(_UNREAD[inner] for inner in below if inner in _UNREAD)
        elif kind == "threadedComment" or (kind == "comments" and "threadedComment" not in kinds):
            notes += _comments(archive, target)
        elif kind in _UNREAD:
            unread[_UNREAD[kind]] += 1
    return notes, unread


def _related(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """The kind and the name of each part that a part refers to."""
    folder, file = posixpath.split(name)
    root = _root(archive, posixpath.join(folder, "_rels", f"{file}.rels"))
    for element in root if root is not None else ():
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            yield element.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(archive.read(name), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile):
        return None


def _comments(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Comments, each after the cell it stands at: "B4: …"."""
    root = _root(archive, name)
    for comment in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
        texts = comment.iter("{*}t", "{*}text")
        words = "".join(part.text or "" for part in texts if not len(part)).strip()
        if words:
            yield f"{comment.get('ref', '')}: {words}".lstrip(": ")


def _boxes(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The text boxes of a drawing, a line for each paragraph."""
    root = _root(archive, name)
    for body in root.iter("{*}txBody") if root is not None else ():
        paragraphs = body.iter(f"{_DRAWING}p")
        lines = ["".join(t.text or "" for t in p.iter(f"{_DRAWING}t")) for p in paragraphs]
        text = "\n".join(line for line in lines if line.strip())
        if text:
            yield text
