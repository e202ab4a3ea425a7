"""From a scope to the rows it allows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.corpus.dates import as_date, in_period
from qa.errors import ScopeError
from qa.indexing.dense import RowMask
from qa.indexing.generation import Generation
from qa.records import EVERYTHING, DocumentInfo, Scope


def rows_in_scope(generation: Generation, scope: Scope) -> RowMask | None:
    """Which rows may be found, shape (n,); None for all of them.

    An index without passages has nothing to choose from: any scope is as good as another.

    Raises:
        ScopeError: A language or a document that no passage of the index has, or a date that is
            none.
    """
    if not len(generation) or scope == EVERYTHING:
        return None
    if scope.languages:
        known = generation.languages()
        for language in scope.languages:
            if language not in known:
                raise ScopeError("language", language, tuple(sorted(known)))
    if not (scope.documents or scope.since or scope.until):
        return generation.mask(scope.languages)
    paths = {info.path for info in documents_in_scope(generation, scope)}
    return generation.mask(scope.languages, paths)


def mask_of_scope(generation: Generation, scope: Scope) -> RowMask:
    """Which rows may be found, shape (n,), as a mask that may be changed.

    Raises:
        ScopeError: As of `rows_in_scope`.
    """
    within = rows_in_scope(generation, scope)
    return np.ones(len(generation), dtype=bool) if within is None else within.copy()


def documents_in_scope(generation: Generation, scope: Scope) -> list[DocumentInfo]:
    """The documents that a scope names and whose dates are in it.

    Raises:
        ScopeError: It names a document that is not there, or a date that is none.
    """
    for text in filter(None, (scope.since, scope.until)):
        if not as_date(text):
            raise ScopeError("date", text)
    since, until = as_date(scope.since), as_date(scope.until)
    known = generation.documents()
    named = _named(known, scope.documents) if scope.documents else known
    return [info for info in named if in_period(info.date, since, until)]


def undated_in_scope(generation: Generation, scope: Scope) -> tuple[str, ...]:
    """Paths of documents of a scope with dates that state none, in order."""
    if not (scope.since or scope.until):
        return ()
    found = documents_in_scope(generation, scope)
    return tuple(info.path for info in found if info.dated_by_file or not info.date)


def _named(known: Sequence[DocumentInfo], names: Sequence[str]) -> list[DocumentInfo]:
    """Documents by their paths or those of their folders."""
    found: dict[str, DocumentInfo] = {}
    for name in names:
        mine = {info.path: info for info in known if _is_in(info.path, name)}
        if not mine:
            raise ScopeError("document", name, tuple(info.path for info in known))
        found |= mine
    return list(found.values())


def _is_in(path: str, name: str) -> bool:
    return path == name or (name.endswith("/") and path.startswith(name))
