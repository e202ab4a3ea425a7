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
    BusyError,
    CalibrationError,
    ClusterError,
    DatasetError,
    DocumentParseError,
    ExportError,
    FolderUnwatchedError,
    ForgettingError,
    GenerationError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    IndexPinnedError,
    IndexStateError,
    IndexWriteError,
    MissingExtraError,
    MissingPackageError,
    ModelError,
    PartMissingError,
    PlotError,
    QAError,
    QuestionError,
    ScopeError,
    SeedsNotFoundError,
    UnsupportedSystemError,
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
from qa.reports import (
    BuildReport,
    ExportReport,
    GenerationInfo,
    ImportReport,
    Problem,
    Progress,
    PurgeReport,
    VerifyReport,
)

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
    "BusyError",
    "CalibrationError",
    "Citation",
    "ClusterError",
    "CorpusMap",
    "Correction",
    "DatasetError",
    "Document",
    "DocumentInfo",
    "DocumentParseError",
    "Explanation",
    "ExportError",
    "ExportReport",
    "FolderUnwatchedError",
    "ForgettingError",
    "GenerationError",
    "GenerationInfo",
    "Hit",
    "ImportReport",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMismatchError",
    "IndexMissingError",
    "IndexPinnedError",
    "IndexStateError",
    "IndexWriteError",
    "KnowledgeBase",
    "MapPoint",
    "MatchedToken",
    "MatchedWord",
    "MissingExtraError",
    "MissingPackageError",
    "ModelError",
    "PartMissingError",
    "Passage",
    "Place",
    "PlotError",
    "Problem",
    "Progress",
    "PurgeReport",
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
    "UnsupportedSystemError",
    "VerifyReport",
]


def __getattr__(name: str) -> object:
    """Load what is large when it is first asked for: a process that parses does without it."""
    if name == "KnowledgeBase":
        from qa.systems import check_system  # noqa: PLC0415

        check_system()
        from qa.knowledge_base import KnowledgeBase  # noqa: PLC0415

        return KnowledgeBase
    raise AttributeError(f"module 'qa' has no attribute '{name}'")
