"""From passages found to documents found."""

from __future__ import annotations

from collections.abc import Iterable

PASSAGES_FOR_EACH_DOCUMENT = 4
"""As many more passages are searched for as documents are wanted."""


def first_documents(found: Iterable[str], depth: int) -> list[str]:
    """Documents of passages, in the order of their first passages, each once."""
    return list(dict.fromkeys(found))[:depth]
