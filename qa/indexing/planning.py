"""What a build has to do: compare fingerprints and files, and deal paths to segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.corpus.analysis import ANALYSER_VERSION
from qa.corpus.languages import LANGUAGES_VERSION
from qa.corpus.parsing import PARSER_VERSION
from qa.corpus.scanning import Scan, SourceFile
from qa.corpus.splitting import SPLITTER_VERSION
from qa.indexing.generation import Generation
from qa.indexing.layout import FORMAT_VERSION
from qa.indexing.segment import segment_number
from qa.records import DocumentInfo
from qa.reports import Problem
from qa.settings import SplitterSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to do.

    Attributes:
        kept: Paths of indexed documents whose bytes are the same.
        to_parse: Files that are new or changed.
        problems: Problems of the last generation whose files are the same.
        added: Paths to parse that were not indexed.
        changed: Paths to parse that were.
        removed: Indexed paths that are gone.
        waiting: Files that are left to a later build.
    """

    kept: tuple[str, ...]
    to_parse: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    waiting: tuple[SourceFile, ...] = ()


def index_fingerprint(model: str, settings: SplitterSettings) -> str:
    """What a generation depends on besides its documents, in words."""
    return (
        f"{model}, passages of {settings.passage_tokens} tokens, format {FORMAT_VERSION}."
        f"{PARSER_VERSION}.{SPLITTER_VERSION}.{ANALYSER_VERSION}.{LANGUAGES_VERSION}"
    )


_COMPUTED_IN = ", computed in "


def generation_fingerprint(wanted: str, numeric_mode: str) -> str:
    """The fingerprint of a generation whose vectors this processor has computed.

    Args:
        wanted: As of `index_fingerprint`.
        numeric_mode: As of `Encoder`.
    """
    return f"{wanted}{_COMPUTED_IN}{numeric_mode}"


def wanted_fingerprint(fingerprint: str) -> str:
    """A generation's fingerprint without its numeric mode: what any processor would build."""
    return fingerprint.partition(_COMPUTED_IN)[0]


def numeric_mode_of(fingerprint: str) -> str:
    """In what numbers the vectors of a generation were computed."""
    return fingerprint.partition(_COMPUTED_IN)[2]


def vectors_name(model: str, numeric_mode: str) -> str:
    """Names the vectors of an encoder on one kind of processor: what the cache tells apart."""
    return f"{model}{_COMPUTED_IN}{numeric_mode}"


def make_plan(scan: Scan, previous: Generation | None) -> Plan:
    """Compare a scan with the previous generation, by path and digest."""
    known = {d.path: d for d in previous.documents()} if previous is not None else {}
    problems = (
        {p.path: p for p in previous.manifest.problems if p.sha256} if previous is not None else {}
    )
    kept, to_parse, old_problems = [], [], []
    for file in scan.files:
        problem = problems.get(file.path)
        if file.path in known and _is_same(known[file.path], file):
            kept.append(file.path)
        elif problem and problem.sha256 == file.sha256:
            old_problems.append(problem)
        else:
            to_parse.append(file)
    seen = {file.path for file in scan.files} - {problem.path for problem in old_problems}
    return Plan(
        kept=tuple(kept),
        to_parse=tuple(to_parse),
        problems=tuple(old_problems),
        added=tuple(file.path for file in to_parse if file.path not in known),
        changed=tuple(file.path for file in to_parse if file.path in known),
        removed=tuple(sorted(known.keys() - seen)),
    )


def leave_waiting(plan: Plan, waiting: Sequence[SourceFile], previous: Generation | None) -> Plan:
    """The same plan without some of its files, which a later build takes.

    Until then what they replace stays: the last version of a changed document, and a document under
    its old name, where a file of the same bytes waits under another. So nothing is in twice, and
    nothing goes before it comes back.
    """
    if not waiting:
        return plan
    left = set(waiting)
    paths = {file.path for file in waiting}
    digests = {d.path: d.sha256 for d in previous.documents()} if previous is not None else {}
    kept = (*plan.kept, *(path for path in plan.changed if path in paths))
    to_parse = tuple(file for file in plan.to_parse if file not in left)
    present = {digests[path] for path in plan.kept} | {file.sha256 for file in to_parse}
    renamed = {file.sha256 for file in waiting} - present
    held = tuple(path for path in plan.removed if digests[path] in renamed)
    return replace(
        plan,
        kept=tuple(sorted((*kept, *held))),
        to_parse=to_parse,
        added=tuple(path for path in plan.added if path not in paths),
        changed=tuple(path for path in plan.changed if path not in paths),
        removed=tuple(path for path in plan.removed if path not in held),
        waiting=tuple(waiting),
    )


def _is_same(document: DocumentInfo, file: SourceFile) -> bool:
    """Whether a document is what parsing the file would give again."""
    return document.sha256 == file.sha256 and (
        not document.dated_by_file or document.date == file.date
    )


def deal_to_segments(sizes: Mapping[str, int], segment_passages: int) -> list[list[str]]:
    """Paths of each segment, in rising order; the number of segments is a power of two.

    A function of the corpus alone, so that a build from nothing makes the same segments.
    """
    n_segments = 1
    while n_segments * segment_passages < sum(sizes.values()):
        n_segments *= 2
    segments: list[list[str]] = [[] for _ in range(n_segments)]
    for path in sorted(sizes):
        segments[segment_number(path, n_segments)].append(path)
    return segments


def segment_name(number: int) -> str:
    """The folder name of a segment."""
    return f"segment-{number:03d}"
