"""Whether what was marked in a document is where a data set says that its passage answers."""

from __future__ import annotations

from collections.abc import Sequence

from qa.records import Span


def offsets_in(passage: str, document: str) -> list[int]:
    """Where each character of a passage stands in the document that was made of it.

    Reading a plain text leaves out surrounding space and characters that are no text, and may
    write a line break another way; what is left keeps its order. A character that was left out
    stands where the next one does.

    Returns:
        One offset a character and one for the end, never falling, shape (n + 1,).
    """
    offsets, position = [], 0
    for character in passage:
        offsets.append(position)
        there = document[position : position + 1]
        if there == character or (there.isspace() and character.isspace()):
            position += 1
    return [*offsets, position]


def holds_answer(
    marks: Sequence[Span],
    answers: Sequence[Span],
    sentences: Sequence[Span],
    offsets: Sequence[int],
) -> bool:
    """Whether marks are right.

    Where the data set tells its sentences: whether the one that the marks overlap most is one that
    answers. Where it does not: whether a mark holds one of the answers from end to end.

    Args:
        marks: Spans of the document.
        answers: Spans of the passage: sentences that answer, or answers.
        sentences: Spans of the passage's sentences; () where they are not told.
        offsets: Where each character of the passage stands in the document.
    """
    in_document = [Span(offsets[answer.start], offsets[answer.end]) for answer in answers]
    if not sentences:
        return any(
            mark.start <= answer.start and answer.end <= mark.end
            for mark in marks
            for answer in in_document
        )
    overlaps = {
        sentence: sum(_overlap(mark, sentence, offsets) for mark in marks) for sentence in sentences
    }
    most = max(sentences, key=lambda sentence: overlaps[sentence])
    return overlaps[most] > 0 and most in answers


def _overlap(mark: Span, sentence: Span, offsets: Sequence[int]) -> int:
    start, end = offsets[sentence.start], offsets[sentence.end]
    return max(0, min(mark.end, end) - max(mark.start, start))
