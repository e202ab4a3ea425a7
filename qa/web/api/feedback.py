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

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.errors import remedy_of
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.line_files import LineFile

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


def keep_verdict(file: LineFile, verdict: Verdict) -> None:
    """Write a verdict through to the disk.

    Raises:
        OSError: It cannot be written, or the file is full.
    """
    time = datetime.now(UTC).isoformat(timespec="seconds")
    file.append({"time": time, **verdict.model_dump()})


def feedback_routes(path: Path | None) -> APIRouter:
    """The route `POST /api/feedback`; without a file it says that nothing is kept."""
    router = APIRouter()
    file = LineFile(path, MAX_FEEDBACK_BYTES) if path else None

    @router.post("/api/feedback", status_code=201)
    def feedback(verdict: Verdict) -> JSONResponse:
        """Keep what a visitor thinks of an answer, on this machine only."""
        if file is None:
            return JSONResponse({"detail": "Feedback is not kept here."}, status_code=404)
        try:
            keep_verdict(file, verdict)
        except OSError as error:
            _logger.exception("a verdict could not be kept")
            return JSONResponse({"detail": _unwritten(error)}, status_code=507)
        return JSONResponse({"saved": True}, status_code=201)

    return router


def _unwritten(error: OSError) -> str:
    if error.errno is None:  # said by `LineFile`, with its path, which is nobody's business
        return "The verdict could not be written: their file is full. Put it elsewhere."
    return f"The verdict could not be written: {error.strerror}. {remedy_of(error)}"
