"""Verifying: is every index file sound, and does every passage still stand in its document?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.corpus.parser_process import ParserProcess
from qa.corpus.scanning import SourceFile, scan_seeds
from qa.errors import DocumentParseError
from qa.indexing.generation import Generation, check_files, read_manifest
from qa.indexing.layout import Layout
from qa.indexing.segment import SplitDocument
from qa.indexing.stamps import forget_stamps
from qa.reports import PassageCheck, PassageStatus, Problem, VerifyReport


def verify_index(seeds: Path, index: Path) -> VerifyReport:
    """Check the generation in service against its digests and against the documents on disk.

    Changes nothing, but that after damage the next build trusts no stamp. If a file is damaged,
    the passages cannot be trusted and are not checked.

    Raises:
        SeedsNotFoundError: There is no such folder of documents.
        IndexMissingError: Nothing has been built.
        IndexDamagedError: The pointer or the manifest is damaged.
        IndexMismatchError: Another format version wrote the index.
    """
    layout = Layout(index)
    name, manifest = read_manifest(layout)
    files = tuple(check_files(layout.generation(name), manifest))
    if any(check.damage for check in files):
        forget_stamps(layout.stamps)
        return VerifyReport(name, (), files)
    generation = Generation.open(layout)
    scan = scan_seeds(seeds)
    sources = {file.path: file for file in scan.files}
    paths_by_digest = {file.sha256: file.path for file in scan.files}
    passages: list[PassageCheck] = []
    problems: list[Problem] = list(scan.problems)
    with ParserProcess() as parser:
        for info in generation.documents():
            split = generation.split_document(info.path)
            source = sources.get(info.path)
            if source is None:
                passages += _checks_without_file(split, paths_by_digest.get(info.sha256))
            else:
                passages += _checks(split, _parsed_text(parser, source, problems))
    return VerifyReport(generation.name, tuple(passages), files, tuple(problems))


def _parsed_text(parser: ParserProcess, source: SourceFile, problems: list[Problem]) -> str | None:
    try:
        return parser.parse(source).text
    except DocumentParseError as error:
        problems.append(Problem.of(source.path, error.kind, error.reason, source.sha256))
        return None


def _checks(split: SplitDocument, text: str | None) -> Iterator[PassageCheck]:
    """Compare each passage with the text its document has now (None: it has none)."""
    path = split.document.path
    for ordinal, span in enumerate(split.spans):
        passage_id = f"{path}#{ordinal}"
        wanted = split.document.text[span.start : span.end]
        if text is None:
            yield PassageCheck(passage_id, PassageStatus.GONE)
        elif text[span.start : span.end] == wanted:
            yield PassageCheck(passage_id, PassageStatus.VERBATIM)
        elif (offset := text.find(wanted)) >= 0:
            yield PassageCheck(passage_id, PassageStatus.MOVED, f"{path}:{offset}")
        else:
            yield PassageCheck(passage_id, PassageStatus.CHANGED)


def _checks_without_file(split: SplitDocument, renamed_to: str | None) -> Iterator[PassageCheck]:
    """Passages of a document whose file is gone, or stands under another name now."""
    for ordinal, span in enumerate(split.spans):
        passage_id = f"{split.document.path}#{ordinal}"
        if renamed_to:
            yield PassageCheck(passage_id, PassageStatus.MOVED, f"{renamed_to}:{span.start}")
        else:
            yield PassageCheck(passage_id, PassageStatus.GONE)
