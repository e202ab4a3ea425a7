"""What a refresh costs: nothing changed, and one of 1,000 documents edited.

    python benchmarks/refresh.py

Runs the real program (`qa build`, a process each time) on 1,000 short generated documents.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_DOCUMENTS = 1_000
_PARAGRAPHS = 3


def main() -> None:
    """Build, build again, edit one document, build again, and from nothing for comparison."""
    with tempfile.TemporaryDirectory() as folder:
        seeds, index = Path(folder) / "seeds", Path(folder) / "index"
        seeds.mkdir()
        for number in range(_DOCUMENTS):
            (seeds / f"report-{number}.txt").write_text(_text(number), encoding="utf-8")
        _build("from nothing", seeds, index)
        _build("nothing changed", seeds, index)
        edited = seeds / "report-500.txt"
        edited.write_text(_text(500) + "\n\nOne paragraph was added.\n", encoding="utf-8")
        _build("one edited", seeds, index)
        edited.unlink()
        _build("one removed", seeds, index)


def _text(number: int) -> str:
    paragraphs = (
        f"In district {number}, committee {part} met on day {number * part % 365} and counted "
        f"{number * 37 + part} households. It left the matter of wells to committee {part + 1}."
        for part in range(1, _PARAGRAPHS + 1)
    )
    return f"Report {number}\n\n" + "\n\n".join(paragraphs)


def _build(name: str, seeds: Path, index: Path) -> None:
    command = [sys.executable, "-m", "qa.cli", "build", "--json"]
    started = time.perf_counter()
    done = subprocess.run(
        [*command, "--seeds", str(seeds), "--index", str(index)], capture_output=True, check=True
    )
    seconds = time.perf_counter() - started
    report: dict[str, Any] = json.loads(done.stdout)
    print(
        f"{name}: {seconds:.2f} s with the start of Python, {report['elapsed_seconds']:.2f} s the "
        f"build; {report['n_documents']} documents, {report['n_passages']} passages, "
        f"{report['n_encoded']} encoded"
    )


if __name__ == "__main__":
    main()
