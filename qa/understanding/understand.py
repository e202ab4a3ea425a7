"""From what is typed to what is searched for, and how the models read that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.indexing.generation import Generation
from qa.indexing.vocabulary import Vocabulary
from qa.records import Answer, Correction
from qa.understanding.arabizi import arabic_of, is_arabizi
from qa.understanding.corrections import Corrected, correct
from qa.understanding.dialects import standardised
from qa.understanding.follow_ups import complete_question
from qa.understanding.telling import telling_text

MOST_UNKNOWN = 0.5
"""Share of words put into Arabic by their letters alone from which nothing is sure."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched for.

    Attributes:
        asked: As it was typed, prepared.
        searched_for: What is searched for, and shown where it differs.
        own: The part of it that was typed; the rest comes from the conversation.
        corrections: Words that are read as others.
        is_follow_up: Whether it was completed from the conversation.
        doubtful: Whether it may be something else than is searched for, so that nothing found for
            it is sure to answer.
    """

    asked: str
    searched_for: str
    own: str
    corrections: tuple[Correction, ...] = ()
    is_follow_up: bool = False
    doubtful: bool = False


def understand(
    asked: str,
    history: Sequence[Answer | str],
    generation: Generation,
    *,
    corrected: bool = True,
) -> Understood:
    """What a question is searched for as.

    Args:
        asked: A prepared question.
        history: The answers of the conversation so far, or the questions alone, oldest first.
        generation: The index: its words are those that mistyped ones are read as.
        corrected: Whether any are.

    Raises:
        QuestionError: An earlier question could not be searched for.
    """
    own = telling_text(asked, generation)
    # Words of a dialect are not mistyped, and follow-ups are told best without them.
    standard = Corrected(standardised(own))
    if is_arabizi(own):
        as_typed = Corrected(own, doubtful=True)
        standard = _in_arabic(own, generation.vocabulary) if corrected else as_typed
    elif corrected and own == asked:  # pasted text was written with care
        standard = correct(standard.text, generation.vocabulary, generation.languages())
    read = standard.text if standard.corrections else own
    completed = _completed(standard.text, history) or _completed(read, history)
    return Understood(
        asked,
        searched_for=completed or read,
        own=read,
        corrections=standard.corrections,
        is_follow_up=bool(completed),
        doubtful=standard.doubtful,
    )


def _completed(question: str, history: Sequence[Answer | str]) -> str:
    """A question with what it leans on in the conversation; "" where it stands by itself."""
    completed = complete_question(question, history)
    return completed if completed != question else ""


def _in_arabic(question: str, vocabulary: Vocabulary) -> Corrected:
    """Arabic typed in Latin letters, in Arabic letters; in doubt where few words are known."""
    converted = arabic_of(question, vocabulary)
    doubtful = len(converted.unknown) > MOST_UNKNOWN * len(converted.text.split())
    return Corrected(converted.text, (Correction(question, converted.text),), doubtful)
