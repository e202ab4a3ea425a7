"""Reading a question-answering data set: passages, questions, and where which passage answers.

Format: a folder with `passages.jsonl` ({"id", "lang", "text", …}) and `questions.jsonl` ({"id",
"lang", "question", "passage_id", "answers": [{"text", "start"}], …}, optionally "question_clean",
"passage_ids" (several that answer), "also_accept", "answerable", "source"). Passages may have a
"title". A set may tell its sentences: `sentences.jsonl` ({"id",
"passage_id", "lang", "start", "end"}) and `answer_sentences.jsonl` ({"question_id", "lang",
"sentence_id"}). Offsets count code points of the passage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from qa.errors import DatasetError
from qa.evaluation.jsonl import JsonObject, read_json_lines
from qa.records import Span

_LONGEST_NAME = 240  # bytes of a file name, leaving room for its ending
_UNKNOWN_START = -1  # of an answer whose place is not told

IdAndLanguage = tuple[str, str]
"""What a row is known by in the files: several languages may share an id."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a data set.

    Attributes:
        question_id: Its identifier.
        language: Its language code.
        text: The question.
        relevant: Identifiers of the passages known to answer it.
        answerable: Whether some passage does; one may, without its being known which.
        source: The collection it comes from, or "".
        known_passage: The passage it was asked about, or "".
        answers: By passage, the spans of which a mark has to hold one; in a set that tells its
            sentences, the sentences that answer.
        stranger: Whether it was added from another data set, as one that nothing answers.
    """

    question_id: str
    language: str
    text: str
    relevant: frozenset[str]
    answerable: bool
    source: str = ""
    known_passage: str = ""
    answers: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    stranger: bool = False

    def is_answered_by(self, identifiers: Collection[str]) -> bool:
        """Whether one of these passages is known to answer.

        Where none is known to, an answerable question counts as answered.
        """
        return any(name in self.relevant for name in identifiers) or (
            self.answerable and not self.relevant
        )


@dataclass(frozen=True, slots=True)
class Dataset:
    """Passages by identifier, and questions on them.

    Attributes:
        name: Name of its folder.
        passages: Text of each passage by identifier.
        questions: The questions.
        sentences: Bounds of a passage's sentences, for passages whose sentences are told.
        titles: The title of each passage by identifier, "" for none.
    """

    name: str
    passages: Mapping[str, str]
    questions: tuple[Question, ...]
    sentences: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Passages:
    """The passages of a data set.

    Attributes:
        identifiers: The identifier of each, by its id and language in the file.
        by_id: The identifiers by id: one for each language.
        texts: Their texts, by identifier.
        titles: Their titles, by identifier.
    """

    identifiers: Mapping[IdAndLanguage, str]
    by_id: Mapping[str, Sequence[str]]
    texts: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences that a data set tells.

    Attributes:
        of_passages: Bounds of a passage's sentences, by its identifier.
        answering: The sentence that answers, by the question's id and language.
    """

    of_passages: Mapping[str, tuple[Span, ...]]
    answering: Mapping[IdAndLanguage, Span]


def load_dataset(
    folder: Path, question_language: str | None = None, passage_language: str | None = None
) -> Dataset:
    """Read a data set, or its part in certain languages.

    Where passages in several languages have the same identifier (as in XQuAD), a question in one
    language can be asked of the passages in another; with several passage languages at once,
    "#" and the language are added to the identifiers.

    Raises:
        DatasetError: A file is missing or malformed, or nothing is left in these languages.
    """
    passages = _read_passages(folder, passage_language)
    sentences = _read_sentences(folder, passages)
    questions = _read_questions(folder, passages, sentences, question_language)
    if not passages.texts or not questions:
        raise DatasetError(
            f"The data set '{folder}' has {len(passages.texts)} passages and {len(questions)} "
            "questions in the languages asked for. Check the languages."
        )
    name = folder.name or folder.resolve().name
    return Dataset(name, passages.texts, questions, sentences.of_passages, passages.titles)


def languages_of(folder: Path) -> tuple[str, ...]:
    """Codes of the languages of a data set's passages, sorted.

    Raises:
        DatasetError: Its passages cannot be read.
    """
    return tuple(
        sorted({row.text("lang", "") for row in read_json_lines(folder / "passages.jsonl")})
    )


def _read_passages(folder: Path, language: str | None) -> _Passages:
    rows = [
        row
        for row in read_json_lines(folder / "passages.jsonl")
        if language in (None, row.text("lang", ""))
    ]
    identifiers = _identifiers(rows)
    by_id: defaultdict[str, list[str]] = defaultdict(list)
    for (row_id, _), identifier in identifiers.items():
        by_id[row_id].append(identifier)
    texts = {identifiers[_id_and_language(row)]: row.text("text") for row in rows}
    titles = {identifiers[_id_and_language(row)]: row.text("title", "") for row in rows}
    return _Passages(identifiers, by_id, texts, titles)


def _identifiers(rows: Collection[JsonObject]) -> dict[IdAndLanguage, str]:
    """The identifier of each passage, by its id and language."""
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        row_id, language = _id_and_language(row)
        if not row_id or len(quote(f"{row_id}#{language}", safe="")) > _LONGEST_NAME:
            raise DatasetError(f"{row.place}: its 'id' is empty or too long for a file's name.")
        languages[row_id].add(language)
    repeated = any(len(some) > 1 for some in languages.values())
    return {
        (row_id, language): f"{row_id}#{language}" if repeated else row_id
        for row_id, some in languages.items()
        for language in some
    }


def _read_sentences(folder: Path, passages: _Passages) -> _Sentences:
    if not (folder / "sentences.jsonl").exists():
        return _Sentences({}, {})
    spans: dict[IdAndLanguage, Span] = {}
    of_passages: defaultdict[str, list[Span]] = defaultdict(list)
    for row in read_json_lines(folder / "sentences.jsonl"):
        span = Span(row.number("start"), row.number("end"))
        spans[_id_and_language(row)] = span
        if identifier := passages.identifiers.get((row.text("passage_id"), row.text("lang", ""))):
            of_passages[identifier].append(span)
    answering = {}
    for row in read_json_lines(folder / "answer_sentences.jsonl"):
        language = row.text("lang", "")
        if span_that_answers := spans.get((row.text("sentence_id"), language)):
            answering[row.text("question_id"), language] = span_that_answers
    return _Sentences({name: tuple(some) for name, some in of_passages.items()}, answering)


def _read_questions(
    folder: Path, passages: _Passages, sentences: _Sentences, language: str | None
) -> tuple[Question, ...]:
    rows = list(read_json_lines(folder / "questions.jsonl"))
    # A passage that answers a question in one language answers it in all of them.
    relevant: defaultdict[str, set[str]] = defaultdict(set)
    answers: defaultdict[str, dict[str, tuple[Span, ...]]] = defaultdict(dict)
    for row in rows:
        question_id = row.text("id")
        several = (*row.texts("passage_ids"), *row.texts("also_accept"))
        for passage_id in (row.text("passage_id", ""), *several):
            relevant[question_id].update(passages.by_id.get(passage_id, ()))
        answers[question_id] |= _answer_spans(row, passages, sentences)
    return tuple(
        Question(
            question_id=row.text("id"),
            language=row.text("lang", ""),
            text=row.text("question_clean", "") or row.text("question"),
            relevant=frozenset(relevant[row.text("id")]),
            answerable=row.flag("answerable", bool(relevant[row.text("id")])),
            source=row.text("source", ""),
            known_passage=_known_passage(row, passages),
            answers=answers[row.text("id")],
        )
        for row in rows
        if language in (None, row.text("lang", ""))
    )


def _known_passage(row: JsonObject, passages: _Passages) -> str:
    """The passage a question was asked about, in its own language where that is there."""
    passage_id, language = row.text("passage_id", ""), row.text("lang", "")
    own = passages.identifiers.get((passage_id, language))
    return own or next(iter(passages.by_id.get(passage_id, ())), "")


def _answer_spans(
    row: JsonObject, passages: _Passages, sentences: _Sentences
) -> dict[str, tuple[Span, ...]]:
    """Where the passages that a question names hold its answer, by passage."""
    language = row.text("lang", "")
    known = passages.identifiers.get((row.text("passage_id", ""), language))
    if known and (sentence := sentences.answering.get(_id_and_language(row))):
        return {known: (sentence,)}
    answers = [
        (answer.text("text"), answer.number("start", _UNKNOWN_START))
        for answer in row.objects("answers")
    ]
    spans: dict[str, set[Span]] = defaultdict(set)
    for text, start in answers:
        if known:
            spans[known].update(_occurrences_at(passages.texts[known], text, start))
    for passage_id in row.texts("also_accept"):
        if other := passages.identifiers.get((passage_id, language)):
            spans[other] = set()
            for text, _ in answers:
                spans[other].update(_occurrences(passages.texts[other], text))
    return {identifier: tuple(found) for identifier, found in spans.items() if found}


def _id_and_language(row: JsonObject) -> IdAndLanguage:
    return row.text("id"), row.text("lang", "")


def _occurrences_at(passage: str, text: str, start: int) -> list[Span]:
    """Where an answer is said to stand; where it does not, every place at which it does."""
    if text and start >= 0 and passage.startswith(text, start):
        return [Span(start, start + len(text))]
    return _occurrences(passage, text)


def _occurrences(passage: str, text: str) -> list[Span]:
    spans = []
    start = passage.find(text) if text else -1
    while start >= 0:
        spans.append(Span(start, start + len(text)))
        start = passage.find(text, start + 1)
    return spans
