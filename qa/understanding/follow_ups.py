"""From a question and the conversation to what is searched for.

Whether a question leans on the conversation is told from its form alone, so no history can change
a question that stands by itself. Arabic and English have rules of their own, nine languages some
by their closed classes; a question in another language is searched for as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from qa.records import Answer
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.understanding import follow_ups_ar, follow_ups_by_class, follow_ups_en
from qa.understanding.antecedents import antecedent
from qa.understanding.context import DASH, words_taken_over
from qa.understanding.follow_ups_by_class import classes_of
from qa.understanding.question import prepare_question
from qa.understanding.question_words import words_of

MAX_CONTEXT_WORDS = 24
"""Words taken over from the conversation; of a long chain of follow-ups the oldest fall off."""

_ARABIC_LETTERS = regex.compile(r"\p{Arabic}")
_LATIN_LETTERS = regex.compile(r"\p{Latin}")
_LETTERS = regex.compile(r"\p{L}")


def complete_question(question: str, history: Sequence[Answer | str] = ()) -> str:
    """What to search for: the question, or a follow-up with what it refers to.

    Args:
        question: A prepared question.
        history: The answers of the conversation so far, or the questions alone, oldest first; only
            the last one counts, with what was searched for then, so that follow-ups can follow one
            another.

    Returns:
        The question itself, or what it refers to, a dash and the question, no longer than a
        question may be. What it refers to are words of the previous question, at most
        `MAX_CONTEXT_WORDS`, or the one person whom the last answer names, where "he" is asked
        about.

    Raises:
        QuestionError: An earlier question could not be searched for.
    """
    previous, answer = "", None
    for turn in history:
        if isinstance(turn, Answer):
            previous, answer = turn.searched_for, turn
        else:
            previous, answer = _completed(prepare_question(turn), previous, answer), None
    return _completed(question, previous, answer)


def _completed(question: str, previous: str, answer: Answer | None) -> str:
    """The question, after what it leans on: a name, or words of what was searched for before."""
    if not previous or not is_follow_up(question):
        return question
    name = antecedent(question, answer) if answer else ""
    taken_over = name.split() or words_taken_over(
        question, previous, previous_leans=is_follow_up(previous)
    )
    context = taken_over[-MAX_CONTEXT_WORDS:]
    while context and len(completed := _joined(context, question)) > MAX_QUESTION_CHARACTERS:
        context = context[1:]
    return completed if context else question


def _joined(context: Sequence[str], question: str) -> str:
    return f"{' '.join(context)}{DASH}{question}"


def is_follow_up(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    words = words_of(question)
    letters = len(_LETTERS.findall(question))
    if 2 * len(_ARABIC_LETTERS.findall(question)) > letters and follow_ups_ar.is_arabic(words):
        has_question_mark = question.rstrip().endswith(("؟", "?"))
        return follow_ups_ar.leans_on_conversation(words, has_question_mark=has_question_mark)
    if 2 * len(_LATIN_LETTERS.findall(question)) > letters and follow_ups_en.is_english(words):
        return follow_ups_en.leans_on_conversation(words)
    language = classes_of(words)
    return language is not None and follow_ups_by_class.leans_on_conversation(words, language)
