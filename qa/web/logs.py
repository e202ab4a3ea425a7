"""What the one at the terminal is told: one form for our messages, uvicorn's and everybody's.

What visitors ask stays out of it, at every level, unless whoever starts the program wants it there.
Our own messages hold no question. A library's may hold anything, in what it logs or prints as in
the message of an error that passes through it, so only where it comes from is told: logger, line,
frames of the stack, class of the error.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, TextIO

from qa.errors import QAError
from qa.web.hearing import HeardQuestion

Level = Literal["debug", "info", "warning", "error"]

ANNOUNCING: Final = "sanad"
"""The logger of what is always told: the address, that the index is open, changes, the end."""

_ASKED: Final = "sanad.asked"
_PRINTED: Final = "sanad.printed"
_ACCESS: Final = "uvicorn.access"
_OURS: Final = re.compile(r"(qa|sanad|uvicorn)(\.|$)")
_NEVER_SEE_QUESTIONS: Final = re.compile(r"qa\.(corpus|indexing)(\.|$)")
_WITHHELD: Final = "a message is withheld, since it may hold a question (--log-questions shows it)"
_FRAME: Final = re.compile(r'\s*(Traceback \(|File "[^"]*", line \d+)')
_ERROR: Final = re.compile(r"([A-Za-z_][\w.]*(?:Error|Exception|Warning|Exit|Interrupt))(:|$)")

_LOG = logging.getLogger(ANNOUNCING)


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What is told on standard error, and how.

    Attributes:
        level: The least of what is told.
        as_json: Whether each message is a JSON object on a line.
        access: Whether each request is told.
        questions: Whether what visitors ask may be told.
    """

    level: Level = "warning"
    as_json: bool = False
    access: bool = False
    questions: bool = False


DEFAULT_LOGS: Final = LogOptions()
"""What is told where nobody says."""


def announce(line: str) -> None:
    """Tell what the one at the terminal should know at any level."""
    _LOG.info("%s", line)


def log_question(heard: HeardQuestion) -> None:
    """Tell a question and what came of it, where questions are wanted."""
    seconds = round(heard.seconds, 3)
    logging.getLogger(_ASKED).info(
        "%s in %.3f s: %s",
        heard.outcome,
        heard.seconds,
        heard.question,
        extra={"told": {"question": heard.question, "outcome": heard.outcome, "seconds": seconds}},
    )


@contextmanager
def logging_to_stderr(options: LogOptions) -> Iterator[None]:
    """Have everything logged, warned of or printed on standard error told in one form, meanwhile.

    What ends the program with a message is told in that form too, where it is JSON.
    """
    stderr, handler = sys.stderr, logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines(options) if options.as_json else _Lines(options))
    loggers = _levels(options)
    before = {name: logging.getLogger(name).level for name in loggers}
    for name, level in loggers.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(True)
    if options.as_json or not options.questions:
        sys.stderr = _Printed(stderr, options)
    try:
        yield
    except (QAError, SystemExit) as error:
        if not options.as_json or not (isinstance(error, QAError) or isinstance(error.code, str)):
            raise
        _LOG.error("%s", str(error).removeprefix("sanad: "))
        raise SystemExit(1) from error
    finally:
        sys.stderr = stderr
        logging.captureWarnings(False)
        logging.getLogger().removeHandler(handler)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _levels(options: LogOptions) -> dict[str, int]:
    """The level of each logger that has one of its own; "" is that of all others."""
    level = logging.getLevelNamesMapping()[options.level.upper()]
    return {
        "": max(level, logging.WARNING),  # libraries write their inside out below that
        "qa": level,
        "uvicorn": level,
        _ACCESS: logging.INFO if options.access else logging.CRITICAL,
        ANNOUNCING: logging.INFO,
    }


class _Lines(logging.Formatter):
    """A line a message, for people; an error's stack follows it."""

    def __init__(self, options: LogOptions) -> None:
        super().__init__()
        self._questions = options.questions

    def format(self, record: logging.LogRecord) -> str:
        message = _escaped(self._message(record))
        if record.name.startswith(ANNOUNCING):
            line = f"sanad: {message}"
        else:
            line = f"{record.levelname.lower()}: {record.name}: {message}"
        stack = self._stack(record)
        return f"{line}\n{stack}" if stack else line

    def _message(self, record: logging.LogRecord) -> str:
        """What a record says, without what it should not say."""
        if record.name == _ACCESS:
            return _request_line(record, self._questions)
        if self._questions or _OURS.match(record.name):
            return record.getMessage().strip()
        return f"{_WITHHELD}: {record.module}.py, line {record.lineno}"

    def _stack(self, record: logging.LogRecord) -> str:
        if not record.exc_info or record.exc_info[0] is None:
            return ""
        if self._questions or _NEVER_SEE_QUESTIONS.match(record.name):
            return "".join(traceback.format_exception(*record.exc_info)).rstrip()
        return "\n".join(_frames(record.exc_info[1])).rstrip()


class _JsonLines(_Lines):
    """A JSON object on a line for each message, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        values: dict[str, Any] = {
            "time": time,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        if stack := self._stack(record):
            values["stack"] = stack
        values |= getattr(record, "told", {})
        return json.dumps(values)


class _Printed(io.TextIOBase):
    """Standard error for those who print: each line is logged, or left out.

    Without questions no line is kept but the frames of a stack and the class of an error.
    """

    def __init__(self, stderr: TextIO, options: LogOptions) -> None:
        self._stderr = stderr
        self._questions = options.questions
        self._lock = threading.Lock()
        self._begun = ""
        self._is_withholding = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stderr.fileno()

    def write(self, text: str) -> int:
        with self._lock:
            *lines, self._begun = (self._begun + text).split("\n")
            told = [shown for line in lines if (shown := self._shown(line))]
        for line in told:
            logging.getLogger(_PRINTED).warning("%s", line)
        return len(text)

    def _shown(self, line: str) -> str:
        if self._questions or _FRAME.match(line):
            self._is_withholding = False
            return line.rstrip()
        if error := _ERROR.match(line):
            return error[1]
        # Of several lines once; a line of code within a stack stands below its frame.
        first, self._is_withholding = not self._is_withholding, True
        return _WITHHELD if first and line.strip() and not line.startswith("    ") else ""


def _frames(error: BaseException | None) -> Iterator[str]:
    """The stack of an error and of those that led to it, without their messages."""
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _frames(before)
        yield "... which led to:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def _request_line(record: logging.LogRecord, questions: bool) -> str:
    """A request as uvicorn logs it, without its query, where a question may stand."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    if len(arguments) != 5:
        return _WITHHELD
    client, method, target, _, status = arguments
    path = str(target) if questions else str(target).partition("?")[0]
    return f"{client} {method} {path} {status}"


def _escaped(text: str) -> str:
    """Text that is one line and drives no terminal, whatever names of files it holds."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )
