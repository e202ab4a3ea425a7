"""Names of a question that the documents write in another script: Ontikov, Онтиков, أونتيكوف."""

from __future__ import annotations

from functools import lru_cache

import regex

from qa.indexing.vocabulary import WORD, Vocabulary, word_form
from qa.understanding.lexicon import word_frequency
from qa.understanding.spelling import language_of, spelling_of
from qa.understanding.transliteration import NameIndex

COMMON = 4.0
"""Zipf value from which a word without a capital is one of the language, and no name."""

MOST_SPELLINGS = 2
"""Words of the documents that one name may be."""

_CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]")


@lru_cache(maxsize=2)  # each keeps the words of a generation
def name_index(vocabulary: Vocabulary) -> NameIndex:
    """The words of the documents by their sound."""
    counts = vocabulary.counts
    return NameIndex.of({spelt: counts[form] for form, spelt in vocabulary.spellings.items()})


def names_across_scripts(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words of the documents that are a question's names in another script.

    Args:
        question: The question.
        vocabulary: The words of the documents.
    """
    words = WORD.findall(question)
    language = language_of(question)
    found: list[str] = []
    for place, word in enumerate(words):
        known = word_form(word) in vocabulary.counts or spelling_of(word, vocabulary, language)
        if not known and _may_be_name(word, language, first=place == 0 and len(words) > 1):
            found += name_index(vocabulary).matches(word, MOST_SPELLINGS)
    return tuple(dict.fromkeys(found))


def _may_be_name(word: str, language: str, *, first: bool) -> bool:
    """Whether a word may be a name: one with a capital, or, without capitals, a rare one."""
    if _CASED.match(word) and not (word[:1].isupper() and not first):
        return False
    return bool(_CASED.match(word)) or word_frequency(word, frozenset({language})) < COMMON
