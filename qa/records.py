"""The records that flow through Sanad: frozen, typed, and knowing nothing of how they are made.

Offsets are half-open and count Unicode code points of the document's text. Scores are
similarities: higher is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from qa.explanations import Explanation
from qa.findings import Finding

UNDETERMINED = "und"
"""Code of a language that could not be told (ISO 639-2)."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where a heading, a page or a row of a table begins in a document's text.

    Attributes:
        start: Offset of the first character of the section.
        kind: What begins there; "row" is a table row.
        label: The heading's text, or the page or table row number as written.
        level: Depth of a heading, from 1; 0 for pages and table rows.
    """

    start: int
    kind: Literal["heading", "page", "row"]
    label: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known of a document without its text.

    Attributes:
        path: POSIX path under the seeds folder: the document's identity.
        title: Title from the document, or its file name without the ending.
        sha256: Hex digest of the file's bytes.
        n_characters: Length of the text in code points.
        n_passages: Number of passages it was split into.
        notes: What parsing it found and mended, ("decoded as windows-1256").
        language: Code of the language of most of its passages ("ar"), or "und".
        author: Who wrote it, where the file says so.
        date: When it was published or last changed: "2024-05-02", "2024-05", "2024" or "".
        dated_by_file: Whether it says no date itself, and the date is that of its file.
    """

    path: str
    title: str
    sha256: str
    n_characters: int
    n_passages: int = 0
    notes: tuple[Finding, ...] = ()
    language: str = UNDETERMINED
    author: str = ""
    date: str = ""
    dated_by_file: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document as parsed: the canonical text that every passage is a slice of.

    Attributes:
        path: POSIX path under the seeds folder: the document's identity.
        title: Title from the document, or its file name without the ending.
        sha256: Hex digest of the file's bytes.
        text: The text, free of markup and web-page leftovers.
        sections: Headings, pages and table rows in rising order of `start`.
        notes: What parsing found and mended.
        author: Who wrote it, where the file says so.
        date: When it was published or last changed: "2024-05-02", "2024-05", "2024" or "".
        dated_by_file: Whether it says no date itself, and the date is that of its file.
    """

    path: str
    title: str
    sha256: str
    text: str
    sections: tuple[Section, ...] = ()
    notes: tuple[Finding, ...] = ()
    author: str = ""
    date: str = ""
    dated_by_file: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its document a passage stands, to be shown.

    Attributes:
        headings: Headings above it, outermost first.
        page: Page label, or "" where the format has no pages.
        row: Label of the table row, or "".
        line: Line of the document's text at which it begins, from 1.
    """

    headings: tuple[str, ...] = ()
    page: str = ""
    row: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document: `document_text[start:end] == text`.

    Attributes:
        document: The document it comes from.
        ordinal: Its number within the document, from 0.
        start: Offset of its first character.
        end: Offset after its last character.
        text: The slice itself, verbatim.
        place: Where it stands, to be shown.
        language: Code of its language ("ar"), or "und".
    """

    document: DocumentInfo
    ordinal: int
    start: int
    end: int
    text: str
    place: Place = Place()
    language: str = UNDETERMINED

    @property
    def passage_id(self) -> str:
        """Readable and stable while the document does not change: "path#ordinal"."""
        return f"{self.document.path}#{self.ordinal}"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a document's text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages may be found.

    Attributes:
        languages: Codes of their languages; () for any.
        documents: Paths of their documents, or of folders of them ("reports/"); () for any.
        since: The first day, month or year of their documents' dates ("2024-05"); "" for any.
        until: The last.
    """

    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


EVERYTHING = Scope()
"""Every passage of the index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        passage: The passage.
        score: Fused score; comparable within one question only.
        rank: Position in the result, from 1.
        dense: Cosine of question and passage embeddings, in [-1, 1].
        lexical: BM25 score, 0 or more.
        late_interaction: Mean over the question's tokens of the highest cosine with a token of the
            passage, in [-1, 1]; None for a hit too far down to be re-ranked.
        duplicates: The same text in other places, best first; they are no hits of their own.
    """

    passage: Passage
    score: float
    rank: int
    dense: float
    lexical: float
    late_interaction: float | None = None
    duplicates: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference of an answer to a passage.

    Attributes:
        number: The number shown as [n], from 1.
        hit: The passage and its scores.
        marks: Ranges of the document's text that answer, inside the passage, in rising order.
        terms: Ranges of words of the passage that the question has too, in rising order.
        explanation: Why it was found, where that was asked for.
        answer_span: The range of a mark that is the answer itself, as the reader found it; None
            where it found none there, or did not read.
    """

    number: int
    hit: Hit
    marks: tuple[Span, ...] = ()
    terms: tuple[Span, ...] = ()
    explanation: Explanation | None = None
    answer_span: Span | None = None

    @property
    def passage(self) -> Passage:
        """The cited passage."""
        return self.hit.passage

    @property
    def marked_texts(self) -> tuple[str, ...]:
        """The marked sentences, verbatim."""
        text, start = self.passage.text, self.passage.start
        return tuple(text[mark.start - start : mark.end - start] for mark in self.marks)

    @property
    def answer_text(self) -> str:
        """The answer itself, verbatim; "" where the reader found none."""
        if self.answer_span is None:
            return ""
        start = self.passage.start
        return self.passage.text[self.answer_span.start - start : self.answer_span.end - start]


class AnswerState(StrEnum):
    """What an answer amounts to."""

    ANSWERED = "answered"
    RELATED = "related"
    """Passages on the subject, none of which is believed to answer."""
    NOT_FOUND = "not_found"
    NO_DOCUMENTS = "no_documents"
    """The index holds no passage at all."""
    OVERVIEW = "overview"
    """What the documents hold, or hold on a subject: nothing was asked that one passage answers."""
    SMALL_TALK = "small_talk"
    """A greeting, thanks or the like: nothing was searched for."""


class SmallTalk(StrEnum):
    """What is said to the program that asks nothing of the documents."""

    GREETING = "greeting"
    WELLBEING = "wellbeing"
    """How are you?"""
    THANKS = "thanks"
    IDENTITY = "identity"
    """Who or what are you?"""
    GOODBYE = "goodbye"
    HELP = "help"
    """What can I do here?"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a question that was read as another.

    Attributes:
        typed: The word as typed.
        read: What was searched for instead.
    """

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question: verbatim passages, never written text.

    Attributes:
        question: The question as asked.
        state: Whether the passages answer, are merely related, or nothing was found.
        confidence: Estimated probability that the first passage answers, in [0, 1].
        citations: Best first. Those of a RELATED or NOT_FOUND answer are offered as the
            nearest passages, not as an answer.
        elapsed_ms: Time from question to answer, in milliseconds.
        generation: The build of the index that was asked.
        searched_for: What was searched for: the question, or, for a follow-up, the question with
            what it refers to, its words corrected where they were mistyped.
        calibration_outdated: Whether the confidence that `qa calibrate` fitted was left aside,
            since it was fitted for another version or setting; `qa calibrate` fits it again.
        undated: Paths of documents that state no date and were chosen by that of their file, where
            the scope names dates.
        is_follow_up: Whether the question was completed from the conversation.
        corrections: The words that were read as others; `ask(corrected=False)` takes them as typed.
        parts: The answers to each question, where several were asked in one; this answer then has
            the citations of all, in order, and the state of the one that fared best.
        small_talk: What kind of small talk it was; None for anything else.
    """

    question: str
    state: AnswerState
    confidence: float
    citations: tuple[Citation, ...]
    elapsed_ms: float
    generation: str
    searched_for: str
    calibration_outdated: bool = False
    undated: tuple[str, ...] = ()
    is_follow_up: bool = False
    corrections: tuple[Correction, ...] = ()
    parts: tuple[Answer, ...] = ()
    small_talk: SmallTalk | None = None

    @property
    def is_restated(self) -> bool:
        """Whether something else was searched for than what was typed."""
        return self.searched_for != self.question

    @property
    def found(self) -> bool:
        """Whether the documents are believed to hold the answer."""
        return self.state is AnswerState.ANSWERED


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words of a document that can be asked.

    Attributes:
        text: What is asked, verbatim.
        path: The document that holds it.
        start: Where in the document's text it stands; 0 for a title.
        is_question: Whether it asks something as it stands, or merely names a subject.
    """

    text: str
    path: str
    start: int
    is_question: bool


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A passage's place on the map.

    Attributes:
        passage: The passage.
        x: From 0 (left) to 1.
        y: From 0 (top) to 1.
    """

    passage: Passage
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CorpusMap:
    """Passages in two dimensions: near each other where their vectors are.

    Attributes:
        generation: The build of the index that was drawn.
        points: In index order; a sample where the corpus is large.
        n_passages: Passages in all.
    """

    generation: str
    points: tuple[MapPoint, ...]
    n_passages: int
