"""The people whom a question names, and whether a text names them, in whatever script."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Container, Iterable
from functools import lru_cache

import regex

from qa.indexing.vocabulary import WORD, Vocabulary, word_form
from qa.understanding.foreign_names import COMMON, name_index
from qa.understanding.lexicon import word_frequency
from qa.understanding.names import people_in
from qa.understanding.question_words import word_set
from qa.understanding.spelling import language_of, spelling_of

_WHO_IS = regex.compile(
    r"^\W{0,9}(?:من\s+(?:هو|هي|يكون|تكون)|منو|مين|who(?:\s+is|\s+was|['’]?s)|qui\s+est|"
    r"wer\s+(?:ist|war)|"
    r"qui[eé]n\s+(?:es|era)|chi\s+[eè]|quem\s+[eé]|кто\s+(?:такой|такая|это)?|ποιος\s+είναι|"
    r"מי\s+(?:זה|הוא)|ما\s+(?:هو|هي))\s+(?P<name>[^?؟;.!,،]{1,60})",
    regex.IGNORECASE,
)
_NAME_IS_WHO = regex.compile(
    r"^\W{0,9}(?P<name>[^?؟;.!,،\s][^?؟;.!,،]{0,60}?)\s"
    r"(?:kim(?:dir)?|کیست|کێیە|kî\s+ye|کون\s+(?:ہے|ہیں))\W{0,9}$",
    regex.IGNORECASE,
)
_WHAT_IS = regex.compile(r"^\W{0,9}ما\s")
_ROLES = word_set(
    "رييس الرييس وزير الوزير قايد القايد زعيم الزعيم سفير السفير مدير المدير كاتب الكاتب صاحب "
    "مخترع مولف موسس مكتشف ملك الملك امير الامير حاكم مترجم المترجم لاعب ممثل اول اخر الذي التي "
    "هذا هذه الشخص "
    "رهبر رییس وزیر نخست נשיא שר ראש صدر وزیراعظم سهروك سەرۆک وەزیری سەرۆكی"
)
_MOST_WORDS = 4
_CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]")
_LETTER = regex.compile(r"\p{L}")
_PARTICLES = word_set("al el bin ibn von van de abu ο η ابو ابي ابا ابن بن")


def names_asked_about(question: str) -> tuple[str, ...]:
    """The people whom a question names, as far as its form tells.

    Args:
        question: What is searched for.
    """
    found = people_in(question, language=language_of(question))
    return tuple(dict.fromkeys([*found, *filter(None, [name_of_who(question)])]))


def name_of_who(question: str) -> str:
    """The name that a question asks only to explain ("who is …?"); "" where it asks anything else.

    Args:
        question: What is searched for.
    """
    asked = _WHO_IS.search(question) or _NAME_IS_WHO.search(question)
    name = asked["name"].strip() if asked else ""
    of_person = not _WHAT_IS.match(question)
    return name if _is_name(name, language_of(question), of_person=of_person) else ""


def _is_name(text: str, language: str, *, of_person: bool) -> bool:
    """Whether all that is asked about may be a name: by its capitals, or, without them, its words.

    "Who is the head of …?" asks for a name and gives none; so may "what is …?" about a common word.
    """
    words = WORD.findall(text)
    if not 0 < len(words) <= _MOST_WORDS or {word_form(word) for word in words} & _ROLES:
        return False
    cased = [word for word in words if _CASED.match(word)]
    if cased:
        return all(word[0].isupper() or word.lower() in _PARTICLES for word in cased)
    return of_person or word_frequency(words[-1], frozenset({language})) < COMMON


def is_named_in(name: str, forms: Container[str], vocabulary: Vocabulary, *, whole: bool) -> bool:
    """Whether some words have a name's, in its own script or another.

    Args:
        name: A name of a question.
        forms: The forms of the words (see `word_form`).
        vocabulary: The words of the documents.
        whole: Whether all words of the name are needed, or in another script half of them, for
            short ones are not known again there; else one will do.
    """
    language = language_of(name)
    words = [word for word in WORD.findall(name) if word_form(word) not in _PARTICLES]
    own = [word for word in words if _any_in(_own_forms(word, vocabulary, language), forms)]
    if own:
        return len(own) == len(words) or not whole
    index = name_index(vocabulary)
    foreign = [word for word in words if _any_in(map(word_form, index.matches(word)), forms)]
    return 2 * len(foreign) >= len(words) if whole else bool(foreign)


def _any_in(found: Iterable[str], forms: Container[str]) -> bool:
    return any(form in forms for form in found)


def _own_forms(word: str, vocabulary: Vocabulary, language: str) -> set[str]:
    return {word_form(word), word_form(spelling_of(word, vocabulary, language))} - {""}


def share_of_script(text: str, vocabulary: Vocabulary) -> float:
    """Share of the documents' words that are in the script of a text's first letter, 0 to 1."""
    letter = _LETTER.search(text)
    return _shares_of_scripts(vocabulary).get(_script(letter[0]), 0.0) if letter else 0.0


@lru_cache(maxsize=2)  # each keeps the words of a generation
def _shares_of_scripts(vocabulary: Vocabulary) -> dict[str, float]:
    counts = Counter(_script(form[0]) for form in vocabulary.forms)
    return {script: count / counts.total() for script, count in counts.items()}


def _script(letter: str) -> str:
    """The first word of a letter's name: that of its script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def forms_of(text: str) -> frozenset[str]:
    """The forms of the words of a text, with and without what Arabic writes as one with them."""
    found = {word_form(word) for word in WORD.findall(text)}
    return frozenset(found | {form[1:] for form in found if form[:1] in "وفبلك"})
