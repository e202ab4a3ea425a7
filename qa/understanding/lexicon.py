"""What people write in a language, whatever the documents hold: words, and how common each is.

By wordfreq's lists of words of 40 languages, counted in encyclopaedias, subtitles, news, books and
the web until 2021.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from qa.indexing.vocabulary import word_form
from qa.understanding import word_lists


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
    return max((_frequency(spelling, code) for code in known(languages)), default=0.0)


def _frequency(spelling: str, language: str) -> float:
    if word_lists.is_plain(spelling, language):
        return word_lists.word_lists(language).zipf(spelling)
    return word_lists.zipf_of_any(spelling, language)


def word_frequency(word: str, languages: frozenset[str]) -> float:
    """The same of a word, however it is spelt."""
    form = word_form(word)
    spellings = {word, form, *(usual_spelling(form, code) for code in languages)} - {""}
    return max(frequency(spelling, languages) for spelling in spellings)


def known(languages: Iterable[str]) -> frozenset[str]:
    """Those of some languages whose words are known."""
    return frozenset(languages) & word_lists.languages()


def usual_spelling(form: str, language: str) -> str:
    """How a form of a word (see `word_form`) is mostly spelt in a language; "" for a rare word."""
    return word_lists.word_lists(language).spelling(form) if known([language]) else ""


@lru_cache(maxsize=8)
def common_forms(language: str) -> tuple[str, ...]:
    """The forms of the words of a language that are seen once in a million."""
    return tuple(word_lists.usual_spellings(language)) if known([language]) else ()
