"""Every error Sanad raises on purpose, as one tree.

    QAError
    ├── SeedsNotFoundError      the folder of documents is not there
    ├── FolderUnwatchedError    changes in that folder are not told of
    ├── DocumentParseError       one file gives no text (becomes a line of the build report)
    ├── QuestionError           the question cannot be searched for
    ├── ScopeError              a language or document that the index does not know
    ├── ModelError              a model cannot be found, prepared or run
    ├── MissingExtraError       an optional part of the program is not installed
    ├── MissingPackageError     a package that the program is installed with is not there
    ├── UnsupportedSystemError  the program is not made for this operating system
    ├── DatasetError            an evaluation data set is missing or malformed
    ├── AddressError            the page cannot be served under a path or host name
    ├── BusyError               as many questions are being answered as can be
    ├── AccessError             whom the page lets in cannot be told, or not safely
    ├── PlotError               a plot cannot be drawn or written
    ├── CalibrationError        the confidence cannot be fitted, or what was fitted cannot be read
    ├── ClusterError            a cluster of machines cannot do what it is asked
    │   └── PartMissingError    a part of the index is on no node that answers
    └── IndexStateError         something about the index folder
        ├── IndexMissingError   nothing has been built there
        ├── IndexDamagedError   a file is missing, cut short, altered or foreign
        ├── IndexMismatchError  the index was made by another encoder or format
        ├── IndexBusyError      another process is building it
        ├── IndexWriteError     it cannot be written: no room, no right
        ├── IndexPinnedError    it is pinned to a generation, and stays as it is
        ├── GenerationError     a generation that is asked for cannot be used
        ├── ForgettingError     a document cannot be forgotten
        ├── ExportError         an exported index is damaged, foreign, or not to be written
        └── BuildStoppedError   whoever wanted the build ended it

Each message says what happened and what to do next. Catch `QAError` to catch all of them:

    try:
        answer = knowledge_base.ask(question)
    except QAError as error:
        show(str(error))

Misuse by a programmer (`top_k=0`) stays a `ValueError`.
"""

from __future__ import annotations

import errno
from typing import Literal

from qa.findings import Finding

ERRORS_LANGUAGE = "en"
"""What the messages of errors are written in."""

_NAMED = 10  # known languages or documents that a message names


def words_of(error: BaseException) -> str:
    """An error's message, which is the work of whatever raised it and may fail too."""
    try:
        return str(error)
    except BaseException:  # noqa: BLE001
        return "(without words)"


def remedy_of(error: OSError) -> str:
    """What to do about something that cannot be written, as a sentence."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "Make room for it."
    return "See that this user may write there."


class QAError(Exception):
    """Base of every error that Sanad raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Copied, also to another process, without its constructor, which takes other things."""
        return _copied, (type(self), self.args, vars(self))


def _copied(
    kind: type[QAError], words: tuple[object, ...], attributes: dict[str, object]
) -> QAError:
    error = kind.__new__(kind, *words)
    error.args = words  # which those of the operating system do not take so
    vars(error).update(attributes)
    return error


class SeedsNotFoundError(QAError, FileNotFoundError):
    """The folder of documents does not exist, is not a folder, or cannot be read."""

    def __init__(self, path: object, reason: str = "") -> None:
        found = f"The folder of documents '{path}' cannot be read ({reason}). Let this user read it"
        lacking = f"No folder of documents at '{path}'. Create it and put documents in it"
        super().__init__(
            f"{found if reason else lacking}, "
            "or name another with --seeds FOLDER (in Python: seeds=...)."
        )
        self.path = path


class FolderUnwatchedError(QAError):
    """Changes in the folder of documents are not told of: it is looked through instead.

    Attributes:
        path: The folder.
        reason: Why.
    """

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(
            f"Changes in '{path}' are not told of ({reason}); it is looked through from time to "
            "time instead. On Linux raise the limits fs.inotify.max_user_watches and "
            "fs.inotify.max_user_instances."
        )
        self.path = path
        self.reason = reason


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


class BusyError(QAError):
    """As many questions are being answered, and wait, as can be.

    Attributes:
        seconds: When to ask again: by then those that are before it are answered.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "As many questions are being answered as this machine can answer. "
            f"Ask again in {seconds} s."
        )
        self.seconds = seconds


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


class MissingPackageError(QAError, ImportError):
    """A package that the program is installed with, and needs for this, is not there.

    Attributes:
        package: Its name.
    """

    def __init__(self, package: str, purpose: str, mend: str = "pip install sanad-qa") -> None:
        super().__init__(
            f"{purpose}, Sanad needs the package '{package}', which is not installed. "
            f"Install it with: {mend}."
        )
        self.package = package


class ClusterError(QAError):
    """A cluster of machines cannot be reached, or a node of it cannot do what it is asked."""


class PartMissingError(ClusterError):
    """A part of the index is on no node that answers: nothing is answered without it.

    Attributes:
        segments: The segments that are missing.
    """

    def __init__(self, segments: tuple[str, ...]) -> None:
        super().__init__(
            f"No node of the cluster answers for {segments[0]} to {segments[-1]}, and nothing is "
            "answered from a part of the index. Ask again in some seconds; if that does not help, "
            "see that enough nodes are there, and that each sees the index folder."
        )
        self.segments = segments


class UnsupportedSystemError(QAError):
    """The operating system is none that the program runs on.

    Attributes:
        system: Its name, as Python has it.
    """

    def __init__(self, system: str) -> None:
        super().__init__(
            f"Sanad runs on Linux and macOS, and this is '{system}'. On Windows, run it in the "
            "Windows Subsystem for Linux (WSL)."
        )
        self.system = system


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


_REBUILD = (
    "Rebuild it with: qa build (unchanged passages come from the embedding cache). "
    "A chat that follows its folder does so by itself."
)


class IndexDamagedError(IndexStateError):
    """A file of the index is missing, cut short, altered or foreign.

    Attributes:
        file: The damaged file, relative to the index folder.
        reason: What is wrong with it.
    """

    def __init__(self, file: str, reason: str, remedy: str = _REBUILD) -> None:
        super().__init__(f"The index is damaged: {file}: {reason}. {remedy}")
        self.file = file
        self.reason = reason


class IndexMismatchError(IndexStateError):
    """The index was made by another encoder, splitter setting or format version.

    Attributes:
        expected: The fingerprint the running program needs.
        actual: The fingerprint stored in the index.
    """

    def __init__(self, expected: str, actual: str, remedy: str = "") -> None:
        remedy = remedy or (
            "Rebuild it with: qa build, or name the model it was built with (--model)."
        )
        super().__init__(
            f"The index was built for '{actual}', and this program is set up for '{expected}'. "
            f"{remedy}"
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


class IndexWriteError(IndexStateError):
    """The index folder cannot be written.

    Attributes:
        kind: Why: "full", "refused", or "other".
    """

    def __init__(self, path: object, error: Exception, kind: str = "other") -> None:
        super().__init__(
            f"The index at '{path}' cannot be written: {error}. Make room or give this user "
            "the right to write there, or name another folder with --index FOLDER."
        )
        self.path = path
        self.kind = kind


class IndexPinnedError(IndexStateError):
    """The index is pinned to a generation, so that nothing may be built.

    Attributes:
        name: The generation.
    """

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The index is pinned to generation {name} and is not brought up to date. Let go of it "
            "with: qa generations use latest"
        )
        self.name = name


class GenerationError(IndexStateError):
    """A generation that is asked for by name cannot be used.

    Attributes:
        name: The generation.
        reason: Why it cannot.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"Generation '{name}' cannot be used: {reason}. What was in service stays; "
            "see the others with: qa generations list"
        )
        self.name = name
        self.reason = reason


class ForgettingError(IndexStateError):
    """A document cannot be forgotten as it was asked.

    Attributes:
        path: The document, or the folder of documents.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class ExportError(IndexStateError):
    """A file that an index was exported to, or is to be, cannot be used.

    Attributes:
        file: The file.
        reason: What is wrong with it.
    """

    def __init__(self, file: object, reason: str) -> None:
        super().__init__(f"'{file}': {reason}.")
        self.file = file
        self.reason = reason


class BuildStoppedError(IndexStateError):
    """A build was ended before it was complete, as by `KnowledgeBase.close`."""

    def __init__(self) -> None:
        super().__init__(
            "The build was ended. What was encoded is kept; the next build goes on from there."
        )
