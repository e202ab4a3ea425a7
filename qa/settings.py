"""Every number a user may want to change, each with its unit and its reason."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

EMBEDDED_MODEL = "embedded"
"""Name of the model that comes with the program: multilingual-e5-small, 4-bit weights."""

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A larger file is reported and left out: 64 MiB of text is some 100 books."""

MAX_QUESTION_CHARACTERS = 10_000
"""A longer question is refused. Of pasted text the most telling sentences are searched for."""

DEFAULT_SEEDS = "seeds"
"""Folder of documents where none is named."""

DEFAULT_INDEX = "index"
"""Index folder where none is named."""

DEFAULT_HOST = "127.0.0.1"
"""Where the chat listens: this machine alone reaches it."""

DEFAULT_PORT = 7860
"""The port it listens on: Gradio's own, which people know."""

DEFAULT_TOP_K = 10
"""Hits a search returns."""

DEFAULT_CITATIONS = 3
"""Passages an answer cites."""

DEFAULT_READER = True
"""Whether the reader reads what is found for an answer, where nobody says."""

KEPT_GENERATIONS = 5
"""The newest builds that are kept: to go back to, and for processes that are still opening them."""

REMOVED_FOLDER = ".removed"
"""Where the page puts removed documents, under the seeds folder, as `KEY/its/path`: a name that
begins with a dot is passed over when documents are read."""

FOLLOW_SWEEP_SECONDS = 30.0
"""How often a followed folder is looked through even without a change event (network disks)."""


@dataclass(frozen=True, slots=True)
class SplitterSettings:
    """How documents are split; part of the index's fingerprint.

    Attributes:
        passage_tokens: Most encoder tokens of a passage's own text; its context and prompt come on
            top, all within what the encoder sees.
    """

    passage_tokens: int = 256


def cache_folder() -> Path:
    """Folder for prepared models: $SANAD_CACHE, or the user's cache folder."""
    return Path(os.environ.get("SANAD_CACHE") or platformdirs.user_cache_path("sanad"))
