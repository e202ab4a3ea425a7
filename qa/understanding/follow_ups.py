"""From a question and the conversation to what is searched for.

Whether a question leans on the conversation is told from its form alone, so no history can change
a question that stands by itself. Rules exist for Arabic and English; a question in another language
is searched for as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from qa.records import Answer
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.understanding import follow_up_words_ar, follow_ups_ar, follow_ups_en
from qa.understanding.question import prepare_question
from qa.understanding.question_words import Word, forms, words_of

MAX_CONTEXT_WORDS = 24
"""Words taken over from the conversation; of a long chain of follow-ups the oldest fall off."""

_ARABIC_LETTERS = regex.compile(r"\p{Arabic}")
_LATIN_LETTERS = regex.compile(r"\p{Latin}")
_LETTERS = regex.compile(r"\p{L}")
_PLACE_PREPOSITIONS = frozenset({"in", "at", "في"})


def complete_question(question: str, history: Sequence[Answer | str] = ()) -> str:
    """What to search for: the question, or a follow-up with what it refers to.

    Args:
        question: A prepared question.
        history: The answers of the conversation so far, or the questions alone, oldest first; only
            the last one counts, with what was searched for then, so that follow-ups can follow one
            another.

    Returns:
        The question itself, or words of the previous one, a dash and the question: at most
        `MAX_CONTEXT_WORDS` of them, and no longer than a question may be.

    Raises:
        QuestionError: An earlier question could not be searched for.
    """
    previous = ""
    for turn in history:
        if isinstance(turn, Answer):
            previous = turn.searched_for
        else:
            previous = _completed(prepare_question(turn), previous)
    return _completed(question, previous)


def _completed(question: str, previous: str) -> str:
    """The question, after words of what was searched for before it where it leans on that."""
    if not previous or not is_follow_up(question):
        return question
    context = _context(question, previous)[-MAX_CONTEXT_WORDS:]
    while context and len(completed := _joined(context, question)) > MAX_QUESTION_CHARACTERS:
        context = context[1:]
    return completed if context else question


def _joined(context: Sequence[str], question: str) -> str:
    return f"{' '.join(context)} – {question}"


def is_follow_up(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    words = words_of(question)
    letters = len(_LETTERS.findall(question))
    if 2 * len(_ARABIC_LETTERS.findall(question)) > letters:
        has_question_mark = question.rstrip().endswith(("؟", "?"))
        return follow_ups_ar.is_arabic(words) and follow_ups_ar.leans_on_conversation(
            words, has_question_mark=has_question_mark
        )
    if 2 * len(_LATIN_LETTERS.findall(question)) > letters:
        return follow_ups_en.is_english(words) and follow_ups_en.leans_on_conversation(words)
    return False


def _context(question: str, previous: str) -> list[str]:
    """Words of the previous question that the new one neither repeats nor replaces, in order.

    A question that asks something new takes over what the previous one was about; a fragment
    ("and in Syria?") also takes over what was asked.
    """
    new, old = words_of(question), words_of(previous)
    asks_anew = any(_asks(word) for word in new) or new[0].form in follow_ups_en.AUXILIARIES
    replaced = _replaced(new, old)
    repeated = set(forms(new))
    kept = [
        i
        for i, word in enumerate(old)
        if i not in replaced
        and (word.form not in repeated or not _is_content(word))
        and (_is_content(word) or (_asks(word) and not asks_anew))
    ]
    if not kept:
        return []
    # Words of grammar between two that are kept hold them together; من asks only where it begins.
    span = range(kept[0], kept[-1] + 1)
    return [
        old[i].raw
        for i in span
        if i in kept
        or (
            i not in replaced
            and not _is_content(old[i])
            and (old[i].form == "من" or not _asks(old[i]))
        )
    ]


def _replaced(new: Sequence[Word], old: Sequence[Word]) -> set[int]:
    """Old words whose counterpart the new question names: an ordinal, a number, a place."""
    replaced: set[int] = set()
    if any(_is_ordinal(word) for word in new):
        replaced |= {i for i, word in enumerate(old) if _is_ordinal(word)}
    sizes = {len(word.form) for word in new if word.form.isdecimal()}
    replaced |= {i for i, w in enumerate(old) if w.form.isdecimal() and len(w.form) in sizes}
    for preposition in _PLACE_PREPOSITIONS & {_bare(word) for word in new[:-1]}:
        for i, word in enumerate(old[:-1]):
            if _bare(word) == preposition:
                replaced.add(i)
                for j in range(i + 1, len(old)):
                    if not _is_content(old[j]):
                        break
                    replaced.add(j)
    return replaced


def _bare(word: Word) -> str:
    """A preposition without an attached conjunction."""
    return word.form.removeprefix("و")


def _is_ordinal(word: Word) -> bool:
    form = word.form
    return (
        form in follow_ups_en.ORDINALS
        or form in follow_up_words_ar.ORDINALS
        or _bare(word) in follow_up_words_ar.ORDINALS
    )


def _asks(word: Word) -> bool:
    return word.form in follow_ups_en.WH or bool(
        {word.form, _bare(word)} & follow_up_words_ar.INTERROGATIVES
    )


def _is_content(word: Word) -> bool:
    if _is_ordinal(word):
        return True
    return follow_ups_ar.is_content(word.form) and follow_ups_en.is_content(word.form)
