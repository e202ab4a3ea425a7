"""What a chat is made of: turns, each a question and what came of it.

Turns stay on the server. What the browser shows is rendered from them and never read back, so
nothing that a page's script or a forged request puts into the history is shown again.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from qa.errors import QAError, QuestionError, ScopeError
from qa.records import EVERYTHING, Answer, Citation, Hit, Scope, Suggestion
from qa.reports import Progress
from qa.settings import DEFAULT_CITATIONS, MAX_QUESTION_CHARACTERS
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader

_logger = logging.getLogger(__name__)

CONTEXT_CHARACTERS = 280
"""Text shown before and after a passage: some three lines of the panel."""

MAX_TURNS = 50
"""Turns a chat keeps: they are drawn again with each answer, some 8 kB each."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the text of its document around it.

    Attributes:
        citation: The citation.
        before: Document text that ends where the passage begins; "" where unknown.
        after: Document text that begins where the passage ends; "" where unknown.
    """

    citation: Citation
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that could not be answered for a reason that is not in the documents.

    Attributes:
        kind: Name of the error's class, or "Exception" for a fault of the program.
        message: What happened and what to do, in English; "" for a fault of the program.
        values: The error's attributes, which are filled into the page's own words for it.
    """

    kind: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: QAError) -> Failure:
        """What an error tells."""
        values = {name: str(value) for name, value in vars(error).items()}
        return cls(type(error).__name__, str(error), values)


@dataclass(frozen=True, slots=True)
class IndexLoading:
    """The index is still being built.

    Attributes:
        progress: How far it is, or None.
    """

    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Pending:
    """The question is about to be answered."""


@dataclass(frozen=True, slots=True)
class CloserLook:
    """What a visitor wants to know of an answer besides.

    Attributes:
        kind: Why its passages were found, or which passages are like the first.
        explained: The citations with why they were found.
        similar: The passages.
        is_known: Whether it has been looked for.
    """

    kind: Literal["why", "similar"]
    explained: tuple[Citation, ...] = ()
    similar: tuple[Hit, ...] = ()
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its outcome.

    Attributes:
        number: Its place in the chat, from 1; part of the ids of its sources.
        question: The question as typed.
        outcome: What came of it.
        sources: One for each citation of an answer, in order.
        as_new: Whether it is asked by itself, whatever was asked before.
        scope: What may be found for it.
        within: Titles of the documents that the scope names, once it is answered.
        suggestions: What may be asked next; None until that is known.
        corrected: Whether mistyped words are read as words of the documents.
        n_documents: How many documents there were to search, once it is answered.
        look: What else is to be shown of its answer; None for nothing.
        key: What tells it from every other turn, in this browser too; "" for none.
    """

    number: int
    question: str
    outcome: Answer | Failure | IndexLoading | Pending = Pending()
    sources: tuple[Source, ...] = ()
    as_new: bool = False
    scope: Scope = EVERYTHING
    within: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] | None = None
    corrected: bool = True
    n_documents: int = 0
    look: CloserLook | None = None
    key: str = ""


def new_turn(
    question: str,
    *,
    as_new: bool = False,
    scope: Scope = EVERYTHING,
    corrected: bool = True,
    key: str = "",
) -> Turn:
    """A turn that waits for its answer; a `Chat` gives it its number."""
    # Half a character, which only a forged request sends, is no text that can be searched for.
    question = question.encode("utf-8", "replace").decode("utf-8")
    if len(question) > MAX_QUESTION_CHARACTERS:
        # Shown shortened: a hostile page of text should not be drawn again with every turn.
        shortened = question[:200] + "…"
        return Turn(0, shortened, Failure(QuestionError.__name__, ""), key=key)
    return Turn(0, question, as_new=as_new, scope=scope, corrected=corrected, key=key)


def answer_turn(loader: KnowledgeBaseLoader, turn: Turn, earlier: Sequence[Turn] = ()) -> Turn:
    """The turn with what comes of it.

    Args:
        loader: Where the knowledge base is.
        turn: What is asked.
        earlier: The turns before it: a question may lean on them.
    """
    knowledge_base = loader.ready()
    if knowledge_base is not None:
        return _answer_from(knowledge_base, turn, earlier)
    failure, progress = loader.failure, loader.progress
    loader.start()  # what stood in the way may be mended by now
    return replace(turn, outcome=Failure.of(failure) if failure else IndexLoading(progress))


def with_context(knowledge_base: KnowledgeBaseLike, citation: Citation) -> Source:
    """Add the surrounding text of its document to a citation.

    The document may have been replaced since the passage was found: then there is no context.
    """
    passage = citation.passage
    try:
        text = knowledge_base.document(passage.document.path).text
    except (KeyError, QAError):
        return Source(citation)
    if text[passage.start : passage.end] != passage.text:
        return Source(citation)
    before = text[max(0, passage.start - CONTEXT_CHARACTERS) : passage.start]
    after = text[passage.end : passage.end + CONTEXT_CHARACTERS]
    # Begin and end with a whole word.
    if passage.start > CONTEXT_CHARACTERS:
        before = re.sub(r"^\S*\s+", "", before)
    if passage.end + CONTEXT_CHARACTERS < len(text):
        after = re.sub(r"\s+\S*$", "", after)
    return Source(citation, before, after)


def _answer_from(knowledge_base: KnowledgeBaseLike, turn: Turn, earlier: Sequence[Turn]) -> Turn:
    answers = [before.outcome for before in earlier if isinstance(before.outcome, Answer)]
    history = [] if turn.as_new else answers
    turn = replace(
        turn,
        within=tuple(_title(knowledge_base, path) for path in turn.scope.documents),
        n_documents=len(knowledge_base.documents()),
    )
    try:
        answer = knowledge_base.ask(
            turn.question,
            top_k=DEFAULT_CITATIONS,
            history=history,
            scope=turn.scope,
            corrected=turn.corrected,
        )
        sources = tuple(with_context(knowledge_base, citation) for citation in answer.citations)
    except (QuestionError, ScopeError) as error:  # the visitor's own, who may have typed anything
        return replace(turn, outcome=Failure.of(error))
    except QAError as error:
        _logger.warning("a question could not be answered: %s", error)
        return replace(turn, outcome=Failure.of(error))
    except Exception:  # the chat goes on; the cause is for the terminal, not for the page
        _logger.exception("a question could not be answered")
        return replace(turn, outcome=Failure("Exception", ""))
    return replace(turn, outcome=answer, sources=sources)


def _title(knowledge_base: KnowledgeBaseLike, path: str) -> str:
    try:
        return knowledge_base.document(path).title
    except (KeyError, QAError):  # a folder, or no longer indexed
        return path
