"""A knowledge base for the tests of the page: a few documents, and answers by rule.

The page is tested on how it shows what it is given, so what it is given must be exact: the
question's first word chooses the state, and the passages are slices of the documents below.
"""

import asyncio
import gc
import hashlib
import json
import math
import threading
import warnings
from dataclasses import replace

from qa.answering.suggesting import is_answered_by, near, suggestions_of
from qa.errors import ModelError, QuestionError, ScopeError
from qa.explanations import Explanation, MatchedToken, MatchedWord, StageScore
from qa.findings import Finding
from qa.records import (
    EVERYTHING,
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
    Section,
    SmallTalk,
    Span,
)
from qa.reports import BuildReport, Problem, Progress, Staleness
from qa.web.application import create_app
from qa.web.chat.turns import Pending, answer_turn, new_turn
from support.paths import DATA

PAYLOADS: dict[str, str] = json.loads((DATA / "hostile_payloads.json").read_text(encoding="utf-8"))

ARABIC = (
    "دليل المكتبة\n\n"
    "افتُتحت المكتبة العامة في المدينة سنة 1998، وهي مفتوحة للجميع دون اشتراك.\n\n"
    "تفتح المكتبة أبوابها من الثامنة صباحاً. WiFi مجاني في كل القاعات. "
    "تُعار الكتب أسبوعين، ويجوز التمديد مرة واحدة.\n\n"
    "للأطفال قاعة خاصة في الطابق الأول، ولها مدخل مستقل من جهة الحديقة.\n"
)
ENGLISH = (
    "Library guide\n\nThe reading room seats eighty people. "
    "Books are lent for two weeks, and a loan can be extended once. "
    "Fines are not charged.\n\nThe children's room has its own entrance.\n"
)
FRENCH = (
    "Guide\n\nLes livres sont prêtés pour deux semaines. Le prêt peut être prolongé une fois.\n"
)

MARKED_ARABIC = "تُعار الكتب أسبوعين، ويجوز التمديد مرة واحدة."
MARKED_ENGLISH = "Books are lent for two weeks, and a loan can be extended once."


def take_turn(loader, question, turns=(), **options):
    """A chat's turns with one more, answered."""
    turn = replace(new_turn(question, **options), number=len(turns) + 1)
    waiting = isinstance(turn.outcome, Pending)
    return (*turns, answer_turn(loader, turn, turns) if waiting else turn)


def app_for(knowledge_base, seeds=None, feedback=None, host="127.0.0.1", **options):
    """The application, without the event loops that building a Gradio page leaves unclosed.

    `gradio.utils.safe_get_lock` makes one for each lock. Collected here, they warn nobody; left
    to chance, they fail whichever test runs when the garbage is collected.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        app = create_app(knowledge_base, seeds=seeds, feedback=feedback, host=host, **options)
        asyncio.set_event_loop(None)
        gc.collect()
    return app


def _document(path: str, title: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(path, title, digest, text, (Section(0, "heading", title, 1),))


def cite(document: Document, sentence: str, marked: str, number: int) -> Citation:
    """A citation of one sentence of a document."""
    start = document.text.index(sentence)
    info = DocumentInfo(
        document.path, document.title, document.sha256, len(document.text), n_passages=1
    )
    place = Place((document.title,), line=document.text.count("\n", 0, start) + 1)
    passage = Passage(info, 0, start, start + len(sentence), sentence, place)
    first = document.text.find(marked) if marked else -1
    marks = (Span(first, first + len(marked)),) if first >= 0 else ()
    return Citation(number, Hit(passage, 1.0 / number, number, 0.87, 7.5), marks)


def explained(citations: tuple[Citation, ...], asked: str) -> tuple[Citation, ...]:
    """Citations found for their marked sentences."""
    return tuple(_explained(citation, asked) for citation in citations)


def _explained(citation: Citation, asked: str) -> Citation:
    (mark,), (found,) = citation.marks, citation.marked_texts
    stages = (
        StageScore("dense", 0.87, 1, 0.75),
        StageScore("lexical", 7.5, 2, 0.5),
        StageScore("late_interaction", None, None, citation.hit.score - 1.25),
    )
    word = MatchedWord(asked, found, mark.start, mark.end, 0.5)
    token = MatchedToken(asked, found, mark.start, mark.end, 0.75)
    return replace(citation, explanation=Explanation(stages, (word,), (token,)))


def hostile_citation(name: str, number: int = 1) -> Citation:
    """A citation whose passage, title, path and heading are all one payload."""
    payload = PAYLOADS[name]
    document = _document(f"{payload}.txt", payload, f"before {payload}\n{payload} after")
    return cite(document, f"{payload}\n{payload}", payload, number)


_OLD_OFFICE = Problem.of(
    "<b>old</b>.doc", "unsupported", Finding.of("ending_saved_as", ".doc", ".docx")
)


class StandIn:
    """Answers by the question's first word: see `ask`."""

    generation = "g-test"
    pinned = False
    progress: Progress | None = None
    failure = None
    unwatched = ""
    stale: Staleness | None = None

    def __init__(self) -> None:
        self.held = {
            document.path: document
            for document in (
                _document("دليل/المكتبة.txt", "دليل المكتبة", ARABIC),
                _document("guide.md", "Library guide", ENGLISH),
                _document("fr.txt", "Guide de la bibliothèque", FRENCH),
                *(
                    _document(f"hostile/{name}.txt", text, f"before {text}\n{text} after")
                    for name, text in PAYLOADS.items()
                ),
            )
        }
        self.closed = False
        self.refreshed = 0

    def ask(
        self,
        question: str,
        *,
        top_k: int = 3,
        history=(),
        scope=EVERYTHING,
        explain=False,
        reader=None,
        corrected=True,
    ) -> Answer:
        """Answer, refuse or fail as the first word of the question says."""
        words = question.split()
        turns = [turn if isinstance(turn, str) else turn.question for turn in history]
        if not all(text.split() for text in [*turns, question]):
            raise QuestionError("The question is empty. Type a question.")
        if unknown := set(scope.documents) - set(self.held):
            raise ScopeError("document", unknown.pop(), tuple(self.held))
        if words[0] == "broken":
            raise ModelError("The model cannot be run: <b>bold</b>. Prepare it with: qa doctor")
        if words[0] == "bug":
            raise RuntimeError("a secret of the program")
        citations = self._citations(words, question)
        state = {
            "related": AnswerState.RELATED,
            "missing": AnswerState.NOT_FOUND,
            "nothing": AnswerState.NO_DOCUMENTS,
            "overview": AnswerState.OVERVIEW,
            "hello": AnswerState.SMALL_TALK,
        }.get(words[0], AnswerState.ANSWERED)
        if state in (AnswerState.NO_DOCUMENTS, AnswerState.SMALL_TALK):
            citations = ()
        if scope.documents:
            citations = tuple(c for c in citations if c.passage.document.path in scope.documents)
        citations = explained(citations, words[0]) if explain else citations
        whole = " ".join([*turns, question])
        answer = Answer(
            question,
            state,
            0.9,
            citations[: None if words[0] == "many" else top_k],
            31.4,
            self.generation,
            whole,
            is_follow_up=bool(turns),
        )
        return self._as_asked(answer, words, corrected=corrected)

    def _citations(self, words: list[str], question: str) -> tuple[Citation, ...]:
        """What is cited for a question: by its first word, or by what it names."""
        arabic, english, french, *_ = self.held.values()
        in_arabic, in_english = ARABIC.split("\n\n")[2], ENGLISH.split("\n\n")[1]
        if words[0] == "books" or "Library" in question:
            return (
                cite(english, in_english, MARKED_ENGLISH, 1),
                cite(arabic, in_arabic, MARKED_ARABIC, 2),
            )
        if words[0] == "many":
            numbers = range(1, 13)
            return tuple(cite(english, in_english, MARKED_ENGLISH, number) for number in numbers)
        if words[0] == "hostile":
            document = self.held[f"hostile/{words[1]}.txt"]
            return (cite(document, document.text, PAYLOADS[words[1]], 1),)
        return (
            cite(arabic, in_arabic, MARKED_ARABIC, 1),
            cite(english, in_english, MARKED_ENGLISH, 2),
            cite(french, FRENCH.split("\n\n")[1].strip(), "Les livres sont prêtés", 3),
        )

    def _as_asked(self, answer: Answer, words: list[str], *, corrected: bool) -> Answer:
        """The same for small talk, for two questions in one, and for a word mistyped."""
        question = answer.question
        if words[0] == "overview":
            return replace(answer, searched_for=question, is_follow_up=False)
        if words[0] == "hello":
            said = set(words) & set(SmallTalk)
            kind = SmallTalk(said.pop()) if said else SmallTalk.GREETING
            return replace(answer, searched_for=question, is_follow_up=False, small_talk=kind)
        if words[0] == "two":
            return self._two(answer)
        if words[0] == "corrected":
            answer = replace(answer, searched_for=question, is_follow_up=False)
            return self._corrected(answer) if corrected else answer
        return answer

    @staticmethod
    def _two(answer: Answer) -> Answer:
        """The same as the answers to two questions, of which the documents answer the first."""
        first, _, second = answer.question.partition(" and ")
        answered = replace(answer, question=first, searched_for=first)
        related = replace(answer, question=second, searched_for=second, state=AnswerState.RELATED)
        parts = (
            replace(answered, citations=answer.citations[:1]),
            replace(related, citations=answer.citations[1:], confidence=0.2),
        )
        return replace(answer, searched_for=answer.question, parts=parts)

    @staticmethod
    def _corrected(answer: Answer) -> Answer:
        """The same, for a first word that was mistyped."""
        read = answer.question.replace("corrected", "mended", 1)
        return replace(answer, searched_for=read, corrections=(Correction("corrected", "mended"),))

    def search(
        self, question: str, *, top_k: int = 10, scope=EVERYTHING, reader=False
    ) -> list[Hit]:
        """The passages that `ask` would cite, each twice."""
        citations = self.ask(question, scope=scope).citations
        return [citation.hit for citation in citations for _ in range(2)][:top_k]

    def by_source(
        self, question: str, *, limit: int = 10, scope=EVERYTHING, reader=False
    ) -> list[Citation]:
        """What `ask` would cite."""
        return list(self.ask(question, top_k=limit, scope=scope).citations)

    def similar(self, passage, *, top_k=10, scope=EVERYTHING) -> list[Hit]:
        """The first passages of the other documents."""
        others = [other for other in self.passages() if other.document != passage.document]
        return [Hit(other, 0.5, n, 0.5, 0.0) for n, other in enumerate(others, start=1)][:top_k]

    def refresh(self, progress=None) -> BuildReport:
        """A build that adds a document and fails to read two files."""
        self.refreshed += 1
        self.generation = f"{StandIn.generation}-{self.refreshed}"  # a build put in service
        if self.refreshed > 5:
            raise ModelError("The model cannot be run. Prepare it with: qa doctor")
        if progress:
            progress(Progress("encoding", 3, 10))
        problems = (
            Problem.of("صور/غلاف.png", "binary", Finding.of("binary_picture")),
            Problem.of(
                "<b>old</b>.doc", "unsupported", Finding.of("ending_saved_as", ".doc", ".docx")
            ),
        )
        return BuildReport(
            self.generation, ("new.txt",), (), (), 40, problems, (), 41, 90, 3, 0.5, published=True
        )

    def problems(self) -> tuple[Problem, ...]:
        """Two files that could not be read, and every payload as a name and a reason."""
        return (
            Problem.of("صور/غلاف.png", "binary", Finding.of("binary_picture")),
            Problem.of(
                "<b>old</b>.doc", "unsupported", Finding.of("ending_saved_as", ".doc", ".docx")
            ),
            *(
                Problem.of(f"{text}.txt", "unsupported", Finding.of("ending", text, text))
                for text in PAYLOADS.values()
            ),
        )

    def documents(self) -> tuple[DocumentInfo, ...]:
        """Every document."""
        return tuple(
            DocumentInfo(
                d.path,
                d.title,
                d.sha256,
                len(d.text),
                1,
                notes=(Finding.of("web_leftovers", 1, f"“{d.title}”"),),
            )
            for d in self.held.values()
        )

    def suggestions(self, path):
        """What the document's own words suggest."""
        return tuple(suggestions_of(self.document(path)))

    def suggestions_after(self, answer):
        """What those of the answer's document suggest near it."""
        return tuple(near(self.suggestions(answer.citations[0].passage.document.path), answer))

    def is_answered(self, suggestion, scope=EVERYTHING):
        """Whether `ask` answers it from its document."""
        return is_answered_by(suggestion, self.ask(suggestion.text, top_k=1, scope=scope))

    def document(self, path: str) -> Document:
        """One document."""
        return self.held[path]

    def passages(self) -> list[Passage]:
        """Each document as one passage."""
        infos = zip(self.documents(), self.held.values(), strict=True)
        return [Passage(info, 0, 0, len(d.text), d.text, language="ar") for info, d in infos]

    def map(self) -> CorpusMap:
        """The documents on a circle."""
        passages = self.passages()
        angles = [2 * math.pi * i / len(passages) for i in range(len(passages))]
        points = tuple(
            MapPoint(passage, 0.5 + math.cos(angle) / 2, 0.5 + math.sin(angle) / 2)
            for passage, angle in zip(passages, angles, strict=True)
        )
        return CorpusMap(self.generation, points, len(points))

    def place_on_map(self, passages) -> tuple[MapPoint, ...]:
        """Each passage at its document."""
        at = {point.passage.document.path: point for point in self.map().points}
        return tuple(
            MapPoint(passage, at[passage.document.path].x, at[passage.document.path].y)
            for passage in passages
            if passage.document.path in at
        )

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def until(true, seconds=10.0):
    """Wait until something is true."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("waited in vain")
