"""Errors travel between processes whole."""

import copy

import pytest

from qa.errors import (
    BusyError,
    DocumentParseError,
    IndexDamagedError,
    PartMissingError,
    QuestionError,
    ScopeError,
    SeedsNotFoundError,
)
from qa.findings import Finding

ERRORS = [
    BusyError(3),
    DocumentParseError("empty", Finding.of("no_text")),
    IndexDamagedError("tokens.bin", "it was altered"),
    PartMissingError(("segment-000", "segment-001")),
    QuestionError("The question is empty.", "empty"),
    ScopeError("language", "xx", ("ar", "en")),
    SeedsNotFoundError("seeds"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_copy_says_the_same(error):
    """As pickling does, by `__reduce__`."""
    made = copy.copy(error)
    assert made is not error
    assert type(made) is type(error)
    assert str(made) == str(error)
    assert vars(made) == vars(error)
