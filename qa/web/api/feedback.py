"""What visitors think of answers, kept in a file of this machine and sent nowhere.

The file (`index/feedback.jsonl`) holds one JSON object a line, UTF-8, in order of time. An
evaluation can read it as questions with passages judged by people:

    time         when it was given: ISO 8601, UTC
    verdict      "good", "bad" (the answer as a whole) or "wrong_source" (one cited passage)
    passage      for "wrong_source", the passage that is none; else ""
    question     the question as asked
    state        the state of the answer: "answered", "related", "not_found" or "overview"
    confidence   the answer's confidence, in [0, 1]
    passages     ids of the cited passages, best first ("path#ordinal")
    generation   the build of the index that was asked

A later line on the same question and passages replaces an earlier one: a visitor may think again.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.settings import MAX_QUESTION_CHARACTERS

MAX_FEEDBACK_BYTES = 64 * 1024 * 1024
"""Size at which no more is kept: some 100,000 verdicts; a runaway script should fill no disk."""

_TRIES = 3  # to write a verdict whose file is replaced meanwhile

_PassageId = Annotated[str, Field(max_length=4200)]

_logger = logging.getLogger(__name__)


class Verdict(BaseModel):
    """Body of `POST /api/feedback`; see the module for what each field holds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    verdict: Literal["good", "bad", "wrong_source"]
    passage: _PassageId = ""
    question: str = Field(max_length=MAX_QUESTION_CHARACTERS)
    state: Literal["answered", "related", "not_found", "overview"]
    confidence: float = Field(ge=0, le=1)
    passages: list[_PassageId] = Field(max_length=50)
    generation: str = Field(max_length=200)


class FeedbackLog:
    """An append-only file of verdicts, made with the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def append(self, verdict: Verdict) -> None:
        """Write a verdict through to the disk.

        Raises:
            OSError: It cannot be written, or the file has reached `MAX_FEEDBACK_BYTES`.
        """
        time = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": time, **verdict.model_dump()}) + "\n"
        with self._lock:
            for _ in range(_TRIES):
                if self._write(line):
                    return

    def _write(self, line: str) -> bool:
        """Write a line; whether it is in the file that has the name still.

        Another process may put a new file in its place meanwhile: one without what is forgotten.
        """
        with self._path.open("ab+") as file:
            size = file.seek(0, os.SEEK_END)
            if size > MAX_FEEDBACK_BYTES:
                raise OSError(f"'{self._path}' is full")
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a line cut short by a crash spoils only itself
                    line = "\n" + line
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())


def feedback_routes(log: FeedbackLog | None) -> APIRouter:
    """The route `POST /api/feedback`; without a log it says that nothing is kept."""
    router = APIRouter()

    @router.post("/api/feedback", status_code=201)
    def feedback(verdict: Verdict) -> JSONResponse:
        """Keep what a visitor thinks of an answer, on this machine only."""
        if log is None:
            return JSONResponse({"detail": "Feedback is not kept here."}, status_code=404)
        try:
            log.append(verdict)
        except OSError:
            _logger.exception("a verdict could not be kept")
            return JSONResponse({"detail": "The verdict could not be written."}, status_code=507)
        return JSONResponse({"saved": True}, status_code=201)

    return router
