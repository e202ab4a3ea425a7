"""The commands that look after an index: its generations, forgetting, carrying it elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from qa.cli.exit_codes import ExitCode
from qa.cli.printing import CommandResult, print_message, print_result
from qa.reports import ExportReport, GenerationInfo, ImportReport, PurgeReport

_NAMED = 10  # paths of a kind that are named


def generations_list(arguments: argparse.Namespace) -> int:
    """List the generations that are kept."""
    from qa.indexing.generations import list_generations

    found = list_generations(arguments.index)
    lines = (_generation_line(info) for info in found)
    print_result(CommandResult([asdict(info) for info in found], lines), as_json=arguments.json)
    return ExitCode.DONE


def generations_use(arguments: argparse.Namespace) -> int:
    """Go back to a generation and stay there, or let go of it."""
    from qa.encoding.encoder import OpenVinoEncoder
    from qa.indexing.generations import use_generation

    encoder = OpenVinoEncoder(arguments.model)
    info = use_generation(arguments.index, arguments.name, encoder)
    print_result(CommandResult(asdict(info), _use_lines(info)), as_json=arguments.json)
    return ExitCode.DONE


def generations_prune(arguments: argparse.Namespace) -> int:
    """Remove old generations."""
    from qa.indexing.generations import prune_generations

    removed = prune_generations(arguments.index, arguments.keep)
    lines = [f"removed {name}" for name in removed] or ["There is none to remove."]
    print_result(CommandResult({"removed": removed}, lines), as_json=arguments.json)
    return ExitCode.DONE


def purge(arguments: argparse.Namespace) -> int:
    """Forget a document wherever it is kept."""
    from qa.indexing.purging import purge_documents

    seeds: Path = arguments.seeds
    report = purge_documents(
        seeds if seeds.is_dir() else None,
        arguments.index,
        arguments.path,
        with_file=arguments.with_file,
    )
    print_result(CommandResult(asdict(report), _purge_lines(report)), as_json=arguments.json)
    print_message(
        "Running chats hold words in memory until they turn to the new generation, which they do "
        "by themselves. Backups, exported files and conversations kept by browsers are not reached."
    )
    return ExitCode.DONE if report.found else ExitCode.NOTHING_FOUND


def export(arguments: argparse.Namespace) -> int:
    """Write the index into one file."""
    from qa.indexing.carrying import export_index

    report = export_index(
        arguments.index,
        arguments.file,
        feedback=arguments.feedback,
        confidence=arguments.confidence,
    )
    print_result(CommandResult(asdict(report), _export_lines(report)), as_json=arguments.json)
    return ExitCode.DONE


def import_file(arguments: argparse.Namespace) -> int:
    """Put an exported index in service."""
    from qa.encoding.encoder import OpenVinoEncoder
    from qa.indexing.importing import import_index

    encoder = OpenVinoEncoder(arguments.model)
    report = import_index(arguments.file, arguments.index, encoder)
    print_result(CommandResult(asdict(report), _import_lines(report)), as_json=arguments.json)
    return ExitCode.DONE


def _generation_line(info: GenerationInfo) -> str:
    line = (
        f"{info.name}  {info.built}  {info.n_documents:,} documents, {info.n_passages:,} passages, "
        f"{info.n_bytes / 1e6:,.1f} MB"
    )
    if info.damage:
        line = f"{info.name}  {info.built}  cannot be used: {info.damage}"
    if info.current:
        line += "  (in service, pinned)" if info.pinned else "  (in service)"
    return line


def _use_lines(info: GenerationInfo) -> Iterator[str]:
    yield _generation_line(info)
    if info.pinned:
        yield "Nothing brings the index up to date until: qa generations use latest"
    else:
        yield "The next build, or whatever follows the folder, brings it up to date."


def _purge_lines(report: PurgeReport) -> Iterator[str]:
    if not report.found:
        yield f"Nothing of '{report.path}' was found (a folder is named with '/' at its end)."
    yield from _paths("forgotten", report.documents)
    yield from _paths("removed", report.files)
    yield from _paths("kept", report.shared, " (holds a passage of the same text)")
    n_gone = len(report.generations)
    yield (
        f"{n_gone} generations, {report.n_encodings:,} entries of the cache and {report.n_lines:,} "
        "verdicts or questions are gone."
    )
    if report.generation:
        yield f"Generation {report.generation} is in service."


def _paths(what: str, paths: tuple[str, ...], why: str = "") -> Iterator[str]:
    for path in paths[:_NAMED]:
        yield f"  {what:9} {path}{why}"
    if len(paths) > _NAMED:
        yield f"  {what:9} … and {len(paths) - _NAMED:,} more"


def _export_lines(report: ExportReport) -> Iterator[str]:
    extras = f", with {' and '.join(report.extras)}" if report.extras else ""
    yield (
        f"Generation {report.generation} ({report.n_documents:,} documents, {report.n_passages:,} "
        f"passages{extras}) is in '{report.file}': {report.n_bytes / 1e6:,.1f} MB."
    )
    yield f"sha256 {report.sha256}"


def _import_lines(report: ImportReport) -> Iterator[str]:
    outcome = "is now in service" if report.published else "was in service already"
    yield (
        f"Generation {report.generation} {outcome}: {report.n_documents:,} documents, "
        f"{report.n_passages:,} passages."
    )
    if report.n_verdicts:
        yield f"{report.n_verdicts:,} verdicts were added."
    if report.confidence == "taken":
        yield "The confidence is that of the file."
    elif report.confidence == "kept":
        yield "The confidence fitted here is kept; qa calibrate --reset gives it up."
