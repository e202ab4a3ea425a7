"""From a scope to the rows it allows."""

from __future__ import annotations

from qa.errors import ScopeError
from qa.indexing.dense import RowMask
from qa.indexing.generation import Generation
from qa.records import Scope


def rows_in_scope(generation: Generation, scope: Scope) -> RowMask | None:
    """Which rows may be found, shape (n,); None for all of them.

    An index without passages has nothing to choose from: any scope is as good as another.

    Raises:
        ScopeError: A language or a document that no passage of the index has.
    """
    if not len(generation) or not (scope.languages or scope.documents):
        return None
    if scope.languages:
        known = generation.languages()
        for language in scope.languages:
            if language not in known:
                raise ScopeError("language", language, tuple(sorted(known)))
    paths: set[str] = set()
    if scope.documents:
        indexed = [info.path for info in generation.documents()]
        for wanted in scope.documents:
            found = {path for path in indexed if path == wanted or _is_in_folder(path, wanted)}
            if not found:
                raise ScopeError("document", wanted, tuple(indexed))
            paths |= found
    return generation.mask(scope.languages, paths)


def _is_in_folder(path: str, folder: str) -> bool:
    return folder.endswith("/") and path.startswith(folder)
