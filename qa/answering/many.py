"""Many questions, several of them side by side.

What a question takes is mostly the models' work, which the cores of a processor share: what is left
is done for one while others are encoded, in one batch, or read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from qa.errors import QuestionError
from qa.records import Answer

AT_ONCE = 8
"""Questions that are answered side by side: as many as the encoder takes in one batch."""


def answer_many(
    questions: Iterable[str], answer: Callable[[str], Answer]
) -> list[Answer | QuestionError]:
    """The answer to each question, in order; of one that cannot be asked, the error.

    Args:
        questions: Any number.
        answer: Answers one; called by several threads.

    Raises:
        QAError: What is wrong with more than one question; those not begun are not asked.
    """

    def answer_one(question: str) -> Answer | QuestionError:
        try:
            return answer(question)
        except QuestionError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking") as threads:
        doing = [threads.submit(answer_one, question) for question in questions]
        try:
            return [one.result() for one in doing]
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
