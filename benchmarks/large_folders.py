"""What a build of many files takes, and one of a large file: time, memory, and the parsers' share.

    python benchmarks/large_folders.py [--only parsers|small|large|unchanged]

Builds 5,000 small files and one Markdown file of 60 MB, each in a process of its own. Passages are
split by the real tokenizer. The many files are encoded for real; the large one gives some 100,000
passages, which would take an hour, so there every vector is the same: what is measured is reading,
splitting and writing. With 100,000 files, of which all vectors are the same too, it then builds
again where nothing, or next to nothing, has changed, and lists the files as the floor of that.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from qa.corpus.parser_process import ParserPool
from qa.corpus.parsing import parse_document
from qa.corpus.scanning import scan_seeds
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.tokens import PassageEncodings, QuestionEncoding
from qa.indexing.building import build_index

SMALL_FILES = 5_000
TIMED_FILES = 1_000
LARGE_BYTES = 60_000_000
TINY_FILES = 100_000
_ROUNDS = 3
_SETTLING_SECONDS = 3
_MEGABYTE = 1_000_000


class SameVectors:
    """Splits as the real encoder does, and gives every text the vector of one."""

    def __init__(self) -> None:
        self._encoder = OpenVinoEncoder()
        self.fingerprint = "same vectors"
        self.numeric_mode = self._encoder.numeric_mode
        self.dimension = self._encoder.dimension
        self.max_tokens = self._encoder.max_tokens
        self._one = self._encoder.encode_passages(["passage"])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the real encoder."""
        return self._encoder.count_tokens(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """The same for each text."""
        if progress:
            progress(len(texts))
        vectors = np.repeat(self._one.vectors, len(texts), axis=0)
        return PassageEncodings(vectors, self._one.tokens * len(texts))

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """One at a time."""
        for number, text in enumerate(texts):
            yield [number], self.encode_passages([text])

    def encode_question(self, text: str) -> QuestionEncoding:
        """As the real encoder."""
        return self._encoder.encode_question(text)


def main() -> None:
    """Measure each in a process of its own, or one of them in this."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("parsers", "small", "large", "unchanged"))
    chosen = parser.parse_args().only
    if chosen is None:
        for name in ("parsers", "small", "large", "unchanged"):
            subprocess.run([sys.executable, __file__, "--only", name], check=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        if chosen == "parsers":
            time_parsers(seeds)
        elif chosen == "unchanged":
            time_unchanged(seeds, Path(folder) / "index")
        else:
            time_build(chosen, seeds, Path(folder) / "index")


def time_parsers(seeds: Path) -> None:
    """Parse small files in this process and apart."""
    write_small(seeds, TIMED_FILES)
    files = scan_seeds(seeds).files
    started = time.perf_counter()
    for file in files:
        parse_document(file)
    here = time.perf_counter() - started
    started = time.perf_counter()
    with ParserPool() as parsers:
        for _ in parsers.parse_each(files):
            pass
    apart = time.perf_counter() - started
    print(f"{len(files):,} small files parsed: here {here:.2f} s, apart {apart:.2f} s", flush=True)


def time_build(name: str, seeds: Path, index: Path) -> None:
    """Build and print what it took."""
    if name == "small":
        write_small(seeds, SMALL_FILES)
        encoder: OpenVinoEncoder | SameVectors = OpenVinoEncoder()
        encoder.encode_passages(["warm"])
    else:
        write_large(seeds)
        encoder = SameVectors()
    before = _peak(resource.RUSAGE_SELF)
    started = time.perf_counter()
    report = build_index(seeds, index, encoder)
    seconds = time.perf_counter() - started
    print(
        f"{name}: {report.n_documents:,} documents, {report.n_passages:,} passages, "
        f"{len(report.problems)} problems in {seconds:.1f} s; memory {before:,.0f} MB before, "
        f"{_peak(resource.RUSAGE_SELF):,.0f} MB at most, a parser "
        f"{_peak(resource.RUSAGE_CHILDREN):,.0f} MB",
        flush=True,
    )


def time_unchanged(seeds: Path, index: Path) -> None:
    """Build many files, and then again and again: processor time and how long it took."""
    write_tiny(seeds)
    encoder = SameVectors()
    _tell("all of them, at first", lambda: build_index(seeds, index, encoder))
    time.sleep(_SETTLING_SECONDS)  # a file that has just changed is hashed once more
    build_index(seeds, index, encoder)
    for _ in range(_ROUNDS):
        _tell("only listed", lambda: _list(seeds))
        _tell("nothing changed", lambda: build_index(seeds, index, encoder))
    _tell("every file looked into", lambda: build_index(seeds, index, encoder, check=True))
    first = next(seeds.rglob("*.txt"))
    first.rename(first.with_suffix(".text"))
    _tell("one renamed", lambda: build_index(seeds, index, encoder))
    first.with_suffix(".text").unlink()
    _tell("one removed", lambda: build_index(seeds, index, encoder))


def _tell(name: str, work: Callable[[], object]) -> None:
    started, processor = time.perf_counter(), time.process_time()
    work()
    print(
        f"{TINY_FILES:,} files, {name}: {time.process_time() - processor:.2f} s of processor "
        f"time, {time.perf_counter() - started:.2f} s",
        flush=True,
    )


def _list(seeds: Path) -> int:
    """Names, bytes and times of all files, as quickly as the system gives them."""
    folders = [entry.path for entry in os.scandir(seeds)]
    statuses = (entry.stat() for folder in folders for entry in list(os.scandir(folder)))
    return sum(status.st_size for status in statuses)


def write_tiny(seeds: Path) -> None:
    """A line each, a thousand in a folder."""
    for number in range(TINY_FILES):
        folder = seeds / f"part-{number // 1_000}"
        folder.mkdir(exist_ok=True)
        text = f"Note {number} says that committee {number * 7 % 1_000} met."
        (folder / f"note-{number}.txt").write_text(text, encoding="utf-8")


def write_small(seeds: Path, count: int) -> None:
    """Notes of four formats, some lines each."""
    for number in range(count):
        text = _paragraph(number)
        endings = {
            ".txt": text,
            ".md": f"# Note {number}\n\n{text}\n",
            ".html": f"<html><body><h1>Note {number}</h1><p>{text}</p></body></html>",
            ".json": json.dumps({"title": f"Note {number}", "text": text}),
        }
        ending = list(endings)[number % len(endings)]
        (seeds / f"note-{number}{ending}").write_text(endings[ending], encoding="utf-8")


def write_large(seeds: Path, size: int = LARGE_BYTES) -> None:
    """A book of headings and paragraphs."""
    n_bytes = number = 0
    with (seeds / "book.md").open("w", encoding="utf-8") as book:
        while n_bytes < size:
            number += 1
            heading = f"# Chapter {number // 50}\n\n" if number % 50 == 0 else ""
            n_bytes += book.write(f"{heading}{_paragraph(number)}\n\n")


def _paragraph(number: int) -> str:
    return " ".join(
        f"In district {number}, committee {part} met on day {number * part % 365} and counted "
        f"{number * 37 + part} households. It left the matter of wells to committee {part + 1}."
        for part in range(1, 5)
    )


def _peak(who: int) -> float:
    """The most memory that was taken, in MB."""
    return resource.getrusage(who).ru_maxrss * 1024 / _MEGABYTE


if __name__ == "__main__":
    main()
