"""Books (.epub) to text: the chapters in the order in which they are read.

An .epub is a zip of web pages, a list of them and a table of contents. Own code over zip and lxml,
for ebooklib is under a licence (AGPL) that the program could not keep.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.dates import as_date
from qa.corpus.encodings import decode
from qa.corpus.html.markup import count_tags
from qa.corpus.html.webpage import parse_chapter
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
"""Bytes of all chapters together: some fifty times the longest novel. Pictures stay packed."""

MAX_ENTRIES = 20_000
"""Files in a book."""

MAX_TAGS = 1_000_000
"""Tags of all chapters together."""

_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml"))


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of a book that its list names."""

    path: str
    kind: str
    is_contents: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """A book's list: its files by their ids, the order of reading, and what it says of itself."""

    items: Mapping[str, _Item]
    order: tuple[str, ...]
    contents: str
    stated: Mapping[str, tuple[str, ...]]


def parse_epub(data: bytes) -> Extract:
    """Parse a book.

    Raises:
        DocumentParseError: "broken": it is no book. "encrypted": its chapters are.
            "too_large": it unpacks to more than `MAX_UNPACKED_BYTES` or has too many parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parse(archive)
    except DocumentParseError:
        raise
    except Exception as error:  # a damaged zip raises half a dozen kinds
        raise DocumentParseError("broken", Finding.of("broken_epub")) from error


def _parse(archive: zipfile.ZipFile) -> Extract:
    names = {entry.filename: entry for entry in archive.infolist()}
    if len(names) > MAX_ENTRIES:
        raise DocumentParseError("too_large", Finding.of("many_book_files", MAX_ENTRIES))
    book = _book(archive, names)
    chapters = [book.items[name] for name in book.order if name in book.items]
    chapters = [item for item in chapters if item.kind in _PAGES]
    _refuse_encrypted(archive, names, {item.path for item in chapters})
    if not chapters:
        raise DocumentParseError("broken", Finding.of("broken_epub"))
    missing = sum(item.path not in names for item in chapters)
    chapters = [item for item in chapters if item.path in names]
    _refuse_too_large(sum(names[path].file_size for path in {item.path for item in chapters}))
    labels = _labels(archive, names, book)
    unread: Counter[str] = Counter({"missing chapter": missing})
    blocks: list[Block] = []
    notes: list[Finding] = []
    n_tags = 0
    for item in dict.fromkeys(chapters):
        if item.is_contents:
            unread["contents page"] += 1
            continue
        decoded = decode(archive.read(item.path), "utf-8")
        n_tags += count_tags(decoded.text)
        if n_tags > MAX_TAGS:
            raise DocumentParseError("too_large", Finding.of("many_book_tags", MAX_TAGS))
        chapter = parse_chapter(clean_characters(decoded.text))
        blocks += _headed(chapter.blocks, labels.get(item.path, ""))
        notes += chapter.notes
        unread.update(chapter.unread)
    stated = book.stated
    return Extract(
        tuple(blocks),
        next(iter(stated.get("title", ())), ""),
        tuple(dict.fromkeys(notes)),
        ", ".join(stated.get("creator", ())),
        next(filter(None, map(as_date, stated.get("date", ()))), ""),
        unread,
    )


def _headed(blocks: tuple[Block, ...], label: str) -> Iterator[Block]:
    """A chapter's blocks, below what the table of contents calls it if it has no heading itself."""
    if label and blocks and not any(block.kind == "heading" for block in blocks):
        yield Block(label, "heading", level=1)
        if " ".join(blocks[0].text.split()).casefold() == label.casefold():
            blocks = blocks[1:]
    yield from blocks


def _book(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> _Book:
    """Read a book's list."""
    container = _xml(archive, names, _CONTAINER)
    root = next(_named(container, "rootfile"), None)
    path = unquote(root.get("full-path", "")) if root is not None else ""
    package = _xml(archive, names, path)
    folder = posixpath.dirname(path)
    items: dict[str, _Item] = {}
    contents = ""
    for item in _named(package, "item"):
        target = _resolved(folder, item.get("href", ""))
        kind, properties = item.get("media-type", "").lower(), item.get("properties", "").split()
        items[item.get("id", "")] = _Item(target, kind, "nav" in properties)
        if "nav" in properties or (kind == "application/x-dtbncx+xml" and not contents):
            contents = target
    stated: dict[str, list[str]] = {}
    for metadata in _named(package, "metadata"):
        for element in metadata:
            text = " ".join("".join(element.itertext()).split())
            if isinstance(element.tag, str) and text:
                stated.setdefault(etree.QName(element).localname, []).append(text)
    order = tuple(reference.get("idref", "") for reference in _named(package, "itemref"))
    return _Book(items, order, contents, {name: tuple(texts) for name, texts in stated.items()})


def _labels(
    archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo], book: _Book
) -> dict[str, str]:
    """What the table of contents calls each chapter; {} where there is none to be read."""
    if book.contents not in names:
        return {}
    try:
        root = _xml(archive, names, book.contents)
    except etree.LxmlError:
        return {}
    labels: dict[str, str] = {}
    folder = posixpath.dirname(book.contents)
    for link in _named(root, "a"):
        text = " ".join("".join(link.itertext()).split())
        labels.setdefault(_resolved(folder, link.get("href", "")), text)
    for point in _named(root, "navPoint"):
        label, target = next(_named(point, "text"), None), next(_named(point, "content"), None)
        if label is not None and target is not None:
            path = _resolved(folder, target.get("src", ""))
            labels.setdefault(path, " ".join((label.text or "").split()))
    return labels


def _refuse_encrypted(
    archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo], chapters: set[str]
) -> None:
    """Refuse a book whose chapters are encrypted; many books encrypt their fonts alone."""
    path = "META-INF/encryption.xml"
    if path in names:
        encrypted = {
            unquote(e.get("URI", "")) for e in _named(_xml(archive, names, path), "CipherReference")
        }
        if encrypted & chapters:
            raise DocumentParseError("encrypted", Finding.of("encrypted_epub"))


def _refuse_too_large(n_bytes: int) -> None:
    if n_bytes > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // (1024 * 1024)
        raise DocumentParseError("too_large", Finding.of("large_book", limit))


def _xml(
    archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo], path: str
) -> etree._Element:
    """Read one of the files that describe a book. No entity is unfolded, nothing is fetched."""
    _refuse_too_large(names[path].file_size)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(archive.read(path), parser)
    if root is None:
        raise DocumentParseError("broken", Finding.of("broken_epub"))
    return root


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    yield from root.iter(f"{{*}}{name}")


def _resolved(folder: str, target: str) -> str:
    """Where in the zip a file is that another one names."""
    return posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0])))
