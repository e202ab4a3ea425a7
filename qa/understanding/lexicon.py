"""What people write in a language, whatever the documents hold: words, and how common each is.

The only module that imports wordfreq, whose wheel carries lists of words of 40 languages, counted
in encyclopaedias, subtitles, news, books and the web until 2021.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from qa.indexing.vocabulary import word_form

_FINAL_HAMZA = "ء"  # see `word_form`
_WITHOUT_SPACES = frozenset({"zh", "ja", "ko"})  # parted into words by packages of their own


@cache
def _available() -> frozenset[str]:
    from wordfreq import available_languages  # noqa: PLC0415  (not every question needs it)

    return frozenset(available_languages("small")) - _WITHOUT_SPACES


@lru_cache(maxsize=4096)
def frequency(spelling: str, languages: frozenset[str]) -> float:
    """How common a spelling is in that of some languages where it is most common.

    Args:
        spelling: A word, as written.
        languages: Codes of languages.

    Returns:
        The Zipf value (van Heuven et al. 2014): log10 of its occurrences in a billion words; 0 if
        it was never seen.
    """
    from wordfreq import zipf_frequency  # noqa: PLC0415

    return max((float(zipf_frequency(spelling, code)) for code in known(languages)), default=0.0)


def word_frequency(word: str, languages: frozenset[str]) -> float:
    """The same of a word, however it is spelt."""
    form = word_form(word)
    spellings = {word, form, *(usual_spelling(form, code) for code in languages)} - {""}
    return max(frequency(spelling, languages) for spelling in spellings)


def known(languages: Iterable[str]) -> frozenset[str]:
    """Those of some languages whose words are known."""
    return frozenset(languages) & _available()


def usual_spelling(form: str, language: str) -> str:
    """How a form of a word (see `word_form`) is mostly spelt in a language; "" for a rare word."""
    return _spellings(language).get(form, "") if language in _available() else ""


def common_forms(language: str) -> tuple[str, ...]:
    """The forms of the words of a language that are seen once in a million."""
    return tuple(_spellings(language)) if language in _available() else ()


@lru_cache(maxsize=8)
def _spellings(language: str) -> dict[str, str]:
    """The spellings of the words of a language that are seen once in a million, by their form."""
    from wordfreq import iter_wordlist  # noqa: PLC0415

    spellings: dict[str, str] = {}
    words = list(iter_wordlist(language, "small"))  # the most common first
    for form, word in zip(_forms(words), words, strict=True):
        spellings.setdefault(form, word)
    return spellings


def _forms(words: Sequence[str]) -> list[str]:
    """The form of each word, made of all at once: in a third of the time of one after the other."""
    forms = word_form.__wrapped__("\n".join(words)).split("\n")
    # What a word loses at its end it would not lose before a line end.
    return [
        word_form(word) if form.endswith(_FINAL_HAMZA) else form
        for form, word in zip(forms, words, strict=True)
    ]
