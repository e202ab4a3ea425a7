"""What a process of the cluster does of a build: it reads files, and encodes passages.

Files in, documents with their passages out; texts in, encodings out. Both depend on the file, or
the text, alone, so whatever is done twice gives the same.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from functools import cached_property

from qa.corpus.parser_process import ParserProcess
from qa.corpus.parsing import problem_of
from qa.corpus.scanning import SourceFile
from qa.corpus.splitting import split_document
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings
from qa.errors import ClusterError, DocumentParseError, QAError
from qa.indexing.batching import DocumentSplitting
from qa.indexing.planning import index_fingerprint
from qa.indexing.segment import SplitDocument
from qa.settings import SplitterSettings

Read = tuple[SourceFile, SplitDocument | DocumentParseError]
"""A file with what it gives."""

Encoded = tuple[Sequence[int], PassageEncodings]
"""The numbers of some texts, with their encodings."""


class Worker:
    """Reads and encodes for a build, as its process would.

    Args:
        encoder: The build's encoder, which each process loads for itself.
        settings: How documents are split.
        numeric_mode: In what numbers the build's own processor computes.
    """

    def __init__(self, encoder: Encoder, settings: SplitterSettings, numeric_mode: str) -> None:
        self._encoder = encoder
        self._settings = settings
        self._wanted = index_fingerprint(encoder.fingerprint, settings)
        self._numeric_mode = numeric_mode

    def read(self, files: Sequence[SourceFile]) -> list[Read]:
        """Parse files, one after the other, in a process apart, and split them.

        Raises:
            ClusterError: This node's program is of another version.
        """
        here = index_fingerprint(self._encoder.fingerprint, self._settings)
        if here != self._wanted:
            raise _unlike("has another version of the program or the model", here, self._wanted)
        return [(file, self._read(file)) for file in files]

    def encode(self, texts: Sequence[tuple[int, str]]) -> list[Encoded]:
        """Encode texts, each with its number.

        Raises:
            ClusterError: This node's processor computes in other numbers than the build's.
        """
        if self._encoder.numeric_mode != self._numeric_mode:
            raise _unlike(
                "computes in other numbers", self._encoder.numeric_mode, self._numeric_mode
            )
        return [
            ([texts[i][0] for i in some], encodings)
            for some, encodings in self._encoder.encode_stream([text for _, text in texts])
        ]

    def _read(self, file: SourceFile) -> SplitDocument | DocumentParseError:
        encoder = self._encoder
        try:
            document = self._parser.parse(file)
            spans = split_document(
                document, encoder.count_tokens, encoder.max_tokens, self._settings
            )
            return DocumentSplitting(document, spans).finish(_going_on)
        except Exception as error:
            if isinstance(error, QAError) and not isinstance(error, DocumentParseError):
                raise  # it is the node's, and would be told of every file
            return problem_of(file, error)

    @cached_property
    def _parser(self) -> ParserProcess:
        """Started by the process that reads, and ended with it."""
        return ParserProcess()


def _unlike(what: str, here: str, wanted: str) -> ClusterError:
    return ClusterError(
        f"The node '{socket.gethostname()}' {what}: {here}; the build's is {wanted}. "
        "Give all nodes the same program, model and kind of processor."
    )


def _going_on() -> None:
    """Nobody puts a file aside here."""
