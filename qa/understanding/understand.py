"""From what is typed to what is searched for, and how the models read that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.indexing.generation import Generation
from qa.records import Answer, Correction
from qa.understanding.corrections import correct
from qa.understanding.follow_ups import complete_question
from qa.understanding.telling import telling_text


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched for.

    Attributes:
        asked: As it was typed, prepared.
        searched_for: What is searched for, and shown where it differs.
        own: The part of it that was typed; the rest comes from the conversation.
        corrections: Words that are read as others.
        is_follow_up: Whether it was completed from the conversation.
    """

    asked: str
    searched_for: str
    own: str
    corrections: tuple[Correction, ...] = ()
    is_follow_up: bool = False


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
    corrections: tuple[Correction, ...] = ()
    if corrected and own == asked:  # pasted text was written with care
        read = correct(asked, generation.vocabulary, generation.languages())
        own, corrections = read.text, read.corrections
    completed = complete_question(own, history)
    return Understood(asked, completed, own, corrections, completed != own)
