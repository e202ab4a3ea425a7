"""The process that parses: one file after the other, each within its limits.

`python -m qa.corpus.parser_worker` reads requests from standard input and writes an answer to each,
both as lines of JSON (see `parser_messages`; `ParserProcess` starts it). What a library prints goes
to standard error, and so never among the answers.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from qa.corpus.parser_messages import json_line
from qa.corpus.parsing import parse_document, problem_of, read_bytes
from qa.corpus.pdf.sought import Sought
from qa.corpus.scanning import SourceFile

try:
    import resource
except ImportError:  # Windows has no such limits: there the asking process watches the clock alone
    resource = None  # type: ignore[assignment]


NICENESS = 5
"""How far parsing stands behind other work when there is too little of the processors."""


def main() -> None:
    """Answer requests until there are no more."""
    _give_way()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract: two parsers have two processors
    answers = _own_output()
    for line in sys.stdin.buffer:
        answers.write(answer(json.loads(line)))
        answers.flush()


def answer(request: Mapping[str, Any]) -> bytes:
    """What came of one file: a document's fields, a page drawn, or why there is neither."""
    number, given = request["number"], request["file"]
    file = SourceFile(**given | {"location": Path(given["location"])})
    limit(**request["limits"])
    try:
        return json_line({"number": number, **_made(file, request.get("drawing"))})
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (a fault of one file is told, and ends nothing)
        problem = problem_of(file, error)
    return json_line({"number": number, "kind": problem.kind, "reason": asdict(problem.reason)})


def _made(file: SourceFile, drawing: Mapping[str, Any] | None) -> dict[str, Any]:
    if drawing is None:
        return {"document": asdict(parse_document(file))}
    from qa.corpus.pdf.drawing import draw_page  # noqa: PLC0415 (parsers need none of it)

    sought = [Sought(**part) for part in drawing["sought"]]
    picture = draw_page(read_bytes(file), drawing["page"], sought)
    return {"picture": base64.b64encode(picture).decode()}


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    """Let this process have so much memory, and so much time of a processor from now on.

    Past the first a request for memory fails, past the second the system ends the process. Memory
    is that of its own data: what libraries map is shared and costs nothing anew.
    """
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _lower(resource.RLIMIT_DATA, memory_bytes)
    _lower(resource.RLIMIT_CPU, int(used) + 1 + cpu_seconds)


def _lower(kind: int, wanted: int) -> None:
    """Set a limit, no higher than the system allows; the highest allowed stays as it is."""
    _, highest = resource.getrlimit(kind)
    allowed = wanted if highest == resource.RLIM_INFINITY else min(wanted, highest)
    resource.setrlimit(kind, (allowed, highest))


def _give_way() -> None:
    """Let the process that answers questions go first."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _own_output() -> BinaryIO:
    """Standard output for the answers alone; what others print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
