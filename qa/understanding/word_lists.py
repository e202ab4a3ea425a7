"""wordfreq's lists as arrays, made once an installation and kept among the models.

    words of a language, most common first → how common each is; how each form is mostly spelt

To import wordfreq and have it read a list takes half a second, which a single question would wait
for; these are there in milliseconds. The only module that imports it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import regex

from qa.corpus.value_grams import hashes_of
from qa.encoding.remembered import read_note, write_note
from qa.indexing.arrays import array_of, save_array
from qa.indexing.vocabulary import word_form
from qa.settings import cache_folder

_FOLDER = "words"
_NOTE = "digests.json"
_WITHOUT_SPACES = frozenset({"zh", "ja", "ko"})  # parted into words by packages of their own
_LIST_ENDING = ".msgpack.gz"
_FINAL_HAMZA = "ء"  # see `word_form`

# What wordfreq looks up as it is typed: small letters of one script, without what it rewrites.
_PLAIN = regex.compile(
    r"[\p{Latin}&&\p{Ll}--[șțşţ]]+|[\p{Greek}&&\p{Ll}]+|[\p{Cyrillic}&&\p{Ll}]+"
    r"|[\p{Arabic}&&\p{Lo}]+|[\p{Hebrew}&&\p{Lo}]+",
    regex.V1,
)
_REWRITTEN = frozenset({"sh", "az"})  # from Cyrillic to Latin
_CENTIBELS_OF_ZIPF = 900  # the Zipf value of what makes up all of a text is 9

_COMMON = np.dtype([("word", "<u8"), ("centibels", "<i2")])
_Array = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class WordLists:
    """The words of a language.

    Attributes:
        words: Hash of each word, rising, shape (n,).
        centibels: A hundred times its Zipf value, int16, shape (n,).
        forms: Hash of each form of the words seen once in a million, rising, shape (m,).
        spellings: How each form is mostly spelt, in UTF-8, shape (m,).
    """

    words: npt.NDArray[np.uint64]
    centibels: npt.NDArray[np.int16]
    forms: npt.NDArray[np.uint64]
    spellings: npt.NDArray[np.bytes_]

    def zipf(self, word: str) -> float:
        """How common a plain word is (see `is_plain`): its Zipf value, 0 if it was never seen."""
        row = _row_of(self.words, word)
        return 0.0 if row is None else int(self.centibels[row]) / 100

    def spelling(self, form: str) -> str:
        """How a form of a word is mostly spelt; "" for a rare word."""
        row = _row_of(self.forms, form)
        return "" if row is None else bytes(self.spellings[row]).decode()


def _row_of(hashes: npt.NDArray[np.uint64], word: str) -> int | None:
    wanted = hashes_of([word])[0]
    row = int(np.searchsorted(hashes, wanted))
    return row if row < len(hashes) and hashes[row] == wanted else None


def is_plain(word: str, language: str) -> bool:
    """Whether wordfreq looks a word up as it stands, so that `WordLists.zipf` knows it."""
    return (
        language not in _REWRITTEN
        and bool(_PLAIN.fullmatch(word))
        and word.casefold() == word
        and unicodedata.is_normalized("NFKC", word)
    )


@cache
def languages() -> frozenset[str]:
    """Codes of the languages whose words are known."""
    lists = (path.name.removesuffix(_LIST_ENDING) for path in _lists("small_*"))
    return frozenset(name.partition("_")[2] for name in lists) - _WITHOUT_SPACES


def _lists(pattern: str) -> list[Path]:
    """The files of wordfreq's lists, found without importing it."""
    spec = importlib.util.find_spec("wordfreq")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = (Path(folder).glob(f"data/{pattern}{_LIST_ENDING}") for folder in folders)
    return sorted(path for paths in found for path in paths)


@lru_cache(maxsize=8)
def word_lists(language: str) -> WordLists:
    """The words of one of the `languages`."""
    frequencies = _kept(f"{language}-frequencies", _made_frequencies, language)
    spellings = _kept(f"{language}-spellings", _made_spellings, language)
    # Each field by itself: to search one among others numpy copies it every time.
    return WordLists(
        words=np.ascontiguousarray(frequencies["word"]),
        centibels=np.ascontiguousarray(frequencies["centibels"]),
        forms=np.ascontiguousarray(spellings["word"]),
        spellings=np.ascontiguousarray(spellings["spelling"]),
    )


def _kept(name: str, make: Callable[[str], _Array], language: str) -> _Array:
    """An array of a language as it was made before, or made now and kept."""
    folder = cache_folder() / _FOLDER
    path, known = folder / f"{name}.npy", read_note(folder / _NOTE)
    lists = [[one.stat().st_size, one.stat().st_mtime_ns] for one in _lists(f"*_{language}")]
    with suppress(OSError, ValueError):
        data = path.read_bytes()
        if known.get(path.name) == [hashlib.sha256(data).hexdigest(), lists]:
            return array_of(data)
    array = make(language)
    with suppress(OSError):  # where nothing can be kept, it is made each time
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        save_array(draft, array)
        digest = hashlib.sha256(draft.read_bytes()).hexdigest()
        draft.replace(path)
        write_note(folder / _NOTE, read_note(folder / _NOTE) | {path.name: [digest, lists]})
    return array


def usual_spellings(language: str) -> dict[str, str]:
    """The spellings of the words of a language that are seen once in a million, by their form."""
    from wordfreq import iter_wordlist  # noqa: PLC0415

    spellings: dict[str, str] = {}
    words = list(iter_wordlist(language, "small"))  # the most common first
    for form, word in zip(_forms(words), words, strict=True):
        spellings.setdefault(form, word)
    return spellings


def zipf_of_any(spelling: str, language: str) -> float:
    """How common a spelling is that is not plain."""
    from wordfreq import zipf_frequency  # noqa: PLC0415

    return float(zipf_frequency(spelling, language))


def _made_frequencies(language: str) -> _Array:
    from wordfreq import get_frequency_list  # noqa: PLC0415

    common = {
        word: _CENTIBELS_OF_ZIPF - centibels
        for centibels, words in enumerate(get_frequency_list(language))
        for word in words
    }
    records = np.empty(len(common), dtype=_COMMON)
    records["word"], records["centibels"] = hashes_of(list(common)), list(common.values())
    return np.sort(records, order="word")


def _made_spellings(language: str) -> _Array:
    spellings = usual_spellings(language)
    encoded = np.array([spelling.encode() for spelling in spellings.values()])
    records = np.empty(len(spellings), dtype=[("word", "<u8"), ("spelling", encoded.dtype.str)])
    records["word"], records["spelling"] = hashes_of(list(spellings)), encoded
    return np.sort(records, order="word")


def _forms(words: Sequence[str]) -> list[str]:
    """The form of each word, made of all at once: in a third of the time of one after the other."""
    forms = word_form.__wrapped__("\n".join(words)).split("\n")
    # What a word loses at its end it would not lose before a line end.
    return [
        word_form(word) if form.endswith(_FINAL_HAMZA) else form
        for form, word in zip(forms, words, strict=True)
    ]
