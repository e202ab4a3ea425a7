"""What a question asks about that is nowhere in the documents: then they do not hold the answer."""

from __future__ import annotations

from qa.indexing.generation import Generation
from qa.understanding.understand import Understood

ABSENT_CONFIDENCE = 0.05
"""Confidence at most where what is asked about is nowhere: however alike the passages are."""


def is_absent(understood: Understood, generation: Generation) -> bool:
    """Whether a question asks about something that no passage names."""
    return False
