"""Files of the same bytes under another name: what need not be made again of an indexed document.

A document's passages and vectors depend on its text and on what stands above each passage: its
title and headings. So they are taken over wherever these are the same. Where the title was taken
from the file's name, another name is another title, and the passages are encoded anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from qa.corpus.context import passage_contexts, title_from_path
from qa.corpus.formats import FORMATS, suffix_of
from qa.corpus.scanning import SourceFile
from qa.indexing.generation import Generation
from qa.indexing.segment import SplitDocument
from qa.indexing.segment_writing import Encoded
from qa.records import Document, DocumentInfo


class Renamed:
    """Indexed documents by the bytes of their files.

    Attributes:
        sources: Documents taken over: the path in the last generation by the path now.
    """

    def __init__(self, previous: Generation | None, files: Collection[SourceFile]) -> None:
        """Prepare.

        Args:
            previous: The last generation; None where nothing can be taken over.
            files: New and changed files.
        """
        self.sources: dict[str, str] = {}
        self._previous = previous
        self._by_digest: defaultdict[str, list[DocumentInfo]] = defaultdict(list)
        digests = {file.sha256 for file in files}
        for info in previous.documents() if previous is not None and digests else ():
            if info.sha256 in digests:
                self._by_digest[info.sha256].append(info)

    def unread(self, file: SourceFile) -> SplitDocument | None:
        """The document of a file, where it need not be read: only its name, or its day, is new."""
        for info in self._by_digest.get(file.sha256, ()):
            if FORMATS[suffix_of(info.path)] != FORMATS[suffix_of(file.path)]:
                continue
            # A title that is the file's name may be the file's own all the same.
            if info.title not in {_named(info.path), _named(file.path)} or (
                _named(info.path) == _named(file.path)
            ):
                split = self._split(info)
                date = file.date if info.dated_by_file else info.date
                document = replace(split.document, path=file.path, date=date)
                if found := self._taken_over(split, document):
                    return found
        return None

    def read(self, document: Document) -> SplitDocument | None:
        """The same of a document that was read, where it is like one that is indexed."""
        for info in self._by_digest.get(document.sha256, ()):
            if found := self._taken_over(self._split(info), document):
                return found
        return None

    def part(self, split: SplitDocument) -> Encoded:
        """A document that was taken over, with its encodings."""
        path = self.sources[split.document.path]
        return split, self._generation.segment_with(path).encodings(path)

    @property
    def _generation(self) -> Generation:
        if self._previous is None:
            raise KeyError("no document is taken over without a generation")
        return self._previous

    def _split(self, info: DocumentInfo) -> SplitDocument:
        return self._generation.split_document(info.path)

    def _taken_over(self, split: SplitDocument, document: Document) -> SplitDocument | None:
        if split.document.text != document.text or not _is_headed_alike(split.document, document):
            return None
        self.sources[document.path] = split.document.path
        return replace(split, document=document)


def _named(path: str) -> str:
    """The title of a document without one."""
    return title_from_path(path) or path


def _is_headed_alike(one: Document, other: Document) -> bool:
    """Whether the same stands above each passage of two documents of one text."""
    if one.sections != other.sections:
        return False
    starts = sorted({0, *(section.start for section in one.sections)})
    return list(passage_contexts(one, starts)) == list(passage_contexts(other, starts))
