"""Every error Sanad raises on purpose, as one tree.

    QAError
    ├── SeedsNotFoundError      the folder of documents is not there
    ├── DocumentParseError       one file gives no text (becomes a line of the build report)
    ├── QuestionError           the question cannot be searched for
    ├── ScopeError              a language or document that the index does not know
    ├── ModelError              a model cannot be found, prepared or run
    ├── MissingExtraError       an optional part of the program is not installed
    ├── DatasetError            an evaluation data set is missing or malformed
    ├── AddressError            the page cannot be served under a path or host name
    ├── AccessError             whom the page lets in cannot be told, or not safely
    ├── PlotError               a plot cannot be drawn or written
    ├── CalibrationError        the confidence cannot be fitted, or what was fitted cannot be read
    └── IndexStateError         something about the index folder
        ├── IndexMissingError   nothing has been built there
        ├── IndexDamagedError   a file is missing, cut short, altered or foreign
        ├── IndexMismatchError  the index was made by another encoder or format
        ├── IndexBusyError      another process is building it
        └── BuildStoppedError   whoever wanted the build ended it

Each message says what happened and what to do next. Catch `QAError` to catch all of them:

    try:
        answer = knowledge_base.ask(question)
    except QAError as error:
        show(str(error))

Misuse by a programmer (`top_k=0`) stays a `ValueError`.
"""

from __future__ import annotations

from typing import Literal

from qa.findings import Finding

ERRORS_LANGUAGE = "en"
"""What the messages of errors are written in."""

_NAMED = 10  # known languages or documents that a message names


class QAError(Exception):
    """Base of every error that Sanad raises on purpose."""


class SeedsNotFoundError(QAError, FileNotFoundError):
    """The folder of documents does not exist or is not a folder."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"No folder of documents at '{path}'. Create it and put documents in it, "
            "or name another with --seeds FOLDER (in Python: seeds=...)."
        )
        self.path = path


class DocumentParseError(QAError):
    """One file gives no text. The build goes on and reports it.

    Attributes:
        kind: One word for programs, such as "empty", "binary" or "encoding".
        reason: Why, more exactly.
    """

    def __init__(self, kind: str, reason: Finding) -> None:
        super().__init__(str(reason))
        self.kind = kind
        self.reason = reason


class AddressError(QAError, ValueError):
    """A path prefix or a host name that the page cannot be served under."""


class AccessError(QAError, ValueError):
    """A password, token or certificate cannot be used, or nobody says who may come in."""


class QuestionError(QAError, ValueError):
    """The question is empty, too long, or holds nothing to search for.

    Attributes:
        kind: Which, in one word: "empty", "too_long", "no_words".
    """

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


class ScopeError(QAError, ValueError):
    """A scope names a language or a document that the index does not know, or no date.

    Attributes:
        kind: Which of these.
        wanted: What it names.
        known: The languages or documents of the index, in order.
    """

    def __init__(
        self,
        kind: Literal["language", "document", "date"],
        wanted: str,
        known: tuple[str, ...] = (),
    ) -> None:
        self.kind = kind
        self.wanted = wanted
        self.known = known
        if kind == "date":
            super().__init__(
                f"'{wanted}' is no date. Write a year, a month or a day, such as '2024', '2024-05' "
                "or '2024-05-02'."
            )
            return
        named = ", ".join(f"'{name}'" for name in known[:_NAMED])
        more = f" and {len(known) - _NAMED:,} more" if len(known) > _NAMED else ""
        hint = ", or a folder of them with '/' at its end" if kind == "document" else ""
        super().__init__(
            f"The index knows no {kind} '{wanted}'. Name one of these{hint}: {named}{more}."
        )


class ModelError(QAError):
    """A model cannot be found, prepared or run."""


class MissingExtraError(QAError, ImportError):
    """An optional part of the program is wanted and not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"This needs the extra '{extra}', which is not installed. Install it with: "
            f"pip install 'sanad-qa[{extra}]'"
        )


class DatasetError(QAError):
    """An evaluation data set is missing or malformed."""


class PlotError(QAError):
    """A plot cannot be drawn or written."""


class CalibrationError(QAError):
    """The confidence cannot be fitted to judgements, or what was fitted cannot be read."""


class IndexStateError(QAError):
    """Something about the index folder stops the program from using it."""


class IndexMissingError(IndexStateError):
    """Nothing has been built in the index folder."""

    def __init__(self, path: object) -> None:
        super().__init__(f"No index at '{path}'. Build one with: qa build --index {path}")
        self.path = path


class IndexDamagedError(IndexStateError):
    """A file of the index is missing, cut short, altered or foreign.

    Attributes:
        file: The damaged file, relative to the index folder.
        reason: What is wrong with it.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            f"The index is damaged: {file}: {reason}. Rebuild it with: qa build "
            "(unchanged passages come from the embedding cache)."
        )
        self.file = file
        self.reason = reason


class IndexMismatchError(IndexStateError):
    """The index was made by another encoder, splitter setting or format version.

    Attributes:
        expected: The fingerprint the running program needs.
        actual: The fingerprint stored in the index.
    """

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(
            f"The index was built for '{actual}', and this program is set up for '{expected}'. "
            "Rebuild it with: qa build, or name the model it was built with (--model)."
        )
        self.expected = expected
        self.actual = actual


class IndexBusyError(IndexStateError):
    """Another process holds the build lock and did not release it in time."""

    def __init__(self, path: object, waited_seconds: float) -> None:
        super().__init__(
            f"Another process is building '{path}' and was still at it after "
            f"{waited_seconds:.0f} s. Wait for it to end, or stop it, and try again."
        )
        self.path = path


class BuildStoppedError(IndexStateError):
    """A build was ended before it was complete, as by `KnowledgeBase.close`."""

    def __init__(self) -> None:
        super().__init__(
            "The build was ended. What was encoded is kept; the next build goes on from there."
        )
