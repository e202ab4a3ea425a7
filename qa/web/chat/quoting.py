"""What is said first of a citation: its sentence, large; and of each other source, one line.

Text is cut between words alone, and only where all of it is at hand elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.records import Citation, Passage, Span
from qa.web.html.markup import Run, place_text, split_runs
from qa.web.html.ui_strings import UiStrings

LEAD_CHARACTERS = 360
"""A sentence up to here is shown whole: some six lines."""

BEFORE_ANSWER = 120
"""Characters kept before an answer that stands far into a long sentence."""

LINE_CHARACTERS = 180
"""Most of a sentence that stands in a line; the window cuts it where the line ends."""

TITLE_CHARACTERS = 26
"""Most of a title that stands in a chip."""

MORE = "…"

_SENTENCE_ENDS = ".!?؟۔。！？"


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence that answers, to be shown large.

    Attributes:
        text: The sentence, as far as it is shown.
        runs: The same, the answer itself told apart.
        is_long: Whether it is folded until it is asked for.
    """

    text: str
    runs: tuple[Run, ...]
    is_long: bool


def leads(citation: Citation) -> tuple[Lead, ...]:
    """Each marked sentence; the beginning of the passage where none is marked."""
    passage = citation.passage
    marks = [mark for mark in citation.marks if _slice(passage, mark).strip()]
    if not marks:
        opening = opening_of(passage)
        return (Lead(opening, (Run(opening),), is_long=False),)
    return tuple(_lead(citation, mark) for mark in marks)


def _lead(citation: Citation, mark: Span) -> Lead:
    passage, answer = citation.passage, citation.answer_span
    written = _slice(passage, mark)
    start = mark.start + len(written) - len(written.lstrip())
    text = written.strip()
    before: tuple[Run, ...] = ()
    if answer and answer.start < mark.end and answer.end - start > LEAD_CHARACTERS:
        wanted = answer.start - start - BEFORE_ANSWER
        skipped = text.find(" ", max(wanted, 0)) + 1
        if 0 < skipped < answer.start - start:
            start, text, before = start + skipped, text[skipped:], (Run(f"{MORE} "),)
    runs = split_runs(text, start, [Span(start, start + len(text))], answer=answer)
    plain = (*before, *(replace(run, style="") for run in runs))
    shown = "".join(run.text for run in plain)
    return Lead(shown, plain, is_long=len(shown) > LEAD_CHARACTERS)


def nearest_sentence(citation: Citation) -> str:
    """The sentence of a citation that is nearest to the question, on one line."""
    sentence = " ".join(citation.marked_texts) or opening_of(citation.passage)
    return shortened(sentence, LINE_CHARACTERS)


def short_title(passage: Passage) -> str:
    """The title of a passage's document, as short as a chip needs it."""
    return shortened(passage.document.title, TITLE_CHARACTERS)


def source_parts(citation: Citation, strings: UiStrings) -> tuple[str, str, str]:
    """Title, place and file of a citation, to be written one after the other."""
    passage = citation.passage
    title, path = " ".join(passage.document.title.split()), passage.document.path
    return title, place_text(passage, strings), path


def opening_of(passage: Passage) -> str:
    """The first sentences of a passage, below its headings."""
    above = {passage.document.title, *passage.place.headings, ""}
    lines = passage.text.splitlines()
    first = next((i for i, line in enumerate(lines) if line.strip() not in above), 0)
    text = "\n".join(lines[first:]).strip()
    if len(text) <= LEAD_CHARACTERS:
        return text
    beginning = text[: LEAD_CHARACTERS + 1]
    ends = (beginning.rfind(f"{end} ") for end in _SENTENCE_ENDS)
    end = max((*ends, beginning.rfind("\n") - 1))
    if end > LEAD_CHARACTERS // 3:
        return beginning[: end + 1]
    return shortened(text, LEAD_CHARACTERS)


def shortened(text: str, limit: int) -> str:
    """A text on one line, cut between words where it is longer than a limit."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", 0, limit)
    # A name without a space has no other place to be cut.
    return f"{line[: cut if cut > limit // 2 else limit - 1].rstrip(' ,،;؛:.-–')}{MORE}"


def _slice(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]
