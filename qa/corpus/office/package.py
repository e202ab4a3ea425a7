"""The zip of an office document: its parts as XML, and which part refers to which.

Word, PowerPoint and OpenDocument files are zips of XML. What is unpacked is bounded in bytes and in
elements, counted before a tree is built: 31 KB of a zip may hold two million paragraphs.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_XML_BYTES = 256 * 1024 * 1024
"""Of all parts that are read. Pictures and films are not read, and may have any size."""

MAX_ELEMENTS = 1_500_000
"""Of all parts that are read: some 10,000 pages, and 400 MB while they are read."""

MAX_PARTS = 100_000
"""Files in the zip."""

_BLOCK_BYTES = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
_STRICT = "http://purl.oclc.org/ooxml/"
# Strict OOXML differs by its namespaces; what is read here has the same elements.
_TRANSITIONAL = {
    f"{_STRICT}{strict}": f"http://schemas.openxmlformats.org/{transitional}"
    for strict, transitional in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("presentationml/main", "presentationml/2006/main"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/chart", "drawingml/2006/chart"),
        ("drawingml/diagram", "drawingml/2006/diagram"),
        ("drawingml/picture", "drawingml/2006/picture"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
    )
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """One part refers to another.

    Attributes:
        id: By which the XML of the referring part names it.
        kind: What the other part is: "header", "footnotes", "image" …
        target: The other part's name.
    """

    id: str
    kind: str
    target: str


class Package:
    """An opened zip of XML parts. `unread` counts parts that are damaged."""

    def __init__(self, data: bytes, ending: str) -> None:
        """Open a package.

        Args:
            data: The file.
            ending: That of such files, for messages: ".docx".

        Raises:
            DocumentParseError: "encrypted" or "unsupported": it is no open zip but an old or
                protected file. "broken": it is no zip. "too_large": it has too many parts.
        """
        self._ending = ending
        self._n_bytes = self._n_elements = 0
        self.unread: Counter[str] = Counter()
        _refuse_ole(data, ending)
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise self._too_large()
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = {_plain(n): n for n in self._archive.namelist()}
        except Exception as error:  # zipfile raises half a dozen kinds
            raise self.broken() from error

    def broken(self) -> DocumentParseError:
        """The error that says that the file is damaged."""
        return DocumentParseError("broken", Finding.of("broken_office", self._ending))

    def has(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return _plain(part) in self._names

    def main(self, part: str) -> Any:  # noqa: ANN401 (an XML element)
        """The root of a part without which there is no document.

        Raises:
            DocumentParseError: "broken": it is not there, or is no XML. "too_large".
        """
        root = self.root(part)
        if root is None:
            raise self.broken()
        return root

    def root(self, part: str) -> Any:  # noqa: ANN401
        """The root of a part's XML, or None where it is not there or damaged.

        Raises:
            DocumentParseError: "too_large".
        """
        name = self._names.get(_plain(part))
        if name is None:
            return None
        try:
            self._measure(name)
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
            )
            with self._archive.open(name) as stream:
                root = etree.parse(stream, parser).getroot()
        except DocumentParseError:
            raise
        except Exception:  # noqa: BLE001 (a damaged part raises almost anything)
            self.unread["damaged part"] += 1
            return None
        if any(str(uri).startswith(_STRICT) for uri in root.nsmap.values()):
            _make_transitional(root)
        return root

    def data(self, part: str) -> bytes:
        """What a part holds that is no XML; b"" where it is not there or damaged.

        Raises:
            DocumentParseError: "too_large".
        """
        name = self._names.get(_plain(part))
        try:
            if name is None:
                return b""
            self._measure(name)
            return self._archive.read(name)
        except DocumentParseError:
            raise
        except Exception:  # noqa: BLE001 (a damaged part raises almost anything)
            self.unread["damaged part"] += 1
            return b""

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The parts that a part refers to; "" is the package itself."""
        folder, name = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return ()
        return tuple(
            Relationship(
                element.get("Id", ""),
                element.get("Type", "").rpartition("/")[2],
                _plain(posixpath.join(folder, element.get("Target", ""))),
            )
            for element in root
            if element.get("TargetMode") != "External"
        )

    def _measure(self, name: str) -> None:
        """Count what a part holds, before anything is built of it."""
        with self._archive.open(name) as stream:
            for block in _blocks_of(stream):
                self._n_bytes += len(block)
                self._n_elements += block.count(b"<") - block.count(b"</")
                if self._n_bytes > MAX_XML_BYTES or self._n_elements > MAX_ELEMENTS:
                    raise self._too_large()

    def _too_large(self) -> DocumentParseError:
        megabytes = MAX_XML_BYTES // (1024 * 1024)
        reason = Finding.of("large_office", self._ending, megabytes, MAX_ELEMENTS)
        return DocumentParseError("too_large", reason)


def number_of(text: str | None, default: int) -> int:
    """A whole number of an attribute, within reason."""
    try:
        number = int(text or "")
    except ValueError:
        return default
    return number if abs(number) < 1_000_000_000 else default


def _blocks_of(stream: Any) -> Iterator[bytes]:  # noqa: ANN401 (zipfile's stream)
    while block := stream.read(_BLOCK_BYTES):
        yield block


def _plain(name: str) -> str:
    """A part's name as it is compared: without a leading slash, "..", or capitals."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def _refuse_ole(data: bytes, ending: str) -> None:
    """Tell protected files and those of old programs, which share one container."""
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentParseError("encrypted", Finding.of("encrypted_office", ending))
    raise DocumentParseError("unsupported", Finding.of("old_office", ending))


def _make_transitional(root: Any) -> None:  # noqa: ANN401
    """Give the elements and attributes of Strict OOXML their common names."""
    for element in root.iter(etree.Element):
        element.tag = _common(element.tag)
        for name, value in element.attrib.items():
            if (common := _common(name)) != name:
                del element.attrib[name]
                element.set(common, value)


def _common(name: str) -> str:
    """The common name of a name like "{namespace}local"."""
    namespace, brace, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if namespace not in _TRANSITIONAL:
        return name
    return f"{{{_TRANSITIONAL[namespace]}{brace}{local}"
