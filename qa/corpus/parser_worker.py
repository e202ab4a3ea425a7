"""The process that parses: one file after the other, each within its limits.

`python -m qa.corpus.parser_worker` reads requests from standard input and writes an answer to each,
both as lines of JSON (see `ParserProcess`, which starts it). What a library prints goes to standard
error, and so never among the answers.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from qa.corpus.parsing import TOO_MUCH_MEMORY, fault_of_program, parse_document, read_bytes
from qa.corpus.pdf.sought import Sought
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentParseError

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
        request: dict[str, Any] = json.loads(line)
        limit(request.pop("memory_bytes"), request.pop("cpu_seconds"))
        request["location"] = Path(request["location"])
        drawing = request.pop("drawing", None)
        file = SourceFile(**request)
        answers.write((answer(file) if drawing is None else drawn(file, **drawing)) + b"\n")
        answers.flush()


def answer(file: SourceFile) -> bytes:
    """What came of one file: a document's fields, or the kind and the reason of a problem."""
    return _told(lambda: {"document": asdict(parse_document(file))})


def drawn(file: SourceFile, page: int, sought: Sequence[dict[str, Any]]) -> bytes:
    """What came of drawing a page: the picture, or the kind and the reason of a problem."""
    return _told(lambda: {"picture": _picture(file, page, [Sought(**part) for part in sought])})


def _picture(file: SourceFile, page: int, sought: Sequence[Sought]) -> str:
    from qa.corpus.pdf.drawing import draw_page  # noqa: PLC0415 (parsers need none of it)

    try:
        return base64.b64encode(draw_page(read_bytes(file), page, sought)).decode()
    except (DocumentParseError, MemoryError):
        raise
    except Exception as error:  # a fault of one page is told, and ends nothing
        raise fault_of_program(file, error) from error


def _told(make: Callable[[], dict[str, Any]]) -> bytes:
    try:
        return _json(make())
    except DocumentParseError as error:
        return _json({"kind": error.kind, "reason": asdict(error.reason)})
    except MemoryError:
        return _json({"kind": "too_large", "reason": asdict(TOO_MUCH_MEMORY)})


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


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
