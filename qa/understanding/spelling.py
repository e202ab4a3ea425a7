"""One spelling of many: a question's words as the documents, or most people, spell them.

People leave out hamzas, accents and capitals, and put one letter for another (ه for ة). So that the
answer is the same for all, the models read each word in the spelling that most passages have, and
a word that no passage has in that which is most common in the question's language.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from qa.corpus.folding import fold
from qa.corpus.languages import likeliest_language
from qa.indexing.vocabulary import WORD, Vocabulary, word_form
from qa.understanding.lexicon import frequency, usual_spelling

CLITICS = ("و", "ف", "ب", "ل", "ك", "س")
"""Letters that Arabic writes as one word with the next: and, so, by, for, like, will."""

MORE_COMMON = 0.5
"""By how much more common, as a Zipf value, a spelling must be to be read for another: 3 times."""

_FOR_THE = "لل"  # ل and the article, whose alef is not written then
_ARTICLE = "ال"
_LEAST_STEM = 3  # letters that stay of a word without them
_ARABIC = regex.compile(r"\p{Arabic}")


def as_spelt(question: str, vocabulary: Vocabulary) -> str:
    """A question with every word in its most common spelling."""
    folded, language = fold(question), language_of(question)

    def spelt(word: regex.Match[str]) -> str:
        return spelling_of(word[0], vocabulary, language) or _usual(word[0], language)

    read = WORD.sub(spelt, folded)
    return read[:1].upper() + read[1:]


@lru_cache(maxsize=256)
def language_of(question: str) -> str:
    """Code of the language of a question, the same however it is spelt.

    In Arabic script its own letters tell Persian from Arabic; elsewhere accents may be missing.
    """
    folded = fold(question)
    return likeliest_language(folded if _ARABIC.search(folded) else word_form(folded))


def spelling_of(word: str, vocabulary: Vocabulary, language: str) -> str:
    """How the documents spell a word; "" where they have none like it.

    An Arabic word is looked for with and without what is written as one with it.

    Args:
        word: The word, as typed.
        vocabulary: The words of the documents.
        language: Code of the question's language.
    """
    form = word_form(word)
    if found := vocabulary.spelling(form, language):
        return found
    if not _ARABIC.match(form):
        return ""
    if form.startswith(_FOR_THE) and (found := vocabulary.spelling(_ARTICLE + form[2:], language)):
        return _FOR_THE + found[2:]
    for length in (1, 2):
        prefix, stem = form[:length], form[length:]
        if len(stem) < _LEAST_STEM or prefix[-1] not in CLITICS:
            break
        if found := vocabulary.spelling(stem, language):
            return prefix + found
    return ""


def _usual(word: str, language: str) -> str:
    """A word that the documents do not have, as most people spell it, its capitals kept.

    In Arabic one spelling stands for all. Elsewhere an accent is typed on purpose, and where one is
    missing, the word may be another without it: "schon" and "schön".
    """
    found = usual_spelling(word_form(word), language)
    if not found or found == word.lower():
        return word
    if not _ARABIC.match(word):
        among = frozenset({language})
        rarer = frequency(found, among) - frequency(word, among)
        if not word.isascii() or rarer < MORE_COMMON:
            return word
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found.capitalize() if word[:1].isupper() else found
