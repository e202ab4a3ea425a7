"""The people whom a question names, and whether a text names them, in whatever script."""

from __future__ import annotations

import regex

from qa.corpus.languages import likeliest_language
from qa.indexing.vocabulary import WORD, Vocabulary, word_form
from qa.understanding.foreign_names import COMMON, name_index
from qa.understanding.lexicon import word_frequency
from qa.understanding.names import people_in
from qa.understanding.question_words import word_set
from qa.understanding.spelling import spelling_of

_WHO_IS = regex.compile(
    r"^\W*(?:من\s+(?:هو|هي|يكون|تكون)|منو|مين|who(?:\s+is|\s+was|['’]?s)|qui\s+est|wer\s+(?:ist|war)|"
    r"qui[eé]n\s+(?:es|era)|chi\s+[eè]|quem\s+[eé]|кто\s+(?:такой|такая|это)?|ποιος\s+είναι|מי\s+(?:זה|הוא))"
    r"\s+(?P<name>[^?؟.!,،]+)",
    regex.IGNORECASE,
)
_NAME_IS_WHO = regex.compile(
    r"^\W*(?P<name>[^?؟.!,،]+?)\s+(?:kim(?:dir)?|کیست|کێیە|kî\s+ye|کون\s+(?:ہے|ہیں))\W*$",
    regex.IGNORECASE,
)
_MOST_WORDS = 4
_CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]")
_LETTER = regex.compile(r"\p{L}")
_SCRIPTS = tuple(
    regex.compile(rf"\p{{{name}}}")
    for name in ("Arabic", "Latin", "Cyrillic", "Greek", "Hebrew", "Devanagari")
)
_PARTICLES = word_set("al el bin ibn von van de abu")


def names_asked_about(question: str) -> tuple[str, ...]:
    """The people whom a question names, as far as its form tells.

    Args:
        question: What is searched for.
    """
    language = likeliest_language(question)
    found = list(people_in(question, language=language))
    asked = _WHO_IS.search(question) or _NAME_IS_WHO.search(question)
    if asked and _is_name(asked["name"], language):
        found.append(asked["name"].strip())
    return tuple(dict.fromkeys(found))


def _is_name(text: str, language: str) -> bool:
    """Whether all words of "who is …?" may be a name's: capitals, or, without them, a rare word."""
    words = WORD.findall(text)
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    cased = [word for word in words if _CASED.match(word)]
    if cased:
        return all(word[0].isupper() or word.lower() in _PARTICLES for word in cased)
    return word_frequency(words[-1], frozenset({language})) < COMMON


def is_named_in(name: str, forms: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether some words have one of a name's, in its own script or another.

    Args:
        name: A name of a question.
        forms: The forms of the words (see `word_form`).
        vocabulary: The words of the documents.
    """
    language = likeliest_language(name)
    for word in WORD.findall(name):
        alike = name_index(vocabulary).matches(word)
        spellings = (word, spelling_of(word, vocabulary, language), *alike)
        if word.lower() in _PARTICLES:
            continue
        if forms & {word_form(spelling) for spelling in spellings if spelling}:
            return True
    return False


def share_of_script(text: str, vocabulary: Vocabulary) -> float:
    """Share of the documents' words that are in the script of a text's first letter, 0 to 1."""
    letter = _LETTER.search(text)
    if letter is None or not vocabulary.forms:
        return 0.0
    script = next((script for script in _SCRIPTS if script.match(letter[0])), None)
    alike = sum(bool(script.match(form)) for form in vocabulary.forms) if script else 0
    return alike / len(vocabulary.forms)


def forms_of(text: str) -> frozenset[str]:
    """The forms of the words of a text, with and without what Arabic writes as one with them."""
    found = {word_form(word) for word in WORD.findall(text)}
    return frozenset(found | {form[1:] for form in found if form[:1] in "وفبلك"})
