"""Checks of the index: is it whole, made for this program, and up to date?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.corpus.scanning import scan_seeds
from qa.doctor.checks import Check, broken, doubtful, fine
from qa.encoding.encoder import OpenVinoEncoder
from qa.errors import (
    IndexMismatchError,
    IndexMissingError,
    IndexStateError,
    ModelError,
    SeedsNotFoundError,
)
from qa.indexing.generation import Generation, check_files, read_manifest
from qa.indexing.layout import Layout
from qa.indexing.planning import index_fingerprint, make_plan, wanted_fingerprint
from qa.indexing.stamps import forget_stamps
from qa.settings import SplitterSettings

_BUILD = "Bring it up to date with: qa build"
_NAMED = 3  # damaged files that a check names


def check_index(seeds: Path, index: Path, model: str) -> Iterator[Check]:
    """The generation in service; nothing is changed of it."""
    layout = Layout(index)
    try:
        name, manifest = read_manifest(layout)
    except IndexMissingError:
        yield doubtful("index", f"there is none at '{index}'", "Build it with: qa build")
        return
    except IndexMismatchError as error:
        yield doubtful("index", str(error), "Build it anew with: qa build")
        return
    except IndexStateError as error:
        yield broken("index", str(error), "Mend it with: qa build")
        return
    damaged = [file for file in check_files(layout.generation(name), manifest) if file.damage]
    if damaged:
        forget_stamps(layout.stamps)  # so that the build looks at every file too
        named = "; ".join(f"{file.file}: {file.damage}" for file in damaged[:_NAMED])
        yield broken(
            "index", f"{len(damaged)} files are damaged: {named}", "Mend it with: qa build"
        )
        return
    counts = f"{manifest.n_documents:,} documents, {manifest.n_passages:,} passages"
    yield fine("index", f"generation {name}, {counts}, {len(manifest.files)} files sound")
    yield _fingerprint_check(manifest.fingerprint, model)
    if manifest.problems:
        advice = "See why with: qa build, or on the page's list of documents."
        yield doubtful("files without text", f"{len(manifest.problems):,}", advice)
    yield _freshness_check(seeds, Generation.open(layout))


def _fingerprint_check(actual: str, model: str) -> Check:
    """Whether the index is what this program would build."""
    try:
        wanted = index_fingerprint(OpenVinoEncoder(model).fingerprint, SplitterSettings())
    except ModelError as error:
        return broken("index's model", str(error), "Name the model it was built with: --model.")
    if wanted_fingerprint(actual) == wanted:
        return fine("index's model", actual)
    return doubtful(
        "index's model",
        f"built for '{actual}'; this program is set up for '{wanted}'",
        "Build it anew with: qa build, or name the model it was built with (--model).",
    )


def _freshness_check(seeds: Path, generation: Generation) -> Check:
    """Whether the documents have changed since."""
    try:
        plan = make_plan(scan_seeds(seeds), generation)
    except SeedsNotFoundError as error:
        return doubtful("index's age", "it cannot be compared with the documents", str(error))
    changes = len(plan.added), len(plan.changed), len(plan.removed)
    if not any(changes):
        return fine("index's age", "it is up to date with the documents")
    found = "since it was built {} files are new, {} changed, {} gone".format(*changes)
    return doubtful("index's age", found, _BUILD)
