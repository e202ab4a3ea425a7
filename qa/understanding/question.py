"""What may be asked: a question made safe to search for, or a clear refusal."""

from __future__ import annotations

from qa.errors import QuestionError
from qa.settings import MAX_QUESTION_CHARACTERS


def prepare_question(question: str) -> str:
    """Trim a question, fold its white space and replace unpaired surrogates.

    Raises:
        QuestionError: It is empty, too long, or holds no letter or digit.
    """
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION_CHARACTERS:,} "
            "can be searched for. Ask one short question.",
            "too_long",
        )
    valid = question.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    prepared = " ".join(valid.split())
    if not prepared:
        raise QuestionError("The question is empty. Type a question.", "empty")
    if not any(character.isalnum() for character in prepared):
        raise QuestionError("The question holds no letter or digit. Ask in words.", "no_words")
    return prepared
