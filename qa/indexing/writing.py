"""Writing a generation beside the one in service: what is the same is shared, the rest written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from qa.indexing.files import FileRecord
from qa.indexing.generation import Generation, Manifest
from qa.indexing.layout import Layout
from qa.indexing.planning import deal_to_segments, segment_name
from qa.indexing.publishing import file_records, fresh_folder, link_files, publish
from qa.indexing.segment import segment_number
from qa.indexing.segment_writing import Encoded, rewrite_segment, write_segment
from qa.reports import Problem

SEGMENT_PASSAGES = 32_768
"""Passages a segment is meant to hold: what one edited document makes the build write again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a generation is to hold.

    Attributes:
        sizes: The documents: number of passages by path.
        touched: Paths that are new, changed or gone since the generation before.
        problems: Files that gave no passage.
        fingerprint: As of `Manifest`.
        model: As of `Manifest`.
        dimension: Components of a vector.
    """

    sizes: Mapping[str, int]
    touched: Collection[str]
    problems: tuple[Problem, ...]
    fingerprint: str
    model: str
    dimension: int


def write_generation(
    layout: Layout,
    previous: Generation | None,
    contents: Contents,
    part: Callable[[str], Encoded],
    *,
    segment_passages: int = SEGMENT_PASSAGES,
    listen: Callable[[int, int], None] | None = None,
) -> Generation:
    """Write a generation and put it in service; the caller holds the lock.

    Args:
        layout: The index folder.
        previous: The generation in service, whose untouched segments are shared.
        contents: What it is to hold.
        part: Gives a document by its path.
        segment_passages: Passages a segment is meant to hold.
        listen: Told how many segments are done, and of how many.
    """
    folder = fresh_folder(layout)
    segments = deal_to_segments(contents.sizes, segment_passages)
    names = tuple(segment_name(number) for number in range(len(segments)))
    cut_alike = previous if previous and previous.manifest.segments == names else None
    touched = {segment_number(path, len(segments)) for path in contents.touched}
    files: dict[str, FileRecord] = {}
    written: list[str] = []
    for number, name in enumerate(names):
        each = partial(listen or _silent, number, len(segments))
        each()
        (folder / name).mkdir()
        if cut_alike is not None and number not in touched:
            link_files(layout.generation(cut_alike.name) / name, folder / name)
            files |= cut_alike.manifest.files_of(name)
        else:
            kept = set(segments[number]).difference(contents.touched) if cut_alike else set()
            parts = [part(path) for path in segments[number] if path not in kept]
            if cut_alike is not None and kept:
                rewrite_segment(folder / name, cut_alike.segment(name), kept, parts, each)
            else:
                write_segment(folder / name, parts, contents.dimension, each)
            files |= file_records(folder, name)
            written.append(name)
    return publish(layout, folder, _manifest(contents, names, files), written)


def _manifest(
    contents: Contents, segments: tuple[str, ...], files: dict[str, FileRecord]
) -> Manifest:
    return Manifest(
        fingerprint=contents.fingerprint,
        model=contents.model,
        segments=segments,
        files=files,
        n_documents=len(contents.sizes),
        n_passages=sum(contents.sizes.values()),
        problems=contents.problems,
    )


def part_of(generation: Generation, path: str) -> Encoded:
    """A document as a generation has it."""
    segment = generation.segment_with(path)
    return segment.split_document(path), segment.encodings(path)


def _silent(_number: int, _total: int) -> None:
    """Nobody listens."""
