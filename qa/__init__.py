"""Sanad: answers found in your documents, never written.

    from qa import KnowledgeBase

    with KnowledgeBase.open(seeds="seeds", index="index") as kb:
        answer = kb.ask("When does the first phase of the withdrawal end?")

`KnowledgeBase` is the door to everything; what it takes and gives are the records below.
"""

from typing import TYPE_CHECKING

from qa.errors import (
    AccessError,
    AddressError,
    BuildStoppedError,
    CalibrationError,
    DatasetError,
    DocumentParseError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexStateError,
    MissingExtraError,
    ModelError,
    PlotError,
    QAError,
    QuestionError,
    ScopeError,
    SeedsNotFoundError,
)
from qa.explanations import Explanation, MatchedToken, MatchedWord, StageScore
from qa.records import (
    Answer,
    AnswerState,
    Citation,
    CorpusMap,
    Correction,
    Document,
    DocumentInfo,
    Hit,
    MapPoint,
    Passage,
    Place,
    Scope,
    Section,
    SmallTalk,
    Span,
    Suggestion,
)
from qa.reports import BuildReport, Problem, Progress, VerifyReport

if TYPE_CHECKING:
    from qa.knowledge_base import KnowledgeBase

__version__ = "0.1.0"

__all__ = [
    "AccessError",
    "AddressError",
    "Answer",
    "AnswerState",
    "BuildReport",
    "BuildStoppedError",
    "CalibrationError",
    "Citation",
    "CorpusMap",
    "Correction",
    "DatasetError",
    "Document",
    "DocumentInfo",
    "DocumentParseError",
    "Explanation",
    "Hit",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMismatchError",
    "IndexMissingError",
    "IndexStateError",
    "KnowledgeBase",
    "MapPoint",
    "MatchedToken",
    "MatchedWord",
    "MissingExtraError",
    "ModelError",
    "Passage",
    "Place",
    "PlotError",
    "Problem",
    "Progress",
    "QAError",
    "QuestionError",
    "Scope",
    "ScopeError",
    "Section",
    "SeedsNotFoundError",
    "SmallTalk",
    "Span",
    "StageScore",
    "Suggestion",
    "VerifyReport",
]


def __getattr__(name: str) -> object:
    """Load what is large when it is first asked for: a process that parses does without it."""
    if name == "KnowledgeBase":
        from qa.knowledge_base import KnowledgeBase  # noqa: PLC0415

        return KnowledgeBase
    raise AttributeError(f"module 'qa' has no attribute '{name}'")
